// Acting as somebody else: kubectl's --as and --as-group, which need a permission of their own for each name.
// Source: apiserver pkg/endpoints/filters/impersonation. Deliberately absent: extra attributes and uids of users.
import { badRequest } from '../../store/refusal.ts';
import type { ReadView } from '../../store/view.ts';
import { authorize } from './authorize.ts';
import type { Actor, WireRequest } from './wire.ts';

const accountPrefix = 'system:serviceaccount:';
const authenticated = 'system:authenticated';
const unauthenticated = 'system:unauthenticated';
const anonymous = 'system:anonymous';

/** Namespace and name of a service account's user name. */
function accountOf(user: string): { readonly namespace: string; readonly name: string } | undefined {
  if (!user.startsWith(accountPrefix)) return undefined;
  const [namespace = '', name = '', ...rest] = user.slice(accountPrefix.length).split(':');
  return namespace === '' || name === '' || rest.length > 0 ? undefined : { namespace, name };
}

function impersonatedGroups(user: string, named: readonly string[]): readonly string[] {
  const account = accountOf(user);
  const groups =
    named.length > 0 || account === undefined
      ? named
      : ['system:serviceaccounts', `system:serviceaccounts:${account.namespace}`];
  if (user === anonymous) return groups.includes(unauthenticated) ? groups : [...groups, unauthenticated];
  const told = groups.includes(authenticated) || groups.includes(unauthenticated);
  return told ? groups : [...groups, authenticated];
}

/** The caller, or whom the caller says it is and may be. Throws Forbidden where it may not. */
export function impersonated(view: ReadView, request: WireRequest, caller: Actor): Actor {
  const user = request.headers?.['impersonate-user'] ?? '';
  const header = request.headers?.['impersonate-group'];
  const groups = header === undefined ? [] : header.split(',').map((group) => group.trim());
  if (user === '') {
    if (groups.length === 0) return caller;
    const listed = groups.map((group) => `{Group  ${group}    }`).join(' ');
    throw badRequest(`requested [${listed}] without impersonating a user`);
  }
  const attributes = { verb: 'impersonate', group: '', subresource: '' };
  const account = accountOf(user);
  if (account === undefined) {
    authorize(view, caller, { ...attributes, resource: 'users', namespace: '', name: user });
  } else {
    authorize(view, caller, { ...attributes, resource: 'serviceaccounts', ...account });
  }
  for (const group of groups)
    authorize(view, caller, { ...attributes, resource: 'groups', namespace: '', name: group });
  return { user, groups: impersonatedGroups(user, groups) };
}
