// What a CronJob is, and when its next Job is due. Source: kubernetes pkg/controller/cronjob/utils.go.
import type { CronJob as CronJobType } from '#types';
import { nextTime, parseSchedule, type Schedule } from '../../../std/cron.ts';
import { timeZoneNamed, utc, type TimeZone } from '../../../std/time-zone.ts';
import { MINUTE_MS, parseTime } from '../../../std/time.ts';
import type { Stored } from '../../../store/object.ts';

export type CronJob = Stored<CronJobType>;

export interface Timetable {
  readonly schedule: Schedule;
  readonly zone: TimeZone;
}

/** Undefined where schedule or zone cannot be read. */
export function timetableOf({ spec }: CronJob): Timetable | undefined {
  const schedule = parseSchedule(spec.schedule);
  const zone = spec.timeZone === undefined ? utc : timeZoneNamed(spec.timeZone);
  return 'error' in schedule || zone === undefined ? undefined : { schedule, zone };
}

/** More missed times than this are told. */
const missedMax = 100;

export interface Due {
  /** The last time that a Job should have been made; undefined where none was missed. */
  readonly at: number | undefined;
  readonly isTooMany: boolean;
  /** True of a schedule that no day ever fits, as the 31st of February. */
  readonly isNever: boolean;
}

/** The last time since the Job before it, or since the deadline for a late start. */
export function dueOf(cronJob: CronJob, { schedule, zone }: Timetable, now: number): Due {
  const { spec, status, metadata } = cronJob;
  const since = parseTime(status?.lastScheduleTime ?? metadata.creationTimestamp) ?? now;
  const deadline = spec.startingDeadlineSeconds;
  const from = deadline === undefined ? since : Math.max(since, now - deadline * 1000);
  const first = nextTime(schedule, zone, from);
  const none = { at: undefined, isTooMany: false, isNever: first === undefined };
  if (first === undefined || first > now) return none;
  const second = nextTime(schedule, zone, first);
  if (second === undefined || second > now) return { ...none, at: first };
  // Looks back over ever longer spans, so that a schedule of every minute does not walk through months.
  let at = second;
  for (let span = second - first; ; span *= 2) {
    const candidate = now - span <= second ? second : nextTime(schedule, zone, now - span);
    if (candidate === undefined || candidate > now) continue;
    for (let next: number | undefined = candidate; next !== undefined && next <= now;)
      next = nextTime(schedule, zone, (at = next));
    break;
  }
  const isTooMany = (now - first) / (second - first) + 1 > missedMax;
  return { ...none, at, isTooMany };
}

/** The name of the Job of a time: its minute since the Unix epoch tells it apart. */
export function jobNameOf(cronJob: CronJob, at: number): string {
  return `${cronJob.metadata.name}-${Math.floor(at / MINUTE_MS)}`;
}
