// Scripts as people have them for a real vCenter: one of curl, one of the requests that PowerShell's Invoke-RestMethod sends, with its
// headers, its cookies and bodies wrapped as the older REST API wants them.
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundledCommand, type Command } from './command.ts';
import { startProgram } from './programs.ts';
import { requester, type Ask } from './requester.ts';

const hasCurl = spawnSync('curl', ['--version']).status === 0;
let command: Command;

beforeAll(async () => {
  command = await bundledCommand();
});

afterAll(() => command.remove());

test.skipIf(!hasCurl)('Workload Management by curl, from bare hosts to a namespace and back', async () => {
  const serving = await command.serve('--speed', 'max', '--scenario', 'empty');
  const file = fileURLToPath(new URL('scripts/workload-management.sh', import.meta.url));
  const env = { PATH: process.env['PATH'] ?? '', VC: `127.0.0.1:${serving.port}` };
  const { ended, out, err } = startProgram({ file: 'bash', args: [file], cwd: command.folder, env });
  expect({ code: await ended, err: err() }).toEqual({ code: 0, err: '' });
  expect(out()).toMatchInlineSnapshot(`
    "cluster domain-c8: "compatible":true
    enable with four addresses: INVALID_ARGUMENT
    enable: 204
    cluster: RUNNING at 10.0.10.50
    namespace: 204
    namespace again: ALREADY_EXISTS
    access: 204
    limit: 204
    namespace: "memory_limit":32768
    of the developer: team-d
    namespace deleted: 204
    signed out: 204, then 401
    "
  `);
  await serving.stop();
});

test('a VM by the requests of a PowerShell script', async () => {
  const serving = await command.serve('--speed', 'max');
  const bare = requester(serving.kubeconfig);
  const agent = { 'user-agent': 'Mozilla/5.0 (Windows NT; Windows NT 10.0; en-US) WindowsPowerShell/5.1' };
  const basic = (password: string) => ({
    authorization: `Basic ${Buffer.from(`administrator@vsphere.local:${password}`).toString('base64')}`,
  });
  const session = '/rest/com/vmware/cis/session';
  const signIn = (password: string) =>
    bare({ method: 'POST', path: session, headers: { ...agent, ...basic(password), 'content-length': 0 } });

  expect(await signIn('wrong')).toMatchObject({
    status: 401,
    json: { type: 'com.vmware.vapi.std.errors.unauthenticated' },
  });
  const signedIn = await signIn('VMware1!');
  const { value: token } = signedIn.json as unknown as { value: string };
  // -SessionVariable keeps the cookie; later requests bring it and nothing else.
  const [cookie = ''] = signedIn.headers['set-cookie'] ?? [];
  const web = { ...agent, authorization: undefined, cookie: cookie.slice(0, cookie.indexOf(';')) };
  const invoke = async <Value>(what: Ask): Promise<Value> => {
    const expected = what.body === undefined ? {} : { expect: '100-continue' };
    const reply = await bare({ ...what, headers: { ...web, ...expected } });
    expect(reply.status, JSON.stringify(reply.json)).toBe(200);
    return (reply.json as unknown as { value: Value }).value;
  };

  expect(await invoke({ path: `${session}?~action=get`, method: 'POST' })).toMatchObject({
    user: 'VSPHERE.LOCAL\\administrator',
  });
  const hosts = await invoke<{ name: string; connection_state: string }[]>({ path: '/rest/vcenter/host' });
  expect(hosts.map(({ connection_state }) => connection_state)).toEqual(Array(4).fill('CONNECTED'));
  const named = (of: string, name: string) =>
    invoke<Record<string, string>[]>({ path: `/rest/vcenter/${of}?filter.names.1=${name}` });
  const [[cluster], [datastore], [folder]] = [
    await named('cluster', 'mgmt-cl01'),
    await named('datastore', 'vsanDatastore'),
    await invoke<Record<string, string>[]>({ path: '/rest/vcenter/folder?filter.type=VIRTUAL_MACHINE' }),
  ];
  const spec = {
    name: 'from-windows',
    guest_OS: 'WINDOWS_SERVER_2021',
    placement: {
      cluster: cluster?.['cluster'],
      datastore: datastore?.['datastore'],
      folder: folder?.['folder'],
    },
    cpu: { count: 2, cores_per_socket: 1 },
    memory: { size_MiB: 4096 },
  };
  const vm = await invoke<string>({ path: '/rest/vcenter/vm', body: { spec } });
  await invoke({ path: `/rest/vcenter/vm/${vm}/power/start`, method: 'POST' });
  expect(await named('vm', 'from-windows')).toMatchObject([{ vm, power_state: 'POWERED_ON', cpu_count: 2 }]);
  const again = await bare({ path: `/rest/vcenter/vm/${vm}/power/start`, method: 'POST', headers: web });
  expect(again).toMatchObject({
    status: 400,
    json: { type: 'com.vmware.vapi.std.errors.already_in_desired_state' },
  });
  await invoke({ path: `/rest/vcenter/vm/${vm}/power/stop`, method: 'POST' });
  await invoke({ path: `/rest/vcenter/vm/${vm}`, method: 'DELETE' });
  expect(await named('vm', 'from-windows')).toEqual([]);

  await invoke({ path: session, method: 'DELETE' });
  const headers = { ...agent, authorization: undefined, 'vmware-api-session-id': token };
  expect((await bare({ path: '/rest/vcenter/host', headers })).status).toBe(401);
  await serving.stop();
});
