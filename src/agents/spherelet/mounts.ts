// A Pod's volumes before its CRX starts: what is not there yet is looked for again, ever more slowly, as kubelet does.
import { attemptOf } from '../../control/backoff.ts';
import { latency } from '../../control/latency.ts';
import type { Outcome } from '../../control/loop.ts';
import { missingMounts } from '../../kinds/core/pod/mounts.ts';
import { stepAt } from '../../kinds/vsphere/virtual-machine.ts';
import { note, steps, type Ground } from './ground.ts';

/** A run this soon after an attempt was due is that attempt. */
const attemptMs = 250;

/** Undefined once everything can be mounted. */
export function awaitMounts({ pod, vm, view }: Ground): Outcome | undefined {
  const missing = missingMounts(pod, view);
  if (missing.length === 0) return undefined;
  const { at, nextMs } = attemptOf(stepAt(vm, steps.image) ?? view.now, view.now, latency.mountBackoffMs);
  const isAttempt = view.now - at < attemptMs;
  const notes = missing.flatMap(({ message }) =>
    message === undefined || !isAttempt ? [] : [note(pod, 'FailedMount', message, { type: 'Warning' })],
  );
  return { notes, again: nextMs };
}
