// Writes the protobuf wire format: fields one after the other, a message in a message as its length and its bytes.
import { wireTypes } from './wire-reader.ts';

const firstBytes = 256;
const encoder = new TextEncoder();
/** Texts whose length is one byte. */
const shortCharacters = 127;
const lastPlain = 127;

function varintLength(value: number): number {
  let length = 1;
  for (let rest = value; rest >= 128; rest = Math.floor(rest / 128)) length += 1;
  return length;
}

export class WireWriter {
  #bytes = new Uint8Array(firstBytes);
  #length = 0;

  /** What has been written. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  text(field: number, value: string): void {
    if (value.length > shortCharacters || !this.#short(field, value))
      this.content(field, encoder.encode(value));
  }

  /** Most texts are short and plain: these go without the encoder's detour. False where it is not plain. */
  #short(field: number, value: string): boolean {
    const start = this.#length;
    this.#tag(field, wireTypes.length);
    let at = this.#length;
    this.#grow(1 + value.length);
    this.#bytes[at++] = value.length;
    for (let index = 0; index < value.length; index++) {
      const code = value.charCodeAt(index);
      if (code > lastPlain) {
        this.#length = start;
        return false;
      }
      this.#bytes[at++] = code;
    }
    return true;
  }

  bool(field: number, value: boolean): void {
    this.integer(field, value ? 1 : 0);
  }

  /** Exact as a number; one below zero in all 64 bits of its two's complement. */
  integer(field: number, value: number): void {
    this.#tag(field, wireTypes.varint);
    if (value >= 0) this.#varint(value);
    else this.#negative(value);
  }

  double(field: number, value: number): void {
    this.#tag(field, wireTypes.fixed64);
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value, true);
    this.raw(new Uint8Array(view.buffer));
  }

  /** What is written meanwhile is the message; what its length takes beyond a byte is made room for afterwards. */
  message(field: number, write: (inner: WireWriter) => void): void {
    this.#tag(field, wireTypes.length);
    const lengthAt = this.#length;
    this.#grow(1);
    const start = this.#length;
    write(this);
    const written = this.#length - start;
    const more = varintLength(written) - 1;
    if (more > 0) {
      this.#grow(more);
      this.#bytes.copyWithin(start + more, start, start + written);
    }
    this.#length = lengthAt;
    this.#varint(written);
    this.#length += written;
  }

  content(field: number, bytes: Uint8Array): void {
    this.#tag(field, wireTypes.length);
    this.#varint(bytes.length);
    this.raw(bytes);
  }

  /** Bytes as they are. */
  raw(bytes: Uint8Array | readonly number[]): void {
    const at = this.#length;
    this.#grow(bytes.length);
    this.#bytes.set(bytes, at);
  }

  #tag(field: number, type: number): void {
    this.#varint(field * 8 + type);
  }

  #varint(value: number): void {
    let at = this.#length;
    this.#grow(varintLength(value));
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#bytes[at++] = (rest % 128) | 128;
    this.#bytes[at] = rest;
  }

  #negative(value: number): void {
    const sevenBits = 128n;
    let rest = BigInt.asUintN(64, BigInt(value));
    const bytes: number[] = [];
    for (; rest >= sevenBits; rest /= sevenBits) bytes.push(Number(rest % sevenBits) | 128);
    this.raw([...bytes, Number(rest)]);
  }

  /** Takes so many bytes more. */
  #grow(bytes: number): void {
    const length = this.#length + bytes;
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, this.#bytes.length * 2));
      larger.set(this.bytes);
      this.#bytes = larger;
    }
    this.#length = length;
  }
}
