// Preemption in a whole world: who goes, who comes, and what is said of it.
import { describe, expect, it } from 'vitest';
import { get, list, mergePatch, pass, paths, podSpec, send, worldOf } from './setup.ts';
import type { World } from '../../src/world.ts';

const host = 'esxi-01.sandbox.lab';

interface Wish {
  readonly cpu: string;
  readonly priority?: number;
  readonly spec?: object;
}

/** The class of this priority and policy, made when it is first asked for. */
function classOf(world: World, value: number, preemptionPolicy: string): string {
  const name = `${preemptionPolicy.toLowerCase()}-${value}`;
  send(world, 'POST', '/apis/scheduling.k8s.io/v1/priorityclasses', {
    metadata: { name },
    value,
    preemptionPolicy,
  });
  return name;
}

/** Pods of the scheduler's world all ask for the one host that is not cordoned. */
function create(world: World, name: string, { cpu, priority = 0, spec = {} }: Wish): void {
  const { preemptionPolicy = 'PreemptLowerPriority' } = spec as { preemptionPolicy?: string };
  const priorityClassName = classOf(world, priority, preemptionPolicy);
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app: name } },
    spec: { ...podSpec({ cpu }), priorityClassName, terminationGracePeriodSeconds: 5, ...spec },
  };
  const { status, body } = send(world, 'POST', paths.pods, pod);
  if (status !== 201) throw new Error(body.message);
}

function oneHost(): World {
  const world = worldOf();
  for (const { metadata } of list(world, paths.nodes))
    if (metadata.name !== host)
      send(world, 'PATCH', `${paths.nodes}/${metadata.name}`, { spec: { unschedulable: true } }, mergePatch);
  return world;
}

const exists = (world: World, name: string): boolean =>
  list(world, paths.pods).some(({ metadata }) => metadata.name === name);
const nodeOf = (world: World, name: string) => get(world, `${paths.pods}/${name}`).spec['nodeName'];
const saidOf = (world: World, name: string, reason: string): readonly string[] =>
  (
    list(world, '/api/v1/namespaces/demo/events') as unknown as {
      involvedObject: { name: string };
      reason: string;
      message: string;
    }[]
  )
    .filter((event) => event.involvedObject.name === name && event.reason === reason)
    .map(({ message }) => message);

/** The host's cores, of which the tests fill about half with each Pod. */
const cores = (world: World): number =>
  Number((get(world, `${paths.nodes}/${host}`).status!['capacity'] as { cpu: string }).cpu);

describe('a Pod of higher priority', () => {
  it('takes the place of the least that has to go, and says so', () => {
    const world = oneHost();
    const half = String(cores(world) / 2);
    create(world, 'low', { cpu: half, priority: 10 });
    create(world, 'middle', { cpu: half, priority: 20 });
    pass(world, 60);
    create(world, 'high', { cpu: half, priority: 100 });
    pass(world, 0.1);
    const { uid } = get(world, `${paths.pods}/high`).metadata;
    expect(get(world, `${paths.pods}/high`).status?.['nominatedNodeName']).toBe(host);
    expect(saidOf(world, 'low', 'Preempted')).toEqual([`Preempted by pod ${uid} on node ${host}`]);
    expect(get(world, `${paths.pods}/low`).status?.['conditions']).toContainEqual(
      expect.objectContaining({
        type: 'DisruptionTarget',
        status: 'True',
        reason: 'PreemptionByScheduler',
        message: 'default-scheduler: preempting to accommodate a higher priority pod',
      }),
    );
    expect(saidOf(world, 'high', 'FailedScheduling')).toEqual([
      '0/7 nodes are available: 1 Insufficient cpu, 6 node(s) were unschedulable.',
    ]);
    pass(world, 60);
    expect(nodeOf(world, 'high')).toBe(host);
    expect([exists(world, 'low'), exists(world, 'middle')]).toEqual([false, true]);
    expect(saidOf(world, 'middle', 'Preempted')).toEqual([]);
  });

  it.each<[string, Partial<Wish>, string]>([
    [
      'that may not preempt',
      { priority: 100, spec: { preemptionPolicy: 'Never' } },
      'preemption: not eligible due to preemptionPolicy=Never.',
    ],
    [
      'that is no higher than anybody’s',
      { priority: 10 },
      'preemption: 0/7 nodes are available: 1 No preemption victims found for incoming pod, 6 Preemption is not helpful for scheduling.',
    ],
    [
      'that would not fit all the same',
      { priority: 100, cpu: '10000' },
      'preemption: 0/7 nodes are available: 1 Insufficient cpu, 6 Preemption is not helpful for scheduling.',
    ],
  ])('%s waits', (_, wish, said) => {
    const world = oneHost();
    const all = String(cores(world));
    create(world, 'low', { cpu: all, priority: 10 });
    pass(world, 60);
    create(world, 'high', { cpu: all, ...wish });
    pass(world, 60);
    expect(saidOf(world, 'high', 'FailedScheduling')).toEqual([
      `0/7 nodes are available: 1 Insufficient cpu, 6 node(s) were unschedulable. ${said}`,
    ]);
    expect([exists(world, 'low'), nodeOf(world, 'high')]).toEqual([true, undefined]);
  });

  it('keeps the room that was made for it from who matters less', () => {
    const world = oneHost();
    const all = String(cores(world));
    create(world, 'low', { cpu: all, priority: 10 });
    pass(world, 60);
    create(world, 'high', { cpu: all, priority: 100 });
    pass(world, 1);
    create(world, 'late', { cpu: all, priority: 50 });
    pass(world, 120);
    expect([nodeOf(world, 'high'), nodeOf(world, 'late')]).toEqual([host, undefined]);
  });
});

