// Lists and sets of values. Source: apiserver pkg/cel/library/lists.go; cel-go ext/sets.go.
import { areEqual, compare } from '../equality.ts';
import { CelFault, globalFunction, memberFunction, type Overload } from '../overload.ts';
import {
  bool,
  bytes,
  double,
  duration,
  int,
  list,
  string,
  timestamp,
  uint,
  variable,
  type CelType,
} from '../types.ts';
import type { Uint } from '../values.ts';
import { Duration, type Value } from '../values.ts';
import { checkedInt, checkedUint } from './operators.ts';

const A = variable('A');

type Items = readonly Value[];

const comparable: readonly CelType[] = [int, uint, double, bool, duration, timestamp, string, bytes];

function isSorted(items: Items): boolean {
  return items.every((item, place) => place === 0 || compare(items[place - 1] as Value, item) <= 0);
}

function extreme(name: 'max' | 'min'): (items: Items) => Value {
  return (items) => {
    const [first] = items;
    if (first === undefined) throw new CelFault(`${name} called on empty list`);
    const sign = name === 'max' ? 1 : -1;
    return items.reduce((best, item) => (compare(item, best) * sign > 0 ? item : best), first);
  };
}

function sumOf(type: CelType, items: Items): Value {
  switch (type.kind) {
    case 'int':
      return (items as readonly bigint[]).reduce((total, item) => checkedInt(total + item), 0n);
    case 'uint':
      return checkedUint((items as readonly Uint[]).reduce((total, item) => total + item.value, 0n));
    case 'double':
      return (items as readonly number[]).reduce((total, item) => total + item, 0);
    default:
      return new Duration((items as readonly Duration[]).reduce((total, item) => total + item.ns, 0n));
  }
}

function place(items: Items, wanted: Value, isLast: boolean): bigint {
  const test = (item: Value): boolean => areEqual(item, wanted);
  return BigInt(isLast ? items.findLastIndex(test) : items.findIndex(test));
}

const has = (items: Items, wanted: Value): boolean => items.some((item) => areEqual(item, wanted));
const hasAll = (items: Items, wanted: Items): boolean => wanted.every((item) => has(items, item));

export const lists: readonly Overload[] = [
  ...comparable.flatMap((type) => [
    memberFunction('isSorted', `list_${type.kind}_is_sorted_bool`, [list(type)], bool, isSorted),
    memberFunction('max', `list_${type.kind}_max_${type.kind}`, [list(type)], type, extreme('max')),
    memberFunction('min', `list_${type.kind}_min_${type.kind}`, [list(type)], type, extreme('min')),
  ]),
  ...[int, uint, double, duration].map((type) =>
    memberFunction('sum', `list_${type.kind}_sum_${type.kind}`, [list(type)], type, (items: Items) =>
      sumOf(type, items),
    ),
  ),
  memberFunction('indexOf', 'list_a_index_of_int', [list(A), A], int, (items: Items, item: Value) =>
    place(items, item, false),
  ),
  memberFunction('lastIndexOf', 'list_a_last_index_of_int', [list(A), A], int, (items: Items, item: Value) =>
    place(items, item, true),
  ),
  globalFunction('sets.contains', 'list_sets_contains_list', [list(A), list(A)], bool, hasAll),
  globalFunction(
    'sets.equivalent',
    'list_sets_equivalent_list',
    [list(A), list(A)],
    bool,
    (one: Items, other: Items) => hasAll(one, other) && hasAll(other, one),
  ),
  globalFunction(
    'sets.intersects',
    'list_sets_intersects_list',
    [list(A), list(A)],
    bool,
    (one: Items, other: Items) => one.some((item) => has(other, item)),
  ),
];
