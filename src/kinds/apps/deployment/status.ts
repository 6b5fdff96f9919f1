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
  keepUpdate = false,
): DeploymentCondition {
  const before = conditionOf(deployment, type);
  if (before?.status === status && before.reason === reason && (keepUpdate || before.message === message))
    return before;
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
  const said = (state: 'True' | 'False' | 'Unknown', reason: string, message: string, keep = false) =>
    condition(deployment, 'Progressing', state, reason, message, now, keep);
  const { progressDeadlineSeconds = noDeadline, paused } = deployment.spec;
  if (progressDeadlineSeconds === noDeadline) return { condition: undefined };
  if (paused === true) {
    return {
      condition:
        before?.reason === 'DeploymentPaused'
          ? before
          : said('Unknown', 'DeploymentPaused', 'Deployment is paused'),
    };
  }
  if (before?.reason === 'DeploymentPaused')
    return { condition: said('Unknown', 'DeploymentResumed', 'Deployment is resumed') };
  if (created !== undefined) {
    return { condition: said('True', 'NewReplicaSetCreated', `Created new replica set "${created}"`) };
  }
  const name = sets.newSet?.metadata.name ?? '';
  if (isComplete(deployment, status)) {
    const message = `ReplicaSet "${name}" has successfully progressed.`;
    return {
      condition:
        before?.reason === 'NewReplicaSetAvailable' && before.message === message
          ? before
          : said('True', 'NewReplicaSetAvailable', message),
    };
  }
  const was = deployment.status ?? {};
  const moved =
    (status.updatedReplicas ?? 0) > (was.updatedReplicas ?? 0) ||
    (status.readyReplicas ?? 0) > (was.readyReplicas ?? 0) ||
    (status.availableReplicas ?? 0) > (was.availableReplicas ?? 0) ||
    (status.replicas ?? 0) - (status.updatedReplicas ?? 0) < (was.replicas ?? 0) - (was.updatedReplicas ?? 0);
  const deadline = (from: string | undefined) =>
    (parseTime(from ?? '') ?? now) + progressDeadlineSeconds * 1000;
  if (moved || before === undefined) {
    const time = formatTime(now);
    const progressing = said('True', 'ReplicaSetUpdated', `ReplicaSet "${name}" is progressing.`);
    return {
      condition: { ...progressing, lastUpdateTime: time },
      deadlineMs: progressDeadlineSeconds * 1000,
    };
  }
  if (before.reason === 'ProgressDeadlineExceeded') return { condition: before };
  if (before.reason === 'NewReplicaSetAvailable') {
    return {
      condition: said('True', 'ReplicaSetUpdated', `ReplicaSet "${name}" is progressing.`),
      deadlineMs: progressDeadlineSeconds * 1000,
    };
  }
  const at = deadline(before.lastUpdateTime);
  if (now < at) return { condition: before, deadlineMs: at - now };
  return {
    condition: said('False', 'ProgressDeadlineExceeded', `ReplicaSet "${name}" has timed out progressing.`),
  };
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
