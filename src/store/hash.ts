// The state hash's share of the store: every object's hash in key order. An object's hash is kept by its frozen identity,
// so hashing again costs only what changed.
import { canonicalJson } from '../std/canonical-json.ts';
import { hash128, type Hash128 } from '../std/hash.ts';
import type { StoredObject } from './object.ts';
import type { Store } from './store.ts';

const known = new WeakMap<StoredObject, string>();

export function hashOf(object: StoredObject): string {
  const cached = known.get(object);
  if (cached !== undefined) return cached;
  const hash = hash128(canonicalJson(object));
  known.set(object, hash);
  return hash;
}

export function hashStore(store: Store, into: Hash128): void {
  for (const scope of store.scopes) {
    into.update(`${scope.name} ${scope.revision}\n`);
    for (const [kind, collection] of scope.collections()) {
      // One text for all of a kind: an update costs more than the bytes that it adds.
      into.update(
        collection
          .list()
          .map((object) => `${kind} ${hashOf(object)}\n`)
          .join(''),
      );
    }
  }
}
