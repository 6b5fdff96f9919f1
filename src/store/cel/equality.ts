// When values are equal and which comes first. Numbers compare across their types; lists and objects by what is in them,
// lists of a schema's sets and maps whatever the order. Source: cel-spec langdef, apiserver pkg/cel/common/values.go.
import { noSuchOverload } from './overload.ts';
import {
  Duration,
  isList,
  isStruct,
  listTypeOf,
  MapValue,
  Opaque,
  Optional,
  pairsOf,
  Timestamp,
  TypeValue,
  Uint,
  type Struct,
  type Value,
} from './values.ts';

type Numeric = bigint | number;

function numeric(value: Value): Numeric | undefined {
  if (typeof value === 'bigint' || typeof value === 'number') return value;
  return value instanceof Uint ? value.value : undefined;
}

/** The values of the key fields of an item of a list that is a map. */
function keyOf(item: Value, keys: readonly string[]): readonly Value[] {
  return keys.map((key) => {
    if (item instanceof MapValue) return item.get(key) ?? null;
    return isStruct(item) ? (item.get(key) ?? null) : null;
  });
}

export function sameKey(a: Value, b: Value, keys: readonly string[]): boolean {
  return areEqual([...keyOf(a, keys)], [...keyOf(b, keys)]);
}

function listsEqual(a: readonly Value[], b: readonly Value[]): boolean {
  if (a.length !== b.length) return false;
  const type = listTypeOf(a) ?? listTypeOf(b);
  if (type === undefined) return a.every((item, place) => areEqual(item, b[place] as Value));
  return a.every((item) => b.some((other) => areEqual(item, other)));
}

function entriesEqual(a: MapValue | Struct, b: MapValue | Struct): boolean {
  const left = pairsOf(a);
  if (left.length !== pairsOf(b).length) return false;
  return left.every(([key, value]) => {
    const other = b instanceof MapValue ? b.get(key) : b.get(key as string);
    return other !== undefined && areEqual(value, other);
  });
}

export function areEqual(a: Value, b: Value): boolean {
  const left = numeric(a);
  if (left !== undefined) {
    const right = numeric(b);
    // Loosely, since 1 and 1.0 are equal in CEL.
    return right !== undefined && compareNumbers(left, right) === 0;
  }
  if (a === null || b === null || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (isList(a)) return isList(b) && listsEqual(a, b);
  if (a instanceof Duration) return b instanceof Duration && a.ns === b.ns;
  if (a instanceof Timestamp) return b instanceof Timestamp && a.ns === b.ns;
  if (a instanceof Uint8Array) return b instanceof Uint8Array && compareBytes(a, b) === 0;
  if (a instanceof Opaque) return b instanceof Opaque && a.type.name === b.type.name && a.text === b.text;
  if (a instanceof TypeValue) return b instanceof TypeValue && kindName(a) === kindName(b);
  if (a instanceof Optional) {
    if (!(b instanceof Optional)) return false;
    if (a.value === undefined || b.value === undefined) return a.value === b.value;
    return areEqual(a.value, b.value);
  }
  const isEntries = (value: Value): value is MapValue | Struct =>
    value instanceof MapValue || isStruct(value);
  return isEntries(a) && isEntries(b) && entriesEqual(a, b);
}

function kindName({ type }: TypeValue): string {
  return type.kind === 'object' || type.kind === 'opaque' ? (type.name ?? '') : type.kind;
}

function compareNumbers(a: Numeric, b: Numeric): number {
  return a < b ? -1 : a > b ? 1 : a >= b ? 0 : Number.NaN;
}

function compareBytes(a: Uint8Array, b: Uint8Array): number {
  for (let at = 0; at < Math.min(a.length, b.length); at++) {
    if (a[at] !== b[at]) return (a[at] as number) - (b[at] as number);
  }
  return a.length - b.length;
}

/** Strings in the order of their code points, as Go compares them. */
function compareStrings(a: string, b: string): number {
  if (a === b) return 0;
  const encoder = new TextEncoder();
  return compareBytes(encoder.encode(a), encoder.encode(b));
}

/** Below, at or above zero; throws where the two have no order. */
export function compare(a: Value, b: Value): number {
  const left = numeric(a);
  const right = numeric(b);
  if (left !== undefined && right !== undefined) return compareNumbers(left, right);
  if (typeof a === 'string' && typeof b === 'string') return compareStrings(a, b);
  if (typeof a === 'boolean' && typeof b === 'boolean') return Number(a) - Number(b);
  if (a instanceof Uint8Array && b instanceof Uint8Array) return compareBytes(a, b);
  if (
    (a instanceof Duration && b instanceof Duration) ||
    (a instanceof Timestamp && b instanceof Timestamp)
  ) {
    return compareNumbers(a.ns, b.ns);
  }
  throw noSuchOverload();
}
