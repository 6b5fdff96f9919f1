// The CEL type of what a structural schema describes, with the sizes that cost is estimated by. Values of unknown shape
// have no type: expressions cannot name them. Source: apiserver pkg/cel/common/schemas.go.
import type { Schema } from '../schema/schema.ts';
import { escapedName } from './escape.ts';
import {
  bool,
  bytes,
  double,
  duration,
  dyn,
  int,
  list,
  map,
  string,
  timestamp,
  type CelType,
  type Field,
} from './types.ts';

/** Bytes of the largest request, as CEL reckons. */
const requestBytesMax = 3 * 1024 * 1024;
const textMax = requestBytesMax - 2;

/** Bytes of the smallest values in JSON: `""`, `true`, `0`, `{}`, and of texts in a format. */
const least = {
  text: 2,
  boolean: 4,
  number: 1,
  object: 2,
  list: 2,
  duration: 3,
  date: 12,
  dateTime: 21,
} as const;
const formatMax = { duration: 32, date: 12, dateTime: 32 } as const;

const sized = (type: CelType, sizeMax: number, bytesMin: number): CelType => ({ ...type, sizeMax, bytesMin });

const scalarType = {
  boolean: sized(bool, 0, least.boolean),
  number: sized(double, 0, least.number),
  integer: sized(int, 0, least.number),
} as const;

const text: CelType = sized(string, 0, least.text);

/** What every object of the API has whatever its schema says: expressions may read these of its metadata. */
const metadata: Schema = {
  type: 'object',
  properties: { name: { type: 'string' }, generateName: { type: 'string' } },
};

function withTypeAndMeta(schema: Schema): Schema {
  const own = { kind: { type: 'string' }, apiVersion: { type: 'string' }, metadata } as const;
  return { ...schema, type: 'object', properties: { ...schema.properties, ...own } };
}

/** Undefined where the values have no type that an expression could see. */
export function typeOfSchema(schema: Schema, isResource = false): CelType | undefined {
  // Kubernetes' own kinds say it by the format.
  if (schema['x-kubernetes-int-or-string'] || schema.format === 'int-or-string')
    return sized(dyn, charactersMax(schema), least.number);
  const seen = isResource ? withTypeAndMeta(schema) : schema;
  switch (seen.type) {
    case 'array':
      return listType(seen);
    case 'object':
      return typeof seen.additionalProperties === 'object' ? mapType(seen) : objectType(seen);
    case 'string':
      return textType(seen);
    case undefined:
      return undefined;
    default:
      return scalarType[seen.type];
  }
}

const inner = (schema: Schema): CelType | undefined =>
  typeOfSchema(schema, schema['x-kubernetes-embedded-resource'] === true);

function listType(schema: Schema): CelType | undefined {
  const item = schema.items === undefined ? undefined : inner(schema.items);
  if (item === undefined) return undefined;
  const most = schema.maxItems ?? Math.trunc((requestBytesMax - 2) / ((item.bytesMin ?? 0) + 1));
  const listKind = schema['x-kubernetes-list-type'];
  return {
    ...sized(list(item), Math.max(0, most), least.list),
    ...(listKind === undefined ? {} : { listType: listKind }),
    ...(listKind === 'map'
      ? { mapKeys: (schema['x-kubernetes-list-map-keys'] ?? []).map((key) => escapedName(key) ?? key) }
      : {}),
  };
}

function mapType(schema: Schema): CelType | undefined {
  const values = schema.additionalProperties;
  const value = typeof values === 'object' ? inner(values) : undefined;
  if (value === undefined) return undefined;
  const most = schema.maxProperties ?? Math.trunc((requestBytesMax - 2) / ((value.bytesMin ?? 0) + 6));
  return sized(map(text, value), Math.max(0, most), least.object);
}

function objectType(schema: Schema): CelType {
  const fields = new Map<string, Field>();
  let bytesMin: number = least.object;
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const type = inner(property);
    if (type === undefined) continue;
    const spelled = escapedName(name);
    if (spelled !== undefined) fields.set(spelled, { name, type });
    if (schema.required?.includes(name) === true && property.default === undefined) {
      bytesMin += name.length + (type.bytesMin ?? 0) + 4;
    }
  }
  // An object has no size of its own: to compare two of them is reckoned as nothing.
  return { kind: 'object', name: 'object', fields, sizeMax: 0, bytesMin };
}

/** Bytes of the longest text: a character is up to four of them. */
function charactersMax({ maxLength }: Schema): number {
  return maxLength === undefined ? textMax : Math.max(0, maxLength) * 4;
}

function textType(schema: Schema): CelType {
  switch (schema.format) {
    case 'byte':
      return sized(bytes, schema.maxLength ?? textMax, least.text);
    case 'duration':
      return sized(duration, formatMax.duration, least.duration);
    case 'date':
      return sized(timestamp, formatMax.date, least.date);
    case 'date-time':
      return sized(timestamp, formatMax.dateTime, least.dateTime);
  }
  if (schema.maxLength !== undefined) return sized(string, charactersMax(schema), least.text);
  if (schema.enum === undefined || schema.enum.length === 0) return sized(string, textMax, least.text);
  const lengths = schema.enum.map((value) => (typeof value === 'string' ? value.length : 0));
  return sized(string, Math.max(...lengths), least.text);
}
