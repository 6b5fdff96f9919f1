// Containers of a Pod as its kubelet reports them: waiting, running, ended, backing off. Pure functions of the Pod and time.
// Source: kubernetes pkg/kubelet/status and container; back-off from control/latency.ts.
import type { Container, ContainerState, ContainerStatus, PodCondition } from '#types';
import { doubledMs } from '../../../control/backoff.ts';
import { latency } from '../../../control/latency.ts';
import { behaviourOf, shortName } from './image.ts';
import { answerTo } from './signals.ts';
import type { Pod } from './pod.ts';
import { imageName } from '../../vsphere/image-disk.ts';
import { formatTime } from '../../../std/time.ts';
import { quoteGo } from '../../../std/go-quote.ts';
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
    ready: becomesReady && (container.startupProbe ?? container.readinessProbe) === undefined,
    restartCount: restarts,
    image: container.image ?? '',
    imageID: imageName(container.image ?? '', shortName(container.image ?? '')),
    containerID: containerId(pod, container, restarts),
    started: container.startupProbe === undefined,
  };
}

/** Bare UUIDs, as a Supervisor's Pods show them. */
function containerId(pod: Pod, container: Container, restarts: number): string {
  return uuidFrom(restarts, pod.metadata.uid, container.name);
}

/** The reason of what could not even be started. */
export const startError = 'StartError';

/** How a run ended, beside its exit code. */
export interface EndedBy {
  /** It never began, in the runtime's words. */
  readonly startError?: string;
  /** Who made an end of it, where that was not itself. */
  readonly killed?: 'OOMKilled';
  readonly lastWords?: string;
}

export function ended(
  status: ContainerStatus,
  now: number,
  exitCode: number,
  { startError: why, killed: killer, lastWords = '' }: EndedBy = {},
): ContainerStatus {
  const message = why ?? lastWords;
  const reason = why === undefined ? (killer ?? (exitCode === 0 ? 'Completed' : 'Error')) : startError;
  const began = status.state?.running?.startedAt ?? formatTime(now);
  const terminated: ContainerState['terminated'] = {
    exitCode,
    reason,
    ...(message === '' ? {} : { message }),
    // What never began has the runtime's zero.
    startedAt: why === undefined ? began : formatTime(0),
    finishedAt: formatTime(now),
    ...(status.containerID === undefined ? {} : { containerID: status.containerID }),
  };
  return { ...status, state: { terminated }, ready: false, started: false };
}

/** One whose machine has started anew under it, as its kubelet finds it: its run is over, and the next one comes at once. */
export function cutOff(status: ContainerStatus, bootedAt: number): ContainerStatus {
  const { startedAt } = status.state?.running ?? {};
  const terminated: ContainerState['terminated'] = {
    exitCode: 255,
    reason: 'Unknown',
    ...(startedAt === undefined ? {} : { startedAt }),
    finishedAt: formatTime(bootedAt),
    ...(status.containerID === undefined ? {} : { containerID: status.containerID }),
  };
  const state = { waiting: { reason: 'ContainerCreating' } };
  return { ...status, state, lastState: { terminated }, ready: false, started: false };
}

/** kubelet's back-off after so many restarts: 10 s, doubling, at most 5 min; a long run resets it. */
export function backoffMs(restarts: number, ranMs: number): number {
  return doubledMs(ranMs >= latency.crashBackoffResetMs ? 0 : restarts, latency.crashBackoffMs);
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

/** What a kubelet says of a Pod's containers, in the order in which the Pod names them. */
export interface Containers {
  readonly init: readonly ContainerStatus[];
  readonly main: readonly ContainerStatus[];
}

/** All waiting: for the sandbox, or for the init containers before them. */
export function unstarted({ spec }: Pod): Containers {
  const { initContainers = [], containers } = spec;
  const reason = initContainers.length === 0 ? 'ContainerCreating' : 'PodInitializing';
  const wait = (container: Container): ContainerStatus => waiting(container, reason);
  return { init: initContainers.map(wait), main: containers.map(wait) };
}

/** The Pod with this status of one of its containers, and nothing of what follows from it. */
export function withStatus(pod: Pod, status: ContainerStatus): Pod {
  const put = (statuses: readonly ContainerStatus[] | undefined) =>
    statuses?.map((each) => (each.name === status.name ? status : each));
  const { initContainerStatuses: init, containerStatuses: main } = pod.status ?? {};
  const told = {
    ...(init === undefined ? {} : { initContainerStatuses: put(init) ?? [] }),
    ...(main === undefined ? {} : { containerStatuses: put(main) ?? [] }),
  };
  return { ...pod, status: { ...pod.status, ...told } };
}

/** What may be told of containers for debugging beside the others. */
export function withEphemeral(pod: Pod, statuses: readonly ContainerStatus[]): Pod {
  return { ...pod, status: { ...pod.status, ephemeralContainerStatuses: statuses } };
}

export function containersOf({ status }: Pod): Containers {
  return { init: status?.initContainerStatuses ?? [], main: status?.containerStatuses ?? [] };
}

/** Why a container waits that cannot be made of what it says. */
export const configError = 'CreateContainerConfigError';

const untried = ['ContainerCreating', 'PodInitializing', configError];

/** Waiting for its first run since the sandbox was made. */
export function isUnstarted({ state }: ContainerStatus): boolean {
  return untried.includes(state?.waiting?.reason ?? '');
}

/** A sidecar is an init container that goes on running beside the main ones. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}

/** Init containers that the main ones still wait for. */
function incomplete(sidecars: ReadonlySet<string>, { init, main }: Containers): readonly string[] {
  // Once a main container has begun, nothing that becomes of a sidecar takes that back.
  if (main.some(({ state }) => state?.running !== undefined || state?.terminated !== undefined)) return [];
  return init
    .filter(({ name, started, state }) =>
      sidecars.has(name) ? started !== true : state?.terminated?.exitCode !== 0,
    )
    .map(({ name }) => name);
}

/** The conditions that are written here, and the scheduler's, which is kept in its place. */
const owned = new Set(['Initialized', 'Ready', 'ContainersReady', 'PodScheduled']);

/** What is said of the conditions that others state and the Pod's readiness waits for. */
function closedGates({ spec, status }: Pod): readonly string[] {
  return (spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const stated = status?.conditions?.find(({ type }) => type === conditionType);
    if (stated === undefined)
      return [`corresponding condition of pod readiness gate ${quoteGo(conditionType)} does not exist.`];
    if (stated.status === 'True') return [];
    return [`the status of pod readiness gate ${quoteGo(conditionType)} is not "True", but ${stated.status}`];
  });
}

