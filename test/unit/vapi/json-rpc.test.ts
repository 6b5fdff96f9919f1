// JSON-RPC of vAPI: calls as the SDKs send them, and whether its tables and what vCenter answers are of one mind.
import { describe, expect, it } from 'vitest';
import { instantiateKernels } from '../../../src/runtime/node/kernels.ts';
import { presetNamed, type Scenario } from '../../../src/scenarios/index.ts';
import type { WireResponse } from '../../../src/apis/kubernetes/wire.ts';
import { operations as served } from '../../../src/apis/vcenter/operations.ts';
import { isObject, type Json, type JsonObject } from '../../../src/std/draft.ts';
import { answerCall, isJsonRpc } from '../../../src/vapi/json-rpc.ts';
import { operations, structures } from '../../../src/vapi/services.ts';
import type { Type } from '../../../src/vapi/types.ts';
import { World } from '../../../src/world.ts';

const session = 'com.vmware.cis.session';
const password = {
  schemeId: 'com.vmware.vapi.std.security.user_pass',
  userName: 'administrator@vsphere.local',
  password: 'VMware1!',
};

class Client {
  readonly world: World;
  #security: JsonObject = password;

  constructor(preset = 'four-hosts') {
    this.world = World.create({
      scenario: presetNamed(preset) as Scenario,
      kernels: instantiateKernels(),
    });
    const id = (this.call(session, 'create').output as { SECRET: string }).SECRET;
    this.#security = { schemeId: 'com.vmware.vapi.std.security.session_id', sessionId: id };
  }

  send(body: string): WireResponse {
    const request = { method: 'POST', path: '/api', headers: { 'content-type': 'application/json' }, body };
    return answerCall(request, (asked) => this.world.request(asked));
  }

  call(serviceId: string, operationId: string, input: JsonObject = {}, securityCtx: Json = this.#security) {
    const params = {
      ctx: { appCtx: { opId: 'an-id' }, securityCtx },
      serviceId,
      operationId,
      input: { STRUCTURE: { 'operation-input': input } },
    };
    const { body } = this.send(JSON.stringify({ jsonrpc: '2.0', id: '1', method: 'invoke', params }));
    return (JSON.parse(body) as { result: { output?: Json; error?: { ERROR: Record<string, JsonObject> } } })
      .result;
  }

