// A configuration laid over an object: leaves of the configuration win, items of associative lists and members of maps
// come together, nothing goes. Lists keep the object's order until the configuration has another one.
// Source: structured-merge-diff, typed/merge.go.
import { setOwn } from '../../std/own.ts';
import type { Element } from './element.ts';
import { memberType, type FieldType, type ListType, type MapType } from './field-type.ts';
import { itemElements } from './list-item.ts';
import { shapeOf } from './typed.ts';
import { isEmptyMap, isList, isMap, memberNames, type Members } from './value.ts';

/**
 * The merged value, undefined where nothing is left of it; shares what it keeps with the two. Both must have passed `check`,
 * the object may have items twice.
 */
export function merge(type: FieldType, object: unknown, configuration: unknown): unknown {
  const value = configuration === undefined ? object : configuration;
  const shape = shapeOf(type, value);
  if (shape === 'map' && type.map !== undefined) return mergeMaps(type.map, object, configuration);
  if (shape === 'list' && type.list !== undefined) return mergeLists(type.list, object, configuration);
  return value;
}

function mergeMaps(type: MapType, object: unknown, configuration: unknown): unknown {
  if (configuration === undefined) return object;
  const left = isMap(object) ? object : {};
  const right = isMap(configuration) ? configuration : {};
  const mine = memberNames(left);
  const theirs = memberNames(right);
  // Two that say nothing are a leaf: whether null or empty is a difference.
  if (type.atomic || mine.length + theirs.length === 0) return configuration;
  const merged: Record<string, unknown> = {};
  for (const name of mine) mergeMember(merged, type, name, left, right);
  for (const name of theirs) {
    if (!Object.hasOwn(merged, name)) mergeMember(merged, type, name, left, right);
  }
  return isEmptyMap(merged) ? undefined : merged;
}

function mergeMember(
  merged: Record<string, unknown>,
  type: MapType,
  name: string,
  left: Members,
  right: Members,
): void {
  const mine = Object.hasOwn(left, name) ? left[name] : undefined;
  const theirs = Object.hasOwn(right, name) ? right[name] : undefined;
  const itsType = memberType(type, name);
  if (itsType === undefined) return;
  const value = theirs === undefined ? mine : merge(itsType, mine, theirs);
  if (value !== undefined) setOwn(merged, name, value);
}

function mergeLists(type: ListType, object: unknown, configuration: unknown): unknown {
  if (configuration === undefined) return object;
  const left = isList(object) ? object : [];
  const right = isList(configuration) ? configuration : [];
  if (type.atomic || left.length + right.length === 0) return configuration;
  return right.length === 0 ? left : mergeItems(type, left, right);
}

/** What a list holds under each step; a step that stands there twice has null, for nothing merges with both. */
function byElement(
  elements: readonly (Element | undefined)[],
  items: readonly unknown[],
): Map<Element, unknown> {
  const found = new Map<Element, unknown>();
  for (const [index, element] of elements.entries()) {
    if (element !== undefined) found.set(element, found.has(element) ? null : items[index]);
  }
  return found;
}

/**
 * Both lists are walked side by side. Items of the object alone stay where they are; shared ones come in the order of the
 * configuration, as late as that order asks; those of the configuration alone follow the one they follow there.
 */
function mergeItems(type: ListType, left: readonly unknown[], right: readonly unknown[]): readonly unknown[] {
  const mine = itemElements(type, left);
  const theirs = itemElements(type, right);
  const ofMine = byElement(mine, left);
  const ofTheirs = byElement(theirs, right);
  const shared = theirs.filter((element) => element !== undefined && ofMine.has(element));
  const done = new Set<Element | undefined>();
  const merged: unknown[] = [];
  let [l, r, s] = [0, 0, 0];

  const take = (element: Element | undefined): void => {
    if (element === undefined) return;
    done.add(element);
    const item = merge(type.items(), ofMine.get(element), ofTheirs.get(element));
    if (item !== undefined) merged.push(item);
  };

  while (l < mine.length || r < theirs.length) {
    const here = mine[l];
    const isShared = here !== undefined && ofTheirs.has(here);
    if (l < mine.length && r < theirs.length) {
      if (here === theirs[r]) {
        take(here);
        l++;
        r++;
        s++;
        continue;
      }
      if (isShared && s < shared.length && shared[s] !== here) {
        l++;
        continue;
      }
    }
    if (l < mine.length) {
      if (!isShared) {
        merged.push(left[l]);
        l++;
        continue;
      }
      if (done.has(here)) l++;
    }
    if (r < theirs.length) {
      take(theirs[r]);
      r++;
    }
  }
  return merged;
}
