// What a Job is to those that read one: its type, its marks on Pods, how it stands.
import type { Job as JobType, JobCondition } from '#types';
import type { Stored } from '../../../store/object.ts';

export type Job = Stored<JobType>;

export const jobLabels = {
  name: 'batch.kubernetes.io/job-name',
  controllerUid: 'batch.kubernetes.io/controller-uid',
  legacyName: 'job-name',
  legacyControllerUid: 'controller-uid',
  index: 'batch.kubernetes.io/job-completion-index',
} as const;

/** Holds a Pod until its Job has counted it. */
export const trackingFinalizer = 'batch.kubernetes.io/job-tracking';

/** Who looks after a Job that names nobody else. */
export const ownController = 'kubernetes.io/job-controller';

export function conditionOf({ status }: Job, type: string): JobCondition | undefined {
  return status?.conditions?.find((condition) => condition.type === type && condition.status === 'True');
}

/** The condition that ended the Job. */
export function finishedBy(job: Job): JobCondition | undefined {
  return conditionOf(job, 'Complete') ?? conditionOf(job, 'Failed');
}

export function isIndexed({ spec }: Job): boolean {
  return spec.completionMode === 'Indexed';
}
