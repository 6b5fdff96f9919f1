// Makes strategic merge patches as kubectl does: between two objects (edit, diff), and for apply between what was last
// applied, what is wanted and what is live. Holds: applying the patch to the live object gives what is wanted and keeps
// what others set.
import { equal, type Json } from '../../std/draft.ts';
import { setOwn } from '../../std/own.ts';
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
  membersOf,
  PatchTrouble,
  trouble,
  valueKind,
  type Members,
  type Place,
} from './strategic-common.ts';
import { answer, mergeMembers, mutable, type MergeFailure } from './strategic-merge.ts';
import { inOrderOf } from './strategic-order.ts';

interface DiffOptions {
  readonly ignoreChanges: boolean;
  readonly ignoreDeletions: boolean;
  /** The struct at this place wants to be told which members remain. */
  readonly retainKeys: boolean;
}

export type PatchResult = { readonly patch: Json } | MergeFailure;

/** The patch that turns the original into the modified object. */
export function createTwoWayMergePatch(
  definitions: Definitions,
  schema: Schema,
  original: Json,
  modified: Json,
): PatchResult {
  return answer(() => {
    const place = { definitions, schema };
    const options = { ignoreChanges: false, ignoreDeletions: false, retainKeys: false };
    const patch = diffMembers(place, mutable(document(original)), mutable(document(modified)), options);
    return { patch: patch as Json };
  });
}

/**
 * The patch of `kubectl apply`: what differs between the live and the modified object, without deletions, and the
 * deletions between what was last applied and the modified object.
 * @param lastApplied the annotation's content, `{}` when there is none
 * @returns a failure also when kind, apiVersion or name would change
 */
export function createThreeWayMergePatch(
  definitions: Definitions,
  schema: Schema,
  lastApplied: Json,
  modified: Json,
  live: Json,
): PatchResult {
  return answer(() => {
    const place = { definitions, schema };
    const wanted = () => mutable(document(modified));
    const deletionsOnly = { ignoreChanges: true, ignoreDeletions: false, retainKeys: false };
    const changesOnly = { ignoreChanges: false, ignoreDeletions: true, retainKeys: false };
    const changes = diffMembers(place, mutable(document(live)), wanted(), changesOnly);
    const deletions = diffMembers(place, mutable(document(lastApplied)), wanted(), deletionsOnly);
    const patch = mergeMembers(place, deletions, changes, { obey: false, dropNulls: false });
    const metadata = patch['metadata'];
    const changesIdentity =
      Object.hasOwn(patch, 'apiVersion') ||
      Object.hasOwn(patch, 'kind') ||
      (isMembers(metadata) && Object.hasOwn(metadata, 'name'));
    if (changesIdentity) throw new PatchTrouble(`precondition failed for: ${goText(patch)}`);
    return { patch: patch as Json };
  });
}

function document(value: Json): Members {
  if (!isMembers(value)) throw trouble.badDocument();
  return value;
}

function diffMembers(place: Place, original: Members, modified: Members, options: DiffOptions): Members {
  const patch: Members = {};
  const retained: string[] = [];
  for (const key of Object.keys(modified)) {
    const wanted = modified[key];
    if (options.retainKeys && wanted !== null) retained.push(key);
    const before = Object.hasOwn(original, key) ? original[key] : undefined;
    if (before === undefined || valueKind(before) !== valueKind(wanted)) {
      if (!options.ignoreChanges) setOwn(patch, key, wanted);
    } else if (key === directives.patch) {
      if (before !== wanted) patch[key] = wanted;
    } else if (isMembers(before)) {
      diffStruct(place, patch, key, before, wanted as Members, options);
    } else if (Array.isArray(before)) {
      diffList(place, patch, key, before, wanted as unknown[], options);
    } else if (!options.ignoreChanges && before !== wanted) setOwn(patch, key, wanted);
  }
  const isGone = (key: string) => !Object.hasOwn(modified, key);
  const gone = Object.keys(original).filter(isGone);
  if (!options.ignoreDeletions) for (const key of gone) setOwn(patch, key, null);
  if (retained.length > 0 && (Object.keys(patch).length > 0 || hasRemovals(original, modified))) {
    patch[directives.retainKeys] = retained.sort();
  }
  return patch;
}

/** Whether something of the original has to go, beside nulls. */
function hasRemovals(original: Members, modified: Members): boolean {
  return Object.keys(original).some((key) => original[key] !== null && !Object.hasOwn(modified, key));
}

