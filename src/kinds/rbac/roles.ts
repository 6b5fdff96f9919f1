// Role and ClusterRole: which verbs on which resources.
import type { ClusterRole as ClusterRoleType, Role as RoleType } from '#types';
import { isPathSegmentName } from '../../std/names.ts';
import type { Stored } from '../../store/object.ts';
import { nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { checkAggregation, checkRules, rbacGroup } from './rules.ts';

export type Role = Stored<RoleType>;
export type ClusterRole = Stored<ClusterRoleType>;

const createdAt = {
  name: 'Created At',
  type: 'date',
  cell: (role: Role | ClusterRole) => role.metadata.creationTimestamp,
} as const;

export const roles = kubernetesKind<Role>({
  group: rbacGroup,
  kind: 'Role',
  plural: 'roles',
  allowCreateOnUpdate: true,
  namespaced: true,
  nameCauses: isPathSegmentName,
  validate: (role, _prev, causes) => checkRules(role.rules, true, causes),
  columns: [nameColumn, createdAt],
});

export const clusterRoles = kubernetesKind<ClusterRole>({
  group: rbacGroup,
  kind: 'ClusterRole',
  plural: 'clusterroles',
  allowCreateOnUpdate: true,
  namespaced: false,
  nameCauses: isPathSegmentName,
  validate: (role, _prev, causes) => {
    checkRules(role.rules, false, causes);
    checkAggregation(role.aggregationRule, causes);
  },
  indexes: { aggregating: (role) => (role.aggregationRule === undefined ? [] : ['true']) },
  columns: [nameColumn, createdAt],
});
