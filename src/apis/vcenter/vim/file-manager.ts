// Files and virtual disks on datastores by their paths, `[vsanDatastore] isos/a.iso`. Source: vim25 FileManager, VirtualDiskManager.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import {
  alreadyThere,
  cleanPath,
  copy,
  fileAt,
  fileNotFound,
  makeFolder,
  move,
  put,
  remove,
  storeNamed,
  written,
  type Place,
} from '../inventory/own-files.ts';
import { rootFolder } from '../inventory/places.ts';
import { flagArg, numberArg, objectOf, textArg } from './arguments.ts';
import { invalidParameter, referred, startTask, VimFault, type VimCall, type VimMethod } from './method.ts';

const titleIn = (path: string): string => /^\[([^\]]+)\]/.exec(path)?.[1] ?? '';

/** By which parameter it is said what datacenter a path is in. */
const datacenters: Readonly<Record<string, string>> = {
  name: 'datacenter',
  sourceName: 'sourceDatacenter',
  destinationName: 'destinationDatacenter',
  destName: 'destDatacenter',
};

function storeAt({ fabric, body }: Pick<VimCall, 'fabric' | 'body'>, name: string): Datastore | undefined {
  const asked = body[name];
  const title = typeof asked === 'string' ? titleIn(asked) : '';
  return storeNamed(fabric, title, referred(body[datacenters[name] ?? '']));
}

function placeAt(call: VimCall, name: string): Place {
  const asked = textArg(call.body, name);
  const store = storeAt(call, name);
  const path = cleanPath(asked.slice(asked.indexOf(']') + 1).trim());
  if (store === undefined || path === undefined)
    throw new VimFault('InvalidDatastorePath', `Invalid datastore path '${asked}'.`, {
      datastorePath: asked,
    });
  return { store, path };
}

/** The privilege is needed on the datastore; on all where it is not said which. */
const on =
  (name: string) =>
  (call: VimCall): string =>
    storeAt(call, name)?.spec.moid ?? rootFolder;

const task = (call: VimCall, words: string, { store }: Place) =>
  startTask(call, { words, target: { kind: 'Datastore', name: store.metadata.name, id: store.spec.moid } });

const privilege = 'Datastore.FileManagement';

const twoPlaces = (
  type: string,
  name: string,
  words: string,
  [source, destination]: readonly [string, string],
  act: typeof copy,
): VimMethod => ({
  type,
  name,
  privilege,
  on: on(destination),
  answer: (call) => {
    const [from, to] = [placeAt(call, source), placeAt(call, destination)];
    const begun = task(call, words, to);
    act(call, from, to, flagArg(call.body, 'force'));
    return begun;
  },
});

const deletion = (type: string, name: string, words: string): VimMethod => ({
  type,
  name,
  privilege,
  on: on('name'),
  answer: (call) => {
    const place = placeAt(call, 'name');
    const begun = task(call, words, place);
    remove(call, place);
    return begun;
  },
});

const files = 'FileManager';
const disks = 'VirtualDiskManager';
const bytesPerKiB = 1_024;

const names = ['sourceName', 'destinationName'] as const;

export const fileManagerMethods: readonly VimMethod[] = [
  {
    type: files,
    name: 'MakeDirectory',
    privilege,
    on: on('name'),
    answer: (call) => {
      makeFolder(call, placeAt(call, 'name'), flagArg(call.body, 'createParentDirectories'));
      return undefined;
    },
  },
  deletion(files, 'DeleteDatastoreFile_Task', 'Delete file'),
  deletion(disks, 'DeleteVirtualDisk_Task', 'Delete virtual disk'),
  twoPlaces(files, 'CopyDatastoreFile_Task', 'Copy file', names, copy),
  twoPlaces(files, 'MoveDatastoreFile_Task', 'Move file', names, move),
  twoPlaces(disks, 'CopyVirtualDisk_Task', 'Copy virtual disk', ['sourceName', 'destName'], copy),
  twoPlaces(disks, 'MoveVirtualDisk_Task', 'Move virtual disk', ['sourceName', 'destName'], move),
  {
    type: disks,
    name: 'CreateVirtualDisk_Task',
    privilege,
    on: on('name'),
    answer: (call) => {
      const place = placeAt(call, 'name');
      const bytes = numberArg(objectOf(call.body['spec'], 'spec'), 'capacityKb') * bytesPerKiB;
      if (bytes < bytesPerMiB) throw invalidParameter('spec.capacityKb');
      if (fileAt(call, place) !== undefined) throw alreadyThere(written(place));
      const begun = task(call, 'Create virtual disk', place);
      put(call, place, { bytes });
      return begun;
    },
  },
  {
    type: disks,
    name: 'ExtendVirtualDisk_Task',
    privilege,
    on: on('name'),
    answer: (call) => {
      const place = placeAt(call, 'name');
      const there = fileAt(call, place);
      if (there === undefined) throw fileNotFound(written(place));
      const bytes = numberArg(call.body, 'newCapacityKb') * bytesPerKiB;
      if (bytes <= there.bytes) throw invalidParameter('newCapacityKb');
      const begun = task(call, 'Extend virtual disk', place);
      put(call, place, { bytes });
      return begun;
    },
  },
];
