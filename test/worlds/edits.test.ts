// What would have to change for a Pod that nobody takes: every change that is named makes it run when it is tried in a fork, the
// smallest that does, and the world itself stays as it is.
import { describe, expect, it } from 'vitest';
import { list, mergePatch, pass, paths, send, worldOf } from './setup.ts';
import type { World } from '../../src/world.ts';
import { ask } from '../unit/apis/kubernetes/support.ts';

interface Edit {
  readonly of: string;
  readonly change: string;
  readonly command?: string;
  readonly node: string;
}

interface Trial {
  readonly outcome: string;
  readonly node?: string;
  readonly seconds: number;
  readonly message?: string;
}

const path = '/sandbox/placement/supervisor/demo/asked';
const edits = (world: World) => (ask(world, 'GET', path).body as unknown as { edits: readonly Edit[] }).edits;
const tried = (world: World, place: number) =>
  ask(world, 'GET', `${path}/edits/${place}`).body as unknown as Trial;

const esxi = (world: World): readonly string[] =>
  list(world, '/api/v1/nodes')
    .map(({ metadata }) => metadata.name)
    .filter((name) => name.startsWith('esxi-'));

/** A world in which this Pod waits, once the nodes are as said. */
function waiting(spec: object, node: (place: number) => object | undefined = () => undefined): World {
  const world = worldOf();
  for (const [place, name] of esxi(world).entries()) {
    const body = node(place);
    if (body !== undefined) send(world, 'PATCH', `/api/v1/nodes/${name}`, body, mergePatch);
  }
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'asked', labels: { app: 'asked' } },
    spec: { containers: [{ name: 'main', image: 'nginx:1.25' }], ...spec },
  };
  expect(send(world, 'POST', '/api/v1/namespaces/demo/pods', pod).status).toBe(201);
  pass(world, 10);
  return world;
}

const asking = (requests: object, limits?: object) => ({
  containers: [{ name: 'main', image: 'nginx:1.25', resources: { requests, ...(limits && { limits }) } }],
});
const anti = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'kubernetes.io/os', labelSelector: { matchLabels: { app: 'other' } } },
    ],
  },
};
const taint = { spec: { taints: [{ key: 'gpu', value: 'only', effect: 'NoSchedule' }] } };

describe('a Pod that nobody takes', () => {
  it.each<[string, World, string]>([
    ['asks for too much', waiting(asking({ cpu: '500' })), 'container main asks for'],
    [
      'asks for too much memory',
      waiting(asking({ memory: '90Ti' }, { memory: '90Ti' })),
      'container main asks for',
    ],
    [
      'selects what no node is',
      waiting({ nodeSelector: { disk: 'fast' } }),
      'its nodeSelector does without disk: fast',
    ],
    ['meets taints alone', waiting({}, () => taint), 'it tolerates gpu=only:NoSchedule'],
  ])('that %s', (_what, world, change) => {
    const found = edits(world);
    expect(found.map((edit) => edit.change.startsWith(change))).toContain(true);
    const before = world.hash();
    for (const [place, edit] of found.entries()) {
      const trial = tried(world, place);
      expect(trial, edit.change).toMatchObject({ outcome: 'Ready' });
      expect(trial.seconds).toBeGreaterThan(1);
    }
    expect(world.hash()).toBe(before);
    expect(ask(world, 'GET', `${path}/edits/${found.length}`).status).toBe(404);
  });

  it('is let in by the one node that is opened', () => {
    const world = waiting({}, (place) => (place === 0 ? { spec: { unschedulable: true } } : taint));
    const [first, ...hosts] = esxi(world);
    const found = edits(world);
    expect(found.slice(0, 4)).toMatchObject([
      { of: 'node', change: `${first} takes Pods again`, command: `kubectl uncordon ${first}`, node: first },
      ...hosts.map((name) => ({
        of: 'node',
        change: `${name} has no taint gpu=only:NoSchedule`,
        command: `kubectl taint nodes ${name} gpu:NoSchedule-`,
        node: name,
      })),
    ]);
    expect(tried(world, 0)).toMatchObject({ outcome: 'Ready', node: first });
  });

  it('asks for as much as fits, to the unit', () => {
    const world = waiting(asking({ cpu: '500' }));
    const [edit] = edits(world);
    const [, amount = '', unit] = /asks for (\d+)(m?) of cpu instead of 500$/.exec(edit?.change ?? '') ?? [];
    const milli = Number(amount) * (unit === 'm' ? 1 : 1000);
    expect(milli).toBeGreaterThan(0);
    expect(edits(waiting(asking({ cpu: `${milli + 1}m` })))).not.toEqual([]);
    expect(edits(waiting(asking({ cpu: `${milli}m` })))).toEqual([]);
  });

  it('is let in by a host that leaves maintenance mode', () => {
    const world = worldOf();
    const [first = '', ...hosts] = esxi(world);
    const resting = (place: number) =>
      `/sdk/vim25/8.0.1.0/HostSystem/host-${21 + place}/EnterMaintenanceMode_Task`;
    expect(send(world, 'POST', resting(0), {}).status).toBe(200);
    pass(world, 300);
    for (const name of hosts) send(world, 'PATCH', `/api/v1/nodes/${name}`, taint, mergePatch);
    send(world, 'POST', '/api/v1/namespaces/demo/pods', {
      metadata: { name: 'asked' },
      spec: asking({ cpu: '1' }),
    });
    pass(world, 10);
    const before = world.hash();
    expect(edits(world)[0]).toMatchObject({
      of: 'host',
      change: `${first} leaves maintenance mode`,
      command: `govc host.maintenance.exit ${first}`,
      node: first,
    });
    expect(tried(world, 0)).toMatchObject({ outcome: 'Ready', node: first });
    expect(world.hash()).toBe(before);
  });

  it('is let in where others of its namespace make room, or one more host comes', () => {
    const world = worldOf();
    const big = { resources: { requests: { memory: '180Gi' } }, name: 'main', image: 'nginx:1.25' };
    const pods = '/api/v1/namespaces/demo/pods';
    for (const name of ['one', 'two'])
      send(world, 'POST', pods, { metadata: { name }, spec: { containers: [big] } });
    send(world, 'POST', paths.deployments, {
      metadata: { name: 'web' },
      spec: {
        replicas: 2,
        selector: { matchLabels: { app: 'web' } },
        template: { metadata: { labels: { app: 'web' } }, spec: { containers: [big] } },
      },
    });
    pass(world, 60);
    send(world, 'POST', pods, { metadata: { name: 'asked' }, spec: asking({ memory: '96Gi' }) });
    pass(world, 30);
    const before = world.hash();
    const found = edits(world);
    const said = found.map(({ change }) => change);
    expect(said).toEqual([
      expect.stringMatching(/asks for .* of memory instead of 96Gi/),
      'Pod one is deleted',
      'Pod two is deleted',
      'Deployment web is scaled to 0: its 2 Pods go',
      'the cluster has one more host like esxi-01.sandbox.lab',
    ]);
    expect(found.at(-1)).toMatchObject({ of: 'host', node: 'esxi-05.sandbox.lab' });
    for (const [place, { change }] of found.entries())
      expect(tried(world, place), change).toMatchObject({ outcome: 'Ready' });
    expect(world.hash()).toBe(before);
  });

  it('may need two changes, and then none alone helps', () => {
    expect(edits(waiting({ nodeSelector: { disk: 'fast', zone: 'a' } }))).toEqual([]);
  });

  it('is no matter of a Pod that runs', () => {
    const world = waiting({ affinity: anti });
    expect(edits(world)).toEqual([]);
  });
});
