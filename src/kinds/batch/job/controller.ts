// Runs a Job's Pods: makes what is missing, counts what has ended, says how it ended. Each ended Pod is first named in the
// status and let go, then counted by the next run, so that none is lost or counted twice.
// Source: kubernetes pkg/controller/job/job_controller.go.
import type { JobCondition, JobStatus } from '#types';
import type { Controller, Reconciled } from '../../../control/controller.ts';
import { latency } from '../../../control/latency.ts';
import type { Note, Write } from '../../../control/loop.ts';
import type { View } from '../../../control/view.ts';
import { limits } from '../../../std/limits.ts';
import { nameSuffix } from '../../../std/names.ts';
import { formatTime } from '../../../std/time.ts';
import { controllerOf, isDeleting } from '../../../store/object.ts';
import { claims, wakesForOrphan } from '../../apps/claims.ts';
import { isReady, pods, type Pod } from '../../core/pod/pod.ts';
import { verdictOn } from './failure-policy.ts';
import { firstMissing, formatIndexes, indexesOf, joined } from './indexes.ts';
import { jobs } from './job.ts';
import { finishedBy, isIndexed, ownController, type Job } from './model.ts';
import {
  backoffOf,
  hasFailed,
  held,
  indexBackoffOf,
  indexOf,
  isTracked,
  newPod,
  released,
  replacesOnlyFailed,
  tooMany,
} from './pods.ts';
import { activeLeft, condition, isEnough, tallyOf, verdictOf, type Tally } from './tally.ts';

/** What is done about the number of Pods now. */
interface Managed {
  readonly made: readonly { readonly index: number | undefined; readonly replaced: Pod | undefined }[];
  readonly given: readonly Pod[];
  readonly again?: number;
}

function wantedActive({ spec }: Job, { active, succeeded }: Tally): number {
  const parallelism = Math.min(spec.parallelism ?? 1, limits.podsPerJobMax);
  if (spec.completions === undefined) return succeeded > 0 ? active.length : parallelism;
  return Math.max(0, Math.min(parallelism, spec.completions - succeeded));
}

function nextIndexes(job: Job, tally: Tally, count: number): readonly number[] {
  const busy = replacesOnlyFailed(job) ? [...tally.active, ...tally.terminating] : tally.active;
  const taken = busy.map((pod) => indexOf(pod, job)).filter((index) => index !== undefined);
  const closed = joined([...tally.succeededIndexes, ...(tally.failedIndexes ?? []), ...indexesOf(taken)]);
  return firstMissing(closed, job.spec.completions ?? 0, count);
}

function manage(job: Job, tally: Tally, now: number): Managed {
  const { active, awaitingReplacement } = tally;
  if (job.spec.suspend === true) return { made: [], given: tooMany(job, active, active.length) };
  const wanted = wantedActive(job, tally);
  const given = tooMany(job, active, Math.max(0, active.length - wanted));
  if (given.length > 0) return { made: [], given };
  const terminating = replacesOnlyFailed(job) ? tally.terminating.length : 0;
  const missing = Math.min(wanted - terminating - active.length, limits.writesPerEventMax);
  if (missing <= 0) return { made: [], given: [] };
  const perIndex = job.spec.backoffLimitPerIndex !== undefined;
  const wait = perIndex ? 0 : backoffOf(job, tally.pods, now);
  if (wait > 0) return { made: [], given: [], again: wait };
  if (!isIndexed(job))
    return {
      made: Array.from({ length: missing }, () => ({ index: undefined, replaced: undefined })),
      given: [],
    };
  const made = nextIndexes(job, tally, missing).map((index) => ({
    index,
    replaced: awaitingReplacement.get(index),
  }));
  const due = made.filter(({ replaced }) => indexBackoffOf(replaced, now) === 0);
  if (due.length > 0 || made.length === 0) return { made: due, given: [] };
  return {
    made: [],
    given: [],
    again: Math.min(...made.map(({ replaced }) => indexBackoffOf(replaced, now))),
  };
}

