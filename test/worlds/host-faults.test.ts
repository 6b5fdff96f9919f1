// What becomes of a host whose power is cut, whose kernel stops, or which loses its network; and how it comes back.
import { expect, test } from 'vitest';
import { clusterAdmin } from '../../src/world.ts';
import { Client } from '../unit/apis/vcenter/support.ts';

interface Stored {
  readonly metadata: { readonly name: string };
  readonly status?: Readonly<Record<string, unknown>>;
}

interface ReadyPod {
  readonly spec: { readonly nodeName?: string };
  readonly status: { readonly conditions: readonly { readonly type: string; readonly status: string }[] };
}

const name = 'esxi-04.sandbox.lab';
const placement = { folder: 'group-v4', cluster: 'domain-c8', datastore: 'datastore-22' };

/** A world with a VM that runs on the host. */
function begun(): { readonly client: Client; readonly vm: string } {
  const client = new Client();
  client.signIn();
  const vm = String(
    client.ask('POST', '/api/vcenter/vm', { guest_OS: 'UBUNTU_64', name: 'web', placement }).body,
  );
  client.ask('POST', `/api/vcenter/vm/${vm}/power?action=start`);
  client.ask('POST', `/api/vcenter/vm/${vm}?action=relocate`, { placement: { host: 'host-24' } });
  return { client, vm };
}

const fault = (client: Client, word: string): number =>
  client.ask('POST', `/sandbox/hosts/${name}/${word}`).status;

const fabric = (client: Client, plural: string, of: string): Stored =>
  client.world.view('fabric').get(`vsphere.sandbox/${plural}`, of) as never;

const hostStatus = (client: Client) => fabric(client, 'hosts', name).status;
const vmStatus = (client: Client, vm: string) => fabric(client, 'virtualmachines', vm).status;

function readyWord(client: Client): string | undefined {
  const node = client.world.view('supervisor').get('core/nodes', name) as unknown as {
    readonly status: { readonly conditions: readonly { readonly type: string; readonly status: string }[] };
  };
  return node.status.conditions.find(({ type }) => type === 'Ready')?.status;
}

interface Row {
  readonly fault: string;
  /** After two minutes. */
  readonly host: object;
  readonly haRestarts: boolean;
}

const rows: readonly Row[] = [
  {
    fault: 'PowerLost',
    host: { powerState: 'POWERED_OFF', connectionState: 'NOT_RESPONDING', haState: 'hostDown' },
    haRestarts: true,
  },
  {
    fault: 'PurpleScreen',
    host: { powerState: 'POWERED_ON', connectionState: 'NOT_RESPONDING', haState: 'hostDown' },
    haRestarts: true,
  },
  {
    fault: 'Partitioned',
    host: {
      powerState: 'POWERED_ON',
      connectionState: 'NOT_RESPONDING',
      haState: 'networkPartitionedFromMaster',
    },
    haRestarts: false,
  },
  {
    fault: 'Isolated',
    host: { powerState: 'POWERED_ON', connectionState: 'NOT_RESPONDING', haState: 'networkIsolated' },
    haRestarts: false,
  },
];

test.each(rows)('a host: $fault, and recovered', ({ fault: word, host, haRestarts }) => {
  const { client, vm } = begun();
  expect(fault(client, word)).toBe(200);
  client.pass(150);
  expect(hostStatus(client)).toMatchObject(host);
  expect(readyWord(client)).toBe('Unknown');
  expect(vmStatus(client, vm)).toMatchObject({ powerState: 'POWERED_ON' });
  if (haRestarts) expect(vmStatus(client, vm)?.['host']).not.toBe(name);
  else expect(vmStatus(client, vm)?.['host']).toBe(name);
  expect(
    client.ask('POST', `/api/vcenter/vm/${vm}?action=relocate`, { placement: { host: 'host-24' } }),
  ).toMatchObject({
    status: 400,
  });
  expect(fault(client, 'Recovered')).toBe(200);
  client.pass(300);
  expect(hostStatus(client)).toMatchObject({
    powerState: 'POWERED_ON',
    connectionState: 'CONNECTED',
    haState: 'connectedToMaster',
    sphereletReady: true,
  });
  expect(hostStatus(client)).not.toHaveProperty('fault');
  expect(readyWord(client)).toBe('True');
  const { kept, recounted } = client.world.ledgers();
  expect(kept).toEqual(recounted);
});

test('Pods that ran on while their host did not answer are ready again once it does', () => {
  const { client } = begun();
  const { world } = client;
  const readyOn = (node: string): readonly (string | undefined)[] =>
    (world.view('supervisor').list('core/pods') as unknown as readonly ReadyPod[])
      .filter(({ spec }) => spec.nodeName === node)
      .map(({ status }) => status.conditions.find(({ type }) => type === 'Ready')?.status);
  const containers = [{ name: 'main', image: 'nginx:1.25' }];
  const set = {
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name: 'agent' },
    spec: {
      selector: { matchLabels: { app: 'agent' } },
      template: { metadata: { labels: { app: 'agent' } }, spec: { containers } },
    },
  };
  client.ask('POST', '/apis/apps/v1/namespaces/demo/daemonsets', set);
  client.pass(60);
  expect(readyOn(name)).toEqual(['True']);
  fault(client, 'Partitioned');
  client.pass(120);
  expect(readyOn(name)).toEqual(['False']);
  fault(client, 'Recovered');
  client.pass(60);
  expect(readyOn(name)).toEqual(['True']);
});

