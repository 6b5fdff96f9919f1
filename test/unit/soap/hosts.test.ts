// What a host tells of its own configuration by SOAP, and what of it can be set: services, firewall, clock, advanced settings.
import { describe, expect, it } from 'vitest';
import type { XmlElement } from '../../../src/std/xml.ts';
import { readXml } from '../../../src/std/xml.ts';
import { signedIn, SoapClient, textAt, within } from './client.ts';

const host = 'host-21';

const fetch = (client: SoapClient, type: string, id: string, prop: string): readonly XmlElement[] =>
  client.returned(type, id, 'Fetch', `<prop>${prop}</prop>`);

/** The texts at a path, through lists. */
const texts = (elements: readonly XmlElement[], ...path: readonly string[]): readonly string[] => {
  const [name, ...rest] = path;
  if (name === undefined) return elements.map(({ text }) => text.trim());
  return texts(
    elements.flatMap((each) => within(each, name)),
    ...rest,
  );
};

const faultOf = (client: SoapClient, type: string, id: string, method: string, inner: string) => {
  const { status, body } = client.call(type, id, method, inner);
  expect(status).toBe(500);
  const [fault] = within(readXml(body), 'Body')[0]?.children ?? [];
  return within(fault as XmlElement, 'detail')[0]?.children[0]?.attributes['xsi:type'];
};

describe('a host', () => {
  const client = signedIn();
  const config = fetch(client, 'HostSystem', host, 'config');

  it.each<[string, readonly string[]]>([
    ['network.pnic.device', ['vmnic0', 'vmnic1', 'vmnic2', 'vmnic3']],
    ['network.vnic.spec.ip.ipAddress', ['10.0.10.101']],
    ['network.portgroup.spec.name', ['VM Network']],
    ['network.proxySwitch.dvsName', ['DSwitch']],
    ['network.dnsConfig.hostName', ['esxi-01']],
    ['storageDevice.hostBusAdapter.device', ['vmhba0', 'vmhba1']],
    ['fileSystemVolume.mountInfo.volume.name', ['vsanDatastore']],
    [
      'virtualNicManagerInfo.netConfig.selectedVnic',
      [
        'management.key-vim.host.VirtualNic-vmk0',
        'vmotion.key-vim.host.VirtualNic-vmk0',
        'vsan.key-vim.host.VirtualNic-vmk0',
      ],
    ],
    ['dateTimeInfo.ntpConfig.server', ['10.0.10.1']],
    ['vsanHostConfig.enabled', ['true']],
  ])('tells %s', (path, expected) => {
    expect(texts(config, ...path.split('.'))).toEqual(expected);
  });

  it('has on its own disks its part of the vSAN datastore', () => {
    const blocks = texts(config, 'storageDevice', 'scsiLun', 'capacity', 'block').map(Number);
    const [, , ...capacity] = blocks;
    const bytes = capacity.reduce((sum, each) => sum + each, 0) * 512;
    const [summary] = fetch(client, 'Datastore', 'datastore-22', 'summary');
    expect(bytes * 4).toBe(Number(textAt(summary, 'capacity')));
  });

  it('names managers, each of which answers', () => {
    const [managers] = fetch(client, 'HostSystem', host, 'configManager');
    const names = managers?.children.map(({ name }) => name) ?? [];
    expect(names).toContain('networkSystem');
    for (const { attributes, text } of managers?.children ?? [])
      expect(text, attributes['type']).toMatch(/-21$/);
    expect(texts(fetch(client, 'HostNetworkSystem', 'networkSystem-22', 'dnsConfig'), 'hostName')).toEqual([
      'esxi-02',
    ]);
  });

  it('is gone with its managers', () => {
    expect(
      faultOf(client, 'HostServiceSystem', 'serviceSystem-999', 'StartService', '<id>TSM-SSH</id>'),
    ).toBe('ManagedObjectNotFound');
  });
});

