// The vCenter face as clients of both of its roots meet it: sessions, the forms of replies and failures, who may see what, the inventory.
import { describe, expect, it, test } from 'vitest';
import type { WireResponse } from '../../../../src/apis/kubernetes/wire.ts';
import type { VCenterEvent } from '../../../../src/kinds/vsphere/event.ts';
import { operations } from '../../../../src/apis/vcenter/operations.ts';
import { Client, signedIn } from './support.ts';

const missing = (privilege: string, object: string) =>
  `Permission to perform this operation was denied. Required privilege '${privilege}' on '${object}'.`;

const failure = (type: string, message: string | RegExp) => ({
  error_type: type,
  messages: [{ default_message: typeof message === 'string' ? message : expect.stringMatching(message) }],
});

describe('a session', () => {
  it('is a token, says whose it is, and is over when it is ended', () => {
    const client = new Client();
    expect(client.signIn()).toMatchObject({ status: 201, body: expect.stringContaining('.') });
    expect(client.ask('GET', '/api/session')).toEqual({
      status: 200,
      body: {
        user: 'VSPHERE.LOCAL\\administrator',
        created_time: '2023-04-18T09:00:00.000Z',
        last_accessed_time: '2023-04-18T09:00:00.000Z',
      },
    });
    const other = client.beside();
    client.pass(1);
    other.signIn();
    expect(client.ask('DELETE', '/api/session')).toEqual({ status: 204, body: undefined });
    expect(client.ask('GET', '/api/vcenter/host').status).toBe(401);
    expect(other.ask('GET', '/api/vcenter/host').status).toBe(200);
    expect(client.signIn().status).toBe(201);
    expect(client.ask('GET', '/api/vcenter/host').status).toBe(200);
  });

  it('of the older root is wrapped, and good for both', () => {
    const client = new Client();
    const path = '/rest/com/vmware/cis/session';
    expect(client.signIn('administrator', 'VMware1!', path)).toMatchObject({
      status: 200,
      body: { value: /./ },
    });
    expect(client.ask('POST', `${path}?~action=get`)).toMatchObject({
      status: 200,
      body: { value: { user: /./ } },
    });
    expect(client.ask('GET', '/api/vcenter/cluster').status).toBe(200);
    expect(client.ask('DELETE', path)).toEqual({ status: 200, body: undefined });
    expect(client.ask('POST', `${path}?~action=get`)).toMatchObject({
      status: 401,
      body: { type: 'com.vmware.vapi.std.errors.unauthenticated', value: { error_type: 'UNAUTHENTICATED' } },
    });
  });

  it('may be kept as a cookie by older clients, and not by those that send a header', () => {
    const { world } = new Client();
    const path = '/rest/com/vmware/cis/session';
    const authorization = `Basic ${btoa('administrator@vsphere.local:VMware1!')}`;
    const post = (headers: Record<string, string>) =>
      world.request({ method: 'POST', path, headers: { authorization, ...headers } }) as WireResponse;
    expect(post({ 'vmware-use-header-authn': 'true' }).headers).not.toHaveProperty('set-cookie');
    const cookie = String(post({}).headers['set-cookie']);
    expect(cookie).toMatch(/^vmware-api-session-id=\S+; Path=\/rest; Secure; HttpOnly$/);
    const ask = (text: string) =>
      world.request({ method: 'GET', path: '/rest/vcenter/host', headers: { cookie: text } });
    expect(ask(`theme=dark; ${cookie.split(';')[0] ?? ''}`).status).toBe(200);
    expect(ask('vmware-api-session-id=nobody').status).toBe(401);
  });

  it('needs the right password', () => {
    for (const [user, password] of [
      ['administrator@vsphere.local', 'wrong'],
      ['nobody@vsphere.local', 'VMware1!'],
      ['administrator@other.local', 'VMware1!'],
    ] as const)
      expect(new Client().signIn(user, password)).toMatchObject({
        status: 401,
        body: failure('UNAUTHENTICATED', 'Authentication required.'),
      });
  });

  it('that was ended stays ended when its story is told again', () => {
    const client = signedIn();
    client.ask('DELETE', '/api/session');
    const { world } = client;
    expect(world.view('fabric').list('vsphere.sandbox/endedsessions')).toHaveLength(1);
    const [record] = world.journal.slice(-1);
    expect(record?.command).toMatchObject({
      request: { method: 'DELETE', path: '/api/session', headers: {} },
    });
  });
});

