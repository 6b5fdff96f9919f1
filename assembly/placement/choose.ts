// Filter, score and choose, 16 hosts a step. A host fits when it is eligible and free >= demand in every hard resource; its
// score is the least of (free - demand, not below 0) * weight over the scored ones, as in "least allocated" ranking
// (kube-scheduler's NodeResourcesFit) with the scarcest resource deciding; the highest score wins, ties go to the lowest
// index. Who is short is asked of every host, by resource, and left in bitmaps, from which the counts come. Scored are only
// the blocks whose bound (blocks.ts) is above the second best so far; the two best of the choice before, scored again, say
// from the start what that is at least, so that few blocks are.
import { BAD_BLOCK, BAD_INDEX, NO_HOST } from '../memory/code';
import { GROUP_HOSTS, blocksAbove } from './blocks';
import {
  BOUNDS_AT,
  BOUND_BYTES,
  COLUMNS,
  COLUMN_BYTES,
  DECISION,
  DEMAND,
  FIRST_SCORED,
  HARD,
  HOSTS,
  INELIGIBLE,
  LANES,
  MASKS,
  MASK_BYTES,
  RESOURCES,
  RUNNER_UP,
  RUNNER_UP_SCORE,
  SCORE_MAX,
  SHORT,
  SHORTS_AT,
  STEP_BYTES,
  STEP_HOSTS,
  WEIGHTS_AT,
  WINNER,
  WINNER_SCORE,
  isTable,
  maskAt,
} from './table';
import { scoreOnceMore } from './verdicts';

/** Where the lanes' best and second best (score, index) are put for the last comparison. */
const BEST: usize = LANES + 64;

/** The winner for the demand set, among a mask's hosts: its index, NO_HOST, or a code. Fills in the decision. */
export function placementChoose(table: usize, mask: u32): i32 {
  if (!isTable(table)) return BAD_BLOCK;
  if (mask >= load<u32>(table, MASKS)) return BAD_INDEX;
  const eligible = maskAt(table, mask);
  markShort(table, eligible);
  scan(table, eligible);
  countReasons(table, eligible);
  return decide(table);
}

/**
 * Where the latest choice is told, i32 each: second best host or NO_HOST, the winner's score, the second best's score (0 to 2^30, -1
 * where there was none), how many hosts were not in the mask; from 192 bytes on for each hard resource how many eligible hosts were
 * short of it, one short of two in both. 0 for what is no table.
 */
export function placementDecisionAt(table: usize): usize {
  return isTable(table) ? table + DECISION : 0;
}

/** Marks who is short of each hard resource. */
function markShort(table: usize, eligible: usize): void {
  const columnBytes = load<usize>(table, COLUMN_BYTES);
  const maskBytes = load<usize>(table, MASK_BYTES);
  const hardEnd = table + DEMAND + ((<usize>load<u32>(table, HARD)) << 2);
  const end = ((<usize>load<u32>(table, HOSTS) + GROUP_HOSTS - 1) / GROUP_HOSTS) << 3;
  let free = table + COLUMNS;
  let shorts = load<usize>(table, SHORTS_AT);
  for (let demand = table + DEMAND; demand < hardEnd; demand += 4) {
    const need = v128.load_splat<i32>(demand);
    for (let at: usize = 0; at < end; at += 8) {
      if (load<u64>(eligible + at) === 0) continue;
      // Behind the last host lies another column: what is read there counts for no host.
      const group = free + (at << 5);
      store<u16>(shorts + at, shortOf(group, need));
      store<u16>(shorts + at, shortOf(group + STEP_BYTES, need), 2);
      store<u16>(shorts + at, shortOf(group + 2 * STEP_BYTES, need), 4);
      store<u16>(shorts + at, shortOf(group + 3 * STEP_BYTES, need), 6);
    }
    free += columnBytes;
    shorts += maskBytes;
  }
}

