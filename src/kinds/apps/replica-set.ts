// ReplicaSet: keeps so many Pods of one template alive; the work is in replicas.ts. Source: kubernetes pkg/controller/replicaset.
import type { ReplicaSet as ReplicaSetType } from '#types';
import { dropDisabled } from '../core/pod/disabled.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fillTemplate } from '../core/pod/defaults.ts';
import { kubernetesKind, scaleSubresource, statusSubresource } from '../kubernetes-kind.ts';
import { checkWorkloadStatus } from './check-status.ts';
import { replicasController } from './replicas.ts';
import {
  checkNonNegative,
  checkSameSelector,
  checkSelected,
  containerColumns,
  selectorColumn,
  workloadWarnings,
} from './template.ts';

export type ReplicaSet = Stored<ReplicaSetType>;

export const replicaSets = kubernetesKind<ReplicaSet>({
  group: 'apps',
  kind: 'ReplicaSet',
  plural: 'replicasets',
  short: ['rs'],
  categories: ['all'],
  namespaced: true,
  generation: true,
  subresources: [scaleSubresource, statusSubresource],
  defaults(set) {
    if (set.spec === undefined) return;
    set.spec.replicas ??= 1;
    fillTemplate(set.spec);
  },
  prepare(next, prev) {
    dropDisabled(next.spec?.template?.spec);
    // The gate DeploymentReplicaSetTerminatingReplicas is off in 1.33.
    delete next.status?.terminatingReplicas;
    if (prev === undefined) next.status = { replicas: 0 };
  },
  validate(next, prev, causes) {
    checkNonNegative(next.spec.replicas, 'spec.replicas', causes);
    checkNonNegative(next.spec.minReadySeconds, 'spec.minReadySeconds', causes);
    checkSelected(next, causes);
    checkSameSelector(next, prev, causes);
  },
  validateStatus: (next, prev, causes) => checkWorkloadStatus('ReplicaSet', next.status, prev.status, causes),
  warnings: workloadWarnings,
  columns: [
    nameColumn,
    { name: 'Desired', type: 'integer', cell: (set) => set.spec.replicas ?? 1 },
    { name: 'Current', type: 'integer', cell: (set) => set.status?.replicas ?? 0 },
    { name: 'Ready', type: 'integer', cell: (set) => set.status?.readyReplicas ?? 0 },
    ageColumn,
    ...containerColumns,
    selectorColumn,
  ],
});

export const replicaSetController = replicasController<ReplicaSet>({
  kind: replicaSets,
  name: 'replicaset-controller',
  selectorOf: ({ spec }) => spec.selector,
});
