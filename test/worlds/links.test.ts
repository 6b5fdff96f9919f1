// Situations that people pass on as links, from their preset to what they show: a planned shutdown and an unplanned one; two hundred routes on a
// leaf switch.
import { describe, expect, it } from 'vitest';
import { presetNamed, type Scenario } from '../../src/scenarios/index.ts';
import type { World } from '../../src/world.ts';
import {
  call,
  deployment,
  get,
  list,
  mergePatch,
  pass,
  podSpec,
  paths,
  restored,
  send,
  service,
  setPower,
  worldOf,
  type Body,
} from './setup.ts';

const consolidated = presetNamed('vcf-consolidated') as Scenario;
const supervisorPath = '/scopes/fabric/apis/vsphere.sandbox/v1/supervisors/vcf-m01-cl01';

const controlPlane = (world: World): readonly Body[] =>
  list(world, paths.vms).filter(({ spec }) => spec['role'] === 'ControlPlane');
const uuids = (world: World): readonly unknown[] => controlPlane(world).map(({ spec }) => spec['uuid']);
const hostNames = (world: World): readonly string[] =>
  list(world, paths.hosts).map(({ metadata }) => metadata.name);

function leaderHost(world: World): string {
  const leader = get(world, supervisorPath).status?.['leader'];
  return String(controlPlane(world).find(({ metadata }) => metadata.name === leader)?.status?.['host']);
}

function begun(): World {
  const world = worldOf(consolidated);
  send(world, 'POST', paths.deployments, deployment('web', 3));
  pass(world, 120);
  expect(list(world, paths.pods).map(({ status }) => status?.['phase'])).toEqual([
    'Running',
    'Running',
    'Running',
  ]);
  return world;
}

describe('stop WCP first', () => {
  it('planned: the service is stopped, hosts go one by one and come back: the same three control plane VMs', () => {
    const world = begun();
    const before = uuids(world);
    send(world, 'POST', '/api/vcenter/services/wcp?action=stop');
    for (const host of hostNames(world)) {
      setPower(world, host, 'Off');
      pass(world, 30);
    }
    pass(world, 1_800);
    expect(call(world, { method: 'GET', path: paths.pods }).status).toBe(503);
    for (const host of hostNames(world)) setPower(world, host, 'On');
    pass(world, 900);
    send(world, 'POST', '/api/vcenter/services/wcp?action=start');
    pass(world, 1_200);
    expect(uuids(world)).toEqual(before);
    expect(list(world, paths.nodes)).toHaveLength(7);
    const running = list(world, paths.pods).filter(({ status }) => status?.['phase'] === 'Running');
    expect(running).toHaveLength(3);
  });

  it('unplanned, from the same moment: the floating address moves, WCP deploys another VM, and with one of three left nobody is served', () => {
    const world = restored(begun().checkpoint());
    const before = uuids(world);
    const first = leaderHost(world);
    setPower(world, first, 'Off');
    pass(world, 30);
    expect(leaderHost(world)).not.toBe(first);
    const others = hostNames(world).filter((host) => host !== first);
    setPower(world, others[2] ?? '', 'Off');
    pass(world, 600);
    // Nobody can take the place of the first: WCP says that it wants to, and for what it waits.
    expect(controlPlane(world)).toHaveLength(4);
    setPower(world, leaderHost(world), 'Off');
    pass(world, 300);
    expect(call(world, { method: 'GET', path: paths.pods })).toMatchObject({
      status: 500,
      body: { message: 'etcdserver: request timed out' },
    });
    for (const host of hostNames(world)) setPower(world, host, 'On');
    pass(world, 3_600);
    expect(call(world, { method: 'GET', path: paths.pods }).status).toBe(200);
    expect(get(world, supervisorPath).status).toMatchObject({
      configStatus: 'RUNNING',
      kubernetesStatus: 'READY',
    });
    expect(uuids(world)).toHaveLength(3);
    expect(before).toHaveLength(3);
  });
});

interface Route {
  readonly prefix: string;
}

const leafRoutes = (world: World): readonly string[] =>
  ((get(world, paths.leaf).status?.['routes'] ?? []) as readonly Route[]).map(({ prefix }) => prefix);

