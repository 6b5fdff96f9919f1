// What a claim waits for whose volume is made where its first consumer runs, and when a claim is looked at again: Pods come without a word
// to it, and what it waits for is said each time. Source: kubernetes pkg/controller/volume/persistentvolume, emitEventForUnboundDelayBindingClaim.
import { latency } from '../../control/latency.ts';
import type { Note } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import type { PersistentVolumeClaim } from '../../kinds/core/persistent-volume/claim-ref.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { parseTime } from '../../std/time.ts';
import { keyOfObject } from '../../store/object.ts';

/** So many events about one object client-go's recorder lets through at once, and then one each five minutes. */
const eventsAtOnce = 25;

/** From now to the next look at a claim that has no volume of which anybody would hear, in milliseconds. */
export function resyncMs(claim: PersistentVolumeClaim, view: View): number {
  const [oftenMs, seldomMs] = latency.volumeResyncMs;
  const waitedMs = view.now - (parseTime(claim.metadata.creationTimestamp) ?? view.now);
  const periodMs = waitedMs < eventsAtOnce * oftenMs ? oftenMs : seldomMs;
  return periodMs - (waitedMs % periodMs);
}

export function delayOf(claim: PersistentVolumeClaim, view: View): Omit<Note, 'about'> {
  const consumers = view
    .list<Pod>('core/pods', { index: ['claim', keyOfObject(claim)] })
    .filter(({ spec }) => !spec.nodeName)
    .map(({ metadata }) => metadata.name);
  if (consumers.length === 0) {
    const message = 'waiting for first consumer to be created before binding';
    return { type: 'Normal', reason: 'WaitForFirstConsumer', message };
  }
  const what = consumers.length > 1 ? 'pods' : 'pod';
  const message = `waiting for ${what} ${consumers.join(',')} to be scheduled`;
  return { type: 'Normal', reason: 'WaitForPodScheduled', message };
}
