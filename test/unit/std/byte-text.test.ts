// Bytes as text and back: nothing is lost, whatever they are and in whatever pieces they come.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ByteReader, bytesToText, textToBytes } from '../../../src/std/byte-text.ts';

const pieces = fc.array(
  fc.oneof(
    fc.uint8Array({ maxLength: 6 }),
    fc.string({ unit: 'binary', maxLength: 4 }).map((text) => new TextEncoder().encode(text)),
  ),
  { maxLength: 8 },
);

const joined = (parts: readonly Uint8Array[]): number[] => parts.flatMap((part) => [...part]);

describe('bytes', () => {
  it('come back as they were', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        expect([...textToBytes(bytesToText(Uint8Array.from(joined(parts))))]).toEqual(joined(parts));
      }),
    );
  });

  it('come back from pieces', () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const reader = new ByteReader();
        const text = [...parts.map((part) => reader.read(part)), reader.end()].join('');
        expect([...textToBytes(text)]).toEqual(joined(parts));
      }),
    );
  });

  it.each([
    ['text', 'é€😀', [0xc3, 0xa9, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80]],
    ['a mark of byte order', '\ufeff', [0xef, 0xbb, 0xbf]],
    ['no text', '\udcff\udc80', [0xff, 0x80]],
    ['half a character', '\udcc3', [0xc3]],
  ])('of %s are told apart', (_, text, bytes) => {
    expect(bytesToText(Uint8Array.from(bytes))).toBe(text);
    expect([...textToBytes(text)]).toEqual(bytes);
  });
});
