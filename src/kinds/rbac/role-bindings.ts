// RoleBinding and ClusterRoleBinding: who has a role, in one namespace or everywhere.
import type { ClusterRoleBinding as ClusterRoleBindingType, RoleBinding as RoleBindingType } from '#types';
import { isPathSegmentName } from '../../std/names.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { checkBinding, fillBinding, rbacGroup, subjectColumns } from './rules.ts';
import { subjectIndex } from './subjects.ts';

export type RoleBinding = Stored<RoleBindingType>;
export type ClusterRoleBinding = Stored<ClusterRoleBindingType>;

const roleColumn = {
  name: 'Role',
  cell: ({ roleRef }: RoleBinding | ClusterRoleBinding) => `${roleRef.kind}/${roleRef.name}`,
} as const;

export const roleBindings = kubernetesKind<RoleBinding>({
  group: rbacGroup,
  kind: 'RoleBinding',
  plural: 'rolebindings',
  allowCreateOnUpdate: true,
  namespaced: true,
  nameCauses: isPathSegmentName,
  defaults: fillBinding,
  validate: (next, prev, causes) => checkBinding(next, prev, ['Role', 'ClusterRole'], causes),
  indexes: { subject: subjectIndex },
  columns: [nameColumn, roleColumn, ageColumn, ...subjectColumns],
});

export const clusterRoleBindings = kubernetesKind<ClusterRoleBinding>({
  group: rbacGroup,
  kind: 'ClusterRoleBinding',
  plural: 'clusterrolebindings',
  allowCreateOnUpdate: true,
  namespaced: false,
  nameCauses: isPathSegmentName,
  defaults: fillBinding,
  validate: (next, prev, causes) => checkBinding(next, prev, ['ClusterRole'], causes),
  indexes: { subject: subjectIndex },
  columns: [nameColumn, roleColumn, ageColumn, ...subjectColumns],
});
