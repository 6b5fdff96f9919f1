// Managed objects with their properties, as far as clients list and tell an inventory. Source: vim25 ManagedEntity and its heirs.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { capacityMHzOf, type Host } from '../../../kinds/vsphere/host.ts';
import { networksIn, switchesIn } from '../../../kinds/vsphere/network.ts';
import type { VSphereNamespace } from '../../../kinds/vsphere/namespace.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import type { ReadView } from '../../../store/view.ts';
import { everywhere, Tree } from '../authorization/tree.ts';
import { entityOf } from '../authorization/entity.ts';
import { notFound } from '../failure.ts';
import { datacenterOfHost } from '../inventory/places.ts';
import {
  computeResourceOf,
  folders,
  foldersOf,
  hostOfComputeResource,
  list,
  poolOf,
  titleOf,
} from '../inventory/places.ts';
import { pools } from '../inventory/pools.ts';
import { availableFields, valuesOf } from './custom-fields.ts';
import { hostProperties } from './host-properties.ts';
import { machineProperties, refs, type Properties } from './machine-properties.ts';
import { reference } from './method.ts';
import { datastoreProperties, networkProperties } from './network-properties.ts';
import { poolProperties } from './pool-properties.ts';

/** What may be in a folder, by its type. */
const childTypes = {
  DATACENTER: ['Folder', 'Datacenter'],
  VIRTUAL_MACHINE: ['Folder', 'VirtualMachine', 'VirtualApp'],
  HOST: ['Folder', 'ComputeResource'],
  DATASTORE: ['Folder', 'StoragePod', 'Datastore'],
  NETWORK: ['Folder', 'Network', 'DistributedVirtualSwitch'],
} as const;

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
      ...this.#alone().map(({ spec }) => computeResourceOf(spec.moid)),
      ...moids<Host>('hosts'),
      ...moids<Datastore>('datastores'),
      ...pools(fabric).map(({ resource_pool: id }) => id),
      ...networksIn(fabric).map(({ id }) => id),
      ...switchesIn(fabric).map(({ id }) => id),
      ...list<VirtualMachine>(fabric, 'virtualmachines').map(({ metadata }) => metadata.name),
    ];
  }

  /** All that hold an object: a VM is in a folder and in a pool. A vSphere Namespace, which permissions come from, is no object of vim25. */
  parents(id: string): readonly string[] {
    return this.#tree
      .parents(id)
      .flatMap((parent) =>
        parent === everywhere || entityOf(parent).type !== 'Namespace'
          ? [parent]
          : this.#placeInNamespace(id, parent),
      );
  }

  /** Where something of a vSphere Namespace is: its VMs in its folder and its pool, these where they were made. */
  #placeInNamespace(id: string, name: string): readonly string[] {
    if (id.startsWith('vm-')) {
      const { folder, resourcePool } =
        this.#fabric.get<VSphereNamespace>('vsphere.sandbox/namespaces', name)?.spec ?? {};
      return [folder, resourcePool].filter((place) => place !== undefined);
    }
    const parent = id.startsWith('resgroup-')
      ? pools(this.#fabric).find((pool) => pool.resource_pool === id)?.parent
      : folders(this.#fabric).find(({ folder }) => folder === id)?.parent;
    return parent === undefined ? [] : [parent];
  }

  /** What holds an object. */
  parent(id: string): string | undefined {
    const [first] = this.parents(id);
    return first === everywhere ? undefined : first;
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
      configIssue: [],
      effectiveRole: [-1],
      disabledMethod: [],
      declaredAlarmState: [],
      alarmActionsEnabled: true,
      customValue: valuesOf(this.#fabric, id),
      value: valuesOf(this.#fabric, id),
      availableField: availableFields(this.#fabric, id),
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
      case 'ComputeResource':
        return this.#compute(id);
      case 'HostSystem':
        return hostProperties(this.#fabric, id);
      case 'ResourcePool':
        return poolProperties(this.#fabric, id);
      case 'VirtualMachine':
        return machineProperties(this.#fabric, id);
      case 'Datastore':
        return datastoreProperties(this.#fabric, id);
      default:
        return networkProperties(this.#fabric, id);
    }
  }

  #folder(id: string): Properties | undefined {
    const folder = folders(this.#fabric).find((known) => known.folder === id);
    if (folder === undefined) return undefined;
    return { name: folder.name, childType: [...childTypes[folder.type]] };
  }

  /** What is in a folder: read of all of the inventory, so only where it is asked for. */
  children(folder: string): Json {
    if (!folders(this.#fabric).some((known) => known.folder === folder)) throw notFound('Folder', folder);
    return this.ids()
      .filter((child) => child !== folder && this.parents(child)[0] === folder)
      .map((child) => reference(entityOf(child).type, child));
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
      network: this.#networks(name),
      configuration: { _typeName: 'DatacenterConfigInfo' },
    };
  }

  /** Networks of a datacenter, by its name. */
  #networks(datacenter: string): Json {
    return networksIn(this.#fabric)
      .filter(({ spec }) => spec.datacenter === datacenter)
      .map(({ id }) => reference(entityOf(id).type, id));
  }

  #cluster(id: string): Properties | undefined {
    const found = list<Cluster>(this.#fabric, 'clusters').find(({ spec }) => spec.moid === id);
    if (found === undefined) return undefined;
    const hosts = list<Host>(this.#fabric, 'hosts').filter(
      ({ spec }) => spec.cluster === found.metadata.name,
    );
    return this.#resource(id, titleOf(found), hosts, poolOf(found), found.spec.datacenter);
  }

  /** Hosts that are in no cluster. */
  #alone(): readonly Host[] {
    return list<Host>(this.#fabric, 'hosts').filter(({ spec }) => spec.cluster === '');
  }

  /** What a standalone host is in: the host under another type. */
  #compute(id: string): Properties | undefined {
    const host = this.#alone().find(({ spec }) => spec.moid === hostOfComputeResource(id));
    if (host === undefined) return undefined;
    const { moid, memoryMiB, cpu } = host.spec;
    const cores = cpu.sockets * cpu.coresPerSocket;
    const isEffective =
      host.status?.connectionState === 'CONNECTED' && host.status.inMaintenanceMode !== true;
    const datacenter = datacenterOfHost(this.#fabric, host)?.metadata.name ?? '';
    const pool = moid.replace('host', 'resgroup');
    return {
      ...this.#resource(id, host.metadata.name, [host], pool, datacenter),
      configurationEx: {
        _typeName: 'ComputeResourceConfigInfo',
        vmSwapPlacement: 'vmDirectory',
        spbmEnabled: true,
      },
      summary: {
        _typeName: 'ComputeResourceSummary',
        totalCpu: capacityMHzOf(host),
        totalMemory: memoryMiB * bytesPerMiB,
        numCpuCores: cores,
        numCpuThreads: cores * 2,
        effectiveCpu: isEffective ? capacityMHzOf(host) : 0,
        effectiveMemory: isEffective ? memoryMiB : 0,
        numHosts: 1,
        numEffectiveHosts: isEffective ? 1 : 0,
        overallStatus: 'green',
      },
    };
  }

  #resource(id: string, name: string, hosts: readonly Host[], pool: string, datacenter: string): Properties {
    const stores = list<Datastore>(this.#fabric, 'datastores').filter(({ metadata }) =>
      hosts.some(({ spec }) => spec.datastores?.includes(metadata.name)),
    );
    return {
      name,
      host: refs(
        'HostSystem',
        hosts.map(({ spec }) => spec.moid),
      ),
      resourcePool: reference('ResourcePool', pool),
      environmentBrowser: reference('EnvironmentBrowser', `envbrowser-${id}`),
      datastore: refs(
        'Datastore',
        stores.map(({ spec }) => spec.moid),
      ),
      network: this.#networks(datacenter),
    };
  }
}
