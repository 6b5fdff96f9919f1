// The messages whose JSON is not their fields: times, quantities, int-or-string, raw JSON, lists in a wrapper, the unions
// of CRD schemas. Each has fields as in the message table, a conversion of the read object, and the way back.
import type { Json } from '../../../std/draft.ts';
import { scanJson } from '../../../std/json-scan.ts';
import { formatGoDuration, formatTime, parseGoDuration, parseTime } from '../../../std/time.ts';
import { ProtoTrouble } from './wire-reader.ts';

type ReadFields = Readonly<Record<string, Json | undefined>>;

interface Conversion {
  readonly fields: string;
  /** Undefined: the field is absent. */
  readonly convert: (read: ReadFields) => Json | undefined;
  /** The fields of a value; of null where Go writes what nobody set. */
  readonly back: (value: Json) => ReadFields;
}

const items: Conversion = {
  fields: '1 items []string',
  convert: (read) => read['items'] ?? [],
  back: (value) => ({ items: value }),
};

const raw: Conversion = {
  fields: '1 raw!',
  convert: rawJson,
  back: (value) => (value === null ? {} : { raw: JSON.stringify(value) }),
};

const NANOS_OF_MS = 1_000_000;

const conversions: ReadonlyMap<string, Conversion> = new Map<string, Conversion>([
  [
    'Time',
    {
      fields: '1 seconds! int, 2 nanos! int',
      convert: (read) => moment(read, false),
      back: (value) => momentFields(value, false),
    },
  ],
  [
    'MicroTime',
    {
      fields: '1 seconds! int, 2 nanos! int',
      convert: (read) => moment(read, true),
      back: (value) => momentFields(value, true),
    },
  ],
  [
    'Duration',
    {
      fields: '1 duration int',
      convert: (read) => formatGoDuration(Math.round(Number(read['duration'] ?? 0) / NANOS_OF_MS)),
      back: (value) => ({ duration: (parseGoDuration(String(value ?? '0s')) ?? 0) * NANOS_OF_MS }),
    },
  ],
  [
    'Quantity',
    {
      fields: '1 string',
      convert: (read) => read['string'] ?? '0',
      back: (value) => ({ string: String(value ?? 0) }),
    },
  ],
  [
    'IntOrString',
    {
      fields: '1 type int, 2 intVal int, 3 strVal',
      convert: (read) => (read['type'] === 1 ? (read['strVal'] ?? '') : (read['intVal'] ?? 0)),
      back: (value) => (typeof value === 'string' ? { type: 1, strVal: value } : { intVal: value ?? 0 }),
    },
  ],
  ['RawExtension', raw],
  ['FieldsV1', raw],
  ['JSON', raw],
  ['Verbs', items],
  ['ExtraValue', items],
  [
    'JSONSchemaPropsOrArray',
    {
      fields: '1 schema JSONSchemaProps, 2 schemas []JSONSchemaProps',
      convert: (read) => read['schema'] ?? read['schemas'],
      back: (value) => (Array.isArray(value) ? { schemas: value } : { schema: value }),
    },
  ],
  [
    'JSONSchemaPropsOrBool',
    {
      fields: '1 allows bool, 2 schema JSONSchemaProps',
      convert: (read) => read['schema'] ?? read['allows'] === true,
      back: (value) => (typeof value === 'boolean' ? { allows: value } : { allows: true, schema: value }),
    },
  ],
  [
    'JSONSchemaPropsOrStringArray',
    {
      fields: '1 schema JSONSchemaProps, 2 property []string',
      convert: (read) => read['schema'] ?? read['property'],
      back: (value) => (Array.isArray(value) ? { property: value } : { schema: value }),
    },
  ],
]);

/** Their fields, in the notation of the message table. */
export const conversionFields: ReadonlyMap<string, string> = new Map(
  [...conversions].map(([name, { fields }]) => [name, fields]),
);

/** The JSON of a message that was read: itself, unless its type has a conversion. */
export function converted(name: string, read: { readonly [key: string]: Json }): Json | undefined {
  const conversion = conversions.get(name);
  return conversion === undefined ? read : conversion.convert(read);
}

/** The other way round: the fields that a value is written as. */
export function unconverted(name: string, value: Json): ReadFields {
  const conversion = conversions.get(name);
  return conversion === undefined ? ((value ?? {}) as ReadFields) : conversion.back(value);
}

/** Years 0 to 9999, all that RFC 3339 can say. */
const SECONDS_MIN = -62_167_219_200;
const SECONDS_MAX = 253_402_300_799;

/** An empty message is Go's zero time, which JSON leaves out. */
function moment(read: ReadFields, micro: boolean): string | undefined {
  const { seconds, nanos = 0 } = read;
  if (typeof seconds !== 'number' || typeof nanos !== 'number') return undefined;
  if (seconds < SECONDS_MIN || seconds > SECONDS_MAX || nanos < 0 || nanos > 999_999_999) {
    throw new ProtoTrouble(`the time ${seconds}s ${nanos}ns is outside of the years 0 to 9999`);
  }
  const text = formatTime(seconds * 1000);
  return micro ? `${text.slice(0, -1)}.${String(Math.floor(nanos / 1000)).padStart(6, '0')}Z` : text;
}

/** Of a time whole seconds are written, of a micro time what is above a microsecond. */
function momentFields(value: Json, micro: boolean): ReadFields {
  const ms = typeof value === 'string' ? parseTime(value) : undefined;
  if (ms === undefined) return {};
  const [, fraction = ''] = /\.(\d+)/.exec(value as string) ?? [];
  const nanos = micro ? Number(fraction.slice(0, 6).padEnd(6, '0')) * 1000 : 0;
  return { seconds: Math.floor(ms / 1000), nanos };
}

function rawJson(read: ReadFields): Json | undefined {
  const text = read['raw'];
  if (typeof text !== 'string' || text === '') return undefined;
  const scanned = scanJson(text);
  if ('error' in scanned) throw new ProtoTrouble(scanned.error.message);
  return scanned.value;
}
