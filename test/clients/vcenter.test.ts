// vCenter as a script meets it over HTTPS: signs in, makes a vSphere Namespace, waits until it runs, lets a developer use it, cleans up.
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundledCommand, type Command } from './command.ts';
import { requester, type Ask, type Reply, type Requester } from './requester.ts';

let command: Command;

beforeAll(async () => {
  command = await bundledCommand();
});

afterAll(() => command.remove());

const basic = (user: string) => `Basic ${Buffer.from(`${user}@vsphere.local:VMware1!`).toString('base64')}`;
const instances = '/api/vcenter/namespaces/instances';

async function until(ask: () => Promise<Reply>, isSo: (reply: Reply) => boolean): Promise<Reply> {
  for (;;) {
    const reply = await ask();
    if (isSo(reply)) return reply;
    await sleep(20);
  }
}

/** Requests of a session. */
async function signedIn(ask: Requester): Promise<(what: Ask) => Promise<Reply>> {
  const { status, json } = await ask({
    method: 'POST',
    path: '/api/session',
    headers: { authorization: basic('administrator') },
  });
  expect(status).toBe(201);
  const token = String(json);
  const headers = { authorization: undefined, 'vmware-api-session-id': token };
  return (what) => ask({ ...what, headers });
}

test('a namespace from its creation to its end', async () => {
  const serving = await command.serve('--speed', 'max');
  const bare = requester(serving.kubeconfig);
  const ask = await signedIn(bare);
  const [cluster] = (await ask({ path: '/api/vcenter/cluster' })).json as unknown as { cluster: string }[];
  const access_list = [{ subject_type: 'USER', subject: 'dev-anna', domain: 'vsphere.local', role: 'EDIT' }];
  const body = {
    cluster: cluster?.cluster,
    namespace: 'team-c',
    access_list,
    resource_spec: { pod_count: 2 },
  };
  expect(await ask({ path: instances, body })).toMatchObject({ status: 204, json: {} });
  expect(await ask({ path: instances, body })).toMatchObject({
    status: 400,
    json: { error_type: 'ALREADY_EXISTS' },
  });
  const info = () => ask({ path: `${instances}/team-c` });
  await until(info, ({ json }) => (json as unknown as { config_status: string }).config_status === 'RUNNING');

  const login = await bare({
    method: 'POST',
    path: '/wcp/login',
    headers: { authorization: basic('dev-anna') },
  });
  const { session_id } = login.json as unknown as { session_id: string };
  const anna = { authorization: `Bearer ${session_id}` };
  const pods = '/api/v1/namespaces/team-c/pods';
  const pod = (name: string) => ({
    metadata: { name },
    spec: { containers: [{ name: 'web', image: 'nginx' }] },
  });
  for (const name of ['a', 'b'])
    expect((await bare({ path: pods, headers: anna, body: pod(name) })).status).toBe(201);
  expect((await bare({ path: pods, headers: anna, body: pod('c') })).json.message).toBe(
    'pods "c" is forbidden: exceeded quota: team-c, requested: count/pods=1, used: count/pods=2, limited: count/pods=2',
  );

  expect((await ask({ method: 'DELETE', path: `${instances}/team-c` })).status).toBe(204);
  await until(info, ({ status }) => status === 404);
  expect((await bare({ path: '/api/v1/namespaces/team-c' })).status).toBe(404);
  expect((await ask({ method: 'DELETE', path: '/api/session' })).status).toBe(204);
  expect((await ask({ path: '/api/vcenter/host' })).status).toBe(401);
  await serving.stop();
});

test('a cluster with hosts and a VM, from bare machines', async () => {
  const serving = await command.serve('--speed', 'max', '--scenario', 'empty');
  const ask = await signedIn(requester(serving.kubeconfig));
  const value = async (what: Ask, status: number): Promise<string> => {
    const reply = await ask(what);
    expect(reply.status, JSON.stringify(reply.json)).toBe(status);
    return String(reply.json);
  };
  const datacenter = await value(
    { path: '/api/vcenter/datacenter', body: { name: 'Site B', folder: 'group-d1' } },
    201,
  );
  const { host_folder: hosts, vm_folder: vms } = (
    await ask({ path: `/api/vcenter/datacenter/${datacenter}` })
  ).json as unknown as { host_folder: string; vm_folder: string };
  const sdk = '/sdk/vim25/8.0.1.0';
  const spec = { drsConfig: { enabled: true }, dasConfig: { enabled: true }, vsanConfig: { enabled: true } };
  const { value: cluster } = (
    await ask({ path: `${sdk}/Folder/${hosts}/CreateClusterEx`, body: { name: 'b-cl01', spec } })
  ).json as unknown as { value: string };
  for (const hostName of ['b-01.sandbox.lab', 'b-02.sandbox.lab', 'b-03.sandbox.lab']) {
    const body = { spec: { hostName, userName: 'root', password: 'VMware1!' }, asConnected: true };
    const added = await ask({ path: `${sdk}/ClusterComputeResource/${cluster}/AddHost_Task`, body });
    expect(added.status).toBe(200);
  }
  const stores = (await ask({ path: `/api/vcenter/datastore?datacenters=${datacenter}` }))
    .json as unknown as { datastore: string; type: string }[];
  const datastore = stores.find(({ type }) => type === 'VSAN')?.datastore;
  const placement = { folder: vms, cluster, datastore };
  const vm = await value(
    { path: '/api/vcenter/vm', body: { name: 'web', guest_OS: 'UBUNTU_64', placement } },
    201,
  );
  await ask({ method: 'POST', path: `/api/vcenter/vm/${vm}/power?action=start` });
  expect((await ask({ path: `/api/vcenter/vm?clusters=${cluster}` })).json).toMatchObject([
    { vm, name: 'web', power_state: 'POWERED_ON' },
  ]);
  expect(await ask({ method: 'DELETE', path: `/api/vcenter/datacenter/${datacenter}` })).toMatchObject({
    status: 400,
    json: { error_type: 'RESOURCE_IN_USE' },
  });
  expect(
    (await ask({ method: 'DELETE', path: `/api/vcenter/datacenter/${datacenter}?force=true` })).status,
  ).toBe(204);
  await serving.stop();
});
