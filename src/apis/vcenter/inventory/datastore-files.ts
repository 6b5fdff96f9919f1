// Every file of a datastore, as far as the world knows of them: of VMs, First Class Disks, items of libraries, and what people put there.
import { datastoreFilesKind, type DatastoreFile } from '../../../kinds/vsphere/datastore-file.ts';
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import type { FirstClassDisk } from '../../../kinds/vsphere/first-class-disk.ts';
import type { Library } from '../../../kinds/vsphere/library.ts';
import type { LibraryItem } from '../../../kinds/vsphere/library-item.ts';
import { filesIn } from '../../../kinds/vsphere/machine-files.ts';
import { swapMiBOf } from '../../../kinds/vsphere/swap-file.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import type { ReadView } from '../../../store/view.ts';
import { list } from './places.ts';

export interface File {
  /** `web/web.vmdk`. */
  readonly path: string;
  readonly bytes: number;
  readonly modified: string;
  /** Of what people put there. */
  readonly own?: DatastoreFile;
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

/** Every file of a datastore, and the folders that people made. */
export function filesOf(
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
  const own = fabric.list<DatastoreFile>(datastoreFilesKind, { index: ['datastore', store] }).map((file) => ({
    path: file.spec.path,
    bytes: file.spec.bytes,
    modified: file.metadata.creationTimestamp,
    own: file,
  }));
  return [...machines, ...volumes, ...items, ...own];
}
