// What is sent to an item of a library can be fetched again as far as it is short text; items are copied, and libraries say what they know of.
import { expect, it } from 'vitest';
import type { WireResponse } from '../../../../src/apis/kubernetes/wire.ts';
import { limits } from '../../../../src/std/limits.ts';
import { signedIn, type Client } from './support.ts';

const item = '/api/content/library/item';

const made = (client: Client, path: string, body: object): string => {
  const answered = client.ask('POST', path, body);
  expect(answered.status, JSON.stringify(answered.body)).toBe(201);
  return String(answered.body);
};

const library = (client: Client, name = 'files'): string =>
  made(client, '/api/content/local-library', {
    name,
    storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-22' }],
  });

/** What is at an address that vCenter has told, as it stands there. */
function at(client: Client, uri: string, method = 'GET', body?: string): WireResponse {
  const { token } = client;
  const path = new URL(uri).pathname;
  const headers = { 'vmware-api-session-id': token };
  return client.world.request({
    method,
    path,
    headers,
    ...(body === undefined ? {} : { body }),
  }) as WireResponse;
}

function filled(client: Client, files: Readonly<Record<string, string>>): string {
  const id = made(client, item, { library_id: library(client), name: 'photon', type: 'ovf' });
  const session = made(client, `${item}/update-session`, { library_item_id: id });
  const path = `${item}/update-session/${session}`;
  for (const [name, text] of Object.entries(files)) {
    const { body } = client.ask('POST', `${path}/file`, { name, source_type: 'PUSH' });
    const { uri } = (body as { upload_endpoint: { uri: string } }).upload_endpoint;
    expect(at(client, uri, 'PUT', text).status).toBe(200);
  }
  expect(client.ask('PATCH', path, { client_progress: 60 }).status).toBe(204);
  expect(client.ask('GET', path).body).toMatchObject({ client_progress: 60, state: 'ACTIVE' });
  expect(client.ask('POST', `${path}?action=complete`).status).toBe(204);
  return id;
}

