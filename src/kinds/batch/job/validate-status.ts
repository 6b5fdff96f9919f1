// What a client writes into a Job's status: what is finished stays so, and says when and why. Only what it changes is held against it.
// Source: kubernetes pkg/apis/batch/validation, ValidateJobStatusUpdate; pkg/registry/batch/job, getStatusValidationOptions.
// Left out: how completedIndexes and failedIndexes are written.
import type { JobStatus } from '#types';
import { equal } from '../../../std/draft.ts';
import type { Causes } from '../../../store/causes.ts';
import { goTime, goValue } from '../../../store/go-types.ts';
import { checkNonNegative } from '../../apps/template.ts';
import { conditionOf, isIndexed, type Job } from './model.ts';

const has = (job: Job, type: string): boolean => conditionOf(job, type) !== undefined;
const isFinished = (job: Job): boolean => has(job, 'Complete') || has(job, 'Failed');
const time = (value = '') => goTime(value);

function checkCounts(status: JobStatus, causes: Causes): void {
  for (const name of ['active', 'succeeded', 'failed', 'ready', 'terminating'] as const)
    checkNonNegative(status[name], `status.${name}`, causes);
  const seen = new Set<string>();
  for (const part of ['succeeded', 'failed'] as const)
    for (const [index, uid] of (status.uncountedTerminatedPods?.[part] ?? []).entries()) {
      const field = `status.uncountedTerminatedPods.${part}[${index}]`;
      if (uid === '') causes.invalid(field, uid, 'must not be empty');
      else if (seen.has(uid)) causes.duplicate(field, uid);
      seen.add(uid);
    }
}

/** What conditions there may be beside each other, and what times they ask for. */
function checkState(next: Job, prev: Job, causes: Causes): void {
  const [status, before] = [next.status ?? {}, prev.status ?? {}];
  const turns = (...types: readonly string[]): boolean =>
    types.some((type) => has(next, type) !== has(prev, type));
  const changes = (...names: readonly (keyof JobStatus)[]): boolean =>
    names.some((name) => !equal(status[name], before[name]));
  const wrong = (why: string): void => causes.invalidWhole('status.conditions', why);
  const { completionTime, startTime, active = 0, ready, terminating = 0 } = status;
  const isDone = has(next, 'Complete');
  if (turns('Complete', 'Failed') && isDone && has(next, 'Failed'))
    wrong('cannot set Complete=True and Failed=true conditions');
  if (turns('Complete', 'FailureTarget') && isDone && has(next, 'FailureTarget'))
    wrong('cannot set Complete=True and FailureTarget=true conditions');
  if (turns('Complete') || changes('completionTime')) {
    const field = 'status.completionTime';
    if (completionTime !== undefined && !isDone)
      causes.invalid(
        field,
        time(completionTime),
        'cannot set completionTime when there is no Complete=True condition',
      );
    if (completionTime === undefined && isDone)
      causes.required(field, 'completionTime is required for Complete jobs');
  }
  const isBefore = completionTime !== undefined && startTime !== undefined && completionTime < startTime;
  if (changes('startTime', 'completionTime') && isBefore)
    causes.invalid(
      'status.completionTime',
      time(completionTime),
      'completionTime cannot be set before startTime',
    );
  if ((turns('Failed') || changes('failedIndexes')) && has(next, 'Failed') && !has(next, 'FailureTarget'))
    wrong('cannot set Failed=True condition without the FailureTarget=true condition');
  if (turns('Complete', 'SuccessCriteriaMet') && isDone && !has(next, 'SuccessCriteriaMet'))
    wrong('cannot set Complete=True condition without the SuccessCriteriaMet=true condition');
  if (isFinished(next)) checkFinished(next, isFinished(prev), changes, causes);
  if (changes('completedIndexes') && status.completedIndexes && !isIndexed(next))
    causes.invalid(
      'status.completedIndexes',
      status.completedIndexes,
      'cannot set non-empty completedIndexes when non-indexed completion mode',
    );
  const isPerIndex = next.spec.backoffLimitPerIndex !== undefined;
  if (changes('failedIndexes') && status.failedIndexes !== undefined && !isPerIndex)
    causes.invalid(
      'status.failedIndexes',
      status.failedIndexes,
      'cannot set non-null failedIndexes when backoffLimitPerIndex is null',
    );
  if (changes('terminating') && terminating > 0 && isFinished(next))
    causes.invalid('status.terminating', terminating, 'terminating>0 is invalid for finished job');
  if (changes('ready', 'active') && ready !== undefined && ready > active)
    causes.invalid('status.ready', ready, 'cannot set more ready pods than active');
  if (has(next, 'SuccessCriteriaMet')) {
    if (has(next, 'Failed')) wrong('cannot set SuccessCriteriaMet=True and Failed=true conditions');
    if (has(next, 'FailureTarget'))
      wrong('cannot set SuccessCriteriaMet=True and FailureTarget=true conditions');
  } else if (next.spec.successPolicy !== undefined && isDone)
    wrong('cannot set Complete=True for Job with SuccessPolicy unless SuccessCriteriaMet=True');
}

