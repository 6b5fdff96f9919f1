import { describe, expect, it } from 'vitest';
import type { World } from '../../src/world.ts';
import { deployment, get, list, mergePatch, pass, paths, send, worldOf } from './setup.ts';
import { eventsOf } from './show.ts';

const autoscalers = '/apis/autoscaling/v2/namespaces/demo/horizontalpodautoscalers';
const web = `${paths.deployments}/web`;
const memories = '/scopes/fabric/apis/sandbox/v1/autoscalermemories';

function autoscaler(spec: object, name = 'web') {
  const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };
  const metadata = { name };
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata,
    spec: { scaleTargetRef, ...spec },
  };
}

const cpu = (target: object) => ({ type: 'Resource', resource: { name: 'cpu', target } });
const percent = (averageUtilization: number) => cpu({ type: 'Utilization', averageUtilization });

/** A Deployment whose Pods ask for 200m and 64Mi each and use so much together, long enough ago for their metrics to count. */
function running(replicas: number, usage: string): World {
  const world = worldOf();
  send(world, 'POST', paths.deployments, deployment('web', replicas, { cpu: '200m', memory: '64Mi' }));
  use(world, usage);
  pass(world, 420);
  return world;
}

function use(world: World, usage: string): void {
  const annotations = { 'usage.sandbox/cpu': usage, 'usage.sandbox/memory': '128Mi' };
  expect(send(world, 'PATCH', web, { metadata: { annotations } }, mergePatch).status).toBe(200);
}

function scaled(spec: object, replicas: number, usage: string, seconds = 20): World {
  const world = running(replicas, usage);
  const answer = send(world, 'POST', autoscalers, autoscaler(spec));
  expect(answer.status, answer.body.message ?? '').toBe(201);
  pass(world, seconds);
  return world;
}

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

const statusOf = (world: World, name = 'web') => get(world, `${autoscalers}/${name}`).status ?? {};
const conditionsOf = (world: World, name = 'web') =>
  (statusOf(world, name)['conditions'] ?? []) as readonly Condition[];
const conditions = (world: World, name = 'web') =>
  conditionsOf(world, name).map(({ type, status, reason }) => `${type}=${status} ${reason}`);
const said = (world: World) => eventsOf(world, get(world, `${autoscalers}/web`).metadata.uid, world.now);
const replicas = (world: World) => get(world, web).spec['replicas'];
const bounds = { minReplicas: 1, maxReplicas: 10 };

