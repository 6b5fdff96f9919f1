// What a Deployment's status says: counts of its sets, and the conditions Available, Progressing and ReplicaFailure.
// Source: kubernetes pkg/controller/deployment/{sync,progress}.go.
import type { DeploymentCondition, DeploymentStatus } from '#types';
import { formatTime, parseTime } from '../../../std/time.ts';
import type { Deployment } from './deployment.ts';
import { boundsOf, sizeOf, sum } from './rollout.ts';
import type { Sets } from './sets.ts';

export function isComplete(deployment: Deployment, status: DeploymentStatus): boolean {
  const wanted = deployment.spec.replicas ?? 1;
  const { updatedReplicas = 0, replicas = 0, availableReplicas = 0, observedGeneration = 0 } = status;
  return (
    updatedReplicas === wanted &&
    replicas === wanted &&
    availableReplicas === wanted &&
    observedGeneration >= (deployment.metadata.generation ?? 0)
  );
}

function conditionOf(deployment: Deployment, type: string): DeploymentCondition | undefined {
  return deployment.status?.conditions?.find((condition) => condition.type === type);
}

/** The condition with its times: the update always, the transition only where the status changed. */
function condition(
  deployment: Deployment,
  type: string,
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
  now: number,
): DeploymentCondition {
  const before = conditionOf(deployment, type);
  if (before?.status === status && before.reason === reason && before.message === message) return before;
  const time = formatTime(now);
  const lastTransitionTime = before?.status === status ? (before.lastTransitionTime ?? time) : time;
  return { type, status, lastUpdateTime: time, lastTransitionTime, reason, message };
}

export function availability(deployment: Deployment, available: number, now: number): DeploymentCondition {
  const least = (deployment.spec.replicas ?? 1) - boundsOf(deployment).maxUnavailable;
  return available >= least
    ? condition(
        deployment,
        'Available',
        'True',
        'MinimumReplicasAvailable',
        'Deployment has minimum availability.',
        now,
      )
    : condition(
        deployment,
        'Available',
        'False',
        'MinimumReplicasUnavailable',
        'Deployment does not have minimum availability.',
        now,
      );
}

const noDeadline = 2147483647;
const complete = 'NewReplicaSetAvailable';
const timedOut = 'ProgressDeadlineExceeded';

interface Progress {
  readonly condition: DeploymentCondition | undefined;
  /** When the deadline passes, in milliseconds from now. */
  readonly deadlineMs?: number;
}

export function progress(
  deployment: Deployment,
  sets: Sets,
  status: DeploymentStatus,
  created: string | undefined,
  now: number,
): Progress {
  const before = conditionOf(deployment, 'Progressing');
  const said = (state: 'True' | 'False' | 'Unknown', reason: string, message: string) =>
    condition(deployment, 'Progressing', state, reason, message, now);
  const { progressDeadlineSeconds = noDeadline, paused } = deployment.spec;
  if (progressDeadlineSeconds === noDeadline) return { condition: undefined };
  if (paused === true) {
    // That it got no further is not covered up by a pause.
    const isKept = before?.reason === 'DeploymentPaused' || before?.reason === timedOut;
    return {
      condition: isKept ? before : said('Unknown', 'DeploymentPaused', 'Deployment is paused'),
    };
  }
  const deadlineMs = progressDeadlineSeconds * 1000;
  if (before?.reason === 'DeploymentPaused')
    return { condition: said('Unknown', 'DeploymentResumed', 'Deployment is resumed'), deadlineMs };
  if (created !== undefined) {
    const message = `Created new replica set "${created}"`;
    return { condition: said('True', 'NewReplicaSetCreated', message), deadlineMs };
  }
  const { replicas = 0, updatedReplicas = 0, readyReplicas = 0, availableReplicas = 0 } = status;
  const name = sets.newSet?.metadata.name ?? '';
  // A rollout that is over stays over, whatever becomes of its Pods, until there is another.
  if (before?.reason === complete && replicas === updatedReplicas) return { condition: before };
  if (isComplete(deployment, status))
    return { condition: said('True', complete, `ReplicaSet "${name}" has successfully progressed.`) };
  const was = deployment.status ?? {};
  const moved =
    updatedReplicas > (was.updatedReplicas ?? 0) ||
    readyReplicas > (was.readyReplicas ?? 0) ||
    availableReplicas > (was.availableReplicas ?? 0) ||
    replicas - updatedReplicas < (was.replicas ?? 0) - (was.updatedReplicas ?? 0);
  if (moved) {
    const progressing = said('True', 'ReplicaSetUpdated', `ReplicaSet "${name}" is progressing.`);
    return { condition: { ...progressing, lastUpdateTime: formatTime(now) }, deadlineMs };
  }
  if (before === undefined) {
    if (sets.newSet === undefined) return { condition: undefined };
    return { condition: said('True', 'FoundNewReplicaSet', `Found new replica set "${name}"`), deadlineMs };
  }
  if (before.reason === timedOut || before.reason === complete) return { condition: before };
  const leftMs = (parseTime(before.lastUpdateTime ?? '') ?? now) + deadlineMs - now;
  if (leftMs > 0) return { condition: before, deadlineMs: leftMs };
  return { condition: said('False', timedOut, `ReplicaSet "${name}" has timed out progressing.`) };
}

