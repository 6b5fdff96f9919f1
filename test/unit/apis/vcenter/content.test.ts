// Content libraries as a client of vCenter meets them: local and published, subscribed and synchronized, their items, and who uses them.
import { describe, expect, it } from 'vitest';
import { signedIn, type Answered, type Client } from './support.ts';

const publicUrl = 'https://wp-content.vmware.com/v2/latest/lib.json';
const storage_backings = [{ type: 'DATASTORE', datastore_id: 'datastore-22' }];
const make = (client: Client, type: 'local' | 'subscribed', spec: object): Answered =>
  client.ask('POST', `/api/content/${type}-library`, { storage_backings, ...spec });

function local(client: Client, spec: object = {}): string {
  const { status, body } = make(client, 'local', { name: 'images', type: 'LOCAL', ...spec });
  expect(status).toBe(201);
  return body as string;
}

function subscribed(client: Client, info: object = {}, name = 'tkr'): string {
  const subscription_info = {
    subscription_url: publicUrl,
    on_demand: true,
    automatic_sync_enabled: true,
    ...info,
  };
  const { status, body } = make(client, 'subscribed', { name, subscription_info });
  expect(status).toBe(201);
  return body as string;
}

const items = (client: Client, library: string): readonly string[] =>
  client.ask('GET', `/api/content/library/item?library_id=${library}`).body as string[];

function item(client: Client, library: string, name = 'photon'): string {
  return client.ask('POST', '/api/content/library/item', { library_id: library, name, type: 'ovf' })
    .body as string;
}

