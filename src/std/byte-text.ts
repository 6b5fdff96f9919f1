// Any bytes as text and back: UTF-8, and for what is none of it a lone surrogate a byte (U+DC80 to U+DCFF), as Python does. So
// programs that pass text on pass bytes on.
import { utf8Length } from './utf8.ts';

const escape = 0xdc00;

function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc2 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function strictly(bytes: Uint8Array): string | undefined {
  try {
    return strict.decode(bytes);
  } catch {
    return undefined;
  }
}

export function bytesToText(bytes: Uint8Array): string {
  const whole = strictly(bytes);
  if (whole !== undefined) return whole;
  let text = '';
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] as number;
    const length = sequenceLength(first);
    const known = length === 0 ? undefined : strictly(bytes.subarray(at, at + length));
    text += known ?? String.fromCharCode(escape + first);
    at += known === undefined ? 1 : length;
  }
  return text;
}

export function textToBytes(text: string): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  if (!holdsBytes(text)) return encoder.encode(text);
  const bytes: number[] = [];
  // A surrogate that is half of a pair is part of one code point here.
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code >= 0xdc80 && code <= 0xdcff) bytes.push(code - escape);
    else bytes.push(...encoder.encode(character));
  }
  return Uint8Array.from(bytes);
}

/** Whether something in the text stands for a byte and no character. */
export function holdsBytes(text: string): boolean {
  if (!/[\udc80-\udcff]/.test(text)) return false;
  for (const character of text) {
    const code = character.codePointAt(0) as number;
    if (code >= 0xdc80 && code <= 0xdcff) return true;
  }
  return false;
}

/** How many bytes a text stands for. */
export function byteLength(text: string): number {
  return holdsBytes(text) ? textToBytes(text).length : utf8Length(text);
}

/** Bytes that come in pieces: a character that is cut in two waits for its rest. */
export class ByteReader {
  #rest = new Uint8Array();

  read(piece: Uint8Array): string {
    const bytes = new Uint8Array(this.#rest.length + piece.length);
    bytes.set(this.#rest);
    bytes.set(piece, this.#rest.length);
    let end = bytes.length;
    for (let back = 1; back <= Math.min(3, bytes.length); back++) {
      const length = sequenceLength(bytes[bytes.length - back] as number);
      if (length > back) end = bytes.length - back;
      if (length > 0) break;
    }
    this.#rest = bytes.slice(end);
    return bytesToText(bytes.subarray(0, end));
  }

  /** What still waits for its rest when no more comes. */
  end(): string {
    const text = bytesToText(this.#rest);
    this.#rest = new Uint8Array();
    return text;
  }
}
