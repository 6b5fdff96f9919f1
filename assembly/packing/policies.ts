// What a host is worth to an item, the more the better, 0 or more; -1 where it does not fit. All in integers, so that every way of
// reckoning gives the same.
//
//   balance   the least of (free - demand) * weight over the resources: the emptiest host, the scarcest resource deciding
//   best fit  2^30 less the sum of (free - demand) * weight: the fullest host
//   FGD       the share of 100 that a sigmoid makes of the fragmentation saved, in whole milli of a device (Weng et al., ATC 2023)
//   yield     what the host can still give afterwards: what the mix could use of its devices, what its CPU can feed of them, less the
//             remainders that hardly anybody asks for
//
// A weight of 0 leaves a resource out of a score; it must fit all the same.
import {
  DEVICES,
  DEVICE_WHOLE,
  FREE_AT,
  MIX_AT,
  POLICY,
  RESOURCES,
  ROOM,
  SHAPE_DEMAND,
  SHAPE_DEVICES,
  SHAPE_MILLI,
  TAKEN,
  USABLE_AT,
  WEIGHTS_AT,
  devicesAt,
  freeAt,
  mayTake,
} from './fleet';
import { addToDevices, devicesFit, tightestDevices } from './devices';
import { FEEDS, GRADES, LEAST_USE, WHOLE_WEIGHT, rowOf, usable } from './mix';

export const BALANCE: u32 = 0;
export const BEST_FIT: u32 = 1;
export const FGD: u32 = 2;
export const YIELD: u32 = 3;

const SCORE_MAX: i32 = 1 << 30;
/** Yields are counted from here, in steps of 10 milli. */
const YIELD_BASE: i64 = 1 << 24;
const YIELD_STEP: i64 = 10;
/** What a milli counts that CPU can feed, and one that nobody can use. */
const FEED_WEIGHT: i64 = 2;
const DEAD_WEIGHT: i64 = 5;

/** The score of one host. */
export function scoreOf(fleet: usize, shape: usize, host: u32): i32 {
  if (!mayTake(fleet, shape, host)) return -1;
  const policy = load<u32>(fleet, POLICY);
  const column = load<usize>(fleet, ROOM) << 2;
  const end = shape + SHAPE_DEMAND + ((<usize>load<u32>(fleet, RESOURCES)) << 2);
  let free = load<usize>(fleet, FREE_AT) + ((<usize>host) << 2);
  let weight = load<usize>(fleet, WEIGHTS_AT) + ((<usize>host) << 2);
  let score = SCORE_MAX;
  for (let demand = shape + SHAPE_DEMAND; demand < end; demand += 4) {
    const need = load<i32>(demand);
    const left = load<i32>(free) - need;
    if (load<i32>(free) < need) return -1;
    const worth = load<i32>(weight);
    if (policy === BALANCE) score = worth === 0 ? score : min(score, left * worth);
    else score -= left * worth;
    free += column;
    weight += column;
  }
  return finished(fleet, shape, host, score, policy);
}

/** The scores of four hosts from this one on by balance or best fit, devices not yet looked at; `eligible` in its low bits. */
export function scoresOfFour(fleet: usize, shape: usize, host: u32, eligible: u32, policy: u32): v128 {
  const column = load<usize>(fleet, ROOM) << 2;
  const end = shape + SHAPE_DEMAND + ((<usize>load<u32>(fleet, RESOURCES)) << 2);
  let free = load<usize>(fleet, FREE_AT) + ((<usize>host) << 2);
  let weight = load<usize>(fleet, WEIGHTS_AT) + ((<usize>host) << 2);
  const bits = i32x4(1, 2, 4, 8);
  let fits = i32x4.eq(v128.and(i32x4.splat(<i32>eligible), bits), bits);
  let score = i32x4.splat(SCORE_MAX);
  for (let demand = shape + SHAPE_DEMAND; demand < end; demand += 4) {
    const need = v128.load_splat<i32>(demand);
    const has = v128.load(free);
    const worth = v128.load(weight);
    const value = i32x4.mul(i32x4.sub(has, need), worth);
    fits = v128.andnot(fits, i32x4.lt_s(has, need));
    if (policy === BALANCE) {
      score = v128.bitselect(score, i32x4.min_s(score, value), i32x4.eq(worth, i32x4.splat(0)));
    } else score = i32x4.sub(score, value);
    free += column;
    weight += column;
  }
  return v128.or(v128.and(score, fits), v128.not(fits));
}

