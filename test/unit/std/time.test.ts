import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DAY_MS,
  formatGoDuration,
  formatMicroTime,
  formatMilliTime,
  formatTime,
  HOUR_MS,
  humanDuration,
  MINUTE_MS,
  parseGoDuration,
  parseTime,
  SECOND_MS,
  shortHumanDuration,
} from '../../../src/std/time.ts';

const FIRST_MS = Date.UTC(1, 0, 1);
const LAST_MS = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

describe('world time', () => {
  it('prints the three forms', () => {
    const ms = Date.UTC(2023, 3, 18, 9, 14, 22, 45);
    expect(formatTime(ms)).toBe('2023-04-18T09:14:22Z');
    expect(formatMilliTime(ms)).toBe('2023-04-18T09:14:22.045Z');
    expect(formatMicroTime(ms)).toBe('2023-04-18T09:14:22.045000Z');
    expect(() => formatTime(0.5)).toThrow('Broken invariant: world time is whole milliseconds, got 0.5');
  });

  it('agrees with the calendar of the machine', () => {
    fc.assert(
      fc.property(fc.integer({ min: FIRST_MS, max: LAST_MS }), (ms) => {
        expect(formatMilliTime(ms)).toBe(new Date(ms).toISOString());
        expect(parseTime(formatMilliTime(ms))).toBe(ms);
      }),
    );
  });

  it.each<[string, number | undefined]>([
    ['1970-01-01T00:00:00Z', 0],
    ['2023-04-18T09:14:22+02:00', Date.UTC(2023, 3, 18, 7, 14, 22)],
    ['2023-04-18T09:14:22.5-05:30', Date.UTC(2023, 3, 18, 14, 44, 22, 500)],
    ['2023-04-18T09:14:22.123999999Z', Date.UTC(2023, 3, 18, 9, 14, 22, 123)],
    ['2024-02-29T00:00:00Z', Date.UTC(2024, 1, 29)],
    ['2023-02-29T00:00:00Z', undefined],
    ['1900-02-29T00:00:00Z', undefined],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['2023-13-01T00:00:00Z', undefined],
    ['2023-00-01T00:00:00Z', undefined],
    ['2023-04-31T00:00:00Z', undefined],
    ['2023-04-18T24:00:00Z', undefined],
    ['2023-04-18T09:60:00Z', undefined],
    ['2023-04-18T09:14:60Z', undefined],
    ['2023-04-18T09:14:22', undefined],
    ['2023-04-18 09:14:22Z', undefined],
    ['2023-04-18T09:14:22.Z', undefined],
    ['2023-04-18T09:14:22+0200', undefined],
    ['2023-04-18t09:14:22z', undefined],
    ['', undefined],
  ])('reads %j as %s', (text, ms) => expect(parseTime(text)).toBe(ms));
});

describe('humanDuration', () => {
  const s = SECOND_MS;
  const [m, h, d] = [MINUTE_MS, HOUR_MS, DAY_MS];
  const y = 365 * d;
  // The table of k8s.io/apimachinery's own tests, and every border.
  it.each([
    [-2 * s, '<invalid>', '<invalid>'],
    [-2 * s + 1, '0s', '0s'],
    [-1, '0s', '0s'],
    [0, '0s', '0s'],
    [999, '0s', '0s'],
    [59 * s, '59s', '59s'],
    [70 * s, '70s', '1m'],
    [119 * s + 999, '119s', '1m'],
    [2 * m, '2m', '2m'],
    [2 * m + 3 * s, '2m3s', '2m'],
    [10 * m - 1, '9m59s', '9m'],
    [10 * m + 59 * s, '10m', '10m'],
    [3 * h - 1, '179m', '2h'],
    [3 * h, '3h', '3h'],
    [3 * h + 2 * m, '3h2m', '3h'],
    [8 * h - 1, '7h59m', '7h'],
    [8 * h + 59 * m, '8h', '8h'],
    [47 * h + 59 * m, '47h', '1d'],
    [48 * h, '2d', '2d'],
    [2 * d + 3 * h, '2d3h', '2d'],
    [8 * d - 1, '7d23h', '7d'],
    [8 * d + 23 * h, '8d', '8d'],
    [2 * y - 1, '729d', '1y'],
    [2 * y, '2y', '2y'],
    [2 * y + 53 * d, '2y53d', '2y'],
    [8 * y - 1, '7y364d', '7y'],
    [8 * y + 100 * d, '8y', '8y'],
  ])('%d ms: %s, short %s', (ms, long, short) => {
    expect(humanDuration(ms)).toBe(long);
    expect(shortHumanDuration(ms)).toBe(short);
  });
});

describe('Go durations', () => {
  it.each<[string, number | undefined, string?]>([
    ['0', 0, '0s'],
    ['1h30m', 90 * MINUTE_MS, '1h30m0s'],
    ['10s', 10_000, '10s'],
    ['1.5s', 1_500, '1.5s'],
    ['300ms', 300, '300ms'],
    ['-1m0.05s', -60_050, '-1m0.05s'],
    ['+5m', 300_000, '5m0s'],
    ['.5h', 30 * MINUTE_MS, '30m0s'],
    ['1.h', HOUR_MS, '1h0m0s'],
    ['1500us', 1, '1ms'],
    ['1µs', 0, '0s'],
    ['-1ns', 0, '0s'],
    ['100h', 100 * HOUR_MS, '100h0m0s'],
    ['2562047h47m16.854775807s', 9223372036854, '2562047h47m16.854s'],
    ['2562047h47m16.854775808s', undefined],
    ['', undefined],
    ['-', undefined],
    ['5', undefined],
    ['.s', undefined],
    ['1d', undefined],
    ['1h 30m', undefined],
    ['1hh', undefined],
    [`${'1'.repeat(300)}s`, undefined],
  ])('%s is %s ms', (text, ms, printed) => {
    expect(parseGoDuration(text)).toBe(ms);
    if (ms !== undefined) expect(formatGoDuration(ms)).toBe(printed);
  });

  it('reads back what it prints', () => {
    fc.assert(
      fc.property(fc.integer({ min: -(2 ** 42), max: 2 ** 42 }), (ms) => {
        expect(parseGoDuration(formatGoDuration(ms))).toBe(ms);
      }),
    );
  });
});