  /** What the Automation API tells; undefined where it refuses. */
  read(path: string): Json | undefined {
    const headers = { 'vmware-api-session-id': String(this.#security['sessionId']) };
    const { status, body } = this.world.request({
      method: 'GET',
      path: `/api/${path}`,
      headers,
    }) as WireResponse;
    return status === 200 ? (JSON.parse(body) as Json) : undefined;
  }

  /** The members of an answer that is one structure. */
  structure(serviceId: string, operationId: string, input: JsonObject = {}): JsonObject {
    const { output, error } = this.call(serviceId, operationId, input);
    if (error !== undefined) throw new Error(JSON.stringify(error));
    return Object.values((output as { STRUCTURE: Record<string, JsonObject> }).STRUCTURE)[0] ?? {};
  }
}

describe('the tables', () => {
  it('name operations that vCenter serves', () => {
    const known = new Set(
      served.map(
        ({ method, path, action }) => `${method} ${path.replaceAll(/\{\w+\}/g, '{}')} ${action ?? ''}`,
      ),
    );
    const signIn = 'POST session ';
    for (const [name, { method, path, action }] of operations) {
      const asked = `${method} ${path.replaceAll(/\{\w+\}/g, '{}')} ${action ?? ''}`;
      expect(known.has(asked) || asked === signIn, `${name}: ${asked}`).toBe(true);
    }
  });

  it('have every structure that they name, and none besides', () => {
    const named = new Set(['vapi.std.errors.error', 'vapi.std.errors.unauthenticated']);
    const name = (type: Type): void => {
      if ('of' in type) name(type.of);
      else if (type.kind === 'structure') named.add(type.name);
    };
    for (const { output } of operations.values()) name(output);
    for (const members of structures.values()) for (const type of members.values()) name(type);
    expect([...named].toSorted()).toEqual([...structures.keys()].toSorted());
  });
});

/** Ids for the parameters of paths, by their names; operations that need others are not asked. */
function idsOf(client: Client): Readonly<Record<string, string>> {
  const get = (path: string) => (client.read(path) ?? []) as readonly Record<string, string>[];
  const first = (path: string, member: string) => get(path)[0]?.[member] ?? '';
  return {
    vm: first('vcenter/vm', 'vm'),
    cluster: first('vcenter/cluster', 'cluster'),
    host: first('vcenter/host', 'host'),
    datastore: first('vcenter/datastore', 'datastore'),
    datacenter: first('vcenter/datacenter', 'datacenter'),
    resource_pool: first('vcenter/resource-pool', 'resource_pool'),
    vm_class: 'best-effort-small',
    namespace: first('vcenter/namespaces/instances', 'namespace'),
    nic: '4000',
    disk: '2000',
    adapter: '1000',
    item: 'system',
    service: 'vpxd',
    interface_name: 'nic0',
  };
}

/** What does not fit: a member that is needed and not there, or one that the type does not have. */
function* misfits(value: Json | undefined, type: Type, at: string): Generator<string> {
  if (type.kind === 'optional') {
    if (value !== undefined && value !== null) yield* misfits(value, type.of, at);
  } else if (value === undefined || value === null) yield `${at} is missing`;
  else if (type.kind === 'list')
    for (const each of value as readonly Json[]) yield* misfits(each, type.of, at);
  else if (type.kind === 'map')
    for (const each of Object.values(value)) yield* misfits(each as Json, type.of, `${at}{}`);
  else if (type.kind === 'structure') {
    const members = structures.get(type.name) ?? new Map<string, Type>();
    if (!isObject(value)) yield `${at} is no structure`;
    else {
      for (const [name, each] of members) yield* misfits(value[name], each, `${at}.${name}`);
      for (const name of Object.keys(value)) if (!members.has(name)) yield `${at}.${name} is not known`;
    }
  }
}

it.each(['four-hosts', 'vds-four-hosts'])('what vCenter answers is of the published types: %s', (preset) => {
  const client = new Client(preset);
  const ids = idsOf(client);
  const wrong = new Set<string>();
  let asked = 0;
  for (const [name, { method, path, output }] of operations) {
    const place = path.replaceAll(/\{(\w+)\}/g, (whole, each: string) => ids[each] ?? whole);
    if (method !== 'GET' || place.includes('{')) continue;
    const told = client.read(place);
    if (told === undefined) continue;
    asked += 1;
    for (const each of misfits(told, output, name)) wrong.add(each);
  }
  expect([...wrong]).toEqual([]);
  expect(asked).toBeGreaterThan(120);
});

describe('calls', () => {
  const client = new Client();
  const notFound = 'com.vmware.vapi.std.errors.not_found';

  it('tell structures, optional members and maps', () => {
    const { output } = client.call('com.vmware.vcenter.VM', 'list', {
      filter: {
        OPTIONAL: {
          STRUCTURE: {
            'com.vmware.vcenter.VM.filter_spec': { vms: { OPTIONAL: ['vm-51'] }, names: { OPTIONAL: null } },
          },
        },
      },
    });
    expect(output).toEqual([
      {
        STRUCTURE: {
          'com.vmware.vcenter.VM.summary': {
            vm: 'vm-51',
            name: 'SupervisorControlPlaneVM (1)',
            power_state: 'POWERED_ON',
            cpu_count: { OPTIONAL: 4 },
            memory_size_MiB: { OPTIONAL: 16_384 },
          },
        },
      },
    ]);
    const info = client.structure('com.vmware.vcenter.VM', 'get', { vm: 'vm-51' });
    expect(info).toMatchObject({
      instant_clone_frozen: { OPTIONAL: false },
      disks: [{ STRUCTURE: { 'map-entry': { key: '2000' } } }],
      floppies: [],
    });
  });

  it('make, change and remove, with members of the body and the whole of it', () => {
    const created = client.call('com.vmware.cis.tagging.category', 'create', {
      create_spec: {
        STRUCTURE: {
          'com.vmware.cis.tagging.category.create_spec': {
            name: 'tier',
            description: 'how good',
            cardinality: 'SINGLE',
            associable_types: [],
            category_id: { OPTIONAL: null },
          },
        },
      },
    });
    const category = created.output as string;
    const tag = client.call('com.vmware.cis.tagging.tag', 'create', {
      create_spec: {
        STRUCTURE: {
          'com.vmware.cis.tagging.tag.create_spec': { name: 'gold', description: '', category_id: category },
        },
      },
    }).output as string;
    const vm = { STRUCTURE: { 'com.vmware.vapi.std.dynamic_ID': { type: 'VirtualMachine', id: 'vm-51' } } };
    const association = 'com.vmware.cis.tagging.tag_association';
    expect(client.call(association, 'attach', { tag_id: tag, object_id: vm })).toEqual({ output: null });
    expect(client.call(association, 'list_attached_objects', { tag_id: tag }).output).toEqual([vm]);
    expect(client.call('com.vmware.cis.tagging.category', 'delete', { category_id: category })).toEqual({
      output: null,
    });
  });

  it('put into the query what a body does not have', () => {
    const access = 'com.vmware.vcenter.namespaces.access';
    client.call('com.vmware.vcenter.namespaces.instances', 'create', {
      spec: {
        STRUCTURE: {
          'com.vmware.vcenter.namespaces.instances.create_spec': { cluster: 'domain-c8', namespace: 'ours' },
        },
      },
    });
    const whose = { namespace: 'ours', domain: 'vsphere.local', subject: 'dev-anna', type: 'USER' };
    const spec = {
      STRUCTURE: { 'com.vmware.vcenter.namespaces.access.create_spec': { role: 'EDIT' } },
    };
    expect(client.call(access, 'create', { ...whose, spec })).toEqual({ output: null });
    expect(client.structure(access, 'get', whose)).toMatchObject({ role: 'EDIT' });
  });

  it('are refused as errors of vAPI', () => {
    const { error } = client.call('com.vmware.vcenter.VM', 'get', { vm: 'vm-9' });
    expect(error?.ERROR[notFound]).toEqual({
      messages: [
        {
          STRUCTURE: {
            'com.vmware.vapi.std.localizable_message': {
              id: 'com.vmware.api.vcenter.virtual_machine.not_found',
              default_message: "Virtual machine with identifier 'vm-9' does not exist.",
              args: ['vm-9'],
              params: { OPTIONAL: null },
              localized: { OPTIONAL: null },
            },
          },
        },
      ],
      data: { OPTIONAL: null },
      error_type: { OPTIONAL: 'NOT_FOUND' },
    });
  });

  it.each<[string, string, JsonObject, string, string]>([
    [
      'com.vmware.vcenter.Van',
      'get',
      {},
      'operation_not_found',
      "Cannot find service 'com.vmware.vcenter.Van'.",
    ],
    [
      'com.vmware.vcenter.VM',
      'fly',
      {},
      'operation_not_found',
      "Cannot find operation 'fly' in service 'com.vmware.vcenter.VM'.",
    ],
    [
      'com.vmware.vcenter.VM',
      'get',
      {},
      'invalid_argument',
      'Unable to validate input to method com.vmware.vcenter.VM.get',
    ],
  ])('of what is not there: %s %s %j', (service, operation, input, type, message) => {
    const { error } = client.call(service, operation, input);
    expect(JSON.stringify(error?.ERROR[`com.vmware.vapi.std.errors.${type}`])).toContain(
      JSON.stringify(message),
    );
  });

  it.each<[string, Json]>([
    ['nobody', null],
    ['a wrong password', { ...password, password: 'no' }],
  ])('of %s are not authenticated', (_, security) => {
    const { error } = client.call(session, 'create', {}, security);
    expect(Object.keys(error?.ERROR ?? {})).toEqual(['com.vmware.vapi.std.errors.unauthenticated']);
  });

  it('come with a token of the sign-on in place of a password', () => {
    const { SECRET: id } = client.call(session, 'create', {}, password).output as { SECRET: string };
    const signature = `<SignatureValue>${id}</SignatureValue>`;
    const token = {
      schemeId: 'com.vmware.vapi.std.security.saml_bearer_token',
      samlToken: `<?xml version="1.0"?><a:Assertion xmlns:a="urn:a">${signature}</a:Assertion>`,
    };
    expect(client.call(session, 'create', {}, token)).toHaveProperty('output.SECRET');
    for (const samlToken of ['<Assertion', '<Assertion/>', ''])
      expect(client.call(session, 'create', {}, { ...token, samlToken })).toHaveProperty('error');
  });

  it('end their session', () => {
    const other = new Client();
    expect(other.structure(session, 'get')).toMatchObject({ user: String.raw`VSPHERE.LOCAL\administrator` });
    other.call(session, 'delete');
    expect(other.call(session, 'get').error).toBeDefined();
  });

  it.each<[string, number]>([
    ['{', -32_700],
    ['{"jsonrpc":"1.0"}', -32_600],
    ['{"jsonrpc":"2.0","id":1,"method":"guess"}', -32_601],
    ['{"jsonrpc":"2.0","id":1,"method":"invoke","params":[]}', -32_602],
  ])('that are none: %s', (body, code) => {
    expect(JSON.parse(client.send(body).body)).toMatchObject({ jsonrpc: '2.0', error: { code } });
  });

  it('are what is posted to /api, and reading there is not', () => {
    expect(isJsonRpc({ method: 'POST', path: '/api' })).toBe(true);
    expect(isJsonRpc({ method: 'GET', path: '/api' })).toBe(false);
    expect(isJsonRpc({ method: 'POST', path: '/api/session' })).toBe(false);
  });
});