it('a file is prepared, fetched as it was sent, and a long one is not kept', () => {
  const client = signedIn();
  const long = 'x'.repeat(limits.fileTextBytesMax + 1);
  const id = filled(client, { 'photon.ovf': '<Envelope/>', 'photon-disk1.vmdk': long });
  const session = made(client, `${item}/download-session`, { library_item_id: id });
  const path = `${item}/download-session/${session}`;
  expect(client.ask('GET', `${item}/download-session`).body).toEqual([session]);
  expect(client.ask('GET', `${item}/update-session/${session}`).status).toBe(404);
  const unprepared = { name: 'photon.ovf', status: 'UNPREPARED', size: 11, bytes_transferred: 0 };
  expect(client.ask('GET', `${path}/file`).body).toMatchObject([unprepared, { name: 'photon-disk1.vmdk' }]);
  const prepared = (name: string) => {
    const { body } = client.ask('POST', `${path}/file?action=prepare`, {
      file_name: name,
      endpoint_type: 'HTTPS',
    });
    expect(body).toMatchObject({ name, status: 'PREPARED' });
    return (body as { download_endpoint: { uri: string } }).download_endpoint.uri;
  };
  expect(at(client, prepared('photon.ovf'))).toMatchObject({
    status: 200,
    headers: { 'content-type': 'application/octet-stream' },
    body: '<Envelope/>',
  });
  expect(client.ask('GET', `${path}/file?file_name=photon.ovf`).body).toMatchObject({ status: 'PREPARED' });
  const refused = at(client, prepared('photon-disk1.vmdk'));
  expect([refused.status, refused.body]).toEqual([400, expect.stringContaining(`${long.length} bytes`)]);
  expect(client.ask('POST', `${path}/file?action=prepare`, { file_name: 'none' }).status).toBe(404);
  const failed = client.ask('POST', `${path}?action=fail`, { client_error_message: 'disk full' });
  expect(failed.status).toBe(204);
  expect(client.ask('GET', path).body).toMatchObject({
    state: 'ERROR',
    error_message: { default_message: 'disk full' },
  });
  expect(client.ask('POST', `${path}/file?action=prepare`, { file_name: 'photon.ovf' })).toMatchObject({
    status: 400,
    body: { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' },
  });
  expect(client.ask('DELETE', path).status).toBe(204);
  expect(client.ask('GET', path).status).toBe(404);
});

it('files are fetched in the older form as well', () => {
  const client = signedIn();
  const id = filled(client, { 'photon.ovf': '<Envelope/>' });
  const root = '/rest/com/vmware/content/library/item';
  const { value: session } = client.ask('POST', `${root}/download-session`, {
    create_spec: { library_item_id: id },
  }).body as { value: string };
  const files = `${root}/downloadsession/file`;
  expect(client.ask('GET', `${files}?download_session_id=${session}`).body).toMatchObject({
    value: [{ name: 'photon.ovf', status: 'UNPREPARED' }],
  });
  const body = { file_name: 'photon.ovf', endpoint_type: 'HTTPS' };
  client.ask('POST', `${files}/id:${session}?~action=prepare`, body);
  const { value } = client.ask('POST', `${files}/id:${session}?~action=get`, { file_name: 'photon.ovf' })
    .body as { value: { status: string; download_endpoint: { uri: string } } };
  expect(value.status).toBe('PREPARED');
  expect(at(client, value.download_endpoint.uri).body).toBe('<Envelope/>');
});

it('what a descriptor that was sent describes is deployed', () => {
  const client = signedIn();
  const descriptor = `<Envelope xmlns:o="o" xmlns:r="r"><NetworkSection><Network o:name="nat"/></NetworkSection>
<VirtualSystem o:id="tty"><EulaSection><License>be kind</License></EulaSection><VirtualHardwareSection>
<Item><r:ResourceType>3</r:ResourceType><r:VirtualQuantity>4</r:VirtualQuantity></Item>
<Item><r:ResourceType>4</r:ResourceType><r:VirtualQuantity>256</r:VirtualQuantity></Item>
<Item><r:ResourceType>10</r:ResourceType><r:Connection>nat</r:Connection></Item>
</VirtualHardwareSection></VirtualSystem></Envelope>`;
  const id = filled(client, { 'tty.ovf': descriptor });
  const ovf = `/api/vcenter/ovf/library-item/${id}`;
  const target = { resource_pool_id: 'resgroup-9' };
  expect(client.ask('POST', `${ovf}?action=filter`, { target }).body).toMatchObject({
    name: 'tty',
    EULAs: ['be kind'],
    networks: ['nat'],
  });
  const deploy = (spec: object) =>
    client.ask('POST', `${ovf}?action=deploy`, { target, deployment_spec: { name: 'tty', ...spec } });
  expect(deploy({}).status).toBe(400);
  const { body } = deploy({ accept_all_EULA: true, network_mappings: { nat: 'dvportgroup-14' } });
  const { resource_id: made } = body as { resource_id: { id: string } };
  expect(client.ask('GET', `/api/vcenter/vm/${made.id}`).body).toMatchObject({
    cpu: { count: 4 },
    memory: { size_MiB: 256 },
    disks: {},
    nics: { 4000: { backing: { network: 'dvportgroup-14' } } },
  });
});

it('an item is copied with its files into another library', () => {
  const client = signedIn();
  const id = filled(client, { 'photon.ovf': '<Envelope/>' });
  const other = library(client, 'others');
  const copy = made(client, `${item}/${id}?action=copy`, { library_id: other, name: 'copied' });
  expect(client.ask('GET', `${item}/${copy}`).body).toMatchObject({
    name: 'copied',
    type: 'ovf',
    library_id: other,
    size: 11,
  });
  expect(
    client.ask('POST', `${item}/${id}?action=copy`, { library_id: other, name: 'copied' }),
  ).toMatchObject({ status: 400, body: { error_type: 'ALREADY_EXISTS' } });
  expect(client.ask('POST', `${item}/${id}?action=publish`, { force_sync_content: true }).status).toBe(400);
});

it.each([
  ['GET', '/api/content/type', 200, [{ type: 'iso' }, { type: 'ovf' }, { type: 'vm-template' }]],
  ['GET', '/api/content/security-policies', 200, [{ item_type_rules: { ovf: 'OVF_STRICT_VERIFICATION' } }]],
  ['GET', '/api/content/trusted-certificates', 200, { certificates: [] }],
  ['POST', '/api/content/trusted-certificates', 400, { error_type: 'UNSUPPORTED' }],
  ['GET', '/api/content/library/none/subscriptions', 404, { error_type: 'NOT_FOUND' }],
  ['GET', '/api/vcenter/datastore/datastore-22/default-policy', 200, expect.stringMatching(/^[\da-f-]{36}$/)],
  ['GET', '/api/vcenter/datastore/datastore-9999/default-policy', 404, { error_type: 'NOT_FOUND' }],
  ['GET', '/api/vcenter/namespaces/namespace-templates/clusters/domain-c1', 404, { error_type: 'NOT_FOUND' }],
])('%s %s is answered', (method, path, status, body) => {
  const answered = signedIn().ask(method, path, method === 'POST' ? {} : undefined);
  expect(answered.status).toBe(status);
  if (typeof body === 'object' && !('asymmetricMatch' in body)) expect(answered.body).toMatchObject(body);
  else expect(answered.body).toEqual(body);
});

it('tasks are listed by filters in the body', () => {
  const client = signedIn();
  const id = library(client);
  const listed = (filter_spec: object): readonly { readonly service: string }[] =>
    Object.values(
      client.ask('POST', '/api/cis/tasks?action=list', { filter_spec }).body as Record<
        string,
        { service: string }
      >,
    );
  const [one, ...more] = listed({ targets: [{ type: 'ContentLibrary', id }] });
  expect([one?.service, more]).toEqual(['com.vmware.content.local_library', []]);
  expect(listed({ status: ['FAILED'], targets: [{ type: 'ContentLibrary', id }] })).toEqual([]);
});
