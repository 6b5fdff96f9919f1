// Writes the protobuf wire format: fields one after the other, a message in a message as its length and its bytes.
import { wireTypes } from './wire-reader.ts';

const firstBytes = 256;
const encoder = new TextEncoder();

export class WireWriter {
  #bytes = new Uint8Array(firstBytes);
  #length = 0;

  /** What has been written. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#length);
  }

  text(field: number, value: string): void {
    this.content(field, encoder.encode(value));
  }

  bool(field: number, value: boolean): void {
    this.integer(field, value ? 1 : 0);
  }

  /** Not below zero, and exact as a number. */
  integer(field: number, value: number): void {
    this.#tag(field, wireTypes.varint);
    this.#varint(value);
  }

  double(field: number, value: number): void {
    this.#tag(field, wireTypes.fixed64);
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value, true);
    this.#append(new Uint8Array(view.buffer));
  }

  message(field: number, write: (inner: WireWriter) => void): void {
    const inner = new WireWriter();
    write(inner);
    this.content(field, inner.bytes);
  }

  content(field: number, bytes: Uint8Array): void {
    this.#tag(field, wireTypes.length);
    this.#varint(bytes.length);
    this.#append(bytes);
  }

  #tag(field: number, type: number): void {
    this.#varint(field * 8 + type);
  }

  #varint(value: number): void {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) this.#append(Uint8Array.of((rest % 128) | 128));
    this.#append(Uint8Array.of(rest));
  }

  #append(bytes: Uint8Array): void {
    const length = this.#length + bytes.length;
    if (length > this.#bytes.length) {
      const larger = new Uint8Array(Math.max(length, this.#bytes.length * 2));
      larger.set(this.bytes);
      this.#bytes = larger;
    }
    this.#bytes.set(bytes, this.#length);
    this.#length = length;
  }
}
