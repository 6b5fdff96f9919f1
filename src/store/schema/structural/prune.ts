// Takes out of a custom object what its schema does not know, and names it; and nulls that stand for nothing. Objects of the API keep apiVersion, kind and
// metadata whatever the schema says. Source: apiextensions-apiserver pkg/apiserver/schema/{pruning,defaulting/prunenulls.go}.
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

/** Takes members out that are null where that is no value and no default takes their place. Changes the value. */
export function pruneNulls(schema: Schema | undefined, value: unknown): void {
  if (Array.isArray(value)) for (const item of value) pruneNulls(schema?.items, item);
  if (!isMembers(value)) return;
  const values = schema?.additionalProperties;
  for (const [name, member] of Object.entries(value)) {
    const inner = getOwn(schema?.properties, name) ?? (typeof values === 'object' ? values : undefined);
    const isNothing = inner !== undefined && inner.nullable !== true && inner.default === undefined;
    if (member === null && isNothing) delete value[name];
    else pruneNulls(inner, member);
  }
}
