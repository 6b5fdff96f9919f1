// Places in a value: what stands there, the value with something else there, or without it.
import type { Json, JsonObject } from '../../std/draft.ts';
import { limits } from '../../std/limits.ts';
import { setOwn } from '../../std/own.ts';
import { compare, isArray, isObject, JqError, kindOf, shown } from './values.ts';

export type Path = readonly Json[];

/** `{"start": 1, "end": 3}`: a slice as a part of a path. */
function sliceOf(list: readonly Json[] | string, key: JsonObject): readonly [start: number, end: number] {
  const length = typeof list === 'string' ? [...list].length : list.length;
  const { start = null, end = null } = key;
  if ((start !== null && typeof start !== 'number') || (end !== null && typeof end !== 'number'))
    throw new JqError('Start and end indices of an array slice must be numbers');
  const bound = (value: number): number => Math.min(length, Math.max(0, value < 0 ? value + length : value));
  const from = bound(Math.floor(start ?? 0));
  return [from, Math.max(from, bound(Math.ceil(end ?? length)))];
}

/** What stands at a key. */
export function itemAt(value: Json, key: Json): Json {
  if (typeof key === 'string' && (value === null || isObject(value)))
    return value !== null && Object.hasOwn(value, key) ? (value[key] as Json) : null;
  if (typeof key === 'number' && (value === null || isArray(value))) {
    if (value === null || Number.isNaN(key)) return null;
    const at = Math.floor(key);
    return value[at < 0 ? at + value.length : at] ?? null;
  }
  if (isObject(key)) {
    if (value === null) return null;
    if (isArray(value)) return value.slice(...sliceOf(value, key));
    if (typeof value === 'string') return [...value].slice(...sliceOf(value, key)).join('');
  }
  if (isArray(key) && isArray(value)) return indicesOf(value, key);
  throw cannotIndex(value, key);
}

function cannotIndex(value: Json, key: Json): JqError {
  const what = typeof key === 'string' ? `string "${key}"` : kindOf(key);
  return new JqError(`Cannot index ${kindOf(value)} with ${what}`);
}

/** Where a part stands in a list. */
export function indicesOf(list: readonly Json[], part: readonly Json[]): readonly number[] {
  if (part.length === 0) return [];
  return list.flatMap((_, at) =>
    part.every((each, place) => at + place < list.length && compare(list[at + place] as Json, each) === 0)
      ? [at]
      : [],
  );
}

/** Each key of a value, as `.[]` goes through it. */
export function keysOf(value: Json): readonly (string | number)[] {
  if (isArray(value)) return [...value.keys()];
  if (isObject(value)) return Object.keys(value);
  throw new JqError(`Cannot iterate over ${value === null ? 'null' : shown(value)}`);
}

export function getPath(value: Json, path: Path): Json {
  let found = value;
  for (const key of path) {
    if (found === null) return null;
    found = itemAt(found, key);
  }
  return found;
}

export function setPath(value: Json, path: Path, change: (old: Json) => Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return change(value);
  return withItem(value, key, setPath(itemAt(value, key), rest, change));
}

function withItem(value: Json, key: Json, item: Json): Json {
  if (typeof key === 'string' && (value === null || isObject(value))) {
    const made: { [name: string]: Json } = { ...value };
    setOwn(made, key, item);
    return made;
  }
  if (typeof key === 'number' && (value === null || isArray(value))) {
    const made = [...(value ?? [])];
    const at = key < 0 ? Math.floor(key) + made.length : Math.floor(key);
    if (at < 0) throw new JqError('Out of bounds negative array index');
    if (at >= limits.jqItemsMax) throw new JqError('Array index too large');
    while (made.length < at) made.push(null);
    made[at] = item;
    return made;
  }
  if (isObject(key) && (value === null || isArray(value))) {
    if (!isArray(item)) throw new JqError('A slice of an array can only be assigned another array');
    const list = value ?? [];
    const [start, end] = sliceOf(list, key);
    return [...list.slice(0, start), ...item, ...list.slice(end)];
  }
  if (isObject(key)) throw new JqError(`Cannot update field at object index of ${kindOf(value)}`);
  throw cannotIndex(value, key);
}

/** Without what stands at these paths; the last goes first, so that the others keep their places. */
export function deletePaths(value: Json, paths: readonly Path[]): Json {
  return paths.toSorted((a, b) => compare(b, a)).reduce<Json>((left, path) => without(left, path), value);
}

function without(value: Json, path: Path): Json {
  const [key, ...rest] = path;
  if (key === undefined || value === null) return null;
  if (rest.length > 0) {
    const inner = itemAt(value, key);
    return inner === null ? value : withItem(value, key, without(inner, rest));
  }
  if (isObject(value) && typeof key === 'string')
    return Object.fromEntries(Object.entries(value).filter(([name]) => name !== key));
  if (isArray(value) && typeof key === 'number') {
    const at = key < 0 ? key + value.length : key;
    return value.filter((_, place) => place !== at);
  }
  if (isArray(value) && isObject(key)) {
    const [start, end] = sliceOf(value, key);
    return [...value.slice(0, start), ...value.slice(end)];
  }
  throw new JqError(
    isObject(value) || isArray(value)
      ? `Cannot delete field at ${isObject(value) ? 'object' : 'array'} index of ${kindOf(value)}`
      : `Cannot delete field at ${typeof key === 'string' ? 'object' : 'array'} index of ${kindOf(value)}`,
  );
}