/** The Pods that can be let go, and those of them that the status has to name. */
function endings(job: Job, tally: Tally, verdict: JobCondition | undefined) {
  const uncounted = job.status?.uncountedTerminatedPods;
  const tracked = new Set(tally.pods.filter(isTracked).map(({ metadata }) => metadata.uid));
  const still = (uids: readonly string[] | undefined) => (uids ?? []).filter((uid) => tracked.has(uid));
  const succeeded = [...still(uncounted?.succeeded)];
  const failed = [...still(uncounted?.failed)];
  const counted = {
    succeeded: (uncounted?.succeeded?.length ?? 0) - succeeded.length,
    failed: (uncounted?.failed?.length ?? 0) - failed.length,
  };
  const letGo: Pod[] = [];
  const awaited = new Set([...tally.awaitingReplacement.values()].map(({ metadata }) => metadata.uid));
  for (const pod of tally.pods) {
    if (!isTracked(pod)) continue;
    const { uid } = pod.metadata;
    const isOver = isDeleting(job) || verdict !== undefined;
    const hasSucceeded = pod.status?.phase === 'Succeeded';
    const isFailed = hasFailed(pod, job);
    if (!isOver && !hasSucceeded && (!isFailed || awaited.has(uid))) continue;
    letGo.push(pod);
    const isPlaced = !isIndexed(job) || indexOf(pod, job) !== undefined;
    if (hasSucceeded && !failed.includes(uid)) {
      if (!isIndexed(job) && !succeeded.includes(uid)) succeeded.push(uid);
    } else if (isFailed || (verdict !== undefined && verdict.type !== 'SuccessCriteriaMet')) {
      if (isPlaced && !failed.includes(uid) && verdictOn(job, pod).counts) failed.push(uid);
    }
    if (letGo.length >= limits.podsCountedAtOnceMax) break;
  }
  return { succeeded, failed, counted, letGo };
}

function note(job: Job, type: Note['type'], reason: string, message: string): Note {
  return { about: job, type, reason, message };
}

/** The Suspended condition, where it changes. */
function suspension(
  job: Job,
  now: number,
): { readonly condition: JobCondition; readonly note: Note } | undefined {
  const before = job.status?.conditions?.find(({ type }) => type === 'Suspended');
  if (job.spec.suspend === true) {
    if (before?.status === 'True') return undefined;
    return {
      condition: condition('Suspended', 'JobSuspended', 'Job suspended', now),
      note: note(job, 'Normal', 'Suspended', 'Job suspended'),
    };
  }
  if (before?.status !== 'True') return undefined;
  return {
    condition: { ...condition('Suspended', 'JobResumed', 'Job resumed', now), status: 'False' },
    note: note(job, 'Normal', 'Resumed', 'Job resumed'),
  };
}

function finishNotes(job: Job, { succeeded }: Tally, end: JobCondition): readonly Note[] {
  if (end.type !== 'Complete') return [note(job, 'Warning', end.reason ?? '', end.message ?? '')];
  const isTooMany = job.spec.completions !== undefined && succeeded > job.spec.completions;
  const late = 'Too many succeeded pods running after completion count reached';
  return [
    ...(isTooMany ? [note(job, 'Warning', 'TooManySucceededPods', late)] : []),
    note(job, 'Normal', 'Completed', 'Job completed'),
  ];
}

/** Go leaves out zeros, but not those behind a pointer. */
const some = <Name extends string>(name: Name, value: number) => (value === 0 ? {} : { [name]: value });
const listed = (name: string, uids: readonly string[]) => (uids.length === 0 ? {} : { [name]: uids });

