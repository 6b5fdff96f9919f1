// What no host of a block of 16 scores more than, so that a choice looks only into blocks that may hold one of its two best: a
// score is the least of free x weight - demand x weight over the scored resources, so the block's best is not above
//
//   the highest free x weight of any one resource, less the demand by the lightest weight, nor above
//   the highest of the hosts' least free x weight, less what the demand takes from it at least.
//
// The first is tight where hosts are level, the second where one resource is free where the other is not. Kept as f32, four
// blocks a vector: the crest (the second's), then the peak and the lightest weight of each scored resource. They only decide
// what is looked into, so their rounding costs nothing but a look.
import {
  BOUNDS_AT,
  BOUND_BYTES,
  COLUMN_BYTES,
  FIRST_SCORED,
  RESOURCES,
  SCORE_MAX,
  STEP_BYTES,
  freeAt,
  weightAt,
} from './table';

/** Hosts whose bounds are one vector: four blocks. */
export const GROUP_HOSTS: u32 = 64;

/** More than what rounding to f32 takes from a bound that is not below 0: free x weight, demand, their product, the difference. */
const ROUNDING: f32 = 1024;

/** Brings the bounds of a host's block up to date. Costs a look at its 16 hosts. */
export function boundBlock(table: usize, host: u32): void {
  const first = host & ~15;
  const bytes = load<usize>(table, BOUND_BYTES);
  let bound = load<usize>(table, BOUNDS_AT) + (<usize>first >> 2);
  const crest = bound;
  let least0 = i32x4.splat(SCORE_MAX);
  let least1 = least0;
  let least2 = least0;
  let least3 = least0;
  const resources = load<u32>(table, RESOURCES);
  for (let column = load<u32>(table, FIRST_SCORED); column < resources; column++) {
    const free = freeAt(table, first, column);
    const weight = weightAt(table, first, column);
    const worth0 = worthOf(free, weight);
    const worth1 = worthOf(free + 16, weight + 16);
    const worth2 = worthOf(free + 32, weight + 32);
    const worth3 = worthOf(free + 48, weight + 48);
    least0 = i32x4.min_s(least0, worth0);
    least1 = i32x4.min_s(least1, worth1);
    least2 = i32x4.min_s(least2, worth2);
    least3 = i32x4.min_s(least3, worth3);
    bound += bytes;
    store<f32>(bound, <f32>highest(i32x4.max_s(i32x4.max_s(worth0, worth1), i32x4.max_s(worth2, worth3))));
    bound += bytes;
    store<f32>(bound, <f32>lightest(weight));
  }
  store<f32>(crest, <f32>highest(i32x4.max_s(i32x4.max_s(least0, least1), i32x4.max_s(least2, least3))));
}

/**
 * Which of the four blocks whose crests are here, the first one lowest, may have a host that scores more. `bytes`: of a column of
 * bounds; the demands are those of the scored resources.
 */
export function blocksAbove(crests: usize, bytes: usize, demands: usize, demandsEnd: usize, score: i32): u32 {
  // Where nothing is scored, any host is as good as another.
  if (demands === demandsEnd) return 15;
  let bound = f32x4.splat(<f32>SCORE_MAX);
  let least = bound;
  let at = crests;
  for (let demand = demands; demand < demandsEnd; demand += 4) {
    at += bytes;
    const peak = v128.load(at);
    at += bytes;
    const taken = f32x4.mul(f32x4.convert_i32x4_s(v128.load_splat<i32>(demand)), v128.load(at));
    bound = f32x4.pmin(bound, f32x4.sub(peak, taken));
    least = f32x4.pmin(least, taken);
  }
  bound = f32x4.pmin(bound, f32x4.sub(v128.load(crests), least));
  // A resource that is scored only counts as 0 where it is short.
  const above = f32x4.gt(f32x4.pmax(bound, f32x4.splat(0)), f32x4.splat(<f32>score - ROUNDING));
  return <u32>i32x4.bitmask(above);
}

/** Four hosts' scores in one resource if nothing is asked, none below 0. */
function worthOf(free: usize, weight: usize): v128 {
  return i32x4.mul(i32x4.max_s(v128.load(free), i32x4.splat(0)), v128.load(weight));
}

function lightest(weight: usize): i32 {
  const low = i32x4.min_s(
    i32x4.min_s(v128.load(weight), v128.load(weight, 16)),
    i32x4.min_s(v128.load(weight, 32), v128.load(weight, 48)),
  );
  return -highest(i32x4.neg(low));
}

function highest(lanes: v128): i32 {
  const pairs = i32x4.max_s(
    lanes,
    i8x16.shuffle(lanes, lanes, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7),
  );
  return max(i32x4.extract_lane(pairs, 0), i32x4.extract_lane(pairs, 1));
}
