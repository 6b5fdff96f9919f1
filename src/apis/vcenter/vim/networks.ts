// Distributed switches and their port groups, which only VI/JSON makes and removes. Source: vim25 Folder, DistributedVirtualSwitch.
import { distributedSwitches, type DistributedSwitch } from '../../../kinds/vsphere/distributed-switch.ts';
import {
  networks,
  isOfScenario,
  networksIn,
  switchesIn,
  switchUuid,
  type KnownNetwork,
  type KnownSwitch,
  type Network,
} from '../../../kinds/vsphere/network.ts';
import { vcenterIn } from '../../../kinds/vsphere/vcenter.ts';
import type { Hardware, VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Kind } from '../../../store/kind.ts';
import type { StoredObject } from '../../../store/object.ts';
import { numberOf } from '../../../kinds/vsphere/managed-object.ts';
import type { Json, JsonObject } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { notFound, resourceInUse } from '../failure.ts';
import { checkName, folderFor, list } from '../inventory/places.ts';
import {
  invalidParameter,
  invalidState,
  member,
  referred,
  startTask,
  reference,
  VimFault,
  type VimCall,
  type VimMethod,
} from './method.ts';
import { flagArg, objectOf, textArg } from './arguments.ts';
import { namesOfUplinks, portSetting, portStatistics, vlanSpecOf } from './switch-settings.ts';
import { uplinkPortsOf } from './uplinks.ts';
import { listOf, nameIn, portGroupAsked, switchAsked } from './switch-spec.ts';

const taken = ({ fabric }: VimCall): readonly string[] => [
  ...networksIn(fabric).map(({ spec }) => spec.displayName),
  ...switchesIn(fabric).map(({ spec }) => spec.displayName),
];

function createSwitch(call: VimCall) {
  const folder = folderFor(call.fabric, call.moid, 'NETWORK');
  const config = member(getOwn(call.body, 'spec'), 'configSpec');
  const name = nameIn(config, 'spec.configSpec');
  checkName('Distributed switch', name, taken(call));
  const { version = '' } = vcenterIn(call.fabric)?.spec ?? {};
  const asked = member(member(getOwn(call.body, 'spec'), 'productInfo'), 'version');
  const moid = `dvs-${call.write.revision + 1}`;
  const spec = {
    displayName: name,
    uuid: switchUuid(`${moid} ${name}`),
    datacenter: folder.datacenter ?? '',
    // As long as nobody turns it on.
    ioControl: false,
    version: typeof asked === 'string' ? asked : `${version.slice(0, version.lastIndexOf('.'))}.0`,
    ...switchAsked(call, config, { mtu: 1_500, uplinks: 4, hosts: [] }),
  };
  call.write.create(distributedSwitches, { metadata: { name: moid }, spec }, 'Create distributed switch');
  const uplinks = {
    displayName: `${name}-DVUplinks-${moid.slice('dvs-'.length)}`,
    type: 'DISTRIBUTED_PORTGROUP',
    datacenter: spec.datacenter,
    switch: moid,
    isUplink: true,
  };
  const group = `dvportgroup-${call.write.revision + 1}`;
  call.write.create(networks, { metadata: { name: group }, spec: uplinks }, 'Create distributed switch');
  const target = { kind: 'Folder', name };
  return startTask(call, { words: 'Create a vSphere Distributed Switch', target, result: moid });
}

function switchOf({ fabric, moid }: VimCall) {
  const found = switchesIn(fabric).find(({ id }) => id === moid);
  if (found === undefined) throw notFound('Distributed switch', moid);
  return found;
}

function addPortGroups(call: VimCall) {
  const { id, spec } = switchOf(call);
  const asked = listOf(getOwn(call.body, 'spec'));
  if (asked.length === 0) throw invalidParameter('spec');
  const made: string[] = [];
  for (const each of asked) {
    const name = nameIn(each, 'spec');
    checkName('Port group', name, taken(call));
    const group = `dvportgroup-${call.write.revision + 1}`;
    made.push(group);
    const object = {
      metadata: { name: group },
      spec: {
        displayName: name,
        type: 'DISTRIBUTED_PORTGROUP',
        datacenter: spec.datacenter,
        switch: id,
        ...portGroupAsked(each, { vlan: 0 }),
      },
    };
    call.write.create(networks, object, 'Add distributed port groups');
  }
  const target = { kind: 'VmwareDistributedVirtualSwitch', name: spec.displayName };
  // Of one that is made alone the task tells which.
  const result = Array.isArray(getOwn(call.body, 'spec')) ? undefined : made[0];
  return startTask(call, {
    words: 'Add Distributed Port Groups',
    target,
    ...(result === undefined ? {} : { result }),
  });
}

