// A Pod's volumes before its CRX starts: what is not there yet is looked for again, ever more slowly, as kubelet does.
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
  // The attempt that is due follows from how long the Pod has waited: no counter is kept.
  let attemptAt = stepAt(vm, steps.image) ?? view.now;
  const [firstMs, mostMs] = latency.mountBackoffMs;
  let delayMs: number = firstMs;
  while (attemptAt + delayMs <= view.now) {
    attemptAt += delayMs;
    delayMs = Math.min(delayMs * 2, mostMs);
  }
  const isAttempt = view.now - attemptAt < attemptMs;
  const notes = missing.flatMap(({ message }) =>
    message === undefined || !isAttempt ? [] : [note(pod, 'FailedMount', message, { type: 'Warning' })],
  );
  return { notes, again: Math.max(1, attemptAt + delayMs - view.now) };
}
