// Migrations one by one, each the one that gains most: of all items on all hosts, each moved to the least loaded host that may take it.
// A host's load is counted in millionths (2^-20) of its capacity, its cost is the square of that, or of what exceeds a half; a move's
// gain is the cost that goes less what the migration itself costs. An item that may not be where it is goes first, at any cost.
//
// No host is looked at whose bound is below the best found: the bound takes every item as if it could move to the least load there is.
// That load only rises, so a bound stays one while its host is as it was (lazy greedy: Minoux, 1978). All numbers are whole and
// below 2^53, so they are exact as doubles and the order of adding does not matter.
import { BAD_BLOCK, BAD_COUNT, BAD_INDEX } from '../memory/code';
import {
  BLOCK_HOSTS,
  HOSTS,
  RESOURCES,
  ROOM,
  SHAPES,
  SHAPE_DEMAND,
  freeAt,
  isInService,
  mayTake,
  shapeAt,
} from '../packing/fleet';
import { countInGroups, groupsAllow, hasGroups } from '../packing/rules';
import { packingBook, packingRelease } from '../packing/run';
import {
  FLEET,
  ITEMS,
  COLUMN,
  MODEL,
  TARGET,
  CAPACITY_AT,
  LOAD_AT,
  BOUND_AT,
  BOUNDS_AT,
  FIRST_AT,
  SHAPE_AT,
  HOST_AT,
  COUNT_AT,
  PLACED_AT,
  DEMAND_AT,
  PLACED_COST_AT,
  GAIN_AT,
  MOVED_AT,
  MOVED_TO_AT,
  TAKES_AT,
  LEAST_SHARE,
  BEST_GAIN,
  BEST_ITEM,
  BEST_HOST,
  BEST_PLACE,
  LARGEST_AT,
  LOOKED_AT,
  STEP,
  MOVES_MAX,
  NONE,
  isMoves,
  number,
  setNumber,
  cell,
  setCell,
} from './block';
import { MUST, boundAllAnew, boundAnew, ceilingOf, mostPromising, refreshBlock } from './bounds';
import { gather, takeOut } from './items';
import {
  HALF,
  LOAD_MAX,
  SCORE,
  UNIT,
  weigh,
  weighBlock,
  findTarget,
  loadOf,
  loadFrom,
  usedOf,
  leastLoadOf,
  costOf,
} from './loads';

/** Takes the capacities, items and costs that were written, and one resource that is to be balanced: 0, or a code. */
export function movesBegin(moves: usize, column: u32, model: u32): i32 {
  if (!isMoves(moves)) return BAD_BLOCK;
  const fleet = load<usize>(moves, FLEET);
  const hosts = load<u32>(fleet, HOSTS);
  const items = load<u32>(moves, ITEMS);
  if (column >= load<u32>(fleet, RESOURCES) || model > SCORE) return BAD_INDEX;
  const shapes = load<u32>(fleet, SHAPES);
  for (let item: u32 = 0; item < items; item++) {
    if (cell(moves, SHAPE_AT, item) >= shapes || cell(moves, HOST_AT, item) >= hosts) return BAD_INDEX;
  }
  store<u32>(moves, column, COLUMN);
  store<u32>(moves, model, MODEL);
  gather(moves);
  let least: f64 = UNIT;
  const room = load<u32>(fleet, ROOM);
  for (let host: u32 = 0; host < room; host++) {
    const capacity = number(moves, CAPACITY_AT, host);
    if (host < hosts && capacity > 0) least = min(least, UNIT / capacity);
    setNumber(moves, TAKES_AT, host, f64.MAX_VALUE);
    if (host < hosts) weigh(moves, host);
    setCell(moves, LOOKED_AT, host, 0);
  }
  store<f64>(moves, least, LEAST_SHARE);
  store<u32>(moves, 0, STEP);
  for (let block: u32 = 0; block < room / BLOCK_HOSTS; block++) weighBlock(moves, block);
  findTarget(moves);
  boundAllAnew(moves);
  return 0;
}

/** The next moves, made in the fleet and written behind: at most so many, none that gains less. Answers how many, or a code. */
export function movesRun(moves: usize, count: u32, least: f64): i32 {
  if (!isMoves(moves)) return BAD_BLOCK;
  if (count > MOVES_MAX) return BAD_COUNT;
  let made: u32 = 0;
  for (; made < count; made++) {
    if (!findBest(moves, least)) break;
    const item = load<u32>(moves, BEST_ITEM);
    const host = load<u32>(moves, BEST_HOST);
    move(moves, item, host);
    store<f64>(load<usize>(moves, GAIN_AT) + ((<usize>made) << 3), load<f64>(moves, BEST_GAIN));
    setCell(moves, MOVED_AT, made, item);
    setCell(moves, MOVED_TO_AT, made, host);
  }
  return made;
}