function checkUnused(call: VimCall, id: string, name: string): void {
  const isUsed = list<VirtualMachine>(call.fabric, 'virtualmachines').some(({ spec }) =>
    spec.hardware?.nics.some(({ network }) => network === id),
  );
  if (isUsed) throw resourceInUse(name);
}

function destroyPortGroup(call: VimCall) {
  const known = networksIn(call.fabric).find(({ id }) => id === call.moid);
  if (known === undefined) throw notFound('Network', call.moid);
  const { displayName } = known.spec;
  const stored = call.fabric.get<Network>('vsphere.sandbox/networks', call.moid);
  if (isOfScenario(call.fabric, call.moid)) throw resourceInUse(displayName);
  if (stored === undefined || stored.spec.isUplink === true)
    throw invalidState(`${displayName} cannot be destroyed`);
  checkUnused(call, call.moid, displayName);
  call.write.remove(networks, stored, 'Delete distributed port group');
  const target = { kind: 'DistributedVirtualPortgroup', name: displayName };
  return startTask(call, { words: 'Delete Distributed Port Group', target });
}

/** The switch goes with its port groups, where no VM is on them. */
function destroySwitch(call: VimCall) {
  const { spec } = switchOf(call);
  const stored = call.fabric.get<DistributedSwitch>('vsphere.sandbox/distributedswitches', call.moid);
  if (stored === undefined || isOfScenario(call.fabric, call.moid)) throw resourceInUse(spec.displayName);
  const groups = list<Network>(call.fabric, 'networks').filter((group) => group.spec.switch === call.moid);
  for (const { metadata } of groups) checkUnused(call, metadata.name, spec.displayName);
  for (const group of groups) call.write.remove(networks, group, 'Its switch is deleted');
  call.write.remove(distributedSwitches, stored, 'Delete distributed switch');
  const target = { kind: 'VmwareDistributedVirtualSwitch', name: spec.displayName };
  return startTask(call, { words: 'Delete a vSphere Distributed Switch', target });
}

/** A name that is not said stays; another must not be taken. */
function nameAsked(call: VimCall, what: string, before: string): string {
  const name = member(getOwn(call.body, 'spec'), 'name') ?? before;
  if (typeof name !== 'string') throw invalidParameter('spec.name');
  if (name !== before) checkName(what, name, taken(call));
  return name;
}

/** The next version; of what follows from the scenario the first that is stored. */
function change(call: VimCall, kind: Kind, spec: JsonObject, words: string): void {
  const stored = call.fabric.get(`vsphere.sandbox/${kind.plural}`, call.moid);
  if (stored === undefined) call.write.create(kind, { metadata: { name: call.moid }, spec }, words);
  else call.write.update(kind, { ...stored, spec } as StoredObject, words);
}

function reconfigureSwitch(call: VimCall) {
  const { spec } = switchOf(call);
  const displayName = nameAsked(call, 'Distributed switch', spec.displayName);
  const changed = {
    ...spec,
    displayName,
    ...switchAsked(call, getOwn(call.body, 'spec'), spec),
  };
  const words = 'Reconfigure a vSphere Distributed Switch';
  const task = startTask(call, {
    words,
    target: { kind: 'VmwareDistributedVirtualSwitch', name: spec.displayName },
  });
  change(call, distributedSwitches, changed, words);
  return task;
}

function controlTraffic(call: VimCall): undefined {
  const { spec } = switchOf(call);
  const ioControl = flagArg(call.body, 'enable');
  change(call, distributedSwitches, { ...spec, ioControl }, 'Update network I/O control');
  return undefined;
}

