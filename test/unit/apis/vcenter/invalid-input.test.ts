// What does not fit its definition, held to what is published: members that an operation's binding requires (the API's own specification of
// 7.0.3), and the stack of messages that every refusal is. Source of the words: VMware's API design guide, "Error payload".
import { describe, expect, it } from 'vitest';
import { statuses, type FailureType } from '../../../../src/apis/vcenter/failure.ts';
import { operations } from '../../../../src/apis/vcenter/operations.ts';
import { signedIn } from './support.ts';

const management = 'vcenter/namespace-management';

/** By the method as messages name it: how it is asked, and each member that its body cannot do without. */
const required: readonly (readonly [
  method: string,
  asked: readonly ['POST' | 'PUT', string],
  body: object,
])[] = [
  [
    'cis.tagging.category.create',
    ['POST', 'cis/tagging/category'],
    { name: 'a', description: '', cardinality: 'SINGLE', associable_types: [] },
  ],
  ['cis.tagging.tag.create', ['POST', 'cis/tagging/tag'], { name: 'a', description: '', category_id: 'b' }],
  [
    'vcenter.namespaces.instances.create',
    ['POST', 'vcenter/namespaces/instances'],
    { cluster: 'domain-c8', namespace: 'a' },
  ],
  [
    'vcenter.namespace_management.clusters.set',
    ['PUT', `${management}/clusters/domain-c8`],
    {
      size_hint: 'TINY',
      network_provider: 'NSXT_CONTAINER_PLUGIN',
      master_storage_policy: 'a',
      ephemeral_storage_policy: 'a',
      image_storage: { storage_policy: 'a' },
    },
  ],
  [
    'vcenter.namespace_management.virtual_machine_classes.create',
    ['POST', `${management}/virtual-machine-classes`],
    { id: 'a', cpu_count: 1, memory_MB: 512 },
  ],
  ['vcenter.vm.clone', ['POST', 'vcenter/vm?action=clone'], { source: 'vm-1', name: 'a' }],
  ['vcenter.datacenter.create', ['POST', 'vcenter/datacenter'], { name: 'a' }],
  ['vcenter.resource_pool.create', ['POST', 'vcenter/resource-pool'], { name: 'a', parent: 'resgroup-9' }],
];

const cases = required.flatMap(([method, asked, body]) =>
  Object.keys(body).map((name) => ({ method, asked, name, body: { ...body, [name]: undefined } })),
);

it.each(cases)(
  '$method without $name is refused by what all operations share',
  ({ method, asked, name, body }) => {
    const [verb, path] = asked;
    const operation = `com.vmware.${method}`;
    expect(signedIn().ask(verb, `/api/${path}`, body)).toEqual({
      status: 400,
      body: {
        error_type: 'INVALID_ARGUMENT',
        messages: [
          {
            id: 'vapi.invoke.input.invalid',
            default_message: `Unable to validate input to method ${operation}`,
            args: [operation],
          },
          {
            id: 'vapi.data.structure.field.missing',
            default_message: `Structure 'operation-input' is missing a field: ${name}`,
            args: ['operation-input', name],
          },
        ],
      },
    });
  },
);

it('the messages lead from the operation to the structure that a member is missing in', () => {
  const body = {
    guest_OS: 'UBUNTU_64',
    name: 'a',
    placement: { cluster: 'domain-c8', datastore: 'datastore-22' },
  };
  const { messages } = signedIn().ask('POST', '/api/vcenter/vm', body).body as {
    messages: readonly object[];
  };
  expect(messages).toMatchObject([
    { default_message: 'Unable to validate input to method com.vmware.vcenter.vm.create' },
    { default_message: 'Found invalid field placement in structure.' },
    { default_message: "Structure 'placement' is missing a field: folder" },
  ]);
});