/** The two best of each lane, of the hosts that are eligible and short of nothing. */
function scan(table: usize, eligible: usize): void {
  const columnBytes = load<usize>(table, COLUMN_BYTES);
  const maskBytes = load<usize>(table, MASK_BYTES);
  const firstScored = <usize>load<u32>(table, FIRST_SCORED);
  const weights = load<usize>(table, WEIGHTS_AT) + firstScored * columnBytes;
  const frees = table + COLUMNS + firstScored * columnBytes;
  const shorts = load<usize>(table, SHORTS_AT);
  const shortsEnd = shorts + <usize>load<u32>(table, HARD) * maskBytes;
  const scored = table + DEMAND + (firstScored << 2);
  const hardEnd = table + DEMAND + ((<usize>load<u32>(table, HARD)) << 2);
  const demandEnd = table + DEMAND + ((<usize>load<u32>(table, RESOURCES)) << 2);
  const crests = load<usize>(table, BOUNDS_AT);
  const boundBytes = load<usize>(table, BOUND_BYTES);
  const lanes = table + LANES;
  const none = i32x4.splat(-1);
  const ceiling = i32x4.splat(SCORE_MAX);
  let best = none;
  let bestHost = none;
  let second = none;
  let secondHost = none;
  let threshold = i32x4.splat(thresholdOf(table, eligible));
  const hosts = <usize>load<u32>(table, HOSTS);
  for (let group: usize = 0; group < hosts; group += GROUP_HOSTS) {
    if (load<u64>(eligible + (group >> 3)) === 0) continue;
    const score = i32x4.extract_lane(threshold, 0);
    let open = blocksAbove(crests + (group >> 2), boundBytes, scored, demandEnd, score);
    for (; open !== 0; open &= open - 1) {
      const first = group + ((<usize>ctz(open)) << 4);
      let fits = <u32>load<u16>(eligible + (first >> 3));
      for (let short = shorts + (first >> 3); short < shortsEnd; short += maskBytes)
        fits &= ~load<u16>(short);
      if (fits === 0) continue;
      let free = frees + (first << 2);
      let weight = weights + (first << 2);
      let demand = scored;
      let score0 = ceiling;
      let score1 = ceiling;
      let score2 = ceiling;
      let score3 = ceiling;
      for (; demand < hardEnd; demand += 4) {
        // Where it is short the product means nothing; such a host does not fit.
        const need = v128.load_splat<i32>(demand);
        score0 = i32x4.min_s(score0, i32x4.mul(i32x4.sub(v128.load(free), need), v128.load(weight)));
        score1 = i32x4.min_s(score1, i32x4.mul(i32x4.sub(v128.load(free, 16), need), v128.load(weight, 16)));
        score2 = i32x4.min_s(score2, i32x4.mul(i32x4.sub(v128.load(free, 32), need), v128.load(weight, 32)));
        score3 = i32x4.min_s(score3, i32x4.mul(i32x4.sub(v128.load(free, 48), need), v128.load(weight, 48)));
        free += columnBytes;
        weight += columnBytes;
      }
      for (; demand < demandEnd; demand += 4) {
        const need = v128.load_splat<i32>(demand);
        score0 = i32x4.min_s(score0, headroom(v128.load(free), need, v128.load(weight)));
        score1 = i32x4.min_s(score1, headroom(v128.load(free, 16), need, v128.load(weight, 16)));
        score2 = i32x4.min_s(score2, headroom(v128.load(free, 32), need, v128.load(weight, 32)));
        score3 = i32x4.min_s(score3, headroom(v128.load(free, 48), need, v128.load(weight, 48)));
        free += columnBytes;
        weight += columnBytes;
      }
      const better = signsOf(
        i32x4.gt_s(score0, threshold),
        i32x4.gt_s(score1, threshold),
        i32x4.gt_s(score2, threshold),
        i32x4.gt_s(score3, threshold),
      );
      if ((better & fits) === 0) continue;

      v128.store(lanes, score0);
      v128.store(lanes, score1, 16);
      v128.store(lanes, score2, 32);
      v128.store(lanes, score3, 48);
      let host = i32x4.add(i32x4.splat(<i32>first), i32x4(0, 1, 2, 3));
      for (let lane = lanes; lane < lanes + STEP_BYTES; lane += 16) {
        const bits = i32x4(1, 2, 4, 8);
        const fit = i32x4.eq(v128.and(i32x4.splat(<i32>fits), bits), bits);
        const score = v128.or(v128.load(lane), v128.not(fit));
        const isBest = i32x4.gt_s(score, best);
        secondHost = v128.bitselect(
          v128.bitselect(bestHost, host, isBest),
          secondHost,
          i32x4.gt_s(score, second),
        );
        bestHost = v128.bitselect(host, bestHost, isBest);
        second = i32x4.max_s(second, i32x4.min_s(best, score));
        best = i32x4.max_s(best, score);
        fits >>= 4;
        host = i32x4.add(host, i32x4.splat(4));
      }
      threshold = secondOfAll(best, second);
    }
  }
  v128.store(table, best, BEST);
  v128.store(table, bestHost, BEST + 16);
  v128.store(table, second, BEST + 32);
  v128.store(table, secondHost, BEST + 48);
}

