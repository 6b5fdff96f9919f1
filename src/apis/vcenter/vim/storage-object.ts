// A First Class Disk as vim25 tells it. Source: vim25 VStorageObject.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import type { FirstClassDisk } from '../../../kinds/vsphere/first-class-disk.ts';
import type { Json } from '../../../std/draft.ts';
import type { ReadView } from '../../../store/view.ts';
import { titleOf } from '../inventory/places.ts';
import { reference } from './method.ts';

const idOf = (id: string): Json => ({ _typeName: 'ID', id });

export function storageObject(fabric: ReadView, { metadata, spec, status }: FirstClassDisk): Json {
  const store = fabric.get<Datastore>('vsphere.sandbox/datastores', spec.datastore);
  const attached = status?.attachedTo ?? [];
  return {
    _typeName: 'VStorageObject',
    config: {
      _typeName: 'VStorageObjectConfigInfo',
      id: idOf(metadata.name),
      name: spec.volume?.name ?? spec.displayName ?? metadata.name,
      createTime: metadata.creationTimestamp,
      keepAfterDeleteVm: true,
      relocationDisabled: false,
      nativeSnapshotSupported: false,
      changedBlockTrackingEnabled: false,
      backing: {
        _typeName: 'BaseConfigInfoDiskFileBackingInfo',
        datastore: reference('Datastore', store?.spec.moid ?? spec.datastore),
        filePath: `[${store === undefined ? spec.datastore : titleOf(store)}] fcd/${metadata.name}.vmdk`,
        provisioningType: 'thin',
      },
      capacityInMB: spec.capacityMiB,
      consumptionType: attached.length === 0 ? [] : ['disk'],
      consumerId: attached.map(idOf),
    },
  };
}