describe('signing in', () => {
  it('is told in an event, and told again the same when the story is', () => {
    const client = signedIn();
    client.pass(5);
    client.signIn('dev-anna@vsphere.local');
    const { world } = client;
    const told = world
      .view('fabric')
      .list<VCenterEvent>('vsphere.sandbox/events')
      .map(({ spec }) => spec.message);
    expect(told).toEqual([
      'User VSPHERE.LOCAL\\administrator@127.0.0.1 logged in as a client without a name',
      'User VSPHERE.LOCAL\\dev-anna@127.0.0.1 logged in as a client without a name',
    ]);
    expect(JSON.stringify(world.journal)).not.toContain('VMware1!');
    const again = new Client().world;
    for (const record of world.journal) again.replay(record);
    again.runTo(world.now);
    expect(again.hash()).toBe(world.hash());
  });

  it('by VI/JSON gives a session of the same kind, and says what there is to whoever asks', () => {
    const { world } = new Client();
    const vim = '/sdk/vim25/8.0.1.0';
    const ask = (method: string, path: string, body?: object, headers: Record<string, string> = {}) =>
      world.request({
        method,
        path: `${vim}/${path}`,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }) as WireResponse;
    expect(JSON.parse(ask('GET', 'ServiceInstance/ServiceInstance/content').body)).toMatchObject({
      about: { apiType: 'VirtualCenter', version: '8.0.1', build: '21560480' },
      rootFolder: { type: 'Folder', value: 'group-d1' },
      authorizationManager: { value: 'AuthorizationManager' },
    });
    const logIn = (password: string) =>
      ask('POST', 'SessionManager/SessionManager/Login', {
        userName: 'administrator@vsphere.local',
        password,
      });
    expect(logIn('wrong')).toMatchObject({ status: 500, body: expect.stringContaining('InvalidLogin') });
    const answer = logIn('VMware1!');
    expect(JSON.parse(answer.body)).toMatchObject({ userName: 'VSPHERE.LOCAL\\administrator' });
    const session = { 'vmware-api-session-id': String(answer.headers['vmware-api-session-id']) };
    expect(ask('GET', 'Folder/group-d1/triggeredAlarmState', undefined, session).status).toBe(200);
    expect(ask('POST', 'SessionManager/SessionManager/Logout', {}, session).status).toBe(204);
    expect(ask('GET', 'Folder/group-d1/triggeredAlarmState', undefined, session).status).toBe(401);
  });
});

interface Row {
  readonly ask: readonly [method: string, path: string, body?: unknown];
  readonly status: number;
  readonly body: unknown;
}

