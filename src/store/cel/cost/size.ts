// Sizes and costs as ranges, with the arithmetic of cel-go's checker: sums and products stop at the largest number.
// Source: cel-go checker/cost.go, SizeEstimate and CostEstimate.

/** From `min` to `max`, both in CEL's units, or in characters or items. */
export interface Estimate {
  readonly min: number;
  readonly max: number;
}

/** uint64's largest, as near as a double comes to it. */
const most = 18_446_744_073_709_552_000;

const capped = (value: number): number => Math.min(most, value);

export const unknownSize: Estimate = { min: 0, max: most };
export const one: Estimate = { min: 1, max: 1 };
export const zero: Estimate = { min: 0, max: 0 };

export const exactly = (value: number): Estimate => ({ min: value, max: value });

export function plus(...estimates: readonly Estimate[]): Estimate {
  return estimates.reduce((a, b) => ({ min: capped(a.min + b.min), max: capped(a.max + b.max) }), zero);
}

export function times(a: Estimate, b: Estimate): Estimate {
  return { min: capped(a.min * b.min), max: capped(a.max * b.max) };
}

export function scaled(a: Estimate, factor: number): Estimate {
  return { min: capped(Math.ceil(a.min * factor)), max: capped(Math.ceil(a.max * factor)) };
}

export function union(a: Estimate, b: Estimate): Estimate {
  return { min: Math.min(a.min, b.min), max: Math.max(a.max, b.max) };
}
