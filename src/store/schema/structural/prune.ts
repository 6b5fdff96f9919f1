// Takes out of a custom object what its schema does not know, and names it. Objects of the API keep apiVersion, kind and
// metadata whatever the schema says. Source: apiextensions-apiserver pkg/apiserver/schema/pruning.
import { getOwn } from '../../../std/own.ts';
import type { Schema } from '../schema.ts';

/** As many as Kubernetes reports of one body. */
const unknownMax = 100;

type Members = Record<string, unknown>;

const always: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata']);

function isMembers(value: unknown): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Changes the value; answers the paths of what was taken out, as Kubernetes spells them: `spec.list[0].bogus`. */
export function prune(schema: Schema, value: unknown): readonly string[] {
  const unknown: string[] = [];
  pruneValue(schema, value, true, '', unknown);
  return unknown;
}

function pruneValue(
  schema: Schema,
  value: unknown,
  isResource: boolean,
  path: string,
  unknown: string[],
): void {
  const isKept = schema['x-kubernetes-preserve-unknown-fields'] === true;
  if (Array.isArray(value)) {
    const { items } = schema;
    if (items === undefined) return;
    const isObject = items['x-kubernetes-embedded-resource'] === true;
    value.forEach((item: unknown, index) => {
      pruneValue(items, item, isObject, `${path}[${index}]`, unknown);
    });
    return;
  }
  if (!isMembers(value)) return;
  for (const [name, member] of Object.entries(value)) {
    if (isResource && always.has(name)) continue;
    const place = path === '' ? name : `${path}.${name}`;
    const property = getOwn(schema.properties, name);
    const values = schema.additionalProperties;
    const inner = property ?? (typeof values === 'object' ? values : undefined);
    if (inner !== undefined) {
      pruneValue(inner, member, inner['x-kubernetes-embedded-resource'] === true, place, unknown);
    } else if (!isKept && values !== true) {
      delete value[name];
      if (unknown.length < unknownMax) unknown.push(place);
    }
  }
}
