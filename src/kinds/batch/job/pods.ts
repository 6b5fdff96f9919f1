// The Pods of a Job: which of them count as what, when they ended, what a new one is made of.
// Source: kubernetes pkg/controller/job/{job_controller,indexed_job_utils,backoff_utils}.go.
import type { PodTemplateSpec } from '#types';
import { ownerReference } from '../../../control/controller.ts';
import { doubledMs } from '../../../control/backoff.ts';
import { latency } from '../../../control/latency.ts';
import type { Write } from '../../../control/loop.ts';
import { GENERATED_BASE_CHARS_MAX, generatedName } from '../../../std/names.ts';
import { parseTime } from '../../../std/time.ts';
import { isDeleting } from '../../../store/object.ts';
import { isTerminal, pods, type Pod } from '../../core/pod/pod.ts';
import { verdictOn } from './failure-policy.ts';
import { jobs } from './job.ts';
import { isIndexed, jobLabels, trackingFinalizer, type Job } from './model.ts';

export const indexAnnotation = jobLabels.index;
const failuresAnnotation = 'batch.kubernetes.io/job-index-failure-count';
const ignoredFailuresAnnotation = 'batch.kubernetes.io/job-index-ignored-failure-count';

export function isTracked(pod: Pod): boolean {
  return pod.metadata.finalizers?.includes(trackingFinalizer) === true;
}

/** The Pod without the hold that its Job has on it. */
export function released(pod: Pod): Pod {
  const finalizers = (pod.metadata.finalizers ?? []).filter((name) => name !== trackingFinalizer);
  return { ...pod, metadata: { ...pod.metadata, finalizers } };
}

/** The Pod with it. */
export function held(pod: Pod): Pod {
  const finalizers = [...new Set([...(pod.metadata.finalizers ?? []), trackingFinalizer])];
  return { ...pod, metadata: { ...pod.metadata, finalizers } };
}

/** The completion index of a Pod that has a valid one. */
export function indexOf(pod: Pod, { spec }: Job): number | undefined {
  const text = pod.metadata.annotations?.[indexAnnotation] ?? '';
  return /^\d{1,9}$/.test(text) && Number(text) < (spec.completions ?? 0) ? Number(text) : undefined;
}

export function replacesOnlyFailed({ spec }: Job): boolean {
  return spec.podReplacementPolicy === 'Failed' || spec.podFailurePolicy !== undefined;
}

export function isTerminating(pod: Pod): boolean {
  return isDeleting(pod) && !isTerminal(pod);
}

/** A deleted Pod counts as failed, at once or when its containers have ended; nobody ends one that has no node. */
export function hasFailed(pod: Pod, job: Job): boolean {
  if (pod.status?.phase === 'Failed') return true;
  if (!isTerminating(pod)) return false;
  return !replacesOnlyFailed(job) || !pod.spec.nodeName;
}

/** When the Pod ended, in simulated milliseconds. */
export function endedAt(pod: Pod): number {
  const statuses = pod.status?.containerStatuses ?? [];
  const ends = statuses.map(({ state }) => parseTime(state?.terminated?.finishedAt ?? ''));
  if (ends.length > 0 && ends.every((end) => end !== undefined)) return Math.max(...ends);
  const ready = pod.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'False');
  const { deletionTimestamp = '', deletionGracePeriodSeconds = 0, creationTimestamp } = pod.metadata;
  const deleted = parseTime(deletionTimestamp);
  return (
    parseTime(ready?.lastTransitionTime ?? '') ??
    (deleted === undefined ? undefined : deleted - deletionGracePeriodSeconds * 1000) ??
    parseTime(creationTimestamp) ??
    0
  );
}

/** How long the next Pod has to wait after so many failures, the last of them at a moment. */
function backoffLeft(failures: number, lastFailureAt: number, now: number): number {
  if (failures === 0) return 0;
  return Math.max(0, lastFailureAt + doubledMs(failures - 1, latency.jobBackoffMs) - now);
}

/** Milliseconds until the Job may make another Pod: failures since the last success count. */
export function backoffOf(job: Job, all: readonly Pod[], now: number): number {
  const succeeded = all.filter((pod) => pod.status?.phase === 'Succeeded').map(endedAt);
  const since = Math.max(-1, ...succeeded);
  const failures = all
    .filter((pod) => hasFailed(pod, job))
    .map(endedAt)
    .filter((at) => at > since);
  return backoffLeft(failures.length, Math.max(0, ...failures), now);
}

