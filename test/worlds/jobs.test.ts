import { describe, expect, it } from 'vitest';
import type { World } from '../../src/world.ts';
import { call, get, list, mergePatch, pass, paths, send, worldOf, type Body } from './setup.ts';
import { eventsOf } from './show.ts';

interface JobStatus {
  readonly active?: number;
  readonly ready?: number;
  readonly succeeded?: number;
  readonly failed?: number;
  readonly terminating?: number;
  readonly completedIndexes?: string;
  readonly failedIndexes?: string;
  readonly startTime?: string;
  readonly completionTime?: string;
  readonly uncountedTerminatedPods?: object;
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly reason: string;
    readonly message: string;
  }[];
}

const shell = (script: string) => ['sh', '-c', script];

function job(command: readonly string[], spec: object = {}, restartPolicy = 'Never', image = 'busybox') {
  const containers = [{ name: 'main', image, command }];
  const template = { spec: { restartPolicy, containers } };
  return { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'pi' }, spec: { ...spec, template } };
}

function create(body: object, world = worldOf()): World {
  const answer = send(world, 'POST', paths.jobs, body);
  expect(answer.status, answer.body.message ?? '').toBe(201);
  return world;
}

const read = (world: World): Body => get(world, `${paths.jobs}/pi`);
const statusOf = (world: World) => read(world).status as unknown as JobStatus;
const patch = (world: World, spec: object) => send(world, 'PATCH', `${paths.jobs}/pi`, { spec }, mergePatch);
const podsOf = (world: World) =>
  list(world, paths.pods).filter(({ metadata }) => metadata.labels?.['job-name'] === 'pi');
const phases = (world: World) =>
  podsOf(world)
    .map(({ status }) => status?.['phase'])
    .sort();
const isTracked = ({ metadata }: Body) => metadata.finalizers?.includes('batch.kubernetes.io/job-tracking');

/** How a Job stands, in a line: figures, then its conditions. */
function summary(world: World): string {
  const { active, succeeded, failed, completedIndexes, failedIndexes, conditions = [] } = statusOf(world);
  const figures = Object.entries({ active, succeeded, failed, completedIndexes, failedIndexes })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name} ${value}`);
  const said = conditions.map(
    ({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`,
  );
  return [...figures, ...said].join('; ');
}

const reached = (type: string, reason: string, message: string) =>
  `${type === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget'}=True ${reason}: ${message}; ${type}=True ${reason}: ${message}`;
const completions = 'Reached expected number of succeeded pods';
const backoff = reached('Failed', 'BackoffLimitExceeded', 'Job has reached the specified backoff limit');
const complete = reached('Complete', 'CompletionsReached', completions);
const oddFails = shell('if [ $((JOB_COMPLETION_INDEX % 2)) = 1 ]; then exit 7; fi; sleep 3');
const indexed = { completions: 4, parallelism: 4, completionMode: 'Indexed' };
const failsFast = { backoffLimit: 1 };

