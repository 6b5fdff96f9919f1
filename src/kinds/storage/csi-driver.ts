// CSIDriver: what Kubernetes is to know of a storage driver. Source: kubernetes pkg/apis/storage/{v1/defaults.go,validation}.
import type { CSIDriver as CsiDriverType } from '#types';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { checkDriverName } from '../core/persistent-volume/sources.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { goValue } from '../../store/go-types.ts';

export type CsiDriver = Stored<CsiDriverType>;

const fsGroupPolicies = ['File', 'None', 'ReadWriteOnceWithFSType'];
const lifecycleModes = ['Persistent', 'Ephemeral'];
const tokenSecondsMin = 600;

/** Fields that never change once the driver is there. */
const fixed = ['attachRequired', 'volumeLifecycleModes'] as const;

export const csiDrivers = kubernetesKind<CsiDriver>({
  group: 'storage.k8s.io',
  kind: 'CSIDriver',
  plural: 'csidrivers',
  allowUnconditionalUpdate: false,
  namespaced: false,
  returnsDeleted: true,
  defaults({ spec }) {
    if (spec === undefined) return;
    spec.attachRequired ??= true;
    spec.podInfoOnMount ??= false;
    spec.storageCapacity ??= false;
    spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType';
    if ((spec.volumeLifecycleModes ?? []).length === 0) spec.volumeLifecycleModes = ['Persistent'];
    spec.requiresRepublish ??= false;
    spec.seLinuxMount ??= false;
  },
  // The gate MutableCSINodeAllocatableCount is off in 1.33.
  prepare: ({ spec }) => void delete spec?.nodeAllocatableUpdatePeriodSeconds,
  validate({ metadata, spec }, prev, causes) {
    if (metadata.name) checkDriverName(metadata.name, 'metadata.name', causes);
    if (spec === undefined) return;
    if (!fsGroupPolicies.includes(spec.fsGroupPolicy ?? ''))
      causes.notSupported('spec.fsGroupPolicy', spec.fsGroupPolicy, fsGroupPolicies);
    for (const mode of spec.volumeLifecycleModes ?? [])
      if (!lifecycleModes.includes(mode))
        causes.notSupported('spec.volumeLifecycleModes', mode, lifecycleModes);
    const audiences = new Set<string>();
    for (const [index, { audience, expirationSeconds }] of (spec.tokenRequests ?? []).entries()) {
      const at = `spec.tokenRequests[${index}]`;
      if (audiences.has(audience)) {
        causes.duplicate(`${at}.audience`, audience);
        continue;
      }
      audiences.add(audience);
      if (expirationSeconds !== undefined && expirationSeconds < tokenSecondsMin)
        causes.invalid(
          `${at}.expirationSeconds`,
          expirationSeconds,
          'may not specify a duration less than 10 minutes',
        );
    }
    if (prev === undefined) return;
    for (const name of fixed) {
      if (JSON.stringify(spec[name]) !== JSON.stringify(prev.spec[name]))
        causes.invalid(
          `spec.${name === 'attachRequired' ? 'attachedRequired' : name}`,
          typeof spec[name] === 'object' ? goValue('[]storage.VolumeLifecycleMode', spec[name]) : spec[name],
          'field is immutable',
        );
    }
  },
  columns: [
    nameColumn,
    { name: 'AttachRequired', type: 'boolean', cell: ({ spec }) => spec.attachRequired ?? true },
    { name: 'PodInfoOnMount', type: 'boolean', cell: ({ spec }) => spec.podInfoOnMount ?? false },
    { name: 'StorageCapacity', type: 'boolean', cell: ({ spec }) => spec.storageCapacity ?? false },
    {
      name: 'TokenRequests',
      cell: ({ spec }) => {
        const audiences = (spec.tokenRequests ?? []).map(({ audience }) => audience);
        return audiences.length === 0 ? '<unset>' : audiences.join(',');
      },
    },
    { name: 'RequiresRepublish', type: 'boolean', cell: ({ spec }) => spec.requiresRepublish ?? false },
    {
      name: 'Modes',
      cell: ({ spec }) => (spec.volumeLifecycleModes ?? []).join(',') || '<none>',
    },
    ageColumn,
  ],
});
