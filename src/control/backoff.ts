// Trying again ever more slowly: by how often it was tried, or, without a counter, by how long the trying has gone on.
import type { Span } from './latency.ts';

/** The delay of a back-off that has doubled so many times, from the span's least to its most. */
export function doubledMs(times: number, [firstMs, mostMs]: Span): number {
  let delayMs = firstMs;
  for (let time = 0; time < times && delayMs < mostMs; time++) delayMs *= 2;
  return Math.min(delayMs, mostMs);
}

export interface Attempt {
  /** When the last attempt was due, in simulated milliseconds. */
  readonly at: number;
  /** From now to the next one. */
  readonly nextMs: number;
}

/** The attempt that is due `now` of a back-off that doubles from the span's least to its most since `since`. */
export function attemptOf(since: number, now: number, [firstMs, mostMs]: Span): Attempt {
  let at = since;
  let delayMs = firstMs;
  while (at + delayMs <= now) {
    // Once it grows no more, the rest is counted rather than walked.
    const steps = delayMs === mostMs ? Math.floor((now - at) / mostMs) : 1;
    at += steps * delayMs;
    delayMs = Math.min(delayMs * 2, mostMs);
  }
  return { at, nextMs: Math.max(1, at + delayMs - now) };
}
