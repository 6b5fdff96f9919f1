import { describe, expect, it } from 'vitest';
import { formatGoFloat } from '../../../src/std/go-float.ts';
import { quoteGo } from '../../../src/std/go-quote.ts';

describe('formatGoFloat', () => {
  it.each<[number, string]>([
    [0, '0'],
    [-0, '-0'],
    [1, '1'],
    [-1.5, '-1.5'],
    [100, '100'],
    [999999, '999999'],
    [1000000, '1e+06'],
    [123456.5, '123456.5'],
    [1234567.5, '1.2345675e+06'],
    [0.0001, '0.0001'],
    [0.00012345, '0.00012345'],
    [0.00001, '1e-05'],
    [1e21, '1e+21'],
    [1e-100, '1e-100'],
    [5e-324, '5e-324'],
    [Infinity, '+Inf'],
    [-Infinity, '-Inf'],
    [NaN, 'NaN'],
  ])('%d: %s', (value, text) => expect(formatGoFloat(value)).toBe(text));

  it.each<[number, string]>([
    [0.1, '0.1'],
    [2.5, '2.5'],
    [16777217, '1.6777216e+07'],
    [3.14159265358979, '3.1415927'],
  ])('%d in single precision: %s', (value, text) => expect(formatGoFloat(value, 32)).toBe(text));
});

describe('quoteGo', () => {
  it.each([
    ['a b', '"a b"'],
    ['a"b\\c', '"a\\"b\\\\c"'],
    ['\n\t\r\x07\b\f\v', '"\\n\\t\\r\\a\\b\\f\\v"'],
    ['\x00\x1b\x7f', '"\\x00\\x1b\\x7f"'],
    ['é€😀', '"é€😀"'],
    ['\u00a0\u200b\u{e0001}', '"\\u00a0\\u200b\\U000e0001"'],
    ["it's <b>", '"it\'s <b>"'],
  ])('%j: %s', (text, quoted) => expect(quoteGo(text)).toBe(quoted));
});
