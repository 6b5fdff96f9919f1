// What is right of a Job's spec and still not wise. Source: kubernetes pkg/api/job/warnings.go.
import type { JobSpec } from '#types';
import { templateWarnings } from '../../core/pod/warnings.ts';

const completionsSoftMax = 100_000;
const parallelismSoftMax = 10_000;

const manyIndexes =
  'In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not ' +
  'be able to track completedIndexes when a big number of indexes fail';

/** Of a spec that stands under `field`. */
export function jobWarnings(spec: JobSpec | undefined, field: string): readonly string[] {
  if (spec === undefined) return [];
  const { completionMode, completions = 0, parallelism = 0, template } = spec;
  const isLarge = completions > completionsSoftMax && parallelism > parallelismSoftMax;
  return [
    ...(completionMode === 'Indexed' && isLarge ? [`${field}: ${manyIndexes}`] : []),
    ...templateWarnings(template, `${field}.template`),
  ];
}
