// Where a decoding is and what it has found so far, and the sentences for what it refuses: Go's error context, kept the
// way Go keeps it. Source: sigs.k8s.io/json, decode.go and kubernetes_patch.go; apimachinery pkg/runtime/converter.go.
import { target, typeName, type Definitions, type Schema } from './schema.ts';

/** As many as Kubernetes reports of one body. */
const UNKNOWN_FIELDS_MAX = 100;

/**
 * Who reads, and so in which words it refuses: Go's JSON decoder, or apimachinery's converter of maps, which reads what a
 * strategic merge patch made.
 */
export type DecodeWords = 'json' | 'converter';

/** Where the reading is and what it has found; Go's error context, kept the same way. */
export interface Reading {
  readonly definitions: Definitions;
  readonly words: DecodeWords;
  /** Fields from the root, without indices and map keys: what type errors name. */
  readonly fields: string[];
  /** The struct that the innermost field belongs to. */
  struct: string;
  /** The path with indices and map keys: what unknown fields name. */
  readonly path: string[];
  readonly unknown: Set<string>;
  /** Paths of whole numbers that were written with a fraction or an exponent, which Go reads into no integer. */
  readonly floats: ReadonlySet<string>;
  /**
   * Within a type that has its JSON read as a document of its own: Go reports no unknown fields of it, ends at its first
   * mistake, and tells the place of the whole.
   */
  isInner: boolean;
  /** The first refusal of a type's own reader: it ends the reading in Go, so it wins. */
  fatal?: string;
  /** The first value of a wrong type. */
  mismatch?: string;
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function noteUnknown(reading: Reading, key: string): void {
  if (reading.isInner || reading.unknown.size >= UNKNOWN_FIELDS_MAX) return;
  reading.unknown.add(reading.path.length === 0 ? key : `${reading.path.join('')}.${key}`);
}

/** Notes a value of the wrong type in Go's words; the first one is what the API answers. */
export function mismatch(
  reading: Reading,
  schema: Schema,
  value: unknown,
  found = jsonType(value),
): undefined {
  if (reading.words === 'converter') return refuse(reading, unconverted(reading, schema, value));
  const message = sentence(reading, found, goType(schema));
  if (reading.isInner) return refuse(reading, message);
  reading.mismatch ??= message;
  return undefined;
}

export function sentence({ fields, struct, words }: Reading, found: string, wanted: string): string {
  const place =
    fields.length === 0 || words === 'converter'
      ? 'Go value'
      : `Go struct field ${struct}.${fields.join('.')}`;
  return `json: cannot unmarshal ${found} into ${place} of type ${wanted}`;
}

export function jsonType(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Go's kind of a value in a map that was read from JSON. */
function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'slice';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'number':
      return Number.isInteger(value) ? 'int64' : 'float64';
    case 'string':
      return 'string';
    default:
      return 'map';
  }
}

/** The converter's words for a value that fits no field. Source: apimachinery pkg/runtime/converter.go. */
function unconverted({ definitions }: Reading, schema: Schema, value: unknown): string {
  const type = target(definitions, schema);
  const found = kindOf(value);
  if (type.type === 'object') {
    return type.properties === undefined
      ? `cannot restore map from ${found}`
      : `cannot restore struct from: ${found}`;
  }
  if (type.type === 'array' || type.format === 'byte') return `cannot restore slice from ${found}`;
  const wanted = goType(type);
  const isText = type.type === 'string';
  // Go would turn a number into the text of its character, so the converter names both and refuses.
  const isConvertible = typeof value === 'number' && (!isText || found === 'int64') && wanted !== 'bool';
  return isConvertible
    ? `cannot convert ${found} to ${wanted}`
    : `unrecognized type: ${isText ? 'string' : wanted}`;
}

/** The Go type as its error messages print it. */
function goType(schema: Schema): string {
  if (schema.$ref !== undefined) return schema.$ref.split('.').slice(-2).join('.');
  switch (schema.type) {
    case 'array':
      return `[]${schema.items === undefined ? 'interface {}' : goType(schema.items)}`;
    case 'object': {
      const values = schema.additionalProperties;
      if (typeof values !== 'object') return 'map[string]interface {}';
      return typeName(values) === 'Quantity' ? 'v1.ResourceList' : `map[string]${goType(values)}`;
    }
    case 'boolean':
      return 'bool';
    case 'integer':
      return schema.format ?? 'int64';
    case 'number':
      return 'float64';
    case 'string':
      return schema.format === 'byte' ? '[]uint8' : (schema['x-go-type'] ?? 'string');
    default:
      return 'interface {}';
  }
}

export function refuse(reading: Reading, message: string): undefined {
  reading.fatal ??= message;
  return undefined;
}
