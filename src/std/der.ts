// The Distinguished Encoding Rules of ASN.1 (X.690), read only: values with their tags, as deep as somebody asks. Lengths are
// checked against what is there, so that no input reads past its end. Deliberately absent: writing, indefinite lengths.
export interface DerValue {
  /** The identifier octet: class, whether it is made of values, number below 31. */
  readonly tag: number;
  readonly content: Uint8Array;
}

const longForm = 0x80;
const lengthBytesMax = 4;

/** The values that stand one after another in some bytes, or undefined where they are not DER. */
export function readDer(bytes: Uint8Array): readonly DerValue[] | undefined {
  const values: DerValue[] = [];
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at] as number;
    const first = bytes[at + 1];
    if (first === undefined || (tag & 0x1f) === 0x1f) return undefined;
    at += 2;
    let length = first;
    if (first >= longForm) {
      const count = first - longForm;
      if (count === 0 || count > lengthBytesMax || at + count > bytes.length) return undefined;
      length = 0;
      for (const byte of bytes.subarray(at, at + count)) length = length * 256 + byte;
      at += count;
    }
    if (at + length > bytes.length) return undefined;
    values.push({ tag, content: bytes.subarray(at, at + length) });
    at += length;
  }
  return values;
}

/** The one value that the bytes are, or undefined. */
export function readOneDer(bytes: Uint8Array): DerValue | undefined {
  const values = readDer(bytes);
  return values?.length === 1 ? values[0] : undefined;
}

/** `2.5.4.3` of an object identifier's content. */
export function oidOf(content: Uint8Array): string {
  const arcs: number[] = [];
  let value = 0;
  for (const byte of content) {
    value = value * 128 + (byte & 0x7f);
    if (byte >= longForm) continue;
    if (arcs.length === 0) {
      const first = Math.min(2, Math.floor(value / 40));
      arcs.push(first, value - first * 40);
    } else arcs.push(value);
    value = 0;
  }
  return arcs.join('.');
}
