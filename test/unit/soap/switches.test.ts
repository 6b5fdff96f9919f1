// Distributed switches by SOAP: made, changed, joined by hosts with their adapters; port groups with VLANs, trunks and what they let through.
import { describe, expect, it } from 'vitest';
import type { XmlElement } from '../../../src/std/xml.ts';
import { readXml } from '../../../src/std/xml.ts';
import { signedIn, textAt, within, type SoapClient } from './client.ts';

type Id = readonly [type: string, id: string];

const fetch = (client: SoapClient, [type, id]: Id, prop: string): readonly XmlElement[] =>
  client.returned(type, id, 'Fetch', `<prop>${prop}</prop>`);

const all = (element: XmlElement | undefined, ...path: readonly string[]): readonly string[] => {
  const [name, ...rest] = path;
  if (element === undefined) return [];
  if (name === undefined) return [element.text.trim()];
  return within(element, name).flatMap((each) => all(each, ...rest));
};

const faultOf = (client: SoapClient, [type, id]: Id, method: string, inner: string) => {
  const { status, body } = client.call(type, id, method, inner);
  expect(status).toBe(500);
  const [fault] = within(readXml(body), 'Body')[0]?.children ?? [];
  return within(fault as XmlElement, 'detail')[0]?.children[0]?.attributes['xsi:type'];
};

const networks = ['Folder', 'group-n7'] as const;
const uplinks = (...names: readonly string[]) =>
  `<uplinkPortPolicy xsi:type="DVSNameArrayUplinkPortPolicy">${names.map((name) => `<uplinkPortName>${name}</uplinkPortName>`).join('')}</uplinkPortPolicy>`;

/** The children of a folder by their names. */
const named = (client: SoapClient, name: string): Id => {
  for (const child of fetch(client, networks, 'childEntity')) {
    const id = [child.attributes['type'] ?? '', child.text] as const;
    if (fetch(client, id, 'name')[0]?.text === name) return id;
  }
  throw new Error(`${name} is not there`);
};

function made(client: SoapClient): Id {
  const config = `<name>dvs2</name>${uplinks('Uplink 1', 'Uplink 2')}<maxMtu>9000</maxMtu>`;
  const spec = `<spec><configSpec xsi:type="VMwareDVSConfigSpec">${config}</configSpec></spec>`;
  client.returned(...networks, 'CreateDVS_Task', spec);
  return named(client, 'dvs2');
}

const member = (operation: string, host: string, nics: readonly string[] = []) =>
  `<host><operation>${operation}</operation><host type="HostSystem">${host}</host><backing xsi:type="DistributedVirtualSwitchHostMemberPnicBacking">` +
  `${nics.map((nic) => `<pnicSpec><pnicDevice>${nic}</pnicDevice></pnicSpec>`).join('')}</backing></host>`;

const reconfigure = (client: SoapClient, id: Id, inner: string) =>
  client.returned(...id, 'ReconfigureDvs_Task', `<spec xsi:type="VMwareDVSConfigSpec">${inner}</spec>`);

const setting = (inner: string) =>
  `<defaultPortConfig xsi:type="VMwareDVSPortSetting">${inner}</defaultPortConfig>`;
const vlan = (id: number) =>
  `<vlan xsi:type="VmwareDistributedVirtualSwitchVlanIdSpec"><inherited>false</inherited><vlanId>${id}</vlanId></vlan>`;
const trunk =
  '<vlan xsi:type="VmwareDistributedVirtualSwitchTrunkVlanSpec"><inherited>false</inherited><vlanId><start>100</start><end>199</end></vlanId></vlan>';

