import { describe, expect, it } from 'vitest';
import type { World } from '../../src/world.ts';
import { get, list, mergePatch, pass, paths, send, worldOf } from './setup.ts';
import { eventsOf } from './show.ts';

const cronJobs = '/apis/batch/v1/namespaces/demo/cronjobs';

function cronJob(spec: object, script = 'echo hi', name = 'tick') {
  const containers = [{ name: 'main', image: 'busybox', command: ['sh', '-c', script] }];
  const jobTemplate = { spec: { template: { spec: { restartPolicy: 'Never', containers } } } };
  return {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name },
    spec: { schedule: '* * * * *', jobTemplate, ...spec },
  };
}

function create(spec: object, script?: string): World {
  const world = worldOf();
  const answer = send(world, 'POST', cronJobs, cronJob(spec, script));
  expect(answer.status, answer.body.message ?? '').toBe(201);
  return world;
}

const read = (world: World) => get(world, `${cronJobs}/tick`);
const jobs = (world: World) => list(world, paths.jobs);
const events = (world: World) =>
  eventsOf(world, read(world).metadata.uid, world.now).replace(/^.*?s(, \d+ times)? {2}(\w+) {2}/gm, '$2 ');
const status = (world: World) =>
  read(world).status as {
    active?: { name: string }[];
    lastScheduleTime?: string;
    lastSuccessfulTime?: string;
  };

