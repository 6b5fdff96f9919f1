// What a Pod asks for and may use, all its containers together. Source: kubectl pkg/util/resource, PodRequestsAndLimits.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { addQuantities, compareQuantities, parseQuantity, type Quantity } from '../../../std/quantity.ts';
import { isObject, listAt, objectAt, textAt, textsAt } from '../json.ts';

export type Amounts = ReadonlyMap<string, Quantity>;

export function add(total: Map<string, Quantity>, amounts: Amounts): void {
  for (const [name, amount] of amounts) {
    const before = total.get(name);
    total.set(name, before === undefined ? amount : addQuantities(before, amount));
  }
}

function atLeast(total: Map<string, Quantity>, amounts: Amounts): void {
  for (const [name, amount] of amounts) {
    const before = total.get(name);
    if (before === undefined || compareQuantities(amount, before) > 0) total.set(name, amount);
  }
}

function amountsOf(value: Json | undefined): Map<string, Quantity> {
  return new Map(
    textsAt(value).flatMap(([name, text]) => {
      const quantity = parseQuantity(text);
      return quantity === undefined ? [] : [[name, quantity] as const];
    }),
  );
}

/** @param member `requests` or `limits` */
export function podAmounts(pod: JsonObject, member: 'requests' | 'limits'): Amounts {
  const spec = objectAt(pod, 'spec');
  const total = new Map<string, Quantity>();
  const sidecars = new Map<string, Quantity>();
  const starting = new Map<string, Quantity>();
  for (const container of listAt(spec, 'containers'))
    add(total, amountsOf(objectAt(container, 'resources', member)));
  for (const container of listAt(spec, 'initContainers')) {
    const amounts = amountsOf(objectAt(container, 'resources', member));
    if (textAt(container, 'restartPolicy') === 'Always') {
      add(total, amounts);
      add(sidecars, amounts);
      atLeast(starting, sidecars);
    } else {
      const together = new Map(amounts);
      add(together, sidecars);
      atLeast(starting, together);
    }
  }
  atLeast(total, starting);
  const overhead = spec['overhead'];
  if (isObject(overhead)) {
    for (const [name, amount] of amountsOf(overhead)) {
      const before = total.get(name);
      if (member === 'requests' || before !== undefined) {
        total.set(name, before === undefined ? amount : addQuantities(before, amount));
      }
    }
  }
  return total;
}
