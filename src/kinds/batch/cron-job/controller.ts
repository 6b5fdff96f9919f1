// Makes a CronJob's Jobs when they are due, follows them to their end, forgets the oldest. Source: kubernetes
// pkg/controller/cronjob/cronjob_controllerv2.go.
import type { CronJobStatus, ObjectReference } from '#types';
import { ownerReference, type Controller, type Reconciled } from '../../../control/controller.ts';
import { latency } from '../../../control/latency.ts';
import type { Note, Write } from '../../../control/loop.ts';
import { referenceTo } from '../../../control/recorder.ts';
import type { View } from '../../../control/view.ts';
import { nextTime } from '../../../std/cron.ts';
import { offsetAt } from '../../../std/time-zone.ts';
import { formatHttpDate, formatTime, MINUTE_MS, parseTime } from '../../../std/time.ts';
import { kindId } from '../../../store/kind.ts';
import { isDeleting } from '../../../store/object.ts';
import { jobs } from '../job/job.ts';
import { conditionOf, finishedBy, type Job } from '../job/model.ts';
import { cronJobs } from './cron-job.ts';
import { dueOf, jobNameOf, timetableOf, type CronJob, type Timetable } from './model.ts';

const scheduledAnnotation = 'batch.kubernetes.io/cronjob-scheduled-timestamp';

function note(cronJob: CronJob, type: Note['type'], reason: string, message: string): Note {
  return { about: cronJob, type, reason, message };
}

/** The moment as clocks of the zone show it, with their offset: RFC 3339. */
function zonedTime(at: number, { zone }: Timetable): string {
  const offset = offsetAt(zone, at);
  const text = formatTime(at + offset);
  if (offset === 0) return text;
  const size = Math.abs(offset) / MINUTE_MS;
  const pad = (value: number): string => String(value).padStart(2, '0');
  return `${text.slice(0, -1)}${offset < 0 ? '-' : '+'}${pad(Math.floor(size / 60))}:${pad(size % 60)}`;
}

/** Go's RFC1123Z in UTC: `Tue, 18 Apr 2023 09:00:00 +0000`. */
function mailTime(at: number): string {
  return formatHttpDate(at).replace('GMT', '+0000');
}

function newJob(cronJob: CronJob, timetable: Timetable, at: number): Write {
  const { jobTemplate } = cronJob.spec;
  return {
    verb: 'create',
    kind: jobs,
    why: `due at ${formatTime(at)}`,
    object: {
      metadata: {
        name: jobNameOf(cronJob, at),
        namespace: cronJob.metadata.namespace ?? '',
        ...(jobTemplate.metadata?.labels === undefined ? {} : { labels: jobTemplate.metadata.labels }),
        annotations: {
          ...jobTemplate.metadata?.annotations,
          [scheduledAnnotation]: zonedTime(at, timetable),
        },
        ownerReferences: [ownerReference(cronJobs, cronJob)],
      },
      spec: jobTemplate.spec,
    } as Extract<Write, { verb: 'create' }>['object'],
  };
}

interface Followed {
  readonly active: readonly ObjectReference[];
  readonly lastSuccessfulTime: string | undefined;
  readonly notes: readonly Note[];
}

/** What became of the Jobs that the status names, and of others that are the CronJob's. */
function follow(cronJob: CronJob, owned: readonly Job[]): Followed {
  const notes: Note[] = [];
  const { status } = cronJob;
  let active = [...(status?.active ?? [])];
  let lastSuccessfulTime = status?.lastSuccessfulTime;
  const last = parseTime(status?.lastScheduleTime ?? '');
  for (const job of owned) {
    const isKnown = active.some(({ uid }) => uid === job.metadata.uid);
    const end = finishedBy(job);
    if (end === undefined) {
      if (isKnown) continue;
      if (last !== undefined && job.metadata.name === jobNameOf(cronJob, last)) active.push(referenceTo(job));
      else {
        const message = `Saw a job that the controller did not create or forgot: ${job.metadata.name}`;
        notes.push(note(cronJob, 'Warning', 'UnexpectedJob', message));
      }
      continue;
    }
    if (isKnown) {
      active = active.filter(({ uid }) => uid !== job.metadata.uid);
      const message = `Saw completed job: ${job.metadata.name}, condition: ${end.type}`;
      notes.push(note(cronJob, 'Normal', 'SawCompletedJob', message));
    }
    const done = conditionOf(job, 'Complete') === undefined ? undefined : job.status?.completionTime;
    if (done !== undefined && (lastSuccessfulTime === undefined || done > lastSuccessfulTime))
      lastSuccessfulTime = done;
  }
  for (const { uid, name } of active) {
    if (owned.some(({ metadata }) => metadata.uid === uid)) continue;
    notes.push(note(cronJob, 'Normal', 'MissingJob', `Active job went missing: ${name}`));
    active = active.filter((reference) => reference.uid !== uid);
  }
  return { active, lastSuccessfulTime, notes };
}

/** The oldest Jobs beyond what is to be remembered. */
function forgotten({ spec }: CronJob, owned: readonly Job[]): readonly Job[] {
  const startOf = (job: Job): string => job.status?.startTime ?? job.metadata.creationTimestamp;
  const beyond = (type: string, limit: number | undefined): readonly Job[] => {
    const over = owned
      .filter((job) => finishedBy(job)?.type === type && !isDeleting(job))
      .sort((a, b) => (startOf(a) === startOf(b) ? 0 : startOf(a) < startOf(b) ? -1 : 1));
    return limit === undefined ? [] : over.slice(0, Math.max(0, over.length - limit));
  };
  return [
    ...beyond('Complete', spec.successfulJobsHistoryLimit),
    ...beyond('Failed', spec.failedJobsHistoryLimit),
  ];
}

