// How much of a processor something has used since it began, as counters tell it: added up whenever somebody asks, at the rate of
// that moment; what was before the first question is taken to have been alike. Kept beside the world, as `/metrics` keeps its counts:
// a world that is restored counts anew.
import { Kept } from '../../../std/kept.ts';
import { limits } from '../../../std/limits.ts';

interface Total {
  readonly at: number;
  readonly nanoSeconds: number;
}

export class CpuTotals {
  readonly #totals = new Kept<Total>(limits.cpuTotalsKeptMax);

  /**
   * Billionths of a core's second until `now`, of what began at `startedAt` and uses `cpuNano` billionths of a core; times in
   * simulated milliseconds.
   */
  of(key: string, cpuNano: number, startedAt: number, now: number): number {
    const last = this.#totals.get(key);
    // Time may have been turned back.
    const from =
      last === undefined || last.at > now ? { at: Math.min(startedAt, now), nanoSeconds: 0 } : last;
    const nanoSeconds = from.nanoSeconds + Math.floor((cpuNano * (now - from.at)) / 1000);
    return this.#totals.set(key, { at: now, nanoSeconds }).nanoSeconds;
  }
}
