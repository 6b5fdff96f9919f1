// Where things stand in the inventory: its folders, those that every datacenter comes with and those that somebody made, and how objects are
// named and numbered. Ids are vCenter's own and follow from what they belong to.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Host } from '../../../kinds/vsphere/host.ts';
import type { Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import type { Folder as StoredFolder } from '../../../kinds/vsphere/folder.ts';
import { numberedLater, numberOf } from '../../../kinds/vsphere/managed-object.ts';
import type { VSphereNamespace } from '../../../kinds/vsphere/namespace.ts';
import type { Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import type { ReadView } from '../../../store/view.ts';
import { alreadyExists, invalidArgument, notFound } from '../failure.ts';

export const rootFolder = 'group-d1';

/** An object in a refusal: the root by its name, whatever else by its id. */
export const nameInWords = (id: string): string => (id === rootFolder ? 'Datacenters' : id);

/** The longest name that vCenter gives anything. */
const nameCharactersMax = 80;

export const list = <T extends { readonly metadata: { readonly name: string } }>(
  view: ReadView,
  plural: string,
): readonly T[] => view.list(`vsphere.sandbox/${plural}`) as never;

interface Titled {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly displayName?: string };
}

/** What people call an object. */
export const titleOf = ({ metadata, spec }: Titled): string => spec.displayName ?? metadata.name;

/** Names of datastores are told apart within a datacenter: all that have this one. */
export const storesNamed = (view: ReadView, title: string): readonly Datastore[] =>
  list<Datastore>(view, 'datastores').filter((store) => titleOf(store) === title);

/** The metadata and the display name of a new object: its name where that can be one segment of a path and is free, else its id. */
export function named(title: string, moid: string, isTaken: (name: string) => boolean) {
  const isPlain = /^[^/%\s]+$/.test(title) && !isTaken(title);
  return { metadata: { name: isPlain ? title : moid }, displayed: isPlain ? {} : { displayName: title } };
}

/** A name as vCenter takes it, not among those that its neighbours have. */
export function checkName(what: string, name: string, neighbours: readonly string[]): void {
  if (name.trim() === '' || name.length > nameCharactersMax)
    throw invalidArgument(`The name '${name}' is invalid.`, [name]);
  if (neighbours.includes(name)) throw alreadyExists(`${what} with name '${name}' already exists.`, [name]);
}

/** The number of what comes along with an object, as its nth: right behind it, or the same where that could be somebody else's. */
function along(moid: string, nth: number): number {
  const number = numberOf(moid);
  return number < numberedLater ? number + nth : number;
}

/** The folders that a datacenter comes with. */
export function foldersOf({ spec: { moid } }: Datacenter) {
  return {
    vm: `group-v${along(moid, 1)}`,
    host: `group-h${along(moid, 2)}`,
    datastore: `group-s${along(moid, 3)}`,
    network: `group-n${along(moid, 4)}`,
  };
}

/** The root resource pool of a cluster. */
export function poolOf({ spec: { moid } }: Cluster): string {
  return `resgroup-${along(moid, 1)}`;
}

/** Id of the compute resource that a standalone host is in, by the host's, and back. */
export const computeResourceOf = (host: string): string => host.replace('host-', 'domain-s');
export const hostOfComputeResource = (id: string): string => id.replace('domain-s', 'host-');

export interface Folder {
  readonly folder: string;
  readonly name: string;
  readonly type: StoredFolder['spec']['type'];
  readonly parent?: string;
  /** Name of the datacenter that it is in. */
  readonly datacenter?: string;
}

export function folders(view: ReadView): readonly Folder[] {
  const datacenters = list<Datacenter>(view, 'datacenters');
  const all = new Map<string, Folder>();
  const add = (folder: Folder): void => void all.set(folder.folder, folder);
  add({ folder: rootFolder, name: 'Datacenters', type: 'DATACENTER' });
  for (const datacenter of datacenters) {
    const { vm, host, datastore, network } = foldersOf(datacenter);
    const inside = { parent: datacenter.spec.moid, datacenter: datacenter.metadata.name };
    add({ folder: vm, name: 'vm', type: 'VIRTUAL_MACHINE', ...inside });
    add({ folder: host, name: 'host', type: 'HOST', ...inside });
    add({ folder: datastore, name: 'datastore', type: 'DATASTORE', ...inside });
    add({ folder: network, name: 'network', type: 'NETWORK', ...inside });
  }
  for (const { metadata, spec } of list<VSphereNamespace>(view, 'namespaces')) {
    const supervisor = view.get<Supervisor>('vsphere.sandbox/supervisors', spec.supervisor);
    const cluster = view.get<Cluster>('vsphere.sandbox/clusters', supervisor?.spec.cluster ?? '');
    const owner = datacenterNamed(view, cluster?.spec.datacenter) ?? datacenters[0];
    const parent = owner === undefined ? rootFolder : foldersOf(owner).vm;
    if (spec.folder !== undefined)
      add({ folder: spec.folder, name: metadata.name, type: 'VIRTUAL_MACHINE', parent });
  }
  for (const { metadata, spec } of list<StoredFolder>(view, 'folders')) {
    const { displayName: name, type, parent } = spec;
    add({ folder: metadata.name, name, type, parent });
  }
  return [...all.values()].map((folder) => {
    const datacenter = datacenterAbove(folder, all);
    return datacenter === undefined ? folder : { ...folder, datacenter };
  });
}

function datacenterAbove(folder: Folder, all: ReadonlyMap<string, Folder>): string | undefined {
  let at: Folder | undefined = folder;
  // As far up as there are folders: a ring of them has no top.
  for (let steps = 0; at !== undefined && steps <= all.size; steps++) {
    if (at.datacenter !== undefined) return at.datacenter;
    at = all.get(at.parent ?? '');
  }
  return undefined;
}

/** The folder of an id, if it is one for such objects. */
export function folderFor(view: ReadView, id: string, type: Folder['type']): Folder {
  const found = folders(view).find(({ folder }) => folder === id);
  if (found === undefined) throw notFound('Folder', id);
  if (found.type !== type) throw invalidArgument(`Folder '${id}' is not a folder of type ${type}.`, [id]);
  return found;
}

export function datacenterNamed(view: ReadView, name: string | undefined): Datacenter | undefined {
  return view.get<Datacenter>('vsphere.sandbox/datacenters', name ?? '');
}

/** The datacenter that a host is in, by its cluster or its folder. */
export function datacenterOfHost(view: ReadView, { spec }: Host): Datacenter | undefined {
  const cluster = view.get<Cluster>('vsphere.sandbox/clusters', spec.cluster);
  const folder = folders(view).find(({ folder: id }) => id === spec.folder);
  return datacenterNamed(view, cluster?.spec.datacenter ?? folder?.datacenter);
}
