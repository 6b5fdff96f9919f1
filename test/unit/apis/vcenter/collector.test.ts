// VI/JSON as clients of the property collector use it: the service's content, signing in, views, traversals, properties by path.
import { describe, expect, it } from 'vitest';
import type { WireResponse } from '../../../../src/apis/kubernetes/wire.ts';
import { Client, signedIn } from './support.ts';

const sdk = '/sdk/vim25/8.0.1.0';
const ref = (type: string, value: string) => ({ _typeName: 'ManagedObjectReference', type, value });

interface ObjectContent {
  readonly obj: { readonly type: string; readonly value: string };
  readonly propSet: readonly { readonly name: string; readonly val: unknown }[];
}

function retrieve(client: Client, specSet: unknown): readonly ObjectContent[] {
  const { status, body } = client.ask(
    'POST',
    `${sdk}/PropertyCollector/propertyCollector/RetrievePropertiesEx`,
    { specSet, options: {} },
  );
  expect(status, JSON.stringify(body)).toBe(200);
  return (body as { readonly objects: readonly ObjectContent[] }).objects;
}

describe('before a session', () => {
  it('the content is told, and a login gives a session for everything', () => {
    const client = new Client();
    const content = client.ask('POST', `${sdk}/ServiceInstance/ServiceInstance/RetrieveServiceContent`, {});
    expect(content).toMatchObject({
      status: 200,
      body: {
        rootFolder: ref('Folder', 'group-d1'),
        propertyCollector: ref('PropertyCollector', 'PropertyCollector'),
        about: { apiType: 'VirtualCenter', version: '8.0.1', build: '21560480' },
      },
    });
    const login = (password: string) =>
      client.world.request({
        method: 'POST',
        path: `${sdk}/SessionManager/SessionManager/Login`,
        headers: {},
        body: JSON.stringify({ userName: 'administrator@vsphere.local', password }),
      }) as WireResponse;
    expect(JSON.parse(login('wrong').body)).toMatchObject({ _typeName: 'InvalidLogin' });
    const { status, headers } = login('VMware1!');
    expect(status).toBe(200);
    const token = String(headers['vmware-api-session-id']);
    const host = {
      method: 'GET',
      path: `${sdk}/HostSystem/host-21/name`,
      headers: { 'vmware-api-session-id': token },
    };
    expect(JSON.parse((client.world.request(host) as WireResponse).body)).toBe('esxi-01.sandbox.lab');
    expect(client.ask('GET', `${sdk}/HostSystem/host-21/name`).status).toBe(401);
  });
});

it('a view has everything below its container, of the types that are asked for', () => {
  const client = signedIn();
  const view = client.ask('POST', `${sdk}/ViewManager/ViewManager/CreateContainerView`, {
    container: ref('Folder', 'group-d1'),
    type: ['HostSystem', 'VirtualMachine'],
    recursive: true,
  }).body;
  const objects = retrieve(client, [
    {
      propSet: [
        { type: 'HostSystem', pathSet: ['name', 'runtime.inMaintenanceMode'] },
        { type: 'VirtualMachine', pathSet: ['name', 'summary.config.numCpu', 'nothing.such'] },
      ],
      objectSet: [
        {
          obj: view,
          skip: true,
          selectSet: [{ _typeName: 'TraversalSpec', type: 'ContainerView', path: 'view' }],
        },
      ],
    },
  ]);
  expect(objects.map(({ obj }) => obj.value)).toEqual([
    'host-21',
    'host-22',
    'host-23',
    'host-24',
    'vm-51',
    'vm-52',
    'vm-53',
  ]);
  expect(objects[0]?.propSet).toEqual([
    {
      _typeName: 'DynamicProperty',
      name: 'name',
      val: { _typeName: 'string', _value: 'esxi-01.sandbox.lab' },
    },
    {
      _typeName: 'DynamicProperty',
      name: 'runtime.inMaintenanceMode',
      val: { _typeName: 'boolean', _value: false },
    },
  ]);
  expect(objects[4]?.propSet.map(({ name }) => name)).toEqual(['name', 'summary.config.numCpu']);
  expect(
    client.ask('POST', `${sdk}/ContainerView/${(view as { value: string }).value}/DestroyView`).status,
  ).toBe(204);
});

it('selections lead from folder to folder by their names', () => {
  const client = signedIn();
  const selectSet = [
    {
      _typeName: 'TraversalSpec',
      name: 'f',
      type: 'Folder',
      path: 'childEntity',
      selectSet: [{ name: 'f' }, { name: 'd' }, { name: 'c' }],
    },
    {
      _typeName: 'TraversalSpec',
      name: 'd',
      type: 'Datacenter',
      path: 'hostFolder',
      selectSet: [{ name: 'f' }],
    },
    { _typeName: 'TraversalSpec', name: 'c', type: 'ComputeResource', path: 'host' },
  ];
  const objects = retrieve(client, [
    {
      propSet: [{ type: 'ManagedEntity', pathSet: ['name'] }],
      objectSet: [{ obj: ref('Folder', 'group-d1'), selectSet }],
    },
  ]);
  expect(objects.map(({ obj }) => obj.value)).toEqual([
    'group-d1',
    'datacenter-3',
    'group-h5',
    'domain-c8',
    'host-21',
    'host-22',
    'host-23',
    'host-24',
  ]);
});

it('an object is found by its path and told by GET; what is not there is said', () => {
  const client = signedIn();
  const find = (inventoryPath: string) =>
    client.ask('POST', `${sdk}/SearchIndex/SearchIndex/FindByInventoryPath`, { inventoryPath });
  expect(find('/dc01/host/mgmt-cl01').body).toEqual(ref('ClusterComputeResource', 'domain-c8'));
  expect(find('/dc01/host/none')).toEqual({ status: 204, body: undefined });
  expect(client.ask('GET', `${sdk}/ClusterComputeResource/domain-c8/configurationEx`).body).toMatchObject({
    dasConfig: { enabled: true },
    drsConfig: { enabled: true, defaultVmBehavior: 'fullyAutomated', vmotionRate: 3 },
  });
  expect(client.ask('GET', `${sdk}/VirtualMachine/vm-999/name`)).toMatchObject({
    status: 500,
    body: { _typeName: 'ManagedObjectNotFound', obj: ref('VirtualMachine', 'vm-999') },
  });
  expect(client.ask('GET', `${sdk}/VirtualMachine/vm-51/colour`).status).toBe(404);
});

it('whoever may see nothing gets nothing', () => {
  const anna = new Client();
  anna.signIn('dev-anna@vsphere.local');
  expect(anna.ask('GET', `${sdk}/HostSystem/host-21/name`)).toMatchObject({
    status: 500,
    body: { _typeName: 'ManagedObjectNotFound' },
  });
});
