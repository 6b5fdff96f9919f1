// The inventory as it is made, changed and taken down: datacenters, folders, clusters, resource pools and hosts, by REST and by VI/JSON.
import { describe, expect, it, test } from 'vitest';
import { Client, signedIn } from './support.ts';

const failure = (type: string, message: string | RegExp) => ({
  error_type: type,
  messages: expect.arrayContaining([
    expect.objectContaining({
      default_message: typeof message === 'string' ? message : expect.stringMatching(message),
    }),
  ]) as unknown,
});

const fault = (type: string, message: string | RegExp) => ({
  _typeName: type,
  faultMessage: [{ message: typeof message === 'string' ? message : expect.stringMatching(message) }],
});

const vim = (type: string, moid: string, method: string) => `/sdk/vim25/8.0.1.0/${type}/${moid}/${method}`;

/** The value of a reference that a method of VI/JSON gave. */
function referred(client: Client, path: string, body: unknown): string {
  const answered = client.ask('POST', path, body);
  expect(answered, path).toMatchObject({ status: 200, body: { _typeName: 'ManagedObjectReference' } });
  return (answered.body as { readonly value: string }).value;
}

function made(client: Client, path: string, body: unknown): string {
  const { status, body: id } = client.ask('POST', path, body);
  expect(status, JSON.stringify(id)).toBe(201);
  return String(id);
}

const datastores = '/api/vcenter/datastore';

describe('a datacenter', () => {
  it('comes with its folders, and goes when it is empty or by force', () => {
    const client = signedIn();
    const id = made(client, '/api/vcenter/datacenter', { name: 'Site B', folder: 'group-d1' });
    const number = /^datacenter-(\d+)$/.exec(id)?.[1] ?? '';
    expect(client.ask('GET', `/api/vcenter/datacenter/${id}`)).toEqual({
      status: 200,
      body: {
        name: 'Site B',
        datastore_folder: `group-s${number}`,
        host_folder: `group-h${number}`,
        network_folder: `group-n${number}`,
        vm_folder: `group-v${number}`,
      },
    });
    expect(client.ask('GET', '/rest/vcenter/datacenter?filter.names=Site%20B').body).toEqual({
      value: [{ datacenter: id, name: 'Site B' }],
    });
    const folder = referred(client, vim('Folder', `group-h${number}`, 'CreateFolder'), { name: 'racks' });
    expect(client.ask('GET', `/api/vcenter/folder?parent_folders=group-h${number}`).body).toEqual([
      { folder, name: 'racks', type: 'HOST' },
    ]);
    expect(client.ask('DELETE', `/api/vcenter/datacenter/${id}`)).toMatchObject({
      status: 400,
      body: failure('RESOURCE_IN_USE', "The resource 'Site B' is in use."),
    });
    expect(client.ask('DELETE', `/api/vcenter/datacenter/${id}?force=true`).status).toBe(204);
    expect(client.ask('GET', `/api/vcenter/datacenter/${id}`).status).toBe(404);
    expect(client.ask('GET', `/api/vcenter/folder?folders=${folder}`).body).toEqual([]);
  });

  const refusals: readonly (readonly [body: unknown, status: number, type: string, message: string])[] = [
    [{ name: 'dc01' }, 400, 'ALREADY_EXISTS', "Datacenter with name 'dc01' already exists."],
    [{ name: ' ' }, 400, 'INVALID_ARGUMENT', "The name ' ' is invalid."],
    [{ name: 'a'.repeat(81) }, 400, 'INVALID_ARGUMENT', `The name '${'a'.repeat(81)}' is invalid.`],
    [{}, 400, 'INVALID_ARGUMENT', "Structure 'operation-input' is missing a field: name"],
    [
      { name: 'b', folder: 'group-d9' },
      404,
      'NOT_FOUND',
      "Folder with identifier 'group-d9' does not exist.",
    ],
    [
      { name: 'b', folder: 'group-v4' },
      400,
      'INVALID_ARGUMENT',
      "Folder 'group-v4' is not a folder of type DATACENTER.",
    ],
    [
      { name: 'b', size: 1 },
      400,
      'UNEXPECTED_INPUT',
      "Found unexpected fields [size] in structure 'operation-input'.",
    ],
  ];
  test.each(refusals)('is not made of %j', (body, status, type, message) => {
    expect(signedIn().ask('POST', '/api/vcenter/datacenter', body)).toMatchObject({
      status,
      body: failure(type, message),
    });
  });

  it('with Workload Management stays even by force', () => {
    expect(signedIn().ask('DELETE', '/api/vcenter/datacenter/datacenter-3?force=true')).toMatchObject({
      status: 400,
      body: failure('RESOURCE_IN_USE', "The resource 'dc01' is in use."),
    });
  });
});

