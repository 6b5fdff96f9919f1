// Bodies in Kubernetes' protobuf (kubectl 1.32 and later send them) into the JSON that the same object has: envelope
// `k8s\0` + runtime.Unknown, then the message of the kind. Holds: any bytes give a value or an error. Deliberately absent:
// kinds of CRDs, which have no protobuf form.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { bytesToBase64 } from '../../../std/base64.ts';
import { limits } from '../../../std/limits.ts';
import { setOwn } from '../../../std/own.ts';
import { notRegistered } from '../scheme.ts';
import { converted } from './conversions.ts';
import { isScalar, kindMessage, typeOf, type Field, type Message } from './table.ts';
import {
  magic,
  ProtoTrouble,
  readDouble,
  readInteger,
  readSlice,
  readTag,
  skipField,
  sliceBytes,
  sliceText,
  wireTypes,
  type WireReader,
} from './wire-reader.ts';

type Members = { [key: string]: Json };

/**
 * The object of a protobuf body, with apiVersion and kind.
 * @returns the error in the words of apimachinery's protobuf serializer
 */
export function decodeProtobuf(
  bytes: Uint8Array,
): { readonly value: JsonObject } | { readonly error: string } {
  try {
    return { value: readEnvelope(bytes) };
  } catch (error) {
    if (error instanceof ProtoTrouble) return { error: error.message };
    throw error;
  }
}

function readEnvelope(bytes: Uint8Array): JsonObject {
  if (bytes.length === 0) throw new ProtoTrouble('empty data');
  if (magic.some((byte, index) => bytes[index] !== byte)) {
    throw new ProtoTrouble(
      `provided data does not appear to be a protobuf message, expected prefix [${magic.join(' ')}]`,
    );
  }
  let apiVersion = '';
  let kind = '';
  let raw: WireReader = { bytes, at: 0, end: 0 };
  const envelope: WireReader = { bytes, at: magic.length, end: bytes.length };
  while (envelope.at < envelope.end) {
    const { number, wireType } = readTag(envelope);
    if (wireType !== wireTypes.length || number > 2) {
      skipField(envelope, wireType);
      continue;
    }
    const slice = readSlice(envelope);
    if (number === 2) raw = slice;
    else [apiVersion, kind] = readTypeMeta(slice);
  }
  const message = kindMessage(apiVersion, kind);
  if (message === undefined) {
    throw new ProtoTrouble(notRegistered(apiVersion, kind));
  }
  const object: Members = { kind, apiVersion };
  readMessage(raw, message, object, limits.nestingMax);
  return object;
}

function readTypeMeta(reader: WireReader): readonly [apiVersion: string, kind: string] {
  const names = ['', ''];
  while (reader.at < reader.end) {
    const { number, wireType } = readTag(reader);
    if (wireType === wireTypes.length && number <= 2) names[number - 1] = sliceText(readSlice(reader));
    else skipField(reader, wireType);
  }
  return [names[0] ?? '', names[1] ?? ''];
}

/** Reads the fields of a message into the object; `depth` says how many messages may still be nested. */
function readMessage(reader: WireReader, message: Message, into: Members, depth: number): void {
  if (depth <= 0) throw new ProtoTrouble(`messages are nested more than ${limits.nestingMax} deep`);
  while (reader.at < reader.end) {
    const { number, wireType } = readTag(reader);
    const field = message.fields.get(number);
    if (field === undefined) skipField(reader, wireType);
    else readField(reader, message, field, wireType, into, depth);
  }
}

function readField(
  reader: WireReader,
  message: Message,
  field: Field,
  wireType: number,
  into: Members,
  depth: number,
): void {
  if (field.embedded) {
    readMessage(sliceOf(reader, field, wireType), typeOf(message, field), into, depth - 1);
  } else if (field.form === 'map') {
    readEntry(sliceOf(reader, field, wireType), message, field, mapIn(into, field.name), depth);
  } else if (field.form === 'list') {
    readItems(reader, message, field, wireType, listIn(into, field.name), depth);
  } else {
    const value = readValue(reader, message, field, wireType, depth);
    if (value === undefined || (isScalar(field.type) && isZero(value) && !field.keepsZero)) return;
    into[field.name] = value;
  }
}

/** Zeros of scalars that are always written; a message is none of them, whatever it stands for, as in Go's omitempty. */
function isZero(value: Json): boolean {
  return value === '' || value === 0 || value === false;
}

function listIn(into: Members, name: string): Json[] {
  const known = into[name];
  if (Array.isArray(known)) return known;
  const list: Json[] = [];
  into[name] = list;
  return list;
}

function mapIn(into: Members, name: string): Members {
  const known = into[name];
  if (known !== undefined) return known as Members;
  const map: Members = {};
  into[name] = map;
  return map;
}

function readItems(
  reader: WireReader,
  message: Message,
  field: Field,
  wireType: number,
  into: Json[],
  depth: number,
): void {
  const isNumeric = field.type === 'int' || field.type === 'bool' || field.type === 'double';
  if (!isNumeric || wireType !== wireTypes.length) {
    into.push(readValue(reader, message, field, wireType, depth) ?? null);
    return;
  }
  const packed = readSlice(reader);
  const itemType = field.type === 'double' ? wireTypes.fixed64 : wireTypes.varint;
  while (packed.at < packed.end) into.push(readValue(packed, message, field, itemType, depth) ?? null);
}

/** A map's entry: a message of key (1) and value (2), either of which may be left out when it is zero. */
function readEntry(entry: WireReader, message: Message, field: Field, into: Members, depth: number): void {
  let key = '';
  let value: Json | undefined;
  while (entry.at < entry.end) {
    const { number, wireType } = readTag(entry);
    if (number === 1) key = sliceText(sliceOf(entry, field, wireType));
    else if (number === 2) value = readValue(entry, message, field, wireType, depth);
    else skipField(entry, wireType);
  }
  setOwn(into, key, value ?? zeroOf(field.type));
}

function zeroOf(type: string): Json {
  if (type === 'string' || type === 'bytes') return '';
  return converted(type, {}) ?? null;
}

function readValue(
  reader: WireReader,
  message: Message,
  field: Field,
  wireType: number,
  depth: number,
): Json | undefined {
  switch (field.type) {
    case 'string':
      return sliceText(sliceOf(reader, field, wireType));
    case 'bytes':
      return bytesToBase64(sliceBytes(sliceOf(reader, field, wireType)));
    case 'int':
      return integerOf(reader, field, wireType);
    case 'bool':
      return integerOf(reader, field, wireType) !== 0;
    case 'double':
      if (wireType !== wireTypes.fixed64) throw wrongType(field, wireType);
      return readDouble(reader);
    default: {
      const read: Members = {};
      readMessage(sliceOf(reader, field, wireType), typeOf(message, field), read, depth - 1);
      return converted(field.type, read);
    }
  }
}

function integerOf(reader: WireReader, field: Field, wireType: number): number {
  if (wireType !== wireTypes.varint) throw wrongType(field, wireType);
  return readInteger(reader);
}

function sliceOf(reader: WireReader, field: Field, wireType: number): WireReader {
  if (wireType !== wireTypes.length) throw wrongType(field, wireType);
  return readSlice(reader);
}

function wrongType(field: Field, wireType: number): ProtoTrouble {
  const name = field.embedded ? field.type : `${field.name.charAt(0).toUpperCase()}${field.name.slice(1)}`;
  return new ProtoTrouble(`proto: wrong wireType = ${wireType} for field ${name}`);
}
