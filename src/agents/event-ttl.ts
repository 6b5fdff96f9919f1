// Ends Kubernetes Events after their lifetime, as etcd's lease does for kube-apiserver's --event-ttl.
import { latency } from '../control/latency.ts';
import type { Loop } from '../control/loop.ts';
import { events, lastSaid, type Event } from '../kinds/core/event.ts';
import { keyOfObject, splitKey } from '../store/object.ts';

export const eventTtl: Loop = {
  name: 'event-ttl',
  wakeMs: latency.eventLifetimeMs,
  observes: {
    'core/events': (prev, next) => (prev === undefined && next !== undefined ? [keyOfObject(next)] : []),
  },
  run(key, view) {
    const { namespace, name } = splitKey(key);
    const event = view.get<Event>('core/events', name, namespace);
    if (event === undefined) return undefined;
    const left = lastSaid(event) + latency.eventLifetimeMs - view.now;
    if (left > 0) return { again: left };
    return { writes: [{ verb: 'delete', kind: events, object: event, why: 'its lifetime is over' }] };
  },
};
