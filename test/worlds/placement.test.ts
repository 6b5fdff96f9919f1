import { describe, expect, it } from 'vitest';
import {
  call,
  deployment,
  fourHosts,
  get,
  list,
  pass,
  paths,
  podSpec,
  send,
  setPower,
  worldOf,
  type Body,
} from './setup.ts';
import type { World } from '../../src/world.ts';

const pod = (name: string, spec: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels: { app: name } },
  spec,
});
const create = (world: World, name: string, spec: object = podSpec()): Body =>
  send(world, 'POST', paths.pods, pod(name, spec)).body;
const read = (world: World, name: string): Body => get(world, `${paths.pods}/${name}`);
const scheduled = (world: World, name: string) =>
  (
    read(world, name).status!['conditions'] as {
      type: string;
      status: string;
      reason?: string;
      message?: string;
    }[]
  ).find(({ type }) => type === 'PodScheduled');
const decisionOf = (world: World, name: string) =>
  get(world, `/sandbox/placement/supervisor/demo/${name}`) as unknown as Explained;

interface Explained {
  readonly asOf: string;
  readonly decision: {
    readonly node?: string;
    readonly nodes: number;
    readonly feasible: number;
    readonly reasons: readonly { readonly reason: string; readonly count: number }[];
    readonly drs?: { readonly winner?: { readonly name: string; readonly score: number } };
  };
  readonly nodes: readonly {
    readonly name: string;
    readonly onHost: boolean;
    readonly reasons: readonly string[];
    readonly score?: { readonly total: number };
    readonly drs?: { readonly name: string; readonly score?: number; readonly reason?: string };
  }[];
}

const cordon = (world: World, name: string, unschedulable = true) =>
  send(world, 'PATCH', `${paths.nodes}/${name}`, { spec: { unschedulable } }, 'application/merge-patch+json');

const hostNames = [1, 2, 3, 4].map((number) => `esxi-0${number}.sandbox.lab`);

describe('a Pod that fits nowhere waits with the reason, in Kubernetes’ own words', () => {
  const taints = '3 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }';
  it.each<[string, object, string]>([
    [
      'too much CPU',
      podSpec({ cpu: '100' }),
      `0/7 nodes are available: ${taints}, 4 Insufficient cpu. preemption: 0/7 nodes are available: 3 Preemption is not helpful for scheduling, 4 No preemption victims found for incoming pod.`,
    ],
    [
      'too much memory',
      podSpec({ memory: '1Ti' }),
      `0/7 nodes are available: ${taints}, 4 Insufficient memory. preemption: 0/7 nodes are available: 3 Preemption is not helpful for scheduling, 4 No preemption victims found for incoming pod.`,
    ],
    [
      'both',
      podSpec({ cpu: '100', memory: '1Ti' }),
      `0/7 nodes are available: ${taints}, 4 Insufficient cpu, 4 Insufficient memory. preemption: 0/7 nodes are available: 3 Preemption is not helpful for scheduling, 4 No preemption victims found for incoming pod.`,
    ],
    [
      'a selector that no node has',
      { ...podSpec(), nodeSelector: { disk: 'ssd' } },
      `0/7 nodes are available: ${taints}, 4 node(s) didn't match Pod's node affinity/selector. preemption: 0/7 nodes are available: 7 Preemption is not helpful for scheduling.`,
    ],
  ])('%s', (_, spec, message) => {
    const world = worldOf();
    create(world, 'a', spec);
    pass(world, 5);
    expect(scheduled(world, 'a')).toMatchObject({ status: 'False', reason: 'Unschedulable', message });
    const events = list(world, '/api/v1/namespaces/demo/events') as unknown as {
      reason: string;
      message: string;
      type: string;
    }[];
    expect(events.map(({ type, reason, message: said }) => [type, reason, said])).toEqual([
      ['Warning', 'FailedScheduling', message],
    ]);
    expect(read(world, 'a').status?.['phase']).toBe('Pending');
  });

  it('says which hosts are cordoned, and is placed once one is not', () => {
    const world = worldOf();
    for (const host of hostNames) cordon(world, host);
    create(world, 'a');
    pass(world, 5);
    expect(scheduled(world, 'a')?.message).toContain('4 node(s) were unschedulable');
    cordon(world, 'esxi-03.sandbox.lab', false);
    pass(world, 60);
    expect(read(world, 'a').spec['nodeName']).toBe('esxi-03.sandbox.lab');
  });

  it('on hosts too small for any Pod', () => {
    const world = worldOf({ ...fourHosts, hosts: { ...fourHosts.hosts, memoryMiB: 24 * 1024 } });
    create(world, 'a', podSpec({ memory: '64Gi' }));
    pass(world, 5);
    expect(scheduled(world, 'a')?.message).toContain('4 Insufficient memory');
  });
});

