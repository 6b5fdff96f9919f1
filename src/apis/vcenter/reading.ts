// Bodies of the vSphere Automation API, read by a schema: what is missing, of another type or not known is an invalid argument.
import { isObject, type Json } from '../../std/draft.ts';
import { getOwn } from '../../std/own.ts';
import type { Infer } from '../../store/schema/infer.ts';
import type { Schema } from '../../store/schema/schema.ts';
import { invalidArgument, missingField, unexpectedField, type Failure } from './failure.ts';

const kindOf = (value: Json): string =>
  value === null
    ? 'null'
    : Array.isArray(value)
      ? 'list'
      : typeof value === 'object'
        ? 'structure'
        : typeof value;

function expected(path: string, wanted: string, value: Json): Failure {
  return invalidArgument(`Invalid value for '${path}': expected ${wanted}, got ${kindOf(value)}.`, [path]);
}

function checkMembers(schema: Schema, value: Json, path: string): void {
  if (!isObject(value)) throw expected(path, 'structure', value);
  const { properties, additionalProperties, required = [] } = schema;
  for (const name of required) {
    if (getOwn(value, name) === undefined) throw missingField(path === '' ? name : `${path}.${name}`);
  }
  for (const name of Object.keys(value)) {
    const at = path === '' ? name : `${path}.${name}`;
    const member =
      getOwn(properties ?? {}, name) ??
      (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    if (member === undefined) throw unexpectedField(at);
    check(member, getOwn(value, name) as Json, at);
  }
}

function check(schema: Schema, value: Json, path: string): void {
  if (schema.type === 'object') checkMembers(schema, value, path);
  else if (schema.type === 'array') {
    if (!Array.isArray(value)) throw expected(path, 'list', value);
    const { items } = schema;
    if (items !== undefined) value.forEach((item, place) => check(items, item as Json, `${path}[${place}]`));
  } else if (schema.type === 'integer') {
    if (!Number.isSafeInteger(value)) throw expected(path, 'integer', value);
  } else if (schema.type !== undefined && typeof value !== schema.type) {
    throw expected(path, schema.type, value);
  }
  const { enum: allowed } = schema;
  if (allowed !== undefined && !allowed.includes(value))
    throw invalidArgument(
      `Invalid value for '${path}': '${String(value)}' is not one of ${allowed.map(String).join(', ')}.`,
      [path],
    );
}

/** The body as the schema describes it; an absent one reads as an empty structure. */
export function readBody<const S extends Schema>(schema: S, body: Json | undefined): Infer<S> {
  check(schema, body ?? {}, '');
  return (body ?? {}) as Infer<S>;
}

/** The text at a place in a body that nobody has checked yet: what an operation is asked on. */
export function textAt(body: Json | undefined, ...path: readonly string[]): string | undefined {
  let at = body;
  for (const name of path) at = isObject(at) ? getOwn(at, name) : undefined;
  return typeof at === 'string' ? at : undefined;
}
