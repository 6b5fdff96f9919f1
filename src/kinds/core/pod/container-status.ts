// Containers of a Pod as its kubelet reports them: waiting, running, ended, backing off. Pure functions of the Pod and time.
// Source: kubernetes pkg/kubelet/status and container; back-off from control/latency.ts.
import type { Container, ContainerState, ContainerStatus, PodCondition } from '#types';
import { latency } from '../../../control/latency.ts';
import { behaviourOf, shortName } from './image.ts';
import type { Pod } from './pod.ts';
import { imageName } from '../../vsphere/image-disk.ts';
import { formatTime, parseTime } from '../../../std/time.ts';
import { uuidFrom } from '../../../std/hash.ts';

export function waiting(container: Container, reason: string, message?: string): ContainerStatus {
  return {
    name: container.name,
    state: { waiting: { reason, ...(message === undefined ? {} : { message }) } },
    lastState: {},
    ready: false,
    restartCount: 0,
    image: container.image ?? '',
    imageID: '',
    started: false,
  };
}

/** The nth run of a container. */
export function running(
  pod: Pod,
  container: Container,
  before: ContainerStatus | undefined,
  now: number,
  restarts: number,
): ContainerStatus {
  const { becomesReady } = behaviourOf(container);
  return {
    name: container.name,
    state: { running: { startedAt: formatTime(now) } },
    lastState:
      before?.state?.terminated === undefined
        ? (before?.lastState ?? {})
        : { terminated: before.state.terminated },
    ready: becomesReady && container.readinessProbe === undefined,
    restartCount: restarts,
    image: container.image ?? '',
    imageID: imageName(container.image ?? '', shortName(container.image ?? '')),
    containerID: containerId(pod, container, restarts),
    started: true,
  };
}

/** Bare UUIDs, as a Supervisor's Pods show them. */
function containerId(pod: Pod, container: Container, restarts: number): string {
  return uuidFrom(restarts, pod.metadata.uid, container.name);
}

export function ended(status: ContainerStatus, now: number, exitCode: number): ContainerStatus {
  const terminated: ContainerState['terminated'] = {
    exitCode,
    reason: exitCode === 0 ? 'Completed' : 'Error',
    startedAt: status.state?.running?.startedAt ?? formatTime(now),
    finishedAt: formatTime(now),
    ...(status.containerID === undefined ? {} : { containerID: status.containerID }),
  };
  return { ...status, state: { terminated }, ready: false, started: false };
}

/** When a running container ends by itself, in simulated milliseconds. */
export function endsAt(
  container: Container,
  status: ContainerStatus,
  crashAfterMs: number,
): number | undefined {
  const since = parseTime(status.state?.running?.startedAt ?? '');
  if (since === undefined) return undefined;
  const { crashes, endsAfterSeconds } = behaviourOf(container);
  if (crashes) return since + crashAfterMs;
  return endsAfterSeconds === undefined ? undefined : since + endsAfterSeconds * 1000;
}

/** When a probed container that runs becomes ready. */
export function readyAt(container: Container, status: ContainerStatus): number | undefined {
  const since = parseTime(status.state?.running?.startedAt ?? '');
  const probe = container.readinessProbe;
  if (since === undefined || status.ready || probe === undefined || !behaviourOf(container).becomesReady)
    return undefined;
  const { initialDelaySeconds = 0, periodSeconds = 10, successThreshold = 1 } = probe;
  const probes = Math.max(1, successThreshold);
  return since + (initialDelaySeconds + probes * periodSeconds) * 1000;
}

/** kubelet's back-off after so many restarts: 10 s, doubling, at most 5 min; a long run resets it. */
export function backoffMs(restarts: number, ranMs: number): number {
  const [first, most] = latency.crashBackoffMs;
  if (ranMs >= latency.crashBackoffResetMs) return first;
  let delay: number = first;
  for (let step = 0; step < restarts && delay < most; step++) delay *= 2;
  return Math.min(delay, most);
}

/** `10s`, `2m40s`: how kubelet writes its back-offs. */
export function backoffText(ms: number): string {
  const seconds = ms / 1000;
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds}s` : `${minutes}m${seconds % 60}s`;
}

function condition(
  pod: Pod,
  type: string,
  isTrue: boolean,
  now: number,
  reason?: string,
  message?: string,
): PodCondition {
  const before = pod.status?.conditions?.find((candidate) => candidate.type === type);
  const status = isTrue ? 'True' : 'False';
  const lastTransitionTime =
    before?.status === status && before.lastTransitionTime !== undefined
      ? before.lastTransitionTime
      : formatTime(now);
  return {
    type,
    status,
    lastTransitionTime,
    ...(reason === undefined || isTrue ? {} : { reason }),
    ...(message === undefined || isTrue ? {} : { message }),
  };
}

/** The Pod with its containers as they are, and the phase and conditions that follow from them. */
export function withContainers(pod: Pod, statuses: readonly ContainerStatus[], now: number): Pod {
  const unready = statuses.filter(({ ready }) => !ready).map(({ name }) => name);
  const isReady = unready.length === 0;
  const message = `containers with unready status: [${unready.join(' ')}]`;
  const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  const phase = phaseOf(pod, statuses);
  const done = phase === 'Succeeded';
  const reason = done ? 'PodCompleted' : 'ContainersNotReady';
  const conditions = [
    condition(pod, 'Initialized', true, now),
    condition(pod, 'Ready', isReady, now, reason, done ? undefined : message),
    condition(pod, 'ContainersReady', isReady, now, reason, done ? undefined : message),
    ...(scheduled === undefined ? [] : [scheduled]),
  ];
  return { ...pod, status: { ...pod.status, phase, conditions, containerStatuses: statuses } };
}

function phaseOf(pod: Pod, statuses: readonly ContainerStatus[]): string {
  const restarts = pod.spec.restartPolicy ?? 'Always';
  if (statuses.some(({ state }) => state?.running !== undefined)) return 'Running';
  const over = statuses.filter(({ state }) => state?.terminated !== undefined);
  if (over.length === statuses.length && over.length > 0) {
    const failed = over.some(({ state }) => state?.terminated?.exitCode !== 0);
    if (restarts === 'Never') return failed ? 'Failed' : 'Succeeded';
    if (restarts === 'OnFailure' && !failed) return 'Succeeded';
    return 'Running';
  }
  const started = statuses.some(
    ({ restartCount, lastState }) => restartCount > 0 || lastState?.terminated !== undefined,
  );
  return started ? 'Running' : 'Pending';
}
