import { describe, expect, it } from 'vitest';
import type { World } from '../../src/world.ts';
import {
  deployment,
  get,
  list,
  mergePatch,
  pass,
  paths,
  podSpec,
  send,
  setPower,
  worldOf,
  type Body,
} from './setup.ts';

const demoPods = (world: World) => list(world, paths.pods);
const nodeOf = (world: World, name: string) => get(world, `${paths.nodes}/${name}`);
const ready = ({ status }: Body): string =>
  (status!['conditions'] as { type: string; status: string }[]).find(({ type }) => type === 'Ready')
    ?.status ?? '';
const taintsOf = ({ spec }: Body): readonly string[] =>
  ((spec['taints'] ?? []) as { key: string; effect: string }[]).map(({ key, effect }) => `${key}:${effect}`);

/** Seconds until something is so, looked at after every change. */
function until(world: World, isSo: () => boolean, secondsMax = 3_600): number {
  const start = world.now;
  while (!isSo()) {
    if (!world.runToChange(start + secondsMax * 1000)) throw new Error(`not so within ${secondsMax} s`);
  }
  return (world.now - start) / 1000;
}

/** Nine Pods of a Deployment, running, and a host that has some of them and no control plane VM. */
function nineRunning() {
  const world = worldOf();
  send(world, 'POST', paths.deployments, deployment('web', 9));
  pass(world, 90);
  const host = 'esxi-04.sandbox.lab';
  expect(demoPods(world).filter(({ spec }) => spec['nodeName'] === host).length).toBeGreaterThan(0);
  return { world, host };
}

describe('a host that loses power', () => {
  it('goes NotReady after 40 s without a lease, is tainted, and its Pods are told not ready', () => {
    const { world, host } = nineRunning();
    expect(setPower(world, host, 'Off').status).toBe(200);
    const seconds = until(world, () => ready(nodeOf(world, host)) === 'Unknown');
    expect(seconds).toBeGreaterThanOrEqual(30);
    expect(seconds).toBeLessThanOrEqual(51);
    pass(world, 1);
    expect(taintsOf(nodeOf(world, host))).toEqual([
      'node.kubernetes.io/unreachable:NoSchedule',
      'node.kubernetes.io/unreachable:NoExecute',
    ]);
    for (const pod of demoPods(world).filter(({ spec }) => spec['nodeName'] === host))
      expect(ready(pod)).toBe('False');
    expect(list(world, paths.hosts).find(({ metadata }) => metadata.name === host)?.status).toMatchObject({
      powerState: 'POWERED_OFF',
      connectionState: 'NOT_RESPONDING',
    });
  });

  it('has its Pods replaced elsewhere once their tolerations run out, after five minutes', () => {
    const { world, host } = nineRunning();
    const lost = demoPods(world).filter(({ spec }) => spec['nodeName'] === host).length;
    setPower(world, host, 'Off');
    until(world, () => ready(nodeOf(world, host)) === 'Unknown');
    const isTerminating = ({ metadata }: Body) => metadata.deletionTimestamp !== undefined;
    const seconds = until(world, () => demoPods(world).some(isTerminating));
    expect(seconds).toBeGreaterThanOrEqual(295);
    expect(seconds).toBeLessThanOrEqual(305);
    pass(world, 90);
    // Nobody on the host can confirm their end: they stay until it is back.
    const pods = demoPods(world);
    expect(pods.filter(isTerminating)).toHaveLength(lost);
    const alive = pods.filter((pod) => !isTerminating(pod));
    expect(alive).toHaveLength(9);
    expect(alive.map(({ spec }) => spec['nodeName'])).not.toContain(host);
    expect(alive.every((pod) => ready(pod) === 'True')).toBe(true);
  });

  it('and comes back takes up its work: Ready again, the evicted Pods gone', () => {
    const { world, host } = nineRunning();
    setPower(world, host, 'Off');
    pass(world, 600);
    setPower(world, host, 'On');
    const seconds = until(world, () => ready(nodeOf(world, host)) === 'True');
    expect(seconds).toBeGreaterThan(180);
    expect(seconds).toBeLessThan(300);
    pass(world, 60);
    expect(taintsOf(nodeOf(world, host))).toEqual([]);
    expect(demoPods(world)).toHaveLength(9);
    send(world, 'PATCH', `${paths.deployments}/web/scale`, { spec: { replicas: 40 } }, mergePatch);
    pass(world, 120);
    expect(demoPods(world).map(({ spec }) => spec['nodeName'])).toContain(host);
  });

  it('and comes back within the five minutes starts its Pods again, the same ones', () => {
    const { world, host } = nineRunning();
    const before = demoPods(world).map(({ metadata }) => metadata.uid);
    setPower(world, host, 'Off');
    until(world, () => ready(nodeOf(world, host)) === 'Unknown');
    setPower(world, host, 'On');
    until(world, () => demoPods(world).every((pod) => ready(pod) === 'True'), 300);
    pass(world, 600);
    expect(demoPods(world).map(({ metadata }) => metadata.uid)).toEqual(before);
    const restarted = demoPods(world).filter(({ status }) =>
      (status!['containerStatuses'] as { restartCount: number }[]).some(
        ({ restartCount }) => restartCount > 0,
      ),
    );
    expect(new Set(restarted.map(({ spec }) => spec['nodeName']))).toEqual(new Set([host]));
  });

  it('with a control plane VM on it: vSphere HA starts that on another host', () => {
    const world = worldOf();
    const vms = () => list(world, paths.vms).filter(({ spec }) => spec['role'] === 'ControlPlane');
    const before = vms().find(({ status }) => status?.['host'] === 'esxi-01.sandbox.lab') as Body;
    setPower(world, 'esxi-01.sandbox.lab', 'Off');
    const seconds = until(world, () => {
      const vm = vms().find(({ metadata }) => metadata.name === before.metadata.name);
      return vm?.status?.['host'] !== 'esxi-01.sandbox.lab' && vm?.status?.['powerState'] === 'POWERED_ON';
    });
    // Declared dead after 15 s, restarted 8 to 15 s later, booted within 45 to 70 s.
    expect(seconds).toBeGreaterThanOrEqual(15 + 8 + 45);
    expect(seconds).toBeLessThanOrEqual(15 + 15 + 70 + 1);
    pass(world, 300);
    expect(new Set(vms().map(({ status }) => status?.['host'])).size).toBe(3);
    expect(list(world, paths.nodes).filter((node) => ready(node) === 'True')).toHaveLength(6);
  });
});

