// What 8.0 asks by Supervisor and by zone: namespaces and templates of a Supervisor, associations of zones, policies that zones share, and what
// is told of the world outside.
import { describe, expect, it } from 'vitest';
import { instantiateKernels } from '../../../../src/runtime/node/kernels.ts';
import { World } from '../../../../src/world.ts';
import { Client, fourHosts, signedIn, supervisorOf } from './support.ts';

const management = '/api/vcenter/namespace-management';
const domains = '/api/vcenter/consumption-domains';
const failure = (type: string) => ({ error_type: type });

function of(release: string): Client {
  const client = new Client(
    World.create({ scenario: { ...fourHosts(), release }, kernels: instantiateKernels() }),
  );
  client.signIn();
  return client;
}

describe('by Supervisor', () => {
  it('one is known by an identifier of its own, and by nothing else', () => {
    const client = signedIn();
    const { items } = client.ask('GET', `${management}/supervisors/summaries`).body as {
      readonly items: readonly { readonly supervisor: string; readonly info: { readonly name: string } }[];
    };
    expect(items.map(({ info }) => info.name)).toEqual(['sv1-az1']);
    const [{ supervisor = '' } = {}] = items;
    expect(supervisor).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(supervisorOf(client)).toBe(supervisor);
    const statuses = [supervisor, 'sv1-az1', 'domain-c8'].map(
      (id) => client.ask('GET', `${management}/supervisors/${id}/summary`).status,
    );
    expect(statuses).toEqual([200, 404, 404]);
    expect(supervisorOf(signedIn())).toBe(supervisor);
  });

  it('a namespace is made, and told in both versions', () => {
    const client = signedIn();
    const supervisor = supervisorOf(client);
    const path = '/api/vcenter/namespaces/instances';
    expect(client.ask('POST', `${path}/v2`, { supervisor, namespace: 'team-v2' }).status).toBe(204);
    client.pass(60);
    expect(client.ask('GET', `${path}/v2/team-v2`).body).toMatchObject({
      supervisor,
      config_status: 'RUNNING',
    });
    expect(client.ask('GET', `${path}/team-v2`).body).toMatchObject({ cluster: 'domain-c8' });
    expect(client.ask('POST', `${path}/v2`, { supervisor: 'nobody', namespace: 'b' })).toMatchObject({
      status: 404,
      body: failure('NOT_FOUND'),
    });
    expect(client.ask('POST', `${path}/v2`, { cluster: 'domain-c8', namespace: 'b' }).status).toBe(400);
  });

  it('templates are the same as by its cluster', () => {
    const client = signedIn();
    const base = '/api/vcenter/namespaces/namespace-templates';
    const supervisor = supervisorOf(client);
    const path = `${base}/supervisors/${supervisor}`;
    const template = { template: 'small', resource_spec: { pod_count: 3 } };
    expect(client.ask('POST', path, template).status).toBe(204);
    expect(client.ask('PATCH', `${path}/small`, { resource_spec: { pod_count: 5 } }).status).toBe(204);
    expect(client.ask('GET', path).body).toEqual([{ template: 'small' }]);
    const info = client.ask('GET', `${path}/templates/small`).body;
    expect(info).toMatchObject({ supervisor, resource_spec: { pod_count: 5 } });
    expect(info).not.toHaveProperty('cluster');
    expect(client.ask('GET', `${base}/clusters/domain-c8/small`).body).toMatchObject({
      resource_spec: { pod_count: 5 },
    });
    expect(client.ask('GET', `${base}/supervisors/nobody`).status).toBe(404);
  });

  it('there is no identity provider but vCenter, and no registry of images of its own', () => {
    const client = of('8.0 U3');
    const supervisor = supervisorOf(client);
    for (const part of ['identity/providers', 'container-image-registries']) {
      const path = `${management}/supervisors/${supervisor}/${part}`;
      expect(client.ask('GET', path)).toEqual({ status: 200, body: [] });
      expect(client.ask('GET', `${path}/x`)).toMatchObject({ status: 404, body: failure('NOT_FOUND') });
      expect(client.ask('POST', path, {})).toMatchObject({ status: 400, body: failure('UNSUPPORTED') });
      expect(client.ask('GET', path.replace(supervisor, 'nobody')).status).toBe(404);
    }
    const earlier = signedIn();
    const path = `${management}/supervisors/${supervisorOf(earlier)}/container-image-registries`;
    expect(earlier.ask('GET', path).status).toBe(404);
  });
});

describe('by zone', () => {
  function zoned(): Client {
    const client = signedIn();
    for (const zone of ['zone-a', 'zone-b']) client.ask('POST', `${domains}/zones`, { zone });
    const add = `${domains}/zones/cluster/zone-a/associations?action=add`;
    expect(client.ask('POST', add, ['domain-c8']).status).toBe(200);
    return client;
  }

  it('associations are listed, also by cluster and by zone', () => {
    const client = zoned();
    const path = `${domains}/zone-associations/cluster`;
    const associations = [{ zone: 'zone-a', cluster: 'domain-c8' }];
    expect(client.ask('GET', path).body).toEqual({ associations });
    expect(client.ask('GET', `${path}?zones=zone-a&clusters=domain-c8`).body).toEqual({ associations });
    expect(client.ask('GET', `${path}?zones=zone-b`).body).toEqual({ associations: [] });
  });

  it('storage policies say in which zones they lead to a datastore', () => {
    const client = zoned();
    const path = `${management}/storage/profiles?action=check_compatibility`;
    const { body } = client.ask('POST', path, { filter: { zones: ['zone-a', 'zone-b'] } });
    expect((body as readonly object[])[0]).toMatchObject({
      compatible: false,
      items: [
        { zone: 'zone-a', datastores: [expect.stringMatching(/^datastore-/)] },
        { zone: 'zone-b', datastores: [] },
      ],
      incompatibility_reasons: [{ args: [expect.any(String), 'zone-b'] }],
    });
    expect(client.ask('POST', path, { filter: { zones: ['zone-a'] } }).body).toMatchObject([
      { compatible: true, incompatibility_reasons: [] },
    ]);
    expect(client.ask('POST', path, { filter: { zones: ['nowhere'] } }).status).toBe(404);
  });

  it('nothing is known before 8.0', () => {
    const client = of('7.0 U3');
    for (const path of [
      `${domains}/zones`,
      `${domains}/zone-associations/cluster`,
      '/api/vcenter/namespaces/instances/v2',
    ])
      expect([path, client.ask('GET', path).status]).toEqual([path, 404]);
  });
});
