import fc from 'fast-check';
import { expect, it } from 'vitest';
import { utf8Length } from '../../../src/std/utf8.ts';

it('counts the bytes that an encoder writes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
    }),
  );
  for (const text of ['\ud800', '\udc00\ud800', 'a\ud800b', '\ud83d\ude00', 'é€']) {
    expect(utf8Length(text)).toBe(new TextEncoder().encode(text).length);
  }
});