describe('DRS', () => {
  it('has the final word: the Pod goes where it says, and the decision is kept with numbers', () => {
    const world = worldOf();
    create(world, 'a', podSpec({ cpu: '2', memory: '4Gi' }));
    pass(world, 5);
    const { spec, metadata } = read(world, 'a');
    const vm = list(world, paths.vms).find(
      ({ spec: { pod: of } }) => (of as { uid?: string } | undefined)?.uid === metadata.uid,
    );
    const placement = vm?.status?.['placement'] as {
      scheduler: { nodes: number; feasible: number; reasons: { reason: string; count: number }[] };
      drs: { winner: { name: string; score: number }; runnerUp: { name: string; score: number } };
    };
    expect(placement.drs.winner.name).toBe(spec['nodeName']);
    expect(placement.drs.runnerUp.name).not.toBe(spec['nodeName']);
    expect(placement.scheduler).toMatchObject({
      nodes: 7,
      feasible: 4,
      reasons: [
        { reason: 'node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }', count: 3 },
      ],
    });
  });

  it('spreads equal Pods over the hosts', () => {
    const world = worldOf();
    for (let index = 0; index < 40; index++)
      create(world, `pod-${index}`, podSpec({ cpu: '1', memory: '2Gi' }));
    pass(world, 5);
    const counts = hostNames.map(
      (host) => list(world, paths.pods).filter(({ spec }) => spec['nodeName'] === host).length,
    );
    expect(counts.reduce((total, count) => total + count)).toBe(40);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(6);
  });

  it('never overfills a host, whatever is asked: the rest waits', () => {
    const world = worldOf();
    for (let index = 0; index < 20; index++) create(world, `pod-${index}`, podSpec({ memory: '100Gi' }));
    pass(world, 60);
    const placed = list(world, paths.pods).filter(({ spec }) => spec['nodeName'] !== undefined);
    expect(placed).toHaveLength(8);
    for (const host of hostNames)
      expect(placed.filter(({ spec }) => spec['nodeName'] === host)).toHaveLength(2);
  });
});

describe('the explanation', () => {
  it('is the table behind the decision, host by host, as it was when it was made', () => {
    const world = worldOf();
    cordon(world, 'esxi-02.sandbox.lab');
    for (let index = 0; index < 6; index++) create(world, `before-${index}`, podSpec({ cpu: '4' }));
    pass(world, 20);
    create(world, 'a', podSpec({ cpu: '8', memory: '8Gi' }));
    pass(world, 20);
    const bound = read(world, 'a').spec['nodeName'];
    // What came later must not change what is told of the decision.
    for (let index = 0; index < 6; index++) create(world, `after-${index}`, podSpec({ cpu: '4' }));
    cordon(world, 'esxi-02.sandbox.lab', false);
    cordon(world, String(bound));
    pass(world, 20);
    const { asOf, decision, nodes } = decisionOf(world, 'a');
    expect(asOf).toBe('decided');
    expect(decision.node).toBe(bound);
    expect(decision).toMatchObject({ nodes: 7, feasible: 3 });
    expect(nodes).toHaveLength(7);
    expect(nodes.find(({ name }) => name === 'esxi-02.sandbox.lab')?.reasons).toEqual([
      'node(s) were unschedulable',
    ]);
    const scores = nodes.flatMap(({ name, drs }) =>
      drs?.score === undefined ? [] : [{ name, score: drs.score }],
    );
    expect(scores).toHaveLength(3);
    const best = Math.max(...scores.map(({ score }) => score));
    expect(scores.find(({ name }) => name === bound)?.score).toBe(best);
    expect(decision.drs?.winner).toEqual({ name: bound, score: best });
  });

  it('of a Pod that waits is what would be decided now', () => {
    const world = worldOf();
    create(world, 'a', podSpec({ memory: '1Ti' }));
    pass(world, 5);
    const { asOf, decision, nodes } = decisionOf(world, 'a');
    expect(asOf).toBe('now');
    expect(decision.node).toBeUndefined();
    expect(nodes.filter(({ onHost }) => onHost).map(({ reasons }) => reasons)).toEqual(
      Array.from({ length: 4 }, () => ['Insufficient memory']),
    );
  });

  it('is not there for a Pod that is not', () => {
    const { status, body } = call(worldOf(), {
      method: 'GET',
      path: '/sandbox/placement/supervisor/demo/none',
    });
    expect([status, body.message]).toEqual([404, 'pods "none" not found']);
  });
});

it('a host that is off takes no Pods', () => {
  const world = worldOf();
  setPower(world, 'esxi-01.sandbox.lab', 'Off');
  pass(world, 120);
  for (let index = 0; index < 12; index++) create(world, `pod-${index}`);
  pass(world, 60);
  expect(list(world, paths.pods).map(({ spec }) => spec['nodeName'])).not.toContain('esxi-01.sandbox.lab');
});

it('hosts that are past what they have, by demand, still share what comes', () => {
  const world = worldOf();
  // 64 such Pods are guessed to use all of a host's 32 cores.
  const replicas = 4 * 64 + 40;
  send(world, 'POST', paths.deployments, deployment('many', replicas, { cpu: '50m', memory: '64Mi' }));
  pass(world, 120);
  const counts = hostNames.map(
    (name) => list(world, paths.pods).filter(({ spec }) => spec['nodeName'] === name).length,
  );
  expect(counts.reduce((sum, count) => sum + count)).toBe(replicas);
  expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(8);
  const scores = list(world, paths.vms).flatMap(({ status }) => {
    const placement = status?.['placement'] as { drs: { winner: { score: number } } } | undefined;
    return placement === undefined ? [] : [placement.drs.winner.score];
  });
  expect(Math.min(...scores)).toBeLessThan(0);
});
