import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  milliQuantity,
  parseQuantity,
  quantityCause,
  quantityMilliValue,
  quantityOf,
  quantityValue,
  subtractQuantities,
} from '../../../src/std/quantity.ts';
import type { Quantity } from '../../../src/std/quantity.ts';
import { goldenRows } from './golden.ts';

const golden = goldenRows('./quantity.golden.tsv').rows;

function amount(text: string | number): Quantity {
  const quantity = parseQuantity(text);
  if (quantity === undefined) throw new Error(`${text} is no quantity`);
  return quantity;
}

describe('quantity', () => {
  it('has a golden table worth the name', () => expect(golden.length).toBeGreaterThan(250));

  it.each(golden)('%s is %s as in kubectl', (typed, printed) => {
    const cause = quantityCause(typed);
    expect(cause === undefined ? formatQuantity(amount(typed)) : `error: ${cause}`).toBe(printed);
  });

  it.each([
    [0, '0'],
    [2, '2'],
    [1.5, '1500m'],
    [0.1, '100m'],
    [1e21, '1e+21'],
    [-3, '-3'],
    [' 5Mi ', '5Mi'],
  ])('takes %s from JSON as %s', (typed, printed) => expect(formatQuantity(amount(typed))).toBe(printed));

  it('keeps the suffix of a sum too large for one, unlike Kubernetes', () => {
    expect(formatQuantity(addQuantities(amount('999E'), amount('1E')))).toBe('1000E');
  });

  it.each([
    ['1Gi', '1Mi', '1025Mi', '1023Mi'],
    ['500m', '1', '1500m', '-500m'],
    ['0', '1Gi', '1Gi', '-1Gi'],
    ['1.500', '0', '1500m', '1500m'],
    ['1Gi', '1', '1073741825', '1073741823'],
    ['1Gi', '1m', '1073741824001m', '1073741823999m'],
  ])('%s and %s: sum %s, difference %s', (a, b, sum, difference) => {
    expect(formatQuantity(addQuantities(amount(a), amount(b)))).toBe(sum);
    expect(formatQuantity(subtractQuantities(amount(a), amount(b)))).toBe(difference);
  });

  it.each([
    ['1', '1000m', 0],
    ['1Ki', '1k', 1],
    ['1n', '0', 1],
    ['-1', '1m', -1],
  ])('compares %s with %s: %d', (a, b, order) => expect(compareQuantities(amount(a), amount(b))).toBe(order));

  it.each([
    ['1500m', 2, 1500],
    ['1n', 1, 1],
    ['-1500m', -2, -1500],
    ['-1n', -1, -1],
    ['2Gi', 2147483648, 2147483648000],
    ['0.0015', 1, 2],
  ])('%s is %d whole and %d thousandths, away from zero', (text, value, milli) => {
    expect(quantityValue(amount(text))).toBe(value);
    expect(quantityMilliValue(amount(text))).toBe(milli);
  });

  it('makes amounts from numbers', () => {
    expect(formatQuantity(quantityOf(2048, 'BinarySI'))).toBe('2Ki');
    expect(formatQuantity(milliQuantity(2500))).toBe('2500m');
    expect(formatQuantity(milliQuantity(3000))).toBe('3');
  });

  it.each(['1e301', '1'.repeat(401), `1e${'9'.repeat(100)}`])('refuses %s without working for it', (text) => {
    expect(quantityCause(text)).toBe('unable to parse numeric part of quantity');
  });

  const anyFormat = fc.constantFrom('BinarySI' as const, 'DecimalSI' as const, 'DecimalExponent' as const);
  const anyQuantity = fc.record({ nano: fc.bigInt(-(10n ** 27n), 10n ** 27n), format: anyFormat });

  it('prints what it reads back to the same amount, and the print is a fixed point', () => {
    fc.assert(
      fc.property(anyQuantity, (quantity) => {
        const text = formatQuantity(quantity);
        const again = amount(text);
        expect(again.nano).toBe(quantity.nano);
        expect(formatQuantity(again)).toBe(text);
      }),
    );
  });

  it('adds and subtracts back to where it was', () => {
    fc.assert(
      fc.property(anyQuantity, anyQuantity, (a, b) => {
        expect(compareQuantities(subtractQuantities(addQuantities(a, b), b), a)).toBe(0);
      }),
    );
  });

  it('answers any text with an amount or a cause, never both', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.stringMatching(/^[+-]?[0-9.]*[eEinumkKMGTP]*[-+]?[0-9]*$/)),
        (text) => {
          expect(parseQuantity(text) === undefined).toBe(quantityCause(text) !== undefined);
        },
      ),
    );
  });
});
