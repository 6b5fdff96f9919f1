// How well a VM runs on a host: 100 while the host is at most half used, then less by the square of what is more; 60 on a full host. vSphere
// publishes what goes into its DRS score, and not the formula; this one has its ends and is what `score` balances.
import { WHOLE_LOAD } from './moves.ts';

const HALF = WHOLE_LOAD / 2;
/** At a load of 1, a half more than half, a VM loses 40 of 100. */
const LOST_AT_WHOLE = 40;

/** 0 to 100, by the host's load as of `loadOf`. */
export function drsScore(load: number): number {
  const over = Math.max(0, load - HALF) / HALF;
  return Math.max(0, 100 - LOST_AT_WHOLE * over * over);
}

/** The standard deviation of loads, as a share of a host: what DRS looked at before vSphere 7. */
export function deviationOf(loads: readonly number[]): number {
  if (loads.length === 0) return 0;
  const mean = loads.reduce((sum, load) => sum + load, 0) / loads.length;
  const variance = loads.reduce((sum, load) => sum + (load - mean) * (load - mean), 0) / loads.length;
  return Math.sqrt(variance) / WHOLE_LOAD;
}
