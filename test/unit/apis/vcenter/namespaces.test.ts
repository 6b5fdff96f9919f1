// vSphere Namespaces and VM classes by the Automation API: what they become on the Supervisor, how they go, what is refused.
import { describe, expect, it, test } from 'vitest';
import { signedIn, type Client } from './support.ts';

const path = '/api/vcenter/namespaces/instances';
const policy = 'aa6d5a82-1c88-45da-85d3-3d74b91a5bad';
const className = 'vsan-default-storage-policy';

const create = (client: Client, more: object = {}) =>
  client.ask('POST', path, { cluster: 'domain-c8', namespace: 'team-a', ...more });

const info = (client: Client) => client.ask('GET', `${path}/team-a`).body;

function kept(client: Client, kind: string, namespace?: string) {
  return client.world
    .view('supervisor')
    .list(kind, namespace === undefined ? undefined : { namespace }) as readonly {
    readonly metadata: { readonly name: string; readonly annotations?: Record<string, string> };
    readonly spec?: object;
  }[];
}

const named = (client: Client, kind: string) =>
  kept(client, kind, 'team-a').map(({ metadata: { name }, spec }) => ({ name, spec }));

describe('a vSphere Namespace', () => {
  it('is configured, then runs, with all that it was given on its Supervisor', () => {
    const client = signedIn();
    const access_list = [
      { subject_type: 'USER', subject: 'dev-anna', domain: 'vsphere.local', role: 'EDIT' },
      { subject_type: 'GROUP', subject: 'ops', domain: 'vsphere.local', role: 'OWNER' },
    ];
    const resource_spec = {
      cpu_limit: 65_161,
      memory_limit: 5_000,
      cpu_request_default: 260,
      memory_limit_default: 512,
      storage_request_limit: 10_000,
      pod_count: 20,
      deployment_count: 5,
    };
    const storage_specs = [{ policy, limit: 4_096 }];
    expect(create(client, { description: 'A team', access_list, resource_spec, storage_specs })).toEqual({
      status: 204,
      body: undefined,
    });
    expect(info(client)).toMatchObject({ config_status: 'CONFIGURING', cluster: 'domain-c8' });
    client.pass(60);
    expect(info(client)).toEqual({
      cluster: 'domain-c8',
      description: 'A team',
      config_status: 'RUNNING',
      stats: { cpu_used: 0, memory_used: 0, storage_used: 0 },
      self_service_namespace: false,
      messages: [],
      access_list,
      storage_specs,
      networks: [],
      resource_spec,
      vm_service_spec: { vm_classes: [], content_libraries: [] },
    });
    const namespace = kept(client, 'core/namespaces').find(({ metadata }) => metadata.name === 'team-a');
    expect(namespace?.metadata.annotations).toMatchObject({
      'vmware-system-resource-pool': /^resgroup-\d+$/,
      'vmware-system-resource-pool-cpu-limit': '25.0619',
      'vmware-system-resource-pool-memory-limit': '5000Mi',
      'vmware-system-vm-folder': /^group-v\d+$/,
      'ncp/subnet-0': /\/28$/,
    });
    expect(named(client, 'core/resourcequotas')).toEqual([
      {
        name: 'team-a',
        spec: { hard: { 'requests.storage': '10000Mi', 'count/pods': '20', 'count/deployments.apps': '5' } },
      },
      {
        name: 'team-a-storagequota',
        spec: { hard: { [`${className}.storageclass.storage.k8s.io/requests.storage`]: '4096Mi' } },
      },
    ]);
    expect(named(client, 'core/limitranges')).toEqual([
      {
        name: 'team-a',
        spec: {
          limits: [
            {
              type: 'Container',
              default: { memory: '512Mi' },
              defaultRequest: { cpu: '100m', memory: '512Mi' },
            },
          ],
        },
      },
    ]);
    expect(named(client, 'rbac.authorization.k8s.io/rolebindings').map(({ name }) => name)).toEqual([
      'wcp:team-a:group:vsphere.local:administrators',
      'wcp:team-a:group:vsphere.local:ops',
      'wcp:team-a:user:vsphere.local:dev-anna',
    ]);
  });

  it('changes as it is told, part by part or whole', () => {
    const client = signedIn();
    create(client, { resource_spec: { pod_count: 3, cpu_limit: 2_600 }, storage_specs: [{ policy }] });
    client.pass(60);
    const quotas = () => named(client, 'core/resourcequotas');
    const unlimited = {
      name: 'team-a-storagequota',
      spec: {
        hard: { [`${className}.storageclass.storage.k8s.io/requests.storage`]: '9223372036854775807' },
      },
    };
    expect(quotas()).toEqual([{ name: 'team-a', spec: { hard: { 'count/pods': '3' } } }, unlimited]);
    expect(client.ask('PATCH', `${path}/team-a`, { resource_spec: { secret_count: 9 } }).status).toBe(204);
    client.pass(5);
    expect(quotas()).toEqual([{ name: 'team-a', spec: { hard: { 'count/secrets': '9' } } }, unlimited]);
    const { annotations } = kept(client, 'core/namespaces').find(({ metadata }) => metadata.name === 'team-a')
      ?.metadata ?? { annotations: {} };
    expect(annotations).not.toHaveProperty('vmware-system-resource-pool-cpu-limit');
    expect(client.ask('PUT', `${path}/team-a`, { description: 'bare' }).status).toBe(204);
    client.pass(5);
    expect(quotas()).toEqual([]);
    expect(info(client)).toMatchObject({ description: 'bare', storage_specs: [], config_status: 'RUNNING' });
  });

  it('leaves nothing behind, on the Supervisor, in NSX or in vCenter', () => {
    const client = signedIn();
    const { world } = client;
    const fabricOf = () => world.view('fabric').list('nsx.sandbox/segments').length;
    const before = fabricOf();
    create(client, { storage_specs: [{ policy }] });
    client.pass(60);
    expect(fabricOf()).toBe(before + 1);
    expect(client.ask('DELETE', `${path}/team-a`).status).toBe(204);
    expect(info(client)).toMatchObject({ config_status: 'REMOVING' });
    expect(client.ask('PATCH', `${path}/team-a`, { description: 'late' })).toMatchObject({
      status: 400,
      body: { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' },
    });
    client.pass(120);
    expect(client.ask('GET', `${path}/team-a`).status).toBe(404);
    expect(fabricOf()).toBe(before);
    expect(kept(client, 'core/namespaces').map(({ metadata }) => metadata.name)).not.toContain('team-a');
    expect(create(client).status).toBe(204);
  });

  it('is used by whoever was let in, in the role that stands now', () => {
    const client = signedIn();
    create(client);
    client.pass(60);
    const anna = `${path}/team-a/access/vsphere.local/dev-anna?type=USER`;
    const bound = () =>
      // The first is the administrators'.
      (kept(client, 'rbac.authorization.k8s.io/rolebindings', 'team-a') as readonly object[]).map(
        (binding) => (binding as { roleRef: { name: string } }).roleRef.name,
      );
    expect(client.ask('GET', anna)).toMatchObject({ status: 404 });
    expect(client.ask('POST', anna, { role: 'VIEW' }).status).toBe(204);
    expect(client.ask('GET', anna)).toEqual({ status: 200, body: { role: 'VIEW' } });
    client.pass(2);
    expect(bound()).toEqual(['edit', 'view']);
    expect(client.ask('POST', anna, { role: 'EDIT' })).toMatchObject({
      status: 400,
      body: { error_type: 'ALREADY_EXISTS' },
    });
    expect(client.ask('PUT', anna, { role: 'EDIT' }).status).toBe(204);
    client.pass(2);
    expect(bound()).toEqual(['edit', 'edit']);
    expect(client.ask('DELETE', anna).status).toBe(204);
    client.pass(2);
    expect(bound()).toEqual(['edit']);
  });
});

interface Refused {
  readonly what: string;
  readonly ask: readonly [method: string, path: string, body?: unknown];
  readonly status: number;
  readonly type: string;
  readonly message: string | RegExp;
}

const create400 = (what: string, more: object, type: string, message: string | RegExp): Refused => ({
  what,
  ask: ['POST', path, { cluster: 'domain-c8', namespace: 'team-a', ...more }],
  status: { NOT_FOUND: 404, UNAUTHORIZED: 403 }[type] ?? 400,
  type,
  message,
});

const refusals: readonly Refused[] = [
  create400(
    'a name that is taken',
    { namespace: 'demo' },
    'ALREADY_EXISTS',
    "Namespace 'demo' already exists.",
  ),
  create400(
    'a name of the Supervisor’s own',
    { namespace: 'kube-system' },
    'ALREADY_EXISTS',
    /already exists/,
  ),
  create400(
    'upper case',
    { namespace: 'Team' },
    'INVALID_ARGUMENT',
    /^Invalid namespace name 'Team': a lowercase RFC 1123 label/,
  ),
  create400('a name that is too long', { namespace: 'a'.repeat(64) }, 'INVALID_ARGUMENT', /no more than 63/),
  create400(
    'the system’s names',
    { namespace: 'vmware-system-x' },
    'UNAUTHORIZED',
    /reserved for the system/,
  ),
  create400(
    'no name',
    { namespace: undefined },
    'INVALID_ARGUMENT',
    "Structure 'operation-input' is missing a field: namespace",
  ),
  create400(
    'an unknown cluster',
    { cluster: 'domain-c9' },
    'NOT_FOUND',
    "Cluster with identifier 'domain-c9' does not exist.",
  ),
  create400(
    'an unknown policy',
    { storage_specs: [{ policy: 'x' }] },
    'NOT_FOUND',
    /^Storage policy with identifier 'x'/,
  ),
  create400(
    'a network on NSX',
    { networks: ['net'] },
    'UNSUPPORTED',
    /cannot be chosen on a Supervisor that uses NSX/,
  ),
  create400('a tiny limit', { resource_spec: { cpu_limit: 9 } }, 'INVALID_ARGUMENT', /9 is less than 10/),
  create400(
    'a limit that is no number',
    { resource_spec: { pod_count: '9' } },
    'INVALID_ARGUMENT',
    'Type mismatch, expected an object of type INTEGER, but got STRING',
  ),
  create400(
    'an unknown member',
    { resource_spec: { pods: 9 } },
    'UNEXPECTED_INPUT',
    "Found unexpected fields [pods] in structure 'resource_spec'.",
  ),
  create400(
    'an unknown role',
    { access_list: [{ subject_type: 'USER', subject: 'a', domain: 'b', role: 'ROOT' }] },
    'INVALID_ARGUMENT',
    /'ROOT' is not one of EDIT, VIEW, OWNER/,
  ),
  create400(
    'an owner from elsewhere',
    { access_list: [{ subject_type: 'USER', subject: 'a', domain: 'corp.example', role: 'OWNER' }] },
    'UNSUPPORTED',
    /OWNER is supported only for subjects of vCenter Single Sign-On/,
  ),
  {
    what: 'the prototype’s own names',
    ask: ['POST', path, '{"cluster":"domain-c8","namespace":"a","__proto__":{}}'],
    status: 400,
    type: 'UNEXPECTED_INPUT',
    message: "Found unexpected fields [__proto__] in structure 'operation-input'.",
  },
  {
    what: 'one that is not there',
    ask: ['DELETE', `${path}/nowhere`],
    status: 404,
    type: 'NOT_FOUND',
    message: "Namespace with identifier 'nowhere' does not exist.",
  },
  {
    what: 'access of nobody’s kind',
    ask: ['GET', `${path}/demo/access/vsphere.local/dev-anna`],
    status: 400,
    type: 'INVALID_ARGUMENT',
    message: /'type'/,
  },
];

test.each(refusals)('refused: $what', ({ ask: [method, at, body], status, type, message }) => {
  const default_message = typeof message === 'string' ? message : expect.stringMatching(message);
  expect(signedIn().ask(method, at, body)).toMatchObject({
    status,
    body: {
      error_type: type,
      messages: expect.arrayContaining([expect.objectContaining({ default_message })]) as unknown,
    },
  });
});

describe('VM classes', () => {
  const classes = '/api/vcenter/namespace-management/virtual-machine-classes';

  it('are sixteen at first', () => {
    const found = signedIn().ask('GET', classes).body as readonly { readonly id: string }[];
    expect(found).toHaveLength(16);
    expect(found).toContainEqual(
      expect.objectContaining({
        id: 'guaranteed-2xlarge',
        cpu_count: 8,
        memory_MB: 65_536,
        cpu_reservation: 100,
      }),
    );
  });

  it('are made, changed and deleted, those that vCenter comes with too, but not while they are used', () => {
    const client = signedIn();
    const big = { id: 'big', cpu_count: 8, memory_MB: 16_384 };
    expect(client.ask('POST', classes, big).status).toBe(204);
    expect(client.ask('POST', classes, big)).toMatchObject({
      status: 400,
      body: { error_type: 'ALREADY_EXISTS' },
    });
    expect(client.ask('PATCH', `${classes}/big`, { cpu_count: 4 }).status).toBe(204);
    expect(client.ask('GET', `${classes}/big`)).toMatchObject({ body: { cpu_count: 4, memory_MB: 16_384 } });
    expect(client.ask('PATCH', `${classes}/best-effort-small`, { description: 'ours' }).status).toBe(204);
    client.ask('PATCH', `${path}/demo`, { vm_service_spec: { vm_classes: ['big', 'best-effort-small'] } });
    expect(client.ask('GET', `${classes}/big`)).toMatchObject({ body: { namespaces: ['demo'] } });
    expect(client.ask('DELETE', `${classes}/big`)).toMatchObject({
      status: 400,
      body: { error_type: 'RESOURCE_IN_USE' },
    });
    client.ask('PATCH', `${path}/demo`, { vm_service_spec: { vm_classes: [] } });
    for (const id of ['big', 'best-effort-small']) {
      expect(client.ask('DELETE', `${classes}/${id}`).status).toBe(204);
      expect(client.ask('GET', `${classes}/${id}`).status).toBe(404);
    }
    expect(client.ask('GET', classes).body).toHaveLength(15);
    expect(client.ask('POST', classes, { ...big, id: 'best-effort-small' }).status).toBe(204);
  });

  it.each([
    [{ memory_MB: 6 }, /'memory_MB': 6 is not a multiple of 4/],
    [{ cpu_count: 0 }, /'cpu_count': 0 is not between 1/],
    [{ cpu_reservation: 101 }, /'cpu_reservation': 101 is not between 0 and 100/],
    [{ id: 'Big' }, /Invalid id 'Big'/],
  ])('refused: %j', (more, message) => {
    const asked = { id: 'big', cpu_count: 8, memory_MB: 16_384, ...more };
    expect(signedIn().ask('POST', classes, asked)).toMatchObject({
      status: 400,
      body: {
        error_type: 'INVALID_ARGUMENT',
        messages: [{ default_message: expect.stringMatching(message) }],
      },
    });
  });
});
