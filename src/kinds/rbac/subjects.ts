// Whom a binding means, as an index of bindings: asking what somebody may do looks up the few bindings that name them, however
// many there are. Source of the matching: kubernetes pkg/registry/rbac/validation, appliesToUser.
import type { RbacV1Subject as Subject } from '#types';

export const anonymousUser = 'system:anonymous';
export const authenticatedGroup = 'system:authenticated';
export const unauthenticatedGroup = 'system:unauthenticated';

const accountPrefix = 'system:serviceaccount:';

/** The user name that a service account has. */
export function accountUser(namespace: string, name: string): string {
  return `${accountPrefix}${namespace}:${name}`;
}

/** Namespace and name of the service account that a user name is of. */
export function accountOf(user: string): { readonly namespace: string; readonly name: string } | undefined {
  if (!user.startsWith(accountPrefix)) return undefined;
  const [namespace = '', name = '', ...rest] = user.slice(accountPrefix.length).split(':');
  return namespace === '' || name === '' || rest.length > 0 ? undefined : { namespace, name };
}

/** The groups of every service account of a namespace. */
export function accountGroups(namespace: string): readonly string[] {
  return ['system:serviceaccounts', `system:serviceaccounts:${namespace}`];
}

interface Binding {
  readonly metadata: { readonly namespace?: string };
  readonly subjects?: readonly Subject[];
}

/** `User anna`, `Group devs`: whom a subject of a binding in the namespace means; undefined where it means nobody. */
export function meant(subject: Subject, namespace = ''): string | undefined {
  if (subject.kind !== 'ServiceAccount') return `${subject.kind} ${subject.name}`;
  const home = subject.namespace || namespace;
  return home === '' ? undefined : `User ${accountUser(home, subject.name)}`;
}

/** The index `subject` of both kinds of binding; those of a namespace begin with its name. */
export const subjectIndex = ({ metadata: { namespace = '' }, subjects = [] }: Binding): readonly string[] => [
  ...new Set(
    subjects.flatMap((subject) => {
      const who = meant(subject, namespace);
      return who === undefined ? [] : [`${namespace} ${who}`];
    }),
  ),
];

/** Under which names bindings speak of somebody. */
export function namesOf(user: string, groups: readonly string[]): readonly string[] {
  return [...new Set([`User ${user}`, ...groups.map((group) => `Group ${group}`)])];
}
