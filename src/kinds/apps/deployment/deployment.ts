// Deployment: declares a template and rolls it out through ReplicaSets. The controller is in controller.ts beside it.
import type { Deployment as DeploymentType } from '#types';
import { dropDisabled } from '../../core/pod/disabled.ts';
import { checkWorkloadStatus } from '../check-status.ts';
import type { Causes } from '../../../store/causes.ts';
import type { Stored } from '../../../store/object.ts';
import { ageColumn, nameColumn } from '../../age.ts';
import { fillTemplate } from '../../core/pod/defaults.ts';
import { kubernetesKind, scaleSubresource, statusSubresource } from '../../kubernetes-kind.ts';
import { checkAtMostAll, checkShare, isNone } from '../shares.ts';
import {
  checkNonNegative,
  checkSameSelector,
  checkSelected,
  containerColumns,
  selectorColumn,
  workloadWarnings,
} from '../template.ts';
import { goValue } from '../../../store/go-types.ts';

export type Deployment = Stored<DeploymentType>;

function checkStrategy(deployment: Deployment, causes: Causes): void {
  const { strategy } = deployment.spec;
  const field = 'spec.strategy';
  if (strategy === undefined) return;
  if (strategy.type === 'Recreate') {
    if (strategy.rollingUpdate !== undefined) {
      causes.forbidden(`${field}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'");
    }
  } else if (strategy.type === 'RollingUpdate') {
    const { maxSurge, maxUnavailable } = strategy.rollingUpdate ?? {};
    checkShare(maxUnavailable, `${field}.rollingUpdate.maxUnavailable`, causes);
    checkShare(maxSurge, `${field}.rollingUpdate.maxSurge`, causes);
    if (isNone(maxUnavailable) && isNone(maxSurge)) {
      causes.invalid(
        `${field}.rollingUpdate.maxUnavailable`,
        goValue('intstr.IntOrString', maxUnavailable),
        'may not be 0 when `maxSurge` is 0',
      );
    }
    checkAtMostAll(maxUnavailable, `${field}.rollingUpdate.maxUnavailable`, causes);
  } else
    causes.notSupported(field, goValue('apps.DeploymentStrategy', strategy), ['Recreate', 'RollingUpdate']);
}

export const deployments = kubernetesKind<Deployment>({
  group: 'apps',
  kind: 'Deployment',
  plural: 'deployments',
  short: ['deploy'],
  categories: ['all'],
  namespaced: true,
  generation: true,
  countsAnnotations: true,
  subresources: [scaleSubresource, statusSubresource],
  // Source: kubernetes pkg/apis/apps/v1/defaults.go.
  defaults({ spec }) {
    if (spec === undefined) return;
    spec.replicas ??= 1;
    spec.strategy ??= {};
    spec.strategy.type ||= 'RollingUpdate';
    if (spec.strategy.type === 'RollingUpdate') {
      spec.strategy.rollingUpdate ??= {};
      spec.strategy.rollingUpdate.maxUnavailable ??= '25%';
      spec.strategy.rollingUpdate.maxSurge ??= '25%';
    }
    spec.revisionHistoryLimit ??= 10;
    spec.progressDeadlineSeconds ??= 600;
    fillTemplate(spec);
  },
  prepare(next, prev) {
    dropDisabled(next.spec?.template?.spec);
    // The gate DeploymentReplicaSetTerminatingReplicas is off in 1.33.
    delete next.status?.terminatingReplicas;
    if (prev === undefined) next.status = {};
  },
  validate(next, prev, causes) {
    if (next.spec === undefined) {
      causes.required('spec.selector');
      return;
    }
    const { minReadySeconds = 0, progressDeadlineSeconds, replicas, revisionHistoryLimit } = next.spec;
    checkNonNegative(replicas, 'spec.replicas', causes);
    checkSelected(next, causes);
    checkStrategy(next, causes);
    checkNonNegative(minReadySeconds, 'spec.minReadySeconds', causes);
    checkNonNegative(revisionHistoryLimit, 'spec.revisionHistoryLimit', causes);
    checkNonNegative(progressDeadlineSeconds, 'spec.progressDeadlineSeconds', causes);
    if (progressDeadlineSeconds !== undefined && progressDeadlineSeconds <= minReadySeconds) {
      causes.invalid(
        'spec.progressDeadlineSeconds',
        progressDeadlineSeconds,
        'must be greater than minReadySeconds',
      );
    }
    checkSameSelector(next, prev, causes);
  },
  validateStatus: (next, prev, causes) => checkWorkloadStatus('Deployment', next.status, prev.status, causes),
  warnings: workloadWarnings,
  columns: [
    nameColumn,
    { name: 'Ready', cell: ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 1}` },
    { name: 'Up-to-date', cell: ({ status }) => String(status?.updatedReplicas ?? 0) },
    { name: 'Available', cell: ({ status }) => String(status?.availableReplicas ?? 0) },
    ageColumn,
    ...containerColumns,
    selectorColumn,
  ],
});
