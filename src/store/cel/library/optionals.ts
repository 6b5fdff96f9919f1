// Optional values: made, asked, selected through. Source: cel-go cel/library.go, optionalLib.
import { isList, isStruct, MapValue, Optional, type Value } from '../values.ts';
import { CelFault, globalFunction, memberFunction, type Overload } from '../overload.ts';
import { bool, dyn, int, list, map, optional, string, variable } from '../types.ts';

const A = variable('V');
const K = variable('K');

function isZero(value: Value): boolean {
  if (value === null || value === false || value === '' || value === 0 || value === 0n) return true;
  if (isList(value)) return value.length === 0;
  if (value instanceof MapValue) return value.entries.size === 0;
  return isStruct(value) && value.names().length === 0;
}

function member(container: Value, key: Value): Value | undefined {
  if (container instanceof Optional)
    return container.value === undefined ? undefined : member(container.value, key);
  if (container instanceof MapValue) return container.get(key);
  if (isStruct(container)) return container.get(key as string);
  if (isList(container) && typeof key === 'bigint' && key >= 0n) return container[Number(key)];
  return undefined;
}

const select = (container: Value, key: Value): Value => new Optional(member(container, key));

export const optionals: readonly Overload[] = [
  globalFunction('optional.of', 'optional_of', [A], optional(A), (value: Value) => new Optional(value)),
  globalFunction(
    'optional.ofNonZeroValue',
    'optional_ofNonZeroValue',
    [A],
    optional(A),
    (value: Value) => new Optional(isZero(value) ? undefined : value),
  ),
  globalFunction('optional.none', 'optional_none', [], optional(A), () => new Optional(undefined)),
  memberFunction('value', 'optional_value', [optional(A)], A, ({ value }: Optional) => {
    if (value === undefined) throw new CelFault('optional.none() dereference');
    return value;
  }),
  memberFunction(
    'hasValue',
    'optional_hasValue',
    [optional(A)],
    bool,
    ({ value }: Optional) => value !== undefined,
  ),
  memberFunction(
    'or',
    'optional_or_optional',
    [optional(A), optional(A)],
    optional(A),
    (one: Optional, other: Optional) => (one.value === undefined ? other : one),
  ),
  memberFunction(
    'orValue',
    'optional_orValue_value',
    [optional(A), A],
    A,
    (one: Optional, other: Value) => one.value ?? other,
  ),
  globalFunction('_?._', 'select_optional_field', [dyn, string], optional(A), select),
  globalFunction('_[?_]', 'list_optindex_optional_int', [list(A), int], optional(A), select),
  globalFunction(
    '_[?_]',
    'optional_list_optindex_optional_int',
    [optional(list(A)), int],
    optional(A),
    select,
  ),
  globalFunction('_[?_]', 'map_optindex_optional_value', [map(K, A), K], optional(A), select),
  globalFunction(
    '_[?_]',
    'optional_map_optindex_optional_value',
    [optional(map(K, A)), K],
    optional(A),
    select,
  ),
  globalFunction('_[_]', 'optional_list_index_int', [optional(list(A)), int], optional(A), select),
  globalFunction('_[_]', 'optional_map_index_value', [optional(map(K, A)), K], optional(A), select),
];
