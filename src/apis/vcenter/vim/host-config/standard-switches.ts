// Standard switches of a host and their port groups, beside those that ESXi comes with: made, changed, removed. A port group is a network of vCenter
// as long as one host of its datacenter has it. Source: vim25 HostNetworkSystem.
import type { Host } from '../../../../kinds/vsphere/host.ts';
import { networks } from '../../../../kinds/vsphere/network.ts';
import type { VirtualMachine } from '../../../../kinds/vsphere/virtual-machine.ts';
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { limits } from '../../../../std/limits.ts';
import { resourceInUse } from '../../failure.ts';
import { checkName, datacenterOfHost, list } from '../../inventory/places.ts';
import { forgetNetwork, groupsOf, standardNetwork } from '../../inventory/standard-networks.ts';
import { numberArg, objectOf, textArg } from '../arguments.ts';
import { invalidParameter, member, notSupported, VimFault, type VimCall } from '../method.ts';
import { hostOfManager, setOnHost, type Settings } from './settings.ts';

/** Those that every ESXi has. */
export const standardSwitch = 'vSwitch0';
export const managementGroup = 'Management Network';
const builtGroups: readonly string[] = ['VM Network', managementGroup];

const vlanMax = 4_095;
const mtuLeast = 1_280;
const mtuMost = 9_000;
const usualMtu = 1_500;

const alreadyThere = (name: string): VimFault =>
  new VimFault('AlreadyExists', `The specified key, name, or identifier '${name}' already exists.`, { name });

const missing = (name: string): VimFault =>
  new VimFault('NotFound', `The object or item referred to could not be found: ${name}.`);

const switchesOf = ({ spec }: Host) => spec.settings?.switches ?? [];

const set = (call: VimCall, change: (settings: Settings) => Settings, words: string): undefined => {
  setOnHost(call, change, words);
  return undefined;
};

function mtuIn(spec: Json | undefined): number {
  const mtu = member(spec, 'mtu') ?? usualMtu;
  if (typeof mtu !== 'number' || mtu < mtuLeast || mtu > mtuMost) throw invalidParameter('spec.mtu');
  const nics = member(member(spec, 'bridge'), 'nicDevice');
  // All of them are with the distributed switch, or carry the management network.
  if (Array.isArray(nics) && nics.length > 0) throw resourceInUse(nics.map(String).join(', '));
  return mtu;
}

function ownSwitch(host: Host, name: string) {
  const found = switchesOf(host).find((each) => each.name === name);
  if (found !== undefined) return found;
  throw name === standardSwitch ? notSupported(`changes of ${standardSwitch}`) : missing(name);
}

export function addSwitch(call: VimCall): undefined {
  const host = hostOfManager(call);
  const name = textArg(call.body, 'vswitchName');
  checkName('Virtual switch', name, []);
  const known = switchesOf(host);
  if (name === standardSwitch || known.some((each) => each.name === name)) throw alreadyThere(name);
  if (known.length >= limits.hostSwitchesMax) throw invalidParameter('vswitchName');
  const made = { name, mtu: mtuIn(call.body['spec']) };
  return set(call, (settings) => ({ ...settings, switches: [...known, made] }), 'Add virtual switch');
}

export function updateSwitch(call: VimCall): undefined {
  const host = hostOfManager(call);
  const found = ownSwitch(host, textArg(call.body, 'vswitchName'));
  const mtu = mtuIn(call.body['spec']);
  const switches = switchesOf(host).map((each) => (each === found ? { ...each, mtu } : each));
  return set(call, (settings) => ({ ...settings, switches }), 'Update virtual switch');
}

export function removeSwitch(call: VimCall): undefined {
  const host = hostOfManager(call);
  const found = ownSwitch(host, textArg(call.body, 'vswitchName'));
  for (const { name } of groupsOf(host).filter((group) => group.switch === found.name))
    dropNetwork(call, host, name);
  const switches = switchesOf(host).filter((each) => each !== found);
  const portGroups = groupsOf(host).filter((group) => group.switch !== found.name);
  return set(call, (settings) => ({ ...settings, switches, portGroups }), 'Remove virtual switch');
}

function groupAsked(call: VimCall, host: Host) {
  const asked: JsonObject = objectOf(call.body['portgrp'], 'portgrp');
  const name = textArg(asked, 'name');
  checkName('Port group', name, []);
  const vlan = asked['vlanId'] === undefined ? 0 : numberArg(asked, 'vlanId');
  if (vlan < 0 || vlan > vlanMax) throw invalidParameter('portgrp.vlanId');
  const on = textArg(asked, 'vswitchName');
  if (on !== standardSwitch && !switchesOf(host).some((each) => each.name === on)) throw missing(on);
  return { name, vlan, switch: on };
}

/** The network of a group that the host no longer has goes with the last host that had it; VMs on it hold it. */
function dropNetwork(call: VimCall, host: Host, name: string): void {
  const network = standardNetwork(call.fabric, host, name);
  if (network === undefined) return;
  const isUsed = list<VirtualMachine>(call.fabric, 'virtualmachines').some(
    ({ spec, status }) =>
      status?.host === host.metadata.name &&
      spec.hardware?.nics.some((nic) => nic.network === network.metadata.name) === true,
  );
  if (isUsed) throw resourceInUse(name);
  forgetNetwork(call.fabric, call.write, host, name);
}

function keepNetwork(call: VimCall, host: Host, displayName: string): void {
  if (standardNetwork(call.fabric, host, displayName) !== undefined) return;
  const datacenter = datacenterOfHost(call.fabric, host)?.metadata.name ?? '';
  const metadata = { name: `network-${call.write.revision + 1}` };
  const spec = { displayName, type: 'STANDARD_PORTGROUP', datacenter };
  call.write.create(networks, { metadata, spec }, 'Add port group');
}

const isTaken = (host: Host, name: string): boolean =>
  builtGroups.includes(name) || groupsOf(host).some((group) => group.name === name);

export function addGroup(call: VimCall): undefined {
  const host = hostOfManager(call);
  const asked = groupAsked(call, host);
  if (isTaken(host, asked.name)) throw alreadyThere(asked.name);
  const known = groupsOf(host);
  if (known.length >= limits.hostPortGroupsMax) throw invalidParameter('portgrp');
  keepNetwork(call, host, asked.name);
  return set(call, (settings) => ({ ...settings, portGroups: [...known, asked] }), 'Add port group');
}

function ownGroup(host: Host, name: string) {
  const found = groupsOf(host).find((group) => group.name === name);
  if (found !== undefined) return found;
  throw builtGroups.includes(name) ? notSupported(`changes of ${name}`) : missing(name);
}

export function updateGroup(call: VimCall): undefined {
  const host = hostOfManager(call);
  const found = ownGroup(host, textArg(call.body, 'pgName'));
  const asked = groupAsked(call, host);
  if (asked.name !== found.name) {
    if (isTaken(host, asked.name)) throw alreadyThere(asked.name);
    dropNetwork(call, host, found.name);
    keepNetwork(call, host, asked.name);
  }
  const portGroups = groupsOf(host).map((group) => (group === found ? asked : group));
  return set(call, (settings) => ({ ...settings, portGroups }), 'Update port group');
}

export function removeGroup(call: VimCall): undefined {
  const host = hostOfManager(call);
  const found = ownGroup(host, textArg(call.body, 'pgName'));
  dropNetwork(call, host, found.name);
  const portGroups = groupsOf(host).filter((group) => group !== found);
  return set(call, (settings) => ({ ...settings, portGroups }), 'Remove port group');
}
