// Nodes as people handle them: registered by hand, tainted, said to be out of service, deleted.
import { describe, expect, it } from 'vitest';
import { deployment, get, list, mergePatch, pass, paths, podSpec, send, setPower, worldOf } from './setup.ts';
import type { World } from '../../src/world.ts';

const host = 'esxi-01.sandbox.lab';
const node = (name: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name },
  spec,
});
const taintsOf = (world: World, name: string) =>
  ((get(world, `${paths.nodes}/${name}`).spec['taints'] ?? []) as { key: string; effect: string }[]).map(
    ({ key, effect }) => `${key}:${effect}`,
  );
const conditionsOf = (world: World, name: string) =>
  (
    (get(world, `${paths.nodes}/${name}`).status?.['conditions'] ?? []) as {
      type: string;
      status: string;
      reason: string;
      message: string;
    }[]
  ).map(({ type, status, reason, message }) => `${type} ${status} ${reason}: ${message}`);
const taint = (world: World, name: string, taints: readonly object[]) =>
  send(world, 'PATCH', `${paths.nodes}/${name}`, { spec: { taints } }, mergePatch);

describe('a node that somebody registers by hand', () => {
  it('gets no Pods, and is unknown once it never said a word', () => {
    const world = worldOf();
    expect(send(world, 'POST', paths.nodes, node('stranger')).status).toBe(201);
    expect(taintsOf(world, 'stranger')).toEqual(['node.kubernetes.io/not-ready:NoSchedule']);
    pass(world, 120);
    expect(conditionsOf(world, 'stranger')).toEqual(
      ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'].map(
        (type) => `${type} Unknown NodeStatusNeverUpdated: Kubelet never posted node status.`,
      ),
    );
    expect(taintsOf(world, 'stranger')).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute',
    ]);
  });

  it('is registered once, and told how long it may keep what it reads', () => {
    const world = worldOf();
    send(world, 'POST', paths.nodes, node('stranger'));
    pass(world, 30);
    const { metadata } = get(world, `${paths.nodes}/stranger`);
    expect(metadata.annotations).toEqual({ 'node.alpha.kubernetes.io/ttl': '0' });
    const said = (
      list(world, '/api/v1/events') as unknown as readonly {
        reason: string;
        message: string;
        count: number;
      }[]
    )
      .filter(({ reason }) => reason === 'RegisteredNode')
      .map(({ message, count }) => `${count} ${message}`);
    expect(said).toEqual(['1 Node stranger event: Registered Node stranger in Controller']);
  });

  it('comes with the status that it says, what may be allocated being what there is', () => {
    const world = worldOf();
    const status = { capacity: { cpu: '2', memory: '1Gi' } };
    expect(send(world, 'POST', paths.nodes, { ...node('stranger'), status }).status).toBe(201);
    const told = get(world, `${paths.nodes}/stranger`).status;
    expect(told).toMatchObject({ ...status, allocatable: status.capacity });
  });

  it.each<[string, object, string]>([
    ['no effect', { taints: [{ key: 'k', value: 'v' }] }, 'metadata.taints[0].effect: Required value'],
    [
      'an unknown effect',
      { taints: [{ key: 'k', effect: 'Never' }] },
      'metadata.taints[0].effect: Unsupported value: "Never": supported values: "NoSchedule", "PreferNoSchedule", "NoExecute"',
    ],
    [
      'the same taint twice',
      {
        taints: [
          { key: 'k', effect: 'NoSchedule' },
          { key: 'k', value: 'v', effect: 'NoSchedule' },
        ],
      },
      'metadata.taints[1]: Duplicate value: core.Taint{Key:"k", Value:"v", Effect:"NoSchedule", TimeAdded:<nil>}: taints must be unique by key and effect pair',
    ],
  ])('with %s is refused', (_, spec, why) => {
    const { status, body } = send(worldOf(), 'POST', paths.nodes, node('stranger', spec));
    expect([status, body.message]).toEqual([422, `Node "stranger" is invalid: ${why}`]);
  });
});

