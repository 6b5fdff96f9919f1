// PersistentVolume: a piece of storage, there before somebody asks for it or made because somebody did. Which claim gets it is
// the work of agents/volumes. Source: kubernetes pkg/apis/core/{v1/defaults.go,validation}, pkg/registry/core/persistentvolume.
import type { PersistentVolumeSpec } from '#types';
import { equal } from '../../../std/draft.ts';
import { isDns1123Subdomain } from '../../../std/names.ts';
import { formatTime } from '../../../std/time.ts';
import type { Causes } from '../../../store/causes.ts';
import { ageColumn, nameColumn } from '../../age.ts';
import { kubernetesKind, statusSubresource } from '../../kubernetes-kind.ts';
import { checkAccessModes, checkPositive, checkVolumeMode } from './access-modes.ts';
import { classOf, shortAccessModes, type PersistentVolume } from './claim-ref.ts';
import { sourceDiff } from './diff.ts';
import { checkSource, sourceOf } from './sources.ts';
import { goValue } from '../../../store/go-types.ts';
import { volumeWarnings } from './warnings.ts';
import { checkNodeSelector } from '../pod/check-scheduling.ts';

const reclaimPolicies = ['Delete', 'Recycle', 'Retain'];

function checkCapacity(capacity: PersistentVolumeSpec['capacity'], causes: Causes): void {
  const field = 'spec.capacity';
  const entries = Object.entries(capacity ?? {});
  if (entries.length === 0) causes.required(field);
  if (entries.length !== 1 || capacity?.['storage'] === undefined)
    causes.notSupported(field, goValue('core.ResourceList', capacity), ['storage']);
  for (const [name, amount] of entries) checkPositive(amount, `${field}[${name}]`, causes);
}

function checkNodeAffinity(affinity: PersistentVolumeSpec['nodeAffinity'], causes: Causes): void {
  if (affinity === undefined) return;
  const field = 'spec.nodeAffinity.required';
  if (affinity.required === undefined) causes.required(field, 'must specify required node constraints');
  else checkNodeSelector(affinity.required, field, causes);
}

function checkChange(spec: PersistentVolumeSpec, prev: PersistentVolumeSpec, causes: Causes): void {
  if (!equal(sourceOf(spec), sourceOf(prev))) {
    causes.forbidden(
      'spec.persistentvolumesource',
      `spec.persistentvolumesource is immutable after creation\n${sourceDiff(prev, spec)}`,
    );
  }
  if (spec.volumeMode !== prev.volumeMode)
    causes.invalid('volumeMode', spec.volumeMode, 'field is immutable');
  if (prev.nodeAffinity !== undefined && !equal(prev.nodeAffinity, spec.nodeAffinity)) {
    causes.invalid(
      'nodeAffinity',
      goValue('core.VolumeNodeAffinity', spec.nodeAffinity),
      'field is immutable, except for updating from beta label to GA',
    );
  }
}

export const persistentVolumes = kubernetesKind<PersistentVolume>({
  group: '',
  kind: 'PersistentVolume',
  plural: 'persistentvolumes',
  short: ['pv'],
  namespaced: false,
  subresources: [statusSubresource],
  returnsDeleted: true,
  defaults({ spec }) {
    if (spec === undefined) return;
    spec.persistentVolumeReclaimPolicy ||= 'Retain';
    spec.volumeMode ??= 'Filesystem';
    if (spec.hostPath !== undefined) spec.hostPath.type ??= '';
    if (spec.iscsi !== undefined) spec.iscsi.iscsiInterface ||= 'default';
  },
  prepare(next, prev, { now, subresource }) {
    // The feature gate VolumeAttributesClass is off.
    if (prev?.spec.volumeAttributesClassName === undefined && next.spec !== undefined)
      delete next.spec.volumeAttributesClassName;
    if (prev === undefined) {
      next.status = { phase: 'Pending', lastPhaseTransitionTime: formatTime(now), ...next.status };
    } else if (subresource === 'status' && next.status?.phase !== prev.status?.phase) {
      next.status = { ...next.status, lastPhaseTransitionTime: formatTime(now) };
    }
  },
  validate({ spec }, prev, causes) {
    if (spec === undefined) {
      causes.required('spec.accessModes');
      causes.required('spec.capacity');
      return;
    }
    if ((spec.accessModes ?? []).length === 0) causes.required('spec.accessModes');
    checkAccessModes(spec.accessModes ?? [], 'spec.accessModes', causes);
    checkCapacity(spec.capacity, causes);
    const policy = spec.persistentVolumeReclaimPolicy ?? '';
    if (!reclaimPolicies.includes(policy))
      causes.notSupported('spec.persistentVolumeReclaimPolicy', policy, reclaimPolicies);
    checkNodeAffinity(spec.nodeAffinity, causes);
    checkSource(spec, 'spec', causes);
    if (policy === 'Recycle' && /^\/+$/.test(spec.hostPath?.path ?? '')) {
      causes.forbidden(
        'spec.persistentVolumeReclaimPolicy',
        "may not be 'recycle' for a hostPath mount of '/'",
      );
    }
    if (spec.storageClassName)
      causes.invalidEach(
        'spec.storageClassName',
        spec.storageClassName,
        isDns1123Subdomain(spec.storageClassName),
      );
    checkVolumeMode(spec.volumeMode, 'spec.volumeMode', causes);
    if (prev !== undefined) checkChange(spec, prev.spec, causes);
  },
  indexes: {
    /** By the claim that it names. */
    claim: ({ spec: { claimRef } }) =>
      claimRef === undefined ? [] : [`${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`],
    class: (volume) => [classOf(volume)],
  },
  warnings: volumeWarnings,
  columns: [
    nameColumn,
    { name: 'Capacity', cell: ({ spec }) => spec.capacity?.['storage'] ?? '0' },
    { name: 'Access Modes', cell: ({ spec }) => shortAccessModes(spec.accessModes) },
    { name: 'Reclaim Policy', cell: ({ spec }) => spec.persistentVolumeReclaimPolicy ?? '' },
    {
      name: 'Status',
      cell: ({ metadata, status }) =>
        metadata.deletionTimestamp === undefined ? (status?.phase ?? '') : 'Terminating',
    },
    {
      name: 'Claim',
      cell: ({ spec: { claimRef } }) =>
        claimRef === undefined ? '' : `${claimRef.namespace ?? ''}/${claimRef.name ?? ''}`,
    },
    { name: 'StorageClass', cell: (volume) => classOf(volume) },
    {
      name: 'VolumeAttributesClass',
      cell: ({ spec }) => spec.volumeAttributesClassName ?? '<unset>',
    },
    { name: 'Reason', cell: ({ status }) => status?.reason ?? '' },
    ageColumn,
    { name: 'VolumeMode', wide: true, cell: ({ spec }) => spec.volumeMode ?? '<unset>' },
  ],
});