describe('two hundred /32s on your leaf', () => {
  it('a hundred namespaces with a load balancer each, then two aggregations; without the route map the pod blocks pour in', () => {
    const world = worldOf(consolidated);
    const count = 100;
    for (let place = 1; place <= count; place++)
      send(world, 'POST', '/api/vcenter/namespaces/instances', {
        cluster: 'domain-c8',
        namespace: `team-${place}`,
      });
    pass(world, 120);
    for (let place = 1; place <= count; place++)
      send(world, 'POST', `/api/v1/namespaces/team-${place}/services`, service('web', 'web', 'LoadBalancer'));
    pass(world, 120);
    const singles = leafRoutes(world);
    expect(
      singles.filter((prefix) => prefix.startsWith('192.168.104.') && prefix.endsWith('/32')).length,
    ).toBeGreaterThanOrEqual(count);
    expect(
      singles.filter((prefix) => prefix.startsWith('192.168.105.') && prefix.endsWith('/32')).length,
    ).toBeGreaterThanOrEqual(count);
    const tier0 = { spec: { summarization: { mode: 'Boundary', boundaryBits: 24 } } };
    expect(send(world, 'PATCH', paths.tier0, tier0, mergePatch).status).toBe(200);
    pass(world, 60);
    expect(leafRoutes(world)).toEqual(['192.168.104.0/24', '192.168.105.0/24']);
    const { routeMap } = get(world, paths.tier0).spec as { readonly routeMap: object };
    send(
      world,
      'PATCH',
      paths.tier0,
      { spec: { routeMap: { ...routeMap, applied: false }, summarization: { mode: 'None' } } },
      mergePatch,
    );
    pass(world, 60);
    expect(leafRoutes(world).filter((prefix) => prefix.startsWith('10.244.')).length).toBeGreaterThan(count);
  });

  it('at 7.0 GA all namespaces share the Supervisor Cluster’s Tier-1, each with a SNAT address of its own', () => {
    const world = worldOf(consolidated);
    expect(list(world, '/scopes/fabric/apis/nsx.sandbox/v1/tier1s')).toHaveLength(1);
    expect(
      list(world, '/scopes/fabric/apis/nsx.sandbox/v1/natrules').map(({ spec }) => spec['namespace']),
    ).toEqual(['demo', '']);
    const versions = list(world, paths.nodes).map(
      ({ status }) =>
        (status?.['nodeInfo'] as { readonly kubeletVersion: string } | undefined)?.kubeletVersion,
    );
    expect(new Set(versions)).toEqual(new Set(['v1.17.4-2+a00aae1e6a4a69', 'v1.17.4-sph-091e39b']));
  });
});

describe('configuration maximums at 7.0 GA', () => {
  it('93 Tanzu Kubernetes clusters in a namespace: the next one is refused with the figure', () => {
    const world = worldOf(consolidated);
    const path = '/apis/run.tanzu.vmware.com/v1alpha1/namespaces/demo/tanzukubernetesclusters';
    const cluster = (name: string) => ({
      metadata: { name },
      spec: {
        distribution: { version: 'v1.16' },
        topology: {
          controlPlane: { class: 'best-effort-small', count: 1, storageClass: 'vsan-default-storage-policy' },
          workers: { class: 'best-effort-small', count: 1, storageClass: 'vsan-default-storage-policy' },
        },
      },
    });
    for (let place = 1; place <= 93; place++)
      expect(send(world, 'POST', path, cluster(`tkg-${place}`)).status).toBe(201);
    expect(send(world, 'POST', path, cluster('one-more'))).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('the configuration maximum is 93') },
    });
  });
});

describe('0/7 nodes, plenty of free memory', () => {
  const big = (name: string, memory: string) => ({ metadata: { name }, spec: podSpec({ memory }) });

  interface NodeWord {
    readonly name: string;
    readonly drs?: { readonly short: readonly string[]; readonly freeMemoryMiB: number };
  }

  const eventsAbout = (world: World, name: string): readonly string[] =>
    list(world, '/api/v1/namespaces/demo/events')
      .filter(
        (event) =>
          (event as unknown as { readonly involvedObject: { readonly name: string } }).involvedObject.name ===
          name,
      )
      .map(({ message = '' }) => message);

  it('four hosts at 70 %: a Pod of 96Gi fits none, and a sibling that the scheduler takes is refused by DRS', () => {
    const world = worldOf();
    for (let host = 1; host <= 4; host++) send(world, 'POST', paths.pods, big(`fills-${host}`, '180Gi'));
    pass(world, 60);
    const on = list(world, paths.pods).map(({ spec }) => spec['nodeName']);
    expect(new Set(on).size).toBe(4);
    send(world, 'POST', paths.pods, big('wide', '96Gi'));
    pass(world, 30);
    expect(eventsAbout(world, 'wide').join()).toMatch(
      /0\/7 nodes are available: 3 node\(s\) had untolerated taint.*4 Insufficient memory/,
    );
    // The one host without a control plane VM has room for one more; what those reserve, Kubernetes does not know of.
    send(world, 'POST', paths.pods, big('first', '70Gi'));
    pass(world, 30);
    send(world, 'POST', paths.pods, big('second', '70Gi'));
    pass(world, 30);
    expect(get(world, `${paths.pods}/first`).spec['nodeName']).toBe('esxi-04.sandbox.lab');
    expect(eventsAbout(world, 'second')).toContain('Insufficient resources.');
    const { nodes } = get(world, '/sandbox/placement/supervisor/demo/second') as unknown as {
      readonly nodes: readonly NodeWord[];
    };
    const short = nodes.filter(({ drs }) => drs?.short.includes('Insufficient unreserved memory') === true);
    expect(short.length).toBeGreaterThanOrEqual(3);
    // Smaller by what is missing, it fits.
    send(world, 'POST', paths.pods, big('smaller', '56Gi'));
    pass(world, 60);
    expect(get(world, `${paths.pods}/smaller`).status?.['phase']).toBe('Running');
  });
});
