import { describe, expect, it } from 'vitest';
import type { World } from '../../src/world.ts';
import { deployment, get, mergePatch, pass, paths, send, worldOf } from './setup.ts';
import { eventsOf } from './show.ts';

const autoscalers = '/apis/autoscaling/v2/namespaces/demo/horizontalpodautoscalers';

function autoscaler(spec: object, name = 'web') {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name };
  const metadata = { name };
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: { scaleTargetRef, ...spec },
  };
}

function running(spec: object, replicas = 1): World {
  const world = worldOf();
  send(world, 'POST', paths.deployments, deployment('web', replicas));
  pass(world, 60);
  const answer = send(world, 'POST', autoscalers, autoscaler(spec));
  expect(answer.status, answer.body.message ?? '').toBe(201);
  pass(world, 60);
  return world;
}

const conditions = (world: World) =>
  (
    get(world, `${autoscalers}/web`).status?.['conditions'] as {
      type: string;
      status: string;
      reason: string;
    }[]
  ).map(({ type, status, reason }) => `${type}=${status} ${reason}`);
const replicas = (world: World) => get(world, `${paths.deployments}/web`).spec['replicas'];

const why =
  'failed to get cpu utilization: unable to get metrics for resource cpu: unable to fetch metrics from resource metrics API: ' +
  'the server could not find the requested resource (get pods.metrics.k8s.io)';

describe('a HorizontalPodAutoscaler', () => {
  it.each([
    [{ minReplicas: 2, maxReplicas: 5 }, 1, 2],
    [{ maxReplicas: 3 }, 6, 3],
    [{ minReplicas: 2, maxReplicas: 5 }, 4, 4],
    [{ minReplicas: 2, maxReplicas: 5 }, 0, 0],
  ])('of %j makes of %d replicas %d', (spec, before, after) => {
    expect(replicas(running(spec, before))).toBe(after);
  });

  it('says that nobody serves metrics', () => {
    const world = running({ minReplicas: 2, maxReplicas: 5 });
    expect(conditions(world)).toEqual([
      'AbleToScale=True SucceededGetScale',
      'ScalingActive=False FailedGetResourceMetric',
    ]);
    const said = eventsOf(world, get(world, `${autoscalers}/web`).metadata.uid, world.now);
    expect(said).toContain(
      'SuccessfulRescale  horizontal-pod-autoscaler  New size: 2; reason: Current number of replicas below Spec.MinReplicas',
    );
    expect(said).toContain(`FailedGetResourceMetric  horizontal-pod-autoscaler  ${why}\n`);
    expect(said).toContain(
      `invalid metrics (1 invalid out of 1), first error is: failed to get cpu resource metric value: ${why}\n`,
    );
  });

  it('says that its target is not there, and follows one that is scaled by hand', () => {
    const world = worldOf();
    send(world, 'POST', autoscalers, autoscaler({ maxReplicas: 3 }));
    pass(world, 1);
    expect(conditions(world)).toEqual(['AbleToScale=False FailedGetScale']);
    send(world, 'POST', paths.deployments, deployment('web', 2));
    pass(world, 60);
    expect(conditions(world)[0]).toBe('AbleToScale=True SucceededGetScale');
    send(world, 'PATCH', `${paths.deployments}/web`, { spec: { replicas: 9 } }, mergePatch);
    pass(world, 60);
    expect(replicas(world)).toBe(3);
  });

  it('is filled in', () => {
    const { spec } = send(
      worldOf(),
      'POST',
      autoscalers,
      autoscaler({ maxReplicas: 3, behavior: { scaleDown: {} } }),
    ).body;
    const percent = { type: 'Percent', value: 100, periodSeconds: 15 };
    expect(spec).toMatchObject({
      minReplicas: 1,
      metrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
        },
      ],
      behavior: {
        scaleUp: {
          selectPolicy: 'Max',
          stabilizationWindowSeconds: 0,
          policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, percent],
        },
        scaleDown: { selectPolicy: 'Max', policies: [percent] },
      },
    });
  });

  it.each([
    [
      { minReplicas: 0, maxReplicas: 1 },
      'spec.minReplicas: Invalid value: 0: must be greater than or equal to 1',
    ],
    [
      {},
      '[spec.maxReplicas: Invalid value: 0: must be greater than 0, spec.maxReplicas: Invalid value: 0: must be greater than or equal to `minReplicas`]',
    ],
    [
      { minReplicas: 4, maxReplicas: 3 },
      'spec.maxReplicas: Invalid value: 3: must be greater than or equal to `minReplicas`',
    ],
  ])('is refused with %j', (spec, message) => {
    const { body } = send(worldOf(), 'POST', autoscalers, autoscaler(spec));
    expect(body.message).toBe(`HorizontalPodAutoscaler.autoscaling "web" is invalid: ${message}`);
  });
});
