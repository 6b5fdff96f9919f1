// What lies in what: from an object of the inventory to those that its permissions come from, the nearest first. A VM inherits from its folder
// and from its pool.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import type { Host } from '../../../kinds/vsphere/host.ts';
import { machinesKind } from '../../../kinds/vsphere/machine.ts';
import { networksIn, switchesIn } from '../../../kinds/vsphere/network.ts';
import type { VSphereNamespace } from '../../../kinds/vsphere/namespace.ts';
import type { Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { ReadView } from '../../../store/view.ts';
import {
  computeResourceOf,
  datacenterNamed,
  folders,
  foldersOf,
  list,
  poolOf,
  rootFolder,
} from '../inventory/places.ts';
import { pools } from '../inventory/pools.ts';

/** Where permissions stand that hold in all of vCenter. */
export const everywhere = 'global';

export class Tree {
  readonly #fabric: ReadView;
  #places: ReadonlyMap<string, string> | undefined;

  constructor(fabric: ReadView) {
    this.#fabric = fabric;
  }

  /** What an object lies in; what is not known lies in the root folder. */
  parents(id: string): readonly string[] {
    if (id === everywhere) return [];
    if (id === rootFolder) return [everywhere];
    const vm = id.startsWith('vm-') ? this.#fabric.get<VirtualMachine>(machinesKind, id) : undefined;
    if (vm !== undefined) return this.#ofMachine(vm);
    this.#places ??= this.#found();
    return [this.#places.get(id) ?? rootFolder];
  }

  #ofMachine({ spec }: VirtualMachine): readonly string[] {
    if (spec.pod !== undefined) return [spec.pod.namespace];
    const { folder, resourcePool } = spec;
    if (folder !== undefined && resourcePool !== undefined) return [folder, resourcePool];
    const cluster = this.#fabric.get<Cluster>('vsphere.sandbox/clusters', spec.cluster);
    if (cluster === undefined) return [rootFolder];
    const datacenter = datacenterNamed(this.#fabric, cluster.spec.datacenter);
    return [...(datacenter === undefined ? [] : [foldersOf(datacenter).vm]), poolOf(cluster)];
  }

  /** By id what holds it. */
  #found(): ReadonlyMap<string, string> {
    const fabric = this.#fabric;
    const places = new Map<string, string>();
    const clusters = new Map<string, string>();
    const ownFolder = (datacenter: string, type: 'host' | 'datastore' | 'network'): string => {
      const found = datacenterNamed(fabric, datacenter);
      return found === undefined ? rootFolder : foldersOf(found)[type];
    };
    for (const { folder, parent } of folders(fabric)) if (parent !== undefined) places.set(folder, parent);
    for (const { spec } of list<Datacenter>(fabric, 'datacenters'))
      places.set(spec.moid, spec.folder ?? rootFolder);
    for (const { metadata, spec } of list<Cluster>(fabric, 'clusters')) {
      places.set(spec.moid, spec.folder ?? ownFolder(spec.datacenter, 'host'));
      clusters.set(metadata.name, spec.moid);
    }
    const alone = new Map<string, string>();
    for (const { metadata, spec } of list<Host>(fabric, 'hosts')) {
      const cluster = clusters.get(spec.cluster);
      const own = computeResourceOf(spec.moid);
      places.set(spec.moid, cluster ?? own);
      if (cluster !== undefined) continue;
      places.set(own, spec.folder ?? rootFolder);
      alone.set(metadata.name, own);
    }
    for (const { resource_pool: pool, parent, cluster, host = '' } of pools(fabric))
      places.set(pool, parent ?? clusters.get(cluster) ?? alone.get(host) ?? rootFolder);
    for (const { id, spec } of [...networksIn(fabric), ...switchesIn(fabric)])
      places.set(id, ownFolder(spec.datacenter, 'network'));
    for (const { spec } of list<Datastore>(fabric, 'datastores'))
      places.set(spec.moid, ownFolder(spec.datacenter, 'datastore'));
    const supervisors = new Map<string, string>();
    for (const { metadata, spec } of list<Supervisor>(this.#fabric, 'supervisors')) {
      // Requests name it by its identifier, objects by its name.
      places.set(metadata.uid, spec.moid).set(metadata.name, spec.moid);
      supervisors.set(metadata.name, spec.moid);
    }
    for (const { metadata, spec } of list<VSphereNamespace>(this.#fabric, 'namespaces')) {
      places.set(metadata.name, supervisors.get(spec.supervisor) ?? rootFolder);
      if (spec.resourcePool !== undefined) places.set(spec.resourcePool, metadata.name);
      if (spec.folder !== undefined) places.set(spec.folder, metadata.name);
    }
    return places;
  }
}
