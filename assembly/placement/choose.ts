// Filter, score and choose in one pass over the hosts, 16 a step. A host fits when it is eligible and free >= demand
// in every hard resource; its score is the least of (free - demand, not below 0) * weight over the scored ones, as in
// "least allocated" ranking (kube-scheduler's NodeResourcesFit) with the scarcest resource deciding; the highest score
// wins, ties go to the lowest index. Most steps end at one compare with the second best so far: the two best of each
// lane are brought up to date only where a step has a better one, of which random order has O(log hosts).
// The counts a resource come from the bitmaps that the pass leaves behind.
import { BAD_BLOCK, BAD_INDEX, NO_HOST } from '../memory/code';
import {
  COLUMNS,
  COLUMN_BYTES,
  DECISION,
  DEMAND,
  FAR_BELOW,
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
  WINNER_SCORE,
  isTable,
  maskAt,
} from './table';

/** Where the lanes' best and second best (score, index) are put for the last comparison. */
const BEST: usize = LANES + 64;

/** The winner for the demand set, among a mask's hosts: its index, NO_HOST, or a code. Fills in the decision. */
export function placementChoose(table: usize, mask: u32): i32 {
  if (!isTable(table)) return BAD_BLOCK;
  if (mask >= load<u32>(table, MASKS)) return BAD_INDEX;
  const eligible = maskAt(table, mask);
  if (isNear(table)) scan<i32>(table, eligible);
  else scan<i64>(table, eligible);
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

/** Left is the type that what a demand leaves of a free value is sure to be within: i32, or i64 for any two of them. */
function scan<Left>(table: usize, eligible: usize): void {
  const columnBytes = load<usize>(table, COLUMN_BYTES);
  const maskBytes = load<usize>(table, MASK_BYTES);
  const weights = load<usize>(table, WEIGHTS_AT);
  const shorts = load<usize>(table, SHORTS_AT);
  const demands = table + DEMAND;
  const hardEnd = demands + ((<usize>load<u32>(table, HARD)) << 2);
  const firstScored = demands + ((<usize>load<u32>(table, FIRST_SCORED)) << 2);
  const demandEnd = demands + ((<usize>load<u32>(table, RESOURCES)) << 2);
  const lanes = table + LANES;
  const none = i32x4.splat(-1);
  const ceiling = i32x4.splat(SCORE_MAX);
  let best = none;
  let bestHost = none;
  let second = none;
  let secondHost = none;
  let threshold = none;
  const end = ((<usize>load<u32>(table, HOSTS) + STEP_HOSTS - 1) / STEP_HOSTS) * STEP_BYTES;
  for (let at: usize = 0; at < end; at += STEP_BYTES) {
    let fits = <u32>load<u16>(eligible + (at >> 5));
    if (fits === 0) continue;
    let free = table + COLUMNS + at;
    let weight = weights + at;
    let short = shorts + (at >> 5);
    let demand = demands;
    let score0 = ceiling;
    let score1 = ceiling;
    let score2 = ceiling;
    let score3 = ceiling;
    for (; demand < firstScored; demand += 4) {
      const below = shortOf(free, v128.load_splat<i32>(demand));
      store<u16>(short, <u16>below);
      fits &= ~below;
      free += columnBytes;
      weight += columnBytes;
      short += maskBytes;
    }
    for (; demand < hardEnd; demand += 4) {
      const need = v128.load_splat<i32>(demand);
      const left0 = i32x4.sub(v128.load(free), need);
      const left1 = i32x4.sub(v128.load(free, 16), need);
      const left2 = i32x4.sub(v128.load(free, 32), need);
      const left3 = i32x4.sub(v128.load(free, 48), need);
      const below = sizeof<Left>() === 4 ? signsOf(left0, left1, left2, left3) : shortOf(free, need);
      store<u16>(short, <u16>below);
      fits &= ~below;
      // Where it is short the product means nothing; such a host no longer fits.
      score0 = i32x4.min_s(score0, i32x4.mul(left0, v128.load(weight)));
      score1 = i32x4.min_s(score1, i32x4.mul(left1, v128.load(weight, 16)));
      score2 = i32x4.min_s(score2, i32x4.mul(left2, v128.load(weight, 32)));
      score3 = i32x4.min_s(score3, i32x4.mul(left3, v128.load(weight, 48)));
      free += columnBytes;
      weight += columnBytes;
      short += maskBytes;
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
    // Those that are short or not in the mask may have any score here: few do that are better.
    const most = i32x4.max_s(i32x4.max_s(score0, score1), i32x4.max_s(score2, score3));
    if (!v128.any_true(i32x4.gt_s(most, threshold))) continue;
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
    let host = i32x4.add(i32x4.splat(<i32>(at >> 2)), i32x4(0, 1, 2, 3));
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
  v128.store(table, best, BEST);
  v128.store(table, bestHost, BEST + 16);
  v128.store(table, second, BEST + 32);
  v128.store(table, secondHost, BEST + 48);
}

/** Whether what a demand leaves is within i32 on every host: its sign says then whether there is enough. */
function isNear(table: usize): bool {
  if (load<u32>(table, FAR_BELOW) !== 0) return false;
  const end = table + DEMAND + ((<usize>load<u32>(table, HARD)) << 2);
  for (let demand = table + DEMAND; demand < end; demand += 4)
    if (load<i32>(demand) > SCORE_MAX) return false;
  return true;
}

/** Which of 16 free values are less than the need, the first one lowest. */
function shortOf(free: usize, need: v128): u32 {
  return signsOf(
    i32x4.lt_s(v128.load(free), need),
    i32x4.lt_s(v128.load(free, 16), need),
    i32x4.lt_s(v128.load(free, 32), need),
    i32x4.lt_s(v128.load(free, 48), need),
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
  store<i32>(table, runnerUp, RUNNER_UP);
  store<i32>(table, winnerScore, WINNER_SCORE);
  store<i32>(table, runnerUpScore, RUNNER_UP_SCORE);
  return winner;
}