function checkFinished(
  { spec, status = {} }: Job,
  wasFinished: boolean,
  changes: (...names: readonly (keyof JobStatus)[]) => boolean,
  causes: Causes,
): void {
  const { active = 0, startTime, uncountedTerminatedPods: uncounted } = status;
  if ((!wasFinished || changes('active')) && active > 0)
    causes.invalid('status.active', active, 'active>0 is invalid for finished job');
  const neverRan = spec.suspend === true && spec.completions === 0;
  if ((!wasFinished || changes('startTime')) && !neverRan && startTime === undefined)
    causes.required('status.startTime', 'startTime is required for finished job');
  const open = (uncounted?.succeeded?.length ?? 0) + (uncounted?.failed?.length ?? 0);
  if ((!wasFinished || changes('uncountedTerminatedPods')) && open > 0)
    causes.invalid(
      'status.uncountedTerminatedPods',
      goValue('*batch.UncountedTerminatedPods', uncounted),
      'uncountedTerminatedPods needs to be empty for finished job',
    );
}

export function checkJobStatus(next: Job, prev: Job, causes: Causes): void {
  const [status, before] = [next.status ?? {}, prev.status ?? {}];
  checkCounts(status, causes);
  checkState(next, prev, causes);
  const disabled = (type: string, what: string): void => {
    if (has(prev, type) && !has(next, type))
      causes.invalidWhole('status.conditions', `cannot disable the ${what}${type}=True condition`);
  };
  for (const type of ['Failed', 'Complete', 'FailureTarget']) disabled(type, 'terminal ');
  const { failed = 0, succeeded = 0, completionTime, startTime } = status;
  if (failed < (before.failed ?? 0))
    causes.invalid('status.failed', failed, 'cannot decrease the failed counter');
  const mayShrink = isIndexed(next) && next.spec.completions === next.spec.parallelism;
  if (!mayShrink && succeeded < (before.succeeded ?? 0))
    causes.invalid('status.succeeded', succeeded, 'cannot decrease the succeeded counter');
  const isMoved = completionTime !== undefined && before.completionTime !== undefined;
  if (isMoved && completionTime !== before.completionTime)
    causes.invalid('status.completionTime', time(completionTime), 'completionTime cannot be mutated');
  const resumes =
    has(prev, 'Suspended') &&
    status.conditions?.some((each) => each.type === 'Suspended' && each.status === 'False') === true;
  if (before.startTime !== undefined && before.startTime !== startTime && !next.spec.suspend && !resumes)
    causes.required('status.startTime', 'startTime cannot be removed for unsuspended job');
  disabled('SuccessCriteriaMet', '');
  const isLate = has(prev, 'Complete') && !has(prev, 'SuccessCriteriaMet') && has(next, 'SuccessCriteriaMet');
  if (isLate)
    causes.invalidWhole(
      'status.conditions',
      'cannot set SuccessCriteriaMet=True for Job already has Complete=true conditions',
    );
}
