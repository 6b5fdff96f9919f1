// Managed objects with their properties, as far as clients list and tell an inventory. Source: vim25 ManagedEntity and its heirs.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { capacityMHzOf, coresOf, isRunning, type Host } from '../../../kinds/vsphere/host.ts';
import { networksIn, switchesIn } from '../../../kinds/vsphere/network.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { ReadView } from '../../../store/view.ts';
import { Tree } from '../authorization/tree.ts';
import { entityOf } from '../authorization/entity.ts';
import { folders, foldersOf, list, poolOf, titleOf } from '../inventory/places.ts';
import { pools } from '../inventory/pools.ts';
import {
  bytesPerMiB,
  hostProperties,
  machineProperties,
  refs,
  type Properties,
} from './machine-properties.ts';
import { reference } from './method.ts';

/** An inventory that is read many times for one answer. */
export class Inventory {
  readonly #fabric: ReadView;
  readonly #tree: Tree;

  constructor(fabric: ReadView) {
    this.#fabric = fabric;
    this.#tree = new Tree(fabric);
  }

  /** Ids of every object that has properties here. */
  ids(): readonly string[] {
    const fabric = this.#fabric;
    const moids = <
      T extends { readonly metadata: { readonly name: string }; readonly spec: { readonly moid: string } },
    >(
      plural: string,
    ) => list<T>(fabric, plural).map(({ spec }) => spec.moid);
    return [
      ...folders(fabric).map(({ folder }) => folder),
      ...moids<Datacenter>('datacenters'),
      ...moids<Cluster>('clusters'),
      ...moids<Host>('hosts'),
      ...moids<Datastore>('datastores'),
      ...pools(fabric).map(({ resource_pool: id }) => id),
      ...networksIn(fabric).map(({ id }) => id),
      ...switchesIn(fabric).map(({ id }) => id),
      ...list<VirtualMachine>(fabric, 'virtualmachines').map(({ metadata }) => metadata.name),
    ];
  }

  /** All that hold an object: a VM is in a folder and in a pool. */
  parents(id: string): readonly string[] {
    return this.#tree.parents(id);
  }

  /** What holds an object. */
  parent(id: string): string | undefined {
    const [first] = this.#tree.parents(id);
    return first === 'global' ? undefined : first;
  }

  /** All properties of an object; undefined where there is none. */
  properties(id: string): Properties | undefined {
    const own = this.#own(id);
    if (own === undefined) return undefined;
    const parent = this.parent(id);
    return {
      ...(parent === undefined ? {} : { parent: reference(entityOf(parent).type, parent) }),
      overallStatus: 'green',
      configStatus: 'green',
      tag: [],
      ...own,
    };
  }

