// Functions of jq that make one value of others. Source: the jq 1.7 manual.
import { byteLength } from '../../std/byte-text.ts';
import type { Json } from '../../std/draft.ts';
import { matchesOf } from './matches.ts';
import { deletePaths, indicesOf, itemAt, keysOf, setPath, type Path } from './paths.ts';
import { readWhole } from './read.ts';
import { brokenDown, secondsOf, timeOf, timeText } from './times.ts';
import {
  compare,
  isArray,
  isObject,
  isTrue,
  JqError,
  kindOf,
  operate,
  shown,
  sortedKeys,
  split,
  textOf,
} from './values.ts';

/** Made of the input and of two arguments at most. */
export type OfValues = (value: Json, a: Json, b: Json) => Json;

/** The object, for functions that only know objects. */
function objectOf(value: Json): { readonly [key: string]: Json } {
  if (!isObject(value)) throw new JqError(`${shown(value)} has no keys`);
  return value;
}

export const listOf = (value: Json, what: string): readonly Json[] => {
  if (!isArray(value)) throw new JqError(`${shown(value)} cannot be ${what}, as it is not an array`);
  return value;
};
const textIn = (value: Json, message: (value: Json) => string): string => {
  if (typeof value !== 'string') throw new JqError(message(value));
  return value;
};
export const pathOf = (value: Json): Path => {
  if (!isArray(value)) throw new JqError('Path must be specified as an array');
  return value;
};

export function lengthOf(value: Json): Json {
  if (value === null) return 0;
  if (typeof value === 'string') return [...value].length;
  if (typeof value === 'number') return Math.abs(value);
  if (isArray(value)) return value.length;
  if (isObject(value)) return Object.keys(value).length;
  throw new JqError(`${shown(value)} has no length`);
}

function has(value: Json, key: Json): boolean {
  if (isObject(value) && typeof key === 'string') return Object.hasOwn(value, key);
  if (isArray(value) && typeof key === 'number') return key >= 0 && key < value.length;
  throw new JqError(`Cannot check whether ${kindOf(value)} has a ${kindOf(key)} key`);
}

function contains(value: Json, part: Json): boolean {
  if (isObject(value) && isObject(part))
    return Object.entries(part).every(
      ([key, item]) => Object.hasOwn(value, key) && contains(value[key] as Json, item),
    );
  if (isArray(value) && isArray(part))
    return part.every((item) => value.some((each) => kindOf(each) === kindOf(item) && contains(each, item)));
  if (typeof value === 'string' && typeof part === 'string') return value.includes(part);
  if (kindOf(value) === kindOf(part)) return compare(value, part) === 0;
  throw new JqError(`${shown(value)} and ${shown(part)} cannot have their containment checked`);
}

function keys(value: Json, isSorted: boolean): readonly Json[] {
  if (isArray(value)) return [...value.keys()];
  return isSorted ? sortedKeys(objectOf(value)) : Object.keys(objectOf(value));
}

function flattened(value: Json, depth: Json): readonly Json[] {
  if (typeof depth !== 'number' || depth < 0) throw new JqError('flatten depth must not be negative');
  const items = isArray(value) ? value : isObject(value) ? Object.values(value) : keysOf(value);
  return items.flatMap((item) => (isArray(item) && depth > 0 ? flattened(item, depth - 1) : [item]));
}

function numberIn(value: Json): number {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') throw new JqError(`${shown(value)} cannot be parsed as a number`);
  if (!/^\s*-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*$/.test(value))
    throw new JqError(`${shown(value)} cannot be parsed as a number`);
  return Number(value);
}

function implode(value: Json): string {
  if (!isArray(value))
    throw new JqError(`${shown(value)} cannot be imploded, must be an array of codepoints`);
  return value
    .map((each) => {
      if (typeof each !== 'number') throw new JqError('Unicode codepoint must be numeric');
      return String.fromCodePoint(
        each >= 0 && each <= 0x10ffff && !(each >= 0xd800 && each < 0xe000) ? Math.trunc(each) : 0xfffd,
      );
    })
    .join('');
}

function indices(value: Json, part: Json): Json {
  if (value === null) return null;
  if (typeof value === 'string' && typeof part === 'string') {
    const found: number[] = [];
    if (part === '') return null;
    for (let at = value.indexOf(part); at >= 0; at = value.indexOf(part, at + 1))
      found.push([...value.slice(0, at)].length);
    return found;
  }
  if (isArray(value)) return indicesOf(value, isArray(part) ? part : [part]);
  return itemAt(value, part);
}

