/**
 * How full something is, in a kind and in words: what a bar's colour says is always said beside it too. 80 % is where the vSphere
 * Client's capacity bars turn amber.
 */
export const nearlyFull = 0.8;

export type Fullness = 'normal' | 'warning' | 'danger';

/** @param part used divided by limit, not negative; undefined where there is no limit. */
export function fullness(part: number | undefined): Fullness {
  if (part === undefined || part <= nearlyFull) return 'normal';
  return part > 1 ? 'danger' : 'warning';
}

/** Words for a fullness worth a word, or undefined: `86% used, above 80%`, `113% used, over the limit`. */
export function fullnessWords(part: number | undefined): string | undefined {
  const kind = fullness(part);
  if (part === undefined || kind === 'normal') return undefined;
  return `${Math.ceil(Math.round(part * 1_000) / 10)}% used, ${kind === 'danger' ? 'over the limit' : 'above 80%'}`;
}
