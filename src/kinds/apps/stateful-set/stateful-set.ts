// StatefulSet: Pods with names, addresses and disks of their own, made and replaced in order. The controller is beside it.
// Source: kubernetes pkg/apis/apps/v1/defaults.go, pkg/registry/apps/statefulset.
import type { PersistentVolumeClaim, StatefulSet as StatefulSetType } from '#types';
import { dropDisabled } from '../../core/pod/disabled.ts';
import { checkWorkloadStatus } from '../check-status.ts';
import type { Draft } from '../../../std/draft.ts';
import { isDns1123Label } from '../../../std/names.ts';
import type { Stored } from '../../../store/object.ts';
import { ageColumn, nameColumn } from '../../age.ts';
import { fillClaimSpec } from '../../core/persistent-volume-claim/persistent-volume-claim.ts';
import { fillTemplate } from '../../core/pod/defaults.ts';
import { kubernetesKind, scaleSubresource, statusSubresource } from '../../kubernetes-kind.ts';
import { containerColumns, newTemplateWarnings } from '../template.ts';
import { validateStatefulSet } from './validate.ts';
import { claimWarnings } from '../../core/fractions.ts';

export type StatefulSet = Stored<StatefulSetType>;

/** A claim inside a set is written out as if it stood alone. */
function fillClaim(claim: Draft<PersistentVolumeClaim>): void {
  claim.apiVersion = 'v1';
  claim.kind = 'PersistentVolumeClaim';
  claim.metadata = { ...claim.metadata, creationTimestamp: null as unknown as string };
  claim.spec ??= {};
  claim.spec.resources ??= {};
  fillClaimSpec(claim.spec);
  claim.status ??= {};
  claim.status.phase ||= 'Pending';
}

const endlessHistory =
  'spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended';

export const statefulSets = kubernetesKind<StatefulSet>({
  group: 'apps',
  kind: 'StatefulSet',
  plural: 'statefulsets',
  short: ['sts'],
  categories: ['all'],
  namespaced: true,
  generation: true,
  // Its name becomes the host name of Pods.
  nameCauses: isDns1123Label,
  subresources: [scaleSubresource, statusSubresource],
  defaults({ spec }) {
    if (spec === undefined) return;
    spec.podManagementPolicy ||= 'OrderedReady';
    const strategy = (spec.updateStrategy ??= {});
    if (!strategy.type) {
      strategy.type = 'RollingUpdate';
      strategy.rollingUpdate ??= {};
    }
    if (strategy.type === 'RollingUpdate' && strategy.rollingUpdate !== undefined)
      strategy.rollingUpdate.partition ??= 0;
    const retention = (spec.persistentVolumeClaimRetentionPolicy ??= {});
    retention.whenDeleted ||= 'Retain';
    retention.whenScaled ||= 'Retain';
    spec.replicas ??= 1;
    spec.revisionHistoryLimit ??= 10;
    spec.serviceName ??= '';
    fillTemplate(spec);
    for (const claim of spec.volumeClaimTemplates ?? []) fillClaim(claim);
  },
  prepare(next, prev) {
    dropDisabled(next.spec?.template?.spec);
    if (prev === undefined) next.status = { replicas: 0, availableReplicas: 0 };
    // Behind a feature gate that is off: Kubernetes forgets it.
    delete next.spec?.updateStrategy?.rollingUpdate?.maxUnavailable;
  },
  validate: validateStatefulSet,
  validateStatus: (next, prev, causes) =>
    checkWorkloadStatus('StatefulSet', next.status, prev.status, causes),
  warnings: (next, prev) => [
    ...newTemplateWarnings(next, prev),
    ...(next.spec.volumeClaimTemplates ?? []).flatMap(({ spec }, index) => {
      // An update is told of another place than a creation.
      const place = `spec.volumeClaimTemplates[${index}]${prev === undefined ? '' : '.Spec'}`;
      return claimWarnings(spec, place);
    }),
    ...((next.spec.revisionHistoryLimit ?? 0) < 0 ? [endlessHistory] : []),
  ],
  columns: [
    nameColumn,
    { name: 'Ready', cell: ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 1}` },
    ageColumn,
    ...containerColumns,
  ],
});
