// How hosts come into the inventory and leave it, with the datastores that they bring. An added machine is what the sandbox has in its racks: of
// the same make as its neighbours.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import { datastores, type Datastore } from '../../../kinds/vsphere/datastore.ts';
import { hosts, type Host } from '../../../kinds/vsphere/host.ts';
import { vcenterIn } from '../../../kinds/vsphere/vcenter.ts';
import { isOn, virtualMachines, type VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import { hash128 } from '../../../std/hash.ts';
import { formatIpv4, parseIpv4 } from '../../../std/ip.ts';
import { limits } from '../../../std/limits.ts';
import type { ReadView } from '../../../store/view.ts';
import { alreadyExists, Failure, invalidArgument, notFound, resourceInUse } from '../failure.ts';
import type { Writer } from '../operation.ts';
import { leaveWith } from './nas-datastores.ts';
import { forgetNetwork, groupsOf } from './standard-networks.ts';
import { resolvePolicies } from './policies.ts';
import { list, named, titleOf, type Folder } from './places.ts';

/** A machine where there is no neighbour to be like. */
const usual = {
  cpu: { sockets: 2, coresPerSocket: 16, mhz: 2600, model: 'Intel(R) Xeon(R) Gold 6346 CPU @ 2.60GHz' },
  memoryMiB: 256 * 1024,
  managementIp: '10.0.10.100',
} as const;

/** What a host's own disks hold, and what it adds to its cluster's vSAN datastore. */
const localDiskMiB = 512 * 1024;
const vsanDiskMiB = 4 * 1024 * 1024;

export function hostOf(view: ReadView, id: string): Host {
  const found = list<Host>(view, 'hosts').find(({ spec }) => spec.moid === id);
  if (found === undefined) throw notFound('Host', id);
  return found;
}

/** What a host's certificate has as its fingerprint. */
export function thumbprintOf(name: string): string {
  const digits = hash128(`certificate of ${name}`).slice(0, 32).toUpperCase().padEnd(40, '0');
  return (digits.match(/../g) ?? []).join(':');
}

function nextAddress(known: readonly Host[]): string {
  const last = Math.max(
    ...[usual.managementIp, ...known.map(({ spec }) => spec.managementIp)].map(
      (text) => parseIpv4(text) ?? 0,
    ),
  );
  return formatIpv4(last + 1);
}

export interface HostAsked {
  readonly name: string;
  readonly thumbprint?: string;
  readonly cluster?: Cluster;
  readonly folder?: Folder;
}

function checkHost(view: ReadView, { name, thumbprint }: HostAsked): void {
  if (!/^[A-Za-z0-9]([A-Za-z0-9.-]{0,253}[A-Za-z0-9])?$/.test(name))
    throw invalidArgument(`The name '${name}' is invalid.`, [name]);
  const known = list<Host>(view, 'hosts');
  if (known.some(({ metadata, spec }) => metadata.name === name || spec.managementIp === name))
    throw alreadyExists(`The specified host '${name}' already exists in vCenter.`, [name]);
  if (known.length >= limits.hostsMax)
    throw new Failure(
      'UNABLE_TO_ALLOCATE_RESOURCE',
      'vmsg.NotEnoughLicenses.summary',
      'There are not enough licenses installed to perform the operation.',
    );
  if (thumbprint !== undefined && thumbprint.toUpperCase() !== thumbprintOf(name))
    throw new Failure(
      'UNVERIFIED_PEER',
      'vmsg.SSLVerifyFault.summary',
      `The authenticity of the host's SSL certificate is not verified. Its thumbprint is ${thumbprintOf(name)}.`,
      [thumbprintOf(name)],
    );
}

/** The id of a new host in a cluster or, as a standalone host, in a folder. It brings a datastore of its own. */
export function addHost(view: ReadView, write: Writer, asked: HostAsked): string {
  checkHost(view, asked);
  const { name, cluster, folder } = asked;
  const known = list<Host>(view, 'hosts');
  const like = known.find(({ spec }) => spec.cluster === cluster?.metadata.name) ?? known[0];
  const vcenter = vcenterIn(view)?.spec;
  const datacenter = cluster?.spec.datacenter ?? folder?.datacenter ?? '';
  const number = write.revision + 1;
  const moid = `host-${number}`;
  const local = addLocalDatastore(view, write, datacenter, moid, number);
  const shared = cluster === undefined ? [] : sharedIn(view, write, cluster, 1);
  const { cpu, memoryMiB, build, gpus } = like?.spec ?? {};
  const spec = {
    moid,
    cluster: cluster?.metadata.name ?? '',
    ...(folder === undefined ? {} : { folder: folder.folder }),
    cpu: cpu ?? usual.cpu,
    memoryMiB: memoryMiB ?? usual.memoryMiB,
    ...(gpus === undefined ? {} : { gpus }),
    datastores: [...shared, local],
    managementIp: nextAddress(known),
    build: build ?? `${vcenter?.version ?? ''}, ${vcenter?.build ?? ''}`,
    power: 'On' as const,
  };
  const status = { powerState: 'POWERED_ON', connectionState: 'CONNECTED', changedAt: view.now } as const;
  write.create(hosts, { metadata: { name }, spec, status }, 'Add host');
  return moid;
}

/** The name of the datastore on a host's own disks: every ESXi calls it the same, vCenter counts them. */
function addLocalDatastore(
  view: ReadView,
  write: Writer,
  datacenter: string,
  host: string,
  number: number,
): string {
  const all = list<Datastore>(view, 'datastores');
  const titles = new Set(all.map(titleOf));
  let title = 'datastore1';
  for (let nth = 1; titles.has(title); nth++) title = `datastore1 (${nth})`;
  const moid = `datastore-${number}`;
  const { metadata, displayed } = named(title, moid, (name) =>
    all.some((other) => other.metadata.name === name),
  );
  const spec = { moid, datacenter, cluster: '', host, type: 'VMFS', capacityMiB: localDiskMiB, ...displayed };
  write.create(datastores, { metadata, spec, status: { freeMiB: localDiskMiB } }, 'Add host');
  return metadata.name;
}

/** Names of the datastores that a cluster's hosts share. A vSAN datastore grows and shrinks with its hosts, and comes with the first. */
export function sharedIn(view: ReadView, write: Writer, cluster: Cluster, more: 1 | -1): readonly string[] {
  const { name } = cluster.metadata;
  const all = list<Datastore>(view, 'datastores');
  const shared = all.filter(({ spec }) => spec.cluster === name);
  const vsan = shared.find(({ spec }) => spec.type === 'vsan');
  if (vsan !== undefined) {
    const freeMiB = Math.max(0, (vsan.status?.freeMiB ?? 0) + more * vsanDiskMiB);
    const capacityMiB = Math.max(vsanDiskMiB, vsan.spec.capacityMiB + more * vsanDiskMiB);
    const object = { ...vsan, spec: { ...vsan.spec, capacityMiB }, status: { ...vsan.status, freeMiB } };
    write.update(datastores, object as Datastore, 'vSAN: hosts of the cluster changed');
  } else if (cluster.spec.vsan === true && more === 1) {
    const moid = `datastore-${write.revision + 1}`;
    const titles = new Set(all.map(titleOf));
    const title = titles.has('vsanDatastore') ? `vsanDatastore-${name}` : 'vsanDatastore';
    const { metadata, displayed } = named(title, moid, (taken) =>
      all.some((other) => other.metadata.name === taken),
    );
    const { datacenter } = cluster.spec;
    const spec = { moid, datacenter, cluster: name, type: 'vsan', capacityMiB: vsanDiskMiB, ...displayed };
    write.create(datastores, { metadata, spec, status: { freeMiB: vsanDiskMiB } }, 'vSAN: first host');
    resolvePolicies({ fabric: view, write });
    return [metadata.name];
  }
  return shared.map(({ metadata }) => metadata.name);
}

/** Takes a host out of the inventory: one of a cluster only in maintenance mode or without a connection, and none that VMs are on. */
export function removeHost(view: ReadView, write: Writer, host: Host): void {
  const { name } = host.metadata;
  const cluster = view.get<Cluster>('vsphere.sandbox/clusters', host.spec.cluster);
  const isBusy = host.status?.connectionState === 'CONNECTED' && host.status.inMaintenanceMode !== true;
  const on = view.list<VirtualMachine>('vsphere.sandbox/virtualmachines', { index: ['host', name] });
  if (on.some(isOn) || (cluster !== undefined && isBusy) || (cluster === undefined && on.length > 0))
    throw resourceInUse(name);
  const rest = list<Host>(view, 'hosts').filter(
    (other) => other !== host && cluster !== undefined && other.spec.cluster === cluster.metadata.name,
  );
  if (on.length > 0 && rest.length === 0) throw resourceInUse(name);
  // What is powered off is registered on another host.
  for (const vm of on) {
    const object = { ...vm, status: { ...vm.status, host: rest[0]?.metadata.name ?? '' } };
    write.update(virtualMachines, object as VirtualMachine, 'Its host is removed');
  }
  for (const datastore of list<Datastore>(view, 'datastores'))
    if (datastore.spec.host === host.spec.moid) write.remove(datastores, datastore, 'Its host is removed');
  leaveWith(view, write, host);
  for (const { name: group } of groupsOf(host)) forgetNetwork(view, write, host, group);
  if (cluster !== undefined) sharedIn(view, write, cluster, -1);
  write.remove(hosts, host, 'Remove host');
}
