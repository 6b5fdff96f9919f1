// Keeps the containers of a Pod going once its sandbox is there: init containers one after another, then the main ones; ends those
// that end by themselves, restarts them after their back-off, passes readiness probes. Shared by Spherelets and the kubelets of
// control plane VMs.
import type { Container, ContainerStatus } from '#types';
import { latency } from '../control/latency.ts';
import type { Note } from '../control/loop.ts';
import type { View } from '../control/view.ts';
import { behaviourOf } from '../kinds/core/pod/image.ts';
import { mountedKinds } from '../kinds/core/pod/mounts.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import { reachKinds } from '../kinds/networking/reach.ts';
import { parseTime, SECOND_MS } from '../std/time.ts';
import {
  backoffMs,
  backoffText,
  configError,
  containersOf,
  ended,
  heedsSignal,
  isSidecar,
  isUnstarted,
  running,
  startError,
  stoppedCode,
  waiting,
  withContainers,
  withEphemeral,
  withStatus,
} from '../kinds/core/pod/container-status.ts';
import { configProblem, retryMs } from './config.ts';
import { deadlineOf, pastDeadline } from './deadline.ts';
import { bequeathed, endOf, lastWordsOf, restartsAfter, runsOnce } from './ends.ts';
import { afterStart, stopOf } from './hooks.ts';
import { goRound, hasProbes, type Round, type Streak } from './probes/rounds.ts';
import { resize } from './resize.ts';
import { said } from './said.ts';
import { runsBeside } from './script/program.ts';
import { areOver, stopSidecars } from './sidecars.ts';
import type { Written } from './written.ts';

export interface Advanced {
  /** The Pod itself where nothing changed. */
  readonly pod: Pod;
  readonly notes: readonly Note[];
  /** When the next thing happens by itself, in simulated milliseconds. */
  readonly nextAt: number | undefined;
  /** What is to be kept of runs that ended: what they printed, where it cannot be told again. */
  readonly kept: readonly Written[];
  /** What its probes have said in a row: what was handed in where nothing changed. */
  readonly streaks: readonly Streak[];
}

/** What is known of a Pod's containers beside the Pod. */
export interface Memory {
  /** What commands wrote in them. */
  readonly written: readonly Written[];
  readonly streaks: readonly Streak[];
}

/** Nothing is known, and nothing is kept. */
export const noMemory: Memory = { written: [], streaks: [] };

/** The kinds that are read for what containers do: their variables, files, names and connections. */
export const askedKinds = [
  ...new Set([...reachKinds, ...mountedKinds, 'core/nodes', 'core/pods', 'vsphere.sandbox/supervisors']),
];

function startNotes(pod: Pod, container: Container): readonly [Note, Note] {
  return [
    said(pod, container, 'Normal', 'Created', `Created container: ${container.name}`),
    said(pod, container, 'Normal', 'Started', `Started container ${container.name}`),
  ];
}

interface Step {
  readonly status: ContainerStatus;
  readonly notes: readonly Note[];
  readonly nextAt: number | undefined;
  readonly kept?: readonly Written[];
  /** What its probes have said, where they were asked. */
  readonly streaks?: readonly Streak[];
}

/** It cannot be made of what it says: it waits, and is tried again. */
function unmade(pod: Pod, container: Container, status: ContainerStatus, why: string, now: number): Step {
  const state = { waiting: { reason: configError, message: why } };
  const isSame = status.state?.waiting?.reason === configError && status.state.waiting.message === why;
  return {
    status: isSame ? status : { ...status, state, ready: false, started: false },
    notes: [said(pod, container, 'Warning', 'Failed', `Error: ${why}`)],
    nextAt: now + retryMs(pod, now),
  };
}

/** Why a container waits whose start came to nothing, until kubelet looks at it again. */
const startErrors = ['RunContainerError', 'PostStartHookError'];

/** It came to nothing as it started. */
function failed(
  pod: Pod,
  container: Container,
  over: ContainerStatus,
  reason: string,
  message: string,
  notes: readonly Note[],
  now: number,
): Step {
  const { terminated } = over.state ?? {};
  if (terminated === undefined || !restartsAfter(pod, container, terminated.exitCode))
    return { status: over, notes, nextAt: now };
  const status = { ...over, state: { waiting: { reason, message } }, lastState: { terminated } };
  return { status, notes, nextAt: now + latency.relistMs };
}