const rows: readonly Row[] = [
  {
    ask: ['GET', '/api/vcenter/host?names=esxi-02.sandbox.lab'],
    status: 200,
    body: [
      {
        host: 'host-22',
        name: 'esxi-02.sandbox.lab',
        connection_state: 'CONNECTED',
        power_state: 'POWERED_ON',
      },
    ],
  },
  {
    ask: ['GET', '/rest/vcenter/host?filter.names.1=esxi-02.sandbox.lab'],
    status: 200,
    body: { value: [{ host: 'host-22', name: 'esxi-02.sandbox.lab' }] },
  },
  { ask: ['GET', '/api/vcenter/host?clusters=domain-c9'], status: 200, body: [] },
  {
    ask: ['GET', '/api/vcenter/cluster'],
    status: 200,
    body: [{ cluster: 'domain-c8', name: 'mgmt-cl01', ha_enabled: true, drs_enabled: true }],
  },
  {
    ask: ['GET', '/api/vcenter/cluster/domain-c8'],
    status: 200,
    body: { name: 'mgmt-cl01', resource_pool: 'resgroup-9' },
  },
  {
    ask: ['GET', '/api/vcenter/cluster/domain-c99'],
    status: 404,
    body: failure('NOT_FOUND', "Cluster with identifier 'domain-c99' does not exist."),
  },
  {
    ask: ['GET', '/api/vcenter/datacenter/datacenter-3'],
    status: 200,
    body: {
      name: 'dc01',
      datastore_folder: 'group-s6',
      host_folder: 'group-h5',
      network_folder: 'group-n7',
      vm_folder: 'group-v4',
    },
  },
  {
    ask: ['GET', '/api/vcenter/folder?type=VIRTUAL_MACHINE'],
    status: 200,
    body: [
      { folder: 'group-v4', name: 'vm', type: 'VIRTUAL_MACHINE' },
      { folder: 'group-v544', name: 'demo', type: 'VIRTUAL_MACHINE' },
    ],
  },
  {
    ask: ['GET', '/api/vcenter/resource-pool/resgroup-9'],
    status: 200,
    body: { name: 'Resources', resource_pools: ['resgroup-443'], cpu_allocation: { limit: -1 } },
  },
  {
    ask: ['GET', '/api/vcenter/vm?names=SupervisorControlPlaneVM%20(1)'],
    status: 200,
    body: [{ vm: 'vm-51', power_state: 'POWERED_ON', cpu_count: 4, memory_size_MiB: 16_384 }],
  },
  { ask: ['GET', '/api/vcenter/vm/vm-51/power'], status: 200, body: { state: 'POWERED_ON' } },
  {
    ask: ['POST', '/api/vcenter/vm/vm-51/power?action=start'],
    status: 400,
    body: failure('ALREADY_IN_DESIRED_STATE', 'Virtual machine is already powered on.'),
  },
  {
    ask: ['POST', '/rest/vcenter/vm/vm-51/power/stop'],
    status: 400,
    body: { value: failure('NOT_ALLOWED_IN_CURRENT_STATE', /managed by ESX Agent Manager/) },
  },
  {
    ask: ['DELETE', '/api/vcenter/vm/vm-51'],
    status: 400,
    body: failure('NOT_ALLOWED_IN_CURRENT_STATE', /current state \(Powered on\)/),
  },
  {
    ask: ['GET', '/api/vcenter/datastore'],
    status: 200,
    body: [{ datastore: 'datastore-22', name: 'vsanDatastore', type: 'VSAN', capacity: 16 * 1024 ** 4 }],
  },
  {
    ask: ['GET', '/api/vcenter/storage/policies'],
    status: 200,
    body: [{ policy: 'aa6d5a82-1c88-45da-85d3-3d74b91a5bad', name: 'vSAN Default Storage Policy' }],
  },
  {
    ask: [
      'POST',
      '/api/vcenter/storage/policies/aa6d5a82-1c88-45da-85d3-3d74b91a5bad?action=check-compatibility',
      { datastores: ['datastore-22'] },
    ],
    status: 200,
    body: { compatible_datastores: [{ datastore: 'datastore-22' }] },
  },
  {
    ask: ['GET', '/api/appliance/system/version'],
    status: 200,
    body: { version: '8.0.1.00000', build: '21560480' },
  },
  {
    ask: ['GET', '/api/vcenter/namespace-management/clusters'],
    status: 200,
    body: [
      {
        cluster: 'domain-c8',
        cluster_name: 'mgmt-cl01',
        config_status: 'RUNNING',
        kubernetes_status: 'READY',
      },
    ],
  },
  {
    ask: ['GET', '/api/vcenter/namespace-management/clusters/domain-c8'],
    status: 200,
    body: {
      size_hint: 'SMALL',
      service_cidr: { address: '10.96.0.0', prefix: 22 },
      api_server_management_endpoint: '10.0.10.50',
      api_server_cluster_endpoint: '10.15.8.1',
      api_servers: ['10.0.10.51', '10.0.10.52', '10.0.10.53'],
      master_management_network: {
        network: 'dvportgroup-13',
        address_range: { starting_address: '10.0.10.50', gateway: '10.0.10.1', subnet_mask: '255.255.255.0' },
      },
      stat_summary: { cpu_capacity: 4 * 32 * 2600, memory_capacity: 4 * 256 * 1024 },
    },
  },
  {
    ask: ['GET', '/api/vcenter/namespace-management/cluster-compatibility?compatible=true'],
    status: 200,
    body: [{ cluster: 'domain-c8', compatible: true, incompatibility_reasons: [] }],
  },
  {
    ask: ['GET', '/api/vcenter/namespace-management/software/clusters/domain-c8'],
    status: 200,
    body: { state: 'READY', current_version: 'v1.24.9+vmware.wcp.1' },
  },
  {
    ask: ['GET', '/api/vcenter/namespace-management/cluster-size-info'],
    status: 200,
    body: { TINY: { master_vm_info: { count: 3, memory: 8_192 } } },
  },
  {
    ask: ['GET', '/api/vcenter/vm?power_states=ON'],
    status: 400,
    body: failure(
      'INVALID_ARGUMENT',
      "Invalid value for 'power_states': 'ON' is not one of POWERED_OFF, POWERED_ON, SUSPENDED.",
    ),
  },
  ...['host?connection_states=UP', 'network?types=VLAN', 'datastore?types=vsan', 'folder?type=VM'].map(
    (what) => ({
      ask: ['GET', `/rest/vcenter/${what.replace('?', '?filter.')}`] as const,
      status: 400,
      body: { value: failure('INVALID_ARGUMENT', /^Invalid value for '\w+': '\w+' is not one of /) },
    }),
  ),
  {
    ask: ['GET', '/api/vcenter/nothing'],
    status: 404,
    body: failure('NOT_FOUND', 'Not found.'),
  },
  {
    ask: ['POST', '/api/vcenter/namespaces/instances', '{"cluster":'],
    status: 400,
    body: failure('INVALID_REQUEST', /^The request body is not valid JSON: /),
  },
];