function reconfigurePortGroup(call: VimCall) {
  const known = networksIn(call.fabric).find(({ id }) => id === call.moid);
  if (known === undefined) throw notFound('Network', call.moid);
  const displayName = nameAsked(call, 'Port group', known.spec.displayName);
  const words = 'Reconfigure Distributed Port Group';
  const target = { kind: 'DistributedVirtualPortgroup', name: known.spec.displayName };
  const task = startTask(call, { words, target });
  const asked = portGroupAsked(getOwn(call.body, 'spec'), known.spec);
  const { trunk: _trunk, vlan: _vlan, allows: _allows, ...others } = known.spec;
  const spec = { ...others, displayName, ...asked };
  change(call, networks, spec, words);
  return task;
}

/** Renamed as their configuration is. */
const asRename =
  (answer: VimMethod['answer']): VimMethod['answer'] =>
  (call) =>
    answer({ ...call, body: { spec: { name: textArg(call.body, 'newName') } } });

/** A port of a switch: of an uplink, or of an adapter of a VM. */
const port = (owner: KnownSwitch, group: KnownNetwork, key: string, more: JsonObject): Json => ({
  _typeName: 'DistributedVirtualPort',
  key,
  dvsUuid: owner.spec.uuid,
  portgroupKey: group.id,
  conflict: false,
  ...more,
});

const portConfig = (owner: KnownSwitch, { spec }: KnownNetwork, name?: string): Json => ({
  _typeName: 'DVPortConfigInfo',
  ...(name === undefined ? {} : { name }),
  setting: portSetting(vlanSpecOf(spec), namesOfUplinks(owner.spec), spec.allows),
  configVersion: '0',
});

const portOfAdapter = (
  owner: KnownSwitch,
  group: KnownNetwork,
  vm: VirtualMachine,
  nic: Hardware['nics'][number],
): Json =>
  port(owner, group, `${numberOf(vm.metadata.name)}${nic.key.slice(-2)}`, {
    config: portConfig(owner, group),
    connectee: {
      _typeName: 'DistributedVirtualSwitchPortConnectee',
      connectedEntity: reference('VirtualMachine', vm.metadata.name),
      nicKey: nic.key,
      type: 'vmVnic',
    },
    state: {
      _typeName: 'DVPortState',
      runtimeInfo: {
        _typeName: 'DVPortStatus',
        linkUp: nic.connected,
        blocked: false,
        macAddress: nic.macAddress,
      },
      stats: portStatistics,
    },
    lastStatusChange: vm.metadata.creationTimestamp,
  });

/** Those that are asked for, of hosts, port groups or uplinks. */
function ports(call: VimCall): Json {
  const { fabric, body } = call;
  const owner = switchOf(call);
  const criteria = objectOf(body['criteria'] ?? {}, 'criteria');
  const keys = listOf(criteria['portgroupKey']).map(String);
  const hosts = listOf(criteria['host']).map(referred);
  const isInside = criteria['inside'] !== false;
  const { uplinkPort } = criteria;
  const groups = networksIn(fabric).filter(
    ({ id, spec }) =>
      spec.switch === owner.id &&
      (keys.length === 0 || keys.includes(id) === isInside) &&
      (uplinkPort === undefined || (spec.isUplink === true) === uplinkPort),
  );
  const createdAt = vcenterIn(fabric)?.metadata.creationTimestamp ?? '';
  return groups.flatMap((group) =>
    group.spec.isUplink === true
      ? uplinkPortsOf(owner)
          .filter(({ host }) => hosts.length === 0 || hosts.includes(host))
          .map(({ key, host, uplink }) =>
            port(owner, group, key, {
              proxyHost: reference('HostSystem', host),
              config: portConfig(owner, group, `Uplink ${uplink + 1}`),
              lastStatusChange: createdAt,
            }),
          )
      : list<VirtualMachine>(fabric, 'virtualmachines').flatMap((vm) =>
          (vm.spec.hardware?.nics ?? [])
            .filter(({ network }) => network === group.id)
            .map((nic) => portOfAdapter(owner, group, vm, nic)),
        ),
  );
}

const vlans = (call: VimCall): Json => {
  const { id } = switchOf(call);
  const groups = networksIn(call.fabric).filter(({ spec }) => spec.switch === id && spec.isUplink !== true);
  return [...new Set(groups.map(({ spec }) => spec.vlan ?? 0))];
};

