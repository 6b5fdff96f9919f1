// What a client writes into a workload's status: counts that are counts, and no part that is more than the whole.
// Source: kubernetes pkg/apis/apps/validation, Validate*Status; pkg/apis/core/validation for ReplicationControllers.
import type { Causes } from '../../store/causes.ts';
import { checkNonNegative } from './template.ts';

type Counts = Readonly<Record<string, unknown>>;

interface Words {
  /** In the order in which they are looked at. */
  readonly counts: readonly string[];
  /** Those that are part of `replicas`. */
  readonly parts?: readonly string[];
  /** How the bound of those that are available is called. */
  readonly ready?: string;
}

const words = {
  DaemonSet: {
    counts: [
      'currentNumberScheduled',
      'numberMisscheduled',
      'desiredNumberScheduled',
      'numberReady',
      'observedGeneration',
      'updatedNumberScheduled',
      'numberAvailable',
      'numberUnavailable',
      'collisionCount',
    ],
  },
  Deployment: {
    counts: [
      'observedGeneration',
      'replicas',
      'updatedReplicas',
      'readyReplicas',
      'availableReplicas',
      'unavailableReplicas',
      'collisionCount',
    ],
    parts: ['updatedReplicas', 'readyReplicas', 'availableReplicas'],
    ready: 'readyReplicas',
  },
  ReplicaSet: {
    counts: ['replicas', 'fullyLabeledReplicas', 'readyReplicas', 'availableReplicas', 'observedGeneration'],
    parts: ['fullyLabeledReplicas', 'readyReplicas', 'availableReplicas'],
    ready: 'readyReplicas',
  },
  StatefulSet: {
    counts: [
      'replicas',
      'readyReplicas',
      'currentReplicas',
      'updatedReplicas',
      'availableReplicas',
      'observedGeneration',
      'collisionCount',
    ],
    parts: ['readyReplicas', 'currentReplicas', 'updatedReplicas', 'availableReplicas'],
    ready: 'status.readyReplicas',
  },
} satisfies Readonly<Record<string, Words>>;

export function checkWorkloadStatus(
  kind: keyof typeof words,
  next: object | undefined,
  prev: object | undefined,
  causes: Causes,
): void {
  const { counts, parts = [], ready = '' }: Words = words[kind];
  const [status, before] = [next ?? {}, prev ?? {}] as [Counts, Counts];
  const countOf = (name: string, from = status): number => (from[name] as number | undefined) ?? 0;
  for (const name of counts) checkNonNegative(countOf(name), `status.${name}`, causes);
  const tooMany = (name: string, than: string): void =>
    causes.invalid(`status.${name}`, countOf(name), `cannot be greater than ${than}`);
  for (const name of parts) if (countOf(name) > countOf('replicas')) tooMany(name, 'status.replicas');
  if (countOf('availableReplicas') > countOf('readyReplicas')) tooMany('availableReplicas', ready);
  // Names are made of it: one that was used must not be used again.
  const wasCounted = counts.includes('collisionCount') && before['collisionCount'] !== undefined;
  const isForgotten = status['collisionCount'] === undefined;
  if (wasCounted && (isForgotten || countOf('collisionCount') < countOf('collisionCount', before)))
    causes.invalid('status.collisionCount', countOf('collisionCount'), 'cannot be decremented');
}
