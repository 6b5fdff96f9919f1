// Whether a value is of its type: shapes, scalars, members that the schema has, list items that can be told apart.
// Deliberately absent: what validation says (enums, ranges, required fields). Source: structured-merge-diff, typed/validate.go.
import { quoteGo } from '../../std/go-quote.ts';
import { goText } from '../schema/strategic-common.ts';
import { fieldElement, indexElement, showElement, type Element } from './element.ts';
import { memberType, type FieldType, type ListType, type MapType, type ScalarType } from './field-type.ts';
import { itemElement } from './list-item.ts';
import { mistake, shapeOf, type Mistake } from './typed.ts';
import { isList, isMap, isScalar, memberNames } from './value.ts';

interface Checking {
  readonly path: Element[];
  readonly mistakes: Mistake[];
  readonly duplicates: boolean;
}

/** Everything that is wrong with the value; `duplicates` allows list items twice, as stored objects may have them. */
export function check(type: FieldType, value: unknown, duplicates: boolean): readonly Mistake[] {
  const checking: Checking = { path: [], mistakes: [], duplicates };
  checkValue(checking, type, value);
  return checking.mistakes;
}

function say(checking: Checking, message: string): void {
  checking.mistakes.push(mistake(checking.path, message));
}

function checkValue(checking: Checking, type: FieldType, value: unknown): void {
  const shape = shapeOf(type, value);
  if (shape === 'map' && type.map !== undefined) checkMap(checking, type.map, value);
  else if (shape === 'list' && type.list !== undefined) checkList(checking, type.list, value);
  else if (type.scalar !== undefined) {
    const wrong = scalarMistake(type.scalar, value);
    if (wrong !== undefined) say(checking, wrong);
  }
}

/** What is wrong with a scalar, or undefined; null is a value of every type. */
function scalarMistake(type: ScalarType, value: unknown): string | undefined {
  if (value === null || value === undefined) return undefined;
  switch (type) {
    case 'numeric':
      return typeof value === 'number' ? undefined : `expected numeric (int or float), got ${goType(value)}`;
    case 'string':
      return typeof value === 'string'
        ? undefined
        : `expected string, got &value.valueUnstructured{Value:${goSyntax(value)}}`;
    case 'boolean':
      return typeof value === 'boolean' ? undefined : `expected boolean, got ${goPointer(value)}`;
    case 'untyped':
      return isScalar(value) ? undefined : `expected any scalar, got ${goPointer(value)}`;
  }
}

function checkList(checking: Checking, type: ListType, value: unknown): void {
  if (value === null || value === undefined) return;
  if (!isList(value)) return say(checking, `expected list, got ${goPointer(value)}`);
  const seen = new Set<Element>();
  for (const [index, item] of value.entries()) {
    let element = indexElement(index);
    if (!type.atomic) {
      const found = itemElement(type, item);
      if (typeof found !== 'string') return say(checking, `element ${index}: ${found.error}`);
      element = found;
      if (seen.has(element) && !checking.duplicates) {
        say(checking, `duplicate entries for key ${showElement(element)}`);
      }
      seen.add(element);
    }
    checking.path.push(element);
    checkValue(checking, type.items(), item);
    checking.path.pop();
  }
}

function checkMap(checking: Checking, type: MapType, value: unknown): void {
  if (value === null || value === undefined) return;
  if (!isMap(value)) return say(checking, `expected map, got ${goPointer(value)}`);
  for (const name of memberNames(value)) {
    const member = memberType(type, name);
    checking.path.push(fieldElement(name));
    if (member === undefined) say(checking, 'field not declared in schema');
    else checkValue(checking, member, value[name]);
    checking.path.pop();
    if (member === undefined) return;
  }
}

function goPointer(value: unknown): string {
  return `&{${goText(value)}}`;
}

/** The Go type of a JSON value, as %T prints it. */
function goType(value: unknown): string {
  if (isList(value)) return '[]interface {}';
  if (isMap(value)) return 'map[string]interface {}';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** A JSON value as %#v prints it. */
function goSyntax(value: unknown): string {
  if (value === null || value === undefined) return 'interface {}(nil)';
  if (typeof value === 'string') return quoteGo(value);
  if (isList(value)) return `[]interface {}{${value.map(goSyntax).join(', ')}}`;
  if (!isMap(value)) return String(value);
  const members = [...memberNames(value)].sort().map((name) => `${quoteGo(name)}:${goSyntax(value[name])}`);
  return `map[string]interface {}{${members.join(', ')}}`;
}
