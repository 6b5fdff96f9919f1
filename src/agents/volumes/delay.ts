// What a claim waits for whose volume is made where its first consumer runs. Pods come without a word to the claim, so it is looked at
// again and again. Source: kubernetes pkg/controller/volume/persistentvolume, emitEventForUnboundDelayBindingClaim.
import { attemptOf } from '../../control/backoff.ts';
import { latency } from '../../control/latency.ts';
import type { Note } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistent-volume/claim-ref.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { parseTime } from '../../std/time.ts';
import { keyOfObject } from '../../store/object.ts';

interface Delay {
  readonly note: Omit<Note, 'about'>;
  /** From now to the next look, in milliseconds. */
  readonly again: number;
}

export function delayOf(claim: PersistentVolumeClaim, view: View): Delay {
  const since = parseTime(claim.metadata.creationTimestamp) ?? view.now;
  const { nextMs: again } = attemptOf(since, view.now, latency.volumeResyncMs);
  const consumers = view
    .list<Pod>('core/pods', { index: ['claim', keyOfObject(claim)] })
    .filter(({ spec }) => !spec.nodeName)
    .map(({ metadata }) => metadata.name);
  if (consumers.length === 0) {
    const message = 'waiting for first consumer to be created before binding';
    return {
      note: { type: 'Normal', reason: 'WaitForFirstConsumer', message },
      again,
    };
  }
  const what = consumers.length > 1 ? 'pods' : 'pod';
  const message = `waiting for ${what} ${consumers.join(',')} to be scheduled`;
  return {
    note: { type: 'Normal', reason: 'WaitForPodScheduled', message },
    again,
  };
}
