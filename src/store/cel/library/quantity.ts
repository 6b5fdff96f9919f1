// `quantity`: amounts as Kubernetes writes them. Source: apiserver pkg/cel/library/quantity.go.
import {
  addQuantities,
  compareQuantities,
  parseQuantity,
  quantityCause,
  quantityOf,
  subtractQuantities,
  type Quantity,
} from '../../../std/quantity.ts';
import { CelFault, globalFunction, memberFunction, type Overload } from '../overload.ts';
import { bool, double, int, opaque, string } from '../types.ts';
import { Opaque } from '../values.ts';

const quantityType = opaque('kubernetes.Quantity');
const nanos = 1_000_000_000n;

function read(text: string): Opaque {
  const quantity = parseQuantity(text);
  if (quantity === undefined) throw new CelFault(quantityCause(text) ?? '');
  return make(quantity);
}

/** Equal amounts are equal however they are written. */
function make(quantity: Quantity): Opaque {
  return new Opaque(quantityType, quantity, String(quantity.nano));
}

const of = (value: Opaque): Quantity => value.value as Quantity;
const plain = (value: bigint): Quantity => quantityOf(value, 'DecimalSI');
const q = quantityType;

export const quantity: readonly Overload[] = [
  globalFunction('quantity', 'string_to_quantity', [string], q, read),
  globalFunction(
    'isQuantity',
    'is_quantity_string',
    [string],
    bool,
    (text: string) => parseQuantity(text) !== undefined,
  ),
  // The only one of them that is no member, whatever the library's own comment says.
  globalFunction('sign', 'quantity_sign', [q], int, (a: Opaque) => {
    const { nano } = of(a);
    return nano === 0n ? 0n : nano > 0n ? 1n : -1n;
  }),
  memberFunction(
    'isGreaterThan',
    'quantity_is_greater_than',
    [q, q],
    bool,
    (a: Opaque, b: Opaque) => compareQuantities(of(a), of(b)) > 0,
  ),
  memberFunction(
    'isLessThan',
    'quantity_is_less_than',
    [q, q],
    bool,
    (a: Opaque, b: Opaque) => compareQuantities(of(a), of(b)) < 0,
  ),
  memberFunction('compareTo', 'quantity_compare_to', [q, q], int, (a: Opaque, b: Opaque) =>
    BigInt(compareQuantities(of(a), of(b))),
  ),
  memberFunction(
    'asApproximateFloat',
    'quantity_get_float',
    [q],
    double,
    (a: Opaque) => Number(of(a).nano) / 1e9,
  ),
  memberFunction('asInteger', 'quantity_get_int', [q], int, (a: Opaque) => {
    const { nano } = of(a);
    if (nano % nanos !== 0n) throw new CelFault('cannot convert value to integer');
    return nano / nanos;
  }),
  memberFunction('isInteger', 'quantity_is_integer', [q], bool, (a: Opaque) => of(a).nano % nanos === 0n),
  memberFunction('add', 'quantity_add', [q, q], q, (a: Opaque, b: Opaque) =>
    make(addQuantities(of(a), of(b))),
  ),
  memberFunction('add', 'quantity_add_int', [q, int], q, (a: Opaque, b: bigint) =>
    make(addQuantities(of(a), plain(b))),
  ),
  memberFunction('sub', 'quantity_sub', [q, q], q, (a: Opaque, b: Opaque) =>
    make(subtractQuantities(of(a), of(b))),
  ),
  memberFunction('sub', 'quantity_sub_int', [q, int], q, (a: Opaque, b: bigint) =>
    make(subtractQuantities(of(a), plain(b))),
  ),
];
