// A Pod in three figures and a word, as kubectl's columns READY, STATUS and RESTARTS have them.
// Source: kubernetes pkg/printers/internalversion, printPod.
import type { ContainerState, ContainerStatus } from '#types';
import { parseTime } from '../../../std/time.ts';
import type { Pod } from './pod.ts';

export interface PodSummary {
  /** The phase, or what is in its way. */
  readonly reason: string;
  readonly ready: number;
  /** Containers that count: sidecars among the init containers do. */
  readonly total: number;
  readonly restarts: number;
  /** Simulated milliseconds since the Unix epoch. */
  readonly lastRestartMs: number | undefined;
}

const unreachable = 'NodeLost';

function hasCondition(pod: Pod, type: string): boolean {
  return pod.status?.conditions?.some((each) => each.type === type && each.status === 'True') === true;
}

/** How often containers started again, and when one last did. */
interface Restarts {
  readonly count: number;
  readonly lastMs: number | undefined;
}

function restartsOf(statuses: readonly ContainerStatus[]): Restarts {
  let count = 0;
  let lastMs: number | undefined;
  for (const { restartCount, lastState } of statuses) {
    count += restartCount;
    const at = parseTime(lastState?.terminated?.finishedAt ?? '');
    if (at !== undefined && (lastMs === undefined || at > lastMs)) lastMs = at;
  }
  return { count, lastMs };
}

/** Why a container ended, by its own word if it has one. */
function endOf({ reason, signal, exitCode }: NonNullable<ContainerState['terminated']>): string {
  return reason || (signal ? `Signal:${signal}` : `ExitCode:${exitCode}`);
}

interface Initialization {
  /** What holds it up, if something does. */
  readonly reason: string | undefined;
  readonly readySidecars: number;
  /** Init containers looked at: up to the one that holds things up. */
  readonly seen: readonly ContainerStatus[];
}

function initialization(pod: Pod, sidecars: ReadonlySet<string>): Initialization {
  const statuses = pod.status?.initContainerStatuses ?? [];
  let readySidecars = 0;
  for (const [index, container] of statuses.entries()) {
    const { terminated, waiting } = container.state ?? {};
    if (terminated?.exitCode === 0) continue;
    if (sidecars.has(container.name) && container.started === true) {
      if (container.ready) readySidecars += 1;
      continue;
    }
    const word =
      terminated !== undefined
        ? endOf(terminated)
        : waiting?.reason && waiting.reason !== 'PodInitializing'
          ? waiting.reason
          : `${index}/${pod.spec.initContainers?.length ?? 0}`;
    return { reason: `Init:${word}`, readySidecars, seen: statuses.slice(0, index + 1) };
  }
  return { reason: undefined, readySidecars, seen: statuses };
}

/** The word of the main containers, the first one having the last say; and how many are ready. */
function mainContainers(pod: Pod, reason: string): { readonly reason: string; readonly ready: number } {
  let word = reason;
  let ready = 0;
  for (const container of (pod.status?.containerStatuses ?? []).toReversed()) {
    const { running, terminated, waiting } = container.state ?? {};
    if (waiting?.reason) word = waiting.reason;
    else if (terminated !== undefined) word = endOf(terminated);
    else if (container.ready && running !== undefined) ready += 1;
  }
  if (word === 'Completed' && ready > 0) word = hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
  return { reason: word, ready };
}

/** What the Pod as a whole says, before its containers. */
function ownReason({ status }: Pod): string {
  const isGated = status?.conditions?.some(
    ({ type, reason }) => type === 'PodScheduled' && reason === 'SchedulingGated',
  );
  return isGated === true ? 'SchedulingGated' : (status?.reason ?? status?.phase ?? '');
}

function summarized(pod: Pod): PodSummary {
  const { initContainers = [], containers } = pod.spec;
  const sidecars = new Set(
    initContainers.filter(({ restartPolicy }) => restartPolicy === 'Always').map(({ name }) => name),
  );
  const init = initialization(pod, sidecars);
  const isInitialized = init.reason === undefined || hasCondition(pod, 'Initialized');
  const main = isInitialized ? mainContainers(pod, init.reason ?? ownReason(pod)) : undefined;
  const { count, lastMs } = restartsOf(
    isInitialized
      ? [...init.seen.filter(({ name }) => sidecars.has(name)), ...(pod.status?.containerStatuses ?? [])]
      : init.seen,
  );
  const isTerminal = pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
  let reason = main?.reason ?? init.reason ?? '';
  if (pod.metadata.deletionTimestamp !== undefined) {
    if (pod.status?.reason === unreachable) reason = 'Unknown';
    else if (!isTerminal) reason = 'Terminating';
  }
  return {
    reason,
    ready: init.readySidecars + (main?.ready ?? 0),
    total: containers.length + sidecars.size,
    restarts: count,
    lastRestartMs: lastMs,
  };
}

/** Of Pods as they are stored: every look at a table asks for them again. */
const summaries = new WeakMap<Pod, PodSummary>();

export function summaryOf(pod: Pod): PodSummary {
  const known = summaries.get(pod);
  if (known !== undefined) return known;
  const summary = summarized(pod);
  if (Object.isFrozen(pod)) summaries.set(pod, summary);
  return summary;
}
