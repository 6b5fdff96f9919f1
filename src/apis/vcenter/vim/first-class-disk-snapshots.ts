// Snapshots of First Class Disks. What is on a disk of one's own nobody knows here, so going back to one changes nothing but the task that says so.
// Source: vim25 VcenterVStorageObjectManager, VStorageObjectSnapshotInfo.
import { firstClassDisks, type FirstClassDisk } from '../../../kinds/vsphere/first-class-disk.ts';
import type { Json } from '../../../std/draft.ts';
import { fnv1a32, uuidFrom } from '../../../std/hash.ts';
import { limits } from '../../../std/limits.ts';
import { formatMilliTime } from '../../../std/time.ts';
import { textArg } from './arguments.ts';
import {
  diskAsked,
  edit,
  missing,
  ownDisk,
  read,
  storeOfDisk,
  task,
  type,
} from './first-class-disk-found.ts';
import { invalidState, member, type VimCall, type VimMethod } from './method.ts';

type Snapshots = NonNullable<FirstClassDisk['spec']['snapshots']>;

const idOf = (id: string): Json => ({ _typeName: 'ID', id });

/** One with snapshots is not made larger. */
export function checkWhole({ spec }: FirstClassDisk): void {
  if ((spec.snapshots ?? []).length > 0) throw invalidState('the disk has snapshots');
}

function put({ write }: VimCall, disk: FirstClassDisk, snapshots: Snapshots, why: string): void {
  write.update(firstClassDisks, { ...disk, spec: { ...disk.spec, snapshots } } as FirstClassDisk, why);
}

function create(call: VimCall): Json {
  const disk = ownDisk(call);
  const { snapshots = [] } = disk.spec;
  if (snapshots.length >= limits.machineSnapshotsDeepMax)
    throw invalidState(`the disk has ${snapshots.length} snapshots, which is the most that it can have`);
  const id = uuidFrom(fnv1a32(disk.metadata.name), `snapshot ${call.write.revision}`);
  const words = 'Create a virtual disk object snapshot';
  const begun = task(call, words, storeOfDisk(call, disk), id);
  const made = { id, description: textArg(call.body, 'description'), at: call.fabric.now };
  put(call, disk, [...snapshots, made], words);
  return begun;
}

/** The disk, and the snapshot of it that is asked for. */
function snapshotAsked(call: VimCall): readonly [FirstClassDisk, Snapshots[number]] {
  const disk = ownDisk(call);
  const id = member(call.body['snapshotId'], 'id');
  const found = disk.spec.snapshots?.find((each) => each.id === id);
  if (found === undefined) throw missing();
  return [disk, found];
}

export const diskSnapshotMethods: readonly VimMethod[] = [
  { type, name: 'VStorageObjectCreateSnapshot_Task', ...edit, answer: create },
  {
    type,
    name: 'RetrieveSnapshotInfo',
    ...read,
    answer: (call) => ({
      _typeName: 'VStorageObjectSnapshotInfo',
      snapshots: (diskAsked(call).spec.snapshots ?? []).map(({ id, description, at }) => ({
        _typeName: 'VStorageObjectSnapshotInfoVStorageObjectSnapshot',
        id: idOf(id),
        createTime: formatMilliTime(at),
        description,
      })),
    }),
  },
  {
    type,
    name: 'DeleteSnapshot_Task',
    ...edit,
    answer: (call) => {
      const [disk, gone] = snapshotAsked(call);
      const words = 'Delete a virtual disk object snapshot';
      const begun = task(call, words, storeOfDisk(call, disk));
      put(
        call,
        disk,
        (disk.spec.snapshots ?? []).filter((each) => each !== gone),
        words,
      );
      return begun;
    },
  },
  {
    type,
    name: 'RevertVStorageObject_Task',
    ...edit,
    answer: (call) => {
      const [disk] = snapshotAsked(call);
      return task(call, 'Revert a virtual disk object', storeOfDisk(call, disk));
    },
  },
];
