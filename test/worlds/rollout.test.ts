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

const web = `${paths.deployments}/web`;
const patch = (world: World, spec: object) => send(world, 'PATCH', web, { spec }, mergePatch);
const roll = (world: World, image: string) => patch(world, { template: { spec: podSpec({ image }) } });
const read = (world: World) => get(world, web);
const pods = (world: World) =>
  list(world, paths.pods).filter(({ metadata }) => metadata.deletionTimestamp === undefined);
const isReady = ({ status }: Body) =>
  ((status?.['conditions'] ?? []) as { type: string; status: string }[]).some(
    ({ type, status: is }) => type === 'Ready' && is === 'True',
  );
const imagesOf = (world: World) =>
  [...new Set(pods(world).map(({ spec }) => (spec['containers'] as { image: string }[])[0]?.image))].sort();
const setsOf = (world: World) =>
  list(world, paths.replicaSets)
    .map(({ metadata, spec }) => ({
      revision: metadata.annotations?.['deployment.kubernetes.io/revision'],
      replicas: spec['replicas'],
    }))
    .sort((a, b) => Number(a.revision) - Number(b.revision));
const condition = (world: World, type: string) =>
  (
    (read(world).status?.['conditions'] ?? []) as {
      type: string;
      status: string;
      reason: string;
      message: string;
    }[]
  ).find((one) => one.type === type);

function running(replicas: number, strategy?: object): World {
  const world = worldOf();
  const made = deployment('web', replicas);
  send(
    world,
    'POST',
    paths.deployments,
    strategy === undefined ? made : { ...made, spec: { ...made.spec, strategy } },
  );
  pass(world, 120);
  expect(read(world).status).toMatchObject({
    replicas,
    readyReplicas: replicas,
    availableReplicas: replicas,
    updatedReplicas: replicas,
  });
  return world;
}

/** The most Pods and the fewest ready ones while everything due until then happens. */
function extremes(world: World, seconds: number) {
  const end = world.now + seconds * 1000;
  let most = 0;
  let fewestReady = Infinity;
  do {
    const alive = pods(world);
    most = Math.max(most, alive.length);
    fewestReady = Math.min(fewestReady, alive.filter(isReady).length);
  } while (world.runToChange(end));
  return { most, fewestReady };
}

