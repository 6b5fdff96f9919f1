// Strategic merge patch: merges by the merge keys of the schema and obeys the four directives ($patch, $retainKeys,
// $setElementOrder/x, $deleteFromPrimitiveList/x), with Kubernetes' own results and refusals. Holds: original and patch
// are not changed. Deliberately absent: CRDs, which Kubernetes refuses this patch type for.
import { copy, equal, type Json } from '../../std/draft.ts';
import { setOwn } from '../../std/own.ts';
import type { Definitions, Schema } from './schema.ts';
import {
  directives,
  elementKind,
  isMembers,
  itemPlace,
  mainStrategy,
  memberPlace,
  membersOf,
  mergeKeyOf,
  PatchTrouble,
  trouble,
  goText,
  type Members,
  type PatchStatus,
  type Place,
} from './strategic-common.ts';
import {
  checkAgainstOrder,
  discardNulls,
  isParallelList,
  obeyItemDirectives,
  orderLeftBehind,
  parallelKey,
  placeOf,
  withoutDirectives,
} from './strategic-directives.ts';
import { ordered } from './strategic-order.ts';

export interface MergeFailure {
  readonly error: string;
  /** 400 and 422 where the API server answers so; its other refusals of patches are internal errors. */
  readonly status: PatchStatus;
}

/** How directives are treated when a patch is merged into an object (the server) or into another patch (a client). */
export interface MergeMode {
  /** Obey parallel lists and $retainKeys; else carry them over into the result. */
  readonly obey: boolean;
  /** Nulls for members that are not there vanish; else they are kept. */
  readonly dropNulls: boolean;
}

const INTO_OBJECT: MergeMode = { obey: true, dropNulls: true };

/**
 * The object that the patch makes of the original.
 * @param schema the kind's definition, or a reference to it
 */
export function strategicMerge(
  definitions: Definitions,
  schema: Schema,
  original: Json,
  patch: Json,
): { readonly value: Json } | MergeFailure {
  return answer(() => {
    if (!isMembers(original) || !isMembers(patch)) throw trouble.badDocument();
    const place = { definitions, schema };
    return { value: mergeMembers(place, mutable(original), mutable(patch), INTO_OBJECT) as Json };
  });
}

/** A deep copy to work in. */
export function mutable(members: Members): Members {
  return copy<unknown>(members) as Members;
}

/** Runs the work; a PatchTrouble becomes a value, everything else is a bug and passes. */
export function answer<T>(work: () => T): T | MergeFailure {
  try {
    return work();
  } catch (error) {
    if (error instanceof PatchTrouble) return { error: error.message, status: error.status };
    throw error;
  }
}

/** Merges the patch into the original and returns the result; both are used up. */
export function mergeMembers(place: Place, original: Members, patch: Members, mode: MergeMode): Members {
  if (Object.hasOwn(patch, directives.patch)) return obeyPatchDirective(patch);
  retainKeys(original, patch, mode);
  mergeOrderedLists(place, original, patch, mode);
  for (const key of Object.keys(patch)) {
    if (isParallelList(key, directives.deleteFromPrimitiveList)) {
      if (mode.obey) deleteFromList(place, original, key, patch[key]);
      else setOwn(original, key, patch[key]);
    } else mergeMember(place, original, key, patch[key], mode);
  }
  return original;
}

function obeyPatchDirective(patch: Members): Members {
  const directive = patch[directives.patch];
  if (directive === 'delete') return {};
  if (directive !== 'replace') throw trouble.unknownDirective(directive, patch);
  delete patch[directives.patch];
  return patch;
}

/** $retainKeys: clears what it does not list; the patch may not set what it does not list. */
function retainKeys(original: Members, patch: Members, mode: MergeMode): void {
  if (!Object.hasOwn(patch, directives.retainKeys)) return;
  const listed = patch[directives.retainKeys];
  delete patch[directives.retainKeys];
  if (!mode.obey) {
    if (!Object.hasOwn(original, directives.retainKeys)) original[directives.retainKeys] = listed;
    else if (!equal(original[directives.retainKeys], listed)) {
      const both = `${goText(original[directives.retainKeys])} and ${goText(listed)}`;
      throw new PatchTrouble(
        `${both} are not deep equal: this may happen when calculating the 3-way diff patch`,
      );
    }
    return;
  }
  if (!Array.isArray(listed)) throw trouble.badRetainKeys();
  const kept = new Set<unknown>(listed);
  for (const key of Object.keys(patch)) {
    const isParallel =
      isParallelList(key, directives.deleteFromPrimitiveList) ||
      isParallelList(key, directives.setElementOrder);
    if (patch[key] !== null && !isParallel && !kept.has(key)) throw trouble.badRetainKeys();
  }
  for (const key of Object.keys(original)) if (!kept.has(key)) delete original[key];
}