function sync(job: Job, view: View, mayMake: boolean): Reconciled<Job> {
  const { now } = view;
  const { status = {} } = job;
  const tally = tallyOf(job, view.list<Pod>('core/pods', { owner: job.metadata.uid }));
  const isStarting = status.startTime === undefined && job.spec.suspend !== true;
  let verdict = verdictOf(job, tally, now);
  const isOpen = verdict === undefined && !isDeleting(job);
  const managed = isOpen && mayMake ? manage(job, tally, now) : { made: [], given: [] };
  const given = verdict === undefined ? managed.given : tally.active;
  const active = tally.active.length - given.length + managed.made.length;
  if (verdict === undefined && isEnough(job, tally, active))
    verdict = condition(
      'SuccessCriteriaMet',
      'CompletionsReached',
      'Reached expected number of succeeded pods',
      now,
    );
  const { succeeded, failed, counted, letGo } = endings(job, tally, verdict);
  const terminating = tally.terminating.length + given.length;
  const conditions = [...(status.conditions ?? [])];
  const notes: Note[] = [];
  if (verdict !== undefined && !conditions.some(({ type }) => type === verdict.type))
    conditions.push(verdict);
  const isSettled = letGo.length === 0 && succeeded.length + failed.length === 0 && terminating === 0;
  const end =
    verdict === undefined || !isSettled
      ? undefined
      : condition(
          verdict.type === 'FailureTarget' ? 'Failed' : 'Complete',
          verdict.reason ?? '',
          verdict.message ?? '',
          now,
        );
  const suspended = verdict === undefined && isOpen ? suspension(job, now) : undefined;
  if (suspended !== undefined) {
    const at = conditions.findIndex(({ type }) => type === 'Suspended');
    conditions.splice(at < 0 ? conditions.length : at, at < 0 ? 0 : 1, suspended.condition);
  }
  const isResumed = suspended !== undefined && suspended.condition.status === 'False';
  const writes: Write[] = [];
  for (const [serial, { index, replaced }] of managed.made.entries()) {
    const hash = view.roll(job.metadata.uid, `pod ${view.revision} ${serial}`, 0x1_0000_0000);
    const write = newPod(job, nameSuffix(hash), index, replaced);
    writes.push(write);
    notes.push(note(job, 'Normal', 'SuccessfulCreate', `Created pod: ${write.object.metadata.name}`));
  }
  const freed = new Set(letGo);
  for (const pod of given) if (verdict === undefined && isTracked(pod)) freed.add(pod);
  for (const pod of freed)
    writes.push({ verb: 'update', kind: pods, object: released(pod), why: 'its Job has counted it' });
  for (const pod of given) {
    writes.push({ verb: 'delete', kind: pods, object: pod, why: `${job.metadata.name} has no use for it` });
    notes.push(note(job, 'Normal', 'SuccessfulDelete', `Deleted pod: ${pod.metadata.name}`));
  }
  if (suspended !== undefined) notes.push(suspended.note);
  if (end !== undefined) notes.push(...finishNotes(job, tally, end));
  const startTime = isStarting || isResumed ? formatTime(now) : status.startTime;
  const completedIndexes = formatIndexes(tally.succeededIndexes);
  const next: JobStatus = {
    ...(conditions.length + Number(end !== undefined) === 0
      ? {}
      : { conditions: end === undefined ? conditions : [...conditions, end] }),
    ...(startTime === undefined ? {} : { startTime }),
    ...(end?.type === 'Complete' ? { completionTime: formatTime(now) } : {}),
    ...some('active', active),
    ...some('succeeded', isIndexed(job) ? tally.succeeded : (status.succeeded ?? 0) + counted.succeeded),
    ...some('failed', (status.failed ?? 0) + counted.failed),
    terminating,
    ...(completedIndexes === '' || !isIndexed(job) ? {} : { completedIndexes }),
    ...(tally.failedIndexes === undefined ? {} : { failedIndexes: formatIndexes(tally.failedIndexes) }),
    uncountedTerminatedPods: { ...listed('succeeded', succeeded), ...listed('failed', failed) },
    ready: tally.ready - given.filter(isReady).length,
  };
  const more = freed.size > 0 || managed.made.length === limits.writesPerEventMax;
  const timers = [
    ...(more ? [latency.watchHopMs] : []),
    ...(end === undefined && managed.again !== undefined ? [managed.again] : []),
    ...(verdict === undefined ? [activeLeft({ ...job, status: next }, now) ?? Infinity] : []),
  ];
  const again = Math.min(Infinity, ...timers);
  return { status: next, writes, notes, ...(again === Infinity ? {} : { again: Math.max(1, again) }) };
}

/** Holds of the Pods of a Job that is over. */
function letGoOf(job: Job, view: View): Reconciled<Job> | undefined {
  const tracked = view.list<Pod>('core/pods', { owner: job.metadata.uid }).filter(isTracked);
  if (tracked.length === 0) return undefined;
  return {
    writes: tracked.map((pod): Write => ({
      verb: 'update',
      kind: pods,
      object: released(pod),
      why: 'its Job is over',
    })),
  };
}

/** Pods to take in, with a hold of the Job, or to let go, without one. */
function claimedBy(job: Job, view: View): readonly Write[] {
  const { selector = {} } = job.spec;
  const { writes } = claims(
    { kind: pods, ownerKind: jobs, owner: job, selector, isAdoptable: () => true },
    view,
  );
  return writes.map((write) => {
    const pod = write.object as Pod;
    const isMine = controllerOf(pod)?.uid === job.metadata.uid;
    return { ...write, object: isMine ? held(pod) : released(pod) } as Write;
  });
}

export const jobController: Controller<Job> = {
  kind: jobs,
  name: 'job-controller',
  owns: [pods],
  observes: { 'core/pods': wakesForOrphan },
  reconcile(job, view) {
    if ((job.spec.managedBy ?? ownController) !== ownController) return undefined;
    if (finishedBy(job) !== undefined) return letGoOf(job, view);
    const writes = claimedBy(job, view);
    return writes.length > 0 ? { writes, again: latency.watchHopMs } : sync(job, view, true);
  },
  refused(job, write, status, view) {
    if (write.verb !== 'create') return undefined;
    const seen = sync(job, view, false);
    return {
      ...(seen.status === undefined ? {} : { status: seen.status }),
      notes: [note(job, 'Warning', 'FailedCreate', `Error creating: ${status.message ?? ''}`)],
      // The queue's back-off between two failing syncs, at its usual ceiling for a quota that is exhausted.
      again: 15_000,
    };
  },
};