test.each(rows)('$ask', ({ ask: [method, path, body], status, body: expected }) => {
  expect(signedIn().ask(method, path, body)).toMatchObject({ status, body: expected });
});

it('whoever holds no privilege sees empty lists, and is told which one is missing elsewhere', () => {
  const anna = new Client();
  anna.signIn('dev-anna@vsphere.local');
  expect(anna.ask('GET', '/api/vcenter/host')).toEqual({ status: 200, body: [] });
  expect(anna.ask('GET', '/api/vcenter/namespaces-user/namespaces')).toEqual({
    status: 200,
    body: [{ namespace: 'demo', master_host: '10.15.8.1' }],
  });
  const denied: readonly (readonly [string, string, string, string])[] = [
    ['GET', '/api/vcenter/cluster/domain-c8', 'System.Read', 'domain-c8'],
    ['DELETE', '/api/vcenter/namespaces/instances/demo', 'Namespaces.Configure', 'demo'],
    ['POST', '/api/vcenter/namespaces/instances', 'Namespaces.Configure', 'Datacenters'],
  ];
  for (const [method, path, privilege, object] of denied)
    expect(anna.ask(method, path)).toMatchObject({
      status: 403,
      body: failure('UNAUTHORIZED', missing(privilege, object)),
    });
});

it('a task is found by its id until and after it is done', () => {
  const client = signedIn();
  const { body } = client.ask('POST', '/sdk/vim25/8.0.1.0/HostSystem/host-24/ShutdownHost_Task');
  const { value: id } = body as { readonly value: string };
  expect(client.ask('GET', `/api/cis/tasks/${id}`)).toMatchObject({ body: { status: 'RUNNING' } });
  client.pass(60);
  expect(client.ask('GET', `/api/cis/tasks/${id}`)).toMatchObject({
    body: { status: 'SUCCEEDED', target: { type: 'HostSystem', id: 'host-24' } },
  });
});

describe('a query', () => {
  it('with a name that the operation does not know is refused in the words of its root', () => {
    const client = signedIn();
    for (const path of [
      '/api/vcenter/host?filter.names=a',
      '/api/vcenter/vm?hosst=host-22',
      '/api/session?x=1',
    ])
      expect(client.ask('GET', path)).toMatchObject({
        status: 400,
        body: {
          error_type: 'INVALID_ARGUMENT',
          messages: [
            {
              id: 'com.vmware.vapi.rest.unsupported_property',
              default_message: expect.stringMatching(/^Unsupported property with name: \S+\.$/) as string,
            },
          ],
        },
      });
    expect(client.ask('GET', '/rest/vcenter/vm?filter.vms[0]=vm-51')).toMatchObject({
      status: 400,
      body: {
        type: 'com.vmware.vapi.std.errors.unexpected_input',
        value: {
          messages: [
            {
              args: ['[vms[0]]', 'com.vmware.vcenter.vm.filter_spec'],
              default_message:
                "Found unexpected fields [vms[0]] in structure 'com.vmware.vcenter.vm.filter_spec'.",
            },
          ],
        },
      },
    });
  });

  it('is refused before anything is done', () => {
    const client = signedIn();
    expect(client.ask('POST', '/api/vcenter/vm/vm-51/power?action=stop&hard=true').status).toBe(400);
    expect(client.ask('GET', '/api/vcenter/vm/vm-51/power').body).toMatchObject({ state: 'POWERED_ON' });
  });

  it('may have every filter that an operation says it has', () => {
    const client = signedIn();
    for (const { method, path, filters = [] } of operations)
      for (const name of filters)
        for (const asked of [`/api/${path}?${name}=`, `/rest/${path}?filter.${name}.1=`])
          expect([asked, client.ask(method, asked).status]).toEqual([asked, 200]);
    expect(client.ask('GET', '/api/vcenter/host?folders=nowhere').body).toEqual([]);
    expect(client.ask('GET', '/api/vcenter/datastore?folders=nowhere').body).toEqual([]);
    expect(client.ask('GET', '/api/vcenter/resource-pool?hosts=nowhere').body).toEqual([]);
  });
});