describe('a node that is deleted', () => {
  it('takes its Pods with it, after a while', () => {
    const world = worldOf();
    send(world, 'POST', paths.nodes, node('stranger'));
    send(world, 'POST', paths.pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: { ...podSpec(), nodeName: 'stranger' },
    });
    pass(world, 100);
    expect(list(world, paths.pods)).toHaveLength(1);
    send(world, 'DELETE', `${paths.nodes}/stranger`);
    pass(world, 39);
    expect(list(world, paths.pods)).toHaveLength(1);
    pass(world, 2);
    expect(list(world, paths.pods)).toHaveLength(0);
  });

  it('that never was keeps no Pod either', () => {
    const world = worldOf();
    send(world, 'POST', paths.pods, {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: { ...podSpec(), nodeName: 'nowhere' },
    });
    pass(world, 60);
    expect(list(world, paths.pods)).toHaveLength(0);
  });
});

describe('taints', () => {
  const tolerant = (seconds?: number) => ({
    ...podSpec(),
    nodeSelector: { 'kubernetes.io/hostname': host },
    tolerations: [
      {
        key: 'maintenance',
        operator: 'Exists',
        effect: 'NoExecute',
        ...(seconds === undefined ? {} : { tolerationSeconds: seconds }),
      },
    ],
  });
  it('drive out who does not tolerate them, at once or after the time that is borne', () => {
    const world = worldOf();
    const named = { nodeSelector: { 'kubernetes.io/hostname': host } };
    for (const [name, spec] of [
      ['none', { ...podSpec(), ...named }],
      ['some', tolerant(60)],
      ['all', tolerant()],
    ] as const)
      send(world, 'POST', paths.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
    pass(world, 60);
    taint(world, host, [{ key: 'maintenance', effect: 'NoExecute' }]);
    const left = () => list(world, paths.pods).map(({ metadata }) => metadata.name);
    pass(world, 45);
    expect(left()).toEqual(['all', 'some']);
    pass(world, 60);
    expect(left()).toEqual(['all']);
  });

  it('out of service: what hangs on a dead host is removed by force', () => {
    const world = worldOf();
    send(world, 'POST', paths.deployments, deployment('web', 8));
    pass(world, 60);
    setPower(world, host, 'Off');
    pass(world, 400);
    const stuck = () =>
      list(world, paths.pods).filter(
        ({ spec, metadata }) => spec['nodeName'] === host && metadata.deletionTimestamp !== undefined,
      );
    const hanging = () => stuck().length;
    expect(hanging()).toBeGreaterThan(0);
    const conditions = stuck()[0]?.status?.['conditions'] as readonly object[];
    expect(conditions.at(-1)).toMatchObject({
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
    });
    const taints = get(world, `${paths.nodes}/${host}`).spec['taints'] as object[];
    taint(world, host, [
      ...taints,
      { key: 'node.kubernetes.io/out-of-service', value: 'nodeshutdown', effect: 'NoExecute' },
    ]);
    pass(world, 60);
    expect(hanging()).toBe(0);
  });
});

describe('a resource that somebody advertises by hand', () => {
  const advertise = (world: World, operation: object) =>
    send(world, 'PATCH', `${paths.nodes}/${host}/status`, [operation], 'application/json-patch+json');
  const path = '/status/capacity/example.com~1dongle';
  const allocatable = (world: World) => {
    const all = get(world, `${paths.nodes}/${host}`).status?.['allocatable'] as Record<string, string>;
    // A write of people puts amounts into their shortest form.
    return { ...all, memory: all['memory']?.replace('268435456Ki', '256Gi') };
  };

  it('may be had by Pods, as many as there are, and no longer once it is gone', () => {
    const world = worldOf();
    const own = allocatable(world);
    expect(advertise(world, { op: 'add', path, value: '4' }).status).toBe(200);
    pass(world, 5);
    expect(allocatable(world)).toEqual({ ...own, 'example.com/dongle': '4' });
    const wants = (name: string, amount: string) => {
      const [container] = podSpec().containers;
      const resources = {
        requests: { 'example.com/dongle': amount },
        limits: { 'example.com/dongle': amount },
      };
      const spec = { containers: [{ ...container, resources }] };
      send(world, 'POST', paths.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name }, spec });
    };
    wants('first', '3');
    wants('second', '2');
    pass(world, 60);
    expect(get(world, `${paths.pods}/first`).spec['nodeName']).toBe(host);
    expect(get(world, `${paths.pods}/second`).spec['nodeName']).toBeUndefined();
    advertise(world, { op: 'remove', path });
    pass(world, 5);
    expect(allocatable(world)).toEqual(own);
  });
});