function joined(value: Json, separator: Json): Json {
  const list = keysOf(value).map((key) => (value as never)[key] as Json);
  if (list.length === 0) return '';
  return list.reduce<Json>((text, each, at) => {
    const item =
      each === null ? '' : typeof each === 'boolean' || typeof each === 'number' ? textOf(each) : each;
    const before = at === 0 ? '' : operate('+', text, separator, () => '');
    return operate('+', before, item, () => '');
  }, '');
}

const trimmed = (value: Json, pattern: RegExp): string =>
  textIn(value, (each) => `${shown(each)} cannot be trimmed`).replace(pattern, '');

function transposed(value: Json): Json {
  const rows = listOf(value, 'transposed').map((row) => listOf(row, 'transposed'));
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, at) => rows.map((row) => row[at] ?? null));
}

const caseOf = (value: Json, name: string, change: (letter: string) => string): string =>
  textIn(value, () => `${name} input must be a string`).replace(/[a-zA-Z]/g, change);

const sums = (value: Json): Json => {
  const items = isArray(value)
    ? value
    : isObject(value)
      ? Object.values(value)
      : value === null
        ? []
        : keysOf(value);
  if (items.every((each) => typeof each === 'string')) return items.length === 0 ? null : items.join('');
  if (items.every((each) => isArray(each)))
    return items.length === 0 ? null : (items as readonly (readonly Json[])[]).flat();
  return items.reduce<Json>((sum, each) => operate('+', sum, each, () => ''), null);
};

const number = (value: Json): number => {
  if (typeof value !== 'number') throw new JqError(`${shown(value)} number required`);
  return value;
};

/** Beyond it, a double is infinite or nothing. */
const exponentMax = 1_100;

/** By multiplying, whose bits every engine agrees on. */
function power(base: number, exponent: number): number {
  if (!Number.isInteger(exponent)) throw new JqError(`pow: ${textOf(exponent)} is no whole exponent`);
  let made = 1;
  for (let times = Math.min(Math.abs(exponent), exponentMax); times > 0; times--) made *= base;
  return exponent < 0 ? 1 / made : made;
}