describe('a HorizontalPodAutoscaler', () => {
  it.each<[string, object, number, string, number]>([
    ['above its most', { ...bounds, maxReplicas: 3 }, 6, '10m', 3],
    ['below its least', { ...bounds, minReplicas: 2 }, 1, '10m', 2],
    ['off', { ...bounds, minReplicas: 2 }, 0, '10m', 0],
    ['at 50 % of 100, for five minutes yet', { ...bounds, metrics: [percent(100)] }, 2, '200m', 2],
    ['at 200 % of 100', { ...bounds, metrics: [percent(100)] }, 2, '800m', 4],
    ['at 109 % of 100, which is close', { ...bounds, metrics: [percent(100)] }, 2, '436m', 2],
    ['at 111 % of 100', { ...bounds, metrics: [percent(100)] }, 2, '444m', 3],
    ['at 1000 % of 100, no faster than twice', { ...bounds, metrics: [percent(100)] }, 3, '2400m', 6],
    ['past its most', { minReplicas: 1, maxReplicas: 3, metrics: [percent(50)] }, 2, '800m', 3],
    [
      'at 100m of 60m each',
      { ...bounds, metrics: [cpu({ type: 'AverageValue', averageValue: '60m' })] },
      2,
      '200m',
      4,
    ],
    [
      'with two metrics, the larger',
      { ...bounds, metrics: [percent(100), cpu({ type: 'AverageValue', averageValue: '40m' })] },
      2,
      '200m',
      4,
    ],
  ])('%s', (_what, spec, before, usage, after) => {
    expect(replicas(scaled(spec, before, usage))).toBe(after);
  });

  it('reports as the real one does', () => {
    const world = scaled({ ...bounds, metrics: [percent(50)] }, 2, '300m');
    expect(statusOf(world)).toMatchObject({
      currentReplicas: 2,
      desiredReplicas: 3,
      currentMetrics: [
        {
          type: 'Resource',
          resource: { name: 'cpu', current: { averageUtilization: 75, averageValue: '150m' } },
        },
      ],
    });
    expect(
      conditionsOf(world).map(({ type, status, reason, message }) => [type, status, reason, message]),
    ).toEqual([
      [
        'AbleToScale',
        'True',
        'SucceededRescale',
        'the HPA controller was able to update the target scale to 3',
      ],
      [
        'ScalingActive',
        'True',
        'ValidMetricFound',
        'the HPA was able to successfully calculate a replica count from cpu resource utilization (percentage of request)',
      ],
      ['ScalingLimited', 'False', 'DesiredWithinRange', 'the desired count is within the acceptable range'],
    ]);
    expect(said(world)).toContain(
      'SuccessfulRescale  horizontal-pod-autoscaler  New size: 3; reason: cpu resource utilization (percentage of request) above target',
    );
    // The three share what the two had: 100m each, which is what is aimed at.
    pass(world, 400);
    expect(conditions(world)[0]).toBe('AbleToScale=True ReadyForNewScale');
    expect(replicas(world)).toBe(3);
  });

  it('goes down when its recommendations have been lower for five minutes', () => {
    const world = scaled({ ...bounds, metrics: [percent(50)] }, 4, '400m');
    expect(replicas(world)).toBe(4);
    use(world, '100m');
    pass(world, 60);
    expect(replicas(world)).toBe(4);
    expect(conditions(world)[0]).toBe('AbleToScale=True ScaleDownStabilized');
    pass(world, 200);
    expect(replicas(world)).toBe(4);
    pass(world, 90);
    expect(replicas(world)).toBe(1);
    expect(said(world)).toContain('New size: 1; reason: All metrics below target');
  });

  it.each<[string, object, readonly number[]]>([
    ['one Pod a minute', { policies: [{ type: 'Pods', value: 1, periodSeconds: 60 }] }, [3, 3, 4, 4]],
    ['half as many again', { policies: [{ type: 'Percent', value: 50, periodSeconds: 60 }] }, [3, 3, 5, 5]],
    [
      'the least of two',
      {
        selectPolicy: 'Min',
        policies: [
          { type: 'Pods', value: 4, periodSeconds: 15 },
          { type: 'Pods', value: 2, periodSeconds: 60 },
        ],
      },
      [4, 4, 6, 6],
    ],
    ['not at all', { selectPolicy: 'Disabled' }, [2, 2, 2, 2]],
    ['after a minute of wanting it', { stabilizationWindowSeconds: 50 }, [2, 2, 6, 10]],
  ])('goes up by its rules: %s', (_what, scaleUp, expected) => {
    const world = scaled({ ...bounds, metrics: [percent(50)], behavior: { scaleUp } }, 2, '20', 20);
    const seen = expected.map(() => {
      const present = replicas(world);
      pass(world, 30);
      return present;
    });
    expect(seen).toEqual(expected);
  });

  it('goes down by its rules', () => {
    const scaleDown = {
      stabilizationWindowSeconds: 0,
      policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }],
    };
    const world = scaled({ ...bounds, metrics: [percent(50)], behavior: { scaleDown } }, 6, '10m', 20);
    expect(replicas(world)).toBe(4);
    expect(conditions(world)).toContain('ScalingLimited=True ScaleDownLimit');
    pass(world, 60);
    expect(replicas(world)).toBe(2);
  });

  it.each<[string, object, object, readonly string[]]>([
    [
      'a request',
      { cpu: undefined },
      { metrics: [percent(50)] },
      ['failed to get cpu utilization: missing request for cpu in container main of Pod web-'],
    ],
    [
      'a container',
      {},
      {
        metrics: [
          {
            type: 'ContainerResource',
            containerResource: {
              name: 'cpu',
              container: 'x',
              target: { type: 'Utilization', averageUtilization: 50 },
            },
          },
        ],
      },
      [
        'FailedGetContainerResourceMetric  horizontal-pod-autoscaler  failed to get cpu utilization: unable to get metrics for resource cpu: failed to get container metrics: container x not present in metrics for pod demo/web-',
        'invalid metrics (1 invalid out of 1), first error is: failed to get x container metric value: failed to get cpu utilization: ',
      ],
    ],
    [
      'custom metrics of Pods',
      {},
      {
        metrics: [
          {
            type: 'Pods',
            pods: { metric: { name: 'hits' }, target: { type: 'AverageValue', averageValue: '10' } },
          },
        ],
      },
      [
        'FailedGetPodsMetric  horizontal-pod-autoscaler  unable to get metric hits: unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered\n',
        'FailedComputeMetricsReplicas  horizontal-pod-autoscaler  invalid metrics (1 invalid out of 1), first error is: failed to get pods metric value: unable to get metric hits: ',
      ],
    ],
    [
      'metrics of objects',
      {},
      {
        metrics: [
          {
            type: 'Object',
            object: {
              describedObject: { apiVersion: 'v1', kind: 'Service', name: 'front' },
              metric: { name: 'hits' },
              target: { type: 'Value', value: '10' },
            },
          },
        ],
      },
      [
        'FailedGetObjectMetric  horizontal-pod-autoscaler  unable to get metric hits: Service on demo front/unable to fetch metrics from custom metrics API: no custom metrics API (custom.metrics.k8s.io) registered\n',
      ],
    ],
    [
      'external metrics',
      {},
      {
        metrics: [
          {
            type: 'External',
            external: {
              metric: { name: 'queue', selector: { matchLabels: { q: 'jobs' } } },
              target: { type: 'AverageValue', averageValue: '30' },
            },
          },
        ],
      },
      [
        'FailedGetExternalMetric  horizontal-pod-autoscaler  unable to get external metric demo/queue/&LabelSelector{MatchLabels:map[string]string{q: jobs,},MatchExpressions:[]LabelSelectorRequirement{},}: unable to fetch metrics from external metrics API: the server could not find the requested resource (get queue.external.metrics.k8s.io)\n',
        'first error is: failed to get queue external metric value: failed to get queue external metric: unable to get external metric demo/queue/',
      ],
    ],
  ])('says that there is no value without %s', (_what, container, spec, words) => {
    const world = worldOf();
    send(world, 'POST', paths.deployments, deployment('web', 2, { cpu: '200m', ...container }));
    pass(world, 60);
    expect(send(world, 'POST', autoscalers, autoscaler({ ...bounds, ...spec })).status).toBe(201);
    pass(world, 20);
    for (const word of words) expect(said(world)).toContain(word);
    expect(conditions(world).at(-1)).toMatch(/^ScalingActive=False FailedGet/);
    expect(statusOf(world)['currentMetrics']).toEqual([{ type: '' }]);
    expect(replicas(world)).toBe(2);
  });

  it('goes up by what can be measured where something else cannot, and does not go down', () => {
    const external = {
      type: 'External',
      external: { metric: { name: 'queue' }, target: { type: 'Value', value: '30' } },
    };
    const metrics = [external, percent(50)];
    const world = scaled({ ...bounds, metrics }, 2, '300m');
    expect(replicas(world)).toBe(3);
    use(world, '10m');
    pass(world, 600);
    expect(replicas(world)).toBe(3);
    expect(conditions(world)).toContain('ScalingActive=False FailedGetExternalMetric');
  });

  it('takes Pods that are not ready as using nothing, and says so where none is', () => {
    const world = worldOf();
    send(world, 'POST', paths.deployments, deployment('web', 2, { cpu: '200m', image: 'unready' }));
    pass(world, 90);
    send(world, 'POST', autoscalers, autoscaler({ ...bounds, metrics: [percent(50)] }));
    pass(world, 20);
    expect(said(world)).toContain('did not receive metrics for targeted pods (pods might be unready)');
  });

  it('knows that its target is not there, or has no scale, or has another autoscaler', () => {
    const world = worldOf();
    const at = (name: string, scaleTargetRef: object) =>
      send(world, 'POST', autoscalers, autoscaler({ maxReplicas: 3, scaleTargetRef }, name));
    at('none', { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' });
    at('nothing', { apiVersion: 'apps/v1', kind: 'Nothing', name: 'web' });
    at('daemons', { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'web' });
    pass(world, 20);
    const why = (name: string) => conditionsOf(world, name)[0]?.message;
    const prefix = "the HPA controller was unable to get the target's current scale: ";
    expect(why('none')).toBe(`${prefix}deployments.apps "web" not found`);
    expect(why('nothing')).toBe(`${prefix}no matches for kind "Nothing" in group "apps"`);
    expect(why('daemons')).toBe(`${prefix}the server could not find the requested resource`);
    send(world, 'POST', paths.deployments, deployment('web', 1, { cpu: '100m' }));
    at('second', { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' });
    pass(world, 60);
    for (const name of ['none', 'second']) {
      expect(conditions(world, name)).toContain('ScalingActive=False AmbiguousSelector');
    }
    expect(conditionsOf(world, 'second').at(-1)?.message).toBe(
      'pods by selector app=web are controlled by multiple HPAs: [{none demo} {second demo}]',
    );
  });

  it('scales custom objects', () => {
    const world = worldOf();
    const schema = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
    const scale = {
      specReplicasPath: '.spec.size',
      statusReplicasPath: '.status.size',
      labelSelectorPath: '.status.selector',
    };
    send(world, 'POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'things.example.com' },
      spec: {
        group: 'example.com',
        names: { kind: 'Thing', plural: 'things' },
        scope: 'Namespaced',
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: { openAPIV3Schema: schema },
            subresources: { scale },
          },
        ],
      },
    });
    pass(world, 5);
    const things = '/apis/example.com/v1/namespaces/demo/things';
    const thing = {
      apiVersion: 'example.com/v1',
      kind: 'Thing',
      metadata: { name: 'web' },
      spec: { size: 1 },
    };
    expect(send(world, 'POST', things, thing).status).toBe(201);
    const scaleTargetRef = { apiVersion: 'example.com/v1', kind: 'Thing', name: 'web' };
    send(world, 'POST', autoscalers, autoscaler({ minReplicas: 3, maxReplicas: 5, scaleTargetRef }));
    pass(world, 20);
    expect(get(world, `${things}/web`).spec).toEqual({ size: 3 });
    pass(world, 20);
    expect(conditions(world)).toContain('ScalingActive=False InvalidSelector');
  });

  it('forgets what it remembered when it goes, and costs no write where nothing changes', () => {
    const world = scaled({ ...bounds, metrics: [percent(50)] }, 2, '200m', 60);
    expect(list(world, memories).map(({ metadata }) => metadata.name)).toEqual(['supervisor.demo.web']);
    const before = get(world, `${autoscalers}/web`).metadata.resourceVersion;
    pass(world, 600);
    expect(get(world, `${autoscalers}/web`).metadata.resourceVersion).toBe(before);
    send(world, 'DELETE', `${autoscalers}/web`);
    pass(world, 20);
    expect(list(world, memories)).toEqual([]);
  });

  it('is filled in', () => {
    const { spec } = send(
      worldOf(),
      'POST',
      autoscalers,
      autoscaler({ maxReplicas: 3, behavior: { scaleDown: {} } }),
    ).body;
    const whole = { type: 'Percent', value: 100, periodSeconds: 15 };
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
          policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, whole],
        },
        scaleDown: { selectPolicy: 'Max', policies: [whole] },
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
