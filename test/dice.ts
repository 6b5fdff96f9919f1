// Seeded dice for random cases and journals: a case is named by seed and number and can be played again alone.
// Marsaglia's xorshift32, stirred by a multiplication so that neighbouring numbers do not begin alike.

export interface Dice {
  /** A whole number from 0 to below `bound`. */
  below(bound: number): number;
  /** A whole number from `low` to `high`, both included. */
  between(low: number, high: number): number;
  pick<T>(values: readonly [T, ...T[]]): T;
  chance(percent: number): boolean;
}

export function dice(seed: number, number: number): Dice {
  let state = (Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) ^ Math.imul(number + 1, 0xc2b2ae35)) | 1;
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (Math.imul(state, 0x2545f491) >>> 0) / 0x1_0000_0000;
  };
  for (let i = 0; i < 4; i++) next();
  const below = (bound: number): number => Math.floor(next() * bound);
  return {
    below,
    between: (low, high) => low + below(high - low + 1),
    pick: (values) => values[below(values.length)] ?? values[0],
    chance: (percent) => below(100) < percent,
  };
}
