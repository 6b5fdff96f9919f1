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
  SHAPE_DEVICES,
  SHAPE_MASK,
  freeAt,
  isFleet,
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
  COST_AT,
  SHAPE_AT,
  HOST_AT,
  NEXT_AT,
  BEFORE_AT,
  GAIN_AT,
  MOVED_AT,
  MOVED_TO_AT,
  TAKES_AT,
  LEAST_SHARE,
  BEST_GAIN,
  BEST_ITEM,
  BEST_HOST,
  MOVES_MAX,
  NONE,
  isMoves,
  number,
  setNumber,
  cell,
  setCell,
} from './block';
import { UNIT, LOAD_MAX, SCORE, weigh, weighBlock, findTarget, loadOf, loadFrom, costOf } from './loads';

/** More than any gain: what a move that must be is worth. */
const MUST: f64 = 4503599627370496;

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
  memory.fill(load<usize>(moves, FIRST_AT), 0xff, load<usize>(fleet, ROOM) << 2);
  for (let item = items; item > 0; item--) link(moves, item - 1, cell(moves, HOST_AT, item - 1));
  let least: f64 = UNIT;
  const room = load<u32>(fleet, ROOM);
  for (let host: u32 = 0; host < room; host++) {
    const capacity = number(moves, CAPACITY_AT, host);
    if (host < hosts && capacity > 0) least = min(least, UNIT / capacity);
    setBound(moves, host, host < hosts ? f64.MAX_VALUE : -f64.MAX_VALUE);
    setNumber(moves, TAKES_AT, host, f64.MAX_VALUE);
    if (host < hosts) weigh(moves, host);
  }
  store<f64>(moves, least, LEAST_SHARE);
  for (let block: u32 = 0; block < room / BLOCK_HOSTS; block++) weighBlock(moves, block);
  findTarget(moves);
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
  const blocks = load<u32>(load<usize>(moves, FLEET), ROOM) / BLOCK_HOSTS;
  // The most promising first, so that little of the rest has to be looked at.
  for (
    let looked = NONE, next = mostPromising(moves, blocks);
    next !== looked;
    next = mostPromising(moves, blocks)
  ) {
    if (number(moves, BOUND_AT, next) < load<f64>(moves, BEST_GAIN)) break;
    look(moves, next);
    setNumber(moves, BOUNDS_AT, next / BLOCK_HOSTS, highestBound(moves, next / BLOCK_HOSTS));
    looked = next;
  }
  for (let block: u32 = 0; block < blocks; block++) {
    if (number(moves, BOUNDS_AT, block) < load<f64>(moves, BEST_GAIN)) continue;
    const end = (block + 1) * BLOCK_HOSTS;
    for (let host = block * BLOCK_HOSTS; host < end; host++) {
      if (number(moves, BOUND_AT, host) >= load<f64>(moves, BEST_GAIN)) look(moves, host);
    }
    setNumber(moves, BOUNDS_AT, block, highestBound(moves, block));
  }
  return load<u32>(moves, BEST_ITEM) !== NONE;
}

function mostPromising(moves: usize, blocks: u32): u32 {
  let best: u32 = 0;
  for (let block: u32 = 1; block < blocks; block++) {
    if (number(moves, BOUNDS_AT, block) > number(moves, BOUNDS_AT, best)) best = block;
  }
  let host = best * BLOCK_HOSTS;
  while (number(moves, BOUND_AT, host) !== number(moves, BOUNDS_AT, best)) host++;
  return host;
}