export const ofValues: Readonly<Record<string, OfValues>> = {
  'floor/0': (value) => Math.floor(number(value)),
  'ceil/0': (value) => Math.ceil(number(value)),
  'trunc/0': (value) => Math.trunc(number(value)),
  'sqrt/0': (value) => Math.sqrt(number(value)),
  'round/0': (value) => Math.sign(number(value)) * Math.round(Math.abs(number(value))),
  'fabs/0': (value) => Math.abs(number(value)),
  'abs/0': (value) => {
    if (typeof value !== 'number') throw new JqError(`${shown(value)} has no absolute value`);
    return value < 0 ? -value : value;
  },
  'pow/2': (_, a, b) => power(number(a), number(b)),
  'fmin/2': (_, a, b) => Math.min(number(a), number(b)),
  'fmax/2': (_, a, b) => Math.max(number(a), number(b)),
  'fmod/2': (_, a, b) => number(a) % number(b),
  'ldexp/2': (_, a, b) => number(a) * power(2, number(b)),
  'infinite/0': () => Infinity,
  'nan/0': () => NaN,
  'isinfinite/0': (value) => Math.abs(number(value)) === Infinity,
  'isnan/0': (value) => Number.isNaN(number(value)),
  'isnormal/0': (value) => Number.isFinite(number(value)) && Math.abs(number(value)) >= 2 ** -1022,
  'not/0': (value) => !isTrue(value),
  'type/0': kindOf,
  'length/0': lengthOf,
  'utf8bytelength/0': (value) =>
    byteLength(textIn(value, (each) => `${shown(each)} only strings have UTF-8 byte length`)),
  'keys/0': (value) => keys(value, true),
  'keys_unsorted/0': (value) => keys(value, false),
  'has/1': has,
  'contains/1': contains,
  'add/0': sums,
  'reverse/0': (value) =>
    typeof value === 'string'
      ? [...value].toReversed().join('')
      : value === null
        ? []
        : listOf(value, 'reversed').toReversed(),
  'sort/0': (value) => listOf(value, 'sorted').toSorted(compare),
  'unique/0': (value) => unique(listOf(value, 'sorted').toSorted(compare), (each) => each),
  'min/0': (value) =>
    least(
      listOf(value, 'iterated over').map((each) => [each, each]),
      -1,
    ),
  'max/0': (value) =>
    least(
      listOf(value, 'iterated over').map((each) => [each, each]),
      1,
    ),
  'flatten/0': (value) => flattened(value, 1e9),
  'flatten/1': flattened,
  'transpose/0': transposed,
  'join/1': joined,
  'tostring/0': (value) => (typeof value === 'string' ? value : textOf(value)),
  'tonumber/0': numberIn,
  'tojson/0': (value) => textOf(value),
  'fromjson/0': (value) => {
    const text = textIn(value, (each) => `${shown(each)} cannot be parsed as JSON`);
    const read = readWhole(text);
    if ('trouble' in read) throw new JqError(`${read.trouble} (while parsing '${text}')`);
    return read.value;
  },
  'toarray/0': (value) => (isArray(value) ? value : [value]),
  'explode/0': (value) =>
    [...textIn(value, (each) => `${shown(each)} cannot be exploded`)].map(
      (character) => character.codePointAt(0) ?? 0,
    ),
  'implode/0': implode,
  'ascii_downcase/0': (value) => caseOf(value, 'ascii_downcase', (letter) => letter.toLowerCase()),
  'ascii_upcase/0': (value) => caseOf(value, 'ascii_upcase', (letter) => letter.toUpperCase()),
  'startswith/1': (value, a) => {
    if (typeof value !== 'string' || typeof a !== 'string')
      throw new JqError('startswith() requires string inputs');
    return value.startsWith(a);
  },
  'endswith/1': (value, a) => {
    if (typeof value !== 'string' || typeof a !== 'string')
      throw new JqError('endswith() requires string inputs');
    return value.endsWith(a);
  },
  'ltrimstr/1': (value, a) =>
    typeof value === 'string' && typeof a === 'string' && value.startsWith(a) ? value.slice(a.length) : value,
  'rtrimstr/1': (value, a) =>
    typeof value === 'string' && typeof a === 'string' && a !== '' && value.endsWith(a)
      ? value.slice(0, -a.length)
      : value,
  'trim/0': (value) => trimmed(value, /^\s+|\s+$/g),
  'ltrim/0': (value) => trimmed(value, /^\s+/),
  'rtrim/0': (value) => trimmed(value, /\s+$/),
  'split/1': (value, a) => {
    if (typeof value !== 'string' || typeof a !== 'string')
      throw new JqError('split input and separator must be strings');
    return split(value, a);
  },
  'indices/1': indices,
  'index/1': (value, a) => {
    const found = indices(value, a);
    return isArray(found) ? (found[0] ?? null) : null;
  },
  'rindex/1': (value, a) => {
    const found = indices(value, a);
    return isArray(found) ? (found.at(-1) ?? null) : null;
  },
  'setpath/2': (value, a, b) => setPath(value, pathOf(a), () => b),
  'delpaths/1': (value, a) => deletePaths(value, listOf(a, 'used as paths').map(pathOf)),
  'gmtime/0': (value) => brokenDown(value, 'gmtime()'),
  'localtime/0': (value) => brokenDown(value, 'localtime()'),
  'mktime/0': secondsOf,
  'strftime/1': (value, a) => timeText(value, a, 'strftime'),
  'strflocaltime/1': (value, a) => timeText(value, a, 'strflocaltime'),
  'strptime/1': timeOf,
  'have_literal_numbers/0': () => true,
  'have_decnum/0': () => false,
  'test/1': (value, a) => matchesOf(value, ...re(a)).length > 0,
  'test/2': (value, a, b) => matchesOf(value, a, b).length > 0,
};

/** `test(["a", "i"])` says the flags with the pattern. */
export function re(pattern: Json): readonly [Json, Json] {
  return isArray(pattern) ? [pattern[0] ?? null, pattern[1] ?? null] : [pattern, null];
}

export function unique<T>(sorted: readonly T[], key: (each: T) => Json): readonly T[] {
  return sorted.filter((each, at) => at === 0 || compare(key(sorted[at - 1] as T), key(each)) !== 0);
}

/** The least or the greatest; of those that are alike, the first least and the last greatest. */
export function least(keyed: readonly (readonly [Json, Json])[], direction: -1 | 1): Json {
  const [first, ...rest] = keyed;
  if (first === undefined) return null;
  return rest.reduce(
    (best, each) =>
      direction * compare(each[0], best[0]) > 0 || (direction === 1 && compare(each[0], best[0]) === 0)
        ? each
        : best,
    first,
  )[1];
}
