// Who may do what: role-based access control over the roles and bindings that are stored, with Kubernetes' own refusal.
// Source: kubernetes plugin/pkg/auth/authorizer/rbac; apiserver pkg/endpoints/handlers/responsewriters/errors.go.
import type { ClusterRole, ClusterRoleBinding, PolicyRule, Role, RoleBinding, Subject } from '#types';
import type { Stored } from '../../store/object.ts';
import { forbidden, Refusal } from '../../store/refusal.ts';
import type { ReadView } from '../../store/view.ts';
import type { Actor } from './wire.ts';

export interface Attributes {
  readonly verb: string;
  readonly group: string;
  readonly resource: string;
  readonly subresource: string;
  readonly namespace: string;
  readonly name: string;
}

/** Members of this group are never refused. */
const masters = 'system:masters';

function covers(values: readonly string[] | undefined, value: string): boolean {
  return values !== undefined && (values.includes('*') || values.includes(value));
}

function allowsResource(rule: PolicyRule, attributes: Attributes): boolean {
  const { verb, group, resource, subresource, name } = attributes;
  if (!covers(rule.verbs, verb) || !covers(rule.apiGroups, group)) return false;
  const combined = subresource === '' ? resource : `${resource}/${subresource}`;
  const named =
    covers(rule.resources, combined) ||
    (subresource !== '' && rule.resources?.includes(`*/${subresource}`) === true);
  if (!named) return false;
  return (
    rule.resourceNames === undefined || rule.resourceNames.length === 0 || rule.resourceNames.includes(name)
  );
}

function allowsPath(rule: PolicyRule, verb: string, path: string): boolean {
  if (!covers(rule.verbs, verb)) return false;
  return (rule.nonResourceURLs ?? []).some((pattern) =>
    pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern,
  );
}

function means(subject: Subject, actor: Actor): boolean {
  if (subject.kind === 'User') return subject.name === actor.user;
  if (subject.kind === 'Group') return actor.groups.includes(subject.name);
  return actor.user === `system:serviceaccount:${subject.namespace ?? ''}:${subject.name}`;
}

interface Binding {
  readonly subjects?: readonly Subject[];
  readonly roleRef: { readonly kind: string; readonly name: string };
}

function* boundRules(
  view: ReadView,
  bindings: readonly Binding[],
  actor: Actor,
  namespace: string,
): Iterable<PolicyRule> {
  for (const binding of bindings) {
    if (!binding.subjects?.some((subject) => means(subject, actor))) continue;
    const { kind, name } = binding.roleRef;
    const role =
      kind === 'ClusterRole'
        ? view.get<Stored<ClusterRole>>('rbac.authorization.k8s.io/clusterroles', name)
        : view.get<Stored<Role>>('rbac.authorization.k8s.io/roles', name, namespace);
    yield* role?.rules ?? [];
  }
}

/** Every rule that holds for the actor: cluster-wide ones, and those of the namespace if one is given. */
export function* rulesFor(view: ReadView, actor: Actor, namespace: string): Iterable<PolicyRule> {
  const everywhere = view.list<Stored<ClusterRoleBinding>>('rbac.authorization.k8s.io/clusterrolebindings');
  yield* boundRules(view, everywhere, actor, '');
  if (namespace === '') return;
  const here = view.list<Stored<RoleBinding>>('rbac.authorization.k8s.io/rolebindings', { namespace });
  yield* boundRules(view, here, actor, namespace);
}

export function mayUse(view: ReadView, actor: Actor, attributes: Attributes): boolean {
  if (actor.groups.includes(masters)) return true;
  for (const rule of rulesFor(view, actor, attributes.namespace))
    if (allowsResource(rule, attributes)) return true;
  return false;
}

/** Throws Kubernetes' Forbidden where the actor may not. */
export function authorize(view: ReadView, actor: Actor, attributes: Attributes): void {
  if (mayUse(view, actor, attributes)) return;
  const { verb, group, resource, subresource, namespace, name } = attributes;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  const place = namespace === '' ? 'at the cluster scope' : `in the namespace "${namespace}"`;
  const why = `User "${actor.user}" cannot ${verb} resource "${full}" in API group "${group}" ${place}`;
  throw forbidden({ group, plural: resource }, name, why);
}

export function authorizePath(view: ReadView, actor: Actor, verb: string, path: string): void {
  if (actor.groups.includes(masters)) return;
  for (const rule of rulesFor(view, actor, '')) if (allowsPath(rule, verb, path)) return;
  throw new Refusal(403, 'Forbidden', `forbidden: User "${actor.user}" cannot ${verb} path "${path}"`, {});
}
