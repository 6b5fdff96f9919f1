// The browser of a datastore: what lies there, searched by folders and patterns. Source: vim25 HostDatastoreBrowser.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import type { Task } from '../../../kinds/vsphere/task.ts';
import type { Json } from '../../../std/draft.ts';
import type { ReadView } from '../../../store/view.ts';
import { filesOf, type File } from '../inventory/datastore-files.ts';
import { fileNotFound } from '../inventory/own-files.ts';
import { list, titleOf } from '../inventory/places.ts';
import { objectOf, textArg, textsArg } from './arguments.ts';
import { gone, invalidParameter, reference, startTask, type VimCall, type VimMethod } from './method.ts';

type Search = NonNullable<Task['spec']['search']>;

/** `*` stands for any characters, `?` for one. */
function matches(pattern: string, name: string): boolean {
  const escaped = pattern.replace(/[.+^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`^${escaped.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'i').test(name);
}

const typeOf = (name: string): string => {
  if (name.endsWith('.vmdk')) return 'VmDiskFileInfo';
  if (name.endsWith('.vmx')) return 'VmConfigFileInfo';
  if (name.endsWith('.nvram')) return 'VmNvramFileInfo';
  if (name.endsWith('.log')) return 'VmLogFileInfo';
  return name.endsWith('.iso') ? 'IsoImageFileInfo' : 'FileInfo';
};

/** What is right in a folder: its files, and the folders that others are in. */
function inFolder(files: readonly File[], folder: string, patterns: readonly string[]): Json {
  const before = folder === '' ? '' : `${folder}/`;
  const found = new Map<string, Json>();
  for (const { path, bytes, modified, own } of files) {
    if (!path.startsWith(before)) continue;
    const [name = '', ...below] = path.slice(before.length).split('/');
    if (found.has(name) || !patterns.some((pattern) => matches(pattern, name))) continue;
    const isFolder = below.length > 0 || own?.spec.isFolder === true;
    found.set(name, {
      _typeName: isFolder ? 'FolderFileInfo' : typeOf(name),
      path: name,
      fileSize: isFolder ? 0 : bytes,
      modification: modified,
      owner: 'root',
    });
  }
  const names = [...found.keys()].toSorted();
  return names.map((name) => found.get(name) ?? null);
}

/** Every folder from one on. */
function foldersFrom(files: readonly File[], folder: string): readonly string[] {
  const all = new Set([folder]);
  for (const { path, own } of files) {
    const parts = path.split('/').slice(0, own?.spec.isFolder === true ? undefined : -1);
    for (let depth = 1; depth <= parts.length; depth += 1) all.add(parts.slice(0, depth).join('/'));
  }
  const within = folder === '' ? '' : `${folder}/`;
  return [...all].filter((each) => each === folder || each.startsWith(within)).toSorted();
}

/** What a search came to, read when it is asked for. */
export function foundBy(fabric: ReadView, { datastore, folder, patterns, isDeep }: Search): Json {
  const store = list<Datastore>(fabric, 'datastores').find(({ spec }) => spec.moid === datastore);
  const files = store === undefined ? [] : filesOf(fabric, store);
  const title = store === undefined ? datastore : titleOf(store);
  const resultOf = (path: string): Json => ({
    _typeName: 'HostDatastoreBrowserSearchResults',
    datastore: reference('Datastore', datastore),
    folderPath: `[${title}] ${path}${path === '' ? '' : '/'}`,
    file: inFolder(files, path, patterns),
  });
  return isDeep
    ? {
        _typeName: 'ArrayOfHostDatastoreBrowserSearchResults',
        _value: foldersFrom(files, folder).map(resultOf),
      }
    : resultOf(folder);
}

const search = (name: string, isDeep: boolean): VimMethod => ({
  type: 'HostDatastoreBrowser',
  name,
  privilege: 'Datastore.Browse',
  on: ({ moid }) => moid.replace(/^datastoreBrowser-/, ''),
  answer: (call) => {
    const store = browsed(call);
    const path = textArg(call.body, 'datastorePath');
    const [, title, folder = ''] = /^\[([^\]]+)\] ?(.*?)\/*$/.exec(path) ?? [];
    if (title !== titleOf(store)) throw invalidParameter('datastorePath');
    const spec = call.body['searchSpec'] === undefined ? {} : objectOf(call.body['searchSpec'], 'searchSpec');
    const asked = textsArg(spec, 'matchPattern');
    const isThere =
      folder === '' ||
      filesOf(call.fabric, store).some(
        ({ path: each, own }) =>
          each.startsWith(`${folder}/`) || (each === folder && own?.spec.isFolder === true),
      );
    if (!isThere) throw fileNotFound(path);
    return startTask(call, {
      words: 'Search datastore',
      target: { kind: 'Datastore', name: title, id: store.spec.moid },
      search: {
        datastore: store.spec.moid,
        folder,
        patterns: asked.length === 0 ? ['*'] : [...asked],
        isDeep,
      },
    });
  },
});

function browsed({ fabric, moid }: VimCall): Datastore {
  const id = moid.replace(/^datastoreBrowser-/, '');
  const found = list<Datastore>(fabric, 'datastores').find(({ spec }) => spec.moid === id);
  if (found === undefined) throw gone('HostDatastoreBrowser', moid);
  return found;
}

export const datastoreFileMethods: readonly VimMethod[] = [
  {
    type: 'HostDatastoreBrowser',
    name: 'datastore',
    privilege: 'System.View',
    answer: (call) => [reference('Datastore', browsed(call).spec.moid)],
  },
  search('SearchDatastore_Task', false),
  search('SearchDatastoreSubFolders_Task', true),
];
