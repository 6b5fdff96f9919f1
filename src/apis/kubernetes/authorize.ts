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

/** What bindings give an actor: rules, and what was looked for in vain. */
interface Grants {
  readonly rules: readonly PolicyRule[];
  /** Roles that are bound and not there, in the words of the authorizer. */
  readonly missing: readonly string[];
}

function* grantsOf(
  view: ReadView,
  bindings: readonly Binding[],
  actor: Actor,
  namespace: string,
): Iterable<Grants> {
  for (const binding of bindings) {
    if (!binding.subjects?.some((subject) => means(subject, actor))) continue;
    const { kind, name } = binding.roleRef;
    const role =
      kind === 'ClusterRole'
        ? view.get<Stored<ClusterRole>>('rbac.authorization.k8s.io/clusterroles', name)
        : view.get<Stored<Role>>('rbac.authorization.k8s.io/roles', name, namespace);
    if (role === undefined) {
      const missing = `${kind.toLowerCase()}.rbac.authorization.k8s.io ${JSON.stringify(name)} not found`;
      yield { rules: [], missing: [missing] };
    } else yield { rules: role.rules ?? [], missing: [] };
  }
}

/** Everything that is bound to the actor: cluster-wide, and in the namespace if one is given. */
function* grantsFor(view: ReadView, actor: Actor, namespace: string): Iterable<Grants> {
  const everywhere = view.list<Stored<ClusterRoleBinding>>('rbac.authorization.k8s.io/clusterrolebindings');
  yield* grantsOf(view, everywhere, actor, '');
  if (namespace === '') return;
  const here = view.list<Stored<RoleBinding>>('rbac.authorization.k8s.io/rolebindings', { namespace });
  yield* grantsOf(view, here, actor, namespace);
}

type Decision = { readonly allowed: true } | { readonly allowed: false; readonly reason: string };

function decide(
  view: ReadView,
  actor: Actor,
  namespace: string,
  allows: (rule: PolicyRule) => boolean,
): Decision {
  if (actor.groups.includes(masters)) return { allowed: true };
  const missing: string[] = [];
  for (const grants of grantsFor(view, actor, namespace)) {
    if (grants.rules.some(allows)) return { allowed: true };
    missing.push(...grants.missing);
  }
  if (missing.length === 0) return { allowed: false, reason: '' };
  const distinct = [...new Set(missing)];
  return {
    allowed: false,
    reason: `: RBAC: ${distinct.length === 1 ? distinct[0] : `[${distinct.join(', ')}]`}`,
  };
}

export function mayUse(view: ReadView, actor: Actor, attributes: Attributes): boolean {
  return decide(view, actor, attributes.namespace, (rule) => allowsResource(rule, attributes)).allowed;
}

/** What a refusal quotes must not look like markup. */
function plain(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Throws Kubernetes' Forbidden where the actor may not. */
export function authorize(view: ReadView, actor: Actor, attributes: Attributes): void {
  const { verb, group, resource, subresource, namespace, name } = attributes;
  const decision = decide(view, actor, namespace, (rule) => allowsResource(rule, attributes));
  if (decision.allowed) return;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  const place = namespace === '' ? 'at the cluster scope' : `in the namespace ${JSON.stringify(namespace)}`;
  const why =
    `User ${JSON.stringify(actor.user)} cannot ${verb} resource ${JSON.stringify(full)} ` +
    `in API group ${JSON.stringify(group)} ${place}`;
  throw forbidden({ group, plural: resource }, name, plain(why) + decision.reason);
}

export function authorizePath(view: ReadView, actor: Actor, verb: string, path: string): void {
  const decision = decide(view, actor, '', (rule) => allowsPath(rule, verb, path));
  if (decision.allowed) return;
  const why = `User ${JSON.stringify(actor.user)} cannot ${verb} path ${JSON.stringify(path)}`;
  throw new Refusal(403, 'Forbidden', `forbidden: ${plain(why)}${decision.reason}`, {});
}
