// The fields that a value states: every leaf, every list item, and the maps that are empty or that nobody's schema names.
// Source: structured-merge-diff, typed/tofieldset.go.
import { fieldElement, type Element } from './element.ts';
import { insert, type FieldSet, type FieldSetDraft } from './field-set.ts';
import { memberType, type FieldType, type ListType, type MapType } from './field-type.ts';
import { itemElements } from './list-item.ts';
import { shapeOf, type Typed } from './typed.ts';
import { isEmptyMap, isList, isMap, memberNames } from './value.ts';

/** The value must have passed `check`. */
export function toFieldSet({ type, value }: Typed): FieldSet {
  const set: FieldSetDraft = new Map();
  addValue(set, [], type, value);
  return set;
}

function addValue(set: FieldSetDraft, path: Element[], type: FieldType, value: unknown): void {
  const shape = shapeOf(type, value);
  if (shape === 'map' && type.map !== undefined) addMap(set, path, type.map, value);
  else if (shape === 'list' && type.list !== undefined) addList(set, path, type.list, value);
  else insert(set, path);
}

function addList(set: FieldSetDraft, path: Element[], type: ListType, value: unknown): void {
  if (type.atomic) return insert(set, path);
  if (!isList(value)) return;
  const elements = itemElements(type, value);
  const counts = new Map<Element, number>();
  for (const element of elements) {
    if (element !== undefined) counts.set(element, (counts.get(element) ?? 0) + 1);
  }
  for (const [index, element] of elements.entries()) {
    if (element === undefined) continue;
    path.push(element);
    // What is there twice is owned as a whole: nothing says whose part is which.
    if (counts.get(element) === 1) addValue(set, path, type.items(), value[index]);
    insert(set, path);
    path.pop();
  }
}

function addMap(set: FieldSetDraft, path: Element[], type: MapType, value: unknown): void {
  if (type.atomic) return insert(set, path);
  if (!isMap(value)) return;
  for (const name of memberNames(value)) {
    const member = value[name];
    const itsType = memberType(type, name);
    if (itsType === undefined) continue;
    path.push(fieldElement(name));
    addValue(set, path, itsType, member);
    if (type.field(name) === undefined || isEmpty(member)) insert(set, path);
    path.pop();
  }
}

function isEmpty(value: unknown): boolean {
  return value === null || (isMap(value) && isEmptyMap(value));
}
