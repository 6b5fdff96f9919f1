// Values as jq sees them: their kinds, their order, how they are added, and how they are written.
// Source: the jq 1.7 manual; words and numbers as jq prints them.
import { isObject } from '../kubectl/json.ts';
import type { Json, JsonObject } from '../../std/draft.ts';
import { setOwn } from '../../std/own.ts';

/** What a program may catch: a value, mostly a text. */
export class JqError extends Error {
  readonly value: Json;

  constructor(value: Json) {
    super(typeof value === 'string' ? value : `(not a string): ${textOf(value)}`);
    this.value = value;
  }
}

export type Kind = 'null' | 'boolean' | 'number' | 'string' | 'array' | 'object';

export function kindOf(value: Json): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as Kind;
}

export const isTrue = (value: Json): boolean => value !== null && value !== false;

export { isObject };
export const isArray = (value: Json): value is readonly Json[] => Array.isArray(value);

/** How a number is written: 17 digits at most, with an exponent where it is far from 1. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return 'null';
  if (!Number.isFinite(value)) return numberText(value > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE);
  if (Object.is(value, -0)) return '-0';
  const text = String(value);
  const exponential = /^(-?[\d.]+)e([+-])(\d+)$/.exec(
    Number.isInteger(value) && Math.abs(value) >= 1e17 ? value.toExponential() : text,
  );
  if (exponential === null)
    return Math.abs(value) < 1e-4 && value !== 0 ? numberText2(value.toExponential()) : text;
  return numberText2(exponential[0]);
}

/** JavaScript's `1e-7` as C writes it: `1e-07`. */
function numberText2(text: string): string {
  return text.replace(/e([+-])(\d)$/, 'e$10$2');
}

export interface Style {
  /** What one level is moved in by; empty for all on one line. */
  readonly indent: string;
  readonly sortsKeys: boolean;
  readonly isAscii: boolean;
}

const compact: Style = { indent: '', sortsKeys: false, isAscii: false };

export function textOf(value: Json, style: Style = compact, margin = '\n'): string {
  if (typeof value === 'number') return numberText(value);
  if (typeof value === 'string') return quoted(value, style.isAscii);
  if (!isArray(value) && !isObject(value)) return String(value);
  const inner = margin + style.indent;
  const [start, gap, end] = style.indent === '' ? ['', ',', ''] : [inner, `,${inner}`, margin];
  if (isArray(value)) {
    if (value.length === 0) return '[]';
    return `[${start}${value.map((each) => textOf(each, style, inner)).join(gap)}${end}]`;
  }
  const keys = style.sortsKeys ? sortedKeys(value) : Object.keys(value);
  if (keys.length === 0) return '{}';
  const colon = style.indent === '' ? ':' : ': ';
  const members = keys.map(
    (key) => `${quoted(key, style.isAscii)}${colon}${textOf(value[key] as Json, style, inner)}`,
  );
  return `{${start}${members.join(gap)}${end}}`;
}

function quoted(text: string, isAscii: boolean): string {
  const whole = JSON.stringify(text.replace(/\p{Surrogate}/gu, '\ufffd')).replaceAll('\x7f', '\\u007f');
  if (!isAscii) return whole;
  return whole.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

const shownMax = 11;

/** A value in a message, cut where it is long. */
export function shown(value: Json): string {
  const text = textOf(value);
  return `${kindOf(value)} (${text.length > shownMax + 3 ? `${text.slice(0, shownMax)}...` : text})`;
}

/** By code points, as UTF-8 sorts. */
export function compareTexts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [x, y] = [a.charCodeAt(at), b.charCodeAt(at)];
    // Halves of a pair stand for characters beyond all that are written with one unit.
    if (x !== y)
      return (x >= 0xd800 && x < 0xe000 ? x + 0x10000 : x) - (y >= 0xd800 && y < 0xe000 ? y + 0x10000 : y);
  }
  return a.length - b.length;
}

export function sortedKeys(object: JsonObject): readonly string[] {
  return Object.keys(object).toSorted(compareTexts);
}

const order: readonly (Kind | 'true')[] = ['null', 'boolean', 'true', 'number', 'string', 'array', 'object'];
const rank = (value: Json): number => order.indexOf(value === true ? 'true' : kindOf(value));