/** The same of any switch, by its UUID; nothing where there is no such group. */
function groupOfSwitch(call: VimCall): Json | undefined {
  const uuid = textArg(call.body, 'switchUuid');
  const key = textArg(call.body, 'portgroupKey');
  const owner = switchesIn(call.fabric).find(({ spec }) => spec.uuid === uuid);
  if (owner === undefined)
    throw new VimFault('NotFound', 'The object or item referred to could not be found.');
  const found = networksIn(call.fabric).find(({ id, spec }) => id === key && spec.switch === owner.id);
  return found === undefined ? undefined : reference('DistributedVirtualPortgroup', key);
}

function groupByKey(call: VimCall): Json {
  const key = textArg(call.body, 'portgroupKey');
  const found = networksIn(call.fabric).find(({ id }) => id === key);
  if (found === undefined)
    throw new VimFault('NotFound', 'The object or item referred to could not be found.');
  return reference('DistributedVirtualPortgroup', key);
}

/** Versions of switches that this vCenter makes, the newest first. */
function versionsOf({ fabric }: VimCall): Json {
  const { version = '' } = vcenterIn(fabric)?.spec ?? {};
  const newest = `${version.slice(0, version.lastIndexOf('.'))}.0`;
  const all = ['8.0.0', '7.0.3', '7.0.2', '7.0.0', '6.6.0', '6.5.0'].filter((each) => each <= newest);
  return all.map((each) => ({
    _typeName: 'DistributedVirtualSwitchProductSpec',
    name: 'DVS',
    vendor: 'VMware, Inc.',
    version: each,
    forwardingClass: 'etherswitch',
  }));
}

function switchByUuid(call: VimCall): Json | undefined {
  const uuid = textArg(call.body, 'uuid');
  const found = switchesIn(call.fabric).find(({ spec }) => spec.uuid === uuid);
  return found === undefined ? undefined : reference('VmwareDistributedVirtualSwitch', found.id);
}

const switchTypes = ['DistributedVirtualSwitch', 'VmwareDistributedVirtualSwitch'];

const manager = 'DistributedVirtualSwitchManager';

export const networkMethods: readonly VimMethod[] = [
  { type: manager, name: 'QueryAvailableDvsSpec', privilege: 'System.View', answer: versionsOf },
  { type: manager, name: 'QueryDvsByUuid', privilege: 'System.View', answer: switchByUuid },
  { type: manager, name: 'DVSManagerLookupDvPortGroup', privilege: 'System.View', answer: groupOfSwitch },
  {
    type: 'DistributedVirtualPortgroup',
    name: 'ReconfigureDVPortgroup_Task',
    privilege: 'DVPortgroup.Modify',
    answer: reconfigurePortGroup,
  },
  {
    type: 'DistributedVirtualPortgroup',
    name: 'Rename_Task',
    privilege: 'DVPortgroup.Modify',
    answer: asRename(reconfigurePortGroup),
  },
  { type: 'Folder', name: 'CreateDVS_Task', privilege: 'DVSwitch.Create', answer: createSwitch },
  ...switchTypes.flatMap((type): VimMethod[] => [
    { type, name: 'AddDVPortgroup_Task', privilege: 'DVPortgroup.Create', answer: addPortGroups },
    { type, name: 'CreateDVPortgroup_Task', privilege: 'DVPortgroup.Create', answer: addPortGroups },
    { type, name: 'Destroy_Task', privilege: 'DVSwitch.Delete', answer: destroySwitch },
    { type, name: 'ReconfigureDvs_Task', privilege: 'DVSwitch.Modify', answer: reconfigureSwitch },
    { type, name: 'Rename_Task', privilege: 'DVSwitch.Modify', answer: asRename(reconfigureSwitch) },
    { type, name: 'EnableNetworkResourceManagement', privilege: 'DVSwitch.Modify', answer: controlTraffic },
    { type, name: 'FetchDVPorts', privilege: 'System.Read', answer: ports },
    { type, name: 'QueryUsedVlanIdInDvs', privilege: 'System.Read', answer: vlans },
    { type, name: 'LookupDvPortGroup', privilege: 'System.Read', answer: groupByKey },
  ]),
  {
    type: 'DistributedVirtualPortgroup',
    name: 'Destroy_Task',
    privilege: 'DVPortgroup.Delete',
    answer: destroyPortGroup,
  },
];
