// One step of a DaemonSet's rolling update: which old Pods go now and, where it may surge, which nodes get a new one beside them.
// Source: kubernetes pkg/controller/daemon/update.go, rollingUpdate.
import { isDeleting } from '../../../store/object.ts';
import { isAvailable } from '../../core/pod/availability.ts';
import type { Pod } from '../../core/pod/pod.ts';
import { shareOf } from '../shares.ts';
import { isOfHash } from './daemon-pods.ts';
import type { DaemonSet } from './daemon-set.ts';

export interface Steps {
  /** Nodes that get a Pod. */
  readonly make: readonly string[];
  readonly remove: readonly Pod[];
}

interface Pair {
  readonly node: string;
  readonly newPod: Pod | undefined;
  readonly oldPod: Pod | undefined;
  /** False where a node has more than one of a sort, which is seen to first. */
  readonly isClear: boolean;
}

function pairOf(node: string, pods: readonly Pod[], hash: string): Pair {
  const living = pods.filter((pod) => !isDeleting(pod));
  const fresh = living.filter((pod) => isOfHash(pod, hash));
  const old = living.filter((pod) => !isOfHash(pod, hash));
  return { node, newPod: fresh[0], oldPod: old[0], isClear: fresh.length <= 1 && old.length <= 1 };
}

interface Bounds {
  readonly maxSurge: number;
  readonly maxUnavailable: number;
}

export function surges({ spec }: DaemonSet): boolean {
  const { type, rollingUpdate } = spec.updateStrategy ?? {};
  return type === 'RollingUpdate' && shareOf(rollingUpdate?.maxSurge, 1, 'up') > 0;
}

function boundsOf({ spec }: DaemonSet, desired: number): Bounds {
  const { maxSurge, maxUnavailable } = spec.updateStrategy?.rollingUpdate ?? {};
  const surge = shareOf(maxSurge, desired, 'up');
  const unavailable = shareOf(maxUnavailable, desired, 'up');
  // Shares of nothing would block.
  return { maxSurge: surge, maxUnavailable: surge === 0 && unavailable === 0 ? 1 : unavailable };
}

/** @param byNode the Pods of every node that has or should have one */
export function rollingSteps(
  set: DaemonSet,
  byNode: ReadonlyMap<string, readonly Pod[]>,
  desired: number,
  hash: string,
  now: number,
): Steps {
  const bounds = boundsOf(set, desired);
  const available = (pod: Pod): boolean => isAvailable(pod, set.spec.minReadySeconds ?? 0, now);
  const pairs = [...byNode].map(([node, pods]) => pairOf(node, pods, hash));
  return bounds.maxSurge === 0
    ? replacing(pairs, bounds.maxUnavailable, available)
    : surging(pairs, bounds.maxSurge, available);
}

/** Old Pods go first; the next run makes their successors. */
function replacing(pairs: readonly Pair[], max: number, available: (pod: Pod) => boolean): Steps {
  let unavailable = 0;
  const broken: Pod[] = [];
  const candidates: Pod[] = [];
  for (const { newPod, oldPod, isClear } of pairs) {
    if (!isClear || (newPod === undefined) === (oldPod === undefined)) unavailable += 1;
    else if (newPod !== undefined) unavailable += available(newPod) ? 0 : 1;
    else if (oldPod !== undefined) (available(oldPod) ? candidates : broken).push(oldPod);
  }
  return { make: [], remove: [...broken, ...candidates.slice(0, Math.max(0, max - unavailable))] };
}

/** New Pods come first; an old one goes when its successor is available. */
function surging(pairs: readonly Pair[], max: number, available: (pod: Pod) => boolean): Steps {
  let surge = 0;
  const remove: Pod[] = [];
  const broken: string[] = [];
  const candidates: string[] = [];
  for (const { node, newPod, oldPod, isClear } of pairs) {
    if (!isClear) surge += 1;
    else if (oldPod === undefined) continue;
    else if (newPod === undefined) (available(oldPod) ? candidates : broken).push(node);
    else if (available(newPod)) remove.push(oldPod);
    else surge += 1;
  }
  return { make: [...broken, ...candidates.slice(0, Math.max(0, max - surge))], remove };
}