/** Most Pods have none. */
const noSidecars: ReadonlySet<string> = new Set();

function sidecarsOf({ spec: { initContainers } }: Pod): ReadonlySet<string> {
  if (initContainers === undefined) return noSidecars;
  return new Set(initContainers.filter(isSidecar).map(({ name }) => name));
}

function unreadyText(statuses: readonly ContainerStatus[]): string {
  const names = statuses.filter(({ ready }) => !ready).map(({ name }) => name);
  return `containers with unready status: [${names.join(' ')}]`;
}

/** The Pod with its containers as they are, and the phase and conditions that follow from them. */
export function withContainers(pod: Pod, { init, main }: Containers, now: number): Pod {
  const sidecars = sidecarsOf(pod);
  const counted = init.length === 0 ? main : [...init.filter(({ name }) => sidecars.has(name)), ...main];
  const isReady = counted.every(({ ready }) => ready);
  const open = incomplete(sidecars, { init, main });
  const initMessage = open.length === 0 ? '' : `containers with incomplete status: [${open.join(' ')}]`;
  const scheduled = pod.status?.conditions?.find(({ type }) => type === 'PodScheduled');
  const regular = init.filter(({ name }) => !sidecars.has(name));
  const isHeld = init.some(({ name, state }) => sidecars.has(name) && state?.running !== undefined);
  const phase = phaseOf(pod, regular, main, open.length > 0, isHeld);
  const done = phase === 'Succeeded';
  const reason = done ? 'PodCompleted' : phase === 'Failed' ? 'PodFailed' : 'ContainersNotReady';
  const isOver = done || phase === 'Failed';
  const why = isReady || isOver ? undefined : unreadyText(counted);
  const closed = isReady ? closedGates(pod) : [];
  const conditions = [
    {
      ...condition(pod, 'Initialized', open.length === 0, now, 'ContainersNotInitialized', initMessage),
      ...(done ? { reason: 'PodCompleted' } : {}),
    },
    closed.length > 0
      ? condition(pod, 'Ready', false, now, 'ReadinessGatesNotReady', closed.join(', '))
      : condition(pod, 'Ready', isReady, now, reason, why),
    condition(pod, 'ContainersReady', isReady, now, reason, why),
    ...(scheduled === undefined ? [] : [scheduled]),
    ...(pod.status?.conditions ?? []).filter(({ type }) => !owned.has(type)),
  ];
  const status = { ...pod.status, phase, conditions, containerStatuses: main };
  return { ...pod, status: init.length === 0 ? status : { ...status, initContainerStatuses: init } };
}

/** Whether it ends when it is asked to, or has to be killed. */
export function heedsSignal(container: Container): boolean {
  return answerTo(container, 'TERM') !== undefined;
}

/** The exit code of a container that was made to end. */
export function stoppedCode(container: Container): number {
  return answerTo(container, 'TERM') ?? 137;
}

/** The Pod whose containers were made to end. */
export function killed(pod: Pod, now: number): Pod {
  const containers = [...(pod.spec.initContainers ?? []), ...pod.spec.containers];
  const stop = (status: ContainerStatus): ContainerStatus => {
    const container = containers.find(({ name }) => name === status.name);
    if (container === undefined || status.state?.running === undefined) return status;
    return ended(status, now, stoppedCode(container));
  };
  const { init, main } = containersOf(pod);
  const stopped = withContainers(pod, { init: init.map(stop), main: main.map(stop) }, now);
  const isWell = (stopped.status?.containerStatuses ?? []).every(
    ({ state }) => state?.terminated?.exitCode === 0,
  );
  return { ...stopped, status: { ...stopped.status, phase: isWell ? 'Succeeded' : 'Failed' } };
}

function phaseOf(
  pod: Pod,
  init: readonly ContainerStatus[],
  statuses: readonly ContainerStatus[],
  isInitializing: boolean,
  isHeld: boolean,
): string {
  const restarts = pod.spec.restartPolicy ?? 'Always';
  if (isInitializing) {
    const hasFailed = init.some(({ state }) => (state?.terminated?.exitCode ?? 0) !== 0);
    return hasFailed && restarts === 'Never' ? 'Failed' : 'Pending';
  }
  if (statuses.some(({ state }) => state?.running !== undefined)) return 'Running';
  const over = statuses.filter(({ state }) => state?.terminated !== undefined);
  if (over.length === statuses.length && over.length > 0) {
    // A Pod is not over before its sidecars are.
    if (isHeld) return 'Running';
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