test('a control plane VM that was off for minutes has its Pods ready again', () => {
  const { client } = begun();
  const { world } = client;
  const lost = ['esxi-01.sandbox.lab', 'esxi-04.sandbox.lab'];
  for (const host of lost) client.ask('POST', `/sandbox/hosts/${host}/PowerLost`);
  client.pass(120);
  for (const host of lost) client.ask('POST', `/sandbox/hosts/${host}/Recovered`);
  client.pass(900);
  const supervisors = world
    .view('fabric')
    .list('vsphere.sandbox/supervisors') as unknown as readonly Stored[];
  expect(supervisors[0]?.status).toMatchObject({ configStatus: 'RUNNING', kubernetesStatus: 'READY' });
});

test('a datastore that is filled takes no volume and no VM, and does again once it has room', () => {
  const { client } = begun();
  const datastore = () => fabric(client, 'datastores', 'vsanDatastore');
  const before = datastore().status?.['freeMiB'];
  const ask = (word: string) => client.ask('POST', `/sandbox/datastores/vsanDatastore/${word}`).status;
  expect(ask('Filled')).toBe(200);
  expect(datastore().status?.['freeMiB']).toBe(0);
  const claim = {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: 'data' },
    spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
  };
  const claims = '/api/v1/namespaces/demo/persistentvolumeclaims';
  const storageClassName = 'vsan-default-storage-policy';
  client.ask('POST', claims, { ...claim, spec: { ...claim.spec, storageClassName } });
  client.pass(60);
  const phase = () =>
    (client.ask('GET', `${claims}/data`).body as { status: { phase: string } }).status.phase;
  expect(phase()).toBe('Pending');
  const refused = client.ask('POST', '/api/vcenter/vm', { guest_OS: 'UBUNTU_64', name: 'db', placement });
  expect(JSON.stringify(refused.body)).toContain('Insufficient disk space on datastore');
  expect(ask('Recovered')).toBe(200);
  expect(datastore().status?.['freeMiB']).toBe(before);
  client.pass(600);
  expect(phase()).toBe('Bound');
});

test('only who may change hosts breaks them, and only in ways that there are', () => {
  const client = new Client();
  client.signIn('dev-anna@vsphere.local');
  const ask = (path: string) => client.ask('POST', path);
  expect(ask(`/sandbox/hosts/${name}/PowerLost`).status).toBe(403);
  const admin = new Client(client.world);
  admin.signIn();
  const melted = { method: 'POST', path: `/sandbox/hosts/${name}/Melted`, headers: {} };
  expect(admin.world.request(melted, clusterAdmin)).toMatchObject({ status: 404 });
  expect(admin.ask('POST', '/sandbox/hosts/nobody/PowerLost').status).toBe(404);
});

interface EtcdPod {
  readonly metadata: { readonly name: string };
  readonly status: { readonly containerStatuses: readonly { readonly restartCount: number }[] };
}

test('HA starts a control plane VM elsewhere, and its kubelet starts its containers anew', () => {
  const client = new Client();
  client.signIn();
  const supervisor = client.world.view('supervisor');
  const etcd = () =>
    supervisor
      .list('core/pods', { namespace: 'kube-system' })
      .map((pod) => pod as unknown as EtcdPod)
      .filter(({ metadata }) => metadata.name.startsWith('etcd-'));
  const restarts = () => etcd().map(({ status }) => status.containerStatuses[0]?.restartCount);
  client.pass(60);
  expect(restarts()).toEqual([0, 0, 0]);
  const before = String(vmStatus(client, 'vm-51')?.['host']);
  client.ask('POST', `/sandbox/hosts/${before}/PowerLost`);
  client.pass(900);
  expect(vmStatus(client, 'vm-51')).toMatchObject({ powerState: 'POWERED_ON' });
  expect(vmStatus(client, 'vm-51')?.['host']).not.toBe(before);
  expect(restarts().toSorted()).toEqual([0, 0, 1]);
  const cut = etcd().find(({ status }) => status.containerStatuses[0]?.restartCount === 1);
  expect(cut?.status.containerStatuses[0]).toMatchObject({
    ready: true,
    state: { running: {} },
    lastState: { terminated: { exitCode: 255, reason: 'Unknown' } },
  });
  const said = supervisor
    .list('core/events', { namespace: 'kube-system' })
    .map((event) => event as unknown as { reason: string; message: string });
  expect(said.filter(({ reason }) => reason === 'SandboxChanged').length).toBeGreaterThan(3);
});