describe('a Job', () => {
  it.each<[string, object, number, string]>([
    ['that echoes', job(shell('echo hello; date')), 60, `succeeded 1; ${complete}`],
    [
      'of pi',
      job(['perl', '-Mbignum=bpi', '-wle', 'print bpi(2000)'], {}, 'Never', 'perl'),
      60,
      `succeeded 1; ${complete}`,
    ],
    ['whose image says nothing', job([], {}, 'Never', 'migrate:1'), 60, `succeeded 1; ${complete}`],
    ['that takes its time', job(shell('sleep 100')), 60, 'active 1'],
    [
      'with several completions',
      job(['true'], { completions: 5, parallelism: 2 }),
      240,
      `succeeded 5; ${complete}`,
    ],
    ['that is a work queue', job(shell('sleep 5'), { parallelism: 3 }), 120, `succeeded 3; ${complete}`],
    ['that fails', job(['false'], failsFast), 400, `failed 2; ${backoff}`],
    [
      'that restarts in its Pod and fails',
      job(shell('exit 3'), { backoffLimit: 2 }, 'OnFailure'),
      400,
      `failed 1; ${backoff}`,
    ],
    [
      'that is too slow',
      job(shell('sleep 1000'), { activeDeadlineSeconds: 60 }),
      200,
      `failed 1; ${reached('Failed', 'DeadlineExceeded', 'Job was active longer than specified deadline')}`,
    ],
    ['with indexes', job(shell('sleep 2'), indexed), 100, `succeeded 4; completedIndexes 0-3; ${complete}`],
    [
      'whose indexes fail one by one',
      job(oddFails, { ...indexed, backoffLimitPerIndex: 1 }),
      600,
      `succeeded 2; failed 4; completedIndexes 0,2; failedIndexes 1,3; ${reached('Failed', 'FailedIndexes', 'Job has failed indexes')}`,
    ],
    [
      'with too many failed indexes',
      job(oddFails, { ...indexed, backoffLimitPerIndex: 0, maxFailedIndexes: 1 }),
      300,
      `failed 4; failedIndexes 1,3; ${reached('Failed', 'MaxFailedIndexesExceeded', 'Job has exceeded the specified maximal number of failed indexes')}`,
    ],
    [
      'that needs only some of its indexes',
      job(oddFails, {
        ...indexed,
        backoffLimitPerIndex: 3,
        successPolicy: { rules: [{ succeededIndexes: '0-2', succeededCount: 2 }] },
      }),
      300,
      `succeeded 2; failed 2; completedIndexes 0,2; failedIndexes ; ${reached('Complete', 'SuccessPolicy', 'Matched rules at index 0')}`,
    ],
    ['that is suspended', job(['true'], { suspend: true }), 60, 'Suspended=True JobSuspended: Job suspended'],
    ['that nobody is to run', job(['true'], { parallelism: 0 }), 60, ''],
    [
      'of somebody else',
      { ...job(['true']), spec: { ...job(['true']).spec, managedBy: 'example.com/mine' } },
      60,
      '',
    ],
  ])('%s', (_, body, seconds, expected) => {
    const world = create(body);
    pass(world, seconds);
    expect(summary(world)).toBe(expected);
    expect(podsOf(world).filter((pod) => isTracked(pod) && pod.status?.['phase'] === 'Succeeded')).toEqual(
      [],
    );
  });

  it('says what is to be known in its status and its events', () => {
    const world = worldOf();
    const begin = world.now;
    create(job(shell('sleep 5')), world);
    pass(world, 1);
    expect(statusOf(world)).toEqual({
      startTime: '2023-04-18T09:00:00Z',
      active: 1,
      ready: 0,
      terminating: 0,
      uncountedTerminatedPods: {},
    });
    pass(world, 100);
    const { succeeded, ready, terminating, uncountedTerminatedPods, completionTime } = statusOf(world);
    expect({ succeeded, ready, terminating, uncountedTerminatedPods }).toEqual({
      succeeded: 1,
      ready: 0,
      terminating: 0,
      uncountedTerminatedPods: {},
    });
    expect(completionTime).toBeDefined();
    const name = podsOf(world)[0]?.metadata.name;
    const events = eventsOf(world, read(world).metadata.uid, begin).replace(/^\d+s {2}/gm, '');
    expect(events).toBe(
      `Normal  SuccessfulCreate  job-controller  Created pod: ${name}\nNormal  Completed  job-controller  Job completed\n`,
    );
  });

  it('waits longer after each failure', () => {
    const world = create(job(['false'], { backoffLimit: 3 }));
    const made: number[] = [];
    const start = world.now;
    for (let second = 0; second < 300; second++) {
      if (podsOf(world).length > made.length) made.push(second);
      pass(world, 1);
    }
    const ended = podsOf(world).length;
    expect(ended).toBe(4);
    const gaps = made.slice(1).map((at, index) => at - (made[index] as number));
    // What a Pod takes to start, and 10 s, 20 s, 40 s.
    expect(gaps.every((gap, index) => gap >= 10 * 2 ** index)).toBe(true);
    expect(world.now - start).toBe(300_000);
  });

  it.each([
    ['FailJob', 42, 'failed 1; ', 'PodFailurePolicy'],
    ['Ignore', 42, '', undefined],
    ['Count', 42, '', 'BackoffLimitExceeded'],
  ])('does what its policy says of a failure: %s', (action, code, begins, reason) => {
    const rules = [{ action, onExitCodes: { operator: 'In', values: [code] } }];
    const world = create(job(shell(`exit ${code}`), { backoffLimit: 0, podFailurePolicy: { rules } }));
    pass(world, 100);
    expect(summary(world).startsWith(begins)).toBe(true);
    const target = statusOf(world).conditions?.find(({ type }) => type === 'FailureTarget');
    expect(target?.reason).toBe(reason);
    if (action === 'FailJob')
      expect(target?.message).toMatch(
        /^Container main for pod demo\/pi-\w{5} failed with exit code 42 matching FailJob rule at index 0$/,
      );
  });

  it('gives up its Pods when it is suspended and starts anew when it goes on', () => {
    const world = create(job(shell('sleep 30'), { parallelism: 2, completions: 2 }));
    pass(world, 40);
    patch(world, { suspend: true });
    pass(world, 60);
    expect(podsOf(world)).toEqual([]);
    expect(summary(world)).toBe('Suspended=True JobSuspended: Job suspended');
    patch(world, { suspend: false });
    pass(world, 1);
    expect(summary(world)).toBe('active 2; Suspended=False JobResumed: Job resumed');
    pass(world, 120);
    expect(summary(world)).toBe(`succeeded 2; Suspended=False JobResumed: Job resumed; ${complete}`);
  });

  it('counts a Pod that is deleted as failed, at once or when it has ended', () => {
    for (const [podReplacementPolicy, atOnce] of [
      ['TerminatingOrFailed', 1],
      ['Failed', undefined],
    ] as const) {
      const world = create(job(shell('sleep 1000'), { podReplacementPolicy }));
      pass(world, 60);
      const [pod] = podsOf(world);
      send(world, 'DELETE', `${paths.pods}/${pod?.metadata.name}`);
      world.runTo(world.now + 100);
      expect([podReplacementPolicy, statusOf(world).failed]).toEqual([podReplacementPolicy, atOnce]);
      pass(world, 100);
      expect(podsOf(world).length).toBe(1);
      expect(phases(world)).toEqual(['Running']);
      expect(statusOf(world).failed).toBe(1);
    }
  });

  it.each(['Background', 'Foreground', 'Orphan'])('leaves no Pod held when it is deleted: %s', (policy) => {
    const world = create(job(shell('sleep 1000'), { parallelism: 2 }));
    pass(world, 60);
    send(world, 'DELETE', `${paths.jobs}/pi`, { propagationPolicy: policy });
    pass(world, 120);
    expect(call(world, { method: 'GET', path: `${paths.jobs}/pi` }).status).toBe(404);
    expect(phases(world)).toEqual(policy === 'Orphan' ? ['Running', 'Running'] : []);
    expect(podsOf(world).filter(isTracked)).toEqual([]);
  });

  it('goes when it has been over for its time', () => {
    const world = create(job(['true'], { ttlSecondsAfterFinished: 60 }));
    pass(world, 60);
    expect(summary(world)).toBe(`succeeded 1; ${complete}`);
    pass(world, 70);
    expect(call(world, { method: 'GET', path: `${paths.jobs}/pi` }).status).toBe(404);
    expect(podsOf(world)).toEqual([]);
  });

  it('tells each Pod of an index who it is', () => {
    const world = create(job(shell('echo "I am $JOB_COMPLETION_INDEX of $HOSTNAME"'), indexed));
    pass(world, 100);
    const pod = podsOf(world).find(({ metadata }) => metadata.name.startsWith('pi-2-'));
    const marker = 'batch.kubernetes.io/job-completion-index';
    expect(pod?.metadata.labels?.[marker]).toBe('2');
    expect(pod?.metadata.annotations?.[marker]).toBe('2');
    expect(pod?.spec['hostname']).toBe('pi-2');
    const log = call(world, { method: 'GET', path: `${paths.pods}/${pod?.metadata.name}/log` });
    expect(log.body.message).toBe('I am 2 of pi-2\n');
  });
});