/** Merges the lists that come with a $setElementOrder and takes both out of the patch. */
function mergeOrderedLists(place: Place, original: Members, patch: Members, mode: MergeMode): void {
  for (const key of Object.keys(patch)) {
    if (!isParallelList(key, directives.setElementOrder)) continue;
    const order = patch[key];
    if (!mode.obey) {
      if (!Object.hasOwn(original, key)) original[key] = order;
      else if (!equal(original[key], order)) throw trouble.badElementOrder();
    }
    delete patch[key];
    if (!Array.isArray(order)) throw trouble.badType('list', order);
    mergeOrderedList(place, original, patch, parallelKey(key, directives.setElementOrder), order, mode);
  }
}

function mergeOrderedList(
  place: Place,
  original: Members,
  patch: Members,
  key: string,
  order: readonly unknown[],
  mode: MergeMode,
): void {
  const live = ownList(original, key);
  const patched = ownList(patch, key);
  const { place: item, meta } = itemPlace(place, key);
  checkAgainstOrder(patched ?? [], order, meta.mergeKey);
  if (live === undefined && patched === undefined) return;
  // Merging changes items in place, but kind and order are those of before.
  const liveBefore = [...(live ?? [])];
  const kind = elementKind(liveBefore, patched ?? []);
  let merged: unknown[];
  let liveOrder: readonly unknown[] = liveBefore;
  if (patched === undefined) merged = live ?? [];
  else if (live === undefined) merged = patched.flatMap(withoutDirectives);
  else {
    const isMerged = mainStrategy(meta) === 'merge' && kind === 'map';
    if (isMerged) liveOrder = orderLeftBehind(liveBefore, patched, meta.mergeKey);
    merged = mergeLists(item, live, patched, mainStrategy(meta), meta.mergeKey, mode);
  }
  setOwn(original, key, ordered(merged, order, liveOrder, meta.mergeKey, kind));
  delete patch[key];
}

function ownList(members: Members, key: string): unknown[] | undefined {
  if (!Object.hasOwn(members, key)) return undefined;
  const list = members[key];
  if (!Array.isArray(list)) throw trouble.badType('list', list);
  return list;
}

function deleteFromList(place: Place, original: Members, key: string, removed: unknown): void {
  const listKey = parallelKey(key, directives.deleteFromPrimitiveList);
  if (removed === null) {
    delete original[listKey];
    return;
  }
  const live = Object.hasOwn(original, listKey) ? original[listKey] : undefined;
  if (!Array.isArray(live) || !Array.isArray(removed)) return;
  const { place: item, meta } = itemPlace(place, listKey);
  if (live.length === 0 && removed.length === 0) return;
  if (elementKind(live, removed) === 'map') {
    const merged = mergeListsOfMaps(item, live, removed, meta.mergeKey, INTO_OBJECT);
    setOwn(original, listKey, merged);
  } else {
    const gone = new Set<unknown>(removed);
    setOwn(
      original,
      listKey,
      live.filter((value: unknown) => !gone.has(value)),
    );
  }
}

function mergeMember(place: Place, original: Members, key: string, value: unknown, mode: MergeMode): void {
  if (value === null) {
    delete original[key];
    if (mode.dropNulls) return;
  }
  const live = Object.hasOwn(original, key) ? original[key] : undefined;
  if (isMembers(live) && isMembers(value)) {
    const { place: member, meta } = memberPlace(place, key);
    const merged = mainStrategy(meta) === 'replace' ? value : mergeMembers(member, live, value, mode);
    setOwn(original, key, merged);
  } else if (Array.isArray(live) && Array.isArray(value)) {
    const { place: item, meta } = itemPlace(place, key);
    setOwn(original, key, mergeLists(item, live, value, mainStrategy(meta), meta.mergeKey, mode));
  } else {
    if (mode.dropNulls) discardNulls(value);
    const kept = withoutDirectives(value);
    if (kept.length === 0) delete original[key];
    else setOwn(original, key, kept[0]);
  }
}

function mergeLists(
  item: Place,
  live: unknown[],
  patched: unknown[],
  strategy: string,
  mergeKey: string,
  mode: MergeMode,
): unknown[] {
  if (strategy !== 'merge') return patched;
  if (live.length === 0 && patched.length === 0) return live;
  const kind = elementKind(live, patched);
  if (kind === 'map') return mergeListsOfMaps(item, live, patched, mergeKey, mode);
  const merged = [...new Set([...live, ...patched])];
  return ordered(merged, patched, live, mergeKey, kind);
}

function mergeListsOfMaps(
  item: Place,
  live: readonly unknown[],
  patched: readonly unknown[],
  mergeKey: string,
  mode: MergeMode,
): unknown[] {
  if (mergeKey === '') throw new PatchTrouble('cannot merge lists without merge key for struct');
  const { kept, additions } = obeyItemDirectives(live, patched, mergeKey);
  const merged = [...kept];
  for (const addition of additions) {
    const key = mergeKeyOf(addition, mergeKey);
    const at = placeOf(merged, mergeKey, key);
    if (at < 0) merged.push(addition);
    else merged[at] = mergeMembers(item, membersOf(merged[at]), membersOf(addition), mode);
  }
  return ordered(merged, additions, kept, mergeKey, 'map');
}
