// What the walks know of a value: map, list, scalar or null. A member that is undefined counts as absent, as everywhere in
// the store. Orders and prints values as Go does.
import { quoteGo } from '../../std/go-quote.ts';
import { compareText } from './text-order.ts';

export type Members = Readonly<Record<string, unknown>>;

export function isMap(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value);
}

export function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** Members that are there, in the map's own order. */
export function memberNames(map: Members): readonly string[] {
  const names = Object.keys(map);
  return names.every((name) => map[name] !== undefined)
    ? names
    : names.filter((name) => map[name] !== undefined);
}

export function isEmptyMap(map: Members): boolean {
  for (const name of Object.keys(map)) {
    if (map[name] !== undefined) return false;
  }
  return true;
}

function typeRank(value: unknown): number {
  if (typeof value === 'number') return 0;
  if (typeof value === 'string') return 1;
  if (typeof value === 'boolean') return 2;
  if (isList(value)) return 3;
  return isMap(value) ? 4 : 5;
}

/** A total order of values: numbers, texts, booleans, lists, maps, null. */
export function compareValues(a: unknown, b: unknown): number {
  const byType = typeRank(a) - typeRank(b);
  if (byType !== 0) return byType;
  if (typeof a === 'string') return compareText(a, b as string);
  if (typeof a === 'number' || typeof a === 'boolean') return Number(a) - Number(b);
  if (isList(a)) return compareLists(a, b as readonly unknown[]);
  return isMap(a) ? compareMaps(a, b as Members) : 0;
}

function compareLists(a: readonly unknown[], b: readonly unknown[]): number {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i++) {
    const order = compareValues(a[i], b[i]);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

/** Members in the order of their names, a name before its value, the shorter map first. */
function compareMaps(a: Members, b: Members): number {
  const left = memberNames(a).toSorted(compareText);
  const right = memberNames(b).toSorted(compareText);
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const [l = '', r = ''] = [left[i], right[i]];
    const order = compareText(l, r) || compareValues(a[l], b[r]);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}

/** A value as messages of paths show it: texts in quotes, the rest bare. */
export function showValue(value: unknown): string {
  if (typeof value === 'string') return quoteGo(value);
  if (isList(value)) return `[${value.map(showValue).join(',')}]`;
  if (!isMap(value)) return String(value);
  return memberNames(value)
    .toSorted(compareText)
    .map((name) => `${name}=${showValue(value[name])}`)
    .join('');
}