function findBest(moves: usize, least: f64): bool {
  store<f64>(moves, least, BEST_GAIN);
  store<u32>(moves, NONE, BEST_ITEM);
  const step = load<u32>(moves, STEP) + 1;
  store<u32>(moves, step, STEP);
  const blocks = load<u32>(load<usize>(moves, FLEET), ROOM) / BLOCK_HOSTS;
  // The most promising first, so that little of the rest has to be looked at.
  for (;;) {
    const next = mostPromising(moves, blocks);
    if (number(moves, BOUND_AT, next) < load<f64>(moves, BEST_GAIN)) break;
    if (cell(moves, LOOKED_AT, next) === step) break;
    look(moves, next);
    refreshBlock(moves, next / BLOCK_HOSTS);
  }
  for (let block: u32 = 0; block < blocks; block++) {
    if (number(moves, BOUNDS_AT, block) < load<f64>(moves, BEST_GAIN)) continue;
    const end = (block + 1) * BLOCK_HOSTS;
    for (let host = block * BLOCK_HOSTS; host < end; host++) {
      if (number(moves, BOUND_AT, host) >= load<f64>(moves, BEST_GAIN)) look(moves, host);
    }
    refreshBlock(moves, block);
  }
  return load<u32>(moves, BEST_ITEM) !== NONE;
}

/** Looks at a host's items, once a step: its bound is true again, and the best of its moves counts if it is better. */
function look(moves: usize, host: u32): void {
  const step = load<u32>(moves, STEP);
  if (cell(moves, LOOKED_AT, host) === step) return;
  const ceiling = ceilingOf(moves, host);
  if (ceiling < load<f64>(moves, BEST_GAIN)) {
    setNumber(moves, BOUND_AT, host, ceiling);
    return;
  }
  setCell(moves, LOOKED_AT, host, step);
  setNumber(moves, BOUND_AT, host, max(lookAtPlain(moves, host), lookAtRuled(moves, host)));
}

/** The highest bound of those that every host may take, two at a time. */
function lookAtPlain(moves: usize, host: u32): f64 {
  const begin = (<usize>cell(moves, FIRST_AT, host << 1)) << 3;
  const end = begin + ((<usize>cell(moves, COUNT_AT, host << 1)) << 3);
  const demands = load<usize>(moves, DEMAND_AT);
  const costs = load<usize>(moves, PLACED_COST_AT);
  const hasCapacity = number(moves, CAPACITY_AT, host) !== 0;
  const used = f64x2.splat(hasCapacity ? usedOf(moves, host) : Infinity);
  const capacity = f64x2.splat(hasCapacity ? number(moves, CAPACITY_AT, host) : 1);
  const leastLoad = leastLoadOf(moves);
  const least = f64x2.splat(leastLoad);
  const leastCost = f64x2.splat(costOf(moves, leastLoad));
  const costNow = f64x2.splat(costOf(moves, loadOf(moves, host, 0)));
  const share = f64x2.splat(load<f64>(moves, LEAST_SHARE));
  const must = f64x2.splat(isInService(load<usize>(moves, FLEET), host) ? 0 : MUST);
  const isScore = load<u32>(moves, MODEL) === SCORE;
  const free = f64x2.splat(isScore ? HALF : 0);
  const lowest = f64x2.splat(isScore ? 0 : -Infinity);
  let best = f64x2.splat(load<f64>(moves, BEST_GAIN));
  let bound = f64x2.splat(-f64.MAX_VALUE);
  let largest = f64x2.splat(0);
  for (let at = begin; at < end; at += 16) {
    const demand = v128.load(demands + at);
    largest = f64x2.pmax(largest, demand);
    const own = f64x2.floor(f64x2.div(f64x2.mul(f64x2.sub(used, demand), f64x2.splat(UNIT)), capacity));
    const ownCost = f64x2.pmax(f64x2.sub(f64x2.pmin(own, f64x2.splat(LOAD_MAX)), free), lowest);
    const gone = f64x2.add(
      f64x2.sub(f64x2.sub(costNow, f64x2.mul(ownCost, ownCost)), v128.load(costs + at)),
      must,
    );
    const more = f64x2.pmax(f64x2.sub(f64x2.floor(f64x2.mul(demand, share)), f64x2.splat(1)), f64x2.splat(0));
    const there = f64x2.pmin(f64x2.add(least, more), f64x2.splat(LOAD_MAX));
    const thereCost = f64x2.pmax(f64x2.sub(there, free), lowest);
    const most = f64x2.sub(gone, f64x2.sub(f64x2.mul(thereCost, thereCost), leastCost));
    bound = f64x2.pmax(bound, most);
    if (!v128.any_true(f64x2.ge(most, best))) continue;
    const place = <u32>(at >> 3);
    offer(moves, host, place, f64x2.extract_lane(gone, 0), f64x2.extract_lane(most, 0));
    offer(moves, host, place + 1, f64x2.extract_lane(gone, 1), f64x2.extract_lane(most, 1));
    best = f64x2.splat(load<f64>(moves, BEST_GAIN));
  }
  setNumber(moves, LARGEST_AT, host, max(f64x2.extract_lane(largest, 0), f64x2.extract_lane(largest, 1)));
  return max(f64x2.extract_lane(bound, 0), f64x2.extract_lane(bound, 1));
}

