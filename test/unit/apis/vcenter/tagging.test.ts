// Tags on objects in both roots, and storage policies that mean the datastores with a tag.
import { describe, expect, it, test } from 'vitest';
import { signedIn, type Client } from './support.ts';

const failure = (type: string, message: string | RegExp) => ({
  error_type: type,
  messages: [{ default_message: typeof message === 'string' ? message : expect.stringMatching(message) }],
});

const tagging = '/api/cis/tagging';

function made(client: Client, path: string, body: unknown): string {
  const { status, body: id } = client.ask('POST', path, body);
  expect(status, JSON.stringify(id)).toBe(201);
  return String(id);
}

const category = (client: Client, rest: object = {}) =>
  made(client, `${tagging}/category`, {
    description: '',
    name: 'tier',
    cardinality: 'SINGLE',
    associable_types: ['Datastore'],
    ...rest,
  });

const tag = (client: Client, name: string, category_id: string) =>
  made(client, `${tagging}/tag`, { name, category_id, description: `${name} storage` });

const vsan = { id: 'datastore-22', type: 'Datastore' };

describe('a tag', () => {
  it('has an id of the inventory service, in both roots', () => {
    const client = signedIn();
    const tier = category(client);
    const gold = tag(client, 'gold', tier);
    expect(tier).toMatch(/^urn:vmomi:InventoryServiceCategory:[0-9a-f-]{36}:GLOBAL$/);
    const info = { id: gold, category_id: tier, name: 'gold', description: 'gold storage', used_by: [] };
    expect(client.ask('GET', `${tagging}/tag/${gold}`)).toEqual({ status: 200, body: info });
    const rest = '/rest/com/vmware/cis/tagging';
    expect(client.ask('GET', `${rest}/tag/id:${gold}`)).toEqual({ status: 200, body: { value: info } });
    expect(client.ask('POST', `${rest}/tag/id:${tier}?~action=list-tags-for-category`).body).toEqual({
      value: [gold],
    });
    expect(
      client.ask('POST', `${tagging}/tag?action=list-tags-for-category`, { category_id: tier }).body,
    ).toEqual([gold]);
    const older = client.ask('POST', `${rest}/tag`, {
      create_spec: { name: 'silver', description: '', category_id: tier },
    });
    expect(older).toMatchObject({ status: 200, body: { value: expect.stringMatching(/^urn:/) } });
    expect(client.ask('PATCH', `${tagging}/tag/${gold}`, { name: 'platinum' }).status).toBe(204);
    expect(client.ask('GET', `${tagging}/tag/${gold}`).body).toMatchObject({ name: 'platinum' });
  });

  it('is put on objects and taken off, as its category allows', () => {
    const client = signedIn();
    const tier = category(client);
    const [gold, silver] = [tag(client, 'gold', tier), tag(client, 'silver', tier)];
    const ask = (id: string, action: string, object_id: unknown) =>
      client.ask('POST', `${tagging}/tag-association/${id}?action=${action}`, { object_id });
    const attachable = (object_id: object) =>
      client.ask('POST', `${tagging}/tag-association?action=list-attachable-tags`, { object_id }).body;
    expect(attachable(vsan)).toEqual([gold, silver]);
    expect(attachable({ id: 'host-21', type: 'HostSystem' })).toEqual([]);
    expect(ask(gold, 'attach', vsan).status).toBe(204);
    expect(ask(gold, 'attach', vsan).status).toBe(204);
    expect(attachable(vsan)).toEqual([]);
    expect(client.ask('GET', '/api/vcenter/tagging/associations').body).toEqual({
      associations: [{ tag: gold, object: vsan }],
      status: 'END_OF_DATA',
    });
    expect(ask(silver, 'attach', vsan)).toMatchObject({
      status: 400,
      body: failure('INVALID_ARGUMENT', /^Category 'tier' allows one tag/),
    });
    expect(ask(gold, 'attach', { id: 'host-21', type: 'HostSystem' })).toMatchObject({
      status: 400,
      body: failure('INVALID_ARGUMENT', /cannot be attached to objects of type HostSystem/),
    });
    expect(ask(gold, 'attach', { id: 'datastore-9', type: 'Datastore' }).status).toBe(404);
    expect(ask(gold, 'list-attached-objects', undefined).body).toEqual([vsan]);
    const on = () =>
      client.ask('POST', `${tagging}/tag-association?action=list-attached-tags`, { object_id: vsan }).body;
    expect(on()).toEqual([gold]);
    const both = { object_id: vsan, tag_ids: [gold, silver] };
    expect(
      client.ask('POST', `${tagging}/tag-association?action=attach-multiple-tags-to-object`, both).body,
    ).toMatchObject({
      success: false,
      error_messages: [{ default_message: expect.stringMatching(/allows one tag/) }],
    });
    expect(ask(gold, 'detach', vsan).status).toBe(204);
    expect(on()).toEqual([]);
  });

  it('goes with its category', () => {
    const client = signedIn();
    const tier = category(client);
    const gold = tag(client, 'gold', tier);
    expect(client.ask('DELETE', `${tagging}/category/${tier}`).status).toBe(204);
    expect(client.ask('GET', `${tagging}/tag/${gold}`)).toMatchObject({ status: 404 });
  });

  const refusals: readonly (readonly [path: string, body: object, status: number, type: string])[] = [
    ['category', { name: 'tier' }, 400, 'INVALID_ARGUMENT'],
    [
      'category',
      { name: 'tier', description: '', cardinality: 'MANY', associable_types: [] },
      400,
      'INVALID_ARGUMENT',
    ],
    [
      'category',
      { name: '', description: '', cardinality: 'SINGLE', associable_types: [] },
      400,
      'INVALID_ARGUMENT',
    ],
    ['tag', { name: 'gold', description: '', category_id: 'urn:none' }, 404, 'NOT_FOUND'],
  ];
  test.each(refusals)('%s is not made of %j', (path, body, status, type) => {
    expect(signedIn().ask('POST', `${tagging}/${path}`, body)).toMatchObject({
      status,
      body: { error_type: type },
    });
  });

  it('has a name of its own in its category', () => {
    const client = signedIn();
    const tier = category(client);
    tag(client, 'gold', tier);
    expect(
      client.ask('POST', `${tagging}/tag`, { name: 'gold', description: '', category_id: tier }),
    ).toMatchObject({
      status: 400,
      body: failure('ALREADY_EXISTS', "Tag with name 'gold' already exists."),
    });
  });
});

