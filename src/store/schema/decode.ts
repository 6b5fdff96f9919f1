// Reads plain JSON into a typed object as Go does: prunes unknown fields and names them, checks types and ranges, drops
// nulls, prints quantities, times and bytes in their canonical form. Go's own words for what it refuses (sigs.k8s.io/json,
// encoding/json). Deliberately absent: defaults, enums, required fields (validation), CRDs (nothing of Go decodes them).
import { setOwn, getOwn } from '../../std/own.ts';
import { copy } from '../../std/draft.ts';
import { formatQuantity, parseQuantity, quantityCause } from '../../std/quantity.ts';
import { readBase64 } from './go-base64.ts';
import { readTime } from '../../std/go-time.ts';
import {
  isObject,
  jsonType,
  mismatch,
  noteUnknown,
  refuse,
  sentence,
  type DecodeWords,
  type Reading,
} from './reading.ts';
import { target, typeName, type Definitions, type Schema } from './schema.ts';

export type { DecodeWords };

export interface Decoded {
  /** A new, mutable object graph; meaningful only without an error. */
  readonly value: unknown;
  /** Paths of fields that the type lacks, as Kubernetes spells them (`spec.template.spec.containers[0].bogus`), in the
   * order of the document, at most a hundred. The API answers `unknown field "<path>"`. */
  readonly unknown: readonly string[];
  /** Why the body is none of its kind; what follows `cannot be handled as a Deployment: ` in the API's answer. */
  readonly error?: string;
}

const NONE: ReadonlySet<string> = new Set();

const INT32_MAX = 2_147_483_647;
const INT64_BOUND = 9_223_372_036_854_775_808;

/**
 * Reads a JSON value as the schema's type.
 * @param schema the kind's definition, or a reference to it; the value is not changed
 * @param floats paths of whole numbers written as `1.0` or `1e3`, as std/json-scan finds them
 * @param words whose sentences a refusal is in
 */
export function decode(
  definitions: Definitions,
  schema: Schema,
  value: unknown,
  floats: ReadonlySet<string> = NONE,
  words: DecodeWords = 'json',
): Decoded {
  const reading: Reading = {
    definitions,
    words,
    fields: [],
    struct: '',
    path: [],
    unknown: new Set(),
    floats,
    isInner: false,
  };
  const result = read(reading, schema, value);
  const error = reading.fatal ?? reading.mismatch;
  const unknown = [...reading.unknown];
  return error === undefined ? { value: result, unknown } : { value: result, unknown, error };
}

function read(reading: Reading, schema: Schema, value: unknown): unknown {
  const own = typeName(schema);
  const reader = own === undefined ? undefined : ownReaders.get(own);
  if (reader !== undefined) return reader(reading, schema, value);
  const type = target(reading.definitions, schema);
  if (value === null || value === undefined) return zero(reading, schema, type);
  switch (type.type) {
    case 'object':
      return type.properties === undefined
        ? readMap(reading, schema, type, value)
        : readStruct(reading, schema, type, value);
    case 'array':
      return readList(reading, schema, type, value);
    case 'string':
      return type.format === 'byte' ? readBytes(reading, schema, value) : readText(reading, schema, value);
    case 'boolean':
      return typeof value === 'boolean' ? value : mismatch(reading, schema, value);
    case 'integer':
      return readInteger(reading, schema, value, type.format);
    case 'number':
      return typeof value === 'number' ? value : mismatch(reading, schema, value);
    case undefined:
      return copy(value);
  }
}

/** What Go puts where a list or a map holds null. */
function zero(reading: Reading, schema: Schema, type: Schema): unknown {
  switch (type.type) {
    case 'object':
      return type.properties === undefined ? {} : readStruct(reading, schema, type, {});
    case 'string':
      return '';
    case 'boolean':
      return false;
    case 'integer':
    case 'number':
      return 0;
    default:
      return null;
  }
}

function readStruct(reading: Reading, schema: Schema, type: Schema, value: unknown): unknown {
  if (!isObject(value)) return mismatch(reading, schema, value);
  const outer = reading.struct;
  const struct = typeName(schema) ?? type['x-kubernetes-group-version-kind']?.[0]?.kind ?? 'object';
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const property = getOwn(type.properties, key);
    if (property === undefined) {
      if (type['x-kubernetes-preserve-unknown-fields']) setOwn(result, key, copy(value[key]));
      else noteUnknown(reading, key);
      continue;
    }
    const member = value[key];
    if (member === null || member === undefined) continue;
    if (!reading.isInner) {
      reading.fields.push(key);
      reading.struct = struct;
    }
    reading.path.push(reading.path.length === 0 ? key : `.${key}`);
    const inner = read(reading, property, member);
    if (inner !== undefined) result[key] = inner;
    reading.path.pop();
    if (!reading.isInner) {
      reading.fields.pop();
      reading.struct = outer;
    }
  }
  fillRequired(reading, type, result);
  return result;
}

/** A required text is no pointer in Go: left out it is empty, and what reads it may rely on its being there. */
function fillRequired({ definitions }: Reading, type: Schema, result: Record<string, unknown>): void {
  for (const name of type.required ?? []) {
    const property = getOwn(type.properties, name);
    if (property === undefined || Object.hasOwn(result, name)) continue;
    const { type: kind, format } = target(definitions, property);
    if (kind === 'string' && format === undefined) result[name] = '';
  }
}

