// Pre-checks of updates and of Supervisor Services, backups that are not taken, NSX as 8.0 shows it, statistics that nobody keeps, VMs that
// VM Service did not make: what vCenter answers, and in which release.
import { describe, expect, it } from 'vitest';
import { instantiateKernels } from '../../../../src/runtime/node/kernels.ts';
import { World } from '../../../../src/world.ts';
import { Client, fourHosts, signedIn, supervisorOf } from './support.ts';

const management = '/api/vcenter/namespace-management';

function of(release: string): Client {
  const client = new Client(
    World.create({ scenario: { ...fourHosts(), release }, kernels: instantiateKernels() }),
  );
  client.signIn();
  return client;
}

describe('pre-checks of an update', () => {
  const pathOf = (client: Client): string =>
    `${management}/software/supervisors/${supervisorOf(client)}/prechecks`;
  const target = (client: Client): string => {
    const { body } = client.ask('GET', `${management}/software/clusters/domain-c8`);
    return (body as { available_versions: string[] }).available_versions[0] ?? '';
  };

  it('are there from 8.0 U3', () => {
    const earlier = signedIn();
    expect(earlier.ask('GET', pathOf(earlier)).status).toBe(404);
  });

  it('tell what was found when they ran', () => {
    const client = of('8.0 U3');
    const path = pathOf(client);
    expect(client.ask('GET', path)).toMatchObject({ status: 404, body: { error_type: 'NOT_FOUND' } });
    const version = target(client);
    const run = () => client.ask('POST', `${path}?action=run`, { target_version: version }).status;
    expect(run()).toBe(204);
    const results = (list: readonly string[]) => ({
      precheck_results: [
        {
          target_version: version,
          conditions: ['ControlPlaneReady', 'HostsReady'].map((type, at) => ({ type, status: list[at] })),
        },
      ],
    });
    expect(client.ask('GET', path).body).toMatchObject(results(['TRUE', 'TRUE']));
    client.ask('POST', '/sdk/vim25/8.0.1.0/HostSystem/host-24/EnterMaintenanceMode_Task', { timeout: 0 });
    client.pass(300);
    expect(client.ask('GET', path).body).toMatchObject(results(['TRUE', 'TRUE']));
    expect(run()).toBe(204);
    expect(client.ask('GET', `${path}?target_version=${encodeURIComponent(version)}`).body).toMatchObject(
      results(['TRUE', 'FALSE']),
    );
  });

  it.each<[string, object, number, string]>([
    ['{supervisor}', { target_version: 'v1.1.1' }, 400, 'INVALID_ARGUMENT'],
    ['{supervisor}', {}, 400, 'INVALID_ARGUMENT'],
    ['sv1-az1', { target_version: 'v1.1.1' }, 404, 'NOT_FOUND'],
  ])('are refused for %s, %j', (supervisor, body, status, type) => {
    const client = of('8.0 U3');
    const asked = `${management}/software/supervisors/${supervisor}/prechecks?action=run`;
    expect(client.ask('POST', asked.replace('{supervisor}', supervisorOf(client)), body)).toMatchObject({
      status,
      body: { error_type: type },
    });
  });
});

describe('backups of a Supervisor', () => {
  const client = of('8.0 U3');
  it.each<[string, string, object | undefined, number, object]>([
    ['GET', 'recovery/backup/archives?usable=true', undefined, 200, []],
    ['POST', '{supervisor}/recovery/backup/jobs', { comment: 'now' }, 400, { error_type: 'UNSUPPORTED' }],
    ['POST', 'nowhere/recovery/backup/jobs', {}, 404, { error_type: 'NOT_FOUND' }],
    ['POST', '{supervisor}/recovery/restore/jobs/a', undefined, 404, { error_type: 'NOT_FOUND' }],
  ])('%s %s', (method, path, body, status, told) => {
    const asked = `${management}/supervisors/${path.replace('{supervisor}', supervisorOf(client))}`;
    expect(client.ask(method, asked, body)).toMatchObject({
      status,
      body: told,
    });
  });
});

describe('NSX as Workload Management of 8.0 shows it', () => {
  const client = signedIn();
  const networks = `${management}/networks/nsx`;

  it('has distributed switches by their UUIDs, and edges', () => {
    const switches = client.ask('GET', `${networks}/distributed-switches`).body as {
      distributed_switch: string;
    }[];
    expect(switches).toEqual([{ distributed_switch: expect.stringMatching(/ /) as string, name: 'DSwitch' }]);
    const uuid = encodeURIComponent(switches[0]?.distributed_switch ?? '');
    expect(client.ask('GET', `${networks}/edges?distributed_switch=${uuid}`).body).toEqual([
      { edge_cluster: expect.any(String) as string, name: 'edge-cluster-01' },
    ]);
    for (const what of ['distributed-switches', 'edges'])
      expect(client.ask('POST', `${networks}/${what}?action=check_compatibility`).body).toMatchObject([
        { compatible: true, incompatibility_reasons: [] },
      ]);
    const none = { compatible: false, zones: [] };
    expect(
      client.ask('POST', `${networks}/distributed-switches?action=check_compatibility`, none).body,
    ).toEqual([]);
  });

  it.each([
    ['distributed-switches?zones=z', 404],
    ['edges?distributed_switch=z', 404],
    ['edges?compatible=false', 200],
  ])('%s is %d', (path, status) => {
    expect(client.ask('GET', `${networks}/${path}`).status).toBe(status);
  });
});

describe('statistics over time', () => {
  const client = signedIn();
  it.each([
    ['/api/stats/counters', 200],
    ['/api/stats/providers', 200],
    ['/api/stats/nothing', 404],
    [`${management}/stats/time-series?obj_type=NAMESPACE&namespace=demo`, 200],
    [`${management}/stats/time-series?obj_type=CLUSTER&cluster=domain-c8`, 200],
    [`${management}/stats/time-series?obj_type=CLUSTER&cluster=domain-c9`, 404],
    [`${management}/stats/time-series?obj_type=NAMESPACE&namespace=nowhere`, 404],
    [`${management}/stats/time-series?obj_type=HOST`, 400],
  ])('%s is %d', (path, status) => {
    const answer = client.ask('GET', path);
    expect(answer.status).toBe(status);
    if (status === 200) expect(answer.body).toEqual([]);
  });
});

describe('registervm', () => {
  const client = of('8.0 U3');
  it.each<[string, object, number, string]>([
    ['demo', { vm: 'vm-51' }, 400, 'NOT_ALLOWED_IN_CURRENT_STATE'],
    ['demo', { vm: 'vm-9999' }, 404, 'NOT_FOUND'],
    ['nowhere', { vm: 'vm-51' }, 404, 'NOT_FOUND'],
    ['demo', {}, 400, 'INVALID_ARGUMENT'],
  ])('of %s %j is refused', (namespace, body, status, type) => {
    const path = `/api/vcenter/namespaces/instances/${namespace}/registervm`;
    expect(client.ask('POST', path, body)).toMatchObject({ status, body: { error_type: type } });
  });
});
