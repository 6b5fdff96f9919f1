// What is given to somebody: the rules of every role that a binding gives them, cluster-wide first, then in the namespace.
// Source: kubernetes pkg/registry/rbac/validation/rule.go.
import type { PolicyRule, RoleRef } from '#types';
import type { ClusterRoleBinding, RoleBinding } from '../../../kinds/rbac/role-bindings.ts';
import type { ClusterRole, Role } from '../../../kinds/rbac/roles.ts';
import { meant, namesOf } from '../../../kinds/rbac/subjects.ts';
import type { StoredObject } from '../../../store/object.ts';
import type { ReadView } from '../../../store/view.ts';
import type { Actor } from '../wire.ts';
import { forPeople, isPerson } from './people.ts';

const group = 'rbac.authorization.k8s.io';

/** What one binding gives, or that its role is not there, in the words of the authorizer. */
export type Grant =
  | { readonly rules: readonly PolicyRule[]; readonly source: () => string }
  | { readonly missing: string };

/** The rules of the role that a binding in the namespace refers to, or why there are none. */
export function rulesOfRole(
  view: ReadView,
  { kind, name }: RoleRef,
  namespace: string,
): readonly PolicyRule[] | { readonly missing: string } {
  const role =
    kind === 'ClusterRole'
      ? view.get<ClusterRole>(`${group}/clusterroles`, name)
      : view.get<Role>(`${group}/roles`, name, namespace);
  return role === undefined
    ? { missing: `${kind.toLowerCase()}.${group} ${JSON.stringify(name)} not found` }
    : (role.rules ?? []);
}

/** The bindings that name the actor, each once, by name. */
function bindingsOf<T extends StoredObject>(
  view: ReadView,
  kind: string,
  who: readonly string[],
  namespace: string,
): readonly T[] {
  const found = who.map((name) => view.list<T>(kind, { index: ['subject', `${namespace} ${name}`] }));
  const [only, ...more] = found.filter((bindings) => bindings.length > 0);
  if (only === undefined || more.length === 0) return only ?? [];
  const byName = new Map([only, ...more].flat().map((binding) => [binding.metadata.name, binding]));
  return [...byName.values()].sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

/** `RoleBinding "edit/demo" of ClusterRole "edit" to User "anna"`. */
function sourceOf(binding: ClusterRoleBinding | RoleBinding, who: readonly string[]): string {
  const { name, namespace } = binding.metadata;
  const subject = binding.subjects?.find((each) => who.includes(meant(each, namespace) ?? ''));
  const called =
    subject?.kind === 'ServiceAccount'
      ? `${subject.name}/${subject.namespace || (namespace ?? '')}`
      : subject?.name;
  const place = namespace === undefined ? name : `${name}/${namespace}`;
  const { kind, name: role } = binding.roleRef;
  const what = namespace === undefined ? 'ClusterRoleBinding' : 'RoleBinding';
  return `${what} ${JSON.stringify(place)} of ${kind} ${JSON.stringify(role)} to ${subject?.kind} ${JSON.stringify(called)}`;
}

function* grantsOf(
  view: ReadView,
  bindings: readonly (ClusterRoleBinding | RoleBinding)[],
  who: readonly string[],
  namespace: string,
  counted: (rules: readonly PolicyRule[]) => readonly PolicyRule[],
): Iterable<Grant> {
  for (const binding of bindings) {
    const rules = rulesOfRole(view, binding.roleRef, namespace);
    if ('missing' in rules) yield rules;
    else yield { rules: counted(rules), source: () => sourceOf(binding, who) };
  }
}

/** Everything that is bound to the actor: cluster-wide, and in the namespace if one is given. */
export function* grantsFor(view: ReadView, actor: Actor, namespace: string): Iterable<Grant> {
  const who = namesOf(actor.user, actor.groups);
  const counted = isPerson(actor) ? forPeople : (rules: readonly PolicyRule[]) => rules;
  const everywhere = bindingsOf<ClusterRoleBinding>(view, `${group}/clusterrolebindings`, who, '');
  yield* grantsOf(view, everywhere, who, '', counted);
  if (namespace === '') return;
  const here = bindingsOf<RoleBinding>(view, `${group}/rolebindings`, who, namespace);
  yield* grantsOf(view, here, who, namespace, counted);
}

/** Go's aggregate of what was looked for in vain. */
export function inVain(missing: readonly string[]): string {
  const distinct = [...new Set(missing)];
  return distinct.length === 1 ? (distinct[0] as string) : `[${distinct.join(', ')}]`;
}
