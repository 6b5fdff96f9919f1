import { describe, expect, it } from 'vitest';
import { needsQuotes, resolveScalar } from '../../../src/std/yaml-scalar.ts';

describe('resolveScalar', () => {
  it.each([
    ['true', ['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON']],
    ['false', ['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF']],
  ])('%s', (value, words) => {
    for (const word of words) expect(resolveScalar(word)).toEqual({ kind: 'bool', value: value === 'true' });
  });

  it.each(['', '~', 'null', 'Null', 'NULL'])('null: %j', (text) =>
    expect(resolveScalar(text)).toEqual({ kind: 'null' }),
  );

  it.each<[string, number]>([
    ['0', 0],
    ['-0', 0],
    ['+12', 12],
    ['0644', 420],
    ['0o644', 420],
    ['0x1F', 31],
    ['-0x1f', -31],
    ['0b101', 5],
    ['1_000', 1000],
    ['9223372036854775807', 2 ** 63],
    ['18446744073709551615', 2 ** 64],
    ['-9223372036854775808', -(2 ** 63)],
  ])('int: %s', (text, value) => expect(resolveScalar(text)).toEqual({ kind: 'int', value: value + 0 }));

  it.each<[string, number]>([
    ['1.0', 1],
    ['.5', 0.5],
    ['-.5', -0.5],
    ['1.', 1],
    ['1e3', 1000],
    ['08', 8],
    ['18446744073709551616', 2 ** 64],
    ['+18446744073709551615', 2 ** 64],
    ['.inf', Infinity],
    ['-.Inf', -Infinity],
    ['.NaN', NaN],
  ])('float: %s', (text, value) => expect(resolveScalar(text)).toEqual({ kind: 'float', value }));

  it.each([
    '2001-01-01',
    '2001-1-1',
    '2001-12-14t21:59:43.10Z',
    '2001-12-14T21:59:43-05:00',
    '2001-12-14 21:59:43',
  ])('timestamp: %s', (text) => expect(resolveScalar(text)).toEqual({ kind: 'timestamp' }));

  it.each([
    'yEs',
    'tRUE',
    'nULL',
    '<<',
    '=',
    '-',
    '+',
    '.',
    '1:30',
    '1.2.3',
    '0x',
    '0xG',
    '0b2',
    '1e',
    '1e999',
    '.5e999',
    '2001-13-01',
    '2001-02-30',
    '2001-01-01T25:00:00Z',
    '2001-12-14 21:59:43.10 -5',
    '100m',
    '10Gi',
    'v1',
    '٣',
  ])('text: %s', (text) => expect(resolveScalar(text)).toEqual({ kind: 'string' }));
});

describe('needsQuotes', () => {
  it.each([
    ['a', false],
    ['1:30', true],
    ['1:70', false],
    ['-1_0:59.5', true],
    ['', true],
    ['2001-01-01', true],
    ['1e3', true],
  ])('%j: %s', (text, expected) => expect(needsQuotes(text)).toBe(expected));
});
