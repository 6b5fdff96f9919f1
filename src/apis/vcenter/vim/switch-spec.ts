// What is asked of a distributed switch and of its port groups: what is not said stays as it was. Source: vim25 VMwareDVSConfigSpec,
// DVPortgroupConfigSpec.
import type { DistributedSwitch } from '../../../kinds/vsphere/distributed-switch.ts';
import { portAllowances, type Network } from '../../../kinds/vsphere/network.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import { isObject, type Json } from '../../../std/draft.ts';
import { resourceInUse } from '../failure.ts';
import { hostOf } from '../inventory/host-changes.ts';
import { nicsOf } from './host-config/hardware.ts';
import { uplinkOfPort } from './uplinks.ts';
import { invalidParameter, member, referred, VimFault, type VimCall } from './method.ts';

const vlanMost = 4_094;
const [framesLeast, framesMost] = [1_280, 9_000];
const uplinksMost = 32;
const portsMost = 60_000;

export const listOf = (value: Json | undefined): readonly Json[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly Json[]) : [value];

export function nameIn(spec: Json | undefined, path: string): string {
  const name = member(spec, 'name');
  if (typeof name !== 'string') throw invalidParameter(`${path}.name`);
  return name;
}

function wholeIn(value: Json | undefined, name: string, least: number, most: number): number {
  if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most)
    throw invalidParameter(name);
  return value;
}

type Switch = Pick<
  DistributedSwitch['spec'],
  'mtu' | 'uplinks' | 'uplinkNames' | 'multicast' | 'hosts' | 'adapters' | 'description' | 'discovery'
>;

/** Hosts join and leave; what they bring of adapters is theirs. */
function hostsAsked(call: VimCall, changes: readonly Json[], before: readonly string[]): readonly string[] {
  const hosts = new Set(before);
  for (const change of changes) {
    const id = referred(member(change, 'host')) ?? '';
    const { metadata } = hostOf(call.fabric, id);
    const operation = member(change, 'operation') ?? 'add';
    if (operation === 'add' && hosts.has(id))
      throw new VimFault(
        'AlreadyExists',
        `The specified key, name, or identifier '${metadata.name}' already exists.`,
        {
          name: metadata.name,
        },
      );
    if (operation === 'remove') {
      if (!hosts.has(id))
        throw new VimFault('NotFound', 'The object or item referred to could not be found.');
      checkLeaves(call, id, metadata.name);
      hosts.delete(id);
    } else if (operation === 'add') hosts.add(id);
    else if (operation !== 'edit') throw invalidParameter('spec.host.operation');
  }
  return [...hosts];
}

/** Not while a VM on the host is connected to the switch. */
function checkLeaves({ fabric, moid }: VimCall, host: string, name: string): void {
  const { metadata } = hostOf(fabric, host);
  const groups = new Set(
    fabric
      .list<Network>('vsphere.sandbox/networks')
      .filter(({ spec }) => spec.switch === moid)
      .map((group) => group.metadata.name),
  );
  const isUsed = fabric
    .list<VirtualMachine>('vsphere.sandbox/virtualmachines', { index: ['host', metadata.name] })
    .some(({ spec }) => spec.hardware?.nics.some(({ network }) => groups.has(network)));
  if (isUsed) throw resourceInUse(name);
}

type Adapter = NonNullable<Switch['adapters']>[number];

/** Of a host that says which, these; a free uplink where it does not say which one. A host that leaves takes them with it. */
function adaptersAsked(
  call: VimCall,
  changes: readonly Json[],
  hosts: readonly string[],
  { adapters = [], uplinks }: Switch,
): readonly Adapter[] {
  const all = new Map<string, readonly Adapter[]>();
  for (const adapter of adapters) all.set(adapter.host, [...(all.get(adapter.host) ?? []), adapter]);
  for (const change of changes) {
    const backing = member(change, 'backing');
    if (backing === undefined) continue;
    const host = referred(member(change, 'host')) ?? '';
    const known = nicsOf(hostOf(call.fabric, host)).map(({ device }) => device);
    const found: Adapter[] = [];
    for (const spec of listOf(member(backing, 'pnicSpec'))) {
      const device = member(spec, 'pnicDevice');
      if (typeof device !== 'string' || !known.includes(device))
        throw invalidParameter('spec.host.backing.pnicSpec.pnicDevice');
      const key = member(spec, 'uplinkPortKey');
      const taken = new Set(found.map(({ uplink }) => uplink));
      const uplink =
        typeof key === 'string'
          ? uplinkOfPort(host, key)
          : Array.from({ length: uplinks }, (_, nth) => nth).find((nth) => !taken.has(nth));
      if (uplink === undefined || uplink < 0 || uplink >= uplinks || taken.has(uplink))
        throw invalidParameter('spec.host.backing.pnicSpec.uplinkPortKey');
      found.push({ host, device, uplink });
    }
    all.set(host, found);
  }
  return [...all.values()].flat().filter(({ host, uplink }) => hosts.includes(host) && uplink < uplinks);
}

