// The messages whose JSON is not their fields: times, quantities, int-or-string, raw JSON, lists in a wrapper, the unions
// of CRD schemas. Each has fields as in the message table and a conversion of the read object.
import type { Json } from '../../../std/draft.ts';
import { scanJson } from '../../../std/json-scan.ts';
import { formatTime } from '../../../std/time.ts';
import { ProtoTrouble } from './wire-reader.ts';

type ReadFields = Readonly<Record<string, Json | undefined>>;

interface Conversion {
  readonly fields: string;
  /** Undefined: the field is absent. */
  readonly convert: (read: ReadFields) => Json | undefined;
}

const conversions: ReadonlyMap<string, Conversion> = new Map<string, Conversion>([
  ['Time', { fields: '1 seconds! int, 2 nanos int', convert: (read) => moment(read, false) }],
  ['MicroTime', { fields: '1 seconds! int, 2 nanos int', convert: (read) => moment(read, true) }],
  ['Quantity', { fields: '1 string', convert: (read) => read['string'] ?? '0' }],
  [
    'IntOrString',
    {
      fields: '1 type int, 2 intVal int, 3 strVal',
      convert: (read) => (read['type'] === 1 ? (read['strVal'] ?? '') : (read['intVal'] ?? 0)),
    },
  ],
  ['RawExtension', { fields: '1 raw', convert: rawJson }],
  ['FieldsV1', { fields: '1 raw', convert: rawJson }],
  ['JSON', { fields: '1 raw', convert: rawJson }],
  ['Verbs', { fields: '1 items []string', convert: (read) => read['items'] ?? [] }],
  ['ExtraValue', { fields: '1 items []string', convert: (read) => read['items'] ?? [] }],
  [
    'JSONSchemaPropsOrArray',
    {
      fields: '1 schema JSONSchemaProps, 2 schemas []JSONSchemaProps',
      convert: (read) => read['schema'] ?? read['schemas'],
    },
  ],
  [
    'JSONSchemaPropsOrBool',
    {
      fields: '1 allows bool, 2 schema JSONSchemaProps',
      convert: (read) => read['schema'] ?? read['allows'] === true,
    },
  ],
  [
    'JSONSchemaPropsOrStringArray',
    {
      fields: '1 schema JSONSchemaProps, 2 property []string',
      convert: (read) => read['schema'] ?? read['property'],
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

function rawJson(read: ReadFields): Json | undefined {
  const { raw } = read;
  if (typeof raw !== 'string' || raw === '') return undefined;
  const scanned = scanJson(raw);
  if ('error' in scanned) throw new ProtoTrouble(scanned.error.message);
  return scanned.value;
}
