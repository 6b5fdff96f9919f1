/** Windows on long lists. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RowSlots, rowsSeen, rowsToDraw, scrollTo } from '../../../../web/parts/rows.ts';

const view = fc
  .record({
    scrollTopPx: fc.integer({ min: 0, max: 300_000 }),
    heightPx: fc.integer({ min: 0, max: 2_000 }),
    rowPx: fc.integer({ min: 16, max: 60 }),
    count: fc.integer({ min: 0, max: 10_000 }),
  })
  .map((one) => ({
    ...one,
    scrollTopPx: Math.min(one.scrollTopPx, Math.max(0, one.count * one.rowPx - one.heightPx)),
  }));

describe('rows', () => {
  test('every row that is seen is drawn, in order, and not many more', () => {
    fc.assert(
      fc.property(view, fc.integer({ min: -1, max: 10_000 }), (at, keep) => {
        const drawn = rowsToDraw(at, keep);
        const [first, last] = rowsSeen(at);
        for (
          let row = first - 1;
          at.count > 0 && row < last && row * at.rowPx < at.scrollTopPx + at.heightPx;
          row += 1
        )
          expect(drawn).toContain(row);
        expect([...drawn].sort((a, b) => a - b)).toEqual(drawn);
        expect(drawn.length).toBeLessThanOrEqual(at.heightPx / at.rowPx + 15);
        expect(drawn.includes(keep)).toBe(keep >= 0 && (keep < at.count || drawn.includes(keep)));
      }),
    );
  });

  test.each([
    [0, 100, [1, 4]],
    [1, 100, [2, 4]],
    [12, 100, [2, 4]],
    [999_900, 100, [39_997, 40_000]],
  ] as const)('scrolled to %i px, %i high, rows of 25: seen whole are %j', (scrollTopPx, heightPx, seen) => {
    expect(rowsSeen({ scrollTopPx, heightPx, rowPx: 25, count: 40_000 })).toEqual(seen);
  });

  test('of nothing, nothing is seen', () =>
    expect(rowsSeen({ scrollTopPx: 0, heightPx: 100, rowPx: 25, count: 0 })).toEqual([0, 0]));

  test('a row comes into view by the shortest way', () => {
    const at = { scrollTopPx: 100, heightPx: 100, rowPx: 25, count: 50 };
    expect([0, 3, 4, 7, 8].map((row) => scrollTo(at, row))).toEqual([0, 75, 100, 100, 125]);
  });
});

test('a row keeps its slot while it is drawn; one that comes takes a slot that is free', () => {
  const slots = new RowSlots();
  const at = (...indexes: number[]): readonly number[] => slots.assign(indexes).map(({ slot }) => slot);
  expect(at(0, 1, 2, 3)).toEqual([0, 1, 2, 3]);
  expect(at(2, 3, 4, 5)).toEqual([2, 3, 0, 1]);
  expect(at(2, 90, 91)).toEqual([2, 0, 1]);
  expect(at()).toEqual([]);
  expect(at(7)).toEqual([0]);
});
