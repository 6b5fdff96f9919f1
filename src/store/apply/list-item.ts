// How an item of an associative list is told from the others: by its keys, defaults included, or by its value.
// Source: structured-merge-diff, typed/helpers.go.
import { getOwn } from '../../std/own.ts';
import { quoteGo } from '../../std/go-quote.ts';
import { keyElement, valueElement, type Element } from './element.ts';
import type { ListType } from './field-type.ts';
import { compareText } from './text-order.ts';
import { isList, isMap } from './value.ts';

/** Why an item has no identity. */
interface NoIdentity {
  readonly error: string;
}

export function itemElement(list: ListType, item: unknown): Element | NoIdentity {
  const keys = list.keys();
  if (keys.length === 0) return setElement(item);
  if (item === null || item === undefined) {
    return { error: 'associative list with keys may not have a null element' };
  }
  if (!isMap(item)) return { error: 'associative list with keys may not have non-map elements' };
  const fields: [string, unknown][] = [];
  for (const key of keys) {
    const value = getOwn(item, key.name) ?? (Object.hasOwn(item, key.name) ? item[key.name] : key.default);
    if (value === undefined) {
      const omitted = quoteGo(key.name);
      return {
        error: `associative list with keys has an element that omits key field ${omitted} (and doesn't have default value)`,
      };
    }
    fields.push([key.name, value]);
  }
  if (fields.length > 1) fields.sort(([a], [b]) => compareText(a, b));
  return keyElement(fields);
}

function setElement(item: unknown): Element | NoIdentity {
  if (isMap(item)) return { error: "associative list without keys has an element that's a map type" };
  if (isList(item)) return { error: 'not supported: associative list with lists as elements' };
  if (item === null || item === undefined) {
    return { error: "associative list without keys has an element that's an explicit null" };
  }
  return valueElement(item);
}

/** The items' steps, in the list's order; the items that have none are undefined. */
export function itemElements(list: ListType, items: readonly unknown[]): readonly (Element | undefined)[] {
  return items.map((item) => {
    const element = itemElement(list, item);
    return typeof element === 'string' ? element : undefined;
  });
}