interface Decided {
  readonly writes: readonly Write[];
  readonly notes: readonly Note[];
  readonly active: readonly ObjectReference[];
  readonly scheduledAt?: number;
}

function removal(cronJob: CronJob, job: Job): { readonly write: Write; readonly note: Note } {
  return {
    write: { verb: 'delete', kind: jobs, object: job, propagation: 'Background', why: 'not needed any more' },
    note: note(cronJob, 'Normal', 'SuccessfulDelete', `Deleted job ${job.metadata.name}`),
  };
}

/** Whether a Job is made now. */
function decide(
  cronJob: CronJob,
  timetable: Timetable,
  active: readonly ObjectReference[],
  owned: readonly Job[],
  now: number,
): Decided {
  const nothing: Decided = { writes: [], notes: [], active };
  const { spec, status } = cronJob;
  const { at, isTooMany, isNever } = dueOf(cronJob, timetable, now);
  if (isNever) {
    const why = 'time difference between two schedules is less than 1 second';
    const message = `invalid schedule: ${spec.schedule} : ${why}`;
    return { ...nothing, notes: [note(cronJob, 'Warning', 'InvalidSchedule', message)] };
  }
  if (at === undefined) return nothing;
  const tooMany =
    'too many missed start times. Set or decrease .spec.startingDeadlineSeconds or check clock skew';
  const notes = isTooMany ? [note(cronJob, 'Warning', 'TooManyMissedTimes', tooMany)] : [];
  const deadline = spec.startingDeadlineSeconds;
  if (deadline !== undefined && at + deadline * 1000 < now) {
    const message = `Missed scheduled time to start a job: ${mailTime(at)}`;
    return { ...nothing, notes: [...notes, note(cronJob, 'Warning', 'MissSchedule', message)] };
  }
  const name = jobNameOf(cronJob, at);
  if (active.some((reference) => reference.name === name) || parseTime(status?.lastScheduleTime ?? '') === at)
    return { ...nothing, notes };
  if (spec.concurrencyPolicy === 'Forbid' && active.length > 0) {
    const message = 'Not starting job because prior execution is running and concurrency policy is Forbid';
    return { ...nothing, notes: [...notes, note(cronJob, 'Normal', 'JobAlreadyActive', message)] };
  }
  const replaced =
    spec.concurrencyPolicy === 'Replace'
      ? owned.filter(({ metadata }) => active.some(({ uid }) => uid === metadata.uid))
      : [];
  const removals = replaced.map((job) => removal(cronJob, job));
  return {
    writes: [...removals.map(({ write }) => write), newJob(cronJob, timetable, at)],
    notes: [
      ...notes,
      ...removals.map((each) => each.note),
      note(cronJob, 'Normal', 'SuccessfulCreate', `Created job ${name}`),
    ],
    active: replaced.length > 0 ? [] : active,
    scheduledAt: at,
  };
}

function statusOf(
  { status }: CronJob,
  active: readonly ObjectReference[],
  scheduledAt: number | undefined,
  lastSuccessfulTime: string | undefined,
): CronJobStatus {
  const lastScheduleTime = scheduledAt === undefined ? status?.lastScheduleTime : formatTime(scheduledAt);
  return {
    ...(active.length === 0 ? {} : { active }),
    ...(lastScheduleTime === undefined ? {} : { lastScheduleTime }),
    ...(lastSuccessfulTime === undefined ? {} : { lastSuccessfulTime }),
  };
}

function sync(cronJob: CronJob, view: View): Reconciled<CronJob> {
  const { now } = view;
  const owned = view.list<Job>(kindId(jobs), { owner: cronJob.metadata.uid });
  const followed = follow(cronJob, owned);
  const timetable = timetableOf(cronJob);
  const isIdle = isDeleting(cronJob) || timetable === undefined || cronJob.spec.suspend === true;
  const decided: Decided = isIdle
    ? { writes: [], notes: [], active: followed.active }
    : decide(cronJob, timetable, followed.active, owned, now);
  const removals = isDeleting(cronJob) ? [] : forgotten(cronJob, owned).map((job) => removal(cronJob, job));
  const next = isIdle ? undefined : nextTime(timetable.schedule, timetable.zone, now);
  const again =
    decided.scheduledAt === undefined ? (next === undefined ? undefined : next - now) : latency.watchHopMs;
  return {
    status: statusOf(cronJob, decided.active, decided.scheduledAt, followed.lastSuccessfulTime),
    writes: [...decided.writes, ...removals.map(({ write }) => write)],
    notes: [...followed.notes, ...decided.notes, ...removals.map((each) => each.note)],
    ...(again === undefined ? {} : { again }),
  };
}

export const cronJobController: Controller<CronJob> = {
  kind: cronJobs,
  name: 'cronjob-controller',
  owns: [jobs],
  reconcile: sync,
  refused(cronJob, write, status, view) {
    if (write.verb !== 'create') return undefined;
    // Somebody made the Job of this time already: it counts as made.
    if (status.reason === 'AlreadyExists') {
      const timetable = timetableOf(cronJob);
      const due = timetable === undefined ? undefined : dueOf(cronJob, timetable, view.now).at;
      return {
        status: statusOf(cronJob, cronJob.status?.active ?? [], due, cronJob.status?.lastSuccessfulTime),
        again: latency.watchHopMs,
      };
    }
    return {
      notes: [note(cronJob, 'Warning', 'FailedCreate', `Error creating job: ${status.message ?? ''}`)],
      again: latency.refusedRetryMs,
    };
  },
};
