// What the moves of a host's items gain at most: by a look at them, or before any. A bound stays one
// until its host changes or the least load falls; blocks of 64 hosts have the highest of theirs.
import { BLOCK_HOSTS, HOSTS, ROOM, isInService } from '../packing/fleet';
import {
  BOUNDS_AT,
  BOUND_AT,
  CAPACITY_AT,
  COUNT_AT,
  FLEET,
  LARGEST_AT,
  LEAST_COST,
  LEAST_SHARE,
  MODEL,
  cell,
  number,
  setNumber,
} from './block';
import { HALF, LOAD_MAX, SCORE, UNIT, costOf, leastLoadOf, usedOf } from './loads';

/** More than any gain: what a move that must be is worth. */
export const MUST: f64 = 4503599627370496;

/** More than doubles lose in the sums of a ceiling. */
const ROUNDING: f64 = 1024;

/**
 * A bound that takes no look at the items: what one of the size that suits best, at most the largest, would gain. Between here and
 * the least load the gain is concave in the size; what rounding adds to it is less than a unit of load there and two here.
 */
export function ceilingOf(moves: usize, host: u32): f64 {
  const capacity = number(moves, CAPACITY_AT, host);
  const used = usedOf(moves, host);
  const own = (used * UNIT) / capacity;
  // Loads beyond the highest count no more, and a rule may be worth more than a load: there only a look tells.
  if (capacity <= 0 || used < 0 || own >= LOAD_MAX || cell(moves, COUNT_AT, (host << 1) + 1) !== 0)
    return f64.MAX_VALUE;
  if (cell(moves, COUNT_AT, host << 1) === 0) return -f64.MAX_VALUE;
  const free = load<u32>(moves, MODEL) === SCORE ? HALF : 0;
  const least = leastLoadOf(moves);
  const from = UNIT / capacity;
  const to = load<f64>(moves, LEAST_SHARE);
  const best = (from * (own - 1 - free) - to * (least - 2 - free)) / (from * from + to * to);
  const size = min(max(best, 0), number(moves, LARGEST_AT, host));
  const left = max(own - 1 - from * size - free, 0);
  const there = max(min(least - 2 + to * size, LOAD_MAX) - free, 0);
  const gain = costOf(moves, own) - left * left - there * there + costOf(moves, least);
  const must = isInService(load<usize>(moves, FLEET), host) ? 0 : MUST;
  return gain + ROUNDING + must - load<f64>(moves, LEAST_COST);
}

/** Takes down what is known before any look, of a host or of all. */
export function boundAnew(moves: usize, host: u32): void {
  setNumber(moves, BOUND_AT, host, ceilingOf(moves, host));
  refreshBlock(moves, host / BLOCK_HOSTS);
}

export function boundAllAnew(moves: usize): void {
  const fleet = load<usize>(moves, FLEET);
  const hosts = load<u32>(fleet, HOSTS);
  const room = load<u32>(fleet, ROOM);
  for (let host: u32 = 0; host < room; host++) {
    setNumber(moves, BOUND_AT, host, host < hosts ? ceilingOf(moves, host) : -f64.MAX_VALUE);
  }
  for (let block: u32 = 0; block < room / BLOCK_HOSTS; block++) refreshBlock(moves, block);
}

export function refreshBlock(moves: usize, block: u32): void {
  setNumber(moves, BOUNDS_AT, block, highestBound(moves, block));
}

function highestBound(moves: usize, block: u32): f64 {
  const first = load<usize>(moves, BOUND_AT) + ((<usize>(block * BLOCK_HOSTS)) << 3);
  let highest = v128.load(first);
  for (let at: usize = 16; at < BLOCK_HOSTS << 3; at += 16)
    highest = f64x2.pmax(highest, v128.load(first + at));
  return max(f64x2.extract_lane(highest, 0), f64x2.extract_lane(highest, 1));
}

/** The host with the highest bound, of equals the first. */
export function mostPromising(moves: usize, blocks: u32): u32 {
  const bounds = load<usize>(moves, BOUNDS_AT);
  const end = bounds + ((<usize>blocks) << 3);
  let best = bounds;
  let highest = load<f64>(best);
  for (let at = bounds + 8; at < end; at += 8) {
    const bound = load<f64>(at);
    if (bound <= highest) continue;
    highest = bound;
    best = at;
  }
  const hosts = load<usize>(moves, BOUND_AT);
  const wanted = f64x2.splat(highest);
  let at = hosts + (best - bounds) * BLOCK_HOSTS;
  while (!v128.any_true(f64x2.eq(v128.load(at), wanted))) at += 16;
  return <u32>((at - hosts) >> 3) + <u32>(load<f64>(at) === highest ? 0 : 1);
}
