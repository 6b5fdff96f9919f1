import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../src/scenarios/index.ts';
import type { World } from '../../src/world.ts';
import {
  deployment,
  fourHosts,
  get,
  list,
  mergePatch,
  pass,
  paths,
  podSpec,
  send,
  service,
  worldOf,
} from './setup.ts';

const fabric = (plural: string) => `/scopes/fabric/apis/nsx.sandbox/v1/${plural}`;
const network = (change: Partial<Scenario['network']>): Scenario => ({
  ...fourHosts,
  network: { ...fourHosts.network, ...change },
});
const segments = (world: World, namespace: string) =>
  list(world, fabric('segments'))
    .filter(({ spec }) => spec['namespace'] === namespace)
    .map(({ spec }) => spec['subnet']);
const podIps = (world: World) =>
  list(world, paths.pods).map(({ status }) => status?.['podIP'] as string | undefined);
const createNamespace = (world: World, name: string) =>
  send(world, 'POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
const routesOf = (world: World, leaf = 'leaf-a') =>
  (
    get(world, `/scopes/fabric/apis/leaf.sandbox/v1/switches/${leaf}`).status!['routes'] as {
      prefix: string;
    }[]
  ).map(({ prefix }) => prefix);
const tier0Of = (world: World) =>
  get(world, paths.tier0).status as {
    permitted: { prefix: string; source: string; owner: string }[];
    denied: { prefix: string; owner: string }[];
    advertised: { prefix: string; contributors: number }[];
    overAdvertised: number;
  };
const summarization = (world: World, mode: string, boundaryBits: number | null = null) => {
  send(world, 'PATCH', paths.tier0, { spec: { summarization: { mode, boundaryBits } } }, mergePatch);
  pass(world, 10);
};
const expose = (world: World, name: string, type: string) =>
  send(world, 'POST', paths.services, service(name, name, type)).body;
const ingressOf = (world: World, name: string) =>
  (get(world, `${paths.services}/${name}`).status!['loadBalancer'] as { ingress?: { ip: string }[] })
    .ingress?.[0]?.ip;

describe('a namespace', () => {
  it('gets a segment with a /28 of the pod CIDR, a Tier-1 of its own, a SNAT address; all go with it', () => {
    const world = worldOf();
    createNamespace(world, 'team');
    pass(world, 10);
    expect(segments(world, 'team')).toEqual([expect.stringMatching(/^10\.244\.\d+\.\d+\/28$/)]);
    const tier1s = () => list(world, fabric('tier1s')).filter(({ spec }) => spec['namespace'] === 'team');
    const rules = () => list(world, fabric('natrules')).filter(({ spec }) => spec['namespace'] === 'team');
    expect(tier1s()).toHaveLength(1);
    expect(rules()).toHaveLength(1);
    const snat = rules()[0]?.spec['translated'] as string;
    expect(get(world, '/api/v1/namespaces/team').metadata.annotations).toMatchObject({ 'ncp/snat_ip': snat });
    expect(tier0Of(world).permitted.map(({ prefix }) => prefix)).toContain(`${snat}/32`);
    send(world, 'DELETE', '/api/v1/namespaces/team');
    pass(world, 30);
    expect([segments(world, 'team'), tier1s(), rules()]).toEqual([[], [], []]);
    expect(tier0Of(world).permitted.map(({ prefix }) => prefix)).not.toContain(`${snat}/32`);
  });

  it('gets a further /28 when one is full, and all Pods have addresses of their own', () => {
    const world = worldOf();
    send(world, 'POST', paths.deployments, deployment('web', 30));
    pass(world, 120);
    expect(segments(world, 'demo')).toHaveLength(3);
    const ips = podIps(world);
    expect(new Set(ips).size).toBe(30);
    expect(ips).not.toContain(undefined);
  });
});

describe('a pod CIDR that is used up', () => {
  // More than half of the 32 blocks of a /23 go to the control plane and the system's namespaces.
  const small = network({ podCidrs: ['10.244.0.0/23'] });

  it('lets Pods wait with the reason, and go on once there is room', () => {
    const world = worldOf(small);
    send(world, 'POST', paths.deployments, deployment('web', 250));
    pass(world, 180);
    const [waiting] = list(world, paths.pods).filter(({ status }) => status?.['podIP'] === undefined);
    expect(waiting?.status?.['phase']).toBe('Pending');
    const events = list(world, '/api/v1/namespaces/demo/events') as unknown as {
      reason: string;
      message: string;
      involvedObject: { uid: string };
    }[];
    expect(
      events.find(
        ({ involvedObject, reason }) =>
          involvedObject.uid === waiting?.metadata.uid && reason.startsWith('Failed'),
      ),
    ).toMatchObject({
      reason: 'FailedRealizeNSXResource',
      message: expect.stringContaining('10.244.0.0/23') as string,
    });
    send(world, 'PATCH', `${paths.deployments}/web/scale`, { spec: { replicas: 100 } }, mergePatch);
    pass(world, 180);
    expect(podIps(world)).toHaveLength(100);
    expect(podIps(world)).not.toContain(undefined);
  });

  it('lets those that wait have the addresses that others give back', () => {
    const world = worldOf(small);
    send(world, 'POST', paths.deployments, deployment('web', 250));
    pass(world, 180);
    send(world, 'POST', paths.deployments, deployment('late', 5));
    pass(world, 60);
    const late = () =>
      list(world, paths.pods)
        .filter(({ metadata }) => metadata.labels?.['app'] === 'late')
        .map(({ status }) => status?.['podIP'] as string | undefined);
    expect(late()).toEqual(Array.from({ length: 5 }, () => undefined));
    send(world, 'DELETE', `${paths.deployments}/web`);
    pass(world, 180);
    expect(late()).toHaveLength(5);
    expect(late()).not.toContain(undefined);
  });
});

describe('a Service', () => {
  it('of type LoadBalancer gets an ingress address that appears at both leaves inside a summary', () => {
    const world = worldOf();
    send(world, 'POST', paths.deployments, deployment('web', 3));
    expose(world, 'web', 'LoadBalancer');
    expect(ingressOf(world, 'web')).toBeUndefined();
    pass(world, 90);
    const ip = ingressOf(world, 'web') as string;
    expect(ip).toMatch(/^10\.15\.8\.\d+$/);
    expect(tier0Of(world).permitted).toContainEqual({
      prefix: `${ip}/32`,
      source: 'TIER1_LB_VIP',
      owner: 'demo/web',
    });
    expect(routesOf(world, 'leaf-a')).toContain('10.15.8.0/24');
    expect(routesOf(world, 'leaf-b')).toEqual(routesOf(world, 'leaf-a'));
  });

  it('keeps its address through changes, and gives it back at its end', () => {
    const world = worldOf();
    expose(world, 'web', 'LoadBalancer');
    pass(world, 30);
    const ip = ingressOf(world, 'web');
    send(world, 'PATCH', `${paths.services}/web`, { spec: { ports: [{ port: 8080 }] } }, mergePatch);
    pass(world, 30);
    expect(ingressOf(world, 'web')).toBe(ip);
    send(world, 'DELETE', `${paths.services}/web`);
    pass(world, 30);
    expect(tier0Of(world).permitted.map(({ prefix }) => prefix)).not.toContain(`${ip}/32`);
    expose(world, 'other', 'LoadBalancer');
    pass(world, 30);
    expect(ingressOf(world, 'other')).toBe(ip);
  });

  it('has a virtual server for each port, all of one address and one route', () => {
    const world = worldOf();
    expose(world, 'web', 'LoadBalancer');
    pass(world, 30);
    const ip = ingressOf(world, 'web');
    const ports = () =>
      list(world, fabric('virtualservers'))
        .filter(({ spec }) => spec['owner'] === 'web')
        .map(({ spec }) => [spec['ip'], spec['ports']]);
    for (const wanted of [[80, 443], [443], [8080, 443]]) {
      const spec = { ports: wanted.map((port) => ({ name: `p${port}`, port })) };
      send(world, 'PATCH', `${paths.services}/web`, { spec }, mergePatch);
      pass(world, 30);
      expect(ports().toSorted()).toEqual(wanted.map((port) => [ip, [port]]).toSorted());
      expect(tier0Of(world).permitted.filter(({ prefix }) => prefix === `${ip}/32`)).toHaveLength(1);
    }
    send(world, 'DELETE', `${paths.services}/web`);
    pass(world, 30);
    expect(ports()).toEqual([]);
  });

  it('waits with the reason when the ingress CIDR is used up', () => {
    const world = worldOf(network({ ingressCidrs: ['10.15.8.0/29'] }));
    for (let number = 1; number <= 7; number++) expose(world, `web-${number}`, 'LoadBalancer');
    pass(world, 60);
    const without = list(world, paths.services).filter(
      ({ metadata }) => ingressOf(world, metadata.name) === undefined,
    );
    expect(without.length).toBeGreaterThan(0);
    const events = list(world, '/api/v1/namespaces/demo/events') as unknown as {
      reason: string;
      message: string;
      involvedObject: { name: string };
    }[];
    expect(
      events.find(({ involvedObject }) => involvedObject.name === without[0]?.metadata.name)?.message,
    ).toContain('10.15.8.0/29');
  });

  it('of type NodePort is stored with its port, and nothing in NSX comes of it', () => {
    const world = worldOf();
    const vips = list(world, fabric('virtualservers')).length;
    const { spec } = expose(world, 'web', 'NodePort');
    pass(world, 30);
    expect((spec['ports'] as { nodePort: number }[])[0]?.nodePort).toBeGreaterThanOrEqual(30_000);
    expect(
      list(world, fabric('virtualservers')).filter(
        ({ spec: vip }) => vip['owner'] === 'web' && String(vip['ip']).startsWith('10.15.8.'),
      ),
    ).toEqual([]);
    expect(list(world, fabric('virtualservers')).length - vips).toBeLessThanOrEqual(1);
  });
});

describe('routes', () => {
  it('of pod networks stay inside: the route map denies them', () => {
    const world = worldOf();
    const { denied, permitted } = tier0Of(world);
    expect(denied.length).toBeGreaterThan(0);
    expect(denied.every(({ prefix }) => prefix.startsWith('10.244.'))).toBe(true);
    expect(permitted.some(({ prefix }) => prefix.startsWith('10.244.'))).toBe(false);
  });

  it('of pod networks get out when the route map is not applied', () => {
    const world = worldOf();
    const { routeMap } = get(world, paths.tier0).spec as { routeMap: object };
    send(
      world,
      'PATCH',
      paths.tier0,
      { spec: { routeMap: { ...routeMap, applied: false }, summarization: { mode: 'None' } } },
      mergePatch,
    );
    pass(world, 10);
    expect(routesOf(world).some((prefix) => prefix.startsWith('10.244.'))).toBe(true);
  });

  it('are as many as addresses without summaries, and few with them; the leaf follows', () => {
    const world = worldOf();
    for (let number = 1; number <= 12; number++) expose(world, `web-${number}`, 'LoadBalancer');
    pass(world, 60);
    const table = (mode: string, bits?: number) => {
      summarization(world, mode, bits);
      return { routes: routesOf(world).length, over: tier0Of(world).overAdvertised };
    };
    const none = table('None');
    const exact = table('Exact');
    const boundary = table('Boundary', 24);
    expect(none).toEqual({ routes: tier0Of(world).permitted.length, over: 0 });
    expect(exact.over).toBe(0);
    expect(exact.routes).toBeLessThan(none.routes);
    expect(boundary.routes).toBe(2);
    expect(boundary.over).toBe(512 - none.routes);
    const { advertised } = tier0Of(world);
    expect(advertised.reduce((total, { contributors }) => total + contributors, 0)).toBe(none.routes);
  });

  it('a summary goes with its last contributor', () => {
    const world = worldOf(network({ ingressCidrs: ['10.15.8.0/24', '10.15.7.0/29'] }));
    summarization(world, 'Boundary', 28);
    const before = routesOf(world);
    for (let number = 1; number <= 20; number++) expose(world, `web-${number}`, 'LoadBalancer');
    pass(world, 60);
    expect(routesOf(world).length).toBeGreaterThan(before.length);
    send(world, 'DELETE', paths.services);
    pass(world, 60);
    expect(routesOf(world)).toEqual(before);
  });
});

it('a Pod that ends gives its address back', () => {
  const world = worldOf();
  const create = (name: string) => {
    send(world, 'POST', paths.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec: podSpec() });
    pass(world, 60);
    return get(world, `${paths.pods}/${name}`).status?.['podIP'];
  };
  const ip = create('a');
  send(world, 'DELETE', `${paths.pods}/a`);
  pass(world, 60);
  expect(create('b')).toBe(ip);
});
