// Objects that are stored in one form and served in two: autoscalers of version v1, Events of events.k8s.io.
import { describe, expect, it } from 'vitest';
import { get, mergePatch, pass, send, worldOf } from '../../worlds/setup.ts';
import { watching } from '../apis/kubernetes/support.ts';

const v1 = '/apis/autoscaling/v1/namespaces/demo/horizontalpodautoscalers';
const v2 = '/apis/autoscaling/v2/namespaces/demo/horizontalpodautoscalers';
const scaleTargetRef = { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' };

const autoscaler = (version: string, spec: object, annotations?: Record<string, string>) => ({
  apiVersion: `autoscaling/${version}`,
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web', ...(annotations === undefined ? {} : { annotations }) },
  spec: { scaleTargetRef, maxReplicas: 5, ...spec },
});

const carried = (name: string): string => `autoscaling.alpha.kubernetes.io/${name}`;

describe('an autoscaler of version v1', () => {
  it.each<[string, object, Record<string, string> | undefined, readonly object[]]>([
    [
      'a percentage',
      { targetCPUUtilizationPercentage: 70 },
      undefined,
      [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
        },
      ],
    ],
    [
      'nothing',
      {},
      undefined,
      [
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
        },
      ],
    ],
    [
      'metrics in an annotation',
      { targetCPUUtilizationPercentage: 70 },
      {
        [carried('metrics')]: JSON.stringify([
          { type: 'Resource', resource: { name: 'memory', targetAverageValue: '64Mi' } },
          { type: 'Pods', pods: { metricName: 'hits', targetAverageValue: '10' } },
          { type: 'External', external: { metricName: 'queue', targetValue: '30' } },
        ]),
      },
      [
        {
          type: 'Resource',
          resource: { name: 'memory', target: { type: 'AverageValue', averageValue: '64Mi' } },
        },
        {
          type: 'Pods',
          pods: { metric: { name: 'hits' }, target: { type: 'AverageValue', averageValue: '10' } },
        },
        { type: 'External', external: { metric: { name: 'queue' }, target: { type: 'Value', value: '30' } } },
        {
          type: 'Resource',
          resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 70 } },
        },
      ],
    ],
  ])('with %s is one of version v2', (_what, spec, annotations, metrics) => {
    const world = worldOf();
    const made = send(world, 'POST', v1, autoscaler('v1', spec, annotations));
    expect(made.status, made.body.message ?? '').toBe(201);
    const stored = get(world, `${v2}/web`);
    expect(stored.spec['metrics']).toEqual(metrics);
    expect(stored.metadata.annotations).toBeUndefined();
    expect(get(world, `${v1}/web`)).toMatchObject({
      apiVersion: 'autoscaling/v1',
      metadata: { uid: stored.metadata.uid, ...(annotations === undefined ? {} : { annotations }) },
      spec: { minReplicas: 1, maxReplicas: 5, ...spec },
      status: { currentReplicas: 0, desiredReplicas: 0 },
    });
  });

  it('carries what it has no words for, and gives it back when it is written', () => {
    const world = worldOf();
    const behavior = { scaleUp: { policies: [{ type: 'Pods', value: 2, periodSeconds: 60 }] } };
    const target = { type: 'Utilization', averageUtilization: 60 };
    const metrics = [{ type: 'Resource', resource: { name: 'memory', target } }];
    send(world, 'POST', v2, autoscaler('v2', { metrics, behavior }));
    pass(world, 20);
    const before = get(world, `${v2}/web`);
    const shown = get(world, `${v1}/web`);
    const annotations = shown.metadata.annotations ?? {};
    expect(JSON.parse(annotations[carried('metrics')] ?? '')).toEqual([
      { type: 'Resource', resource: { name: 'memory', targetAverageUtilization: 60 } },
    ]);
    expect(JSON.parse(annotations[carried('behavior')] ?? '')).toMatchObject({
      ScaleUp: {
        StabilizationWindowSeconds: 0,
        SelectPolicy: 'Max',
        Policies: [{ Type: 'Pods', Value: 2, PeriodSeconds: 60 }],
      },
    });
    expect(annotations[carried('conditions')]).toContain('FailedGetScale');
    const again = send(world, 'PUT', `${v1}/web`, { ...shown, spec: { ...shown.spec, maxReplicas: 9 } });
    expect(again.status, again.body.message ?? '').toBe(200);
    expect(get(world, `${v2}/web`).spec).toEqual({ ...before.spec, maxReplicas: 9 });
    const patched = send(
      world,
      'PATCH',
      `${v1}/web`,
      { spec: { targetCPUUtilizationPercentage: 40 } },
      mergePatch,
    );
    expect(patched.body).toMatchObject({
      apiVersion: 'autoscaling/v1',
      spec: { targetCPUUtilizationPercentage: 40 },
    });
    expect(get(world, `${v2}/web`).spec['metrics']).toHaveLength(2);
  });

  it('is refused by the rules of version v2', () => {
    const { body } = send(worldOf(), 'POST', v1, autoscaler('v1', { minReplicas: 9 }));
    expect(body.message).toBe(
      'HorizontalPodAutoscaler.autoscaling "web" is invalid: spec.maxReplicas: Invalid value: 5: must be greater than or equal to `minReplicas`',
    );
  });
});

