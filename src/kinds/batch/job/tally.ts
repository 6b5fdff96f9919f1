// What a Job's Pods come to: who is at work, who has ended and is not counted yet, which indexes are done, and whether that
// ends the Job. Pure functions of the Job and its Pods. Source: kubernetes pkg/controller/job/job_controller.go, syncJob.
import type { JobCondition } from '#types';
import { formatTime, parseTime } from '../../../std/time.ts';
import { isActive, isReady, type Pod } from '../../core/pod/pod.ts';
import { metSuccessRule, verdictOn } from './failure-policy.ts';
import { indexesOf, joined, parseIndexes, totalOf, type Indexes } from './indexes.ts';
import { conditionOf, isIndexed, type Job } from './model.ts';
import { failsIndex, hasFailed, indexOf, isTerminating, isTracked, later } from './pods.ts';

export interface Tally {
  readonly pods: readonly Pod[];
  readonly active: readonly Pod[];
  readonly ready: number;
  readonly terminating: readonly Pod[];
  /** Pods that ended, those not in the status yet among them. */
  readonly succeeded: number;
  readonly failed: number;
  readonly succeededIndexes: Indexes;
  /** Only where indexes fail one by one. */
  readonly failedIndexes: Indexes | undefined;
  /** By index: the failed Pod that is kept until another one takes over its count. */
  readonly awaitingReplacement: ReadonlyMap<number, Pod>;
}

export function condition(type: string, reason: string, message: string, now: number): JobCondition {
  const at = formatTime(now);
  return { type, status: 'True', lastProbeTime: at, lastTransitionTime: at, reason, message };
}

export function tallyOf(job: Job, pods: readonly Pod[]): Tally {
  const { status = {}, spec } = job;
  const { completions = 0 } = spec;
  const counted = new Set([
    ...(status.uncountedTerminatedPods?.succeeded ?? []),
    ...(status.uncountedTerminatedPods?.failed ?? []),
  ]);
  const indexed = isIndexed(job);
  const valid = pods.filter((pod) => isTracked(pod) && (!indexed || indexOf(pod, job) !== undefined));
  const fresh = valid.filter((pod) => !counted.has(pod.metadata.uid));
  const newlySucceeded = fresh.filter((pod) => pod.status?.phase === 'Succeeded').length;
  const newlyFailed = fresh.filter((pod) => hasFailed(pod, job) && verdictOn(job, pod).counts).length;
  const active = pods.filter(isActive);
  const indexes = (list: readonly Pod[]): Indexes =>
    indexesOf(list.map((pod) => indexOf(pod, job)).filter((index) => index !== undefined));
  const succeededIndexes = joined([
    ...parseIndexes(status.completedIndexes, completions),
    ...(indexed ? indexes(valid.filter((pod) => pod.status?.phase === 'Succeeded')) : []),
  ]);
  const failedIndexes =
    spec.backoffLimitPerIndex === undefined
      ? undefined
      : joined([
          ...parseIndexes(status.failedIndexes, completions),
          ...indexes(valid.filter((pod) => hasFailed(pod, job) && failsIndex(pod, job))),
        ]);
  const uncounted = status.uncountedTerminatedPods;
  return {
    pods,
    active,
    ready: active.filter(isReady).length,
    terminating: pods.filter(isTerminating),
    succeeded: indexed
      ? totalOf(succeededIndexes)
      : (status.succeeded ?? 0) + newlySucceeded + (uncounted?.succeeded?.length ?? 0),
    failed: (status.failed ?? 0) + newlyFailed + (uncounted?.failed?.length ?? 0),
    succeededIndexes,
    failedIndexes,
    awaitingReplacement: awaiting(job, valid, active, [...succeededIndexes, ...(failedIndexes ?? [])]),
  };
}

function awaiting(
  job: Job,
  valid: readonly Pod[],
  active: readonly Pod[],
  done: Indexes,
): ReadonlyMap<number, Pod> {
  const result = new Map<number, Pod>();
  if (job.spec.backoffLimitPerIndex === undefined) return result;
  const over = joined([
    ...done,
    ...indexesOf(active.map((pod) => indexOf(pod, job)).filter((index) => index !== undefined)),
  ]);
  for (const pod of valid) {
    const index = indexOf(pod, job);
    if (index === undefined || !hasFailed(pod, job)) continue;
    if (over.some(({ first, last }) => first <= index && index <= last)) continue;
    result.set(index, later(result.get(index), pod));
  }
  return result;
}

/** Restarts inside Pods count as failures of the Job where the Pods restart. */
function restartsPastLimit({ spec }: Job, pods: readonly Pod[]): boolean {
  if (spec.template.spec?.restartPolicy !== 'OnFailure') return false;
  let restarts = 0;
  for (const { status } of pods) {
    if (status?.phase !== 'Running' && status?.phase !== 'Pending') continue;
    for (const { restartCount } of [
      ...(status.initContainerStatuses ?? []),
      ...(status.containerStatuses ?? []),
    ])
      restarts += restartCount;
  }
  const { backoffLimit = 6 } = spec;
  return backoffLimit === 0 ? restarts > 0 : restarts >= backoffLimit;
}

/** Milliseconds that the Job may still be active, where it has a deadline that runs. */
export function activeLeft({ spec, status }: Job, now: number): number | undefined {
  const start = parseTime(status?.startTime ?? '');
  if (spec.activeDeadlineSeconds === undefined || start === undefined || spec.suspend === true)
    return undefined;
  return start + spec.activeDeadlineSeconds * 1000 - now;
}

/** FailureTarget or SuccessCriteriaMet, as soon as there is a reason for one; the first reason stays. */
export function verdictOf(job: Job, tally: Tally, now: number): JobCondition | undefined {
  const present = conditionOf(job, 'SuccessCriteriaMet') ?? conditionOf(job, 'FailureTarget');
  if (present !== undefined) return present;
  const fails = (reason: string, message: string) => condition('FailureTarget', reason, message, now);
  const { spec } = job;
  for (const pod of tally.pods) {
    const failure = hasFailed(pod, job) ? verdictOn(job, pod).failure : undefined;
    if (failure !== undefined) return fails('PodFailurePolicy', failure);
  }
  if (tally.failed > (spec.backoffLimit ?? 6) || restartsPastLimit(job, tally.pods))
    return fails('BackoffLimitExceeded', 'Job has reached the specified backoff limit');
  if ((activeLeft(job, now) ?? 1) <= 0)
    return fails('DeadlineExceeded', 'Job was active longer than specified deadline');
  if (!isIndexed(job)) return undefined;
  const failed = totalOf(tally.failedIndexes ?? []);
  if (spec.maxFailedIndexes !== undefined && failed > spec.maxFailedIndexes)
    return fails(
      'MaxFailedIndexesExceeded',
      'Job has exceeded the specified maximal number of failed indexes',
    );
  if (failed > 0 && failed + totalOf(tally.succeededIndexes) >= (spec.completions ?? 0))
    return fails('FailedIndexes', 'Job has failed indexes');
  const met = metSuccessRule(job, tally.succeededIndexes);
  return met === undefined ? undefined : condition('SuccessCriteriaMet', 'SuccessPolicy', met, now);
}

/** Whether enough succeeded, with so many at work. */
export function isEnough({ spec }: Job, { succeeded }: Tally, active: number): boolean {
  if (active > 0) return false;
  return spec.completions === undefined ? succeeded > 0 : succeeded >= spec.completions;
}