describe('a rolling update', () => {
  it.each<[number, string | number, string | number, number, number]>([
    [10, '25%', '25%', 13, 8],
    [10, 0, 1, 10, 9],
    [10, 1, 0, 11, 10],
    [4, '100%', '100%', 8, 0],
    [3, '25%', '25%', 4, 3],
  ])(
    'of %i replicas with surge %s and unavailable %s has at most %i Pods and never fewer than %i ready',
    (replicas, maxSurge, maxUnavailable, mostAllowed, readyWanted) => {
      const world = running(replicas, { type: 'RollingUpdate', rollingUpdate: { maxSurge, maxUnavailable } });
      roll(world, 'nginx:1.27');
      const { most, fewestReady } = extremes(world, 1_200);
      expect(most).toBeLessThanOrEqual(mostAllowed);
      expect(fewestReady).toBeGreaterThanOrEqual(readyWanted);
      expect(imagesOf(world)).toEqual(['nginx:1.27']);
      expect(setsOf(world)).toEqual([
        { revision: '1', replicas: 0 },
        { revision: '2', replicas },
      ]);
      expect(condition(world, 'Progressing')).toMatchObject({
        status: 'True',
        reason: 'NewReplicaSetAvailable',
      });
    },
  );

  it('to an image that cannot be pulled stops where it is safe, and says so after its deadline', () => {
    const world = running(10);
    roll(world, 'does-not-exist:1');
    const { fewestReady } = extremes(world, 900);
    expect(fewestReady).toBe(8);
    expect(condition(world, 'Progressing')).toMatchObject({
      status: 'False',
      reason: 'ProgressDeadlineExceeded',
      message: expect.stringMatching(/^ReplicaSet "web-[a-z0-9]+" has timed out progressing\.$/) as string,
    });
    expect(imagesOf(world)).toEqual(['does-not-exist:1', 'nginx:1.25']);
    // A pause does not cover that up.
    patch(world, { paused: true });
    pass(world, 5);
    expect(condition(world, 'Progressing')?.reason).toBe('ProgressDeadlineExceeded');
  });

  it('that is over stays over when its Pods go, and a generation counts its annotations', () => {
    const world = running(2);
    const was = condition(world, 'Progressing');
    for (const { metadata } of pods(world)) send(world, 'DELETE', `${paths.pods}/${metadata.name}`);
    pass(world, 1);
    expect(condition(world, 'Available')?.status).toBe('False');
    pass(world, 60);
    expect(
      ((read(world).status?.['conditions'] ?? []) as { type: string }[]).map(({ type }) => type),
    ).toEqual(['Progressing', 'Available']);
    expect(condition(world, 'Progressing')).toEqual(was);
    const generation = () => read(world).metadata.generation;
    expect(generation()).toBe(1);
    send(world, 'PATCH', web, { metadata: { annotations: { note: 'x' } } }, mergePatch);
    send(world, 'PATCH', web, { metadata: { labels: { note: 'x' } } }, mergePatch);
    pass(world, 5);
    expect(generation()).toBe(2);
  });

  // As a kube-controller-manager of 1.33 tells of a Deployment of four and a ReplicaSet of twelve: nine each, the rest together.
  it('is told in nine events of a kind, and more of them together', () => {
    const world = running(4);
    roll(world, 'nginx:1.26');
    pass(world, 60);
    roll(world, 'nginx:1.27');
    pass(world, 60);
    const events = list(world, '/api/v1/events') as unknown as readonly {
      reason: string;
      message: string;
      count: number;
      reportingComponent: string;
    }[];
    const scaled = events.filter(({ reason }) => reason === 'ScalingReplicaSet');
    const together = scaled.filter(({ message }) => message.startsWith('(combined from similar events): '));
    expect([scaled.length, together.length]).toEqual([10, 1]);
    expect(together[0]).toMatchObject({ count: 8, reportingComponent: '' });
    expect(together[0]?.message).toMatch(/: Scaled down replica set web-\w+ from 1 to 0$/);
  });

  it('that is made paused says so first; a strategy alone tells its set nothing of sizes', () => {
    const world = worldOf();
    const made = deployment('web', 2);
    send(world, 'POST', paths.deployments, { ...made, spec: { ...made.spec, paused: true } });
    pass(world, 2);
    expect(
      ((read(world).status?.['conditions'] ?? []) as { reason: string }[]).map(({ reason }) => reason),
    ).toEqual(['DeploymentPaused', 'MinimumReplicasUnavailable']);
    patch(world, { paused: false });
    pass(world, 60);
    const most = () =>
      list(world, paths.replicaSets)[0]?.metadata.annotations?.['deployment.kubernetes.io/max-replicas'];
    expect(most()).toBe('3');
    patch(world, { strategy: { type: 'Recreate', rollingUpdate: null } });
    pass(world, 10);
    expect(most()).toBe('3');
  });

  // The ReplicaSet of a kube-controller-manager of 1.33 keeps the first words and doubles the time from try to try.
  it('that a quota refuses says what was refused first, and tries ever more seldom', () => {
    const world = worldOf();
    const quota = { metadata: { name: 'q' }, spec: { hard: { pods: '0' } } };
    send(world, 'POST', '/api/v1/namespaces/demo/resourcequotas', quota);
    pass(world, 5);
    send(world, 'POST', paths.deployments, deployment('web', 2));
    pass(world, 5);
    const failure = condition(world, 'ReplicaFailure');
    expect(failure).toMatchObject({ status: 'True', reason: 'FailedCreate' });
    expect(failure?.message).toMatch(
      /^pods "web-\w+-\w{5}" is forbidden: exceeded quota: q, requested: pods=1/,
    );
    const tries = () =>
      (list(world, '/api/v1/events') as unknown as readonly { reason: string; count: number }[])
        .filter(({ reason }) => reason === 'FailedCreate')
        .reduce((sum, { count }) => sum + count, 0);
    const early = tries();
    pass(world, 75);
    expect(tries() - early).toBe(4);
    expect(condition(world, 'ReplicaFailure')).toEqual(failure);
    send(world, 'DELETE', '/api/v1/namespaces/demo/resourcequotas/q');
    pass(world, 600);
    expect(condition(world, 'ReplicaFailure')).toBeUndefined();
  });

  it('is undone by giving the old template back: the old set grows again under a new revision', () => {
    const world = running(4);
    roll(world, 'does-not-exist:1');
    pass(world, 120);
    roll(world, 'nginx:1.25');
    pass(world, 120);
    expect(imagesOf(world)).toEqual(['nginx:1.25']);
    expect(setsOf(world)).toEqual([
      { revision: '2', replicas: 0 },
      { revision: '3', replicas: 4 },
    ]);
    expect(read(world).metadata.annotations).toMatchObject({ 'deployment.kubernetes.io/revision': '3' });
  });

  it('waits while the Deployment is paused, and takes all changes at once when it goes on', () => {
    const world = running(4);
    patch(world, { paused: true });
    roll(world, 'nginx:1.26');
    roll(world, 'nginx:1.27');
    pass(world, 120);
    expect(imagesOf(world)).toEqual(['nginx:1.25']);
    expect(condition(world, 'Progressing')).toMatchObject({ status: 'Unknown', reason: 'DeploymentPaused' });
    patch(world, { paused: null });
    pass(world, 240);
    expect(imagesOf(world)).toEqual(['nginx:1.27']);
    expect(setsOf(world)).toHaveLength(2);
  });

  it('keeps as many old sets as its history allows', () => {
    const world = running(1);
    patch(world, { revisionHistoryLimit: 2 });
    for (const tag of ['1', '2', '3', '4', '5']) {
      roll(world, `nginx:${tag}`);
      pass(world, 120);
    }
    expect(setsOf(world).map(({ revision }) => revision)).toEqual(['4', '5', '6']);
  });
});

