// Operators: equality, order, arithmetic, indexing, membership. Source: cel-go common/stdlib, common/types.
import { areEqual, compare, sameKey } from '../equality.ts';
import { CelFault, globalFunction, noSuchOverload, type Overload } from '../overload.ts';
import {
  bool,
  bytes,
  double,
  duration,
  int,
  list,
  map,
  string,
  timestamp,
  uint,
  variable,
  type CelType,
} from '../types.ts';
import {
  Duration,
  isList,
  listTypeOf,
  MapValue,
  Timestamp,
  Uint,
  withListType,
  type Value,
} from '../values.ts';

const A = variable('A');
const B = variable('B');

const int64Max = 9_223_372_036_854_775_807n;
const uint64Max = 18_446_744_073_709_551_615n;

export function checkedInt(value: bigint): bigint {
  if (value > int64Max || value < -int64Max - 1n) throw new CelFault('integer overflow');
  return value;
}

export function checkedUint(value: bigint): Uint {
  if (value > uint64Max || value < 0n) throw new CelFault('unsigned integer overflow');
  return new Uint(value);
}

function divisor(value: bigint, sign: '/' | '%'): bigint {
  if (value === 0n) throw new CelFault(sign === '/' ? 'division by zero' : 'modulus by zero');
  return value;
}

type Orders = readonly [symbol: string, word: string, holds: (order: number) => boolean];

const orders: readonly Orders[] = [
  ['_<_', 'less', (order) => order < 0],
  ['_<=_', 'less_equals', (order) => order <= 0],
  ['_>_', 'greater', (order) => order > 0],
  ['_>=_', 'greater_equals', (order) => order >= 0],
];

const ordered: readonly (readonly [CelType, CelType, string])[] = [
  [bool, bool, 'bool'],
  [int, int, 'int64'],
  [int, double, 'int64_double'],
  [int, uint, 'int64_uint64'],
  [uint, uint, 'uint64'],
  [uint, double, 'uint64_double'],
  [uint, int, 'uint64_int64'],
  [double, double, 'double'],
  [double, int, 'double_int64'],
  [double, uint, 'double_uint64'],
  [string, string, 'string'],
  [bytes, bytes, 'bytes'],
  [timestamp, timestamp, 'timestamp'],
  [duration, duration, 'duration'],
];

const comparisons: readonly Overload[] = orders.flatMap(([symbol, word, holds]) =>
  ordered.map(([left, right, types]) =>
    globalFunction(symbol, `${word}_${types}`, [left, right], bool, (a: Value, b: Value) =>
      holds(compare(a, b)),
    ),
  ),
);

type Arithmetic = readonly [
  symbol: string,
  word: string,
  ints: (a: bigint, b: bigint) => bigint,
  doubles?: (a: number, b: number) => number,
];

const arithmetics: readonly Arithmetic[] = [
  ['_+_', 'add', (a, b) => a + b, (a, b) => a + b],
  ['_-_', 'subtract', (a, b) => a - b, (a, b) => a - b],
  ['_*_', 'multiply', (a, b) => a * b, (a, b) => a * b],
  ['_/_', 'divide', (a, b) => a / divisor(b, '/'), (a, b) => a / b],
  ['_%_', 'modulo', (a, b) => a % divisor(b, '%')],
];

const calculations: readonly Overload[] = arithmetics.flatMap(([symbol, word, ints, doubles]) => [
  globalFunction(symbol, `${word}_int64`, [int, int], int, (a: bigint, b: bigint) => checkedInt(ints(a, b))),
  globalFunction(symbol, `${word}_uint64`, [uint, uint], uint, (a: Uint, b: Uint) =>
    checkedUint(ints(a.value, b.value)),
  ),
  ...(doubles === undefined
    ? []
    : [globalFunction(symbol, `${word}_double`, [double, double], double, doubles)]),
]);

/** Lists added up: of a schema's set or map, what the right one has is laid over the left one. */
function concatenated(a: readonly Value[], b: readonly Value[]): Value {
  const type = listTypeOf(a);
  if (type === undefined) return [...a, ...b];
  const isSame =
    type.listType === 'map'
      ? (one: Value, other: Value) => sameKey(one, other, type.mapKeys ?? [])
      : areEqual;
  const kept = a.map((item) => b.find((other) => isSame(item, other)) ?? item);
  const added = b.filter((item) => !a.some((other) => isSame(item, other)));
  return withListType([...kept, ...added], type);
}