describe('an Event of events.k8s.io', () => {
  const core = '/api/v1/namespaces/demo/events';
  const newer = '/apis/events.k8s.io/v1/namespaces/demo/events';
  const event = {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: { name: 'one' },
    eventTime: '2026-03-04T09:00:00.123456Z',
    type: 'Warning',
    reason: 'Odd',
    action: 'Looking',
    note: 'something is odd',
    regarding: { kind: 'Pod', name: 'web', namespace: 'demo' },
    reportingController: 'example.com/looker',
    reportingInstance: 'looker-0',
  };

  it('is the same object as the core one', () => {
    const world = worldOf();
    const watch = watching(world, `${newer}?watch=1&fieldSelector=regarding.name%3Dweb`);
    expect(send(world, 'POST', newer, event).status).toBe(201);
    expect(get(world, `${core}/one`)).toMatchObject({
      apiVersion: 'v1',
      involvedObject: event.regarding,
      message: event.note,
      reportingComponent: event.reportingController,
      eventTime: event.eventTime,
    });
    const { apiVersion: _version, kind: _kind, ...rest } = event;
    expect(get(world, newer).items).toMatchObject([rest]);
    expect(watch.frames()).toMatchObject([{ type: 'ADDED', object: event }]);
    const seen = {
      involvedObject: { kind: 'Pod', name: 'web', namespace: 'demo' },
      message: 'old words',
      source: { component: 'me' },
      count: 3,
    };
    send(world, 'POST', core, { apiVersion: 'v1', kind: 'Event', metadata: { name: 'two' }, ...seen });
    expect(get(world, `${newer}/two`)).toMatchObject({
      note: 'old words',
      regarding: seen.involvedObject,
      deprecatedSource: seen.source,
      deprecatedCount: 3,
      eventTime: null,
    });
    expect(send(world, 'DELETE', `${newer}/one`).status).toBe(200);
    expect(get(world, core).items).toHaveLength(1);
    expect(get(world, `${newer}/one`).message).toBe('events "one" not found');
  });

  it.each<[object, string]>([
    [{ eventTime: undefined }, 'eventTime: Required value'],
    [{ action: undefined }, 'action: Required value'],
    [{ type: 'Odd' }, 'type: Invalid value: "": has invalid value: Odd'],
    [{ deprecatedCount: 2 }, 'count: Invalid value: "": needs to be unset'],
    [
      { regarding: { kind: 'Pod', namespace: 'other' } },
      'involvedObject.namespace: Invalid value: "other": does not match event.namespace',
    ],
  ])('with %j is refused', (change, why) => {
    const { status, body } = send(worldOf(), 'POST', newer, { ...event, ...change });
    expect(status).toBe(422);
    expect(body.message).toContain(why);
  });
});