describe('a cordoned host', () => {
  it('keeps its Pods and gets no new ones', () => {
    const { world, host } = nineRunning();
    const count = () => demoPods(world).filter(({ spec }) => spec['nodeName'] === host).length;
    const before = count();
    send(world, 'PATCH', `${paths.nodes}/${host}`, { spec: { unschedulable: true } }, mergePatch);
    send(world, 'PATCH', `${paths.deployments}/web/scale`, { spec: { replicas: 30 } }, mergePatch);
    pass(world, 90);
    expect(demoPods(world)).toHaveLength(30);
    expect(count()).toBe(before);
  });
});

it('tasks of vCenter tell what was done to a host, by whom and when', () => {
  const world = worldOf();
  setPower(world, 'esxi-04.sandbox.lab', 'Off');
  pass(world, 60);
  const [task] = list(world, '/scopes/fabric/apis/vsphere.sandbox/v1/tasks');
  expect(task?.spec).toMatchObject({
    description: 'Initiate host shutdown',
    target: { kind: 'HostSystem', name: 'esxi-04.sandbox.lab' },
    initiator: 'kubernetes-admin',
  });
  expect(task?.status).toMatchObject({ state: 'SUCCESS' });
});

it('a single Pod on a lost host is not made again by anybody', () => {
  const world = worldOf();
  send(world, 'POST', paths.pods, {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'single' },
    spec: podSpec(),
  });
  pass(world, 60);
  const host = String(get(world, `${paths.pods}/single`).spec['nodeName']);
  setPower(world, host, 'Off');
  pass(world, 600);
  expect(
    demoPods(world).map(({ metadata }) => [metadata.name, metadata.deletionTimestamp !== undefined]),
  ).toEqual([['single', true]]);
});
