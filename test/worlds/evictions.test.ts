// Budgets of disruption and evictions that keep to them.
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
  worldOf,
  type Body,
} from './setup.ts';

const { budgets } = paths;
const selector = { matchLabels: { app: 'web' } };

function withBudget(spec: object, replicas = 3, image = 'nginx:1.25'): World {
  const world = worldOf();
  send(world, 'POST', paths.deployments, deployment('web', replicas, { image }));
  const body = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web' }, spec };
  expect(send(world, 'POST', budgets, body).status).toBe(201);
  pass(world, 90);
  return world;
}

const budget = (world: World) => get(world, `${budgets}/web`);
const condition = (world: World) =>
  ((budget(world).status?.['conditions'] ?? []) as { status: string; reason: string; message: string }[])[0];
const names = (world: World) => list(world, paths.pods).map(({ metadata }) => metadata.name);
const eventsOf = (world: World) =>
  list(world, '/api/v1/namespaces/demo/events')
    .map((event) => event as unknown as { involvedObject: { kind: string }; reason: string; message: string })
    .filter(({ involvedObject }) => involvedObject.kind === 'PodDisruptionBudget')
    .map(({ reason, message }) => `${reason}: ${message}`);

function evict(world: World, name: string, deleteOptions?: object, query = '') {
  const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name }, deleteOptions };
  return send(world, 'POST', `${paths.pods}/${name}/eviction${query}`, body);
}

const refusal = (needs: number, has: number) => ({
  status: 'Failure',
  message: "Cannot evict pod as it would violate the pod's disruption budget.",
  reason: 'TooManyRequests',
  details: {
    causes: [
      {
        reason: 'DisruptionBudget',
        message: `The disruption budget web needs ${needs} healthy pods and has ${has} currently`,
      },
    ],
  },
  code: 429,
});

describe('the status of a budget', () => {
  it.each([
    ['a least number', { minAvailable: 2 }, { desiredHealthy: 2, disruptionsAllowed: 1 }],
    ['a least share, rounded up', { minAvailable: '50%' }, { desiredHealthy: 2, disruptionsAllowed: 1 }],
    ['a most number', { maxUnavailable: 2 }, { desiredHealthy: 1, disruptionsAllowed: 2 }],
    ['a most share, rounded up', { maxUnavailable: '34%' }, { desiredHealthy: 1, disruptionsAllowed: 2 }],
    ['more than there are', { minAvailable: 5 }, { desiredHealthy: 5, disruptionsAllowed: 0 }],
    ['nothing', {}, { desiredHealthy: 0, disruptionsAllowed: 0, expectedPods: 0 }],
  ])('knows %s', (_, spec, status) => {
    const world = withBudget({ ...spec, selector });
    expect(budget(world).status).toMatchObject({
      currentHealthy: 3,
      expectedPods: 3,
      observedGeneration: 1,
      ...status,
    });
    expect(condition(world)).toMatchObject(
      status.disruptionsAllowed > 0
        ? { status: 'True', reason: 'SufficientPods', message: '' }
        : { status: 'False', reason: 'InsufficientPods', message: '' },
    );
  });

  it('counts shares by what the owners of the Pods wish, not by what there is', () => {
    const world = withBudget({ maxUnavailable: 1, selector });
    send(world, 'PATCH', `${paths.deployments}/web/scale`, { spec: { replicas: 5 } }, mergePatch);
    pass(world, 1);
    expect(budget(world).status).toMatchObject({ expectedPods: 5, currentHealthy: 3, disruptionsAllowed: 0 });
    pass(world, 60);
    expect(budget(world).status).toMatchObject({ currentHealthy: 5, disruptionsAllowed: 1 });
  });

  it('says that there is nothing to guard', () => {
    expect(eventsOf(withBudget({ minAvailable: 1, selector: { matchLabels: { app: 'none' } } }))).toEqual([
      'NoPods: No matching pods found',
    ]);
  });

  it('says that Pods without an owner cannot be counted', () => {
    const world = withBudget({ maxUnavailable: 1, selector: { matchLabels: { app: 'lone' } } });
    const metadata = { name: 'lone', labels: { app: 'lone' } };
    send(world, 'POST', paths.pods, { apiVersion: 'v1', kind: 'Pod', metadata, spec: podSpec() });
    pass(world, 1);
    expect(eventsOf(world)[1]).toContain(
      'UnmanagedPods: Pods selected by this PodDisruptionBudget (selector: &LabelSelector{MatchLabels:map[string]string{app: lone,},MatchExpressions:[]LabelSelectorRequirement{},}) were found to be unmanaged.',
    );
  });

  it('allows nothing where an owner has no scale', () => {
    const world = worldOf();
    const labels = { app: 'web' };
    send(world, 'POST', '/apis/apps/v1/namespaces/demo/daemonsets', {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'web' },
      spec: { selector, template: { metadata: { labels }, spec: podSpec() } },
    });
    const body = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'web' } };
    send(world, 'POST', budgets, { ...body, spec: { maxUnavailable: 1, selector } });
    pass(world, 1);
    expect(condition(world)).toMatchObject({
      status: 'False',
      reason: 'SyncFailed',
      message: 'daemonsets.apps does not implement the scale subresource',
    });
    expect(eventsOf(world)).toContain(
      'CalculateExpectedPodCountFailed: Failed to calculate the number of expected pods: daemonsets.apps does not implement the scale subresource',
    );
  });
});

