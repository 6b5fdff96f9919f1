// What a StatefulSet's status says of its Pods. Source: kubernetes pkg/controller/statefulset, computeReplicaStatus.
import type { StatefulSetStatus } from '#types';
import { isDeleting } from '../../../store/object.ts';
import { isAvailable } from '../../core/pod/availability.ts';
import { isReady, type Pod } from '../../core/pod/pod.ts';
import type { Revision } from '../revisions.ts';
import { revisionOf } from './identity.ts';
import type { StatefulSet } from './stateful-set.ts';

export function runsReady(pod: Pod | undefined): boolean {
  return pod?.status?.phase === 'Running' && isReady(pod);
}

export function runsAvailable(set: StatefulSet, pod: Pod, now: number): boolean {
  return runsReady(pod) && isAvailable(pod, set.spec.minReadySeconds ?? 0, now);
}

export interface Targets {
  /** The revision that the set comes from, and the one that it goes to. */
  readonly current: Revision;
  readonly update: Revision;
  readonly collisionCount: number;
}

/** @param given how many Pods of the current revision this run gives up for their update */
export function observed(
  set: StatefulSet,
  pods: readonly Pod[],
  { current, update, collisionCount }: Targets,
  given: number,
  now: number,
): StatefulSetStatus {
  const count = (holds: (pod: Pod) => boolean) => pods.filter(holds).length;
  const ofRevision = ({ metadata: { name } }: Revision) =>
    count((pod) => !isDeleting(pod) && revisionOf(pod) === name);
  const wanted = set.spec.replicas ?? 1;
  const replicas = pods.length;
  const ready = count(runsReady);
  const updated = ofRevision(update);
  const isComplete =
    set.spec.updateStrategy?.type === 'RollingUpdate' &&
    updated === wanted &&
    ready === wanted &&
    replicas === wanted;
  const remaining = isComplete ? updated : Math.max(0, ofRevision(current) - given);
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas,
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(remaining === 0 ? {} : { currentReplicas: remaining }),
    ...(updated === 0 ? {} : { updatedReplicas: updated }),
    currentRevision: (isComplete ? update : current).metadata.name,
    updateRevision: update.metadata.name,
    collisionCount,
    availableReplicas: count((pod) => runsAvailable(set, pod, now)),
    ...(set.status?.conditions === undefined ? {} : { conditions: set.status.conditions }),
  };
}
