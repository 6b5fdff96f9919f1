// VMs found by what their guests say of themselves; and what is asked of VMs, clusters and folders beyond what is here, refused or done.
import { describe, expect, it } from 'vitest';
import { readXml, type XmlElement } from '../../../src/std/xml.ts';
import { signedIn, textAt, within, type SoapClient } from './client.ts';

const index = ['SearchIndex', 'SearchIndex'] as const;

const faultOf = (client: SoapClient, type: string, id: string, method: string, inner: string) => {
  const { status, body } = client.call(type, id, method, inner);
  expect(status).toBe(500);
  const [fault] = within(readXml(body), 'Body')[0]?.children ?? [];
  return {
    type: within(fault as XmlElement, 'detail')[0]?.children[0]?.attributes['xsi:type'],
    words: textAt(fault, 'faultstring'),
  };
};

it.each<[string, string, readonly string[]]>([
  ['FindByIp', '<ip>10.0.10.51</ip><vmSearch>true</vmSearch>', ['vm-51']],
  ['FindByIp', '<ip>10.0.10.101</ip><vmSearch>false</vmSearch>', ['host-21']],
  ['FindAllByIp', '<ip>10.9.9.9</ip><vmSearch>true</vmSearch>', []],
  ['FindByDnsName', '<dnsName>ESXI-02.sandbox.lab</dnsName><vmSearch>false</vmSearch>', ['host-22']],
  [
    'FindByDatastorePath',
    '<datacenter type="Datacenter">datacenter-3</datacenter><path>[vsanDatastore] SupervisorControlPlaneVM (1)/SupervisorControlPlaneVM (1).vmx</path>',
    ['vm-51'],
  ],
])('%s finds %s', (method, inner, ids) => {
  expect(
    signedIn()
      .returned(...index, method, inner)
      .map(({ text }) => text),
  ).toEqual(ids);
});

it.each<[string, string, readonly string[]]>([
  [
    '<searchStr>ANNA</searchStr><exactMatch>false</exactMatch><findUsers>true</findUsers><findGroups>true</findGroups>',
    '',
    ['dev-anna'],
  ],
  [
    '<searchStr>administrator</searchStr><exactMatch>true</exactMatch><findUsers>true</findUsers><findGroups>true</findGroups>',
    '',
    ['administrator'],
  ],
  [
    '<searchStr>admins</searchStr><exactMatch>false</exactMatch><findUsers>true</findUsers><findGroups>false</findGroups>',
    '',
    [],
  ],
  [
    '<searchStr>dcadmins</searchStr><exactMatch>true</exactMatch><findUsers>false</findUsers><findGroups>true</findGroups>',
    'VSPHERE.LOCAL',
    ['DCAdmins'],
  ],
])('users and groups are looked up: %s', (inner, domain, names) => {
  const client = signedIn();
  const within_ = domain === '' ? '' : `<domain>${domain}</domain>`;
  const told = client.returned('UserDirectory', 'UserDirectory', 'RetrieveUserGroups', `${within_}${inner}`);
  expect(told.map((each) => textAt(each, 'principal'))).toEqual(names);
  const elsewhere = `<domain>other.lab</domain>${inner}`;
  expect(client.call('UserDirectory', 'UserDirectory', 'RetrieveUserGroups', elsewhere).status).toBe(500);
});

describe('what is not here is refused, rather than forgotten', () => {
  const client = signedIn();
  const drs =
    '<spec xsi:type="ClusterConfigSpecEx"><drsVmConfigSpec><operation>add</operation><info><key type="VirtualMachine">vm-51</key><behavior>manual</behavior></info></drsVmConfigSpec></spec><modify>true</modify>';
  const dpm =
    '<spec xsi:type="ClusterConfigSpecEx"><dpmConfig><enabled>true</enabled></dpmConfig></spec><modify>true</modify>';
  it.each([
    ['an automation of one VM', drs, /single virtual machines/],
    ['power management of hosts', dpm, /Distributed Power Management/],
  ])('%s', (_, inner, words) => {
    expect(
      faultOf(client, 'ClusterComputeResource', 'domain-c8', 'ReconfigureComputeResource_Task', inner),
    ).toEqual({
      type: 'NotSupported',
      words: expect.stringMatching(words) as string,
    });
  });

  it('an instant clone of a VM that does not run', () => {
    const config =
      '<config><name>off</name><guestId>otherGuest</guestId><files><vmPathName>[vsanDatastore]</vmPathName></files></config><pool type="ResourcePool">resgroup-9</pool>';
    client.returned('Folder', 'group-v4', 'CreateVM_Task', config);
    client.pass(30);
    const [vm] = client.returned(
      ...index,
      'FindByInventoryPath',
      '<inventoryPath>/dc01/vm/off</inventoryPath>',
    );
    const inner = '<spec><name>copy</name><location/></spec>';
    expect(faultOf(client, 'VirtualMachine', vm?.text ?? '', 'InstantClone_Task', inner).type).toBe(
      'InvalidPowerState',
    );
  });

  it('unregistering VMs; a folder without any goes', () => {
    const [folder] = client.returned('Folder', 'group-v4', 'CreateFolder', '<name>sub</name>');
    expect(faultOf(client, 'Folder', 'group-v4', 'UnregisterAndDestroy_Task', '').type).toBe('NotSupported');
    expect(client.call('Folder', folder?.text ?? '', 'UnregisterAndDestroy_Task').status).toBe(200);
  });
});