describe('a local library', () => {
  it('is made, found, changed and removed', () => {
    const client = signedIn();
    const id = local(client, { description: 'of the team' });
    expect(id).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
    expect(client.ask('GET', '/api/content/library').body).toEqual([id]);
    expect(client.ask('GET', `/api/content/local-library/${id}`).body).toMatchObject({
      id,
      name: 'images',
      type: 'LOCAL',
      storage_backings,
      publish_info: { published: false },
      version: '1',
    });
    expect(client.ask('GET', `/rest/com/vmware/content/library/id:${id}`).body).toMatchObject({
      value: { id, name: 'images' },
    });
    const found = { name: 'IMAGES', type: 'LOCAL' };
    expect(client.ask('POST', '/api/content/library?action=find', found).body).toEqual([id]);
    expect(client.ask('POST', '/rest/com/vmware/content/library?~action=find', { spec: found }).body).toEqual(
      { value: [id] },
    );
    expect(client.ask('PATCH', `/api/content/local-library/${id}`, { name: 'goldens' }).status).toBe(204);
    expect(client.ask('GET', `/api/content/library/${id}`).body).toMatchObject({
      name: 'goldens',
      version: '2',
    });
    expect(client.ask('DELETE', `/api/content/local-library/${id}`).status).toBe(204);
    expect(client.ask('GET', `/api/content/library/${id}`)).toMatchObject({
      status: 404,
      body: { error_type: 'NOT_FOUND' },
    });
  });

  it('takes files by sessions, and gives them to who subscribes', () => {
    const client = signedIn();
    const library = local(client, { publish_info: { published: true, authentication_method: 'NONE' } });
    const id = item(client, library);
    const { body: session } = client.ask('POST', '/api/content/library/item/update-session', {
      library_item_id: id,
    });
    const path = `/api/content/library/item/update-session/${String(session)}`;
    const file = { name: 'photon.ovf', source_type: 'PUSH', size: 4_096 };
    expect(client.ask('POST', `${path}/file`, file).body).toMatchObject({
      name: 'photon.ovf',
      status: 'READY',
    });
    expect(client.ask('POST', `${path}/file`, file)).toMatchObject({
      status: 400,
      body: { error_type: 'ALREADY_EXISTS' },
    });
    expect(client.ask('POST', `${path}?action=complete`).status).toBe(204);
    expect(client.ask('GET', path).body).toMatchObject({ state: 'DONE', library_item_id: id });
    expect(client.ask('POST', `${path}?action=complete`)).toMatchObject({
      status: 400,
      body: { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' },
    });
    expect(client.ask('GET', `/api/content/library/item/${id}`).body).toMatchObject({
      size: 4_096,
      content_version: '2',
      cached: true,
    });
    expect(client.ask('GET', `/api/content/library/item/${id}/file`).body).toMatchObject([
      { name: 'photon.ovf', size: 4_096 },
    ]);
    const { publish_info: info } = client.ask('GET', `/api/content/local-library/${library}`).body as {
      publish_info: { publish_url: string };
    };
    const copy = subscribed(client, { subscription_url: info.publish_url }, 'copy');
    client.pass(30);
    expect(items(client, copy)).toHaveLength(1);
    client.ask('DELETE', `/api/content/library/item/${id}`);
    expect(client.ask('POST', `/api/content/subscribed-library/${copy}?action=sync`).status).toBe(204);
    client.pass(30);
    expect(items(client, copy)).toEqual([]);
  });
});

/** As govc and the SDKs of 6.5 ask: what files are of stands in the query, a file's name in the body. */
it('files are told and changed in the older form as well', () => {
  const client = signedIn();
  const id = item(client, local(client));
  const root = '/rest/com/vmware/content/library/item';
  const { body: begun } = client.ask('POST', `${root}/update-session`, {
    create_spec: { library_item_id: id },
  });
  const session = (begun as { value: string }).value;
  const files = `${root}/updatesession/file`;
  const act = (action: string, body?: object) =>
    client.ask('POST', `${files}/id:${session}?~action=${action}`, body);
  for (const name of ['photon.ovf', 'photon.vmdk'])
    expect(act('add', { file_spec: { name, source_type: 'PUSH', size: 10 } })).toMatchObject({
      status: 200,
      body: { value: { name, status: 'READY' } },
    });
  expect(act('get', { file_name: 'photon.vmdk' }).body).toMatchObject({ value: { size: 10 } });
  expect(act('validate').body).toMatchObject({ value: { has_errors: false, missing_files: [] } });
  expect(act('remove', { file_name: 'photon.ovf' }).status).toBe(200);
  expect(act('remove', { file_name: 'photon.ovf' }).status).toBe(404);
  expect(act('validate').body).toMatchObject({ value: { has_errors: true } });
  expect(client.ask('GET', `${files}?update_session_id=${session}`).body).toMatchObject({
    value: [{ name: 'photon.vmdk' }],
  });
  client.ask('POST', `${root}/update-session/id:${session}?~action=complete`);
  const stored = { value: [{ name: 'photon.vmdk', size: 10, cached: true }] };
  expect(client.ask('GET', `${root}/file?library_item_id=${id}`).body).toMatchObject(stored);
  expect(client.ask('POST', `${root}/file/id:${id}?~action=get`, { name: 'photon.vmdk' }).body).toMatchObject(
    {
      value: { size: 10 },
    },
  );
  expect(client.ask('GET', `${root}/storage?library_item_id=${id}`).body).toMatchObject({
    value: [{ name: 'photon.vmdk', storage_backing: { type: 'DATASTORE' } }],
  });
  expect(client.ask('GET', `${root}/file`).status).toBe(400);
});

describe('a subscribed library', () => {
  it('has the releases of the public one once it is synchronized, as a task', () => {
    const client = signedIn();
    const id = subscribed(client);
    const task = () =>
      Object.values(
        client.ask('GET', `/api/cis/tasks?targets=${id}`).body as Record<string, { status: string }>,
      );
    expect(task()).toMatchObject([{ status: 'RUNNING', description: { default_message: 'Sync Library' } }]);
    expect(items(client, id)).toEqual([]);
    client.pass(30);
    expect(task()).toMatchObject([{ status: 'SUCCEEDED' }]);
    const names = items(client, id).map(
      (each) => (client.ask('GET', `/api/content/library/item/${each}`).body as { name: string }).name,
    );
    expect(names).toContain('ob-21554409-photon-3-amd64-vmi-k8s-v1.24.9---vmware.1-tkg.4');
    expect(client.ask('GET', `/api/content/subscribed-library/${id}`).body).toMatchObject({
      last_sync_time: expect.any(String),
      subscription_info: { subscription_url: publicUrl, on_demand: true },
    });
  });

  it('on demand has contents when they are asked for, and until they are evicted', () => {
    const client = signedIn();
    const id = subscribed(client);
    client.pass(30);
    const [first = ''] = items(client, id);
    const size = () =>
      client.ask('GET', `/api/content/library/item/${first}`).body as { cached: boolean; size: number };
    expect(size()).toMatchObject({ cached: false, size: 0 });
    const path = `/api/content/library/subscribed-item/${first}`;
    expect(client.ask('POST', `${path}?action=sync`, { force_sync_content: true }).status).toBe(204);
    client.pass(200);
    expect(size()).toMatchObject({ cached: true, size: 1_536 * 1024 * 1024 });
    expect(
      client.ask('POST', '/api/content/library/item?action=find', { library_id: id, cached: true }).body,
    ).toEqual([first]);
    expect(client.ask('POST', `/api/content/subscribed-library/${id}?action=evict`).status).toBe(204);
    expect(size()).toMatchObject({ cached: false });
  });
});

it('a library that a namespace uses is known, checked and kept', () => {
  const client = signedIn();
  const id = subscribed(client);
  const path = '/api/vcenter/namespaces/instances/demo';
  const own = local(client);
  const bound = {
    vm_service_spec: { content_libraries: [own] },
    content_libraries: [{ content_library: id, writable: false }],
  };
  expect(client.ask('PATCH', path, bound).status).toBe(204);
  expect(client.ask('GET', path).body).toMatchObject(bound);
  expect(
    client.ask('PATCH', path, { content_libraries: [{ content_library: id, writable: true }] }),
  ).toMatchObject({
    status: 400,
    body: { error_type: 'INVALID_ARGUMENT' },
  });
  expect(client.ask('PATCH', path, { vm_service_spec: { content_libraries: ['nothing'] } })).toMatchObject({
    status: 404,
  });
  expect(client.ask('DELETE', `/api/content/subscribed-library/${id}`)).toMatchObject({
    status: 400,
    body: {
      error_type: 'NOT_ALLOWED_IN_CURRENT_STATE',
      messages: [{ default_message: "Library 'tkr' is used by vSphere Namespaces: demo." }],
    },
  });
  expect(client.ask('DELETE', `/api/content/subscribed-library/${id}?action=force-delete`).status).toBe(204);
});

it.each<readonly [string, (client: Client) => Answered, number, string]>([
  ['without a name', (client) => make(client, 'local', {}), 400, 'INVALID_ARGUMENT'],
  [
    'without a datastore',
    (client) => client.ask('POST', '/api/content/local-library', { name: 'a' }),
    400,
    'INVALID_ARGUMENT',
  ],
  [
    'on a datastore that there is not',
    (client) =>
      make(client, 'local', {
        name: 'a',
        storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-9' }],
      }),
    404,
    'NOT_FOUND',
  ],
  [
    'with a taken name',
    (client) => (local(client), make(client, 'local', { name: 'images' })),
    400,
    'ALREADY_EXISTS',
  ],
  [
    'that subscribes to no lib.json',
    (client) => make(client, 'subscribed', { name: 'a', subscription_info: { subscription_url: 'ftp://x' } }),
    400,
    'INVALID_ARGUMENT',
  ],
  [
    'that subscribes to what is not there',
    (client) =>
      make(client, 'subscribed', {
        name: 'a',
        subscription_info: { subscription_url: 'https://nobody.test/lib.json' },
      }),
    500,
    'RESOURCE_INACCESSIBLE',
  ],
  [
    'that is local, synchronized',
    (client) => client.ask('POST', `/api/content/subscribed-library/${local(client)}?action=sync`),
    400,
    'INVALID_ELEMENT_TYPE',
  ],
  [
    'that is subscribed, removed as a local one',
    (client) => client.ask('DELETE', `/api/content/local-library/${subscribed(client)}`),
    400,
    'INVALID_ELEMENT_TYPE',
  ],
  [
    'that is subscribed, given an item',
    (client) =>
      client.ask('POST', '/api/content/library/item', { library_id: subscribed(client), name: 'x' }),
    400,
    'INVALID_ELEMENT_TYPE',
  ],
  [
    'that is not published, published',
    (client) => client.ask('POST', `/api/content/local-library/${local(client)}?action=publish`),
    400,
    'NOT_ALLOWED_IN_CURRENT_STATE',
  ],
  [
    'looked for by nothing',
    (client) => client.ask('POST', '/api/content/library?action=find', {}),
    400,
    'INVALID_ARGUMENT',
  ],
])('a library %s is refused', (_title, ask, status, type) => {
  expect(ask(signedIn())).toMatchObject({ status, body: { error_type: type } });
});

it('is nothing for whoever has no privilege, and a subscription is tried before', () => {
  const client = signedIn();
  const id = local(client);
  const anna = client.beside();
  anna.signIn('dev-anna@vsphere.local');
  expect(anna.ask('GET', '/api/content/library').body).toEqual([]);
  expect(anna.ask('DELETE', `/api/content/local-library/${id}`)).toMatchObject({
    status: 403,
    body: { messages: [{ args: ['ContentLibrary.DeleteLocalLibrary', id] }] },
  });
  const probe = (subscription_url: string) =>
    client.ask('POST', '/api/content/subscribed-library?action=probe', {
      subscription_info: { subscription_url },
    }).body;
  expect([publicUrl, 'https://nobody.test/lib.json', 'x'].map(probe)).toMatchObject([
    { status: 'SUCCESS' },
    { status: 'RESOURCE_INACCESSIBLE' },
    { status: 'INVALID_URL' },
  ]);
});

describe('a file that is sent', () => {
  it('goes to the address that the session tells, and is as large as what came', () => {
    const client = signedIn();
    const photon = item(client, local(client));
    const root = '/api/content/library/item/update-session';
    const session = String(client.ask('POST', root, { library_item_id: photon }).body);
    const added = client.ask('POST', `${root}/${session}/file`, {
      name: 'a b.ovf',
      source_type: 'PUSH',
      size: -1,
    });
    const { uri } = (added.body as { upload_endpoint: { uri: string } }).upload_endpoint;
    expect(uri).toBe(`https://vcsa01.sandbox.lab/cls/data/${session}/a%20b.ovf`);
    const { pathname } = new URL(uri);
    expect(client.ask('PUT', pathname, '{ no JSON').status).toBe(200);
    expect(client.ask('GET', `${root}/${session}/file`).body).toMatchObject([{ name: 'a b.ovf', size: 9 }]);
    expect(client.ask('PUT', pathname.replace('a%20b', 'other'), 'x').status).toBe(404);
    expect(client.beside().ask('PUT', pathname, 'x').status).toBe(401);
    expect(client.ask('POST', `${root}/${session}?action=complete`).status).toBe(204);
    expect(client.ask('PUT', pathname, 'x').status).toBe(400);
    expect(client.ask('GET', `/api/content/library/item/${photon}/file`).body).toMatchObject([{ size: 9 }]);
  });
});
