// First Class Disks: those that container volumes are, and those that somebody makes beside them. A container's disk is changed by its claim alone.
// Source: vim25 VcenterVStorageObjectManager; vslm VslmVStorageObjectManager.
import {
  firstClassDisks,
  firstClassDisksKind,
  type FirstClassDisk,
} from '../../../kinds/vsphere/first-class-disk.ts';
import type { Json } from '../../../std/draft.ts';
import { fnv1a32, uuidFrom } from '../../../std/hash.ts';
import { vcenterIn } from '../../../kinds/vsphere/vcenter.ts';
import { checkRoom, takeRoom } from '../inventory/machines/placement.ts';
import { numberArg, objectOf, textArg } from './arguments.ts';
import { invalidParameter, member, reference, type VimCall, type VimMethod } from './method.ts';
import {
  diskAsked,
  edit,
  ownDisk,
  read,
  storeOf,
  storeOfDisk,
  task,
  type,
} from './first-class-disk-found.ts';
import { checkWhole, diskSnapshotMethods } from './first-class-disk-snapshots.ts';
import { diskTagMethods } from './first-class-disk-tags.ts';
import { storageObject } from './storage-object.ts';

function create(call: VimCall): Json {
  const spec = objectOf(call.body['spec'], 'spec');
  const store = storeOf(call, member(spec['backingSpec'], 'datastore'), 'spec.backingSpec.datastore');
  const capacityMiB = numberArg(spec, 'capacityInMB');
  if (capacityMiB < 1) throw invalidParameter('spec.capacityInMB');
  checkRoom(store, capacityMiB);
  const id = uuidFrom(fnv1a32(`${call.write.revision} ${store.metadata.name}`), 'disk');
  const object = {
    metadata: { name: id },
    spec: {
      datastore: store.metadata.name,
      capacityMiB,
      displayName: textArg(spec, 'name'),
      readyAt: call.fabric.now,
    },
  };
  const begun = task(call, 'Create a virtual disk object', store, id);
  call.write.create(firstClassDisks, object, 'Create a virtual disk object');
  takeRoom(call.write, store, capacityMiB);
  return begun;
}

function remove(call: VimCall): Json {
  const disk = ownDisk(call);
  const store = storeOfDisk(call, disk);
  const begun = task(call, 'Delete a virtual disk object', store);
  call.write.remove(firstClassDisks, disk, 'Delete a virtual disk object');
  takeRoom(call.write, store, -disk.spec.capacityMiB);
  return begun;
}

function extend(call: VimCall): Json {
  const disk = ownDisk(call);
  checkWhole(disk);
  const store = storeOfDisk(call, disk);
  const capacityMiB = numberArg(call.body, 'newCapacityInMB');
  const more = capacityMiB - disk.spec.capacityMiB;
  if (more <= 0) throw invalidParameter('newCapacityInMB');
  checkRoom(store, more);
  const begun = task(call, 'Extend a virtual disk object', store);
  const spec = { ...disk.spec, capacityMiB };
  call.write.update(firstClassDisks, { ...disk, spec } as FirstClassDisk, 'Extend a virtual disk object');
  takeRoom(call.write, store, more);
  return begun;
}

function rename(call: VimCall): undefined {
  const disk = ownDisk(call);
  const spec = { ...disk.spec, displayName: textArg(call.body, 'name') };
  call.write.update(firstClassDisks, { ...disk, spec } as FirstClassDisk, 'Rename a virtual disk object');
  return undefined;
}

const ids = (disks: readonly FirstClassDisk[]): Json =>
  disks.map(({ metadata }) => ({ _typeName: 'ID', id: metadata.name }));

function listed(call: VimCall): Json {
  const { name } = storeOf(call, call.body['datastore'], 'datastore').metadata;
  const all = call.fabric.list<FirstClassDisk>(firstClassDisksKind);
  return ids(all.filter(({ spec }) => spec.datastore === name));
}

const [catalog, instance] = ['VslmVStorageObjectManager', 'VslmServiceInstance'] as const;

/** Every disk, as the catalog of all datastores has them. */
const everywhere: readonly VimMethod[] = [
  {
    type: instance,
    name: 'RetrieveContent',
    answer: ({ fabric }) => ({
      _typeName: 'VslmServiceInstanceContent',
      aboutInfo: {
        _typeName: 'VslmAboutInfo',
        name: 'VMware Virtual Storage Lifecycle Manager Service',
        fullName: 'VMware Virtual Storage Lifecycle Manager Service 1.0.0',
        vendor: 'VMware, Inc.',
        apiVersion: '1.0.0',
        instanceUuid: vcenterIn(fabric)?.spec.instanceUuid ?? '',
      },
      sessionManager: reference('VslmSessionManager', 'SessionManager'),
      vStorageObjectManager: reference(catalog, 'VStorageObjectManager'),
      storageLifecycleManager: reference('VslmStorageLifecycleManager', 'StorageLifecycleManager'),
    }),
  },
  {
    type: catalog,
    name: 'VslmListVStorageObjectForSpec',
    ...read,
    answer: ({ fabric }) => {
      const all = fabric.list<FirstClassDisk>(firstClassDisksKind);
      return {
        _typeName: 'VslmVsoVStorageObjectQueryResult',
        allRecordsReturned: true,
        id: ids(all),
        queryResults: all.map(({ metadata, spec }) => ({
          _typeName: 'VslmVsoVStorageObjectResult',
          id: { _typeName: 'ID', id: metadata.name },
          name: spec.volume?.name ?? spec.displayName ?? metadata.name,
          capacityInMB: spec.capacityMiB,
          createTime: metadata.creationTimestamp,
        })),
      };
    },
  },
  {
    type: catalog,
    name: 'VslmRetrieveVStorageObject',
    ...read,
    answer: (call) => storageObject(call.fabric, diskAsked(call)),
  },
];

export const firstClassDiskMethods: readonly VimMethod[] = [
  { type, name: 'ListVStorageObject', ...read, answer: listed },
  {
    type,
    name: 'RetrieveVStorageObject',
    ...read,
    answer: (call) => storageObject(call.fabric, diskAsked(call)),
  },
  {
    type,
    name: 'RetrieveVStorageObjectState',
    ...read,
    answer: (call) => {
      diskAsked(call);
      return { _typeName: 'VStorageObjectStateInfo', tentative: false };
    },
  },
  { type, name: 'CreateDisk_Task', ...edit, answer: create },
  { type, name: 'DeleteVStorageObject_Task', ...edit, answer: remove },
  { type, name: 'ExtendDisk_Task', ...edit, answer: extend },
  { type, name: 'RenameVStorageObject', ...edit, answer: rename },
  ...diskSnapshotMethods,
  ...diskTagMethods,
  ...everywhere,
];