/** What `namespaces.instances.create` is asked with beside its name and cluster, and what is told below the operation's own message. */
const wrong: readonly (readonly [body: object, told: readonly string[]])[] = [
  [{ description: 7 }, ['description', 'Type mismatch, expected an object of type STRING, but got INTEGER']],
  [
    { resource_spec: { pod_count: 1.5 } },
    ['resource_spec', 'pod_count', 'Type mismatch, expected an object of type INTEGER, but got DOUBLE'],
  ],
  [{ access_list: {} }, ['access_list', 'Type mismatch, expected an object of type LIST, but got STRUCTURE']],
  [{ cluster: null }, ['cluster', 'Type mismatch, expected an object of type STRING, but got OPTIONAL']],
  [
    { networks: ['a', 7] },
    [
      'networks',
      'The value 7 at index 1 in the list is invalid',
      'Type mismatch, expected an object of type STRING, but got INTEGER',
    ],
  ],
];

it.each(wrong)('%j is of another type, and is told from the operation on', (body, told) => {
  const spec = { cluster: 'domain-c8', namespace: 'a', ...body };
  const answer = signedIn().ask('POST', '/api/vcenter/namespaces/instances', spec);
  expect(answer.status).toBe(400);
  const { messages } = answer.body as { readonly messages: readonly { readonly default_message: string }[] };
  expect(messages.map((message) => message.default_message)).toEqual([
    'Unable to validate input to method com.vmware.vcenter.namespaces.instances.create',
    ...told.map((words) => (/ /.test(words) ? words : `Found invalid field ${words} in structure.`)),
  ]);
});

it('what may be left out may be null, and what is not done here is refused as that', () => {
  const client = signedIn();
  const path = '/api/vcenter/namespaces/instances';
  const spec = {
    cluster: 'domain-c8',
    description: null,
    resource_spec: { pod_count: null },
    networks: null,
  };
  expect(client.ask('POST', path, { ...spec, namespace: 'nulls' }).status).toBe(204);
  expect(client.ask('GET', `${path}/nulls`).body).toMatchObject({ description: '', resource_spec: {} });
  expect(client.ask('POST', path, { ...spec, namespace: 'own', namespace_network: {} })).toMatchObject({
    status: 400,
    body: { error_type: 'UNSUPPORTED' },
  });
});

it('below /rest it is the same stack in the older form', () => {
  expect(signedIn().ask('POST', '/rest/vcenter/datacenter', { spec: {} })).toMatchObject({
    status: 400,
    body: {
      type: 'com.vmware.vapi.std.errors.invalid_argument',
      value: { messages: [{ id: 'vapi.invoke.input.invalid' }, { id: 'vapi.data.structure.field.missing' }] },
    },
  });
});

/** Ids that are there, for the names that paths have for them. */
const ids: Readonly<Record<string, string>> = {
  vm: 'vm-51',
  cluster: 'domain-c8',
  host: 'host-22',
  namespace: 'demo',
  datastore: 'datastore-22',
  service: 'wcp',
};

describe('every operation that writes', () => {
  const client = signedIn();
  const writing = operations.filter(
    ({ method, path, takesBytes }) =>
      (method === 'POST' || method === 'PUT' || method === 'PATCH') &&
      takesBytes !== true &&
      !path.endsWith('session') &&
      !path.includes('services/{service}') &&
      !path.includes('service/{service}'),
  );

  it.each(writing)(
    '$method $path $action refuses a body of another kind with a failure as published',
    (operation) => {
      const { method, path, action } = operation;
      const filled = path.replace(/\{([^}]*)\}/g, (_all, name: string) => ids[name] ?? 'nothing-1');
      const at = `/api/${filled}${action === undefined ? '' : `?action=${action}`}`;
      const { status, body } = client.ask(method, at, { no_such_member: [1] });
      // What takes no body does not look at one.
      if (status < 300) return;
      const { error_type: type, messages, ...rest } = body as Record<string, unknown>;
      expect(rest).toEqual({});
      expect(status).toBe(statuses[type as FailureType]);
      expect((messages as readonly unknown[]).length).toBeGreaterThan(0);
      for (const message of messages as readonly unknown[])
        expect(message).toEqual({
          id: expect.stringMatching(/^[\w.]+$/) as string,
          default_message: expect.stringMatching(/\S/) as string,
          args: expect.any(Array) as unknown[],
        });
    },
  );
});
