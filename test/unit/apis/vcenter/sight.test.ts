// What people see of the fabric by their rights in vCenter, in lists, one by one and in watches.
import { describe, expect, test } from 'vitest';
import { isStream, type WireResponse } from '../../../../src/apis/kubernetes/wire.ts';
import { Client } from './support.ts';

interface Listed {
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
  readonly metadata: { readonly resourceVersion: string };
}

const pathOf = (plural: string, group = 'vsphere.sandbox'): string =>
  `/scopes/fabric/apis/${group}/v1/${plural}`;

function namesIn(client: Client, plural: string, group?: string): readonly string[] {
  const { status, body } = client.ask('GET', pathOf(plural, group));
  expect(status, JSON.stringify(body)).toBe(200);
  return (body as Listed).items.map(({ metadata }) => metadata.name);
}

function developer(admin: Client): Client {
  const client = new Client(admin.world);
  expect(client.signIn('dev-anna@vsphere.local').status).toBe(201);
  return client;
}

function begun(): { readonly admin: Client; readonly anna: Client } {
  const admin = new Client();
  admin.signIn();
  return { admin, anna: developer(admin) };
}

/** Gives dev-anna a role on an object. */
function permit(
  admin: Client,
  entity: { type: string; value: string },
  roleId: number,
  propagate = true,
): void {
  const permission = [{ principal: 'VSPHERE.LOCAL\\dev-anna', group: false, roleId, propagate }];
  const path = '/sdk/vim25/8.0.1.0/AuthorizationManager/AuthorizationManager/SetEntityPermissions';
  expect(admin.ask('POST', path, { entity, permission }).status).toBe(204);
}

const readOnly = -2;

describe('the developer, who has a vSphere Namespace and no permission in vCenter', () => {
  test.each([
    ['namespaces', ['demo']],
    ['vcenters', []],
    ['datacenters', []],
    ['clusters', []],
    ['hosts', []],
    ['datastores', []],
    ['supervisors', []],
    ['networks', []],
    ['storagepolicies', []],
    ['users', []],
    ['permissions', []],
    ['roles', []],
  ] as const)('sees of %s: %j', (plural, names) => {
    expect(namesIn(begun().anna, plural)).toEqual(names);
  });

  test('sees nothing of NSX and of the switches, and what the simulation says of itself', () => {
    const { anna } = begun();
    expect(namesIn(anna, 'tier0s', 'nsx.sandbox')).toEqual([]);
    expect(namesIn(anna, 'switches', 'leaf.sandbox')).toEqual([]);
    expect(namesIn(anna, 'simulations', 'sandbox')).toEqual(['world']);
  });

  test('sees the VMs of the Pods in it, and no other', () => {
    const { admin, anna } = begun();
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'main', image: 'nginx:1.25' }] },
    };
    expect(anna.ask('POST', '/api/v1/namespaces/demo/pods', pod).status).toBe(201);
    admin.pass(60);
    expect(namesIn(admin, 'virtualmachines')).toHaveLength(4);
    expect(namesIn(anna, 'virtualmachines')).toHaveLength(1);
  });

  test('is told which privilege is missing, and on what', () => {
    const { status, body } = begun().anna.ask('GET', `${pathOf('hosts')}/esxi-01.sandbox.lab`);
    expect(status).toBe(403);
    expect((body as { message: string }).message).toBe(
      `hosts.vsphere.sandbox "esxi-01.sandbox.lab" is forbidden: the privilege System.Read is required on 'host-21'`,
    );
  });

  test('changes nothing there, not even what is seen', () => {
    const { anna } = begun();
    expect(anna.ask('DELETE', `${pathOf('namespaces')}/demo`).status).toBe(403);
    expect(anna.ask('POST', pathOf('namespaces'), {}).status).toBe(403);
    const as = { 'impersonate-user': 'sso:administrator@vsphere.local' };
    const hosts = { method: 'GET', path: pathOf('hosts'), headers: as };
    const actor = { user: 'sso:dev-anna@vsphere.local', groups: ['system:authenticated'] };
    expect((anna.world.request(hosts, actor) as WireResponse).status).toBe(403);
  });

  test('reads which kinds there are', () => {
    expect(begun().anna.ask('GET', '/scopes/fabric/apis/vsphere.sandbox/v1').status).toBe(200);
    expect(begun().anna.ask('GET', '/scopes/fabric/metrics').status).toBe(403);
  });
});

