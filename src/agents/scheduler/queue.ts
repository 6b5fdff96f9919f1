// When a Pod that found no node is tried again: not before its back-off is over, which doubles with every try, and some time after
// five minutes at the latest, also where nothing has changed. Its tries are counted by the events that tell of them, so nothing
// is kept. Source: kubernetes pkg/scheduler/backend/queue, backoff_queue.go and scheduling_queue.go.
import type { CoreV1Event } from '#types';
import { doubledMs } from '../../control/backoff.ts';
import { latency } from '../../control/latency.ts';
import { eventKind, lastSaid } from '../../control/recorder.ts';
import type { View } from '../../control/view.ts';
import type { Node } from '../../kinds/core/node.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { equal } from '../../std/draft.ts';
import { parseTime } from '../../std/time.ts';
import type { Stored } from '../../store/object.ts';

export const failedReason = 'FailedScheduling';

/** How long the Pod has still to wait, in milliseconds; 0 where it may be tried now. */
export function backoffLeftMs(pod: Pod, view: View): number {
  const { conditions = [] } = pod.status ?? {};
  if (!conditions.some(({ type, status }) => type === 'PodScheduled' && status === 'False')) return 0;
  let tries = 0;
  let lastAt = -Infinity;
  for (const event of view.list<Stored<CoreV1Event>>(eventKind, { index: ['involved', pod.metadata.uid] })) {
    if (event.reason !== failedReason) continue;
    tries += event.series?.count ?? 1;
    lastAt = Math.max(lastAt, lastSaid(event));
  }
  return Math.max(0, lastAt + doubledMs(tries - 1, latency.schedulerBackoffMs) - view.now);
}

/** From a try that failed to the next where nothing that could help happens; longer for what has waited long. */
export function flushMs({ metadata }: Pod, view: View): number {
  const waitedMs = view.now - (parseTime(metadata.creationTimestamp) ?? view.now);
  const drawn = view.draw(metadata.uid, 'unschedulable flush', latency.unschedulableFlushMs);
  return Math.min(latency.unschedulableFlushMostMs, Math.max(drawn, Math.floor(waitedMs / 20)));
}

/** Whether a node's change could help a Pod that fits nowhere: more taints, or a node that is closed, never do. */
export function couldHelp(prev: Node | undefined, next: Node): boolean {
  if (prev === undefined) return true;
  const isSame =
    equal(prev.metadata.labels, next.metadata.labels) &&
    equal(prev.status?.allocatable, next.status?.allocatable);
  if (!isSame) return true;
  const isOpened = prev.spec.unschedulable === true && next.spec.unschedulable !== true;
  const left = next.spec.taints ?? [];
  return isOpened || (prev.spec.taints ?? []).some((taint) => !left.some((other) => equal(taint, other)));
}
