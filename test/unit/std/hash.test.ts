import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createHash128, fnv132, fnv1a32, hash128, keyedHash, roll, uuidFrom } from '../../../src/std/hash.ts';

/** Bytes as code units, little end first, so that published byte vectors apply. */
function units(text: string): string {
  let result = '';
  for (let i = 0; i < text.length; i += 2) {
    result += String.fromCharCode(text.charCodeAt(i) | (text.charCodeAt(i + 1) << 8));
  }
  return result;
}

describe('hash128', () => {
  // The first 16 bytes of the official BLAKE3 vectors for no input, and of the hash of "abc".
  it.each([
    ['', 'af1349b9f5f9a1a6a0404dea36dcc949'],
    ['abc', '6437b3ac38465133ffb63b75273a8db5'],
  ])('of %j is %s', (text, digest) => expect(hash128(text)).toBe(digest));

  it('is the same over pieces', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' })), (pieces) => {
        const state = createHash128();
        for (const piece of pieces) state.update(piece);
        expect(state.digest()).toBe(hash128(pieces.join('')));
      }),
    );
  });
});

describe('keyedHash', () => {
  // Vectors of MurmurHash3_x86_32 over bytes.
  it.each([
    ['', 0, 0],
    ['', 1, 0x514e28b7],
    ['', 0xffffffff, 0x81f16f39],
    ['\0\0\0\0', 0, 0x2362f9de],
    ['aaaa', 0x9747b28c, 0x5a97808a],
    ['aa', 0x9747b28c, 0x5d211726],
    ['abcd', 0x9747b28c, 0xf0478627],
    ['ab', 0x9747b28c, 0x74875592],
  ])('of %j under %d', (text, seed, hash) => expect(keyedHash(seed, units(text))).toBe(hash));

  it('puts U+FFFF between parts', () => {
    expect(keyedHash(7, 'a', 'bc', '')).toBe(keyedHash(7, 'a\uffffbc\uffff'));
    expect(keyedHash(7, 'ab', 'c')).not.toBe(keyedHash(7, 'a', 'bc'));
  });
});

describe('roll', () => {
  it('is floor(hash * bound / 2^32), exactly, for every bound', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 0xffffffff }),
        fc.integer({ min: 1, max: 2 ** 32 }),
        (seed, bound) => {
          const exact = (BigInt(keyedHash(seed, 'x')) * BigInt(bound)) >> 32n;
          expect(roll(seed, bound, 'x')).toBe(Number(exact));
        },
      ),
    );
  });

  it('favours no value', () => {
    const counts = new Array<number>(6).fill(0);
    for (let i = 0; i < 60_000; i++) {
      const value = roll(42, 6, 'die', String(i));
      counts[value] = (counts[value] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(400);
  });

  it.each([0, -1, 1.5, NaN, 2 ** 32 + 1])('asserts on the bound %d', (bound) => {
    expect(() => roll(1, bound, 'x')).toThrow('Broken invariant: roll needs a bound');
  });
});

describe('uuidFrom', () => {
  it('has the shape of version 4 and repeats for the same key only', () => {
    const seen = new Set<string>();
    for (let i = 0; i < 10_000; i++) {
      const uuid = uuidFrom(5, 'pods', String(i));
      expect(uuid).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      seen.add(uuid);
    }
    expect(seen.size).toBe(10_000);
    expect(uuidFrom(5, 'pods', '1')).toBe(uuidFrom(5, 'pods', '1'));
    expect(uuidFrom(6, 'pods', '1')).not.toBe(uuidFrom(5, 'pods', '1'));
  });
});

describe('fnv1a32', () => {
  // Vectors of the authors' test suite; the last one checks UTF-8.
  it.each([
    ['', 0x811c9dc5],
    ['a', 0xe40c292c],
    ['foobar', 0xbf9cf968],
  ])('of %j', (text, hash) => expect(fnv1a32(text)).toBe(hash));

  it('hashes bytes of UTF-8', () => {
    const step = (hash: number, byte: number) => Math.imul(hash ^ byte, 0x01000193);
    expect(fnv1a32('é')).toBe(step(step(0x811c9dc5, 0xc3), 0xa9) >>> 0);
  });
});

describe('fnv132', () => {
  // Vectors of the authors' test suite.
  it.each([
    ['', 0x811c9dc5],
    ['a', 0x050c5d7e],
    ['foobar', 0x31f0b262],
  ])('of %j', (text, hash) => expect(fnv132(text)).toBe(hash));
});