function readMap(reading: Reading, schema: Schema, type: Schema, value: unknown): unknown {
  if (!isObject(value)) return mismatch(reading, schema, value);
  const values = type.additionalProperties;
  if (typeof values !== 'object') return copy(value);
  const result: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    reading.path.push(reading.path.length === 0 ? key : `.${key}`);
    setOwn(result, key, read(reading, values, value[key]));
    reading.path.pop();
  }
  return result;
}

function readList(reading: Reading, schema: Schema, type: Schema, value: unknown): unknown {
  if (!Array.isArray(value)) return mismatch(reading, schema, value);
  const items = type.items;
  if (items === undefined) return copy(value);
  return value.map((item: unknown, index) => {
    reading.path.push(`[${index}]`);
    const result = read(reading, items, item);
    reading.path.pop();
    return result;
  });
}

function readText(reading: Reading, schema: Schema, value: unknown): unknown {
  return typeof value === 'string' ? value : mismatch(reading, schema, value);
}

function readBytes(reading: Reading, schema: Schema, value: unknown): unknown {
  if (typeof value !== 'string') return mismatch(reading, schema, value);
  const result = readBase64(value);
  if ('text' in result) return result.text;
  if (reading.words === 'converter') return refuse(reading, `error decoding from json: ${result.error}`);
  reading.mismatch ??= result.error;
  return undefined;
}

function readInteger(reading: Reading, schema: Schema, value: unknown, format: string | undefined): unknown {
  if (typeof value !== 'number') return mismatch(reading, schema, value);
  const isInRange =
    format === 'int32' ? value >= -INT32_MAX - 1 && value <= INT32_MAX : Math.abs(value) < INT64_BOUND;
  if (reading.floats.size > 0 && Number.isInteger(value) && reading.floats.has(reading.path.join(''))) {
    return mismatch(reading, schema, value, `number ${value}.0`);
  }
  return Number.isInteger(value) && isInRange ? value : mismatch(reading, schema, value, `number ${value}`);
}

type Reader = (reading: Reading, schema: Schema, value: unknown) => unknown;

const SCHEMA_PROPS: Schema = {
  $ref: 'io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps',
};

/** The Go types that read their JSON themselves, by the last part of the definition's name. */
const ownReaders: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['Quantity', readQuantity],
  ['Time', (reading, _schema, value) => readMoment(reading, 'Time', value)],
  ['MicroTime', (reading, _schema, value) => readMoment(reading, 'MicroTime', value)],
  ['IntOrString', readIntOrString],
  ['RawExtension', (_reading, _schema, value) => copy(value)],
  ['FieldsV1', (_reading, _schema, value) => copy(value)],
  ['JSON', (_reading, _schema, value) => copy(value)],
  ['JSONSchemaPropsOrBool', readSchemaOrBool],
  ['JSONSchemaPropsOrArray', readSchemaOrArray],
  ['JSONSchemaPropsOrStringArray', readSchemaOrNames],
]);

function readQuantity(reading: Reading, _schema: Schema, value: unknown): unknown {
  if (value === null || value === undefined) return '0';
  const text = typeof value === 'string' || typeof value === 'number' ? value : JSON.stringify(value);
  const quantity = parseQuantity(text);
  return quantity === undefined ? refuse(reading, quantityCause(text) ?? '') : formatQuantity(quantity);
}

function readMoment(reading: Reading, type: 'Time' | 'MicroTime', value: unknown): unknown {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'string') return refuse(reading, sentence(reading, jsonType(value), 'string'));
  const result = readTime(type, value);
  return 'text' in result ? result.text : refuse(reading, result.error);
}

function readIntOrString(reading: Reading, _schema: Schema, value: unknown): unknown {
  if (value === null || value === undefined) return 0;
  if (typeof value === 'string') return value;
  if (typeof value !== 'number') return refuse(reading, sentence(reading, jsonType(value), 'int32'));
  return Number.isInteger(value) && value >= -INT32_MAX - 1 && value <= INT32_MAX
    ? value
    : refuse(reading, sentence(reading, `number ${value}`, 'int32'));
}

/** A schema inside one of the unions. */
function readInnerSchema(reading: Reading, value: unknown): unknown {
  const { isInner } = reading;
  reading.isInner = true;
  const result = read(reading, SCHEMA_PROPS, value);
  reading.isInner = isInner;
  return result;
}

function readSchemaOrBool(reading: Reading, _schema: Schema, value: unknown): unknown {
  if (isObject(value)) return readInnerSchema(reading, value);
  return typeof value === 'boolean' ? value : refuse(reading, 'boolean or JSON schema expected');
}

function readSchemaOrArray(reading: Reading, _schema: Schema, value: unknown): unknown {
  if (isObject(value)) return readInnerSchema(reading, value);
  return Array.isArray(value) ? value.map((item: unknown) => readInnerSchema(reading, item)) : undefined;
}

function readSchemaOrNames(reading: Reading, _schema: Schema, value: unknown): unknown {
  if (isObject(value)) return readInnerSchema(reading, value);
  return Array.isArray(value) ? readList(reading, NAMES, NAMES, value) : undefined;
}

const NAMES: Schema = { type: 'array', items: { type: 'string' } };
