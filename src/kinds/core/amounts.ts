// Lists of resources with their amounts, as quotas and limit ranges compute with them. Source: apiserver pkg/quota/v1.
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityOf,
  subtractQuantities,
  type Quantity,
} from '../../std/quantity.ts';

/** A resource list as it is written: names to quantities. */
export type ResourceList = Readonly<Record<string, string>>;

export type Amounts = ReadonlyMap<string, Quantity>;

export const none: Quantity = quantityOf(0, 'DecimalSI');
export const one: Quantity = quantityOf(1, 'DecimalSI');

/** The amounts of a list; what is no amount counts for nothing. */
export function amountsOf(list: ResourceList | undefined): Amounts {
  return new Map(Object.entries(list ?? {}).map(([name, text]) => [name, parseQuantity(text) ?? none]));
}

/** The list that amounts are written as, in order of names. */
export function listOf(amounts: Amounts): ResourceList {
  return Object.fromEntries(
    [...amounts].sort(byName).map(([name, amount]) => [name, formatQuantity(amount)]),
  );
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1;
}

function combined(a: Amounts, b: Amounts, both: (a: Quantity, b: Quantity) => Quantity): Amounts {
  const result = new Map(a);
  for (const [name, amount] of b) {
    const before = a.get(name);
    result.set(name, before === undefined ? amount : both(before, amount));
  }
  return result;
}

export function addAmounts(a: Amounts, b: Amounts): Amounts {
  return combined(a, b, addQuantities);
}

export function maxAmounts(a: Amounts, b: Amounts): Amounts {
  return combined(a, b, (one, other) => (compareQuantities(one, other) < 0 ? other : one));
}

/** What `a` has more than `b`, never less than nothing. */
export function excessOf(a: Amounts, b: Amounts): Amounts {
  const excess = (name: string, amount: Quantity) => {
    const rest = subtractQuantities(amount, b.get(name) ?? none);
    return compareQuantities(rest, none) < 0 ? { ...none, format: rest.format } : rest;
  };
  return new Map([...a].map(([name, amount]) => [name, excess(name, amount)]));
}

/** Only the resources of these names. */
export function masked(amounts: Amounts, names: Iterable<string>): Amounts {
  const wanted = new Set(names);
  return new Map([...amounts].filter(([name]) => wanted.has(name)));
}

/** `cpu=1,memory=2Gi`: how refusals write amounts. */
export function amountsText(amounts: Amounts): string {
  return [...amounts]
    .sort(byName)
    .map(([name, amount]) => `${name}=${formatQuantity(amount)}`)
    .join(',');
}