const spec = {
  drsConfig: { enabled: true, defaultVmBehavior: 'partiallyAutomated', vmotionRate: 2 },
  dasConfig: { enabled: true },
  vsanConfig: { enabled: true },
};

describe('a cluster', () => {
  it('is made in a folder for hosts, takes hosts with their disks, and goes when they have gone', () => {
    const client = signedIn();
    const cluster = referred(client, vim('Folder', 'group-h5', 'CreateClusterEx'), { name: 'cl02', spec });
    expect(client.ask('GET', '/api/vcenter/cluster?names=cl02').body).toEqual([
      { cluster, name: 'cl02', ha_enabled: true, drs_enabled: true },
    ]);
    expect(client.world.view('fabric').get('vsphere.sandbox/clusters', 'cl02')).toMatchObject({
      spec: { drs: { automation: 'partiallyAutomated', migrationThreshold: 4 } },
    });
    const add = vim('ClusterComputeResource', cluster, 'AddHost_Task');
    const connect = (hostName: string) => ({ spec: { hostName, userName: 'root', password: 'x' } });
    referred(client, add, connect('esxi-11.sandbox.lab'));
    const task = referred(client, add, connect('esxi-12.sandbox.lab'));
    client.pass(5);
    expect(client.ask('GET', `/api/cis/tasks/${task}`)).toMatchObject({ body: { status: 'SUCCEEDED' } });
    const hosts = client.ask('GET', `/api/vcenter/host?clusters=${cluster}`).body as { host: string }[];
    expect(hosts).toMatchObject([
      { name: 'esxi-11.sandbox.lab', connection_state: 'CONNECTED', power_state: 'POWERED_ON' },
      { name: 'esxi-12.sandbox.lab' },
    ]);
    const told = client.ask('GET', datastores).body as { name: string; type: string; capacity: number }[];
    expect(told.map(({ name, type, capacity }) => `${name} ${type} ${capacity / 2 ** 30}`)).toEqual(
      expect.arrayContaining([
        'vsanDatastore-cl02 VSAN 8192',
        'datastore1 VMFS 512',
        'datastore1 (1) VMFS 512',
      ]),
    );
    const [first, second] = hosts.map(({ host }) => host) as [string, string];
    expect(client.ask('DELETE', `/api/vcenter/host/${first}`)).toMatchObject({
      status: 400,
      body: failure('RESOURCE_IN_USE', "The resource 'esxi-11.sandbox.lab' is in use."),
    });
    expect(client.ask('POST', vim('ClusterComputeResource', cluster, 'Destroy_Task'))).toMatchObject({
      status: 500,
      body: fault('ResourceInUse', "The resource 'cl02' is in use."),
    });
    for (const host of [first, second])
      referred(client, vim('HostSystem', host, 'EnterMaintenanceMode_Task'), {});
    client.pass(60);
    expect(client.ask('DELETE', `/api/vcenter/host/${first}`).status).toBe(204);
    // Out of one cluster into another, as it is in maintenance mode.
    referred(client, vim('ClusterComputeResource', 'domain-c8', 'MoveInto_Task'), {
      host: [{ type: 'HostSystem', value: second }],
    });
    expect(client.ask('GET', '/api/vcenter/host?clusters=domain-c8').body).toHaveLength(5);
    referred(client, vim('ClusterComputeResource', cluster, 'Destroy_Task'), {});
    expect(client.ask('GET', `/api/vcenter/cluster/${cluster}`).status).toBe(404);
  });

  it('keeps its id and its hosts when it is renamed', () => {
    const client = signedIn();
    referred(client, vim('ClusterComputeResource', 'domain-c8', 'Rename_Task'), { newName: 'Management' });
    expect(client.ask('GET', '/api/vcenter/cluster/domain-c8').body).toMatchObject({ name: 'Management' });
    expect(client.ask('GET', '/api/vcenter/host?clusters=domain-c8').body).toHaveLength(4);
  });

  const refusals: readonly (readonly [folder: string, body: unknown, type: string, message: RegExp])[] = [
    ['group-h5', { name: 'mgmt-cl01', spec }, 'DuplicateName', /'mgmt-cl01' already exists/],
    ['group-v4', { name: 'b', spec }, 'InvalidArgument', /'group-v4' takes no clusters/],
    ['group-h5', { spec }, 'InvalidArgument', /was not correct: name$/],
    ['group-h5', { name: 'b', spec: { drsConfig: { vmotionRate: 6 } } }, 'InvalidArgument', /vmotionRate$/],
  ];
  test.each(refusals)('in %s is not made of %j', (folder, body, type, message) => {
    expect(signedIn().ask('POST', vim('Folder', folder, 'CreateClusterEx'), body)).toMatchObject({
      status: 500,
      body: fault(type, message),
    });
  });
});