describe('a Pod that leaves its Job', () => {
  const running = () => {
    const world = create(job(['sleep', '3600'], { parallelism: 2, completions: 2 }));
    pass(world, 60);
    return world;
  };
  const ownersOf = ({ metadata }: Body) =>
    metadata.ownerReferences?.map(({ kind, name }) => `${kind} ${name}`) ?? [];
  const change = (world: World, pod: Body | undefined, metadata: object) =>
    send(world, 'PATCH', `${paths.pods}/${pod?.metadata.name}`, { metadata }, mergePatch);

  it('and still is what it selects is taken back, counted on', () => {
    const world = running();
    const before = podsOf(world).map(({ metadata }) => metadata.uid);
    change(world, podsOf(world)[0], { ownerReferences: null });
    pass(world, 30);
    expect(podsOf(world).map(({ metadata }) => metadata.uid)).toEqual(before);
    expect(podsOf(world).map(ownersOf)).toEqual([['Job pi'], ['Job pi']]);
    expect(podsOf(world).every(isTracked)).toBe(true);
  });

  it('by its labels is let go, and another comes', () => {
    const world = running();
    const [pod] = podsOf(world);
    change(world, pod, { labels: null });
    pass(world, 60);
    const left = get(world, `${paths.pods}/${pod?.metadata.name}`);
    expect([ownersOf(left), isTracked(left) ?? false]).toEqual([[], false]);
    expect(podsOf(world)).toHaveLength(2);
    expect(statusOf(world)).toMatchObject({ active: 2 });
  });
});
