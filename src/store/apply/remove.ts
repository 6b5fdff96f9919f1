// A value without the fields of a set, or with nothing but them. What loses its last part is null: it is there and says
// nothing, until whoever stores the object drops it. Source: structured-merge-diff, typed/remove.go.
import { setOwn } from '../../std/own.ts';
import { fieldElement } from './element.ts';
import { below, has, type FieldSet } from './field-set.ts';
import { memberType, type FieldType, type ListType, type MapType } from './field-type.ts';
import { itemElements } from './list-item.ts';
import { shapeOf, type Typed } from './typed.ts';
import { isEmptyMap, isList, isMap, memberNames } from './value.ts';

/** The value without the items and members that the set has; shares what it keeps. */
export function removeItems({ type, value }: Typed, set: FieldSet): unknown {
  return set.size === 0 ? value : pick(type, value, set, false);
}

/** Nothing but the items and members that the set has, with what leads to them. */
export function extractItems({ type, value }: Typed, set: FieldSet): unknown {
  return pick(type, value, set, true);
}

function pick(type: FieldType, value: unknown, set: FieldSet, extract: boolean): unknown {
  const shape = shapeOf(type, value);
  if (shape === 'map' && type.map !== undefined) return pickMembers(type.map, value, set, extract);
  if (shape === 'list' && type.list !== undefined) return pickItems(type.list, value, set, extract);
  return value;
}

function pickItems(type: ListType, value: unknown, set: FieldSet, extract: boolean): unknown {
  if (!isList(value)) return null;
  if (value.length === 0 || type.atomic) return extract ? value : null;
  const elements = itemElements(type, value);
  const kept: unknown[] = [];
  for (const [index, element] of elements.entries()) {
    const item = value[index];
    const isMember = element !== undefined && has(set, [element]);
    if (isMember && !extract) continue;
    const children = element === undefined ? undefined : set.get(element)?.children;
    if (extract && !isMember && children === undefined) continue;
    kept.push(children === undefined ? item : pick(type.items(), item, children, extract));
  }
  return kept.length === 0 ? null : kept;
}

function pickMembers(type: MapType, value: unknown, set: FieldSet, extract: boolean): unknown {
  if (!isMap(value)) return null;
  if (isEmptyMap(value) || type.atomic) return extract ? value : null;
  const kept: Record<string, unknown> = {};
  for (const name of memberNames(value)) {
    const element = fieldElement(name);
    const member = value[name];
    const itsType = memberType(type, name);
    if (itsType === undefined) continue;
    const node = set.get(element);
    if (node?.member === true) {
      if (extract) setOwn(kept, name, pick(itsType, member, below(set, element), true));
    } else if (node?.children !== undefined) {
      setOwn(kept, name, pick(itsType, member, node.children, extract));
    } else if (!extract) setOwn(kept, name, member);
  }
  return isEmptyMap(kept) ? null : kept;
}
