// What people put on datastores: made, copied, moved, deleted. What VMs and libraries have there is theirs, and locked. Each file takes its room.
import { datastoreFiles, type DatastoreFile } from '../../../kinds/vsphere/datastore-file.ts';
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import { limits } from '../../../std/limits.ts';
import type { ReadView } from '../../../store/view.ts';
import type { Call } from '../operation.ts';
import { VimFault } from '../vim/method.ts';
import { filesOf, type File } from './datastore-files.ts';
import { takeRoom } from './machines/placement.ts';
import { datacenterNamed, storesNamed, titleOf } from './places.ts';

export interface Place {
  readonly store: Datastore;
  /** Without a slash at either end; empty for the datastore itself. */
  readonly path: string;
}

type Writing = Pick<Call, 'fabric' | 'write'>;

export const written = ({ store, path }: Place): string => `[${titleOf(store)}] ${path}`;

export const fileNotFound = (file: string): VimFault =>
  new VimFault('FileNotFound', `File ${file} was not found`, { file });

export const alreadyThere = (file: string): VimFault =>
  new VimFault('FileAlreadyExists', `The specified key, name, or identifier '${file}' already exists.`, {
    file,
  });

const locked = (file: string): VimFault =>
  new VimFault('FileLocked', `Unable to access file ${file} since it is locked`, { file });

/** The one in a datacenter, by its id; the first of its name where none is said. */
export function storeNamed(fabric: ReadView, title: string, datacenter?: string): Datastore | undefined {
  const isIn = ({ spec }: Datastore): boolean =>
    datacenter === undefined || datacenterNamed(fabric, spec.datacenter)?.spec.moid === datacenter;
  return storesNamed(fabric, title).find(isIn);
}

/** `isos//a/` is `isos/a`; nothing leads out of the datastore. */
export function cleanPath(path: string): string | undefined {
  const parts = path.split('/').filter((part) => part !== '' && part !== '.');
  return parts.includes('..') ? undefined : parts.join('/');
}

const mebibytes = (bytes: number): number => Math.ceil(bytes / bytesPerMiB);

function take({ write }: Writing, { store }: Place, bytes: number): void {
  if (bytes > 0 && store.spec.nas?.isReadOnly === true)
    throw new VimFault('InvalidDatastoreState', `The datastore '${titleOf(store)}' is mounted read-only.`, {
      datastoreName: titleOf(store),
    });
  const size = mebibytes(bytes);
  if (size === 0) return;
  if (size > (store.status?.freeMiB ?? 0))
    throw new VimFault('NoDiskSpace', `Insufficient disk space on datastore '${titleOf(store)}'.`, {
      datastore: titleOf(store),
    });
  takeRoom(write, store, size);
}

/** The file at a place, or undefined; a folder that only others' files make is none. */
export const fileAt = ({ fabric }: Pick<Writing, 'fabric'>, { store, path }: Place): File | undefined =>
  filesOf(fabric, store).find((file) => file.path === path);

const isFolderAt = ({ fabric }: Writing, { store, path }: Place): boolean =>
  path === '' ||
  filesOf(fabric, store).some(
    (file) => file.path.startsWith(`${path}/`) || (file.path === path && file.own?.spec.isFolder === true),
  );

type Content = Pick<DatastoreFile['spec'], 'bytes' | 'text' | 'isFolder'>;

/** Puts a file where there is none, or in place of another of people's own. */
export function put(call: Writing, place: Place, content: Content): void {
  const { fabric, write } = call;
  const { store, path } = place;
  const before = fileAt(call, place);
  if (before !== undefined && before.own === undefined) throw locked(written(place));
  if (before === undefined && fabric.count('vsphere.sandbox/datastorefiles') >= limits.datastoreFilesMax)
    throw new VimFault(
      'NoDiskSpace',
      `There are ${limits.datastoreFilesMax} files that people put on datastores, the most that the sandbox keeps.`,
      { datastore: titleOf(store) },
    );
  if (before?.own?.spec.isFolder === true || (before === undefined && isFolderAt(call, place)))
    throw alreadyThere(written(place));
  take(call, place, content.bytes - (before?.bytes ?? 0));
  const spec = { datastore: store.metadata.name, path, ...content };
  if (before?.own !== undefined)
    write.update(datastoreFiles, { ...before.own, spec } as DatastoreFile, 'Write file');
  else {
    const name = `file-${write.revision + 1}`;
    write.create(datastoreFiles, { metadata: { name }, spec }, 'Write file');
  }
}

export function makeFolder(call: Writing, place: Place, withParents: boolean): void {
  if (place.path === '' || isFolderAt(call, place) || fileAt(call, place) !== undefined)
    throw alreadyThere(written(place));
  const parent = { ...place, path: place.path.split('/').slice(0, -1).join('/') };
  if (!isFolderAt(call, parent)) {
    if (!withParents) throw fileNotFound(written(parent));
    makeFolder(call, parent, true);
  }
  put(call, place, { bytes: 0, isFolder: true });
}

/** A file, or a folder with all that is in it. */
function below(call: Writing, place: Place): readonly File[] {
  const { store, path } = place;
  const found = filesOf(call.fabric, store).filter(
    (file) => file.path === path || file.path.startsWith(`${path}/`),
  );
  if (path === '' || found.length === 0) throw fileNotFound(written(place));
  return found;
}

function ownBelow(call: Writing, place: Place): readonly DatastoreFile[] {
  return below(call, place).map(({ path, own }) => {
    if (own === undefined) throw locked(written({ ...place, path }));
    return own;
  });
}

export function remove(call: Writing, place: Place): void {
  const files = ownBelow(call, place);
  for (const file of files) call.write.remove(datastoreFiles, file, 'Delete file');
  const freed = files.reduce((total, { spec }) => total + mebibytes(spec.bytes), 0);
  take(call, place, -freed * bytesPerMiB);
}

/** What has been written meanwhile took room of it. */
const asNow = ({ fabric }: Writing, store: Datastore): Datastore =>
  fabric.get<Datastore>('vsphere.sandbox/datastores', store.metadata.name) ?? store;

/** A copy of a file, or of a folder with all that is in it; others' files may be copied too. */
export function copy(call: Writing, from: Place, to: Place, force: boolean): void {
  const files = below(call, from);
  if (!force && (fileAt(call, to) !== undefined || (to.path !== '' && isFolderAt(call, to))))
    throw alreadyThere(written(to));
  for (const { path, bytes, own } of files) {
    const store = asNow(call, to.store);
    const { text, isFolder } = own?.spec ?? {};
    put(
      call,
      { store, path: `${to.path}${path.slice(from.path.length)}` },
      {
        bytes,
        ...(text === undefined ? {} : { text }),
        ...(isFolder === true ? { isFolder } : {}),
      },
    );
  }
}

export function move(call: Writing, from: Place, to: Place, force: boolean): void {
  ownBelow(call, from);
  copy(call, from, to, force);
  remove(call, { ...from, store: asNow(call, from.store) });
}