/** Looks at a host's items: its bound is true again, and the best of its moves counts if it is better. */
function look(moves: usize, host: u32): void {
  const fleet = load<usize>(moves, FLEET);
  const capacity = number(moves, CAPACITY_AT, host);
  const used = capacity - <f64>load<i32>(freeAt(fleet, load<u32>(moves, COLUMN)) + ((<usize>host) << 2));
  const own = loadFrom(used, capacity);
  const target = load<u32>(moves, TARGET);
  const leastLoad = target === NONE ? 0 : number(moves, LOAD_AT, target);
  const leastCost = costOf(moves, leastLoad);
  const costNow = costOf(moves, own);
  const share = load<f64>(moves, LEAST_SHARE);
  const isOut = !isInService(fleet, host);
  let bound = -f64.MAX_VALUE;
  for (let item = cell(moves, FIRST_AT, host); item !== NONE; item = cell(moves, NEXT_AT, item)) {
    const shape = shapeAt(fleet, cell(moves, SHAPE_AT, item));
    if (load<u32>(shape, SHAPE_DEVICES) !== 0) continue;
    const demand = load<i32>(shape + ((<usize>load<u32>(moves, COLUMN)) << 2), SHAPE_DEMAND);
    const isPlain = load<u32>(shape, SHAPE_MASK) === 0 && !hasGroups(shape);
    const must = (isPlain ? isOut : mustLeave(fleet, shape, host)) ? MUST : 0;
    const gone =
      costNow - costOf(moves, loadFrom(used - <f64>demand, capacity)) - number(moves, COST_AT, item) + must;
    const come = costOf(moves, min(leastLoad + max(floor(<f64>demand * share) - 1, 0), LOAD_MAX)) - leastCost;
    bound = max(bound, gone - come);
    if (gone - come < load<f64>(moves, BEST_GAIN)) continue;
    const to = targetOf(moves, fleet, shape, host);
    if (to === NONE) continue;
    const gain = gone - costOf(moves, loadOf(moves, to, demand)) + costOf(moves, number(moves, LOAD_AT, to));
    const best = load<f64>(moves, BEST_GAIN);
    if (gain > best || (gain === best && item < load<u32>(moves, BEST_ITEM))) {
      store<f64>(moves, gain, BEST_GAIN);
      store<u32>(moves, item, BEST_ITEM);
      store<u32>(moves, to, BEST_HOST);
    }
  }
  setNumber(moves, BOUND_AT, host, bound);
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
  unlink(moves, item, from);
  const least = number(moves, LOAD_AT, load<u32>(moves, TARGET));
  weigh(moves, from);
  weigh(moves, to);
  weighBlock(moves, from / BLOCK_HOSTS);
  weighBlock(moves, to / BLOCK_HOSTS);
  findTarget(moves);
  const isLess = number(moves, LOAD_AT, load<u32>(moves, TARGET)) < least;
  const hosts = isLess ? load<u32>(fleet, HOSTS) : 0;
  for (let host: u32 = 0; host < hosts; host++) setBound(moves, host, f64.MAX_VALUE);
  setBound(moves, from, f64.MAX_VALUE);
  setBound(moves, to, f64.MAX_VALUE);
}

function link(moves: usize, item: u32, host: u32): void {
  const first = cell(moves, FIRST_AT, host);
  setCell(moves, HOST_AT, item, host);
  setCell(moves, NEXT_AT, item, first);
  setCell(moves, BEFORE_AT, item, NONE);
  if (first !== NONE) setCell(moves, BEFORE_AT, first, item);
  setCell(moves, FIRST_AT, host, item);
}

function unlink(moves: usize, item: u32, host: u32): void {
  const next = cell(moves, NEXT_AT, item);
  const before = cell(moves, BEFORE_AT, item);
  if (next !== NONE) setCell(moves, BEFORE_AT, next, before);
  if (before === NONE) setCell(moves, FIRST_AT, host, next);
  else setCell(moves, NEXT_AT, before, next);
}

function setBound(moves: usize, host: u32, bound: f64): void {
  setNumber(moves, BOUND_AT, host, bound);
  const block = host / BLOCK_HOSTS;
  if (bound > number(moves, BOUNDS_AT, block) || host % BLOCK_HOSTS === 0)
    setNumber(moves, BOUNDS_AT, block, bound);
}

function highestBound(moves: usize, block: u32): f64 {
  const first = load<usize>(moves, BOUND_AT) + ((<usize>(block * BLOCK_HOSTS)) << 3);
  let highest = v128.load(first);
  for (let at: usize = 16; at < BLOCK_HOSTS << 3; at += 16)
    highest = f64x2.pmax(highest, v128.load(first + at));
  return max(f64x2.extract_lane(highest, 0), f64x2.extract_lane(highest, 1));
}