/** Which of 16 free values are less than the need, the first one lowest. */
function shortOf(free: usize, need: v128): u16 {
  return <u16>(
    signsOf(
      i32x4.lt_s(v128.load(free), need),
      i32x4.lt_s(v128.load(free, 16), need),
      i32x4.lt_s(v128.load(free, 32), need),
      i32x4.lt_s(v128.load(free, 48), need),
    )
  );
}

/** The signs of 16 numbers as bits, the first one lowest: narrowing keeps them. */
function signsOf(a: v128, b: v128, c: v128, d: v128): u32 {
  return <u32>i8x16.bitmask(i8x16.narrow_i16x8_s(i16x8.narrow_i32x4_s(a, b), i16x8.narrow_i32x4_s(c, d)));
}

/** (free - need, not below 0) * weight without overflow for any free and any need that is not negative. */
function headroom(free: v128, need: v128, weight: v128): v128 {
  return i32x4.mul(i32x4.sub(i32x4.max_s(free, need), need), weight);
}

/** A score that at least two hosts are above, or -1: the two best of the choice before are good at most things. */
function thresholdOf(table: usize, eligible: usize): i32 {
  const winner = scoreOnceMore(table, eligible, load<u32>(table, WINNER));
  const runnerUp = scoreOnceMore(table, eligible, load<u32>(table, RUNNER_UP));
  if (load<u32>(table, WINNER) === load<u32>(table, RUNNER_UP)) return -1;
  return max(min(winner, runnerUp) - 1, -1);
}

/** The second highest of the eight scores, in every lane. */
function secondOfAll(best: v128, second: v128): v128 {
  const bestAcross = i8x16.shuffle(best, best, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
  const secondAcross = i8x16.shuffle(second, second, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7);
  const low = i32x4.max_s(i32x4.min_s(best, bestAcross), i32x4.max_s(second, secondAcross));
  const high = i32x4.max_s(best, bestAcross);
  const highNext = i8x16.shuffle(high, high, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11);
  const lowNext = i8x16.shuffle(low, low, 4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11);
  return i32x4.max_s(i32x4.min_s(high, highNext), i32x4.max_s(low, lowNext));
}

function countReasons(table: usize, eligible: usize): void {
  const hosts = load<u32>(table, HOSTS);
  const bytes = (<usize>((hosts + 63) >> 6)) << 3;
  store<u32>(table, hosts - countOfBoth(eligible, eligible, bytes), INELIGIBLE);
  const hard = load<u32>(table, HARD);
  let shorts = load<usize>(table, SHORTS_AT);
  for (let column: u32 = 0; column < hard; column++) {
    store<u32>(table + ((<usize>column) << 2), countOfBoth(shorts, eligible, bytes), SHORT);
    shorts += load<usize>(table, MASK_BYTES);
  }
}

/** How many bits two bitmaps of so many bytes, a multiple of 8, have in common. */
function countOfBoth(a: usize, b: usize, bytes: usize): u32 {
  let count: u64 = 0;
  let at: usize = 0;
  for (; at + 32 <= bytes; at += 32) {
    count +=
      popcnt(load<u64>(a + at) & load<u64>(b + at)) +
      popcnt(load<u64>(a + at, 8) & load<u64>(b + at, 8)) +
      popcnt(load<u64>(a + at, 16) & load<u64>(b + at, 16)) +
      popcnt(load<u64>(a + at, 24) & load<u64>(b + at, 24));
  }
  for (; at < bytes; at += 8) count += popcnt(load<u64>(a + at) & load<u64>(b + at));
  return <u32>count;
}

/** Of the lanes' two best each, the two best of all: higher score, then lower index. Answers the winner. */
function decide(table: usize): i32 {
  let winner = NO_HOST;
  let winnerScore: i32 = -1;
  let runnerUp = NO_HOST;
  let runnerUpScore: i32 = -1;
  for (let rank = table + BEST; rank < table + BEST + 64; rank += 32) {
    for (let lane = rank; lane < rank + 16; lane += 4) {
      const score = load<i32>(lane);
      const host = load<i32>(lane, 16);
      if (score > winnerScore || (score === winnerScore && host < winner)) {
        runnerUp = winner;
        runnerUpScore = winnerScore;
        winner = host;
        winnerScore = score;
      } else if (score > runnerUpScore || (score === runnerUpScore && host < runnerUp)) {
        runnerUp = host;
        runnerUpScore = score;
      }
    }
  }
  store<i32>(table, winner, WINNER);
  store<i32>(table, runnerUp, RUNNER_UP);
  store<i32>(table, winnerScore, WINNER_SCORE);
  store<i32>(table, runnerUpScore, RUNNER_UP_SCORE);
  return winner;
}
