// Objects as Kubernetes' protobuf: what decode.ts reads, written byte for byte as Go's generated marshallers do it, in the order of the
// numbers, with every scalar and struct that is no pointer in Go, and maps by their keys.
import { base64ToBytes } from '../../../std/base64.ts';
import { assert } from '../../../std/assert.ts';
import type { Json, JsonObject } from '../../../std/draft.ts';
import { unconverted } from './conversions.ts';
import { isScalar, kindMessage, typeOf, type Field, type Message } from './table.ts';
import { magic } from './wire-reader.ts';
import { WireWriter } from './wire-writer.ts';

type Members = Readonly<Record<string, Json | undefined>>;

/** Where what says no version is looked for: of the API's versions at `/api`. */
const unversioned = 'v1';

/** An object by its apiVersion and kind; undefined where these have no message. */
export function encodeProtobuf(object: JsonObject): Uint8Array | undefined {
  const apiVersion = String(object['apiVersion'] ?? '');
  const kind = String(object['kind'] ?? '');
  const message = kindMessage(apiVersion === '' ? unversioned : apiVersion, kind);
  if (message === undefined) return undefined;
  const writer = new WireWriter();
  writer.raw(magic);
  writer.message(1, () => {
    writer.text(1, apiVersion);
    writer.text(2, kind);
  });
  writer.message(2, () => writeMessage(writer, message, object));
  // How the content is encoded, and its type: both as ever.
  writer.text(3, '');
  writer.text(4, '');
  return writer.bytes;
}

const LENGTH_BYTES = 4;

/** An event of a watch in its frame: its length in four bytes, then the event with the object in an envelope of its own. */
export function encodeEvent(type: string, object: Uint8Array): Uint8Array {
  const writer = new WireWriter();
  writer.raw(new Uint8Array(LENGTH_BYTES));
  writer.text(1, type);
  writer.message(2, () => writer.content(1, object));
  const { bytes } = writer;
  new DataView(bytes.buffer, bytes.byteOffset).setUint32(0, bytes.length - LENGTH_BYTES);
  return bytes;
}

type Numbered = readonly (readonly [number: number, field: Field])[];

const numbered = new WeakMap<Message, Numbered>();

function fieldsOf(message: Message): Numbered {
  const known = numbered.get(message);
  if (known !== undefined) return known;
  const fields = [...message.fields].toSorted(([a], [b]) => a - b);
  numbered.set(message, fields);
  return fields;
}

function writeMessage(writer: WireWriter, message: Message, members: Members): void {
  for (const [number, field] of fieldsOf(message)) {
    if (field.embedded) {
      writer.message(number, () => writeMessage(writer, typeOf(message, field), members));
      continue;
    }
    const value = members[field.name];
    if (field.form === 'single') writeSingle(writer, message, number, field, value ?? null);
    else if (field.form === 'list') {
      for (const item of (value ?? []) as readonly Json[]) writeValue(writer, message, number, field, item);
    } else writeMap(writer, message, number, field, (value ?? {}) as JsonObject);
  }
}

function writeSingle(writer: WireWriter, message: Message, number: number, field: Field, value: Json): void {
  if (value !== null || isWritten(field)) writeValue(writer, message, number, field, value);
}

/** Whether Go writes what nobody set: it is no pointer there, no slice of bytes. */
function isWritten({ type, keepsZero, always }: Field): boolean {
  if (type === 'bytes') return false;
  return always === 'zero' || (isScalar(type) && !keepsZero);
}

function writeMap(writer: WireWriter, message: Message, number: number, field: Field, map: JsonObject): void {
  for (const key of Object.keys(map).toSorted()) {
    writer.message(number, () => {
      writer.text(1, key);
      writeValue(writer, message, 2, field, map[key] ?? null);
    });
  }
}

function writeValue(writer: WireWriter, message: Message, number: number, field: Field, value: Json): void {
  switch (field.type) {
    case 'string':
      writer.text(number, String(value ?? ''));
      break;
    case 'bytes':
      writer.content(number, bytesOf(value));
      break;
    case 'int':
      writer.integer(number, Number(value));
      break;
    case 'bool':
      writer.bool(number, value === true);
      break;
    case 'double':
      writer.double(number, Number(value));
      break;
    default:
      writer.message(number, () =>
        writeMessage(writer, typeOf(message, field), unconverted(field.type, value)),
      );
  }
}

/** What stands in the store has been read as Base64 before. */
function bytesOf(value: Json): Uint8Array {
  const decoded = base64ToBytes(String(value ?? ''));
  assert('bytes' in decoded, 'bytes are in Base64');
  return decoded.bytes;
}
