// Keeps the containers of a Pod going once its sandbox is there: init containers one after another, then the main ones; ends those
// that end by themselves, restarts them after their back-off, passes readiness probes. Shared by Spherelets and the kubelets of
// control plane VMs.
import type { Container, ContainerStatus } from '#types';
import { latency, type Span } from '../control/latency.ts';
import type { Note } from '../control/loop.ts';
import type { View } from '../control/view.ts';
import { behaviourOf } from '../kinds/core/pod/image.ts';
import { mountedKinds } from '../kinds/core/pod/mounts.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import { reachKinds } from '../kinds/networking/reach.ts';
import { parseTime } from '../std/time.ts';
import { endingOf, type Ending } from './script/ending.ts';
import { isToEnd } from './script/program.ts';
import { keptLines } from './log.ts';
import { exitPlace, runOf, type Written } from './written.ts';
import {
  backoffMs,
  backoffText,
  containersOf,
  ended,
  isSidecar,
  isUnstarted,
  readyAt,
  running,
  waiting,
  withContainers,
  withEphemeral,
} from '../kinds/core/pod/container-status.ts';

export interface Advanced {
  /** The Pod itself where nothing changed. */
  readonly pod: Pod;
  readonly notes: readonly Note[];
  /** When the next thing happens by itself, in simulated milliseconds. */
  readonly nextAt: number | undefined;
  /** What is to be kept of runs that ended: what they printed, where it cannot be told again. */
  readonly kept: readonly Written[];
}

/** The kinds that are read for what containers do: their variables, files, names and connections. */
export const askedKinds = [...new Set([...reachKinds, ...mountedKinds, 'vsphere.sandbox/supervisors'])];

const component = 'kubelet';

/** Where a container stands in its Pod, as events name it. */
export function containerPath(pod: Pod, { name }: Container): string {
  const lists = ['initContainers', 'ephemeralContainers'] as const;
  const list = lists.find((each) => pod.spec[each]?.some((container) => container.name === name) === true);
  return `spec.${list ?? 'containers'}{${name}}`;
}

function said(pod: Pod, container: Container, type: Note['type'], reason: string, message: string): Note {
  return {
    about: pod,
    type,
    reason,
    message,
    component,
    host: pod.spec.nodeName ?? '',
    fieldPath: containerPath(pod, container),
  };
}

function startNotes(pod: Pod, container: Container): readonly Note[] {
  return [
    said(pod, container, 'Normal', 'Created', `Created container ${container.name}`),
    said(pod, container, 'Normal', 'Started', `Started container ${container.name}`),
  ];
}

/** Whether a container has to come to an end before the next one starts. */
function runsOnce(pod: Pod, container: Container): boolean {
  return pod.spec.initContainers?.includes(container) === true && !isSidecar(container);
}

function isEphemeral(pod: Pod, { name }: Container): boolean {
  return pod.spec.ephemeralContainers?.some((each) => each.name === name) === true;
}

