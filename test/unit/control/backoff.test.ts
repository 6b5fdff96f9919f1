// Attempts that follow from time alone: doubling delays, then the longest one for ever.
import { expect, it } from 'vitest';
import { attemptOf } from '../../../src/control/backoff.ts';

it.each([
  [0, 0, 1_000],
  [999, 0, 1],
  [1_000, 1_000, 2_000],
  [2_999, 1_000, 1],
  [3_000, 3_000, 4_000],
  [6_999, 3_000, 1],
  [7_000, 7_000, 4_000],
  [11_000, 11_000, 4_000],
  [1_000_000_000, 999_999_000 + 0, 3_000],
])('after %i ms the attempt of %i ms, the next in %i ms', (now, at, nextMs) => {
  expect(attemptOf(0, now, [1_000, 4_000])).toEqual({ at, nextMs });
});
