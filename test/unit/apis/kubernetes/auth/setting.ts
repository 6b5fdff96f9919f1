// Asking as somebody: objects of a few lines, reviews and what they answer.
import type { World } from '../../../../../src/world.ts';
import type { Actor } from '../../../../../src/apis/kubernetes/wire.ts';
import { ask, type Answered } from '../support.ts';

export const rbac = '/apis/rbac.authorization.k8s.io/v1';
export const inDemo = `${rbac}/namespaces/demo`;

export const user = (name: string, ...groups: readonly string[]): Actor => ({
  user: name,
  groups: [...groups, 'system:authenticated'],
});

export interface RuleLike {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly nonResourceURLs?: readonly string[];
  readonly verbs: readonly string[];
}

export const role = (kind: 'Role' | 'ClusterRole', name: string, ...rules: readonly RuleLike[]) => ({
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind,
  metadata: { name },
  rules,
});

/** `ClusterRole/edit` bound to `User anna` and the like. */
export function binding(
  kind: 'RoleBinding' | 'ClusterRoleBinding',
  name: string,
  roleRef: string,
  ...subjects: readonly string[]
) {
  const [roleKind, roleName] = roleRef.split('/');
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: roleKind, name: roleName },
    subjects: subjects.map((subject) => {
      const [subjectKind, subjectName] = subject.split(' ');
      const [namespace, account] = (subjectName ?? '').split('/');
      return account === undefined
        ? { kind: subjectKind, name: subjectName, apiGroup: 'rbac.authorization.k8s.io' }
        : { kind: subjectKind, namespace, name: account };
    }),
  };
}

export const pods = (...verbs: readonly string[]): RuleLike => ({
  apiGroups: [''],
  resources: ['pods'],
  verbs,
});

export function post(world: World, path: string, body: unknown, actor?: Actor): Answered {
  return ask(world, 'POST', path, { body, ...(actor === undefined ? {} : { actor }) });
}

/** Asks a question of a group: `review(world, 'authorization', 'SelfSubjectAccessReview', spec)`. */
export function review(
  world: World,
  group: 'authentication' | 'authorization',
  kind: string,
  spec: unknown,
  asked: { readonly actor?: Actor; readonly namespace?: string } = {},
): Answered {
  const apiVersion = `${group}.k8s.io/v1`;
  const within = asked.namespace === undefined ? '' : `/namespaces/${asked.namespace}`;
  const path = `/apis/${apiVersion}${within}/${kind.toLowerCase()}s`;
  return post(world, path, { apiVersion, kind, ...(spec === undefined ? {} : { spec }) }, asked.actor);
}
