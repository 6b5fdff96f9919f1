// Fills in the defaults of a structural schema. A null that the schema does not allow counts as absent where there is a
// default. Source: apiextensions-apiserver pkg/apiserver/schema/defaulting.
import { copy } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import type { Schema } from '../schema.ts';

type Members = Record<string, unknown>;

const defaulted = new WeakMap<Schema, boolean>();

/** Whether anything under the schema has a default: a large schema without is not walked again for each object. */
function hasDefaults(schema: Schema): boolean {
  let has = defaulted.get(schema);
  if (has === undefined) {
    const inner = [...Object.values(schema.properties ?? {}), schema.items, schema.additionalProperties];
    has = schema.default !== undefined || inner.some((part) => typeof part === 'object' && hasDefaults(part));
    defaulted.set(schema, has);
  }
  return has;
}

/** Changes the value. */
export function fillDefaults(schema: Schema, value: unknown): void {
  if (!hasDefaults(schema)) return;
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items !== undefined) for (const item of value) fillDefaults(items, item);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const members = value as Members;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (property.default === undefined) continue;
    const present = getOwn(members, name);
    if (present === undefined || (present === null && property.nullable !== true)) {
      members[name] = copy<unknown>(property.default);
    }
  }
  for (const [name, member] of Object.entries(members)) {
    const property = getOwn(schema.properties, name);
    const values = schema.additionalProperties;
    if (property !== undefined) fillDefaults(property, member);
    else if (typeof values === 'object') {
      if (member === null && values.nullable !== true && values.default !== undefined) {
        members[name] = copy<unknown>(values.default);
      }
      fillDefaults(values, members[name]);
    }
  }
}
