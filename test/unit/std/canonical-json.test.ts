import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/std/canonical-json.ts';
import { equal } from '../../../src/std/draft.ts';

describe('canonicalJson', () => {
  it.each<[unknown, string]>([
    [{ b: 1, a: [true, null, 'x'] }, '{"a":[true,null,"x"],"b":1}'],
    [{ 10: 'ten', 9: 'nine' }, '{"10":"ten","9":"nine"}'],
    [{ a: undefined, b: {} }, '{"b":{}}'],
    ['a"\\\n\u0001é\ud800', JSON.stringify('a"\\\n\u0001é\ud800')],
    [-0, '0'],
    [1e21, '1e+21'],
    [JSON.parse('{"__proto__":1,"a":2}'), '{"__proto__":1,"a":2}'],
    // RFC 8785 section 3.2.3: order by UTF-16 code units.
    [
      { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 },
      '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\ud83d\ude00":5,"\ufb33":3}',
    ],
  ])('%j', (value, text) => expect(canonicalJson(value)).toBe(text));

  it.each([NaN, Infinity, undefined, [undefined], () => 1, 1n])('asserts on %s', (value) => {
    expect(() => canonicalJson(value)).toThrow('Broken invariant: ');
  });

  it('is JSON of the same value, and one text whatever the order', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = canonicalJson(value);
        expect(equal(JSON.parse(text), value)).toBe(true);
        if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
          expect(canonicalJson(Object.fromEntries(Object.entries(value).reverse()))).toBe(text);
        }
      }),
    );
  });
});