  #own(id: string): Properties | undefined {
    switch (entityOf(id).type) {
      case 'Folder':
        return this.#folder(id);
      case 'Datacenter':
        return this.#datacenter(id);
      case 'ClusterComputeResource':
        return this.#cluster(id);
      case 'HostSystem':
        return hostProperties(this.#fabric, id);
      case 'ResourcePool':
        return this.#pool(id);
      case 'VirtualMachine':
        return machineProperties(this.#fabric, id);
      case 'Datastore':
        return this.#datastore(id);
      default:
        return this.#network(id);
    }
  }

  #folder(id: string): Properties | undefined {
    const folder = folders(this.#fabric).find((known) => known.folder === id);
    if (folder === undefined) return undefined;
    const children = this.ids().filter((child) => child !== id && this.#tree.parents(child)[0] === id);
    return {
      name: folder.name,
      childEntity: children.map((child) => reference(entityOf(child).type, child)),
    };
  }

  #datacenter(id: string): Properties | undefined {
    const found = list<Datacenter>(this.#fabric, 'datacenters').find(({ spec }) => spec.moid === id);
    if (found === undefined) return undefined;
    const { vm, host, datastore, network } = foldersOf(found);
    const { name } = found.metadata;
    const here = list<Datastore>(this.#fabric, 'datastores').filter(({ spec }) => spec.datacenter === name);
    return {
      name: titleOf(found),
      vmFolder: reference('Folder', vm),
      hostFolder: reference('Folder', host),
      datastoreFolder: reference('Folder', datastore),
      networkFolder: reference('Folder', network),
      datastore: refs(
        'Datastore',
        here.map(({ spec }) => spec.moid),
      ),
    };
  }

  #cluster(id: string): Properties | undefined {
    const found = list<Cluster>(this.#fabric, 'clusters').find(({ spec }) => spec.moid === id);
    if (found === undefined) return undefined;
    const hosts = list<Host>(this.#fabric, 'hosts').filter(
      ({ spec }) => spec.cluster === found.metadata.name,
    );
    const up = hosts.filter(isRunning);
    const sum = (of: readonly Host[], amount: (host: Host) => number) =>
      of.reduce((total, host) => total + amount(host), 0);
    const { drs, ha } = found.spec;
    return {
      name: titleOf(found),
      host: refs(
        'HostSystem',
        hosts.map(({ spec }) => spec.moid),
      ),
      resourcePool: reference('ResourcePool', poolOf(found)),
      summary: {
        _typeName: 'ClusterComputeResourceSummary',
        totalCpu: sum(hosts, capacityMHzOf),
        totalMemory: sum(hosts, ({ spec }) => spec.memoryMiB) * bytesPerMiB,
        numCpuCores: sum(hosts, coresOf),
        numCpuThreads: sum(hosts, coresOf) * 2,
        effectiveCpu: sum(up, capacityMHzOf),
        effectiveMemory: sum(up, ({ spec }) => spec.memoryMiB),
        numHosts: hosts.length,
        numEffectiveHosts: up.length,
        overallStatus: 'green',
      },
      configurationEx: {
        _typeName: 'ClusterConfigInfoEx',
        dasConfig: { _typeName: 'ClusterDasConfigInfo', enabled: ha.enabled },
        drsConfig: {
          _typeName: 'ClusterDrsConfigInfo',
          enabled: drs.enabled,
          defaultVmBehavior: drs.automation,
          vmotionRate: 6 - drs.migrationThreshold,
        },
      },
    };
  }

  #pool(id: string): Properties | undefined {
    const all = pools(this.#fabric);
    const found = all.find(({ resource_pool: known }) => known === id);
    if (found === undefined) return undefined;
    const owner = list<Cluster>(this.#fabric, 'clusters').find(
      ({ metadata }) => metadata.name === found.cluster,
    );
    const children = all.filter(({ parent }) => parent === id).map(({ resource_pool: child }) => child);
    return {
      name: found.name,
      resourcePool: refs('ResourcePool', children),
      ...(owner === undefined ? {} : { owner: reference('ClusterComputeResource', owner.spec.moid) }),
    };
  }

  #datastore(id: string): Properties | undefined {
    const found = list<Datastore>(this.#fabric, 'datastores').find(({ spec }) => spec.moid === id);
    if (found === undefined) return undefined;
    const { spec, status } = found;
    const title = titleOf(found);
    return {
      name: title,
      summary: {
        _typeName: 'DatastoreSummary',
        datastore: reference('Datastore', id),
        name: title,
        url: `ds:///vmfs/volumes/${spec.moid}/`,
        capacity: spec.capacityMiB * bytesPerMiB,
        freeSpace: (status?.freeMiB ?? 0) * bytesPerMiB,
        accessible: true,
        multipleHostAccess: spec.host === undefined,
        type: spec.type,
        maintenanceMode: 'normal',
      },
    };
  }

  #network(id: string): Properties | undefined {
    const found = [...networksIn(this.#fabric), ...switchesIn(this.#fabric)].find((known) => known.id === id);
    return found === undefined ? undefined : { name: found.spec.displayName };
  }
}