/** That of those with a mask or groups, one by one. */
function lookAtRuled(moves: usize, host: u32): f64 {
  const fleet = load<usize>(moves, FLEET);
  const begin = cell(moves, FIRST_AT, (host << 1) + 1);
  const end = begin + cell(moves, COUNT_AT, (host << 1) + 1);
  const capacity = number(moves, CAPACITY_AT, host);
  const used = usedOf(moves, host);
  const leastLoad = leastLoadOf(moves);
  const leastCost = costOf(moves, leastLoad);
  const costNow = costOf(moves, loadOf(moves, host, 0));
  const share = load<f64>(moves, LEAST_SHARE);
  let bound = -f64.MAX_VALUE;
  for (let place = begin; place < end; place++) {
    const shape = shapeAt(fleet, cell(moves, SHAPE_AT, cell(moves, PLACED_AT, place)));
    const demand = number(moves, DEMAND_AT, place);
    const cost = number(moves, PLACED_COST_AT, place);
    const must = mustLeave(fleet, shape, host) ? MUST : 0;
    const gone = costNow - costOf(moves, loadFrom(used - demand, capacity)) - cost + must;
    const come = costOf(moves, min(leastLoad + max(floor(demand * share) - 1, 0), LOAD_MAX)) - leastCost;
    bound = max(bound, gone - come);
    offer(moves, host, place, gone, gone - come);
  }
  return bound;
}

/** Counts an item's move if it can be the best: `gone` is the cost that goes, `most` what it can gain. */
function offer(moves: usize, host: u32, place: u32, gone: f64, most: f64): void {
  if (most < load<f64>(moves, BEST_GAIN)) return;
  const fleet = load<usize>(moves, FLEET);
  const item = cell(moves, PLACED_AT, place);
  const shape = shapeAt(fleet, cell(moves, SHAPE_AT, item));
  const to = targetOf(moves, fleet, shape, host);
  if (to === NONE) return;
  const demand = load<i32>(shape + ((<usize>load<u32>(moves, COLUMN)) << 2), SHAPE_DEMAND);
  const gain = gone - costOf(moves, loadOf(moves, to, demand)) + costOf(moves, number(moves, LOAD_AT, to));
  const best = load<f64>(moves, BEST_GAIN);
  if (gain < best || (gain === best && item >= load<u32>(moves, BEST_ITEM))) return;
  store<f64>(moves, gain, BEST_GAIN);
  store<u32>(moves, item, BEST_ITEM);
  store<u32>(moves, to, BEST_HOST);
  store<u32>(moves, place, BEST_PLACE);
}

/** Whether an item may not stay where it is. */
function mustLeave(fleet: usize, shape: usize, host: u32): bool {
  if (!mayTake(fleet, shape, host)) return true;
  if (!hasGroups(shape)) return false;
  countInGroups(fleet, shape, host, -1);
  const mayStay = groupsAllow(fleet, shape, host);
  countInGroups(fleet, shape, host, 1);
  return !mayStay;
}

/** The least loaded of the other hosts that may take the item and has room, of equals the first; NONE if there is none. */
function targetOf(moves: usize, fleet: usize, shape: usize, host: u32): u32 {
  const rules = hasGroups(shape);
  if (rules) countInGroups(fleet, shape, host, -1);
  let found = load<u32>(moves, TARGET);
  if (found === NONE || found === host || !hasRoom(fleet, shape, found)) {
    found = NONE;
    let least = f64.MAX_VALUE;
    const hosts = load<u32>(fleet, HOSTS);
    for (let other: u32 = 0; other < hosts; other++) {
      if (number(moves, LOAD_AT, other) >= least || other === host || !hasRoom(fleet, shape, other)) continue;
      least = number(moves, LOAD_AT, other);
      found = other;
    }
  }
  if (rules) countInGroups(fleet, shape, host, 1);
  return found;
}

function hasRoom(fleet: usize, shape: usize, host: u32): bool {
  if (!mayTake(fleet, shape, host) || !groupsAllow(fleet, shape, host)) return false;
  const resources = load<u32>(fleet, RESOURCES);
  for (let resource: u32 = 0; resource < resources; resource++) {
    const free = load<i32>(freeAt(fleet, resource) + ((<usize>host) << 2));
    if (free < load<i32>(shape + ((<usize>resource) << 2), SHAPE_DEMAND)) return false;
  }
  return true;
}

function move(moves: usize, item: u32, to: u32): void {
  const fleet = load<usize>(moves, FLEET);
  const shape = cell(moves, SHAPE_AT, item);
  const from = cell(moves, HOST_AT, item);
  packingRelease(fleet, shape, from, 0);
  packingBook(fleet, shape, to, 0);
  // Whoever moved stays: nobody migrates twice for one recommendation.
  takeOut(moves, from, load<u32>(moves, BEST_PLACE));
  const least = number(moves, LOAD_AT, load<u32>(moves, TARGET));
  weigh(moves, from);
  weigh(moves, to);
  weighBlock(moves, from / BLOCK_HOSTS);
  weighBlock(moves, to / BLOCK_HOSTS);
  findTarget(moves);
  if (number(moves, LOAD_AT, load<u32>(moves, TARGET)) < least) boundAllAnew(moves);
  boundAnew(moves, from);
  boundAnew(moves, to);
}
