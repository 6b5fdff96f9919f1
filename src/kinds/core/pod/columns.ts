// A Pod's row as kubectl shows it. Source: kubernetes pkg/printers/internalversion, printPod.
import { humanDuration, parseTime } from '../../../std/time.ts';
import type { Column } from '../../../store/kind.ts';
import { ageColumn, nameColumn } from '../../age.ts';
import type { Pod } from './pod.ts';

const unreachable = 'NodeLost';

function isTerminal(pod: Pod): boolean {
  return pod.status?.phase === 'Failed' || pod.status?.phase === 'Succeeded';
}

function hasCondition(pod: Pod, type: string): boolean {
  return (
    pod.status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') ===
    true
  );
}

interface Summary {
  readonly reason: string;
  readonly ready: number;
  readonly restarts: number;
  readonly lastRestartMs: number | undefined;
}

function summary(pod: Pod): Summary {
  const status = pod.status ?? {};
  let reason = status.reason ?? status.phase ?? '';
  if (
    status.conditions?.some(
      (condition) => condition.type === 'PodScheduled' && condition.reason === 'SchedulingGated',
    )
  ) {
    reason = 'SchedulingGated';
  }
  let restarts = 0;
  let ready = 0;
  let lastRestartMs: number | undefined;
  const note = (finishedAt: string | undefined) => {
    const at = finishedAt === undefined ? undefined : parseTime(finishedAt);
    if (at !== undefined && (lastRestartMs === undefined || at > lastRestartMs)) lastRestartMs = at;
  };
  let initializing = false;
  const inits = status.initContainerStatuses ?? [];
  for (const [index, container] of inits.entries()) {
    restarts += container.restartCount;
    note(container.lastState?.terminated?.finishedAt);
    const { terminated, waiting } = container.state ?? {};
    if (terminated !== undefined && terminated.exitCode === 0) continue;
    initializing = true;
    if (terminated !== undefined) {
      const what =
        terminated.reason ||
        (terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`);
      reason = `Init:${what}`;
    } else if (waiting?.reason && waiting.reason !== 'PodInitializing') reason = `Init:${waiting.reason}`;
    else reason = `Init:${index}/${pod.spec.initContainers?.length ?? 0}`;
    break;
  }
  if (!initializing || hasCondition(pod, 'Initialized')) {
    let hasRunning = false;
    restarts = 0;
    lastRestartMs = undefined;
    for (const container of [...(status.containerStatuses ?? [])].reverse()) {
      restarts += container.restartCount;
      note(container.lastState?.terminated?.finishedAt);
      const { running, terminated, waiting } = container.state ?? {};
      if (waiting?.reason) reason = waiting.reason;
      else if (terminated?.reason) reason = terminated.reason;
      else if (terminated !== undefined) {
        reason = terminated.signal ? `Signal:${terminated.signal}` : `ExitCode:${terminated.exitCode}`;
      } else if (container.ready && running !== undefined) {
        hasRunning = true;
        ready += 1;
      }
    }
    if (reason === 'Completed' && hasRunning) reason = hasCondition(pod, 'Ready') ? 'Running' : 'NotReady';
  }
  if (pod.metadata.deletionTimestamp !== undefined) {
    if (status.reason === unreachable) reason = 'Unknown';
    else if (!isTerminal(pod)) reason = 'Terminating';
  }
  return { reason, ready, restarts, lastRestartMs };
}

/** What kubectl's STATUS column says: the phase, or what is in its way. */
export function podReason(pod: Pod): string {
  return summary(pod).reason;
}

const none = '<none>';

export const podColumns: readonly Column<Pod>[] = [
  nameColumn,
  { name: 'Ready', cell: (pod) => `${summary(pod).ready}/${pod.spec.containers.length}` },
  { name: 'Status', cell: podReason },
  {
    name: 'Restarts',
    cell: (pod, now) => {
      const { restarts, lastRestartMs } = summary(pod);
      return restarts !== 0 && lastRestartMs !== undefined
        ? `${restarts} (${humanDuration(now - lastRestartMs)} ago)`
        : String(restarts);
    },
  },
  ageColumn,
  { name: 'IP', wide: true, cell: (pod) => pod.status?.podIP ?? none },
  { name: 'Node', wide: true, cell: (pod) => pod.spec.nodeName || none },
  { name: 'Nominated Node', wide: true, cell: (pod) => pod.status?.nominatedNodeName || none },
  {
    name: 'Readiness Gates',
    wide: true,
    cell: (pod) => {
      const gates = pod.spec.readinessGates ?? [];
      if (gates.length === 0) return none;
      return `${gates.filter((gate) => hasCondition(pod, gate.conditionType)).length}/${gates.length}`;
    },
  },
];
