// The inventory by VI/JSON: what the Automation API has no operations for. Folders, clusters, hosts of clusters, names. Source: vim25 Folder,
// ClusterComputeResource, ManagedEntity.
import { clusters, type Cluster } from '../../../kinds/vsphere/cluster.ts';
import { datacenters, type Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import { datastores, type Datastore } from '../../../kinds/vsphere/datastore.ts';
import { folders as folderKind, type Folder as StoredFolder } from '../../../kinds/vsphere/folder.ts';
import { hosts, type Host } from '../../../kinds/vsphere/host.ts';
import { resourcePools, type ResourcePool } from '../../../kinds/vsphere/resource-pool.ts';
import { virtualMachines, type VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { Tree } from '../authorization/tree.ts';
import { notFound, resourceInUse } from '../failure.ts';
import { clusterOf, createCluster, destroyCluster, type ClusterConfig } from '../inventory/clusters.ts';
import { createDatacenter, createFolder, removeDatacenter } from '../inventory/datacenters.ts';
import { addHost, hostOf, removeHost, sharedIn } from '../inventory/host-changes.ts';
import {
  checkName,
  folders,
  list,
  type Folder,
  computeResourceOf,
  hostOfComputeResource,
} from '../inventory/places.ts';
import { removePool } from '../inventory/pool-operations.ts';
import { ownOf } from './own-machine.ts';
import {
  invalidParameter,
  invalidState,
  member,
  notSupported,
  reference,
  referred,
  startTask,
  textOf,
  type VimCall,
  type VimMethod,
} from './method.ts';

function folderOf({ fabric, moid }: VimCall): Folder {
  const found = folders(fabric).find(({ folder }) => folder === moid);
  if (found === undefined) throw notFound('Folder', moid);
  return found;
}

/** The rate of migrations counts the other way round than the vSphere Client's slider. */
function configOf(spec: Json | undefined): ClusterConfig {
  const drs = member(spec, 'drsConfig');
  const behavior = member(drs, 'defaultVmBehavior') ?? 'fullyAutomated';
  const rate = member(drs, 'vmotionRate') ?? 3;
  if (behavior !== 'fullyAutomated' && behavior !== 'partiallyAutomated' && behavior !== 'manual')
    throw invalidParameter('spec.drsConfig.defaultVmBehavior');
  if (typeof rate !== 'number' || !Number.isInteger(rate) || rate < 1 || rate > 5)
    throw invalidParameter('spec.drsConfig.vmotionRate');
  const isOn = (config: string) => member(member(spec, config), 'enabled') === true;
  return {
    drs: { enabled: isOn('drsConfig'), automation: behavior, migrationThreshold: 6 - rate },
    ha: { enabled: isOn('dasConfig') },
    ...(isOn('vsanConfig') ? { vsan: true } : {}),
  };
}

/** The host that a connect spec means. */
function askedHost(body: VimCall['body']) {
  const spec = getOwn(body, 'spec');
  const name = member(spec, 'hostName');
  const thumbprint = member(spec, 'sslThumbprint');
  if (typeof name !== 'string' || name === '') throw invalidParameter('spec.hostName');
  return { name, ...(typeof thumbprint === 'string' ? { thumbprint } : {}) };
}

/** Hosts that move into a cluster: out of another one only in maintenance mode. */
function moveInto(call: VimCall, cluster: Cluster, moved: readonly Host[]): Json {
  const { name } = cluster.metadata;
  for (const host of moved) {
    const { maintenance } = host.spec;
    if (host.spec.cluster !== '' && (maintenance !== true || host.status?.inMaintenanceMode !== true))
      throw invalidState(`${host.metadata.name} is not in maintenance mode`);
  }
  const task = startTask(call, {
    words: 'Move host into cluster',
    target: { kind: 'ClusterComputeResource', name },
  });
  for (const host of moved) {
    const before = call.fabric.get<Cluster>('vsphere.sandbox/clusters', host.spec.cluster);
    const left = before === undefined ? [] : sharedIn(call.fabric, call.write, before, -1);
    const came = sharedIn(call.fabric, call.write, cluster, 1);
    const { folder: _folder, ...spec } = host.spec;
    const own = (host.spec.datastores ?? []).filter((datastore) => !left.includes(datastore));
    const object = { ...host, spec: { ...spec, cluster: name, datastores: [...came, ...own] } } as Host;
    call.write.update(hosts, object, 'Move host into cluster');
  }
  return task;
}

const add: readonly VimMethod[] = [
  {
    type: 'Folder',
    name: 'CreateFolder',
    privilege: 'Folder.Create',
    answer: (call) =>
      reference('Folder', createFolder(call.fabric, call.write, textOf(call.body, 'name'), folderOf(call))),
  },
  {
    type: 'Folder',
    name: 'CreateDatacenter',
    privilege: 'Datacenter.Create',
    answer: ({ fabric, write, moid, body }) =>
      reference('Datacenter', createDatacenter(fabric, write, textOf(body, 'name'), moid)),
  },
  ...['CreateClusterEx', 'CreateCluster'].map((name): VimMethod => ({
    type: 'Folder',
    name,
    privilege: 'Host.Inventory.CreateCluster',
    answer: (call) => {
      const config = configOf(getOwn(call.body, 'spec'));
      const id = createCluster(call.fabric, call.write, textOf(call.body, 'name'), folderOf(call), config);
      return reference('ClusterComputeResource', id);
    },
  })),
  {
    type: 'Folder',
    name: 'AddStandaloneHost_Task',
    privilege: 'Host.Inventory.AddStandaloneHost',
    answer: (call) => {
      const folder = folderOf(call);
      if (folder.type !== 'HOST') throw invalidParameter('this');
      const result = computeResourceOf(addHost(call.fabric, call.write, { ...askedHost(call.body), folder }));
      const target = { kind: 'Folder', name: folder.name };
      return startTask(call, { words: 'Add standalone host', target, result });
    },
  },
  {
    type: 'ClusterComputeResource',
    name: 'AddHost_Task',
    privilege: 'Host.Inventory.AddHostToCluster',
    answer: (call) => {
      const cluster = clusterOf(call.fabric, call.moid);
      const result = addHost(call.fabric, call.write, { ...askedHost(call.body), cluster });
      const target = { kind: 'ClusterComputeResource', name: cluster.metadata.name };
      return startTask(call, { words: 'Add host', target, result });
    },
  },
  {
    type: 'ClusterComputeResource',
    name: 'MoveInto_Task',
    privilege: 'Host.Inventory.EditCluster',
    answer: (call) => {
      const asked = getOwn(call.body, 'host');
      const ids = Array.isArray(asked) ? asked.map((each) => referred(each) ?? '') : [];
      if (ids.length === 0) throw invalidParameter('host');
      const moved = ids.map((id) => hostOf(call.fabric, id));
      return moveInto(call, clusterOf(call.fabric, call.moid), moved);
    },
  },
  {
    type: 'ClusterComputeResource',
    name: 'MoveHostInto_Task',
    privilege: 'Host.Inventory.EditCluster',
    answer: (call) => {
      const host = hostOf(call.fabric, referred(getOwn(call.body, 'host')) ?? '');
      return moveInto(call, clusterOf(call.fabric, call.moid), [host]);
    },
  },
];

/** A folder goes with the folders in it, where nothing else is; vCenter's own stay. */
function destroyFolder(call: VimCall): string {
  const stored = call.fabric.get<StoredFolder>('vsphere.sandbox/folders', call.moid);
  if (stored === undefined) throw invalidState(`${folderOf(call).name} cannot be destroyed`);
  const all = [stored];
  const known = list<StoredFolder>(call.fabric, 'folders');
  for (const folder of all) all.push(...known.filter(({ spec }) => spec.parent === folder.metadata.name));
  const names = new Set<string | undefined>(all.map(({ metadata }) => metadata.name));
  const isUsed = [
    ...list<Host>(call.fabric, 'hosts').map(({ spec }) => spec.folder),
    ...list<Cluster>(call.fabric, 'clusters').map(({ spec }) => spec.folder),
    ...list<VirtualMachine>(call.fabric, 'virtualmachines').map(({ spec }) => spec.folder),
    ...list<Datacenter>(call.fabric, 'datacenters').map(({ spec }) => spec.folder),
  ].some((folder) => names.has(folder));
  if (isUsed) throw resourceInUse(stored.spec.displayName);
  for (const folder of all.toReversed()) call.write.remove(folderKind, folder, 'Delete folder');
  return stored.spec.displayName;
}

const destroyers: Readonly<Record<string, readonly [privilege: string, (call: VimCall) => string]>> = {
  Folder: ['Folder.Delete', destroyFolder],
  Datacenter: ['Datacenter.Delete', ({ fabric, write, moid }) => removeDatacenter(fabric, write, moid, true)],
  ClusterComputeResource: [
    'Host.Inventory.DeleteCluster',
    ({ fabric, write, moid }) => {
      const cluster = clusterOf(fabric, moid);
      destroyCluster(fabric, write, cluster);
      return cluster.metadata.name;
    },
  ],
  HostSystem: [
    'Host.Inventory.RemoveHostFromCluster',
    ({ fabric, write, moid }) => {
      const host = hostOf(fabric, moid);
      removeHost(fabric, write, host);
      return host.metadata.name;
    },
  ],
  ComputeResource: [
    'Host.Inventory.RemoveHostFromCluster',
    ({ fabric, write, moid }) => {
      const host = hostOf(fabric, hostOfComputeResource(moid));
      removeHost(fabric, write, host);
      return host.metadata.name;
    },
  ],
  ResourcePool: ['Resource.DeletePool', ({ fabric, write, moid }) => removePool(fabric, write, moid)],
};

const destroy = Object.entries(destroyers).map(([type, [privilege, remove]]): VimMethod => ({
  type,
  name: 'Destroy_Task',
  privilege,
  answer: (call) => startTask(call, { words: 'Delete', target: { kind: type, name: remove(call) } }),
}));

/** A folder without VMs: those would be unregistered, and nothing here finds their files again. */
const unregister: VimMethod = {
  type: 'Folder',
  name: 'UnregisterAndDestroy_Task',
  privilege: 'Folder.Delete',
  answer: (call) => {
    const tree = new Tree(call.fabric);
    const isBelow = (id: string): boolean =>
      tree.parents(id).some((parent) => parent === call.moid || isBelow(parent));
    if (list<VirtualMachine>(call.fabric, 'virtualmachines').some(({ metadata }) => isBelow(metadata.name)))
      throw notSupported('virtual machines that are unregistered');
    const found = destroy.find(({ type }) => type === 'Folder');
    return found?.answer(call);
  },
};

/** What has a name of its own, by type: its kind and the stored object. */
function entityOf(call: VimCall, type: string, moid: string) {
  const { fabric } = call;
  switch (type) {
    case 'Folder':
      return {
        kind: folderKind,
        object: list<StoredFolder>(fabric, 'folders').find(({ metadata }) => metadata.name === moid),
      };
    case 'ResourcePool':
      return {
        kind: resourcePools,
        object: list<ResourcePool>(fabric, 'resourcepools').find(({ metadata }) => metadata.name === moid),
      };
    case 'VirtualMachine':
      return { kind: virtualMachines, object: ownOf(call) };
    case 'Datastore':
      return {
        kind: datastores,
        object: list<Datastore>(fabric, 'datastores').find(({ spec }) => spec.moid === moid),
      };
    case 'Datacenter':
      return {
        kind: datacenters,
        object: list<Datacenter>(fabric, 'datacenters').find(({ spec }) => spec.moid === moid),
      };
    default:
      return {
        kind: clusters,
        object: list<Cluster>(fabric, 'clusters').find(({ spec }) => spec.moid === moid),
      };
  }
}

const renamed: Readonly<Record<string, string>> = {
  Folder: 'Folder.Rename',
  ResourcePool: 'Resource.RenamePool',
  VirtualMachine: 'VirtualMachine.Config.Rename',
  Datacenter: 'Datacenter.Rename',
  Datastore: 'Datastore.Rename',
  ClusterComputeResource: 'Host.Inventory.RenameCluster',
};

const rename = Object.entries(renamed).map(([type, privilege]): VimMethod => ({
  type,
  name: 'Rename_Task',
  privilege,
  answer: (call) => {
    const newName = textOf(call.body, 'newName');
    const { kind, object } = entityOf(call, type, call.moid);
    if (object === undefined) throw notFound(type, call.moid);
    checkName(type, newName, []);
    const task = startTask(call, { words: 'Rename', target: { kind: type, name: object.metadata.name } });
    const spec = { ...object.spec, displayName: newName };
    call.write.update(kind, { ...object, spec } as typeof object, 'Rename');
    return task;
  },
}));

export const inventoryMethods: readonly VimMethod[] = [...add, ...destroy, unregister, ...rename];
