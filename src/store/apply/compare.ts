// What an object's new version added, changed and removed, field by field as its type tells them apart.
// Source: structured-merge-diff, typed/compare.go.
import { equal } from '../../std/draft.ts';
import { fieldElement, type Element } from './element.ts';
import { insert, type FieldSet, type FieldSetDraft } from './field-set.ts';
import { memberType, type FieldType, type ListType, type MapType } from './field-type.ts';
import { itemElement } from './list-item.ts';
import { shapeOf, type Shape } from './typed.ts';
import { isList, isMap, memberNames } from './value.ts';

/** An item that becomes one of two of its kind, or one again, is both removed and added. */
export interface Comparison {
  readonly added: FieldSet;
  readonly modified: FieldSet;
  readonly removed: FieldSet;
}

interface Comparing {
  readonly path: Element[];
  readonly added: FieldSetDraft;
  readonly modified: FieldSetDraft;
  readonly removed: FieldSetDraft;
}

/** Both values must have passed `check`; either may have list items twice. */
export function compare(type: FieldType, before: unknown, after: unknown): Comparison {
  const comparing: Comparing = { path: [], added: new Map(), modified: new Map(), removed: new Map() };
  compareValue(comparing, type, before, after);
  const { added, modified, removed } = comparing;
  return { added, modified, removed };
}

function compareValue(comparing: Comparing, type: FieldType, before: unknown, after: unknown): void {
  if (before === after && before !== undefined) return;
  const [was, is] = [shapeOf(type, before), shapeOf(type, after)];
  let leaf: boolean;
  if (after === undefined) leaf = compareShape(comparing, type, was, before, after);
  else {
    // A place that may hold anything and now holds another shape: what was there is told by its own shape first.
    if (before !== undefined && was !== is) compareShape(comparing, type, was, before, after);
    leaf = compareShape(comparing, type, is, before, after);
  }
  if (leaf) return;
  if (before === undefined) insert(comparing.added, comparing.path);
  else if (after === undefined) insert(comparing.removed, comparing.path);
}

/** True where the value was told as one, false where it was told part by part. */
function compareShape(
  comparing: Comparing,
  type: FieldType,
  shape: Shape,
  before: unknown,
  after: unknown,
): boolean {
  if (shape === 'map' && type.map !== undefined) return compareMaps(comparing, type.map, before, after);
  if (shape === 'list' && type.list !== undefined) return compareLists(comparing, type.list, before, after);
  return compareLeaf(comparing, before, after);
}

function compareLeaf({ path, added, modified, removed }: Comparing, before: unknown, after: unknown): true {
  if (before === undefined) insert(added, path);
  else if (after === undefined) insert(removed, path);
  else if (!equal(before, after)) insert(modified, path);
  return true;
}

function compareMaps(comparing: Comparing, type: MapType, before: unknown, after: unknown): boolean {
  const left = isMap(before) ? before : {};
  const right = isMap(after) ? after : {};
  const names = memberNames(left);
  const others = memberNames(right);
  if (type.atomic || (names.length === 0 && others.length === 0)) {
    return compareLeaf(comparing, before, after);
  }
  for (const name of names) {
    compareMember(comparing, type, name, left[name], Object.hasOwn(right, name) ? right[name] : undefined);
  }
  for (const name of others) {
    const isNew = !Object.hasOwn(left, name) || left[name] === undefined;
    if (isNew) compareMember(comparing, type, name, undefined, right[name]);
  }
  return false;
}

function compareMember(
  comparing: Comparing,
  type: MapType,
  name: string,
  before: unknown,
  after: unknown,
): void {
  const itsType = memberType(type, name);
  if (itsType === undefined || before === after) return;
  comparing.path.push(fieldElement(name));
  compareValue(comparing, itsType, before, after);
  comparing.path.pop();
}

type Items = Map<Element, unknown[]>;

/** The items under each step, in the list's order. */
function itemsOf(type: ListType, items: readonly unknown[]): Items {
  const found: Items = new Map();
  for (const item of items) {
    const element = itemElement(type, item);
    if (typeof element !== 'string') continue;
    const twins = found.get(element);
    if (twins === undefined) found.set(element, [item]);
    else twins.push(item);
  }
  return found;
}

function compareLists(comparing: Comparing, type: ListType, before: unknown, after: unknown): boolean {
  const left = isList(before) ? before : [];
  const right = isList(after) ? after : [];
  if (type.atomic || (left.length === 0 && right.length === 0)) return compareLeaf(comparing, before, after);
  const was = itemsOf(type, left);
  const is = itemsOf(type, right);
  for (const [element, items] of was) compareItems(comparing, type, element, items, is.get(element) ?? []);
  for (const [element, items] of is) {
    if (!was.has(element)) compareItems(comparing, type, element, [], items);
  }
  return false;
}

/** What stands in a list twice is owned as a whole, so that becoming or ceasing to be two is told of the item itself. */
function compareItems(
  comparing: Comparing,
  type: ListType,
  element: Element,
  before: readonly unknown[],
  after: readonly unknown[],
): void {
  comparing.path.push(element);
  if (before.length <= 1 && after.length <= 1) {
    compareValue(comparing, type.items(), before[0], after[0]);
  } else if (before.length >= 2 && after.length >= 2) {
    if (!equal(before, after)) insert(comparing.modified, comparing.path);
  } else if (before.length >= 2) {
    if (after.length > 0) compareValue(comparing, type.items(), undefined, after[0]);
    insert(comparing.removed, comparing.path);
  } else {
    if (before.length > 0) compareValue(comparing, type.items(), before[0], undefined);
    insert(comparing.added, comparing.path);
  }
  comparing.path.pop();
}