const host = {
  hostname: 'esxi-20.sandbox.lab',
  user_name: 'root',
  password: 'x',
  thumbprint_verification: 'NONE',
};

describe('a host', () => {
  it('stands alone in its folder, with a datastore of its own, and goes with it', () => {
    const client = signedIn();
    const id = made(client, '/api/vcenter/host', { ...host, folder: 'group-h5' });
    expect(client.ask('GET', '/api/vcenter/host?standalone=true').body).toMatchObject([{ host: id }]);
    const stored = client.world.view('fabric').get('vsphere.sandbox/hosts', host.hostname);
    expect(stored).toMatchObject({
      spec: { cluster: '', memoryMiB: 256 * 1024, managementIp: '10.0.10.105', build: '8.0.1, 21495797' },
    });
    expect(client.ask('GET', `${datastores}?names=datastore1`).body).toHaveLength(1);
    expect(client.ask('DELETE', `/rest/vcenter/host/${id}`).status).toBe(200);
    expect(client.ask('GET', `${datastores}?names=datastore1`).body).toEqual([]);
  });

  it('is disconnected and connected again, while what runs on it goes on', () => {
    const client = signedIn();
    const state = () =>
      (client.ask('GET', '/api/vcenter/host?hosts=host-22').body as { connection_state: string }[])[0]
        ?.connection_state;
    const ask = (action: string) => client.ask('POST', `/api/vcenter/host/host-22?action=${action}`);
    expect(ask('connect')).toMatchObject({
      status: 400,
      body: failure('ALREADY_IN_DESIRED_STATE', 'Host is already connected.'),
    });
    expect(ask('disconnect')).toEqual({ status: 204, body: undefined });
    client.pass(120);
    expect(state()).toBe('DISCONNECTED');
    expect(client.world.view('supervisor').get('core/nodes', 'esxi-02.sandbox.lab')).toMatchObject({
      status: {
        conditions: expect.arrayContaining([expect.objectContaining({ type: 'Ready', status: 'True' })]),
      },
    });
    expect(client.ask('POST', '/rest/vcenter/host/host-22/disconnect')).toMatchObject({
      status: 400,
      body: { type: 'com.vmware.vapi.std.errors.already_in_desired_state' },
    });
    expect(ask('connect').status).toBe(204);
    expect(state()).toBe('CONNECTED');
  });

  const refusals: readonly (readonly [
    body: unknown,
    status: number,
    type: string,
    message: string | RegExp,
  ])[] = [
    [
      { ...host, hostname: 'esxi-01.sandbox.lab' },
      400,
      'ALREADY_EXISTS',
      "The specified host 'esxi-01.sandbox.lab' already exists in vCenter.",
    ],
    [{ ...host, hostname: '10.0.10.101' }, 400, 'ALREADY_EXISTS', /already exists/],
    [{ ...host, hostname: 'esxi 20' }, 400, 'INVALID_ARGUMENT', "The name 'esxi 20' is invalid."],
    [{ ...host, folder: 'group-h99' }, 404, 'NOT_FOUND', /'group-h99' does not exist/],
    [
      { ...host, thumbprint_verification: 'THUMBPRINT' },
      400,
      'INVALID_ARGUMENT',
      /has a union that is missing a required field 'thumbprint' for this case$/,
    ],
    [
      { ...host, thumbprint_verification: 'THUMBPRINT', thumbprint: 'AA' },
      400,
      'UNVERIFIED_PEER',
      /certificate is not verified/,
    ],
    [{ hostname: 'a' }, 400, 'INVALID_ARGUMENT', "Structure 'operation-input' is missing a field: user_name"],
  ];
  test.each(refusals)('is not added as %j', (body, status, type, message) => {
    expect(signedIn().ask('POST', '/api/vcenter/host', body)).toMatchObject({
      status,
      body: failure(type, message),
    });
  });
});

const pool = { name: 'gold', parent: 'resgroup-9' };

