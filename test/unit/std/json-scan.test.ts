import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equal } from '../../../src/std/draft.ts';
import { JSON_DEPTH_MAX, scanJson } from '../../../src/std/json-scan.ts';

describe('scanJson', () => {
  it('reads what JSON.parse reads, to an equal value', () => {
    fc.assert(
      fc.property(fc.json({ stringUnit: 'binary' }), fc.constantFrom(undefined, 1, '\t'), (text, indent) => {
        const value: unknown = JSON.parse(text);
        const result = scanJson(JSON.stringify(value, undefined, indent));
        expect('value' in result && equal(result.value, value)).toBe(true);
      }),
    );
  });

  it('accepts exactly what JSON.parse accepts', () => {
    const broken = fc.tuple(
      fc.json(),
      fc.nat(),
      fc.constantFrom('', ',', '"', '\\', '}', ']', '0', '-', '.', 'e', '\n', '\x7f'),
    );
    fc.assert(
      fc.property(broken, ([text, place, change]) => {
        const at = place % (text.length + 1);
        const changed = text.slice(0, at) + change + text.slice(at + (change === '' ? 1 : 0));
        let isJson = true;
        try {
          JSON.parse(changed);
        } catch {
          isJson = false;
        }
        const result = scanJson(changed);
        const isTooLarge = 'error' in result && result.error.message.includes('cannot unmarshal number');
        expect('value' in result).toBe(isJson && !isTooLarge);
      }),
      { numRuns: 1_000 },
    );
  });

  // Sentences of Go's encoding/json; those of kubectl 1.33 where it shows them.
  it.each([
    ['', 1, 1, 'unexpected end of JSON input'],
    ['{', 1, 2, 'unexpected end of JSON input'],
    ['{"kind":', 1, 9, 'unexpected end of JSON input'],
    ['{"a":"x', 1, 8, 'unexpected end of JSON input'],
    ['{"a":1,}', 1, 8, `invalid character '}' looking for beginning of object key string`],
    ['{a:1}', 1, 2, `invalid character 'a' looking for beginning of object key string`],
    ['{]', 1, 2, `invalid character ']' looking for beginning of object key string`],
    ['{"a" 1}', 1, 6, `invalid character '1' after object key`],
    ['{"a":1\n "b":2}', 2, 2, `invalid character '"' after object key:value pair`],
    ['[1\n\n 2]', 3, 2, `invalid character '2' after array element`],
    ['[1,]', 1, 4, `invalid character ']' looking for beginning of value`],
    ['{"a"::1}', 1, 6, `invalid character ':' looking for beginning of value`],
    ['tru', 1, 4, 'unexpected end of JSON input'],
    ['trux', 1, 4, `invalid character 'x' in literal true (expecting 'e')`],
    ['falsy', 1, 5, `invalid character 'y' in literal false (expecting 'e')`],
    ['nil', 1, 2, `invalid character 'i' in literal null (expecting 'u')`],
    ['-', 1, 2, 'unexpected end of JSON input'],
    ['-x', 1, 2, `invalid character 'x' in numeric literal`],
    ['01', 1, 2, `invalid character '1' after top-level value`],
    ['1.x', 1, 3, `invalid character 'x' after decimal point in numeric literal`],
    ['1ex', 1, 3, `invalid character 'x' in exponent of numeric literal`],
    ['1e+', 1, 4, 'unexpected end of JSON input'],
    ['.5', 1, 1, `invalid character '.' looking for beginning of value`],
    ['"a\nb"', 1, 3, `invalid character '\\n' in string literal`],
    ['"\\q"', 1, 3, `invalid character 'q' in string escape code`],
    ['"\\u12g4"', 1, 6, `invalid character 'g' in \\u hexadecimal character escape`],
    [`'x'`, 1, 1, `invalid character '\\'' looking for beginning of value`],
    ['é', 1, 1, `invalid character 'Ã' looking for beginning of value`],
    ['\x00', 1, 1, `invalid character '\\x00' looking for beginning of value`],
    ['\x7f', 1, 1, `invalid character '\\x7f' looking for beginning of value`],
    ['{} {}', 1, 4, `invalid character '{' after top-level value`],
    ['[1e999]', 1, 2, 'json: cannot unmarshal number 1e999 into Go value of type float64'],
  ])('%j: line %d, column %d: %s', (text, line, column, message) => {
    expect(scanJson(text)).toEqual({ error: { line, column, message } });
  });

  it.each<[string, readonly string[]]>([
    ['{"a":1,"b":2}', []],
    ['{"a":1,"a":2}', ['a']],
    [
      '{"spec":{"containers":[{"image":"a","image":"b"},{"image":"c","image":"d"}]}}',
      ['spec.containers[0].image', 'spec.containers[1].image'],
    ],
    ['[{"x":1,"x":1,"x":1}]', ['[0].x']],
    ['{"__proto__":1,"__proto__":2}', ['__proto__']],
    ['{"constructor":1}', []],
  ])('%s: duplicates %j', (text, duplicates) => expect(scanJson(text)).toMatchObject({ duplicates }));

  it('keeps the last of two members', () =>
    expect(scanJson('{"a":1,"a":2}')).toMatchObject({ value: { a: 2 } }));

  it('tells whole numbers written as fractions from integers', () => {
    const text = '{"a":1.0,"b":1,"c":[1e3,1.5,-0],"d":{"e":10E-1}}';
    expect(scanJson(text)).toMatchObject({ floats: ['a', 'c[0]', 'd.e'] });
  });

  it('tells which integers are rounded', () => {
    const text =
      '{"a":9007199254740993,"b":[9007199254740992,-9007199254740995],"c":12345678901234567.5,"d":1e400}';
    const rounded = [
      ['a', '9007199254740993'],
      ['b[1]', '-9007199254740995'],
    ];
    const scanned = scanJson(text.replace(',"d":1e400', ''));
    expect('value' in scanned && [...scanned.rounded]).toEqual(rounded);
    expect(scanJson(text)).toHaveProperty('error');
  });

  it('keeps at most a hundred findings', () => {
    const text = `[${Array.from({ length: 200 }, (_, i) => `{"k${i}":1.0,"k${i}":1}`).join(',')}]`;
    const result = scanJson(text);
    expect('value' in result && [result.duplicates.length, result.floats.length]).toEqual([100, 100]);
  });

  it('counts depth to the limit and not beyond', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(scanJson(nested(JSON_DEPTH_MAX))).toHaveProperty('value');
    expect(scanJson(nested(JSON_DEPTH_MAX + 1))).toMatchObject({
      error: {
        column: JSON_DEPTH_MAX + 1,
        message: `invalid character '[' exceeded max depth of ${JSON_DEPTH_MAX}`,
      },
    });
    expect(scanJson('{"a":{"b":{}}}', 2)).toMatchObject({
      error: { message: `invalid character '{' exceeded max depth of 2` },
    });
    expect(scanJson('['.repeat(3_000_000))).toHaveProperty('error');
  });

  it('reads half a surrogate pair as Go does, and makes no prototype', () => {
    expect(scanJson('"\\ud800x"')).toMatchObject({ value: '\ufffdx' });
    expect(scanJson('"\\ud83d\\ude00"')).toMatchObject({ value: '😀' });
    const result = scanJson('{"__proto__":{"polluted":true}}');
    expect('value' in result && Object.keys(result.value as object)).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });
});