function numberAt(pod: Pod, annotation: string): number {
  const text = pod.metadata.annotations?.[annotation] ?? '';
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** Failures of the Pod's index before it, those that its policy ignored among them. */
function allFailures(pod: Pod): number {
  return numberAt(pod, failuresAnnotation) + numberAt(pod, ignoredFailuresAnnotation);
}

export function indexBackoffOf(last: Pod | undefined, now: number): number {
  return last === undefined ? 0 : backoffLeft(allFailures(last) + 1, endedAt(last), now);
}

/** Whether this failure is the last that the Pod's index had. */
export function failsIndex(pod: Pod, job: Job): boolean {
  const { action, counts } = verdictOn(job, pod);
  if (action === 'FailIndex') return true;
  return counts && numberAt(pod, failuresAnnotation) >= (job.spec.backoffLimitPerIndex ?? 0);
}

/** The newer of two failed Pods of one index. */
export function later(a: Pod | undefined, b: Pod): Pod {
  return a === undefined || allFailures(a) <= allFailures(b) ? b : a;
}

function failureCounts(job: Job, replaced: Pod | undefined): Readonly<Record<string, string>> {
  if (job.spec.backoffLimitPerIndex === undefined) return {};
  if (replaced === undefined) return { [failuresAnnotation]: '0' };
  const { counts } = verdictOn(job, replaced);
  const failures = numberAt(replaced, failuresAnnotation) + (counts ? 1 : 0);
  const ignored = numberAt(replaced, ignoredFailuresAnnotation) + (counts ? 0 : 1);
  return {
    [failuresAnnotation]: String(failures),
    ...(ignored === 0 ? {} : { [ignoredFailuresAnnotation]: String(ignored) }),
  };
}

const indexVariable = {
  name: 'JOB_COMPLETION_INDEX',
  valueFrom: { fieldRef: { fieldPath: `metadata.labels['${indexAnnotation}']` } },
};

/** The template's spec as the Pod of an index has it: every container knows the index. */
function indexedSpec(job: Job, spec: NonNullable<PodTemplateSpec['spec']>, index: number) {
  const knowing = <T extends { readonly env?: readonly { readonly name: string }[] }>(container: T): T =>
    container.env?.some(({ name }) => name === indexVariable.name) === true
      ? container
      : { ...container, env: [...(container.env ?? []), indexVariable] };
  return {
    ...spec,
    hostname: `${job.metadata.name}-${index}`,
    containers: spec.containers.map(knowing),
    ...(spec.initContainers === undefined ? {} : { initContainers: spec.initContainers.map(knowing) }),
  };
}

/** A new Pod of the Job; of an index, where the Job has them, in place of one that failed. */
export function newPod(
  job: Job,
  suffix: string,
  index: number | undefined,
  replaced: Pod | undefined,
): Write {
  const { metadata, spec } = job.spec.template;
  const { creationTimestamp: _none, ...given } = metadata ?? {};
  const tail = index === undefined ? '-' : `-${index}-`;
  const base = `${job.metadata.name.slice(0, GENERATED_BASE_CHARS_MAX - tail.length)}${tail}`;
  const indexed = index === undefined || spec === undefined ? spec : indexedSpec(job, spec, index);
  const annotations = {
    ...given.annotations,
    ...(index === undefined ? {} : { [indexAnnotation]: String(index) }),
    ...(index === undefined ? {} : failureCounts(job, replaced)),
  };
  const labels = { ...given.labels, ...(index === undefined ? {} : { [indexAnnotation]: String(index) }) };
  return {
    verb: 'create',
    kind: pods,
    why: `${job.metadata.name} goes on`,
    object: {
      metadata: {
        ...given,
        name: generatedName(base, suffix),
        generateName: base,
        labels,
        ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
        namespace: job.metadata.namespace ?? '',
        finalizers: [...new Set([...(given.finalizers ?? []), trackingFinalizer])],
        ownerReferences: [ownerReference(jobs, job)],
      },
      spec: indexed,
    } as Extract<Write, { verb: 'create' }>['object'],
  };
}

/** Active Pods that are one too many for their index, or have none. */
function misplaced(job: Job, active: readonly Pod[]): readonly Pod[] {
  if (!isIndexed(job)) return [];
  const kept = new Set<number>();
  return active.filter((pod) => {
    const index = indexOf(pod, job);
    if (index === undefined || kept.has(index)) return true;
    kept.add(index);
    return false;
  });
}

/** The Pods to give up when at least so many are too many: those that are least far come first. */
export function tooMany(job: Job, active: readonly Pod[], least: number): readonly Pod[] {
  const wrong = misplaced(job, active);
  if (wrong.length >= least) return wrong;
  const rank = (pod: Pod): number =>
    !pod.spec.nodeName ? 0 : pod.status?.phase === 'Pending' ? 1 : pod.status?.phase === 'Unknown' ? 2 : 3;
  const others = active.filter((pod) => !wrong.includes(pod)).sort((a, b) => rank(a) - rank(b));
  return [...wrong, ...others.slice(0, least - wrong.length)];
}
