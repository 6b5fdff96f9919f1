// Reads the metadata of resources inside custom objects as metadata, without what it does not know.
// Source: apiextensions-apiserver pkg/apiserver/schema/objectmeta/{algorithm,coerce}.go.
import { getOwn } from '../../../std/own.ts';
import { goUntyped } from '../../go-types.ts';
import { decode } from '../decode.ts';
import { isObject } from '../reading.ts';
import type { Definitions, Schema } from '../schema.ts';

type Coerced = { readonly unknown: readonly string[] } | { readonly error: string };
type Members = Record<string, unknown>;

const metaSchema: Schema = { $ref: 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' };

/** Changes the object; answers the paths of what it took out, or why something is no resource at all. */
export function coerceEmbedded(definitions: Definitions, schema: Schema, object: unknown): Coerced {
  const unknown: string[] = [];
  const error = inside(definitions, schema, object, '', unknown);
  return error === undefined ? { unknown } : { error };
}

function inside(
  definitions: Definitions,
  schema: Schema,
  value: unknown,
  path: string,
  unknown: string[],
): string | undefined {
  const step = (inner: Schema | undefined, part: unknown, place: string): string | undefined =>
    inner === undefined ? undefined : resource(definitions, inner, part, place, unknown);
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const error = step(schema.items, item, `${path}[${index}]`);
      if (error !== undefined) return error;
    }
  } else if (isObject(value)) {
    const values = schema.additionalProperties;
    for (const [name, member] of Object.entries(value)) {
      const property = getOwn(schema.properties, name);
      const place = path === '' ? name : property === undefined ? `${path}[${name}]` : `${path}.${name}`;
      const error = step(property ?? (typeof values === 'object' ? values : undefined), member, place);
      if (error !== undefined) return error;
    }
  }
  return undefined;
}

function resource(
  definitions: Definitions,
  schema: Schema,
  value: unknown,
  path: string,
  unknown: string[],
): string | undefined {
  if (schema['x-kubernetes-embedded-resource'] === true && isObject(value)) {
    for (const name of ['apiVersion', 'kind']) {
      const text = getOwn(value, name);
      if (text === undefined || typeof text === 'string') continue;
      return `${path}.${name}: Invalid value: ${goUntyped(text).text}: must be a string`;
    }
    if (value['metadata'] !== undefined) {
      const meta = decode(definitions, metaSchema, value['metadata']);
      if (meta.error !== undefined)
        return `${path}.metadata: Invalid value: ${goUntyped(value['metadata']).text}: ${meta.error}`;
      unknown.push(...meta.unknown.map((name) => `${path}.metadata.${name}`));
      (value as Members)['metadata'] = meta.value;
    }
  }
  return inside(definitions, schema, value, path, unknown);
}