describe('a CronJob', () => {
  it('makes a Job at each time and follows it to its end', () => {
    const world = create({});
    pass(world, 61);
    // 2023-04-18T09:01:00Z is minute 28030021 of the Unix epoch.
    expect(jobs(world).map(({ metadata }) => metadata.name)).toEqual(['tick-28030141']);
    const [job] = jobs(world);
    expect(job?.metadata.annotations).toEqual({
      'batch.kubernetes.io/cronjob-scheduled-timestamp': '2023-04-18T09:01:00Z',
    });
    expect(job?.metadata.ownerReferences?.[0]).toMatchObject({
      kind: 'CronJob',
      name: 'tick',
      controller: true,
    });
    expect(status(world)).toMatchObject({
      active: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'tick-28030141', namespace: 'demo' }],
      lastScheduleTime: '2023-04-18T09:01:00Z',
    });
    pass(world, 50);
    expect(status(world).active).toBeUndefined();
    expect(status(world).lastSuccessfulTime).toBe(jobs(world)[0]?.status?.['completionTime']);
    expect(events(world)).toBe(
      'Normal SuccessfulCreate  cronjob-controller  Created job tick-28030141\n' +
        'Normal SawCompletedJob  cronjob-controller  Saw completed job: tick-28030141, condition: Complete\n',
    );
  });

  it('of a day that never comes is told so, and makes nothing', () => {
    const world = create({ schedule: '59 23 31 2 *' });
    pass(world, 5);
    expect(events(world)).toBe(
      'Warning InvalidSchedule  cronjob-controller  invalid schedule: 59 23 31 2 * : ' +
        'time difference between two schedules is less than 1 second\n',
    );
    expect(jobs(world)).toEqual([]);
  });

  it('remembers the last three that succeeded and the last one that failed', () => {
    const world = create({});
    pass(world, 600);
    expect(jobs(world).filter(({ status: of }) => of?.['completionTime'] !== undefined).length).toBe(3);
    const failing = create({}, 'exit 1');
    send(
      failing,
      'PATCH',
      `${cronJobs}/tick`,
      { spec: { jobTemplate: { spec: { backoffLimit: 0 } } } },
      mergePatch,
    );
    pass(failing, 600);
    const failed = jobs(failing).filter(({ status: of }) => of?.['failed'] === 1);
    expect(failed.length).toBe(1);
  });

  it.each([
    ['Allow', 3],
    ['Forbid', 1],
    ['Replace', 1],
  ])('has policy %s for Jobs that overlap', (concurrencyPolicy, running) => {
    const world = create({ concurrencyPolicy }, 'sleep 10000');
    pass(world, 195);
    expect(status(world).active?.length).toBe(running);
    expect(jobs(world).length).toBe(running);
    const said = events(world);
    expect(said.includes('JobAlreadyActive')).toBe(concurrencyPolicy === 'Forbid');
    expect(said.includes('Deleted job')).toBe(concurrencyPolicy === 'Replace');
  });

  it('does nothing while it is suspended, and goes on with the last missed time', () => {
    const world = create({ suspend: true });
    pass(world, 300);
    expect(jobs(world)).toEqual([]);
    send(world, 'PATCH', `${cronJobs}/tick`, { spec: { suspend: false } }, mergePatch);
    pass(world, 1);
    expect(status(world).lastScheduleTime).toBe('2023-04-18T09:05:00Z');
  });

  it('lets go of a time that is too long ago', () => {
    const world = create({ suspend: true, schedule: '0 * * * *', startingDeadlineSeconds: 60 });
    pass(world, 3600 + 120);
    send(world, 'PATCH', `${cronJobs}/tick`, { spec: { suspend: false } }, mergePatch);
    pass(world, 60);
    expect(jobs(world)).toEqual([]);
  });

  it('says that too many were missed', () => {
    const world = create({ suspend: true });
    pass(world, 3 * 3600);
    send(world, 'PATCH', `${cronJobs}/tick`, { spec: { suspend: false } }, mergePatch);
    pass(world, 1);
    expect(events(world)).toContain(
      'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew',
    );
    expect(status(world).lastScheduleTime).toBe('2023-04-18T12:00:00Z');
  });

  it('is surprised by a Job that somebody else made of it, and does not count it', () => {
    const world = create({ schedule: '0 0 1 1 *' });
    const { name, uid } = read(world).metadata;
    const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name, uid, controller: true };
    const { template } = cronJob({}, 'sleep 30').spec.jobTemplate.spec;
    const body = { metadata: { name: 'by-hand', ownerReferences: [owner] }, spec: { template } };
    expect(send(world, 'POST', paths.jobs, body).status).toBe(201);
    pass(world, 5);
    expect(events(world)).toBe(
      'Warning UnexpectedJob  cronjob-controller  Saw a job that the controller did not create or forgot: by-hand\n',
    );
    expect(status(world).active).toBeUndefined();
    pass(world, 120);
    expect(status(world).lastSuccessfulTime).toBe(jobs(world)[0]?.status?.['completionTime']);
  });

  it('keeps the clock of its zone', () => {
    const world = create({ schedule: '30 5 * * *', timeZone: 'America/New_York' });
    pass(world, 1801);
    expect(jobs(world)[0]?.metadata.annotations).toEqual({
      'batch.kubernetes.io/cronjob-scheduled-timestamp': '2023-04-18T05:30:00-04:00',
    });
  });

  it('takes its Jobs along when it is deleted', () => {
    const world = create({}, 'sleep 1000');
    pass(world, 130);
    send(world, 'DELETE', `${cronJobs}/tick`, { propagationPolicy: 'Background' });
    pass(world, 120);
    expect(jobs(world)).toEqual([]);
    expect(list(world, paths.pods).filter(({ metadata }) => metadata.name.startsWith('tick'))).toEqual([]);
  });

  it.each<[object, string]>([
    [{ schedule: 'bad' }, 'spec.schedule: Invalid value: "bad": expected exactly 5 fields, found 1: [bad]'],
    [
      { schedule: 'TZ=UTC * * * * *' },
      'spec.schedule: Invalid value: "TZ=UTC * * * * *": cannot use TZ or CRON_TZ in schedule, use timeZone field instead',
    ],
    [{ timeZone: 'Mars/Base' }, 'spec.timeZone: Invalid value: "Mars/Base": unknown time zone Mars/Base'],
    [
      { concurrencyPolicy: 'Never' },
      'spec.concurrencyPolicy: Unsupported value: "Never": supported values: "Allow", "Forbid", "Replace"',
    ],
    [
      { failedJobsHistoryLimit: -1 },
      'spec.failedJobsHistoryLimit: Invalid value: -1: must be greater than or equal to 0',
    ],
  ])('is refused with %j', (spec, message) => {
    const { status: code, body } = send(worldOf(), 'POST', cronJobs, cronJob(spec));
    expect([code, body.message]).toEqual([422, `CronJob.batch "tick" is invalid: ${message}`]);
  });

  it('has a name that leaves room for its Jobs', () => {
    const name = 'a'.repeat(53);
    expect(send(worldOf(), 'POST', cronJobs, cronJob({}, 'true', name)).body.message).toBe(
      `CronJob.batch "${name}" is invalid: metadata.name: Invalid value: "${name}": must be no more than 52 characters`,
    );
  });
});