describe('Recreate', () => {
  it('ends every old Pod before it makes a new one', () => {
    const world = running(4, { type: 'Recreate' });
    roll(world, 'nginx:1.27');
    const end = world.now + 240_000;
    while (world.runToChange(end)) {
      const images = new Set(
        list(world, paths.pods).map(({ spec }) => (spec['containers'] as { image: string }[])[0]?.image),
      );
      expect(images.size).toBeLessThanOrEqual(1);
    }
    expect(imagesOf(world)).toEqual(['nginx:1.27']);
  });
});

describe('scaling', () => {
  it.each([0, 1, 30])('to %i replicas', (replicas) => {
    const world = running(4);
    send(world, 'PATCH', `${web}/scale`, { spec: { replicas } }, mergePatch);
    pass(world, 180);
    expect(pods(world).filter(isReady)).toHaveLength(replicas);
    expect(read(world).status?.['replicas'] ?? 0).toBe(replicas);
  });

  it('down takes away the Pods that are not ready first', () => {
    const world = running(4);
    const before = new Set(pods(world).map(({ metadata }) => metadata.name));
    send(world, 'PATCH', `${web}/scale`, { spec: { replicas: 8 } }, mergePatch);
    pass(world, 1);
    send(world, 'PATCH', `${web}/scale`, { spec: { replicas: 4 } }, mergePatch);
    pass(world, 60);
    expect(new Set(pods(world).map(({ metadata }) => metadata.name))).toEqual(before);
  });

  it('in the middle of an update keeps the proportion of old and new', () => {
    const world = running(10, { type: 'RollingUpdate', rollingUpdate: { maxSurge: 3, maxUnavailable: 2 } });
    roll(world, 'unready:1');
    pass(world, 60);
    const sizes = () => setsOf(world).map(({ replicas }) => replicas);
    expect(sizes()).toEqual([8, 5]);
    send(world, 'PATCH', `${web}/scale`, { spec: { replicas: 20 } }, mergePatch);
    pass(world, 0.1);
    expect(sizes()).toEqual([14, 9]);
  });
});