/** A run of a container from now on. */
function start(
  pod: Pod,
  container: Container,
  status: ContainerStatus,
  view: View,
  { written }: Memory,
  restarts: number,
): Step {
  const problem = configProblem(pod, container, view);
  if (problem !== undefined) return unmade(pod, container, status, problem, view.now);
  const begun = running(pod, container, status, view.now, restarts);
  const next = runsOnce(pod, container) ? { ...begun, ready: false } : begun;
  const under = withStatus(pod, next);
  const { at, askAt, ending } = endOf(under, container, next, view, written);
  const [created, started] = startNotes(pod, container);
  if (ending?.startError !== undefined) {
    const notes = [created, said(pod, container, 'Warning', 'Failed', `Error: ${ending.startError}`)];
    const over = ended(next, view.now, ending.exitCode, { startError: ending.startError });
    return failed(pod, container, over, 'RunContainerError', ending.startError, notes, view.now);
  }
  const notes = [created, started];
  const hooked = afterStart(under, container, view, written);
  if (!hooked.isWell) {
    notes.push(...hooked.notes);
    const over = ended(next, view.now, stoppedCode(container));
    return failed(pod, container, over, 'PostStartHookError', hooked.message, notes, view.now);
  }
  const round = roundOf(under, container, next, view, { written, streaks: [] });
  const nextAt = soonest(soonest(at, askAt), round?.nextAt);
  return { status: next, notes, nextAt, kept: hooked.written };
}

function roundOf(
  pod: Pod,
  container: Container,
  status: ContainerStatus,
  view: View,
  { written, streaks }: Memory,
): Round | undefined {
  if (!hasProbes(container)) return undefined;
  return goRound(pod, container, status, view, written, streaks);
}

/** A container that runs: to its end, or one round of its probes further. */
function goOn(pod: Pod, container: Container, status: ContainerStatus, view: View, memory: Memory): Step {
  const { now } = view;
  const { at: end, askAt, ending } = endOf(pod, container, status, view, memory.written);
  if (end !== undefined && end <= now) {
    const { exitCode = behaviourOf(container).crashes ? 1 : 0, killed } = ending ?? {};
    const lastWords = lastWordsOf(container, exitCode, ending ?? {});
    const over = ended(status, now, exitCode, { lastWords, ...(killed === undefined ? {} : { killed }) });
    // Of an init container, to be done is to be ready.
    const ready = exitCode === 0 && runsOnce(pod, container);
    const kept = bequeathed(pod, container, ending);
    return { status: ready ? { ...over, ready } : over, notes: [], nextAt: now, kept };
  }
  const round = roundOf(pod, container, status, view, memory);
  if (round === undefined) return { status, notes: [], nextAt: soonest(end, askAt) };
  const { told, condemned, streaks } = round;
  const notes = told.map(({ type, reason, message }) => said(pod, container, type, reason, message));
  if (condemned === undefined) {
    const nextAt = soonest(soonest(end, askAt), round.nextAt);
    return { status: round.status, notes, nextAt, streaks };
  }
  const graceMs = condemned.graceSeconds * SECOND_MS;
  const stop = stopOf(pod, container, view, memory.written, graceMs);
  const stoppedAt = condemned.at + (heedsSignal(container) ? stop.tookMs : graceMs);
  if (condemned.at === now) notes.push(...stop.notes);
  if (stoppedAt > now) return { status: round.status, notes, nextAt: soonest(end, stoppedAt), streaks };
  return { status: ended(round.status, now, stoppedCode(container)), notes, nextAt: now, streaks: [] };
}

