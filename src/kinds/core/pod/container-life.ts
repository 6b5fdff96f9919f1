// Keeps the containers of a started Pod going: ends those that end by themselves, restarts them after their back-off, passes
// readiness probes. Shared by Spherelets and the kubelets of control plane VMs.
import type { Container, ContainerStatus } from '#types';
import { latency } from '../../../control/latency.ts';
import type { Note } from '../../../control/loop.ts';
import type { View } from '../../../control/view.ts';
import { behaviourOf } from './image.ts';
import type { Pod } from './pod.ts';
import { parseTime } from '../../../std/time.ts';
import { backoffMs, backoffText, ended, endsAt, readyAt, running } from './container-status.ts';

export interface Advanced {
  readonly statuses: readonly ContainerStatus[];
  readonly changed: boolean;
  readonly notes: readonly Note[];
  /** When the next thing happens by itself, in simulated milliseconds. */
  readonly nextAt: number | undefined;
}

const component = 'kubelet';

export function containerPath(container: Container): string {
  return `spec.containers{${container.name}}`;
}

function said(pod: Pod, container: Container, type: Note['type'], reason: string, message: string): Note {
  return {
    about: pod,
    type,
    reason,
    message,
    component,
    host: pod.spec.nodeName ?? '',
    fieldPath: containerPath(container),
  };
}

export function startNotes(pod: Pod, container: Container): readonly Note[] {
  return [
    said(pod, container, 'Normal', 'Created', `Created container ${container.name}`),
    said(pod, container, 'Normal', 'Started', `Started container ${container.name}`),
  ];
}

function restartsAfter(pod: Pod, exitCode: number): boolean {
  const policy = pod.spec.restartPolicy ?? 'Always';
  return policy === 'Always' || (policy === 'OnFailure' && exitCode !== 0);
}

interface Step {
  readonly status: ContainerStatus;
  readonly notes: readonly Note[];
  readonly nextAt: number | undefined;
}

/** One container: the step that is due now, if any, and when the next one is. */
function advance(pod: Pod, container: Container, status: ContainerStatus, view: View): Step {
  const { now } = view;
  const stay: Step = { status, notes: [], nextAt: undefined };
  if (status.state?.running !== undefined) {
    const crashAfter = view.draw(
      pod.metadata.uid,
      `crash ${container.name} ${status.restartCount}`,
      latency.crashAfterMs,
    );
    const end = endsAt(container, status, crashAfter);
    if (end !== undefined && end <= now) {
      return { status: ended(status, now, behaviourOf(container).crashes ? 1 : 0), notes: [], nextAt: now };
    }
    const ready = readyAt(container, status);
    if (ready !== undefined && ready <= now)
      return { status: { ...status, ready: true }, notes: [], nextAt: end };
    return { ...stay, nextAt: soonest(end, ready) };
  }
  const over =
    status.state?.terminated ??
    (status.state?.waiting === undefined ? undefined : status.lastState?.terminated);
  if (over === undefined || !restartsAfter(pod, over.exitCode)) return stay;
  const finished = parseTime(over.finishedAt ?? '') ?? now;
  const ran = finished - (parseTime(over.startedAt ?? '') ?? finished);
  // The first restart comes at once; from the second on kubelet backs off.
  const delay = status.restartCount === 0 ? 0 : backoffMs(status.restartCount - 1, ran);
  const due = finished + delay;
  if (due <= now) {
    const next = running(pod, container, status, now, status.restartCount + 1);
    return { status: next, notes: startNotes(pod, container), nextAt: now };
  }
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

export function advanceContainers(pod: Pod, view: View): Advanced {
  const notes: Note[] = [];
  let nextAt: number | undefined;
  let changed = false;
  const before = pod.status?.containerStatuses ?? [];
  const statuses = before.map((status) => {
    const container = pod.spec.containers.find(({ name }) => name === status.name);
    if (container === undefined) return status;
    const step = advance(pod, container, status, view);
    if (step.status !== status) changed = true;
    notes.push(...step.notes);
    nextAt = soonest(nextAt, step.nextAt);
    return step.status;
  });
  return { statuses, changed, notes, nextAt };
}
