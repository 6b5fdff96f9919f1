// The world as it was at a moment, as far as what is there now tells: what was made later was not there yet. What has been
// removed since is not seen, and what has changed is seen as it is.
import { parseTime } from '../../std/time.ts';
import type { StoredObject } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';

/** When an object was made; asked again and again by a script that goes on asking the world. */
const made = new WeakMap<StoredObject, number>();

function madeAt(object: StoredObject): number {
  let at = made.get(object);
  if (at === undefined) {
    at = parseTime(object.metadata.creationTimestamp ?? '') ?? 0;
    made.set(object, at);
  }
  return at;
}

export function asOf(view: ReadView, now: number): ReadView {
  const wasThere = (object: StoredObject): boolean => madeAt(object) <= now;
  const seen = <T extends StoredObject>(object: T | undefined): T | undefined =>
    object !== undefined && wasThere(object) ? object : undefined;
  return {
    scope: view.scope,
    now,
    kinds: view.kinds,
    served: view.served,
    get: <T extends StoredObject>(kind: string, name: string, namespace?: string) =>
      seen(view.get<T>(kind, name, namespace)),
    at: <T extends StoredObject>(kind: string, key: string) => seen(view.at<T>(kind, key)),
    list: <T extends StoredObject>(kind: string, by?: Parameters<ReadView['list']>[1]) =>
      view.list<T>(kind, by).filter(wasThere),
    count: (kind, by) => view.list(kind, by).filter(wasThere).length,
    in: (scope) => asOf(view.in(scope), now),
  };
}
