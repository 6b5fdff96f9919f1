// The order of a merged list. The items that the patch names stand as its `$setElementOrder` (or the patch itself) says;
// the server's other items keep their order and are worked in where the two orders allow.
import { mergeKeyOf, membersOf, directives, type Members, type ValueKind } from './strategic-common.ts';

/** Where the item stands in the list, by merge key or by value; -1 when it does not. */
function placeIn(list: readonly unknown[], item: unknown, mergeKey: string, kind: ValueKind): number {
  if (kind !== 'map') return list.indexOf(item);
  const key = (item as Members)[mergeKey];
  return list.findIndex((other) => (other as Members)[mergeKey] === key);
}

/**
 * The items in the order of another list; items with `$patch: delete` at the end, items that the order does not know
 * behind those it knows. Throws where an item has no merge key.
 */
export function inOrderOf(
  items: readonly unknown[],
  order: readonly unknown[],
  mergeKey: string,
  kind: ValueKind,
): unknown[] {
  let kept = [...items];
  let deletions: unknown[] = [];
  if (kind === 'map') {
    for (const item of [...items, ...order]) mergeKeyOf(item, mergeKey);
    const isDeletion = (item: unknown) => membersOf(item)[directives.patch] === 'delete';
    deletions = kept.filter(isDeletion);
    kept = kept.filter((item) => !isDeletion(item));
  }
  const places = new Map<unknown, number>();
  for (const item of kept) {
    const place = placeIn(order, item, mergeKey, kind);
    places.set(item, place < 0 ? order.length : place);
  }
  kept.sort((left, right) => (places.get(left) ?? 0) - (places.get(right) ?? 0));
  return [...kept, ...deletions];
}

/** Merges the server's own items into the patch's; both orders are kept, the live order decides between them. */
function interleave(
  serverOnly: readonly unknown[],
  fromPatch: readonly unknown[],
  serverOrder: readonly unknown[],
  mergeKey: string,
  kind: ValueKind,
): unknown[] {
  const merged: unknown[] = [];
  let left = 0;
  for (const item of fromPatch) {
    const place = placeIn(serverOrder, item, mergeKey, kind);
    while (left < serverOnly.length) {
      const ownPlace = placeIn(serverOrder, serverOnly[left], mergeKey, kind);
      if (place < 0 || ownPlace < 0 || ownPlace >= place) break;
      merged.push(serverOnly[left++]);
    }
    merged.push(item);
  }
  return [...merged, ...serverOnly.slice(left)];
}

/** Puts a merged list in order: `named` is the order of the patch, `live` the order that the server had. */
export function ordered(
  merged: readonly unknown[],
  named: readonly unknown[],
  live: readonly unknown[],
  mergeKey: string,
  kind: ValueKind,
): unknown[] {
  const keyOf = (item: unknown) => (mergeKey === '' ? item : mergeKeyOf(item, mergeKey));
  const inPatch = new Set(named.map((item) => (mergeKey === '' ? item : membersOf(item)[mergeKey])));
  const fromPatch = merged.filter((item) => inPatch.has(keyOf(item)));
  const serverOnly = merged.filter((item) => !inPatch.has(keyOf(item)));
  return interleave(
    inOrderOf(serverOnly, live, mergeKey, kind),
    inOrderOf(fromPatch, named, mergeKey, kind),
    live,
    mergeKey,
    kind,
  );
}
