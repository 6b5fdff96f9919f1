// Which networks a host has, and which hosts a network: those of its datacenter, of its distributed switch, of clusters that NSX prepares.
import { expect, it } from 'vitest';
import { signedIn, within, type SoapClient } from './client.ts';

/** Ids that a property of an object lists. */
function listed(client: SoapClient, type: string, id: string, property: string): readonly string[] {
  const [told] = client.returned(
    'PropertyCollector',
    'propertyCollector',
    'RetrieveProperties',
    `<specSet><propSet><type>${type}</type><pathSet>${property}</pathSet></propSet><objectSet><obj type="${type}">${id}</obj></objectSet></specSet>`,
  );
  return (told === undefined ? [] : within(told, 'propSet'))
    .flatMap((set) => within(set, 'val'))
    .flatMap(({ children }) => children.map(({ text }) => text));
}

const spec =
  '<spec><hostName>esxi-77.sandbox.lab</hostName><userName>root</userName><password>VMware1!</password><force>false</force></spec>';

it('a datacenter that somebody made has the standard port group with its first host, be it of no cluster', () => {
  const client = signedIn();
  const [made] = client.returned('Folder', 'group-d1', 'CreateDatacenter', '<name>branch</name>');
  const datacenter = made?.text ?? '';
  const connected = `${spec}<addConnected>true</addConnected>`;
  client.returned(
    'Folder',
    datacenter.replace('datacenter-', 'group-h'),
    'AddStandaloneHost_Task',
    connected,
  );
  expect(listed(client, 'Datacenter', datacenter, 'network')).toEqual([
    datacenter.replace('datacenter', 'network'),
  ]);
});

it('a standalone host has the standard port group alone, and is on no distributed switch', () => {
  const client = signedIn();
  const [task] = client.returned(
    'Folder',
    'group-h5',
    'AddStandaloneHost_Task',
    `${spec}<addConnected>true</addConnected>`,
  );
  expect(task?.text).toMatch(/^task-/);
  const [host] = client.world
    .view('fabric')
    .list('vsphere.sandbox/hosts')
    .filter(({ metadata }) => metadata.name === 'esxi-77.sandbox.lab') as never as readonly {
    readonly spec: { readonly moid: string };
  }[];
  const moid = host?.spec.moid ?? '';
  expect(listed(client, 'HostSystem', moid, 'network')).toEqual(['network-10']);
  expect(listed(client, 'Network', 'network-10', 'host')).toContain(moid);
  expect(listed(client, 'DistributedVirtualPortgroup', 'dvportgroup-14', 'host')).toEqual([
    'host-21',
    'host-22',
    'host-23',
    'host-24',
  ]);
  const ofMember = listed(client, 'HostSystem', 'host-21', 'network');
  expect(ofMember).toEqual(expect.arrayContaining(['network-10', 'dvportgroup-14']));
  expect(ofMember.some((id) => id.startsWith('network-o'))).toBe(true);
});
