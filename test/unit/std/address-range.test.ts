// Ranges of addresses: their bounds, what is in them, what is free.
import { describe, expect, it } from 'vitest';
import {
  addressCount,
  boundsOf,
  formatRange,
  freeOfRanges,
  hasAddress,
} from '../../../src/std/address-range.ts';

const range = (address: string, count: number) => ({ address, count });

describe('a range', () => {
  it.each([
    ['10.0.0.1', 4, '10.0.0.1-10.0.0.4'],
    ['10.0.0.255', 2, '10.0.0.255-10.0.1.0'],
    ['10.0.0.1', 1, '10.0.0.1'],
    ['255.255.255.255', 1, '255.255.255.255'],
  ])('from %s of %i is written %s', (address, count, text) => {
    expect(formatRange(range(address, count))).toBe(text);
    expect(addressCount([range(address, count)])).toBe(count);
  });

  it.each([
    ['10.0.0', 4],
    ['10.0.0.1', 0],
    ['10.0.0.1', -1],
    ['10.0.0.1', 1.5],
    ['255.255.255.255', 2],
  ])('from %s of %s is none', (address, count) => {
    expect(boundsOf(range(address, count))).toBeUndefined();
    expect(addressCount([range(address, count)])).toBe(0);
  });
});

describe('ranges', () => {
  it('give out what is free, in their order, some passed over', () => {
    const ranges = [range('10.0.0.1', 3), range('10.0.1.1', 2)];
    const given: string[] = [];
    for (;;) {
      const next = freeOfRanges(ranges, (address) => given.includes(address), 2);
      if (next === undefined) break;
      given.push(next);
    }
    expect(given).toEqual(['10.0.0.3', '10.0.1.1', '10.0.1.2']);
    expect(freeOfRanges(ranges, () => false, 4)).toBe('10.0.1.2');
    expect(freeOfRanges(ranges, () => false, 5)).toBeUndefined();
    expect(
      ['10.0.0.3', '10.0.0.4', '10.0.1.1', 'none'].map((address) => hasAddress(ranges, address)),
    ).toEqual([true, false, true, false]);
  });
});