function diffStruct(
  place: Place,
  patch: Members,
  key: string,
  before: Members,
  wanted: Members,
  options: DiffOptions,
): void {
  // A member that the schema does not know matters only when it changed.
  if (equal(before, wanted) && !isKnown(() => memberPlace(place, key))) return;
  const { place: member, meta } = memberPlace(place, key);
  const retainKeys = meta.strategies.includes('retainKeys');
  if (mainStrategy(meta) === 'replace') {
    if (!options.ignoreChanges) setOwn(patch, key, wanted);
    return;
  }
  const inner = diffMembers(member, before, wanted, { ...options, retainKeys });
  if (Object.keys(inner).length > 0) setOwn(patch, key, inner);
}

function isKnown(look: () => unknown): boolean {
  return !('error' in answer(() => ({ found: look() })));
}

function diffList(
  place: Place,
  patch: Members,
  key: string,
  before: unknown[],
  wanted: unknown[],
  options: DiffOptions,
): void {
  if (equal(before, wanted) && !isKnown(() => itemPlace(place, key))) return;
  const { place: item, meta } = itemPlace(place, key);
  if (mainStrategy(meta) !== 'merge') {
    if (!options.ignoreChanges && !equal(before, wanted)) setOwn(patch, key, wanted);
    return;
  }
  if (before.length === 0) {
    if (wanted.length > 0 && !options.ignoreChanges) setOwn(patch, key, wanted);
    return;
  }
  const itemOptions = { ...options, retainKeys: meta.strategies.includes('retainKeys') };
  const kind = elementKind(before, wanted);
  const list =
    kind === 'map'
      ? diffItems(item, before, wanted, meta.mergeKey, itemOptions)
      : diffScalars(before, wanted, itemOptions);
  if (list.items.length > 0) setOwn(patch, key, list.items);
  if (list.deleted.length > 0) patch[`${directives.deleteFromPrimitiveList}/${key}`] = list.deleted;
  if (list.order.length > 0) patch[`${directives.setElementOrder}/${key}`] = list.order;
}

interface ListDiff {
  readonly items: readonly unknown[];
  readonly deleted: readonly unknown[];
  readonly order: readonly unknown[];
}

function diffItems(
  place: Place,
  before: readonly unknown[],
  wanted: readonly unknown[],
  mergeKey: string,
  options: DiffOptions,
): ListDiff {
  const keyText = (item: unknown) => goText(mergeKeyOf(item, mergeKey));
  const live = sortedBy(before, keyText);
  const changed: unknown[] = [];
  const deleted: unknown[] = [];
  let next = 0;
  const dropUntil = (isPast: (key: string) => boolean) => {
    for (; next < live.length && !isPast(keyText(live[next])); next++) {
      const removed = { [mergeKey]: mergeKeyOf(live[next], mergeKey), [directives.patch]: 'delete' };
      if (!options.ignoreDeletions) deleted.push(removed);
    }
  };
  for (const item of sortedBy(wanted, keyText)) {
    const key = keyText(item);
    dropUntil((other) => other >= key);
    if (next < live.length && keyText(live[next]) === key) {
      const inner = diffMembers(place, membersOf(live[next]), membersOf(item), options);
      next++;
      if (Object.keys(inner).length > 0) changed.push({ ...inner, [mergeKey]: mergeKeyOf(item, mergeKey) });
    } else if (!options.ignoreChanges) changed.push(item);
  }
  dropUntil(() => false);
  const items = [...inOrderOf(changed, wanted, mergeKey, 'map'), ...deleted];
  const isSameOrder =
    before.length === wanted.length &&
    wanted.every((item, index) => mergeKeyOf(before[index], mergeKey) === mergeKeyOf(item, mergeKey));
  const needsOrder = options.ignoreChanges ? items.length > 0 : items.length > 0 || !isSameOrder;
  const order = wanted.map((item) => ({ [mergeKey]: mergeKeyOf(item, mergeKey) }));
  return { items, deleted: [], order: needsOrder ? order : [] };
}

function diffScalars(before: readonly unknown[], wanted: readonly unknown[], options: DiffOptions): ListDiff {
  const without = (list: readonly unknown[], others: readonly unknown[]) =>
    sortedBy(
      [...new Set(list)].filter((value) => !others.includes(value)),
      goText,
    );
  const added = options.ignoreChanges ? [] : without(wanted, before);
  const deleted = options.ignoreDeletions ? [] : without(before, wanted);
  // kubectl compares with the sorted list, so it states an order that is not the sorted one even when nothing changed.
  const isSame = equal(sortedBy(before, goText), wanted);
  const needsOrder = deleted.length > 0 || (!options.ignoreChanges && !isSame);
  return { items: inOrderOf(added, wanted, '', 'string'), deleted, order: needsOrder ? wanted : [] };
}

/** Sorted by code units, as Go sorts its strings' bytes, equal ones in their old order. */
function sortedBy(items: readonly unknown[], textOf: (item: unknown) => string): unknown[] {
  const texts = items.map((item, index) => ({ item, index, text: textOf(item) }));
  texts.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : a.index - b.index));
  return texts.map(({ item }) => item);
}