/** The status of a Deployment whose new set cannot be made: of all that it says, only that is new. */
export function uncreated(deployment: Deployment, message: string, now: number): DeploymentStatus {
  const { conditions = [], ...counts } = deployment.status ?? {};
  const { progressDeadlineSeconds = noDeadline } = deployment.spec;
  if (progressDeadlineSeconds === noDeadline) return { ...counts, conditions };
  const failed = condition(deployment, 'Progressing', 'False', 'ReplicaSetCreateError', message, now);
  return {
    ...counts,
    conditions: ordered(deployment, [...conditions.filter(({ type }) => type !== failed.type), failed]),
  };
}

export function observed(deployment: Deployment, sets: Sets): DeploymentStatus {
  const replicas = sum(sets.all, (set) => set.status?.replicas ?? 0);
  const updated = sets.newSet?.status?.replicas ?? 0;
  const ready = sum(sets.all, (set) => set.status?.readyReplicas ?? 0);
  const available = sum(sets.all, (set) => set.status?.availableReplicas ?? 0);
  const unavailable = Math.max(0, sum(sets.all, sizeOf) - available);
  const { collisionCount } = deployment.status ?? {};
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    ...(replicas === 0 ? {} : { replicas }),
    ...(updated === 0 ? {} : { updatedReplicas: updated }),
    ...(ready === 0 ? {} : { readyReplicas: ready }),
    ...(available === 0 ? {} : { availableReplicas: available }),
    ...(unavailable === 0 ? {} : { unavailableReplicas: unavailable }),
    ...(collisionCount === undefined ? {} : { collisionCount }),
  };
}

export function failureOf(deployment: Deployment, sets: Sets): DeploymentCondition | undefined {
  const before = conditionOf(deployment, 'ReplicaFailure');
  for (const set of [sets.newSet, ...sets.oldSets]) {
    const failure = set?.status?.conditions?.find(({ type }) => type === 'ReplicaFailure');
    if (failure !== undefined) {
      if (before?.status === failure.status && before.reason === failure.reason) return before;
      return {
        ...failure,
        ...(failure.lastTransitionTime === undefined ? {} : { lastUpdateTime: failure.lastTransitionTime }),
      };
    }
  }
  return undefined;
}

/** A condition that is written anew goes to the end, as Kubernetes' own updates have it; one that says the same keeps its place. */
export function ordered(
  deployment: Deployment,
  conditions: readonly DeploymentCondition[],
): readonly DeploymentCondition[] {
  const said = new Set(conditions.map(({ type }) => type));
  let list = (deployment.status?.conditions ?? []).filter(({ type }) => said.has(type));
  for (const condition of conditions)
    if (!list.includes(condition)) list = [...list.filter(({ type }) => type !== condition.type), condition];
  return list;
}
