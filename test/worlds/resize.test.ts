// Pods whose containers get other resources while they run.
import { describe, expect, it } from 'vitest';
import { get, pass, paths, send, worldOf, type Answer } from './setup.ts';
import { eventsOf } from './show.ts';
import type { World } from '../../src/world.ts';

const strategic = 'application/strategic-merge-patch+json';

interface Status {
  readonly conditions: readonly { type: string; status: string; reason?: string; message?: string }[];
  readonly containerStatuses: readonly {
    restartCount: number;
    resources?: object;
    allocatedResources?: object;
  }[];
}

const statusOf = (world: World) => get(world, `${paths.pods}/a`).status as unknown as Status;
const conditionOf = (world: World, type: string) =>
  statusOf(world).conditions.find((each) => each.type === type);

function running(container: object = {}): World {
  const world = worldOf();
  const resources = { requests: { cpu: '100m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } };
  const spec = { containers: [{ name: 'main', image: 'nginx:1.25', resources, ...container }] };
  send(world, 'POST', paths.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec });
  pass(world, 60);
  return world;
}

function resized(world: World, resources: object, more: object = {}): Answer {
  const body = { spec: { containers: [{ name: 'main', resources, ...more }] } };
  return send(world, 'PATCH', `${paths.pods}/a/resize`, body, strategic);
}

describe('a Pod that is resized', () => {
  it('is given what it asks for, and goes on running', () => {
    const world = running();
    const { status, body } = resized(world, { requests: { cpu: '150m' } }, { image: 'other:1' });
    expect(status, body.message).toBe(200);
    expect(body.spec['containers']).toMatchObject([
      { image: 'nginx:1.25', resources: { requests: { cpu: '150m', memory: '64Mi' } } },
    ]);
    pass(world, 0.5);
    expect(conditionOf(world, 'PodResizeInProgress')?.status).toBe('True');
    expect(statusOf(world).containerStatuses[0]?.allocatedResources).toEqual({ cpu: '150m', memory: '64Mi' });
    pass(world, 5);
    expect(conditionOf(world, 'PodResizeInProgress')).toBeUndefined();
    expect(statusOf(world).containerStatuses[0]).toMatchObject({
      restartCount: 0,
      resources: { requests: { cpu: '150m', memory: '64Mi' }, limits: { cpu: '200m', memory: '128Mi' } },
    });
  });

  it('starts its container again where that says so', () => {
    const world = running({ resizePolicy: [{ resourceName: 'memory', restartPolicy: 'RestartContainer' }] });
    expect(resized(world, { requests: { cpu: '150m' } }).status).toBe(200);
    pass(world, 5);
    expect(statusOf(world).containerStatuses[0]?.restartCount).toBe(0);
    expect(resized(world, { limits: { memory: '100Mi' } }).status).toBe(200);
    pass(world, 5);
    expect(statusOf(world).containerStatuses[0]?.restartCount).toBe(1);
    expect(eventsOf(world, get(world, `${paths.pods}/a`).metadata.uid, 0)).toContain(
      'Normal  Killing  kubelet  Container main resize requires restart',
    );
  });

  it('waits for room, or for ever', () => {
    const world = running();
    expect(resized(world, { requests: { cpu: '1000' }, limits: { cpu: '1000' } }).status).toBe(200);
    pass(world, 5);
    expect(conditionOf(world, 'PodResizePending')).toMatchObject({
      status: 'True',
      reason: 'Infeasible',
      message: expect.stringMatching(
        /^Node didn't have enough capacity: cpu, requested: 1000000, capacity: \d+$/,
      ),
    });
    expect(resized(world, { requests: { cpu: '100m' }, limits: { cpu: '200m' } }).status).toBe(200);
    pass(world, 5);
    expect(conditionOf(world, 'PodResizePending')).toBeUndefined();
  });

  it.each<[string, object, string]>([
    [
      'its class',
      { limits: { cpu: '100m', memory: '64Mi' }, requests: { cpu: '100m', memory: '64Mi' } },
      'Pod "a" is invalid: [spec: Invalid value: "Burstable": Pod QOS Class may not change as a result of resizing, ' +
        'spec.containers[0].resources.limits[memory]: Forbidden: memory limits cannot be decreased unless resizePolicy is RestartContainer]',
    ],
    [
      'less memory',
      { limits: { memory: '100Mi' } },
      'Pod "a" is invalid: spec.containers[0].resources.limits[memory]: Forbidden: memory limits cannot be decreased unless resizePolicy is RestartContainer',
    ],
    [
      'no limit',
      { limits: { cpu: null } },
      'Pod "a" is invalid: spec.containers[0].resources.limits: Forbidden: resource limits cannot be removed',
    ],
    [
      'more than its limit',
      { requests: { cpu: '500m' } },
      'Pod "a" is invalid: spec.containers[0].resources.requests: Invalid value: "500m": must be less than or equal to cpu limit of 200m',
    ],
  ])('is refused %s', (_, resources, message) => {
    const { status, body } = resized(running(), resources);
    expect([status, body.message]).toEqual([422, message]);
  });

  it('is charged to its quota', () => {
    const world = running();
    const hard = { 'requests.cpu': '200m' };
    send(world, 'POST', paths.pods.replace(/pods$/, 'resourcequotas'), {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      metadata: { name: 'q' },
      spec: { hard },
    });
    pass(world, 1);
    expect(resized(world, { requests: { cpu: '150m' } }).status).toBe(200);
    const quota = () => get(world, paths.pods.replace(/pods$/, 'resourcequotas/q')).status?.['used'];
    expect(quota()).toEqual({ 'requests.cpu': '150m' });
    expect(resized(world, { requests: { cpu: '250m' }, limits: { cpu: '300m' } }).body.message).toBe(
      'pods "a" is forbidden: exceeded quota: q, requested: requests.cpu=100m, used: requests.cpu=150m, limited: requests.cpu=200m',
    );
    expect(resized(world, { requests: { cpu: '50m' } }).status).toBe(200);
    pass(world, 1);
    expect(quota()).toEqual({ 'requests.cpu': '50m' });
  });
});