describe('an eviction', () => {
  it('is a delete where nothing guards the Pod', () => {
    const world = withBudget({ minAvailable: 3, selector: { matchLabels: { app: 'other' } } });
    const [name = ''] = names(world);
    expect(evict(world, name)).toEqual({
      status: 201,
      body: { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Success', code: 201 },
    });
    expect(get(world, `${paths.pods}/${name}`)).toMatchObject({
      metadata: { deletionTimestamp: expect.any(String) as string },
      status: {
        conditions: expect.arrayContaining([
          expect.objectContaining({
            type: 'DisruptionTarget',
            reason: 'EvictionByEvictionAPI',
            message: 'Eviction API: evicting',
          }),
        ]) as unknown,
      },
    });
  });

  it('spends the budget, which is refused to the next and comes back with the next Pod', () => {
    const world = withBudget({ minAvailable: 2, selector });
    const [first = '', second = ''] = names(world);
    expect(evict(world, first).status).toBe(201);
    expect(budget(world).status).toMatchObject({
      disruptionsAllowed: 0,
      disruptedPods: { [first]: expect.any(String) as string },
    });
    expect(evict(world, second).body).toMatchObject(refusal(2, 3));
    pass(world, 1);
    expect(evict(world, second).body).toMatchObject(refusal(2, 2));
    expect(budget(world).status?.['disruptedPods']).toBeUndefined();
    pass(world, 60);
    expect(budget(world).status).toMatchObject({ disruptionsAllowed: 1 });
    expect(evict(world, second).status).toBe(201);
  });

  it.each([
    ['in the query', undefined, '?dryRun=All'],
    ['in the options', { dryRun: ['All'] }, ''],
  ])('that is a dry run %s changes nothing', (_, options, query) => {
    const world = withBudget({ minAvailable: 2, selector });
    const [name = ''] = names(world);
    const before = world.hash();
    expect(evict(world, name, options, query).status).toBe(201);
    expect(world.hash()).toBe(before);
    send(world, 'PATCH', `${budgets}/web`, { spec: { minAvailable: 3 } }, mergePatch);
    pass(world, 1);
    expect(evict(world, name, options, query).status).toBe(429);
  });

  it('waits for a budget that has just changed', () => {
    const world = withBudget({ minAvailable: 2, selector });
    send(world, 'PATCH', `${budgets}/web`, { spec: { minAvailable: 1 } }, mergePatch);
    const { body } = evict(world, names(world)[0] ?? '');
    expect((body as Body & { details?: unknown }).details).toEqual({
      causes: [
        {
          reason: 'DisruptionBudget',
          message: 'The disruption budget web is still being processed by the server.',
        },
      ],
      retryAfterSeconds: 10,
    });
  });

  it('of an unready Pod is allowed where the others are enough, or always where the budget says so', () => {
    const unready = (policy?: string) =>
      withBudget(
        {
          minAvailable: 1,
          selector,
          ...(policy === undefined ? {} : { unhealthyPodEvictionPolicy: policy }),
        },
        2,
        'unready:1',
      );
    const status = (world: World) => evict(world, names(world)[0] ?? '').status;
    expect(status(unready())).toBe(429);
    expect(status(unready('IfHealthyBudget'))).toBe(429);
    expect(status(unready('AlwaysAllow'))).toBe(201);
  });

  it('does not know what to do between two budgets', () => {
    const world = withBudget({ minAvailable: 0, selector });
    const body = { apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata: { name: 'more' } };
    send(world, 'POST', budgets, { ...body, spec: { minAvailable: 0, selector: {} } });
    pass(world, 1);
    expect(evict(world, names(world)[0] ?? '').body).toMatchObject({
      code: 500,
      message:
        'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.',
    });
  });

  it('keeps to preconditions, and costs nothing when they fail', () => {
    const world = withBudget({ minAvailable: 2, selector });
    const before = world.hash();
    const { status } = evict(world, names(world)[0] ?? '', { preconditions: { uid: 'another' } });
    expect(status).toBe(409);
    expect(world.hash()).toBe(before);
  });

  it('names the Pod of its address', () => {
    const world = withBudget({ minAvailable: 2, selector });
    const [name = ''] = names(world);
    const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'other' } };
    expect(send(world, 'POST', `${paths.pods}/${name}/eviction`, body).body.message).toBe(
      'name in URL does not match name in Eviction object',
    );
    expect(evict(world, 'none').body.message).toBe('pods "none" not found');
  });
});
