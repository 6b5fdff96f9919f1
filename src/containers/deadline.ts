// A Pod that may be active only so long: past its deadline the kubelet ends it. Source: kubernetes pkg/kubelet/active_deadline.go.
import type { Note } from '../control/loop.ts';
import { killed } from '../kinds/core/pod/container-status.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import { parseTime, SECOND_MS } from '../std/time.ts';

const reason = 'DeadlineExceeded';
const message = 'Pod was active on the node longer than the specified deadline';

/** When the Pod has been active too long, in simulated milliseconds; undefined where it may be for ever. */
export function deadlineOf({ spec, status }: Pod): number | undefined {
  const since = parseTime(status?.startTime ?? '');
  if (spec.activeDeadlineSeconds === undefined || since === undefined) return undefined;
  return since + spec.activeDeadlineSeconds * SECOND_MS;
}

/** The Pod as its kubelet ends it, and what is said of that. */
export function pastDeadline(pod: Pod, now: number): { readonly pod: Pod; readonly note: Note } {
  const ended = killed(pod, now);
  const host = pod.spec.nodeName ?? '';
  return {
    pod: { ...ended, status: { ...ended.status, phase: 'Failed', reason, message } },
    note: { about: pod, type: 'Normal', reason, message, component: 'kubelet', host },
  };
}
