// Standard switches of hosts and their port groups, as govc and Terraform make, change and remove them; a port group is a network of vCenter.
import { beforeEach, expect, it } from 'vitest';
import { limits } from '../../../src/std/limits.ts';
import { signedIn, type SoapClient } from './client.ts';

let client: SoapClient;
beforeEach(() => {
  client = signedIn();
});

const call = (method: string, inner: string, host = 21) =>
  client.call('HostNetworkSystem', `networkSystem-${host}`, method, inner);
const wordsOf = (body: string): string => /<faultstring>([^<]*)/.exec(body)?.[1] ?? '';
const typeOf = (body: string): string =>
  /xsi:type="(\w+)"/.exec(body.slice(body.indexOf('<detail>')))?.[1] ?? '';
const group = (name: string, vlan = 7, on = 'vSwitch0'): string =>
  `<portgrp><name>${name}</name><vlanId>${vlan}</vlanId><vswitchName>${on}</vswitchName><policy/></portgrp>`;
const add = (name: string, host = 21, on = 'vSwitch0', vlan = 7) =>
  call('AddPortGroup', group(name, vlan, on), host);
const addSwitch = (name: string, spec = '') =>
  call('AddVirtualSwitch', `<vswitchName>${name}</vswitchName>${spec}`);
const read = (path: string): string =>
  client.call(
    'PropertyCollector',
    'propertyCollector',
    'RetrieveProperties',
    `<specSet><propSet><type>HostSystem</type><pathSet>${path}</pathSet></propSet><objectSet><obj type="HostSystem">host-21</obj></objectSet></specSet>`,
  ).body;
const networks = (): readonly string[] =>
  (
    client.world.view('fabric').list('vsphere.sandbox/networks') as never as readonly {
      readonly spec: { readonly displayName: string };
    }[]
  ).map(({ spec }) => spec.displayName);

it('a switch with a port group, changed and removed', () => {
  expect(addSwitch('vSwitch1', '<spec><numPorts>128</numPorts><mtu>9000</mtu></spec>').status).toBe(200);
  expect(add('storage', 21, 'vSwitch1').status).toBe(200);
  expect(read('config.network.vswitch')).toMatch(/<name>vSwitch1<\/name>[^]*<mtu>9000<\/mtu>/);
  expect(read('config.network.portgroup')).toMatch(
    /<name>storage<\/name><vlanId>7<\/vlanId><vswitchName>vSwitch1</,
  );
  expect(networks()).toEqual(['storage']);
  expect(call('UpdatePortGroup', `<pgName>storage</pgName>${group('nfs', 8, 'vSwitch1')}`).status).toBe(200);
  expect(networks()).toEqual(['nfs']);
  expect(
    call('UpdateVirtualSwitch', '<vswitchName>vSwitch1</vswitchName><spec><numPorts>64</numPorts></spec>')
      .status,
  ).toBe(200);
  expect(read('config.network.vswitch')).not.toContain('<mtu>9000</mtu>');
  expect(call('RemoveVirtualSwitch', '<vswitchName>vSwitch1</vswitchName>').status).toBe(200);
  expect([networks(), read('config.network.vswitch').includes('vSwitch1')]).toEqual([[], false]);
});

it('a port group of two hosts is one network, which is there until the last is removed', () => {
  add('pg');
  add('pg', 22);
  expect(networks()).toEqual(['pg']);
  expect(read('network')).toMatch(/network-1\d{3}/);
  call('RemovePortGroup', '<pgName>pg</pgName>');
  expect([networks(), /network-1\d{3}/.test(read('network'))]).toEqual([['pg'], false]);
  call('RemovePortGroup', '<pgName>pg</pgName>', 22);
  expect(networks()).toEqual([]);
});

it.each<[string, () => { readonly body: string }, string, string]>([
  [
    'a port group that is there',
    () => (add('pg'), add('pg')),
    'AlreadyExists',
    "The specified key, name, or identifier 'pg' already exists.",
  ],
  [
    'one that ESXi has',
    () => add('VM Network'),
    'AlreadyExists',
    "The specified key, name, or identifier 'VM Network' already exists.",
  ],
  [
    'no such switch',
    () => add('pg', 21, 'vSwitch9'),
    'NotFound',
    'The object or item referred to could not be found: vSwitch9.',
  ],
  [
    'a VLAN beyond all',
    () => add('pg', 21, 'vSwitch0', 4_096),
    'InvalidArgument',
    'A specified parameter was not correct: portgrp.vlanId',
  ],
  [
    'a switch that is there',
    () => addSwitch('vSwitch0'),
    'AlreadyExists',
    "The specified key, name, or identifier 'vSwitch0' already exists.",
  ],
  [
    'an odd MTU',
    () => addSwitch('a', '<spec><mtu>64</mtu></spec>'),
    'InvalidArgument',
    'A specified parameter was not correct: spec.mtu',
  ],
  [
    'an adapter that is taken',
    () =>
      addSwitch(
        'a',
        '<spec><bridge xsi:type="HostVirtualSwitchBondBridge"><nicDevice>vmnic1</nicDevice></bridge></spec>',
      ),
    'ResourceInUse',
    "The resource 'vmnic1' is in use.",
  ],
  [
    'the switch of ESXi',
    () => call('RemoveVirtualSwitch', '<vswitchName>vSwitch0</vswitchName>'),
    'NotSupported',
    'The operation is not supported on the object: changes of vSwitch0.',
  ],
  [
    'no such port group',
    () => call('RemovePortGroup', '<pgName>none</pgName>'),
    'NotFound',
    'The object or item referred to could not be found: none.',
  ],
])('%s is refused', (_what, deed, type, words) => {
  const { body } = deed();
  expect([typeOf(body), wordsOf(body)]).toEqual([type, words]);
});

it('with the last host that has it, a network goes', () => {
  add('pg', 24);
  client.call('HostSystem', 'host-24', 'EnterMaintenanceMode_Task', '<timeout>0</timeout>');
  client.pass(600);
  expect(client.call('HostSystem', 'host-24', 'Destroy_Task').status).toBe(200);
  expect(networks()).toEqual([]);
});

it('a host has so many switches and no more', () => {
  for (let nth = 1; nth <= limits.hostSwitchesMax; nth++) expect(addSwitch(`s${nth}`).status).toBe(200);
  expect(typeOf(addSwitch('more').body)).toBe('InvalidArgument');
});
