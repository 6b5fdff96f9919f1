// Datastores on shares of NFS servers: mounted on a host, which makes them where no other host has them, and taken off it. The servers are outside of
// the sandbox: each has whatever share it is asked for, with the same room. Source: vim25 HostDatastoreSystem, HostNasVolumeSpec.
import { datastores, type Datastore } from '../../../kinds/vsphere/datastore.ts';
import { firstClassDisksKind, type FirstClassDisk } from '../../../kinds/vsphere/first-class-disk.ts';
import { hosts, type Host } from '../../../kinds/vsphere/host.ts';
import { librariesKind, type Library } from '../../../kinds/vsphere/library.ts';
import { filesIn } from '../../../kinds/vsphere/machine-files.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { ReadView } from '../../../store/view.ts';
import { resourceInUse } from '../failure.ts';
import type { Writer } from '../operation.ts';
import { datacenterOfHost, list, named, titleOf } from './places.ts';
import { resolvePolicies } from './policies.ts';

export type Share = NonNullable<Datastore['spec']['nas']>;

const shareMiB = 4 * 1024 * 1024;

const isOf = ({ spec: { nas } }: Datastore, { server, path }: Share): boolean =>
  nas?.server === server && nas.path === path;

/** The one of a name or of a share in the host's datacenter. */
export function nasDatastoresLike(
  fabric: ReadView,
  host: Host,
  title: string,
  share: Share,
): readonly Datastore[] {
  const datacenter = datacenterOfHost(fabric, host)?.metadata.name ?? '';
  return list<Datastore>(fabric, 'datastores').filter(
    (store) => store.spec.datacenter === datacenter && (titleOf(store) === title || isOf(store, share)),
  );
}

const why = 'Create NAS datastore';

function setMounted(write: Writer, host: Host, mounted: readonly string[], words: string): void {
  write.update(hosts, { ...host, spec: { ...host.spec, datastores: mounted } } as Host, words);
}

/** The id of a new datastore that the host has. */
export function createOn(fabric: ReadView, write: Writer, host: Host, title: string, share: Share): string {
  const moid = `datastore-${write.revision + 1}`;
  const all = list<Datastore>(fabric, 'datastores');
  const { metadata, displayed } = named(title, moid, (name) =>
    all.some((other) => other.metadata.name === name),
  );
  const datacenter = datacenterOfHost(fabric, host)?.metadata.name ?? '';
  const spec = {
    moid,
    datacenter,
    cluster: '',
    type: 'NFS',
    nas: { ...share },
    capacityMiB: shareMiB,
    ...displayed,
  };
  write.create(datastores, { metadata, spec, status: { freeMiB: shareMiB } }, why);
  mountOn(write, host, metadata.name);
  resolvePolicies({ fabric, write });
  return moid;
}

export const isMountedOn = ({ metadata }: Datastore, { spec }: Host): boolean =>
  spec.datastores?.includes(metadata.name) === true;

export function mountOn(write: Writer, host: Host, store: string): void {
  setMounted(write, host, [...(host.spec.datastores ?? []), store], why);
}

/** Whether VMs of the host, or of all where none is said, have files on it; or volumes and libraries lie on it, which all of its hosts may need. */
function isInUse(fabric: ReadView, { metadata, spec }: Datastore, host: Host | undefined): boolean {
  const filesOf = filesIn(fabric);
  return (
    list<VirtualMachine>(fabric, 'virtualmachines').some(
      (vm) =>
        (host === undefined || vm.status?.host === host.metadata.name) && filesOf(vm).includes(metadata.name),
    ) ||
    fabric.list<FirstClassDisk>(firstClassDisksKind).some((disk) => disk.spec.datastore === metadata.name) ||
    fabric.list<Library>(librariesKind).some((library) => library.spec.datastore === spec.moid)
  );
}

/** With a host that leaves, datastores go that it alone had, where nothing lies on them. */
export function leaveWith(fabric: ReadView, write: Writer, host: Host): void {
  for (const store of list<Datastore>(fabric, 'datastores')) {
    const isLast = list<Host>(fabric, 'hosts').every(
      (other) => other.metadata.name === host.metadata.name || !isMountedOn(store, other),
    );
    if (store.spec.nas === undefined || !isMountedOn(store, host) || !isLast) continue;
    if (isInUse(fabric, store, undefined)) continue;
    write.remove(datastores, store, 'Its last host is removed');
    resolvePolicies({ fabric, write });
  }
}

/** Takes it off a host; with the last of its hosts it leaves the inventory, and what people put there stays on the share. */
export function unmountFrom(fabric: ReadView, write: Writer, store: Datastore, host: Host): void {
  const words = 'Remove datastore';
  const others = list<Host>(fabric, 'hosts').filter(
    (other) => other.metadata.name !== host.metadata.name && isMountedOn(store, other),
  );
  if (isInUse(fabric, store, others.length === 0 ? undefined : host)) throw resourceInUse(titleOf(store));
  setMounted(
    write,
    host,
    (host.spec.datastores ?? []).filter((name) => name !== store.metadata.name),
    words,
  );
  if (others.length > 0) return;
  write.remove(datastores, store, words);
  resolvePolicies({ fabric, write });
}
