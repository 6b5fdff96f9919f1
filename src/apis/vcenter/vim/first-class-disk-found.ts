// A First Class Disk as it is asked for: by its id, perhaps on a datastore; and where the privilege to it is needed.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { firstClassDisksKind, type FirstClassDisk } from '../../../kinds/vsphere/first-class-disk.ts';
import type { Json } from '../../../std/draft.ts';
import { list, rootFolder } from '../inventory/places.ts';
import {
  invalidParameter,
  invalidState,
  member,
  referred,
  startTask,
  VimFault,
  type VimCall,
} from './method.ts';

export const type = 'VcenterVStorageObjectManager';

export function storeOf({ fabric }: VimCall, asked: Json | undefined, name: string): Datastore {
  const id = referred(asked);
  const found = list<Datastore>(fabric, 'datastores').find(({ spec }) => spec.moid === id);
  if (found === undefined) throw invalidParameter(name);
  return found;
}

const idAsked = (body: VimCall['body']): string => {
  const id = member(body['id'], 'id') ?? body['id'];
  if (typeof id !== 'string') throw invalidParameter('id');
  return id;
};

export const missing = (): VimFault =>
  new VimFault('NotFound', 'The object or item referred to could not be found.');

/** The disk that is asked for, on the datastore that is said where one is. */
export function diskAsked(call: VimCall): FirstClassDisk {
  const found = call.fabric.get<FirstClassDisk>(firstClassDisksKind, idAsked(call.body));
  const { datastore } = call.body;
  const store = datastore === undefined ? undefined : storeOf(call, datastore, 'datastore').metadata.name;
  if (found === undefined || (store !== undefined && found.spec.datastore !== store)) throw missing();
  return found;
}

/** One that no container has. */
export function ownDisk(call: VimCall): FirstClassDisk {
  const disk = diskAsked(call);
  const { volume } = disk.spec;
  if (volume !== undefined)
    throw invalidState(
      `the disk is the container volume ${volume.name}, of the claim ${volume.namespace}/${volume.claim}`,
    );
  return disk;
}

export const task = (call: VimCall, words: string, store: Datastore, result?: string): Json =>
  startTask(call, {
    words,
    target: { kind: 'Datastore', name: store.metadata.name, id: store.spec.moid },
    ...(result === undefined ? {} : { result }),
  });

export const storeOfDisk = ({ fabric }: VimCall, { spec }: FirstClassDisk): Datastore => {
  const found = fabric.get<Datastore>('vsphere.sandbox/datastores', spec.datastore);
  if (found === undefined) throw missing();
  return found;
};

/** Where the privilege is needed: on the datastore that is named, or that the disk lies on. */
function on(call: VimCall): string {
  const named =
    referred(call.body['datastore']) ??
    referred(member(member(call.body['spec'], 'backingSpec'), 'datastore'));
  if (named !== undefined) return named;
  const id = member(call.body['id'], 'id');
  const disk = typeof id === 'string' ? call.fabric.get<FirstClassDisk>(firstClassDisksKind, id) : undefined;
  return disk === undefined ? rootFolder : storeOfDisk(call, disk).spec.moid;
}

export const read = { privilege: 'Datastore.Browse', on } as const;
export const edit = { privilege: 'Datastore.FileManagement', on } as const;
