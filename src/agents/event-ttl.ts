// Ends Kubernetes Events after their lifetime, as etcd's leases do for kube-apiserver's --event-ttl: events written within a
// minute share one lease, which is the key, and end together. Source: apiserver pkg/storage/etcd3/lease_manager.go.
import { latency } from '../control/latency.ts';
import { nobody, type Loop } from '../control/loop.ts';
import { events, leaseEndMs, leaseOf, type Event } from '../kinds/core/event.ts';
import { limits } from '../std/limits.ts';

export const eventTtl: Loop = {
  name: 'event-ttl',
  wakeMs: latency.eventLifetimeMs,
  observes: {
    'core/events': (_prev, next) => (next === undefined ? nobody : [leaseOf(next as Event)]),
  },
  run(lease, view) {
    const left = leaseEndMs(lease) + latency.eventLifetimeMs - view.now;
    if (left > 0) return { again: left };
    const ended = view.list<Event>('core/events', { index: ['lease', lease] });
    const writes = ended
      .slice(0, limits.writesPerEventMax)
      .map(
        (event) => ({ verb: 'delete', kind: events, object: event, why: 'its lifetime is over' }) as const,
      );
    return ended.length > writes.length ? { writes, again: 1 } : { writes };
  },
};
