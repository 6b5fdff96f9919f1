import { describe, expect, it } from 'vitest';
import { readCurve } from '../../../../src/kinds/metrics/curve.ts';
import { lastScrape, scrapeSince } from '../../../../src/kinds/metrics/scrape.ts';

const milli = 1_000_000;
const minute = 60_000;

describe('a curve', () => {
  it.each<[string, number, number]>([
    ['250m', 0, 250],
    [' 1.5 ', 123, 1_500],
    ['80%', 7, 400],
    ['0', 7, 0],
    ['100m..900m/10m', 0, 100],
    ['100m..900m/10m', 5 * minute, 900],
    ['100m..900m/10m', 7.5 * minute, 500],
    ['100m..900m/10m', 10 * minute, 100],
    ['0.5..1.5/1h', 15 * minute, 1_000],
    ['10%..90%/10m', 2.5 * minute, 250],
    ['900m..100m/10m', 5 * minute, 100],
  ])('%s at %d ms, of half a core that is asked for, is %d m', (text, ms, expected) => {
    expect((readCurve(text)?.at(ms, 500 * milli) ?? NaN) / milli).toBe(expected);
  });

  it.each([
    '',
    ' ',
    'much',
    '-5m',
    '10m..',
    '..10m/1m',
    '10m..20m',
    '10m..20m/0',
    '10m..20m/-1m',
    '10m..x/1m',
    '%',
  ])('is not described by %j', (text) => {
    expect(readCurve(text)).toBeUndefined();
  });
});

describe('a scrape', () => {
  it('comes every fifteen seconds or so, and its window is what passed since the one before', () => {
    const start = 1_700_000_000_000;
    const seen = new Map<number, number>();
    for (let ms = 0; ms < 600_000; ms += 500) {
      const { at, windowMs } = lastScrape('node-1', start + ms);
      expect(at).toBeLessThanOrEqual(start + ms);
      seen.set(at, windowMs);
    }
    const times = [...seen.keys()];
    expect(times).toHaveLength(41);
    for (const [place, at] of times.entries()) {
      if (place > 0) expect(seen.get(at)).toBe(at - (times[place - 1] ?? 0));
      expect(seen.get(at)).toBeGreaterThan(13_000);
      expect(seen.get(at)).toBeLessThan(17_000);
    }
  });

  it.each<[number, number | undefined]>([
    [9_999, undefined],
    [10_000, 10_000],
    [12_000, 12_000],
    [15_100, 15_100],
    [900_000, 15_100],
    [-5_000, undefined],
  ])('%d ms after a start tells of a window of %s', (ranMs, windowMs) => {
    const scrape = { at: 1_000_000, windowMs: 15_100 };
    expect(scrapeSince(scrape, scrape.at - ranMs)?.windowMs).toBe(windowMs);
  });
});
