// CSIStorageCapacity: how much a class can still give in a part of the cluster. Source: kubernetes pkg/apis/storage/validation.
import type { CSIStorageCapacity as CsiStorageCapacityType } from '#types';
import { equal } from '../../std/draft.ts';
import { isDns1123Subdomain } from '../../std/names.ts';
import type { Stored } from '../../store/object.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';
import { checkLabelSelector } from '../label-selector.ts';
import { goValue } from '../../store/go-types.ts';

export type CsiStorageCapacity = Stored<CsiStorageCapacityType>;

export const csiStorageCapacities = kubernetesKind<CsiStorageCapacity>({
  group: 'storage.k8s.io',
  kind: 'CSIStorageCapacity',
  plural: 'csistoragecapacities',
  allowUnconditionalUpdate: false,
  namespaced: true,
  validate(next, prev, causes) {
    causes.invalidEach('storageClassName', next.storageClassName, isDns1123Subdomain(next.storageClassName));
    if (next.nodeTopology !== undefined) checkLabelSelector(next.nodeTopology, 'nodeTopology', causes);
    if (next.capacity?.startsWith('-') === true)
      causes.invalid('capacity', next.capacity, 'must be greater than or equal to 0');
    if (next.maximumVolumeSize?.startsWith('-') === true)
      causes.invalid('maximumVolumeSize', next.maximumVolumeSize, 'must be greater than or equal to 0');
    if (prev === undefined) return;
    if (!equal(next.nodeTopology, prev.nodeTopology))
      causes.invalid('nodeTopology', goValue('v1.LabelSelector', next.nodeTopology), 'field is immutable');
    if (next.storageClassName !== prev.storageClassName)
      causes.invalid('storageClassName', next.storageClassName, 'field is immutable');
  },
  columns: [
    nameColumn,
    { name: 'StorageClassName', cell: (item) => item.storageClassName },
    { name: 'Capacity', cell: (item) => item.capacity ?? '<unset>' },
    ageColumn,
  ],
});