/** One container: the step that is due now, if any, and when the next one is. */
function advance(pod: Pod, container: Container, status: ContainerStatus, view: View, memory: Memory): Step {
  const { now } = view;
  const stay: Step = { status, notes: [], nextAt: undefined };
  if (isUnstarted(status)) {
    const restarts = status.containerID === undefined ? 0 : status.restartCount + 1;
    return start(pod, container, status, view, memory, restarts);
  }
  if (status.state?.running !== undefined) return goOn(pod, container, status, view, memory);
  const over =
    status.state?.terminated ??
    (status.state?.waiting === undefined ? undefined : status.lastState?.terminated);
  if (over === undefined || !restartsAfter(pod, container, over.exitCode)) return stay;
  const finished = parseTime(over.finishedAt ?? '') ?? now;
  const waits = status.state?.waiting?.reason ?? '';
  if (startErrors.includes(waits) && now < finished + latency.relistMs)
    return { ...stay, nextAt: finished + latency.relistMs };
  const ran = over.reason === startError ? 0 : finished - (parseTime(over.startedAt ?? '') ?? finished);
  // The first restart comes at once; from the second on kubelet backs off.
  const delay = status.restartCount === 0 ? 0 : backoffMs(status.restartCount - 1, ran);
  const due = finished + delay;
  if (due <= now) return start(pod, container, status, view, memory, status.restartCount + 1);
  if (waits === 'CrashLoopBackOff') return { ...stay, nextAt: due };
  const text = `back-off ${backoffText(delay)} restarting failed container=${container.name} pod=${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
  const backingOff: ContainerStatus = {
    ...status,
    state: { waiting: { reason: 'CrashLoopBackOff', message: text } },
    lastState: { terminated: over },
    ready: false,
    started: false,
  };
  const note = said(
    pod,
    container,
    'Warning',
    'BackOff',
    `Back-off restarting failed container ${container.name} in pod ${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`,
  );
  return { status: backingOff, notes: [note], nextAt: due };
}

function soonest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.min(a, b);
}

/** A container that those behind it need not wait for any more. */
function isPassed(container: Container, { state, started }: ContainerStatus): boolean {
  return isSidecar(container) ? started === true : state?.terminated?.exitCode === 0;
}

/** All streaks once a container has gone on; those of its other runs are forgotten. */
function streaksAfter(all: readonly Streak[], { name }: Container, step: Step): readonly Streak[] {
  const mine = all.filter(({ run }) => run.startsWith(`container/${name}/`));
  const next = step.streaks ?? (step.status.state?.running === undefined ? [] : mine);
  const isSame = next.length === mine.length && next.every((streak) => mine.includes(streak));
  return isSame ? all : [...all.filter((streak) => !mine.includes(streak)), ...next];
}

/** Whether others took it for not ready while its node did not answer: its node answers again, and says what its containers are. */
function isDoubted({ status }: Pod): boolean {
  const said = (wanted: string) => status?.conditions?.find(({ type }) => type === wanted)?.status;
  return said('Ready') === 'False' && said('ContainersReady') === 'True';
}

/** Everything that is due now, and when the next thing is. */
export function advanceContainers(present: Pod, view: View, memory: Memory = noMemory): Advanced {
  const deadline = deadlineOf(present);
  if (deadline !== undefined && deadline <= view.now) {
    const { pod: ended, note } = pastDeadline(present, view.now);
    return { pod: ended, notes: [note], nextAt: undefined, kept: [], streaks: [] };
  }
  const { pod, notes: said, nextAt: due } = resize(present, view);
  const before = containersOf(pod);
  const notes: Note[] = [...said];
  const kept: Written[] = [];
  let { streaks } = memory;
  let nextAt = soonest(due, deadline);
  const go = (containers: readonly Container[], status: ContainerStatus): ContainerStatus => {
    const container = containers.find(({ name }) => name === status.name);
    if (container === undefined) return status;
    const step = advance(pod, container, status, view, memory);
    notes.push(...step.notes);
    kept.push(...(step.kept ?? []));
    streaks = streaksAfter(streaks, container, step);
    nextAt = soonest(nextAt, step.nextAt);
    return step.status;
  };
  const { initContainers = [], containers } = pod.spec;
  const wasOver = areOver(pod, before.main);
  // Once a main container has begun, sidecars may come and go beside it.
  const hasBegun = before.main.some(
    ({ state }) => state?.running !== undefined || state?.terminated !== undefined,
  );
  let isOpen = true;
  let init: readonly ContainerStatus[] = before.init.map((status, index) => {
    if (!isOpen || wasOver) return status;
    const container = initContainers[index];
    const next =
      container !== undefined && runsOnce(pod, container) && isPassed(container, status)
        ? status
        : go(initContainers, status);
    isOpen = hasBegun || container === undefined || isPassed(container, next);
    return next;
  });
  const main = isOpen ? before.main.map((status) => go(containers, status)) : before.main;
  if (initContainers.some(isSidecar) && areOver(pod, main)) {
    const stopped = stopSidecars(pod, { init, main }, view, memory.written, !wasOver);
    ({ init } = stopped);
    notes.push(...stopped.notes);
    nextAt = soonest(nextAt, stopped.nextAt);
  }
  const isSame = (now: readonly ContainerStatus[], was: readonly ContainerStatus[]): boolean =>
    now.every((status, index) => status === was[index]);
  const changed = !isSame(init, before.init) || !isSame(main, before.main);
  // What others say of its gates shows in its own conditions.
  const isGated = pod.spec.readinessGates !== undefined && pod.status?.conditions !== undefined;
  const isStale = isDoubted(pod);
  const next = changed || isGated || isStale ? withContainers(pod, { init, main }, view.now) : pod;
  // Who follows another's files looks again once that one begins.
  if (changed && runsBeside(next) !== runsBeside(pod)) nextAt = view.now;
  const { ephemeralContainers } = pod.spec;
  if (!isOpen || ephemeralContainers === undefined) return { pod: next, notes, nextAt, kept, streaks };
  const known = pod.status?.ephemeralContainerStatuses ?? [];
  const debug = ephemeralContainers.map((container) =>
    go(
      ephemeralContainers,
      known.find(({ name }) => name === container.name) ?? waiting(container, 'ContainerCreating'),
    ),
  );
  const isNew = debug.length !== known.length || !isSame(debug, known);
  return { pod: isNew ? withEphemeral(next, debug) : next, notes, nextAt, kept, streaks };
}
