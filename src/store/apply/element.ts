// One step of a field's path, kept as the text that FieldsV1 has for it: `f:spec` a member, `k:{"name":"nginx"}` a list
// item by its keys, `v:"x"` an item of a set, `i:0` an item by its place. Equal steps are equal texts, so sets are maps.
// Source: structured-merge-diff, fieldpath.
import { scanJson } from '../../std/json-scan.ts';
import { goJson, goJsonText } from './go-json.ts';
import { compareText } from './text-order.ts';
import { compareValues, isMap, showValue, type Members } from './value.ts';

/** In its canonical text only: whatever comes from outside passes `readElement`. */
export type Element = string;

/** From the object's root inward. */
export type Path = readonly Element[];

export function fieldElement(name: string): Element {
  return `f:${name}`;
}

/** The name of a member's step; undefined for the steps of lists. */
export function fieldName(element: Element): string | undefined {
  return element.startsWith('f:') ? element.slice(2) : undefined;
}

/** An item of a list by the names and values of its keys, which come sorted by name. */
export function keyElement(fields: readonly (readonly [name: string, value: unknown])[]): Element {
  const members = fields.map(([name, value]) => `${goJsonText(name)}:${goJson(value)}`);
  return `k:{${members.join(',')}}`;
}

export function isKeyElement(element: Element): boolean {
  return element.startsWith('k:');
}

export function valueElement(value: unknown): Element {
  return `v:${goJson(value)}`;
}

export function indexElement(index: number): Element {
  return `i:${index}`;
}

/** What a step's text carries behind its letter. */
function content(element: Element): unknown {
  return JSON.parse(element.slice(2));
}

const letters = 'fkvi';

/** The steps below one field as FieldsV1 lists them: members, keys, values, places; a text is parsed once. */
export function sortElements(elements: readonly Element[]): readonly Element[] {
  if (elements.length < 2) return elements;
  if (elements.every((element) => element.startsWith('f:'))) return elements.toSorted(compareText);
  const parsed = elements.map((element) => ({
    element,
    rank: letters.indexOf(element.charAt(0)),
    content: element.startsWith('f:') ? element : content(element),
  }));
  parsed.sort((a, b) => a.rank - b.rank || compareValues(a.content, b.content));
  return parsed.map(({ element }) => element);
}

/** `.spec`, `[name="nginx"]`, `[="x"]`, `[0]`. */
export function showElement(element: Element): string {
  if (element.startsWith('f:')) return `.${element.slice(2)}`;
  if (element.startsWith('i:')) return `[${element.slice(2)}]`;
  const value = content(element);
  if (element.startsWith('v:')) return `[=${showValue(value)}]`;
  const keys = Object.entries(value as Members).map(([name, key]) => `${name}=${showValue(key)}`);
  return `[${keys.join(',')}]`;
}

/** `.spec.template.spec.containers[name="nginx"].image`. */
export function showPath(path: Path): string {
  return path.map(showElement).join('');
}

/** A step that could not be read, or one of a letter that is not known and therefore left out. */
export type Unread = { readonly error: string } | { readonly unknown: true };

/** Reads a step that came from outside into its canonical text. */
export function readElement(text: string): Element | Unread {
  if (text.length < 2) return { error: 'key must be 2 characters long:' };
  if (text.charAt(1) !== ':') return { error: `missing colon: ${text}` };
  switch (text.charAt(0)) {
    case 'f':
      return text;
    case 'i':
      return /^i:[+-]?\d{1,9}$/.test(text)
        ? indexElement(Number(text.slice(2)))
        : { error: `strconv.Atoi: parsing ${goJson(text.slice(2))}: invalid syntax` };
    case 'v':
      return readContent(text.slice(2), valueElement);
    case 'k':
      return readContent(text.slice(2), (value) =>
        isMap(value)
          ? keyElement(Object.entries(value).sort(([a], [b]) => compareText(a, b)))
          : { error: `ReadObjectCB: expect { or n, but found ${text.charAt(2)}` },
      );
    default:
      return { unknown: true };
  }
}

function readContent(text: string, make: (value: unknown) => Element | Unread): Element | Unread {
  const scanned = scanJson(text);
  return 'error' in scanned ? { error: scanned.error.message } : make(scanned.value);
}
