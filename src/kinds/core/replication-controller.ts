// ReplicationController: what ReplicaSets came from; it keeps so many Pods alive that carry its labels.
// Source: kubernetes pkg/apis/core/{v1/defaults,validation}.go, pkg/controller/replication.
import type { ReplicationController as ReplicationControllerType } from '#types';
import { dropDisabled } from './pod/disabled.ts';
import { checkWorkloadStatus } from '../apps/check-status.ts';
import type { Causes } from '../../store/causes.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { replicasController } from '../apps/replicas.ts';
import {
  checkNonNegative,
  checkTemplate,
  containerColumns,
  noMatch,
  selectorText,
  workloadWarnings,
} from '../apps/template.ts';
import { kubernetesKind, scaleSubresource, statusSubresource } from '../kubernetes-kind.ts';
import { fillTemplate } from './pod/defaults.ts';
import { goValue } from '../../store/go-types.ts';

export type ReplicationController = Stored<ReplicationControllerType>;

function validate({ spec }: ReplicationController, _prev: unknown, causes: Causes): void {
  const { minReadySeconds, replicas, selector = {}, template } = spec;
  checkNonNegative(minReadySeconds, 'spec.minReadySeconds', causes);
  const wanted = Object.entries(selector);
  if (wanted.length === 0) causes.required('spec.selector');
  checkNonNegative(replicas, 'spec.replicas', causes);
  if (template === undefined) {
    causes.required('spec.template');
    return;
  }
  const labels = template.metadata?.labels;
  if (wanted.some(([key, value]) => labels?.[key] !== value))
    causes.invalid('spec.template.metadata.labels', goValue('map[string]string', labels), noMatch);
  checkTemplate(template, 'spec.template', 'ReplicationController', causes);
}

export const replicationControllers = kubernetesKind<ReplicationController>({
  group: '',
  kind: 'ReplicationController',
  plural: 'replicationcontrollers',
  short: ['rc'],
  categories: ['all'],
  namespaced: true,
  generation: true,
  orphans: {},
  subresources: [scaleSubresource, statusSubresource],
  defaults({ spec, metadata }) {
    if (spec === undefined) return;
    const labels = spec.template?.metadata?.labels;
    if (labels !== undefined) {
      if (Object.keys(spec.selector ?? {}).length === 0) spec.selector = { ...labels };
      if (Object.keys(metadata.labels ?? {}).length === 0) metadata.labels = { ...labels };
    }
    spec.replicas ??= 1;
    if (spec.template !== undefined) fillTemplate(spec);
  },
  prepare(next, prev) {
    dropDisabled(next.spec?.template?.spec);
    if (prev === undefined) next.status = { replicas: 0 };
  },
  validate,
  fields: { 'status.replicas': ({ status }) => String(status?.replicas ?? 0) },
  validateStatus: (next, prev, causes) => checkWorkloadStatus('ReplicaSet', next.status, prev.status, causes),
  warnings: workloadWarnings,
  columns: [
    nameColumn,
    { name: 'Desired', type: 'integer', cell: ({ spec }) => spec.replicas ?? 1 },
    { name: 'Current', type: 'integer', cell: ({ status }) => status?.replicas ?? 0 },
    { name: 'Ready', type: 'integer', cell: ({ status }) => status?.readyReplicas ?? 0 },
    ageColumn,
    ...containerColumns,
    { name: 'Selector', wide: true, cell: ({ spec }) => selectorText({ matchLabels: spec.selector ?? {} }) },
  ],
});

export const replicationControllerController = replicasController<ReplicationController>({
  kind: replicationControllers,
  name: 'replication-controller',
  selectorOf: ({ spec }) => ({ matchLabels: spec.selector ?? {} }),
});