function restartsAfter(pod: Pod, container: Container, exitCode: number): boolean {
  const policy = pod.spec.restartPolicy ?? 'Always';
  if (isEphemeral(pod, container)) return false;
  if (isSidecar(container)) return true;
  if (runsOnce(pod, container)) return policy !== 'Never' && exitCode !== 0;
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

interface End {
  /** When a running container ends by itself, in simulated milliseconds; undefined where it does not. */
  readonly at: number | undefined;
  /** When to ask again, where that is not known yet. */
  readonly askAt?: number | undefined;
  readonly ending?: (Partial<Ending> & Pick<Ending, 'exitCode'>) | undefined;
}

function endOf(
  pod: Pod,
  container: Container,
  status: ContainerStatus,
  view: View,
  written: readonly Written[],
): End {
  const since = parseTime(status.state?.running?.startedAt ?? '');
  if (since === undefined) return { at: undefined };
  const left = leftOf(runOf(pod, container), written);
  if (left !== undefined) return left;
  const { crashes } = behaviourOf(container);
  const drawn = (purpose: string, span: Span): number =>
    since + view.draw(pod.metadata.uid, `${purpose} ${container.name} ${status.restartCount}`, span);
  if (crashes) return { at: drawn('crash', latency.crashAfterMs) };
  const ending = endingOf({ view, pod, container, written }, since);
  if (ending === undefined) {
    if (runsOnce(pod, container)) return { at: drawn('init', latency.initContainerMs) };
    return { at: isToEnd(pod, container) ? since + latency.unknownProgramMs : undefined };
  }
  const { endsAfterMs, knownUntilMs } = ending;
  if (endsAfterMs !== undefined) return { at: since + endsAfterMs, ending };
  return { at: undefined, askAt: knownUntilMs === Infinity ? undefined : since + knownUntilMs };
}

/** A run that somebody talked with to its end. */
function leftOf(run: string, written: readonly Written[]): End | undefined {
  const left = written.find(({ place }) => place === exitPlace(run));
  if (left === undefined) return undefined;
  return { at: Number(left.text), ending: { exitCode: Number(left.path) } };
}

/** What a run leaves behind for its status. Source: kubernetes pkg/kubelet/kuberuntime, getTerminationMessage. */
function lastWordsOf(
  container: Container,
  exitCode: number,
  { lastWords = '', lines = [] }: Partial<Ending>,
): string {
  if (lastWords !== '') return lastWords.slice(0, 4096);
  if (exitCode === 0 || container.terminationMessagePolicy !== 'FallbackToLogsOnError') return '';
  return lines
    .slice(-80)
    .map(({ text }) => `${text}\n`)
    .join('')
    .slice(-2048);
}

interface Step {
  readonly status: ContainerStatus;
  readonly notes: readonly Note[];
  readonly nextAt: number | undefined;
  readonly kept?: readonly Written[];
}

/** A run of a container from now on. */
function start(
  pod: Pod,
  container: Container,
  status: ContainerStatus,
  view: View,
  written: readonly Written[],
  restarts: number,
): Step {
  const begun = running(pod, container, status, view.now, restarts);
  const next = runsOnce(pod, container) ? { ...begun, ready: false } : begun;
  const { at, askAt } = endOf(pod, container, next, view, written);
  const nextAt = soonest(soonest(at, askAt), readyAt(container, next));
  return { status: next, notes: startNotes(pod, container), nextAt };
}

/** One container: the step that is due now, if any, and when the next one is. */
function advance(
  pod: Pod,
  container: Container,
  status: ContainerStatus,
  view: View,
  written: readonly Written[],
): Step {
  const { now } = view;
  const stay: Step = { status, notes: [], nextAt: undefined };
  if (isUnstarted(status)) {
    return start(
      pod,
      container,
      status,
      view,
      written,
      status.containerID === undefined ? 0 : status.restartCount + 1,
    );
  }
  if (status.state?.running !== undefined) {
    const { at: end, askAt, ending } = endOf(pod, container, status, view, written);
    if (end !== undefined && end <= now) {
      const { exitCode = behaviourOf(container).crashes ? 1 : 0, startError } = ending ?? {};
      const over = ended(status, now, exitCode, startError, lastWordsOf(container, exitCode, ending ?? {}));
      // Of an init container, to be done is to be ready.
      const ready = exitCode === 0 && runsOnce(pod, container);
      const notes =
        startError === undefined ? [] : [said(pod, container, 'Warning', 'Failed', `Error: ${startError}`)];
      const kept = ending?.sawWorld === true ? [keptLines(runOf(pod, container), ending.lines ?? [])] : [];
      return { status: ready ? { ...over, ready } : over, notes, nextAt: now, kept };
    }
    const ready = readyAt(container, status);
    if (ready !== undefined && ready <= now)
      return { status: { ...status, ready: true }, notes: [], nextAt: soonest(end, askAt) };
    return { ...stay, nextAt: soonest(soonest(end, askAt), ready) };
  }
  const over =
    status.state?.terminated ??
    (status.state?.waiting === undefined ? undefined : status.lastState?.terminated);
  if (over === undefined || !restartsAfter(pod, container, over.exitCode)) return stay;
  const finished = parseTime(over.finishedAt ?? '') ?? now;
  const ran = finished - (parseTime(over.startedAt ?? '') ?? finished);
  // The first restart comes at once; from the second on kubelet backs off.
  const delay = status.restartCount === 0 ? 0 : backoffMs(status.restartCount - 1, ran);
  const due = finished + delay;
  if (due <= now) return start(pod, container, status, view, written, status.restartCount + 1);
  if (status.state?.waiting?.reason === 'CrashLoopBackOff') return { ...stay, nextAt: due };
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

/** Everything that is due now, and when the next thing is. */
export function advanceContainers(pod: Pod, view: View, written: readonly Written[] = []): Advanced {
  const before = containersOf(pod);
  const notes: Note[] = [];
  const kept: Written[] = [];
  let nextAt: number | undefined;
  const go = (containers: readonly Container[], status: ContainerStatus): ContainerStatus => {
    const container = containers.find(({ name }) => name === status.name);
    if (container === undefined) return status;
    const step = advance(pod, container, status, view, written);
    notes.push(...step.notes);
    kept.push(...(step.kept ?? []));
    nextAt = soonest(nextAt, step.nextAt);
    return step.status;
  };
  const { initContainers = [], containers } = pod.spec;
  let isOpen = true;
  const init = before.init.map((status, index) => {
    if (!isOpen) return status;
    const container = initContainers[index];
    const next =
      container !== undefined && runsOnce(pod, container) && isPassed(container, status)
        ? status
        : go(initContainers, status);
    isOpen = container === undefined || isPassed(container, next);
    return next;
  });
  const main = isOpen ? before.main.map((status) => go(containers, status)) : before.main;
  const isSame = (now: readonly ContainerStatus[], was: readonly ContainerStatus[]): boolean =>
    now.every((status, index) => status === was[index]);
  const changed = !isSame(init, before.init) || !isSame(main, before.main);
  const next = changed ? withContainers(pod, { init, main }, view.now) : pod;
  const { ephemeralContainers } = pod.spec;
  if (!isOpen || ephemeralContainers === undefined) return { pod: next, notes, nextAt, kept };
  const known = pod.status?.ephemeralContainerStatuses ?? [];
  const debug = ephemeralContainers.map((container) =>
    go(
      ephemeralContainers,
      known.find(({ name }) => name === container.name) ?? waiting(container, 'ContainerCreating'),
    ),
  );
  const isNew = debug.length !== known.length || !isSame(debug, known);
  return { pod: isNew ? withEphemeral(next, debug) : next, notes, nextAt, kept };
}
