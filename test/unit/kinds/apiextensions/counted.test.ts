// Kinds that came as data among those that count: quotas charge them, budgets ask their scale.
import { describe, expect, it } from 'vitest';
import type { World } from '../../../../src/world.ts';
import { get, list, pass, paths, podSpec, send, worldOf } from '../../../worlds/setup.ts';
import { definition, definitionsPath, version, widget, widgetsPath, worldWith } from './support.ts';

const spec = { type: 'object', properties: { replicas: { type: 'integer' } } };
const scale = { specReplicasPath: '.spec.replicas', statusReplicasPath: '.status.replicas' };
const quotas = '/api/v1/namespaces/demo/resourcequotas';

describe('a quota on a kind that is not there yet', () => {
  const quota = {
    metadata: { name: 'few' },
    spec: { hard: { 'count/widgets.example.com': '2', 'count/configmaps': '9' } },
  };
  const used = (world: World) => get(world, `${quotas}/few`).status?.['used'] as Record<string, string>;

  it('counts it from the moment that it is', () => {
    const world = worldOf();
    send(world, 'POST', quotas, quota);
    pass(world, 10);
    expect(used(world)).not.toHaveProperty('count/widgets.example.com');
    send(
      world,
      'POST',
      definitionsPath,
      definition([version(spec), version(spec, { name: 'v2', storage: false })]),
    );
    pass(world, 10);
    expect(used(world)).toMatchObject({ 'count/widgets.example.com': '0', 'count/configmaps': '1' });
    const make = (name: string) => send(world, 'POST', widgetsPath, widget({}, name)).body;
    expect([make('a').kind, make('b').kind]).toEqual(['Widget', 'Widget']);
    expect(make('c').message).toBe(
      'widgets.example.com "c" is forbidden: exceeded quota: few, requested: count/widgets.example.com=1, ' +
        'used: count/widgets.example.com=2, limited: count/widgets.example.com=2',
    );
    send(world, 'DELETE', `${widgetsPath}/a`);
    pass(world, 10);
    expect(used(world)).toMatchObject({ 'count/widgets.example.com': '1' });
  });
});

describe('a budget of Pods that a custom object controls', () => {
  const budgets = paths.budgets;

  function guarded(subresources: object, widgetSpec: object, apiVersion = 'example.com/v1') {
    const world = worldWith(spec, { subresources: { status: {}, ...subresources } });
    const { uid } = send(world, 'POST', widgetsPath, widget(widgetSpec)).body.metadata;
    const ownerReferences = [{ apiVersion, kind: 'Widget', name: 'one', uid, controller: true }];
    for (const name of ['a', 'b', 'c'])
      send(world, 'POST', paths.pods, {
        metadata: { name, labels: { app: 'w' }, ownerReferences },
        spec: podSpec(),
      });
    const body = {
      metadata: { name: 'w' },
      spec: { minAvailable: '50%', selector: { matchLabels: { app: 'w' } } },
    };
    send(world, 'POST', budgets, body);
    pass(world, 60);
    const events = list(world, '/api/v1/namespaces/demo/events').flatMap((event) =>
      event.reason === 'CalculateExpectedPodCountFailed' ? [event.message] : [],
    );
    return { status: get(world, `${budgets}/w`).status, events };
  }

  it('asks its scale', () => {
    const { status, events } = guarded({ scale }, { replicas: 4 });
    expect(status).toMatchObject({
      expectedPods: 4,
      desiredHealthy: 2,
      currentHealthy: 3,
      disruptionsAllowed: 1,
    });
    expect(events).toEqual([]);
  });

  it.each([
    ['has no scale', {}, 'example.com/v1', 'widgets.example.com does not implement the scale subresource'],
    [
      'is of no kind',
      { scale },
      'example.com/v9',
      'no matches for kind "Widget" in version "example.com/v9"',
    ],
    [
      'has no count',
      { scale },
      'example.com/v1',
      'Internal error occurred: the spec replicas field ".spec.replicas" does not exist',
    ],
  ])('cannot be told where it %s', (_, subresources, apiVersion, why) => {
    const { status, events } = guarded(subresources, {}, apiVersion);
    expect(status).toMatchObject({
      disruptionsAllowed: 0,
      conditions: [{ type: 'DisruptionAllowed', status: 'False', reason: 'SyncFailed', message: why }],
    });
    expect(events).toEqual([`Failed to calculate the number of expected pods: ${why}`]);
  });
});
