// No item twice in a list that is a set or a map. Source: apiextensions-apiserver pkg/apiserver/schema/listtype.
import { canonicalJson } from '../../../std/canonical-json.ts';
import { getOwn } from '../../../std/own.ts';
import type { Causes } from '../../causes.ts';
import { shownAsIs } from '../../go-types.ts';
import { isObject } from '../reading.ts';
import type { Schema } from '../schema.ts';

export function checkListTypes(schema: Schema, value: unknown, path: string, causes: Causes): void {
  if (Array.isArray(value)) {
    checkItems(schema, value, path, causes);
    const { items } = schema;
    if (items === undefined) return;
    value.forEach((item: unknown, index) => {
      checkListTypes(items, item, `${path}[${index}]`, causes);
    });
  } else if (isObject(value)) {
    for (const [name, member] of Object.entries(value)) {
      const values = schema.additionalProperties;
      const property = getOwn(schema.properties, name);
      const place = path === '' ? name : property === undefined ? `${path}[${name}]` : `${path}.${name}`;
      const inner = property ?? (typeof values === 'object' ? values : undefined);
      if (inner !== undefined) checkListTypes(inner, member, place, causes);
    }
  }
}

function checkItems(schema: Schema, items: readonly unknown[], path: string, causes: Causes): void {
  const type = schema['x-kubernetes-list-type'];
  if (type !== 'set' && type !== 'map') return;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const seen = new Set<string>();
  items.forEach((item, index) => {
    if (type === 'map' && item !== null && !isObject(item)) {
      causes.invalid(`${path}[${index}]`, shownAsIs(item), 'must be an object for an array of list-type map');
      return;
    }
    const shown: unknown =
      type === 'set'
        ? item
        : !isObject(item)
          ? {}
          : Object.fromEntries(keys.flatMap((key) => (item[key] === undefined ? [] : [[key, item[key]]])));
    const text = canonicalJson(shown);
    if (seen.has(text)) causes.duplicate(`${path}[${index}]`, shownAsIs(shown));
    seen.add(text);
  });
}