const additions: readonly Overload[] = [
  globalFunction('_+_', 'add_string', [string, string], string, (a: string, b: string) => a + b),
  globalFunction('_+_', 'add_bytes', [bytes, bytes], bytes, (a: Uint8Array, b: Uint8Array) =>
    Uint8Array.from([...a, ...b]),
  ),
  globalFunction('_+_', 'add_list', [list(A), list(A)], list(A), concatenated),
  globalFunction(
    '_+_',
    'add_timestamp_duration',
    [timestamp, duration],
    timestamp,
    (a: Timestamp, b: Duration) => new Timestamp(a.ns + b.ns),
  ),
  globalFunction(
    '_+_',
    'add_duration_timestamp',
    [duration, timestamp],
    timestamp,
    (a: Duration, b: Timestamp) => new Timestamp(a.ns + b.ns),
  ),
  globalFunction(
    '_+_',
    'add_duration_duration',
    [duration, duration],
    duration,
    (a: Duration, b: Duration) => new Duration(a.ns + b.ns),
  ),
  globalFunction(
    '_-_',
    'subtract_timestamp_timestamp',
    [timestamp, timestamp],
    duration,
    (a: Timestamp, b: Timestamp) => new Duration(a.ns - b.ns),
  ),
  globalFunction(
    '_-_',
    'subtract_timestamp_duration',
    [timestamp, duration],
    timestamp,
    (a: Timestamp, b: Duration) => new Timestamp(a.ns - b.ns),
  ),
  globalFunction(
    '_-_',
    'subtract_duration_duration',
    [duration, duration],
    duration,
    (a: Duration, b: Duration) => new Duration(a.ns - b.ns),
  ),
  globalFunction('-_', 'negate_int64', [int], int, (a: bigint) => checkedInt(-a)),
  globalFunction('-_', 'negate_double', [double], double, (a: number) => -a),
];

/** A whole number, whatever number says it; undefined where it is none. */
function wholeOf(value: Value): bigint | undefined {
  if (typeof value === 'bigint') return value;
  if (value instanceof Uint) return value.value;
  return typeof value === 'number' && Number.isInteger(value) ? BigInt(value) : undefined;
}

export function itemAt(items: readonly Value[], index: Value): Value {
  const at = wholeOf(index);
  if (at === undefined) throw new CelFault(`unsupported index type '${typeof index}' in list`);
  const item = at < 0n ? undefined : items[Number(at)];
  if (item === undefined) throw new CelFault(`index out of bounds: ${at}`);
  return item;
}

export function keyShown(key: Value): string {
  if (key instanceof Uint) return String(key.value);
  return key === null || typeof key === 'object' ? '' : String(key);
}

function at(container: Value, index: Value): Value {
  if (isList(container)) return itemAt(container, index);
  if (!(container instanceof MapValue)) throw noSuchOverload();
  const value = container.get(index);
  if (value === undefined) throw new CelFault(`no such key: ${keyShown(index)}`);
  return value;
}

export const operators: readonly Overload[] = [
  globalFunction('_==_', 'equals', [A, A], bool, (a: Value, b: Value) => areEqual(a, b)),
  globalFunction('_!=_', 'not_equals', [A, A], bool, (a: Value, b: Value) => !areEqual(a, b)),
  globalFunction('!_', 'logical_not', [bool], bool, (a: boolean) => !a),
  // What may be left unread of these three is the evaluation's business; here only their types stand.
  globalFunction('_&&_', 'logical_and', [bool, bool], bool, (a: boolean, b: boolean) => a && b),
  globalFunction('_||_', 'logical_or', [bool, bool], bool, (a: boolean, b: boolean) => a || b),
  globalFunction('_?_:_', 'conditional', [bool, A, A], A, (test: boolean, a: Value, b: Value) =>
    test ? a : b,
  ),
  globalFunction('@not_strictly_false', 'not_strictly_false', [bool], bool, (a: boolean) => a),
  ...comparisons,
  ...calculations,
  ...additions,
  globalFunction('_[_]', 'index_list', [list(A), int], A, at),
  globalFunction('_[_]', 'index_map', [map(A, B), A], B, at),
  globalFunction('@in', 'in_list', [A, list(A)], bool, (item: Value, items: readonly Value[]) =>
    items.some((other) => areEqual(item, other)),
  ),
  globalFunction(
    '@in',
    'in_map',
    [A, map(A, B)],
    bool,
    (key: Value, container: MapValue) => container.get(key) !== undefined,
  ),
  globalFunction(
    'cel.@mapInsert',
    '@mapInsert_map_key_value',
    [map(A, B), A, B],
    map(A, B),
    (into: MapValue, key: Value, value: Value) => inserted(into, [[key, value]]),
  ),
  globalFunction(
    'cel.@mapInsert',
    '@mapInsert_map_map',
    [map(A, B), map(A, B)],
    map(A, B),
    (into: MapValue, more: MapValue) => inserted(into, [...more.entries.values()]),
  ),
];

function inserted(into: MapValue, entries: readonly (readonly [Value, Value])[]): MapValue {
  for (const [key] of entries) {
    if (into.get(key) !== undefined) throw new CelFault(`insert failed: key ${keyShown(key)} already exists`);
  }
  return new MapValue([...into.entries.values(), ...entries]);
}
