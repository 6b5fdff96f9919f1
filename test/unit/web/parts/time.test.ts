/** Ticks of the scrubber, and how full a bar is in words. */
import { describe, expect, test } from 'vitest';
import { fullness, fullnessWords } from '../../../../web/parts/capacity.ts';
import { hookPath, tickPaths } from '../../../../web/parts/time.ts';

describe('tickPaths', () => {
  test('one path a kind; of ticks on one place the gravest', () => {
    const ticks = [
      { at: 0.25, kind: 'event' },
      { at: 0.5, kind: 'event' },
      { at: 0.5, kind: 'danger' },
      { at: 0.50001, kind: 'warning' },
    ] as const;
    expect(tickPaths(ticks)).toEqual([
      { kind: 'event', path: 'M100 9h1.4v11h-1.4z' },
      { kind: 'warning', path: '' },
      { kind: 'danger', path: 'M200 6h1.4v17h-1.4z' },
    ]);
  });

  test('has a bound whatever the length of history', () => {
    const ticks = Array.from({ length: 100_000 }, (_, index) => ({
      at: index / 100_000,
      kind: 'event' as const,
    }));
    const drawn = tickPaths(ticks)[0]?.path.split('M').length ?? 0;
    expect(drawn).toBeGreaterThan(900);
    expect(drawn).toBeLessThan(1_010);
  });
});

test('hookPath', () => expect(hookPath(0.5, 0.75)).toBe('M200 14q6 9 14 9h86'));

test.each([
  [undefined, 'normal', undefined],
  [0, 'normal', undefined],
  [0.8, 'normal', undefined],
  [0.801, 'warning', '81% used, above 80%'],
  [1, 'warning', '100% used, above 80%'],
  [1.125, 'danger', '113% used, over the limit'],
] as const)('fullness of %s is %s', (part, kind, words) => {
  expect(fullness(part)).toBe(kind);
  expect(fullnessWords(part)).toBe(words);
});