it('a wish beyond what the sandbox makes is stored, met as far as the limit goes, and said', () => {
  const world = worldOf();
  const { status, body } = send(
    world,
    'POST',
    paths.deployments,
    deployment('web', 2_147_483_647, { cpu: '1m', memory: '1Mi' }),
  );
  expect([status, body.spec['replicas']]).toEqual([201, 2_147_483_647]);
  pass(world, 60);
  const [set] = list(world, paths.replicaSets);
  expect(set?.spec['replicas']).toBe(2_147_483_647);
  expect(list(world, paths.pods)).toHaveLength(2_000);
  const said = (
    (set?.status?.['conditions'] ?? []) as { type: string; reason: string; message: string }[]
  ).find(({ type }) => type === 'ReplicaFailure');
  expect(said?.reason).toBe('LimitReached');
  expect(said?.message).toContain('at most 2000 Pods for one ReplicaSet (limit podsPerReplicaSetMax)');
});

it('a Deployment made again before its old ReplicaSet is collected counts the collision and takes another name', () => {
  const world = worldOf();
  send(world, 'POST', paths.deployments, deployment('web', 2));
  pass(world, 60);
  const [old] = list(world, paths.replicaSets);
  send(world, 'DELETE', `${paths.deployments}/web`);
  send(world, 'POST', paths.deployments, deployment('web', 2));
  pass(world, 60);
  const [made, ...others] = list(world, paths.replicaSets);
  expect(others).toEqual([]);
  expect(made?.metadata.name).not.toBe(old?.metadata.name);
  const { body } = send(world, 'GET', `${paths.deployments}/web`);
  expect(body.status).toMatchObject({ collisionCount: 1, availableReplicas: 2 });
});

describe('the conditions of a Deployment', () => {
  const said = (world: World) =>
    ((read(world).status?.['conditions'] ?? []) as { type: string; reason: string }[]).map(
      ({ type, reason }) => `${type} ${reason}`,
    );

  it('stand in the order in which they were last said', () => {
    const world = worldOf();
    send(world, 'POST', paths.deployments, deployment('web', 1));
    const seen: string[] = [];
    const end = world.now + 60_000;
    do {
      const now = said(world).join(', ');
      if (now !== (seen.at(-1) ?? '')) seen.push(now);
    } while (world.runToChange(end));
    expect(seen).toEqual([
      'Progressing NewReplicaSetCreated, Available MinimumReplicasUnavailable',
      'Available MinimumReplicasUnavailable, Progressing ReplicaSetUpdated',
      'Available MinimumReplicasAvailable, Progressing NewReplicaSetAvailable',
    ]);
  });
});

