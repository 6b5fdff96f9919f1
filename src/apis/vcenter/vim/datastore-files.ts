// What lies on a datastore, as far as the world knows of files: those of VMs, First Class Disks, items of libraries. They are listed, and neither
// written nor read one by one. Source: vim25 HostDatastoreBrowser.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import type { FirstClassDisk } from '../../../kinds/vsphere/first-class-disk.ts';
import type { Library } from '../../../kinds/vsphere/library.ts';
import type { LibraryItem } from '../../../kinds/vsphere/library-item.ts';
import { filesIn } from '../../../kinds/vsphere/machine-files.ts';
import { swapMiBOf } from '../../../kinds/vsphere/swap-file.ts';
import type { Task } from '../../../kinds/vsphere/task.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import type { ReadView } from '../../../store/view.ts';
import { list, titleOf } from '../inventory/places.ts';
import { objectOf, textArg, textsArg } from './arguments.ts';
import { gone } from './reader.ts';
import { invalidParameter, reference, startTask, VimFault, type VimCall, type VimMethod } from './method.ts';

interface File {
  /** `web/web.vmdk`. */
  readonly path: string;
  readonly bytes: number;
  readonly modified: string;
}

/** Of a configuration, what it keeps of its firmware, its list of snapshots, its log. */
const beside = [
  { ending: '.vmx', bytes: 3_072 },
  { ending: '.nvram', bytes: 270_840 },
  { ending: '.vmsd', bytes: 0 },
] as const;

function filesOfMachine(fabric: ReadView, vm: VirtualMachine, store: string): readonly File[] {
  const { displayName, hardware } = vm.spec;
  const modified = vm.metadata.creationTimestamp;
  const [home] = filesIn(fabric)(vm);
  const config = home === store ? beside : [];
  const disks = (hardware?.disks ?? []).filter(({ datastore }) => datastore === store);
  const isOn = vm.status?.powerState === 'POWERED_ON';
  return [
    ...config.map(({ ending, bytes }) => ({
      path: `${displayName}/${displayName}${ending}`,
      bytes,
      modified,
    })),
    ...(home === store && isOn
      ? [
          { path: `${displayName}/vmware.log`, bytes: 256 * 1024, modified },
          { path: `${displayName}/${displayName}.vswp`, bytes: swapMiBOf(vm) * bytesPerMiB, modified },
        ]
      : []),
    ...disks.map(({ file, capacityMiB }) => ({ path: file, bytes: capacityMiB * bytesPerMiB, modified })),
  ];
}

/** Every file of a datastore. */
function filesOf(
  fabric: ReadView,
  { metadata: { name: store }, spec: { moid } }: Datastore,
): readonly File[] {
  const machines = list<VirtualMachine>(fabric, 'virtualmachines').flatMap((vm) =>
    filesOfMachine(fabric, vm, store),
  );
  const volumes = list<FirstClassDisk>(fabric, 'firstclassdisks')
    .filter(({ spec }) => spec.datastore === store)
    .map(({ metadata, spec }) => ({
      path: `fcd/${metadata.name}.vmdk`,
      bytes: spec.capacityMiB * bytesPerMiB,
      modified: metadata.creationTimestamp,
    }));
  const libraries = new Set(
    list<Library>(fabric, 'libraries')
      .filter(({ spec }) => spec.datastore === moid)
      .map(({ metadata }) => metadata.name),
  );
  const items = list<LibraryItem>(fabric, 'libraryitems')
    .filter(({ spec, status }) => libraries.has(spec.library) && status?.cached === true)
    .flatMap(({ metadata, spec }) =>
      (spec.files ?? []).map(({ name, bytes }) => ({
        path: `contentlib-${spec.library}/${metadata.name}/${name}`,
        bytes,
        modified: metadata.creationTimestamp,
      })),
    );
  return [...machines, ...volumes, ...items];
}

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
  for (const { path, bytes, modified } of files) {
    if (!path.startsWith(before)) continue;
    const [name = '', ...below] = path.slice(before.length).split('/');
    if (found.has(name) || !patterns.some((pattern) => matches(pattern, name))) continue;
    const isFolder = below.length > 0;
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
  for (const { path } of files) {
    const parts = path.split('/').slice(0, -1);
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
      folder === '' || filesOf(call.fabric, store).some((file) => file.path.startsWith(`${folder}/`));
    if (!isThere) throw new VimFault('FileNotFound', `File ${path} was not found`, { file: path });
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
  if (found === undefined) throw gone({ type: 'HostDatastoreBrowser', id: moid });
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
