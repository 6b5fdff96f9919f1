// Acting as somebody else: kubectl's --as, --as-group and --as-uid and the headers for what else a user has, which need a
// permission of their own for each name. Source: apiserver pkg/endpoints/filters/impersonation.
import {
  accountGroups,
  accountOf,
  anonymousUser,
  authenticatedGroup,
  unauthenticatedGroup,
} from '../../kinds/rbac/subjects.ts';
import { badRequest } from '../../store/refusal.ts';
import type { ReadView } from '../../store/view.ts';
import { authorize } from './authorize.ts';
import { decodePart } from './query.ts';
import type { Actor, Headers, WireRequest } from './wire.ts';

const extraPrefix = 'impersonate-extra-';
const authenticationGroup = 'authentication.k8s.io';

function valuesOf(header: string | undefined): readonly string[] {
  return header === undefined ? [] : header.split('\n');
}

/** Keys of further attributes with their values; keys are percent-encoded where a header's name could not hold them. */
function extraOf(headers: Headers): readonly (readonly [key: string, values: readonly string[]])[] {
  return Object.entries(headers)
    .filter(([name]) => name.startsWith(extraPrefix))
    .map(([name, text]) => [decodePart(name.slice(extraPrefix.length)), valuesOf(text)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function groupsOf(user: string, named: readonly string[]): readonly string[] {
  const account = accountOf(user);
  const groups = named.length > 0 || account === undefined ? named : accountGroups(account.namespace);
  const isStranger = groups.includes(unauthenticatedGroup);
  if (user === anonymousUser) return isStranger ? groups : [...groups, unauthenticatedGroup];
  return isStranger || groups.includes(authenticatedGroup) ? groups : [...groups, authenticatedGroup];
}

/** The caller, or whom the caller says it is and may be. Throws Forbidden where it may not. */
export function impersonated(view: ReadView, { headers = {} }: WireRequest, caller: Actor): Actor {
  const user = headers['impersonate-user'] ?? '';
  const uid = headers['impersonate-uid'] ?? '';
  const groups = valuesOf(headers['impersonate-group']);
  const extra = extraOf(headers);
  if (user === '') {
    // What Go prints of the references that stand for what was asked.
    const asked = [
      ...groups.map((group) => `{Group  ${group}    }`),
      ...extra.flatMap(([key, values]) =>
        values.map((value) => `{UserExtra  ${value}  ${authenticationGroup}/v1  ${key}}`),
      ),
      ...(uid === '' ? [] : [`{UID  ${uid}  ${authenticationGroup}/v1  }`]),
    ];
    if (asked.length === 0) return caller;
    throw badRequest(`requested [${asked.join(' ')}] without impersonating a user`);
  }
  const check = (group: string, resource: string, name: string, namespace = '', subresource = '') =>
    authorize(view, caller, { verb: 'impersonate', group, resource, subresource, namespace, name });
  const account = accountOf(user);
  if (account === undefined) check('', 'users', user);
  else check('', 'serviceaccounts', account.name, account.namespace);
  for (const group of groups) check('', 'groups', group);
  for (const [key, values] of extra)
    for (const value of values) check(authenticationGroup, 'userextras', value, '', key);
  if (uid !== '') check(authenticationGroup, 'uids', uid);
  return {
    user,
    groups: groupsOf(user, groups),
    ...(uid === '' ? {} : { uid }),
    ...(extra.length === 0 ? {} : { extra: Object.fromEntries(extra) }),
  };
}
