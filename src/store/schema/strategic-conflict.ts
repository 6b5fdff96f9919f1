// Whether a strategic patch undoes what others changed meanwhile: what `kubectl apply --overwrite=false` asks. Source: apimachinery,
// pkg/util/strategicpatch MergingMapsHaveConflicts.
import { equal, type Json } from '../../std/draft.ts';
import { getOwn, setOwn } from '../../std/own.ts';
import type { Definitions, Schema } from './schema.ts';
import {
  directives,
  elementKind,
  goText,
  isMembers,
  itemPlace,
  mainStrategy,
  memberPlace,
  mergeKeyOf,
  valueKind,
  type Members,
  type Place,
} from './strategic-common.ts';
import { createTwoWayMergePatch, type PatchResult } from './strategic-diff.ts';
import { answer, type MergeFailure } from './strategic-merge.ts';

/**
 * @param lastApplied what the annotation says, `{}` when there is none
 * @returns what was changed since, where the patch says something else there; undefined where they agree
 */
export function conflictingChanges(
  definitions: Definitions,
  schema: Schema,
  lastApplied: Json,
  live: Json,
  patch: Json,
): PatchResult | undefined {
  const diff = createTwoWayMergePatch(definitions, schema, lastApplied, live);
  if ('error' in diff) return diff;
  const changed = { patch: withoutOrders(diff.patch) };
  const found: { readonly conflicts: boolean } | MergeFailure = answer(() => ({
    conflicts: membersConflict({ definitions, schema }, patch as Members, changed.patch as Members),
  }));
  if ('error' in found) return found;
  return found.conflicts ? changed : undefined;
}

/** What others changed, without the orders of lists: those were nobody's wish. */
function withoutOrders(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutOrders);
  if (!isMembers(value)) return value;
  const kept: { [key: string]: Json } = {};
  for (const [key, member] of Object.entries(value)) {
    if (!key.startsWith(`${directives.setElementOrder}/`)) setOwn(kept, key, withoutOrders(member as Json));
  }
  return kept;
}

function membersConflict(place: Place, left: Members, right: Members): boolean {
  return Object.keys(left).some((key) => {
    if (key === directives.patch || key === directives.retainKeys || !Object.hasOwn(right, key)) return false;
    const [mine, theirs] = [left[key], right[key]];
    if (Array.isArray(mine)) {
      if (!Array.isArray(theirs)) return true;
      // Orders of lists and their deletions are of no type of their own.
      if (key.startsWith('$')) return !equal(mine, theirs);
      const { place: item, meta } = itemPlace(place, key);
      return mainStrategy(meta) === 'merge'
        ? itemsConflict(item, mine, theirs, meta.mergeKey)
        : listsConflict(item, mine, theirs);
    }
    if (!isMembers(mine)) return !equal(mine, theirs);
    if (!isMembers(theirs)) return true;
    const { place: member, meta } = memberPlace(place, key);
    return structsConflict(member, mine, theirs, mainStrategy(meta) === 'replace');
  });
}

/** A directive is about all of an object: either both have the same or they conflict. */
function structsConflict(place: Place, left: Members, right: Members, replaces: boolean): boolean {
  if (getOwn(left, directives.patch) !== getOwn(right, directives.patch)) return true;
  return !replaces && membersConflict(place, left, right);
}

/** Values that are merged into a list never conflict, objects do by their key. */
function itemsConflict(place: Place, left: unknown[], right: unknown[], mergeKey: string): boolean {
  if (elementKind(left, right) !== 'map') return false;
  const others = new Map(right.map((item) => [goText(mergeKeyOf(item, mergeKey)), item as Members]));
  return left.some((item) => {
    const other = others.get(goText(mergeKeyOf(item, mergeKey)));
    return other !== undefined && structsConflict(place, item as Members, other, false);
  });
}

function listsConflict(place: Place, left: unknown[], right: unknown[]): boolean {
  if (left.length !== right.length) return true;
  if (left.length === 0) return false;
  const isOfObjects = elementKind(left, right) === 'map';
  const ordered = (list: unknown[]) =>
    isOfObjects ? list : list.toSorted((a, b) => (goText(a) < goText(b) ? -1 : 1));
  const others = ordered(right);
  return ordered(left).some((item, at) => {
    const other = others[at];
    if (valueKind(item) !== 'map') return !equal(item, other);
    return structsConflict(place, item as Members, other as Members, false);
  });
}