describe('what has no owner', () => {
  const orphaned = () => {
    const world = running(2);
    const [set] = list(world, paths.replicaSets);
    send(world, 'DELETE', web, { propagationPolicy: 'Orphan' });
    pass(world, 10);
    expect(list(world, paths.replicaSets)[0]?.metadata.ownerReferences ?? []).toEqual([]);
    return { world, set };
  };

  it('a Deployment takes its ReplicaSet back after one that was deleted without it, and its Pods stay', () => {
    const { world, set } = orphaned();
    const before = pods(world).map(({ metadata }) => metadata.uid);
    send(world, 'POST', paths.deployments, deployment('web', 2));
    pass(world, 30);
    const sets = list(world, paths.replicaSets);
    expect(sets.map(({ metadata }) => metadata.uid)).toEqual([set?.metadata.uid]);
    expect(sets[0]?.metadata.ownerReferences).toMatchObject([
      { uid: read(world).metadata.uid, controller: true },
    ]);
    expect(pods(world).map(({ metadata }) => metadata.uid)).toEqual(before);
    expect(read(world).status).toMatchObject({ readyReplicas: 2, updatedReplicas: 2 });
  });

  it('a Deployment of another template rolls the ReplicaSet that it took in', () => {
    const { world } = orphaned();
    send(world, 'POST', paths.deployments, deployment('web', 2, { image: 'nginx:1.26' }));
    pass(world, 60);
    expect(setsOf(world)).toEqual([
      { revision: '1', replicas: 0 },
      { revision: '2', replicas: 2 },
    ]);
    expect(imagesOf(world)).toEqual(['nginx:1.26']);
  });

  it('the revision goes on from the one that a ReplicaSet came with, of 64 bits', () => {
    const { world, set } = orphaned();
    const annotations = { 'deployment.kubernetes.io/revision': '3546343826724305832' };
    send(
      world,
      'PATCH',
      `${paths.replicaSets}/${set?.metadata.name}`,
      { metadata: { annotations } },
      mergePatch,
    );
    send(world, 'POST', paths.deployments, deployment('web', 2, { image: 'nginx:1.26' }));
    pass(world, 60);
    const { 'deployment.kubernetes.io/revision': revision } = read(world).metadata.annotations ?? {};
    expect(revision).toBe('3546343826724305833');
  });

  it('a ReplicaSet that leaves the selector is let go, and another comes', () => {
    const world = running(1);
    const [set] = list(world, paths.replicaSets);
    const { name = '' } = set?.metadata ?? {};
    send(
      world,
      'PATCH',
      `${paths.replicaSets}/${name}`,
      { metadata: { labels: { app: 'other' } } },
      mergePatch,
    );
    pass(world, 30);
    expect(get(world, `${paths.replicaSets}/${name}`).metadata.ownerReferences ?? []).toEqual([]);
    expect(list(world, paths.replicaSets)).toHaveLength(2);
  });

  it('a Pod that comes later and is selected is one too many, and goes', () => {
    const world = running(2);
    const labels = pods(world)[0]?.metadata.labels ?? {};
    const body = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'late', labels }, spec: podSpec() };
    send(world, 'POST', paths.pods, body);
    pass(world, 60);
    expect(pods(world).map(({ metadata }) => metadata.name)).not.toContain('late');
    expect(pods(world)).toHaveLength(2);
  });

  it('a ReplicaSet counts the Pod that it takes in among its own, and makes another for one that leaves', () => {
    const world = worldOf();
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'lone', labels: { app: 'rs' } } };
    send(world, 'POST', paths.pods, { ...pod, spec: podSpec() });
    pass(world, 30);
    send(world, 'POST', paths.replicaSets, {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: { name: 'rs' },
      spec: {
        replicas: 3,
        selector: { matchLabels: { app: 'rs' } },
        template: { metadata: { labels: { app: 'rs', tier: 'web' } }, spec: podSpec() },
      },
    });
    const names = () => pods(world).map(({ metadata }) => metadata.name.replace(/^rs-.{5}$/, 'rs-#'));
    pass(world, 30);
    expect(names()).toEqual(['lone', 'rs-#', 'rs-#']);
    expect(get(world, `${paths.replicaSets}/rs`).status).toMatchObject({
      replicas: 3,
      fullyLabeledReplicas: 2,
      readyReplicas: 3,
    });
    send(world, 'PATCH', `${paths.pods}/lone`, { metadata: { labels: { app: 'other' } } }, mergePatch);
    pass(world, 30);
    expect(names()).toEqual(['lone', 'rs-#', 'rs-#', 'rs-#']);
    expect(get(world, `${paths.pods}/lone`).metadata).not.toHaveProperty('ownerReferences');
  });
});