const rule = (values: readonly string[]) => ({
  createSpec: {
    name: 'Gold',
    description: 'fast',
    resourceType: { resourceType: 'STORAGE' },
    constraints: {
      _typeName: 'PbmCapabilitySubProfileConstraints',
      subProfiles: [
        {
          name: 'tags',
          capability: [
            {
              id: { namespace: 'http://www.vmware.com/storage/tag', id: 'tier' },
              constraint: [
                { propertyInstance: [{ id: 'com.vmware.storage.tag.tier.property', value: { values } }] },
              ],
            },
          ],
        },
      ],
    },
  },
});

it('a storage policy by tag means the datastores that have the tag, now and later', () => {
  const client = signedIn();
  const pbm = (method: string, body: unknown) =>
    client.ask('POST', `/pbm/sdk/8.0.1.0/PbmProfileProfileManager/ProfileManager/${method}`, body);
  const gold = tag(client, 'gold', category(client));
  const { uniqueId: policy } = pbm('PbmCreate', rule(['gold'])).body as { uniqueId: string };
  expect(client.ask('GET', `/api/vcenter/storage/policies?policies=${policy}`).body).toEqual([
    { policy, name: 'Gold', description: 'fast' },
  ]);
  const compatible = () =>
    client.ask('POST', `/api/vcenter/storage/policies/${policy}?action=check-compatibility`, {
      datastores: ['datastore-22'],
    }).body;
  expect(compatible()).toEqual({ compatible_datastores: [] });
  const vm = {
    guest_OS: 'OTHER_LINUX_64',
    name: 'db',
    placement: { folder: 'group-v4', cluster: 'domain-c8', datastore: 'datastore-22' },
    storage_policy: { policy },
    disks: [{ new_vmdk: { capacity: 2 ** 30, storage_policy: { policy } } }],
  };
  expect(client.ask('POST', '/api/vcenter/vm', vm)).toMatchObject({
    status: 400,
    body: failure(
      'INVALID_ARGUMENT',
      "Datastore 'vsanDatastore' does not satisfy the storage policy 'Gold'.",
    ),
  });
  const change = (action: string) =>
    client.ask('POST', `${tagging}/tag-association/${gold}?action=${action}`, { object_id: vsan });
  change('attach');
  expect(compatible()).toEqual({ compatible_datastores: [{ datastore: 'datastore-22' }] });
  const id = String(client.ask('POST', '/api/vcenter/vm', vm).body);
  expect(client.ask('GET', `/api/vcenter/vm/${id}/storage/policy`).body).toEqual({
    vm_home: policy,
    disks: { '2000': policy },
  });
  const status = () => client.ask('GET', `/api/vcenter/vm/${id}/storage/policy/compliance`).body;
  expect(status()).toMatchObject({ overall_compliance: 'COMPLIANT' });
  change('detach');
  expect(status()).toMatchObject({
    overall_compliance: 'NON_COMPLIANT',
    disks: { '2000': { status: 'NON_COMPLIANT' } },
  });
  const remove = () => pbm('PbmDelete', { profileId: [{ uniqueId: policy }] }).body;
  expect(remove()).toMatchObject([{ fault: { _typeName: 'ResourceInUse' } }]);
  client.ask('DELETE', `/api/vcenter/vm/${id}`);
  expect(remove()).toEqual([]);
  expect(pbm('PbmCreate', rule([]))).toMatchObject({ status: 500, body: { _typeName: 'InvalidArgument' } });
});