describe('a resource pool', () => {
  it('is made, changed, nested and deleted: what is in it goes to its parent', () => {
    const client = signedIn();
    const id = made(client, '/api/vcenter/resource-pool', {
      ...pool,
      cpu_allocation: { reservation: 2_000, limit: 4_000, shares: { level: 'HIGH' } },
    });
    const inner = client.ask('POST', '/rest/vcenter/resource-pool', { spec: { name: 'inner', parent: id } });
    const { value: child } = inner.body as { readonly value: string };
    expect(client.ask('GET', `/api/vcenter/resource-pool/${id}`).body).toEqual({
      name: 'gold',
      resource_pools: [child],
      cpu_allocation: {
        reservation: 2_000,
        expandable_reservation: true,
        limit: 4_000,
        shares: { level: 'HIGH' },
      },
      memory_allocation: {
        reservation: 0,
        expandable_reservation: true,
        limit: -1,
        shares: { level: 'NORMAL' },
      },
    });
    const change = { name: 'platinum', memory_allocation: { shares: { level: 'CUSTOM', shares: 7 } } };
    expect(client.ask('PATCH', `/api/vcenter/resource-pool/${id}`, change).status).toBe(204);
    expect(client.ask('GET', `/api/vcenter/resource-pool/${id}`).body).toMatchObject({
      name: 'platinum',
      cpu_allocation: { limit: 4_000 },
      memory_allocation: { shares: { level: 'CUSTOM', shares: 7 } },
    });
    expect(client.ask('DELETE', `/api/vcenter/resource-pool/${id}`).status).toBe(204);
    expect(client.ask('GET', '/api/vcenter/resource-pool?parent_resource_pools=resgroup-9').body).toEqual(
      expect.arrayContaining([{ resource_pool: child, name: 'inner' }]),
    );
  });

  const all = 4 * 32 * 2_600;
  const refusals: readonly (readonly [
    body: unknown,
    status: number,
    type: string,
    message: string | RegExp,
  ])[] = [
    [
      { ...pool, parent: 'resgroup-1' },
      404,
      'NOT_FOUND',
      "Resource pool with identifier 'resgroup-1' does not exist.",
    ],
    [{ ...pool, name: 'demo' }, 400, 'ALREADY_EXISTS', "Resource pool with name 'demo' already exists."],
    [
      { ...pool, parent: 'resgroup-443' },
      400,
      'NOT_ALLOWED_IN_CURRENT_STATE',
      /managed by VMware vSphere Workload Management/,
    ],
    [
      { ...pool, cpu_allocation: { reservation: all + 1 } },
      500,
      'UNABLE_TO_ALLOCATE_RESOURCE',
      /^The available CPU resources in the parent resource pool are insufficient/,
    ],
    [
      { ...pool, cpu_allocation: { reservation: -1 } },
      400,
      'INVALID_ARGUMENT',
      'A specified parameter was not correct: cpu_allocation.reservation',
    ],
    [
      { ...pool, cpu_allocation: { reservation: 5, limit: 4 } },
      400,
      'INVALID_ARGUMENT',
      /cpu_allocation.limit$/,
    ],
    [
      { ...pool, cpu_allocation: { shares: { level: 'MOST' } } },
      400,
      'INVALID_ARGUMENT',
      /is not one of LOW, NORMAL, HIGH, CUSTOM/,
    ],
  ];
  test.each(refusals)('is not made of %j', (body, status, type, message) => {
    expect(signedIn().ask('POST', '/api/vcenter/resource-pool', body)).toMatchObject({
      status,
      body: failure(type, message),
    });
  });

  it('gives no more than it has, where it may not take from above', () => {
    const client = signedIn();
    const outer = (expandable: boolean, name: string) =>
      made(client, '/api/vcenter/resource-pool', {
        name,
        parent: 'resgroup-9',
        memory_allocation: { reservation: 1_024, expandable_reservation: expandable },
      });
    const inner = (parent: string) => ({ name: 'inner', parent, memory_allocation: { reservation: 2_048 } });
    expect(client.ask('POST', '/api/vcenter/resource-pool', inner(outer(false, 'fixed'))).status).toBe(500);
    expect(client.ask('POST', '/api/vcenter/resource-pool', inner(outer(true, 'loose'))).status).toBe(201);
  });

  it('at the root stays as it is', () => {
    for (const [method, body] of [
      ['DELETE', undefined],
      ['PATCH', { name: 'b' }],
    ] as const)
      expect(signedIn().ask(method, '/api/vcenter/resource-pool/resgroup-9', body)).toMatchObject({
        status: 400,
        body: failure('INVALID_ARGUMENT', /is a root resource pool/),
      });
  });
});

it('whoever lacks the privilege changes nothing', () => {
  const anna = new Client();
  anna.signIn('dev-anna@vsphere.local');
  const denied: readonly (readonly [string, string, string])[] = [
    ['POST', '/api/vcenter/datacenter', 'Datacenter.Create'],
    ['POST', '/api/vcenter/host', 'Host.Inventory.AddStandaloneHost'],
    ['POST', '/api/vcenter/resource-pool', 'Resource.CreatePool'],
  ];
  for (const [method, path, privilege] of denied)
    expect(anna.ask(method, path, {})).toMatchObject({
      status: 403,
      body: failure('UNAUTHORIZED', new RegExp(`Required privilege '${privilege}'`)),
    });
  expect(anna.ask('POST', vim('Folder', 'group-h5', 'CreateClusterEx'), {})).toMatchObject({
    status: 500,
    body: {
      _typeName: 'NoPermission',
      privilegeId: 'Host.Inventory.CreateCluster',
      object: { value: 'group-h5' },
    },
  });
});