describe('a distributed switch', () => {
  it('is changed, and what is not said stays', () => {
    const client = signedIn();
    const id = made(client);
    reconfigure(
      client,
      id,
      '<description>lab</description><linkDiscoveryProtocolConfig><protocol>lldp</protocol><operation>both</operation></linkDiscoveryProtocolConfig>',
    );
    const [config] = fetch(client, id, 'config');
    expect({
      mtu: textAt(config, 'maxMtu'),
      uplinks: all(config, 'uplinkPortPolicy', 'uplinkPortName'),
      description: textAt(config, 'description'),
      protocol: textAt(config, 'linkDiscoveryProtocolConfig', 'protocol'),
    }).toEqual({ mtu: '9000', uplinks: ['Uplink 1', 'Uplink 2'], description: 'lab', protocol: 'lldp' });
    client.returned(...id, 'Rename_Task', '<newName>dvs3</newName>');
    expect(fetch(client, id, 'name')[0]?.text).toBe('dvs3');
  });

  it('is joined by hosts, whose adapters leave the switch that had them', () => {
    const client = signedIn();
    const id = made(client);
    reconfigure(client, id, member('add', 'host-21', ['vmnic3']));
    const switches = within(
      fetch(client, ['HostSystem', 'host-21'], 'config.network')[0] as XmlElement,
      'proxySwitch',
    );
    const nicsOf = (name: string) =>
      all(
        switches.find((each) => textAt(each, 'dvsName') === name),
        'pnic',
      ).map((key) => key.slice(-6));
    expect([nicsOf('DSwitch'), nicsOf('dvs2')]).toEqual([['vmnic0', 'vmnic1', 'vmnic2'], ['vmnic3']]);
    const criteria =
      '<criteria><uplinkPort>true</uplinkPort><host type="HostSystem">host-21</host></criteria>';
    const ports = client.returned(...id, 'FetchDVPorts', criteria);
    expect(ports.map((port) => textAt(port, 'config', 'name'))).toEqual(['Uplink 1', 'Uplink 2']);
    expect(faultOf(client, id, 'ReconfigureDvs_Task', `<spec>${member('add', 'host-21')}</spec>`)).toBe(
      'AlreadyExists',
    );
    reconfigure(client, id, member('remove', 'host-21'));
    expect(all(fetch(client, id, 'config')[0], 'host', 'config', 'host')).toEqual([]);
  });

  it.each<[string, string]>([
    ['an adapter that the host does not have', member('add', 'host-21', ['vmnic9'])],
    ['more adapters than uplinks', member('add', 'host-21', ['vmnic0', 'vmnic1', 'vmnic2'])],
    ['frames that are too long', '<maxMtu>9001</maxMtu>'],
  ])('refuses %s', (_, inner) => {
    const client = signedIn();
    expect(faultOf(client, made(client), 'ReconfigureDvs_Task', `<spec>${inner}</spec>`)).toBe(
      'InvalidArgument',
    );
  });

  it('that a scenario came with is changed and stays, since the hosts are on it', () => {
    const client = signedIn();
    const id = named(client, 'DSwitch');
    const hostsOf = () => all(fetch(client, id, 'config')[0], 'host', 'config', 'host');
    const before = hostsOf();
    reconfigure(client, id, '<name>DSwitch-A</name><maxMtu>1500</maxMtu>');
    expect(textAt(fetch(client, id, 'config')[0], 'maxMtu')).toBe('1500');
    expect(named(client, 'DSwitch-A')).toEqual(id);
    expect(hostsOf()).toEqual(before);
    expect(faultOf(client, id, 'Destroy_Task', '')).toBe('ResourceInUse');
  });
});

describe('a distributed port group', () => {
  const group = (client: SoapClient, inner: string): Id => {
    const spec = `<spec><name>pg</name><type>earlyBinding</type>${inner}</spec>`;
    client.returned(...made(client), 'CreateDVPortgroup_Task', spec);
    return named(client, 'pg');
  };
  const told = (client: SoapClient, id: Id) => {
    const [config] = fetch(client, id, 'config');
    const [port] = within(config as XmlElement, 'defaultPortConfig');
    return {
      vlan: all(port, 'vlan', 'vlanId'),
      start: all(port, 'vlan', 'vlanId', 'start'),
      promiscuous: all(port, 'securityPolicy', 'allowPromiscuous', 'value'),
      ports: textAt(config, 'numPorts'),
    };
  };

  it('has one VLAN, or becomes a trunk, and back', () => {
    const client = signedIn();
    const id = group(client, `<numPorts>16</numPorts>${setting(vlan(99))}`);
    expect(told(client, id)).toEqual({ vlan: ['99'], start: [], promiscuous: ['false'], ports: '16' });
    const change = (inner: string) =>
      client.returned(...id, 'ReconfigureDVPortgroup_Task', `<spec>${inner}</spec>`);
    const allow =
      '<macManagementPolicy><inherited>false</inherited><allowPromiscuous>true</allowPromiscuous></macManagementPolicy>';
    change(setting(trunk + allow));
    expect(told(client, id)).toMatchObject({ start: ['100'], promiscuous: ['true'], ports: '16' });
    change('<description>later</description>');
    expect(told(client, id)).toMatchObject({ start: ['100'], promiscuous: ['true'] });
    change(setting(vlan(7)));
    expect(told(client, id)).toEqual({ vlan: ['7'], start: [], promiscuous: ['true'], ports: '16' });
  });

  it.each([
    ['a VLAN that there is not', setting(vlan(4095))],
    ['a trunk that ends before it begins', setting(trunk.replace('199', '99'))],
  ])('refuses %s', (_, inner) => {
    const client = signedIn();
    const id = group(client, setting(vlan(1)));
    expect(faultOf(client, id, 'ReconfigureDVPortgroup_Task', `<spec>${inner}</spec>`)).toBe(
      'InvalidArgument',
    );
  });
});
