// Nobody gives what they do not have: a role may hold no rule, and a binding may give no role, beyond what its writer is allowed;
// unless the writer may `escalate` roles or `bind` that role. Source: kubernetes pkg/registry/rbac.
import type { PolicyRule } from '#types';
import { equal, type Draft } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { rbacGroup } from '../../../kinds/rbac/rules.ts';
import type { ClusterRoleBinding } from '../../../kinds/rbac/role-bindings.ts';
import type { ClusterRole } from '../../../kinds/rbac/roles.ts';
import type { StoredObject } from '../../../store/object.ts';
import type { Admission, AdmissionRequest } from '../../../store/admission.ts';
import { whole } from '../../../store/pipeline.ts';
import { forbidden, notFound } from '../../../store/refusal.ts';
import type { ReadView } from '../../../store/view.ts';
import { isMaster, mayUse } from '../authorize.ts';
import { grantsFor, rulesOfRole } from '../rbac/grants.ts';
import { describeMissing, quotedList } from '../rbac/missing.ts';
import { uncovered } from '../wire-rules.ts';
import type { Actor } from '../wire.ts';

/** What only a cluster admin has, and what a role that gathers others' rules may come to hold. */
const everything: readonly PolicyRule[] = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { nonResourceURLs: ['*'], verbs: ['*'] },
];

/** Why the actor may not give these rules away in the namespace, or undefined. */
function escalation(
  view: ReadView,
  actor: Actor,
  namespace: string,
  rules: readonly PolicyRule[],
): string | undefined {
  const owned: PolicyRule[] = [];
  const unresolved: string[] = [];
  for (const grant of grantsFor(view, actor, namespace)) {
    if ('missing' in grant) unresolved.push(grant.missing);
    else owned.push(...grant.rules);
  }
  const missing = uncovered(owned, rules);
  if (missing.length === 0) return undefined;
  const errors = unresolved.length === 0 ? '' : `; resolution errors: [${unresolved.join(' ')}]`;
  return (
    `user ${quoteGo(actor.user)} (groups=${quotedList(actor.groups)}) is attempting to grant RBAC permissions ` +
    `not currently held:\n${describeMissing(missing)}${errors}`
  );
}

/** Whether nothing but what the garbage collector needs to change has changed. */
function isForCollector(next: Draft<StoredObject>, prev: StoredObject): boolean {
  const without = ({ metadata, ...rest }: Draft<StoredObject> | StoredObject) => {
    const { ownerReferences: _o, finalizers: _f, managedFields: _m, resourceVersion: _r, ...meta } = metadata;
    return { ...rest, metadata: meta };
  };
  return equal(without(next), without(prev));
}

function checkRole({ verb, kind, next, prev, context }: AdmissionRequest, actor: Actor): void {
  const { rules = [], aggregationRule, metadata } = next as unknown as ClusterRole;
  const { name, namespace = '' } = metadata;
  const before = prev as ClusterRole | undefined;
  const gathers = aggregationRule !== undefined || before?.aggregationRule !== undefined;
  if (
    before !== undefined &&
    equal(before.rules ?? [], rules) &&
    equal(before.aggregationRule, aggregationRule)
  )
    return;
  const attributes = { group: rbacGroup, resource: kind.plural, subresource: '', namespace };
  if (mayUse(context.view, actor, { ...attributes, verb: 'escalate', name: verb === 'create' ? '' : name }))
    return;
  const why = escalation(context.view, actor, namespace, rules);
  if (why !== undefined) throw forbidden(kind, name, why);
  if (gathers && escalation(context.view, actor, '', everything) !== undefined)
    throw forbidden(kind, name, 'must have cluster-admin privileges to use the aggregationRule');
}

function checkBinding({ kind, next, context }: AdmissionRequest, actor: Actor): void {
  const { roleRef, metadata } = next as unknown as ClusterRoleBinding;
  const { name, namespace = '' } = metadata;
  const resource = roleRef.kind === 'Role' ? 'roles' : 'clusterroles';
  const attributes = { group: rbacGroup, resource, subresource: '', namespace, name: roleRef.name };
  if (mayUse(context.view, actor, { ...attributes, verb: 'bind' })) return;
  const rules = rulesOfRole(context.view, roleRef, namespace);
  if ('missing' in rules) throw notFound({ group: rbacGroup, plural: resource }, roleRef.name);
  const why = escalation(context.view, actor, namespace, rules);
  if (why !== undefined) throw forbidden(kind, name, why);
}

const checks: Readonly<Record<string, (request: AdmissionRequest, actor: Actor) => void>> = {
  clusterroles: checkRole,
  roles: checkRole,
  clusterrolebindings: checkBinding,
  rolebindings: checkBinding,
};

export const rbacEscalation: Admission = {
  name: 'RBACEscalation',
  kinds: Object.keys(checks).map((plural) => `${rbacGroup}/${plural}`),
  admit(request) {
    const { kind, next, prev, context } = request;
    const { by, groups, subresource } = context;
    if (next === undefined || subresource === whole) return;
    const actor = { user: by, groups };
    if (isMaster(actor) || (prev !== undefined && isForCollector(next, prev))) return;
    checks[kind.plural]?.(request, actor);
  },
};
