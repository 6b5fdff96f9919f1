// What becomes of a Pod's sidecars once its main containers are over: they are stopped, the last of them first, each within what is
// left of the grace. Source: kubernetes pkg/kubelet/kuberuntime/kuberuntime_termination_order.go.
import type { ContainerStatus } from '#types';
import type { Note } from '../control/loop.ts';
import type { View } from '../control/view.ts';
import {
  ended,
  heedsSignal,
  isSidecar,
  stoppedCode,
  type Containers,
} from '../kinds/core/pod/container-status.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import { parseTime, SECOND_MS } from '../std/time.ts';
import { restartsAfter } from './ends.ts';
import { stopOf } from './hooks.ts';
import { said } from './said.ts';
import type { Written } from './written.ts';

/** However late it is a container's turn, it has so long. Source: kubernetes minimumGracePeriodInSeconds. */
const leastMs = 2 * SECOND_MS;
const usualGraceSeconds = 30;

/** Whether no main container runs any more, nor ever will. */
export function areOver(pod: Pod, main: readonly ContainerStatus[]): boolean {
  return (
    main.length > 0 &&
    main.every(({ name, state }) => {
      const container = pod.spec.containers.find((each) => each.name === name);
      const over = state?.terminated;
      return over !== undefined && container !== undefined && !restartsAfter(pod, container, over.exitCode);
    })
  );
}

const finishedMs = ({ state }: ContainerStatus): number =>
  parseTime(state?.terminated?.finishedAt ?? '') ?? 0;

interface Stopped {
  readonly init: readonly ContainerStatus[];
  readonly notes: readonly Note[];
  /** When the next of them has stopped, in simulated milliseconds. */
  readonly nextAt: number | undefined;
}

/** `isNews`: the main containers are over since just now. */
export function stopSidecars(
  pod: Pod,
  { init, main }: Containers,
  view: View,
  written: readonly Written[],
  isNews: boolean,
): Stopped {
  const { now } = view;
  const since = Math.max(...main.map(finishedMs));
  const graceMs = (pod.spec.terminationGracePeriodSeconds ?? usualGraceSeconds) * SECOND_MS;
  const statuses = [...init];
  const notes: Note[] = [];
  let at = since;
  let isTurn = isNews;
  for (const [index, container] of [...(pod.spec.initContainers ?? []).entries()].reverse()) {
    const status = statuses[index];
    if (status === undefined || !isSidecar(container)) continue;
    if (status.state?.running === undefined) {
      at = Math.max(at, finishedMs(status));
      continue;
    }
    const leftMs = Math.max(leastMs, graceMs - (at - since));
    const stop = stopOf(pod, container, view, written, leftMs);
    if (isTurn)
      notes.push(
        said(pod, container, 'Normal', 'Killing', `Stopping container ${container.name}`),
        ...stop.notes,
      );
    const stoppedAt = at + (heedsSignal(container) ? stop.tookMs : leftMs);
    if (stoppedAt > now) return { init: statuses, notes, nextAt: stoppedAt };
    statuses[index] = ended(status, now, stoppedCode(container));
    at = stoppedAt;
    isTurn = true;
  }
  return { init: statuses, notes, nextAt: undefined };
}