describe('of those that wait', () => {
  it('the one of highest priority is tried first when room comes free', () => {
    const world = oneHost();
    const all = String(cores(world));
    create(world, 'there', { cpu: all, priority: 1000 });
    pass(world, 60);
    for (const [name, priority] of [
      ['a', 1],
      ['b', 3],
      ['c', 2],
    ] as const)
      create(world, name, { cpu: all, priority, spec: { preemptionPolicy: 'Never' } });
    pass(world, 10);
    send(world, 'DELETE', `${paths.pods}/there`);
    pass(world, 60);
    expect(['a', 'b', 'c'].map((name) => nodeOf(world, name))).toEqual([undefined, host, undefined]);
  });

  it('whoever wants company comes when the company does', () => {
    const world = worldOf();
    const labelSelector = { matchLabels: { app: 'company' } };
    const required = [{ labelSelector, topologyKey: 'kubernetes.io/hostname' }];
    const affinity = { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required } };
    create(world, 'lonely', { cpu: '1', spec: { affinity } });
    pass(world, 5);
    expect(saidOf(world, 'lonely', 'FailedScheduling')).toEqual([
      "0/7 nodes are available: 3 node(s) had untolerated taint {node-role.kubernetes.io/control-plane: }, 4 node(s) didn't match pod affinity rules. preemption: 0/7 nodes are available: 7 Preemption is not helpful for scheduling.",
    ]);
    create(world, 'company', { cpu: '1' });
    pass(world, 5);
    expect(nodeOf(world, 'lonely')).toBe(nodeOf(world, 'company'));
  });
});

describe('what a Pod only wishes for', () => {
  const wishes: readonly [string, object][] = [
    [
      'a label',
      {
        nodeAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 1,
              preference: {
                matchExpressions: [
                  { key: 'kubernetes.io/hostname', operator: 'In', values: ['esxi-03.sandbox.lab'] },
                ],
              },
            },
          ],
        },
      },
    ],
    [
      'company',
      {
        podAffinity: {
          preferredDuringSchedulingIgnoredDuringExecution: [
            {
              weight: 1,
              podAffinityTerm: {
                labelSelector: { matchLabels: { app: 'there' } },
                topologyKey: 'kubernetes.io/hostname',
              },
            },
          ],
        },
      },
    ],
  ];
  it.each(wishes)('%s decides among the hosts before DRS does', (_, affinity) => {
    const world = worldOf();
    create(world, 'there', {
      cpu: '1',
      spec: { nodeSelector: { 'kubernetes.io/hostname': 'esxi-03.sandbox.lab' } },
    });
    pass(world, 5);
    for (const name of ['a', 'b', 'c']) create(world, name, { cpu: '1', spec: { affinity } });
    pass(world, 5);
    expect(['a', 'b', 'c'].map((name) => nodeOf(world, name))).toEqual(Array(3).fill('esxi-03.sandbox.lab'));
  });
});
