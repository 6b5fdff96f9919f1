// Datastores on shares of NFS servers, as govc and Terraform mount them on one host after another, put VMs on them and take them off again.
import { beforeEach, expect, it } from 'vitest';
import { signedIn, type SoapClient } from './client.ts';

const hosts = [21, 22, 23, 24];

let client: SoapClient;
beforeEach(() => {
  client = signedIn();
});

const mount = (host: number, spec: Readonly<Record<string, string>> = {}) => {
  const members = {
    remoteHost: 'nas01.sandbox.lab',
    remotePath: '/export/gold',
    localPath: 'nfs-gold',
    accessMode: 'readWrite',
    ...spec,
  };
  const inner = Object.entries(members).map(([name, value]) => `<${name}>${value}</${name}>`);
  return client.call(
    'HostDatastoreSystem',
    `datastoreSystem-${host}`,
    'CreateNasDatastore',
    `<spec>${inner.join('')}</spec>`,
  );
};
const idIn = (body: string): string => />(datastore-\d+)</.exec(body)?.[1] ?? '';
const unmount = (host: number, id: string) =>
  client.call(
    'HostDatastoreSystem',
    `datastoreSystem-${host}`,
    'RemoveDatastore',
    `<datastore type="Datastore">${id}</datastore>`,
  );
const wordsOf = (body: string): string => /<faultstring>([^<]*)/.exec(body)?.[1] ?? '';
const stores = () =>
  client.world.view('fabric').list('vsphere.sandbox/datastores') as never as readonly {
    readonly metadata: { readonly name: string };
    readonly spec: { readonly moid: string; readonly type: string; readonly nas?: object };
  }[];
const mountedOn = (name: string): number =>
  (
    client.world.view('fabric').list('vsphere.sandbox/hosts') as never as readonly {
      readonly spec: { readonly datastores?: readonly string[] };
    }[]
  ).filter(({ spec }) => spec.datastores?.includes(name)).length;
const vm = (id: string) =>
  client.call(
    'Folder',
    'group-v4',
    'CreateVM_Task',
    `<config><name>gold-vm</name><guestId>otherGuest</guestId><files><vmPathName>[nfs-gold]</vmPathName></files>
<deviceChange><operation>add</operation><fileOperation>create</fileOperation><device xsi:type="VirtualDisk"><key>-1</key><backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName>[nfs-gold]</fileName><diskMode>persistent</diskMode></backing><controllerKey>1000</controllerKey><unitNumber>0</unitNumber><capacityInKB>1048576</capacityInKB></device></deviceChange></config><pool type="ResourcePool">resgroup-9</pool><host type="HostSystem">${id}</host>`,
  );

it('one datastore for all hosts that mount the share; with the last of them it is gone', () => {
  const [id = '', ...others] = hosts.map((host) => idIn(mount(host).body));
  expect(others).toEqual([id, id, id]);
  expect([stores().find(({ spec }) => spec.moid === id)?.spec, mountedOn('nfs-gold')]).toMatchObject([
    { type: 'NFS', nas: { server: 'nas01.sandbox.lab', path: '/export/gold' } },
    4,
  ]);
  const [info] = client.returned(
    'PropertyCollector',
    'propertyCollector',
    'RetrieveProperties',
    `<specSet><propSet><type>Datastore</type><pathSet>info</pathSet></propSet><objectSet><obj type="Datastore">${id}</obj></objectSet></specSet>`,
  );
  expect(JSON.stringify(info)).toContain('nas01.sandbox.lab');
  for (const host of hosts) expect(unmount(host, id).status).toBe(200);
  expect(stores().map(({ metadata }) => metadata.name)).toEqual(['vsanDatastore']);
});

it('it stays on the host of a VM that lies on it, and goes from the others', () => {
  const id = idIn(mount(21).body);
  mount(22);
  expect(vm('host-21').status).toBe(200);
  expect(wordsOf(unmount(21, id).body)).toBe("The resource 'nfs-gold' is in use.");
  expect(unmount(22, id).status).toBe(200);
  expect(wordsOf(client.call('Datastore', id, 'Destroy_Task').body)).toBe(
    "The resource 'nfs-gold' is in use.",
  );
});

it('what is mounted to be read takes no VM', () => {
  mount(21, { accessMode: 'readOnly' });
  expect(wordsOf(vm('host-21').body)).toBe("The datastore 'nfs-gold' is mounted read-only.");
});

it.each<[string, Readonly<Record<string, string>>, string]>([
  ['the same again', {}, "The specified key, name, or identifier 'nfs-gold' already exists."],
  ['another share by its name', { remotePath: '/other' }, "The name 'nfs-gold' already exists."],
  ['its share by another name', { localPath: 'other' }, "The name 'nfs-gold' already exists."],
  ['no path', { remotePath: 'x', localPath: 'y' }, 'A specified parameter was not correct: spec.remotePath'],
  ['a long name', { localPath: 'x'.repeat(43) }, 'A specified parameter was not correct: spec.localPath'],
  ['an odd mode', { accessMode: 'x' }, 'A specified parameter was not correct: spec.accessMode'],
])('%s is refused', (_what, spec, words) => {
  expect(mount(21).status).toBe(200);
  expect(wordsOf(mount(21, spec).body)).toBe(words);
});

it('it goes with the last host that had it', () => {
  mount(24);
  client.call('HostSystem', 'host-24', 'EnterMaintenanceMode_Task', '<timeout>0</timeout>');
  client.pass(600);
  expect(client.call('HostSystem', 'host-24', 'Destroy_Task').status).toBe(200);
  expect(stores().map(({ metadata }) => metadata.name)).toEqual(['vsanDatastore']);
});

it('vSAN is not removed', () => {
  const [vsan] = stores();
  expect(unmount(21, vsan?.spec.moid ?? '').body).toContain('NotSupported');
  expect(unmount(21, 'datastore-9999').body).toContain('ManagedObjectNotFound');
});
