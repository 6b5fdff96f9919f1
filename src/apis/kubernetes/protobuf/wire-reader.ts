// The protobuf wire format: varints, lengths, fixed numbers, over a slice of bytes. Holds: every read checks its bounds and
// advances, so hostile bytes end in a ProtoTrouble. Source: protobuf.dev, Encoding; the words are gogo/protobuf's.

/** What is wrong with a body; thrown inside this folder only, decodeProtobuf turns it into a value. */
export class ProtoTrouble extends Error {}

export interface WireReader {
  readonly bytes: Uint8Array;
  at: number;
  readonly end: number;
}

/** What every body in Kubernetes' protobuf begins with: `k8s` and a zero. */
export const magic = [0x6b, 0x38, 0x73, 0x00];

export const wireTypes = { varint: 0, fixed64: 1, length: 2, fixed32: 5 } as const;

const VARINT_BYTES_MAX = 10;
const UINT32 = 4_294_967_296;

export function unexpectedEnd(): ProtoTrouble {
  return new ProtoTrouble('unexpected EOF');
}

/** A varint as the two halves of a 64-bit number. */
function readHalves(reader: WireReader): { readonly low: number; readonly high: number } {
  let low = 0;
  let high = 0;
  for (let index = 0; index < VARINT_BYTES_MAX; index++) {
    if (reader.at >= reader.end) throw unexpectedEnd();
    const byte = reader.bytes[reader.at++] ?? 0;
    const shift = index * 7;
    const bits = byte & 127;
    if (shift < 28) low |= bits << shift;
    else if (shift === 28) {
      low |= bits << 28;
      high |= bits >>> 4;
    } else high |= bits << (shift - 32);
    if (byte < 128) return { low: low >>> 0, high };
  }
  throw new ProtoTrouble('proto: integer overflow');
}

/** A signed 64-bit integer; beyond 2^53 the nearest number. */
export function readInteger(reader: WireReader): number {
  const { low, high } = readHalves(reader);
  return (high | 0) * UINT32 + low;
}

/** A tag's field number and wire type. */
export function readTag(reader: WireReader): { readonly number: number; readonly wireType: number } {
  const { low, high } = readHalves(reader);
  const number = low >>> 3;
  if (high !== 0 || number === 0) {
    throw new ProtoTrouble(`proto: illegal tag ${number} (wire type ${low & 7})`);
  }
  return { number, wireType: low & 7 };
}

/** A length-delimited slice, as a reader over it. */
export function readSlice(reader: WireReader): WireReader {
  const length = readInteger(reader);
  if (length < 0) throw new ProtoTrouble('proto: negative length found during unmarshaling');
  const start = reader.at;
  if (length > reader.end - start) throw unexpectedEnd();
  reader.at = start + length;
  return { bytes: reader.bytes, at: start, end: reader.at };
}

export function sliceBytes({ bytes, at, end }: WireReader): Uint8Array {
  return bytes.subarray(at, end);
}

const utf8 = new TextDecoder();

export function sliceText(slice: WireReader): string {
  return utf8.decode(sliceBytes(slice));
}

export function readDouble(reader: WireReader): number {
  const start = skipBytes(reader, 8);
  return new DataView(reader.bytes.buffer, reader.bytes.byteOffset + start, 8).getFloat64(0, true);
}

/** Moves over a number of bytes and returns where they began. */
function skipBytes(reader: WireReader, count: number): number {
  const start = reader.at;
  if (count > reader.end - start) throw unexpectedEnd();
  reader.at = start + count;
  return start;
}

/** Moves over a field that nobody asked for. */
export function skipField(reader: WireReader, wireType: number): void {
  if (wireType === wireTypes.varint) readInteger(reader);
  else if (wireType === wireTypes.fixed64) skipBytes(reader, 8);
  else if (wireType === wireTypes.length) readSlice(reader);
  else if (wireType === wireTypes.fixed32) skipBytes(reader, 4);
  else throw new ProtoTrouble(`proto: illegal wireType ${wireType}`);
}