function discoveryAsked(value: Json): NonNullable<Switch['discovery']> {
  const [protocol, operation] = [member(value, 'protocol'), member(value, 'operation')];
  if (protocol !== 'cdp' && protocol !== 'lldp')
    throw invalidParameter('spec.linkDiscoveryProtocolConfig.protocol');
  if (operation !== 'none' && operation !== 'listen' && operation !== 'advertise' && operation !== 'both')
    throw invalidParameter('spec.linkDiscoveryProtocolConfig.operation');
  return { protocol, operation };
}

function multicastAsked(mode: Json | undefined): Switch['multicast'] {
  if (mode === undefined || mode === 'legacyFiltering' || mode === 'snooping') return mode;
  throw invalidParameter('spec.multicastFilteringMode');
}

/** What a switch becomes. */
export function switchAsked(call: VimCall, spec: Json | undefined, before: Switch): Switch {
  const mtu = member(spec, 'maxMtu');
  const names = member(member(spec, 'uplinkPortPolicy'), 'uplinkPortName');
  const description = member(spec, 'description') ?? before.description;
  const discovery = member(spec, 'linkDiscoveryProtocolConfig');
  if (description !== undefined && typeof description !== 'string')
    throw invalidParameter('spec.description');
  const found = discovery === undefined ? before.discovery : discoveryAsked(discovery);
  const uplinks =
    names === undefined
      ? before.uplinks
      : wholeIn(listOf(names).length, 'spec.uplinkPortPolicy.uplinkPortName', 1, uplinksMost);
  const called = names === undefined ? before.uplinkNames : listOf(names).map(String);
  const multicast = multicastAsked(member(spec, 'multicastFilteringMode')) ?? before.multicast;
  const changes = listOf(member(spec, 'host'));
  const hosts = hostsAsked(call, changes, before.hosts);
  return {
    mtu: mtu === undefined ? before.mtu : wholeIn(mtu, 'spec.maxMtu', framesLeast, framesMost),
    uplinks,
    ...(called === undefined ? {} : { uplinkNames: called }),
    ...(multicast === undefined ? {} : { multicast }),
    hosts: [...hosts],
    adapters: [...adaptersAsked(call, changes, hosts, { ...before, uplinks })],
    ...(description === undefined ? {} : { description }),
    ...(found === undefined ? {} : { discovery: found }),
  };
}

type PortGroup = Pick<Network['spec'], 'vlan' | 'trunk' | 'allows' | 'description' | 'ports'>;

const vlanPath = 'spec.defaultPortConfig.vlan.vlanId';

/** One VLAN, none, or those of a trunk. */
function vlanAsked(vlan: Json | undefined, before: PortGroup): Pick<PortGroup, 'vlan' | 'trunk'> {
  const asked = member(vlan, 'vlanId');
  if (asked === undefined)
    return before.trunk === undefined ? { vlan: before.vlan ?? 0 } : { trunk: before.trunk };
  if (!Array.isArray(asked)) return { vlan: wholeIn(asked, vlanPath, 0, vlanMost) };
  const trunk = (asked as readonly Json[]).map((range) => {
    const start = wholeIn(member(range, 'start'), `${vlanPath}.start`, 0, vlanMost);
    return { start, end: wholeIn(member(range, 'end'), `${vlanPath}.end`, start, vlanMost) };
  });
  return { trunk };
}

const allowanceMembers = {
  Promiscuous: 'allowPromiscuous',
  MacChanges: 'macChanges',
  ForgedTransmits: 'forgedTransmits',
} as const;

/** Said by a security policy, in whose members the value stands, or by a policy of MAC addresses. */
function allowsAsked(setting: Json | undefined, before: PortGroup['allows']): PortGroup['allows'] {
  const policies = [member(setting, 'securityPolicy'), member(setting, 'macManagementPolicy')];
  const allows = portAllowances.filter((allowance) => {
    const said = policies
      .map((policy) => member(policy, allowanceMembers[allowance]))
      .map((value) => (isObject(value) ? member(value, 'value') : value))
      .find((value) => value !== undefined);
    return said === undefined ? before?.includes(allowance) === true : said === true;
  });
  return allows.length === 0 ? undefined : allows;
}

/** What a port group becomes. */
export function portGroupAsked(spec: Json | undefined, before: PortGroup): PortGroup {
  const setting = member(spec, 'defaultPortConfig');
  const allows = allowsAsked(setting, before.allows);
  const description = member(spec, 'description') ?? before.description;
  if (description !== undefined && typeof description !== 'string')
    throw invalidParameter('spec.description');
  const asked = member(spec, 'numPorts');
  const ports = asked === undefined ? before.ports : wholeIn(asked, 'spec.numPorts', 0, portsMost);
  return {
    ...vlanAsked(member(setting, 'vlan'), before),
    ...(allows === undefined ? {} : { allows }),
    ...(description === undefined ? {} : { description }),
    ...(ports === undefined ? {} : { ports }),
  };
}
