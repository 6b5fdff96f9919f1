// Files that people put on datastores: over HTTP and by the managers of files and of disks, with the room that they take.
import { describe, expect, it } from 'vitest';
import type { WireResponse } from '../../../src/apis/kubernetes/wire.ts';
import { signedIn, SoapClient, textAt } from './client.ts';

const files = ['FileManager', 'FileManager'] as const;
const disks = ['VirtualDiskManager', 'virtualDiskManager'] as const;

const folder = (client: SoapClient, method: string, path: string, body?: string, bytes?: number) =>
  client.world.request({
    method,
    path: `/folder/${path}?dcPath=dc01&dsName=vsanDatastore`,
    headers: {
      cookie: client.cookie,
      ...(bytes === undefined ? {} : { 'content-length': String(bytes) }),
    },
    ...(body === undefined ? {} : { body }),
  }) as WireResponse;

const freeBytes = (client: SoapClient): number => {
  const [summary] = client.returned('Datastore', 'datastore-22', 'Fetch', '<prop>summary</prop>');
  return Number(textAt(summary, 'freeSpace'));
};

const isThere = (client: SoapClient, path: string): boolean => folder(client, 'HEAD', path).status === 200;

const pathsOf = (from: string, to: string, [first, second] = ['sourceName', 'destinationName']): string =>
  `<${first}>[vsanDatastore] ${from}</${first}><${second}>[vsanDatastore] ${to}</${second}>`;

describe('a file', () => {
  it('is written, read, listed and deleted over HTTP', () => {
    const client = signedIn();
    expect(folder(client, 'PUT', 'notes/a.txt', 'grün').status).toBe(201);
    expect(folder(client, 'GET', 'notes/a.txt')).toMatchObject({ status: 200, body: 'grün' });
    expect(folder(client, 'HEAD', 'notes/a.txt').headers['content-length']).toBe('5');
    expect(folder(client, 'GET', 'notes').body).toContain('<li>a.txt</li>');
    expect(folder(client, 'PUT', 'notes/a.txt', 'blau').status).toBe(200);
    expect(folder(client, 'DELETE', 'notes/a.txt').status).toBe(204);
    expect(folder(client, 'GET', 'notes/a.txt').status).toBe(404);
  });

  it('takes the room that it needs, and gives it back; bytes that are not kept cannot be read', () => {
    const client = signedIn();
    const [mebibyte, before] = [1_048_576, freeBytes(client)];
    folder(client, 'PUT', 'isos/a.iso', undefined, 900 * mebibyte);
    expect(before - freeBytes(client)).toBe(900 * mebibyte);
    expect(folder(client, 'GET', 'isos/a.iso').status).toBe(501);
    expect(folder(client, 'PUT', 'isos/b.iso', undefined, before).status).toBe(507);
    folder(client, 'DELETE', 'isos');
    expect(freeBytes(client)).toBe(before);
  });

  it('lies on the datastore of its datacenter, where another has one of the same name', () => {
    const client = signedIn();
    const [made] = client.returned('Folder', 'group-d1', 'CreateDatacenter', '<name>branch</name>');
    const branch = made?.text ?? '';
    client.returned(
      'Folder',
      branch.replace('datacenter-', 'group-h'),
      'AddStandaloneHost_Task',
      '<spec><hostName>esxi-77.sandbox.lab</hostName><userName>root</userName><password>VMware1!</password></spec><addConnected>true</addConnected>',
    );
    const hosts = client.world.view('fabric').list('vsphere.sandbox/hosts') as never as readonly {
      readonly spec: { readonly moid: string };
    }[];
    for (const { spec } of hosts)
      client.call(
        'HostDatastoreSystem',
        spec.moid.replace('host', 'datastoreSystem'),
        'CreateNasDatastore',
        '<spec><remoteHost>nas01</remoteHost><remotePath>/a</remotePath><localPath>nfs</localPath><accessMode>readWrite</accessMode></spec>',
      );
    const at = (method: string, datacenter: string) =>
      client.world.request({
        method,
        path: `/folder/a/b.txt?dcPath=${datacenter}&dsName=nfs`,
        headers: { cookie: client.cookie },
        ...(method === 'PUT' ? { body: 'text' } : {}),
      }).status;
    client.call(
      ...files,
      'MakeDirectory',
      `<name>[nfs] a</name><datacenter type="Datacenter">${branch}</datacenter>`,
    );
    expect(at('GET', 'nowhere')).toBe(404);
    expect(at('PUT', 'branch')).toBe(201);
    expect(at('GET', 'branch')).toBe(200);
    expect(at('GET', 'dc01')).toBe(404);
    expect(folder(client, 'GET', 'a').status).toBe(404);
  });

  it.each<[string, string, number]>([
    ['GET', 'nothing/a.txt', 404],
    ['GET', 'notes/../../a.txt', 400],
    ['DELETE', 'SupervisorControlPlaneVM%20(1)/SupervisorControlPlaneVM%20(1).vmdk', 409],
    ['PATCH', 'a.txt', 405],
  ])('%s %s is refused with %i', (method, path, status) => {
    expect(folder(signedIn(), method, path).status).toBe(status);
  });

  it('is not for strangers, nor for who may not browse', () => {
    expect(folder(new SoapClient(), 'GET', 'a.txt').status).toBe(401);
    const anna = new SoapClient();
    anna.signIn('dev-anna@vsphere.local');
    expect(folder(anna, 'PUT', 'a.txt', 'x').status).toBe(403);
  });
});