describe('what is set on a host', () => {
  const stateOf = (client: SoapClient, id: string, list: string, key: string, member: string) => {
    const info = list === 'service' ? 'serviceInfo' : 'firewallInfo';
    const type = list === 'service' ? 'HostServiceSystem' : 'HostFirewallSystem';
    const [told] = fetch(client, type, id, info);
    const found = within(told as XmlElement, list).find((each) => textAt(each, 'key') === key);
    return textAt(found, member);
  };

  it('starts, stops and keeps services, on this host alone', () => {
    const client = signedIn();
    const system = ['HostServiceSystem', 'serviceSystem-21'] as const;
    const running = (id: string) => stateOf(client, id, 'service', 'TSM-SSH', 'running');
    expect(running('serviceSystem-21')).toBe('false');
    client.returned(...system, 'StartService', '<id>TSM-SSH</id>');
    expect([running('serviceSystem-21'), running('serviceSystem-22')]).toEqual(['true', 'false']);
    expect(faultOf(client, ...system, 'StartService', '<id>TSM-SSH</id>')).toBe('InvalidState');
    client.returned(...system, 'UpdateServicePolicy', '<id>TSM-SSH</id><policy>on</policy>');
    client.returned(...system, 'StopService', '<id>TSM-SSH</id>');
    expect(running('serviceSystem-21')).toBe('false');
    expect(stateOf(client, 'serviceSystem-21', 'service', 'TSM-SSH', 'policy')).toBe('on');
    client.returned(...system, 'RestartService', '<id>TSM-SSH</id>');
    expect(running('serviceSystem-21')).toBe('true');
    expect(faultOf(client, ...system, 'StartService', '<id>telnetd</id>')).toBe('NotFound');
    expect(faultOf(client, ...system, 'UpdateServicePolicy', '<id>TSM</id><policy>never</policy>')).toBe(
      'InvalidArgument',
    );
  });

  it('opens and closes its firewall, for whom it says', () => {
    const client = signedIn();
    const system = ['HostFirewallSystem', 'firewallSystem-21'] as const;
    const enabled = () => stateOf(client, 'firewallSystem-21', 'ruleset', 'sshClient', 'enabled');
    expect(enabled()).toBe('false');
    client.returned(...system, 'EnableRuleset', '<id>sshClient</id>');
    expect(enabled()).toBe('true');
    const spec =
      '<spec><allowedHosts><ipAddress>10.0.0.9</ipAddress><allIp>false</allIp></allowedHosts></spec>';
    client.returned(...system, 'UpdateRuleset', `<id>sshClient</id>${spec}`);
    const [told] = fetch(client, ...system, 'firewallInfo');
    expect(texts([told as XmlElement], 'ruleset', 'allowedHosts', 'ipAddress')).toEqual(['10.0.0.9']);
    client.returned(...system, 'DisableRuleset', '<id>sshClient</id>');
    expect(enabled()).toBe('false');
    expect(faultOf(client, ...system, 'DisableRuleset', '<id>vpxHeartbeats</id>')).toBe('InvalidState');
  });

  it('asks other servers for the time, and refuses another zone', () => {
    const client = signedIn();
    const system = ['HostDateTimeSystem', 'dateTimeSystem-21'] as const;
    const config = '<config><ntpConfig><server>a.lab</server><server>b.lab</server></ntpConfig></config>';
    client.returned(...system, 'UpdateDateTimeConfig', config);
    expect(texts(fetch(client, ...system, 'dateTimeInfo'), 'ntpConfig', 'server')).toEqual([
      'a.lab',
      'b.lab',
    ]);
    const zone = '<config><timeZone>Europe/Zurich</timeZone></config>';
    expect(faultOf(client, ...system, 'UpdateDateTimeConfig', zone)).toBe('InvalidArgument');
  });

  const options = ['OptionManager', 'EsxHostAdvSettings-21'] as const;
  const changed = (key: string, type: string, value: string) =>
    `<changedValue><key>${key}</key><value xsi:type="xsd:${type}">${value}</value></changedValue>`;

  it('keeps advanced settings by their types', () => {
    const client = signedIn();
    const value = (name: string) =>
      texts(client.returned(...options, 'QueryOptions', `<name>${name}</name>`), 'value');
    expect(value('UserVars.SuppressShellWarning')).toEqual(['0']);
    client.returned(
      ...options,
      'UpdateOptions',
      changed('UserVars.SuppressShellWarning', 'long', '1') +
        changed('Syslog.global.logHost', 'string', 'udp://a'),
    );
    expect(value('UserVars.SuppressShellWarning')).toEqual(['1']);
    expect(value('Syslog.global.')).toContain('udp://a');
    expect(client.returned(...options, 'QueryOptions').length).toBeGreaterThan(20);
  });

  it.each([
    ['a setting that there is not', changed('UserVars.Nothing', 'long', '1')],
    ['text for a number', changed('UserVars.SuppressShellWarning', 'string', 'yes')],
    ['a negative number', changed('UserVars.SuppressShellWarning', 'long', '-1')],
  ])('refuses %s', (_, inner) => {
    expect(faultOf(signedIn(), ...options, 'UpdateOptions', inner)).toBe('InvalidArgument');
  });

  it('locks the host down once', () => {
    const client = signedIn();
    const mode = () => texts(fetch(client, 'HostAccessManager', 'hostAccessManager-21', 'lockdownMode'));
    expect(mode()).toEqual(['lockdownDisabled']);
    client.returned('HostSystem', host, 'EnterLockdownMode');
    expect(mode()).toEqual(['lockdownNormal']);
    expect(faultOf(client, 'HostSystem', host, 'EnterLockdownMode', '')).toBe('InvalidState');
    client.returned('HostSystem', host, 'ExitLockdownMode');
    expect(mode()).toEqual(['lockdownDisabled']);
  });

  it('needs the privilege for it on the host', () => {
    const client = signedIn();
    const anna = new SoapClient(client.world);
    anna.signIn('dev-anna@vsphere.local');
    expect(faultOf(anna, 'HostServiceSystem', 'serviceSystem-21', 'StartService', '<id>TSM</id>')).toBe(
      'NoPermission',
    );
  });
});