describe('a permission', () => {
  test('shows what it is on, what lies in it, and what leads to it', () => {
    const { admin, anna } = begun();
    permit(admin, { type: 'ClusterComputeResource', value: 'domain-c8' }, readOnly);
    expect(namesIn(anna, 'vcenters')).toHaveLength(1);
    expect(namesIn(anna, 'datacenters')).toHaveLength(1);
    expect(namesIn(anna, 'clusters')).toHaveLength(1);
    expect(namesIn(anna, 'hosts')).toHaveLength(4);
    expect(namesIn(anna, 'supervisors')).toHaveLength(1);
    expect(namesIn(anna, 'datastores')).toEqual([]);
    expect(namesIn(anna, 'users')).toEqual([]);
  });

  test('that does not reach below shows only its object', () => {
    const { admin, anna } = begun();
    permit(admin, { type: 'ClusterComputeResource', value: 'domain-c8' }, readOnly, false);
    expect(namesIn(anna, 'clusters')).toHaveLength(1);
    expect(namesIn(anna, 'hosts')).toEqual([]);
  });

  test('to read all of vCenter shows the network too, but no passwords', () => {
    const { admin, anna } = begun();
    permit(admin, { type: 'Folder', value: 'group-d1' }, readOnly);
    expect(namesIn(anna, 'tier0s', 'nsx.sandbox')).toHaveLength(1);
    expect(namesIn(anna, 'permissions').length).toBeGreaterThan(0);
    expect(namesIn(anna, 'users')).toEqual([]);
  });

  test('of administrators shows everything', () => {
    const { admin } = begun();
    expect(namesIn(admin, 'users')).toEqual(['administrator', 'dev-anna']);
    expect(namesIn(admin, 'hosts')).toHaveLength(4);
  });
});

describe('a watch', () => {
  interface Frame {
    readonly type: string;
    readonly object: { readonly code?: number; readonly spec?: { readonly displayName?: string } };
  }

  function watched(client: Client, plural: string) {
    const frames: Frame[] = [];
    let ended = false;
    const { body } = client.ask('GET', pathOf(plural));
    const { resourceVersion } = (body as Listed).metadata;
    const answer = client.watch(`${pathOf(plural)}?watch=true&resourceVersion=${resourceVersion}`);
    if (!isStream(answer)) throw new Error((answer as WireResponse).body);
    answer.open({ frame: (text) => frames.push(JSON.parse(text) as Frame), end: () => (ended = true) });
    return { frames, isEnded: () => ended };
  }

  test('tells of what is seen, to the last', () => {
    const { admin, anna } = begun();
    const { frames, isEnded } = watched(anna, 'virtualmachines');
    const pod = (namespace: string, name: string) => ({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace },
      spec: { containers: [{ name: 'main', image: 'nginx:1.25' }] },
    });
    admin.ask('POST', '/api/v1/namespaces/demo/pods', pod('demo', 'web'));
    admin.pass(60);
    admin.ask('DELETE', '/api/v1/namespaces/demo/pods/web');
    admin.pass(60);
    expect(frames.map(({ type }) => type)).toContain('ADDED');
    expect(frames.at(-1)?.type).toBe('DELETED');
    expect(isEnded()).toBe(false);
  });

  test('ends where somebody may see others, to be asked for again', () => {
    const { admin, anna } = begun();
    const { frames, isEnded } = watched(anna, 'hosts');
    permit(admin, { type: 'ClusterComputeResource', value: 'domain-c8' }, readOnly);
    expect(frames.map(({ type, object }) => [type, object.code])).toEqual([['ERROR', 410]]);
    expect(isEnded()).toBe(true);
    expect(namesIn(anna, 'hosts')).toHaveLength(4);
  });
});

test('whoever did not sign in with vCenter sees nothing of the fabric', () => {
  const { world } = begun().admin;
  const robot = { user: 'system:serviceaccount:demo:default', groups: ['system:serviceaccounts'] };
  const answer = world.request({ method: 'GET', path: pathOf('namespaces') }, robot) as WireResponse;
  expect(answer.status).toBe(403);
});
