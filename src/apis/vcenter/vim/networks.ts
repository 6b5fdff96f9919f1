// Distributed switches and their port groups, which only VI/JSON makes and removes. Source: vim25 Folder, DistributedVirtualSwitch.
import { distributedSwitches, type DistributedSwitch } from '../../../kinds/vsphere/distributed-switch.ts';
import {
  networks,
  networksIn,
  switchesIn,
  switchUuid,
  type Network,
} from '../../../kinds/vsphere/network.ts';
import { vcenterIn } from '../../../kinds/vsphere/vcenter.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { notFound, resourceInUse } from '../failure.ts';
import { hostOf } from '../inventory/host-changes.ts';
import { checkName, folderFor, list } from '../inventory/places.ts';
import {
  invalidParameter,
  invalidState,
  member,
  referred,
  startTask,
  type VimCall,
  type VimMethod,
} from './method.ts';

function nameIn(spec: Json | undefined, path: string): string {
  const name = member(spec, 'name');
  if (typeof name !== 'string') throw invalidParameter(`${path}.name`);
  return name;
}

const taken = ({ fabric }: VimCall): readonly string[] => [
  ...networksIn(fabric).map(({ spec }) => spec.displayName),
  ...switchesIn(fabric).map(({ spec }) => spec.displayName),
];

const listOf = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value];

function createSwitch(call: VimCall) {
  const folder = folderFor(call.fabric, call.moid, 'NETWORK');
  const config = member(getOwn(call.body, 'spec'), 'configSpec');
  const name = nameIn(config, 'spec.configSpec');
  checkName('Distributed switch', name, taken(call));
  const { version = '' } = vcenterIn(call.fabric)?.spec ?? {};
  const mtu = member(config, 'maxMtu') ?? 1_500;
  if (typeof mtu !== 'number' || !Number.isInteger(mtu) || mtu < 1_280 || mtu > 9_000)
    throw invalidParameter('spec.configSpec.maxMtu');
  const hosts = listOf(member(config, 'host')).map((each) => {
    const id = referred(member(each, 'host')) ?? '';
    return hostOf(call.fabric, id).spec.moid;
  });
  const asked = member(member(getOwn(call.body, 'spec'), 'productInfo'), 'version');
  const moid = `dvs-${call.write.revision + 1}`;
  const spec = {
    displayName: name,
    uuid: switchUuid(`${moid} ${name}`),
    datacenter: folder.datacenter ?? '',
    version: typeof asked === 'string' ? asked : `${version.slice(0, version.lastIndexOf('.'))}.0`,
    mtu,
    uplinks: 4,
    hosts,
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
  return startTask(call, { words: 'Create a vSphere Distributed Switch', target: { kind: 'Folder', name } });
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
  for (const each of asked) {
    const name = nameIn(each, 'spec');
    checkName('Port group', name, taken(call));
    const vlan = member(member(member(each, 'defaultPortConfig'), 'vlan'), 'vlanId') ?? 0;
    if (typeof vlan !== 'number' || !Number.isInteger(vlan) || vlan < 0 || vlan > 4_094)
      throw invalidParameter('spec.defaultPortConfig.vlan.vlanId');
    const object = {
      metadata: { name: `dvportgroup-${call.write.revision + 1}` },
      spec: {
        displayName: name,
        type: 'DISTRIBUTED_PORTGROUP',
        datacenter: spec.datacenter,
        switch: id,
        vlan,
      },
    };
    call.write.create(networks, object, 'Add distributed port groups');
  }
  const target = { kind: 'VmwareDistributedVirtualSwitch', name: spec.displayName };
  return startTask(call, { words: 'Add Distributed Port Groups', target });
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
  if (stored === undefined) throw resourceInUse(spec.displayName);
  const groups = list<Network>(call.fabric, 'networks').filter((group) => group.spec.switch === call.moid);
  for (const { metadata } of groups) checkUnused(call, metadata.name, spec.displayName);
  for (const group of groups) call.write.remove(networks, group, 'Its switch is deleted');
  call.write.remove(distributedSwitches, stored, 'Delete distributed switch');
  const target = { kind: 'VmwareDistributedVirtualSwitch', name: spec.displayName };
  return startTask(call, { words: 'Delete a vSphere Distributed Switch', target });
}

const switchTypes = ['DistributedVirtualSwitch', 'VmwareDistributedVirtualSwitch'];

export const networkMethods: readonly VimMethod[] = [
  { type: 'Folder', name: 'CreateDVS_Task', privilege: 'DVSwitch.Create', answer: createSwitch },
  ...switchTypes.flatMap((type): VimMethod[] => [
    { type, name: 'AddDVPortgroup_Task', privilege: 'DVPortgroup.Create', answer: addPortGroups },
    { type, name: 'CreateDVPortgroup_Task', privilege: 'DVPortgroup.Create', answer: addPortGroups },
    { type, name: 'Destroy_Task', privilege: 'DVSwitch.Delete', answer: destroySwitch },
  ]),
  {
    type: 'DistributedVirtualPortgroup',
    name: 'Destroy_Task',
    privilege: 'DVPortgroup.Delete',
    answer: destroyPortGroup,
  },
];