it('folders are made, files copied and moved with them, all deleted', () => {
  const client = signedIn();
  const call = (method: string, inner: string) => client.call(...files, method, inner);
  const make = (path: string, parents: boolean) =>
    call(
      'MakeDirectory',
      `<name>[vsanDatastore] ${path}</name><createParentDirectories>${parents}</createParentDirectories>`,
    );
  expect(make('a/b', false).body).toContain('FileNotFound');
  expect(make('a/b', true).status).toBe(200);
  expect(make('a', false).body).toContain('FileAlreadyExists');
  folder(client, 'PUT', 'a/b/c.txt', 'c');
  call('CopyDatastoreFile_Task', pathsOf('a', 'd'));
  expect(folder(client, 'GET', 'd/b/c.txt').body).toBe('c');
  expect(call('CopyDatastoreFile_Task', pathsOf('a/b/c.txt', 'd/b/c.txt')).body).toContain(
    'FileAlreadyExists',
  );
  call('MoveDatastoreFile_Task', pathsOf('d/b/c.txt', 'e.txt'));
  expect([isThere(client, 'd/b/c.txt'), isThere(client, 'e.txt')]).toEqual([false, true]);
  call('DeleteDatastoreFile_Task', '<name>[vsanDatastore] a</name>');
  expect(folder(client, 'GET', 'a').status).toBe(404);
});

it('a virtual disk is made, extended, copied and deleted', () => {
  const client = signedIn();
  const before = freeBytes(client);
  const call = (method: string, inner: string) => client.call(...disks, method, inner);
  const name = '<name>[vsanDatastore] disks/a.vmdk</name>';
  call(
    'CreateVirtualDisk_Task',
    `${name}<spec xsi:type="SeSparseVirtualDiskSpec"><capacityKb>1048576</capacityKb></spec>`,
  );
  call('ExtendVirtualDisk_Task', `${name}<newCapacityKb>2097152</newCapacityKb>`);
  call('CopyVirtualDisk_Task', pathsOf('disks/a.vmdk', 'disks/b.vmdk', ['sourceName', 'destName']));
  expect(before - freeBytes(client)).toBe(4 * 1_024 * 1_048_576);
  expect(call('ExtendVirtualDisk_Task', `${name}<newCapacityKb>1024</newCapacityKb>`).body).toContain(
    'InvalidArgument',
  );
  call('DeleteVirtualDisk_Task', name);
  expect(before - freeBytes(client)).toBe(2 * 1_024 * 1_048_576);
});