/** The order of all values: null, false, true, numbers, strings, arrays, objects. */
export function compare(a: Json, b: Json): number {
  const kinds = rank(a) - rank(b);
  if (kinds !== 0) return kinds;
  // Nothing is less than what is no number.
  if (typeof a === 'number' && typeof b === 'number') return a < b || Number.isNaN(a) ? -1 : a === b ? 0 : 1;
  if (typeof a === 'string' && typeof b === 'string') return compareTexts(a, b);
  if (isArray(a) && isArray(b)) return compareLists(a, b);
  if (isObject(a) && isObject(b)) {
    const [keys, others] = [sortedKeys(a), sortedKeys(b)];
    const found = compareLists(keys, others);
    if (found !== 0) return found;
    return compareLists(
      keys.map((key) => a[key] as Json),
      keys.map((key) => b[key] as Json),
    );
  }
  return 0;
}

function compareLists(a: readonly Json[], b: readonly Json[]): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    const found = compare(a[at] as Json, b[at] as Json);
    if (found !== 0) return found;
  }
  return a.length - b.length;
}

const refused = (a: Json, b: Json, what: string): JqError =>
  new JqError(`${shown(a)} and ${shown(b)} cannot be ${what}`);

function add(a: Json, b: Json): Json {
  if (a === null) return b;
  if (b === null) return a;
  if (typeof a === 'number' && typeof b === 'number') return a + b;
  if (typeof a === 'string' && typeof b === 'string') return a + b;
  if (isArray(a) && isArray(b)) return [...a, ...b];
  if (isObject(a) && isObject(b)) return merged(a, b);
  throw refused(a, b, 'added');
}

function merged(a: JsonObject, b: JsonObject, isDeep = false): JsonObject {
  const made: { [key: string]: Json } = { ...a };
  for (const [key, value] of Object.entries(b)) {
    const old = Object.hasOwn(a, key) ? (a[key] as Json) : null;
    setOwn(made, key, isDeep && isObject(old) && isObject(value) ? merged(old, value, true) : value);
  }
  return made;
}

function subtract(a: Json, b: Json): Json {
  if (typeof a === 'number' && typeof b === 'number') return a - b;
  if (isArray(a) && isArray(b)) return a.filter((each) => !b.some((other) => compare(each, other) === 0));
  throw refused(a, b, 'subtracted');
}

function multiply(a: Json, b: Json, repeated: (text: string, times: number) => string): Json {
  if (typeof a === 'number' && typeof b === 'number') return a * b;
  if (typeof a === 'number' && typeof b === 'string') return multiply(b, a, repeated);
  if (typeof a === 'string' && typeof b === 'number')
    return b > 0 ? repeated(a, Math.max(1, Math.trunc(b))) : null;
  if (isObject(a) && isObject(b)) return merged(a, b, true);
  throw refused(a, b, 'multiplied');
}

function divide(a: Json, b: Json): Json {
  if (typeof a === 'number' && typeof b === 'number') {
    if (b === 0) throw refused(a, b, 'divided because the divisor is zero');
    return a / b;
  }
  if (typeof a === 'string' && typeof b === 'string') return split(a, b);
  throw refused(a, b, 'divided');
}

/** A text in parts. */
export function split(text: string, separator: string): readonly string[] {
  return text === '' ? [] : separator === '' ? [...text] : text.split(separator);
}

function remainder(a: Json, b: Json): Json {
  if (typeof a !== 'number' || typeof b !== 'number') throw refused(a, b, 'divided (remainder)');
  if (Number.isNaN(a) || Number.isNaN(b)) return NaN;
  const by = Math.abs(Math.trunc(b));
  if (by === 0) throw refused(a, b, 'divided (remainder) because the divisor is zero');
  return (Math.trunc(a) % by) + 0;
}

export function operate(
  operator: string,
  a: Json,
  b: Json,
  repeated: (text: string, times: number) => string,
): Json {
  switch (operator) {
    case '+':
      return add(a, b);
    case '-':
      return subtract(a, b);
    case '*':
      return multiply(a, b, repeated);
    case '/':
      return divide(a, b);
    case '%':
      return remainder(a, b);
    case '==':
      return compare(a, b) === 0;
    case '!=':
      return compare(a, b) !== 0;
    case '<':
      return compare(a, b) < 0;
    case '<=':
      return compare(a, b) <= 0;
    case '>':
      return compare(a, b) > 0;
    default:
      return compare(a, b) >= 0;
  }
}
