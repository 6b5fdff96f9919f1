// Bodies of the vSphere Automation API, read by a schema: what is missing, of another type or not known is refused as the infrastructure that all
// operations share does it, before any operation looks at it.
import { isObject, type Json } from '../../std/draft.ts';
import { getOwn } from '../../std/own.ts';
import type { Infer } from '../../store/schema/infer.ts';
import type { Schema, SchemaType } from '../../store/schema/schema.ts';
import {
  invalidArgument,
  invalidEntry,
  invalidField,
  InvalidInput,
  missingIn,
  unexpectedField,
  unsupported,
  wholeInput,
  wrongType,
} from './failure.ts';

/** Of a member that the API has and that nothing is done with here: whoever says it is told so, unless it is an empty list. */
export const notSupportedHere = { description: 'not supported' } as const satisfies Schema;

const types = {
  array: 'LIST',
  boolean: 'BOOLEAN',
  integer: 'INTEGER',
  number: 'DOUBLE',
  object: 'STRUCTURE',
  string: 'STRING',
} as const satisfies Record<SchemaType, string>;

function typeOf(value: Json): string {
  if (value === null) return 'OPTIONAL';
  if (Array.isArray(value)) return types.array;
  if (typeof value === 'number') return Number.isSafeInteger(value) ? types.integer : types.number;
  return types[typeof value as 'boolean' | 'object' | 'string'];
}

/** What is wrong inside of something is told as the cause of its being wrong. */
function inside<Result>(message: () => ReturnType<typeof invalidField>, read: () => Result): Result {
  try {
    return read();
  } catch (error) {
    throw error instanceof InvalidInput ? error.below(message()) : error;
  }
}

/** Where `value` stands: the path to it, and its own name. */
interface Place {
  readonly path: string;
  readonly name: string;
}

function readMembers(schema: Schema, value: Readonly<Record<string, Json>>, { path, name }: Place): Json {
  const { properties = {}, additionalProperties, required = [] } = schema;
  for (const wanted of required) if (getOwn(value, wanted) === undefined) throw missingIn(name, wanted);
  const members = Object.keys(value).map((key): readonly [string, Json][] => {
    const given = value[key] as Json;
    const member =
      getOwn(properties, key) ??
      (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    if (member === undefined) throw unexpectedField(key, name);
    // What may be left out may be null as well.
    if (given === null && !required.includes(key)) return [];
    const place = { path: path === '' ? key : `${path}.${key}`, name: key };
    return [
      [
        key,
        inside(
          () => invalidField(key),
          () => read(member, given, place),
        ),
      ],
    ];
  });
  return Object.fromEntries(members.flat());
}

function read(schema: Schema, value: Json, place: Place): Json {
  const { type, enum: allowed, items } = schema;
  if (schema === notSupportedHere) {
    if (Array.isArray(value) && value.length === 0) return value;
    throw unsupported(`'${place.path}' is not supported.`, [place.path]);
  }
  const got = typeOf(value);
  if (type !== undefined && got !== types[type] && !(type === 'number' && got === types.integer))
    throw wrongType(types[type], got);
  if (allowed !== undefined && !allowed.includes(value))
    throw invalidArgument(
      `Invalid value for '${place.path}': '${String(value)}' is not one of ${allowed.map(String).join(', ')}.`,
      [place.path],
    );
  if (type === 'object' && isObject(value)) return readMembers(schema, value, place);
  if (items === undefined || !Array.isArray(value)) return value;
  return (value as readonly Json[]).map((item, index) =>
    inside(
      () => invalidEntry(JSON.stringify(item), index),
      () => read(items, item, { ...place, path: `${place.path}[${index}]` }),
    ),
  );
}

/** The body as the schema describes it, without what is null; an absent one reads as an empty structure. */
export function readBody<const S extends Schema>(schema: S, body: Json | undefined): Infer<S> {
  return read(schema, body ?? {}, { path: '', name: wholeInput }) as Infer<S>;
}

/** The text at a place in a body that nobody has checked yet: what an operation is asked on. */
export function textAt(body: Json | undefined, ...path: readonly string[]): string | undefined {
  let at = body;
  for (const name of path) at = isObject(at) ? getOwn(at, name) : undefined;
  return typeof at === 'string' ? at : undefined;
}