/** The score once devices and the policy's own view are added to what resources say. */
export function finished(fleet: usize, shape: usize, host: u32, score: i32, policy: u32): i32 {
  if (score < 0 || !devicesFit(fleet, shape, devicesAt(fleet, host))) return -1;
  return policy < FGD ? score : bestDevices(fleet, shape, host, policy);
}

/** The devices, a bit each, that an item of the shape takes on a host where it fits. */
export function devicesToTake(fleet: usize, shape: usize, host: u32): u32 {
  if (load<u32>(shape, SHAPE_DEVICES) === 0) return 0;
  const policy = load<u32>(fleet, POLICY);
  if (policy < FGD) return tightestDevices(fleet, shape, devicesAt(fleet, host));
  bestDevices(fleet, shape, host, policy);
  return load<u32>(fleet, TAKEN);
}

/** FGD's or yield's score of a host where the item fits; leaves behind which devices it takes for that: of equals the first. */
function bestDevices(fleet: usize, shape: usize, host: u32, policy: u32): i32 {
  const devices = devicesAt(fleet, host);
  const before = load<i32>(freeAt(fleet, 0) + ((<usize>host) << 2));
  const after = before - load<i32>(shape, SHAPE_DEMAND);
  const row = rowOf(fleet, host, after);
  const milli = load<i32>(shape, SHAPE_MILLI);
  let best = i64.MIN_VALUE;
  let taken: u32 = 0;
  if (milli > 0 && milli < DEVICE_WHOLE && load<u32>(shape, SHAPE_DEVICES) === 1) {
    const count = load<u32>(fleet, DEVICES);
    let seen: i32 = -1;
    for (let device: u32 = 0; device < count; device++) {
      const left = load<i32>(devices + ((<usize>device) << 2));
      if (left < milli || left === seen) continue;
      seen = left;
      const value = valueOf(fleet, shape, host, devices, row, 1 << device, after, policy);
      if (value <= best) continue;
      best = value;
      taken = 1 << device;
    }
  } else {
    taken = milli === 0 ? 0 : tightestDevices(fleet, shape, devices);
    best = valueOf(fleet, shape, host, devices, row, taken, after, policy);
  }
  store<u32>(fleet, taken, TAKEN);
  return <i32>best;
}

function valueOf(
  fleet: usize,
  shape: usize,
  host: u32,
  devices: usize,
  row: usize,
  taken: u32,
  cpuAfter: i32,
  policy: u32,
): i64 {
  const mix = load<usize>(fleet, MIX_AT);
  const weight = load<i64>(mix, WHOLE_WEIGHT);
  const milli = load<i32>(shape, SHAPE_MILLI);
  const ownBefore =
    policy === YIELD ? ownYield(fleet, mix, devices, cpuAfter + load<i32>(shape, SHAPE_DEMAND)) : 0;
  addToDevices(devices, taken, -milli);
  const ownAfter = policy === YIELD ? ownYield(fleet, mix, devices, cpuAfter) : 0;
  const usableAfter = row === 0 ? 0 : usable(fleet, row, devices);
  addToDevices(devices, taken, milli);
  const change = usableAfter - load<i64>(load<usize>(fleet, USABLE_AT) + ((<usize>host) << 3));
  if (policy === YIELD) {
    const step = weight * YIELD_STEP;
    return (change + weight * (ownAfter - ownBefore) + YIELD_BASE * step) / step;
  }
  return gradeOf(mix, change + weight * <i64>milli * <i64>popcnt(taken));
}

/** What CPU can feed of the free devices, less what nobody asks for, by their weights; in milli. */
function ownYield(fleet: usize, mix: usize, devices: usize, cpu: i32): i64 {
  const least = load<i32>(mix, LEAST_USE);
  const end = devices + ((<usize>load<u32>(fleet, DEVICES)) << 2);
  let free: i64 = 0;
  let dead: i64 = 0;
  for (let at = devices; at < end; at += 4) {
    const left = load<i32>(at);
    free += left;
    if (left < least) dead += left;
  }
  const fed = (<i64>cpu * load<i64>(mix, FEEDS)) >> 16;
  return FEED_WEIGHT * min(free, fed) - DEAD_WEIGHT * dead;
}

/** How many of the 99 thresholds are reached. */
function gradeOf(mix: usize, saved: i64): i64 {
  let grade: i64 = 0;
  for (let step: i64 = 64; step > 0; step >>= 1) {
    const next = grade + step;
    if (next <= 99 && saved >= load<i64>(mix + ((<usize>(next - 1)) << 3), GRADES)) grade = next;
  }
  return grade;
}
