// At most so many routes with the least space promised that is not there: an exact tree knapsack. The fewest prefixes are the
// leaves of a binary trie whose branches are the only summaries worth a thought, as the least blocks around what lies
// below. With one route a branch costs what of its block is not covered, with more the least sum of both its halves
// (least-sums.ts). A branch that touches what must not be covered takes no route of its own. Costs of every branch are kept,
// so that the routes are found again from the top by looking for the split that gives the sum. The costs are not convex
// in the number of routes (one and two may cost the same), so that no greedy way is exact.
import { ensureEnd } from '../memory/arena';
import { BAD_BLOCK, CONFLICT, NO_MEMORY, TOO_FEW } from '../memory/code';
import { append } from './append';
import { exact } from './exact';
import { leastSums } from './least-sums';
import {
  MARK_NONE,
  UNNAMED,
  commonBits,
  copyRecord,
  familyOf,
  hiAt,
  labelOf,
  lengthAt,
  loAt,
  maskHi,
  maskLo,
  put,
  recordBytes,
  sizeHi,
  sizeLo,
} from './record';
import { isBefore } from './segments';
import { countOf, countOfBoth } from './sort';
import { SUM_A, SUM_B, addPrefix, clearSum } from './sums';
import {
  LEAST_ROUTES,
  TABLE_A,
  TABLE_ANSWER,
  TABLE_B,
  areaAt,
  isWorkspace,
  scratch,
  setBytes,
  tableArea,
} from './workspace';

/** A branch: its halves, the routes that it may take, where its costs are, its first leaf, its length. */
const BRANCH_BYTES: usize = 28;
const LOWER: usize = 0;
const UPPER: usize = 4;
const LEAST: usize = 8;
const MOST: usize = 12;
const COSTS: usize = 16;
const FIRST: usize = 20;
const LENGTH: usize = 24;
/** A tree that waits for its sibling has its number for LOWER, bits shared with the tree before it, what is covered of it. */
const TREE_BYTES: usize = 48;
const SHARED: usize = 28;
const COVERED_LO: usize = 32;
const COVERED_HI: usize = 40;
/** No two that wait share as many bits. */
const WAITING_MAX: usize = 136;
/** In a number: this is a leaf; otherwise a branch. */
const LEAF: u32 = 1 << 31;

/**
 * Turns table A into at most so many routes of each family that cover it and nothing of table B: how many, or a code: TOO_FEW
 * with the fewest that would do in LEAST_ROUTES, CONFLICT with what is in both tables in the answer. SUM_A is what there
 * was, SUM_B what the routes cover.
 */
export function routesBudget(workspace: usize, ipv4Routes: u32, ipv6Routes: u32): i32 {
  if (!isWorkspace(workspace)) return BAD_BLOCK;
  const area = tableArea(TABLE_A);
  const code = budget<u32>(workspace, ipv4Routes) || budget<v128>(workspace, ipv6Routes);
  return code !== 0 ? code : countOfBoth(workspace, area);
}

/** The fewest routes that would have done, after TOO_FEW. */
export function routesLeastRoutes(workspace: usize): u32 {
  return isWorkspace(workspace) ? load<u32>(workspace, LEAST_ROUTES) : 0;
}

function budget<A>(workspace: usize, routes: u32): i32 {
  const area = tableArea(TABLE_A) + familyOf<A>();
  const excluded = tableArea(TABLE_B) + familyOf<A>();
  clearSum<A>(workspace, SUM_A);
  clearSum<A>(workspace, SUM_B);
  const code =
    exact<A>(workspace, area) ||
    exact<A>(workspace, excluded) ||
    refuseConflict<A>(workspace, area, excluded);
  if (code !== 0) return code;
  const leaves = countOf<A>(workspace, area);
  if (leaves === 0) return 0;
  // All costs are multiples of the longest prefix's size; where they are below 2^32 of it, they are u32.
  const records = areaAt(workspace, area);
  let longest: u32 = 0;
  for (let i: u32 = 0; i < leaves; i++) {
    const length = lengthAt(records + <usize>i * recordBytes<A>());
    longest = max(longest, length);
    addPrefix<A>(workspace, SUM_A, length);
  }
  const last = records + <usize>(leaves - 1) * recordBytes<A>();
  const shared = commonBits<A>(hiAt<A>(records), loAt<A>(records), hiAt<A>(last), loAt<A>(last));
  const isNarrow = leaves === 1 || longest - shared <= 32;
  return isNarrow
    ? summarize<A, u32>(workspace, area, excluded, leaves, routes, 128 - longest)
    : summarize<A, v128>(workspace, area, excluded, leaves, routes, 0);
}

/** What is in both tables cannot be had: CONFLICT with both prefixes in the answer, or 0. */
function refuseConflict<A>(workspace: usize, area: usize, excluded: usize): i32 {
  const answer = tableArea(TABLE_ANSWER) + familyOf<A>();
  const size = recordBytes<A>();
  setBytes(workspace, answer, 0);
  const count = countOf<A>(workspace, excluded);
  if (count === 0) return 0;
  for (let i: u32 = 0; i < countOf<A>(workspace, area); i++) {
    const at = areaAt(workspace, area) + <usize>i * size;
    const hit = touching<A>(areaAt(workspace, excluded), count, hiAt<A>(at), loAt<A>(at), lengthAt(at));
    if (hit === 0) continue;
    const label = labelOf(lengthAt(hit), UNNAMED, MARK_NONE);
    const code =
      append<A>(workspace, answer, hiAt<A>(at), loAt<A>(at), load<u32>(at)) ||
      append<A>(workspace, answer, hiAt<A>(hit), loAt<A>(hit), label);
    return code !== 0 ? code : CONFLICT;
  }
  return 0;
}

/** One of these disjoint, ascending prefixes that shares an address with a block, or 0. */
function touching<A>(records: usize, count: u32, hi: u64, lo: u64, length: u32): usize {
  let from: u32 = 0;
  let end = count;
  while (from < end) {
    const middle = (from + end) >> 1;
    const at = records + <usize>middle * recordBytes<A>();
    const lastHi = hiAt<A>(at) | ~maskHi(lengthAt(at));
    const lastLo = loAt<A>(at) | ~maskLo(lengthAt(at));
    if (isBefore(lastHi, lastLo, hi, lo)) from = middle + 1;
    else end = middle;
  }
  if (from === count) return 0;
  const at = records + <usize>from * recordBytes<A>();
  return isBefore(hi | ~maskHi(length), lo | ~maskLo(length), hiAt<A>(at), loAt<A>(at)) ? 0 : at;
}

function summarize<A, V>(
  workspace: usize,
  area: usize,
  excluded: usize,
  leaves: u32,
  routes: u32,
  unitShift: u32,
): i32 {
  const branchesBytes = <u64>leaves * BRANCH_BYTES + 4;
  const waiting = scratch(workspace, WAITING_MAX * TREE_BYTES + 16 + branchesBytes);
  if (waiting === 0) return NO_MEMORY;
  // What a leaf costs with its one route: nothing.
  const nothing = waiting + WAITING_MAX * TREE_BYTES;
  memory.fill(nothing, 0, 16);
  const branches = nothing + 16;
  let costs = (branches + <usize>branchesBytes + 15) & ~15;
  let count: u32 = 0;
  const records = areaAt(workspace, area);
  const forbidden = areaAt(workspace, excluded);
  const forbiddenCount = countOf<A>(workspace, excluded);
  let top = waiting - TREE_BYTES;
  for (let i: u32 = 0; i <= leaves; i++) {
    const leaf = records + <usize>i * recordBytes<A>();
    // Behind the last leaf all that wait are joined.
    const shared = i === 0 || i === leaves ? -1 : sharedWithFormer<A>(leaf);
    while (top > waiting && load<i32>(top, SHARED) > shared) {
      const lower = top - TREE_BYTES;
      const length = load<u32>(top, SHARED);
      const first = records + <usize>load<u32>(lower, FIRST) * recordBytes<A>();
      const hi = hiAt<A>(first) & maskHi(length);
      const lo = loAt<A>(first) & maskLo(length);
      const isForbidden = forbiddenCount > 0 && touching<A>(forbidden, forbiddenCount, hi, lo, length) !== 0;
      costs = joinTrees<V>(lower, top, length, routes, isForbidden, unitShift, costs);
      if (costs === 0) return NO_MEMORY;
      // The joined tree stands in the lower one's place, and its branch behind the others.
      memory.copy(branches + <usize>count * BRANCH_BYTES, lower, BRANCH_BYTES);
      store<u32>(branches + <usize>count * BRANCH_BYTES, load<u32>(top), UPPER);
      store<u32>(lower, count++);
      top = lower;
    }
    if (i === leaves) break;
    top += TREE_BYTES;
    writeLeaf(top, i, lengthAt(leaf), shared, nothing);
  }
  const least = load<u32>(top, LEAST);
  if (least > routes) {
    store<u32>(workspace, least, LEAST_ROUTES);
    return TOO_FEW;
  }
  const most = min(routes, load<u32>(top, MOST));
  const end = choose<A, V>(workspace, records, branches, nothing, load<u32>(top), most, waiting);
  setBytes(workspace, area, end - records);
  return 0;
}

function sharedWithFormer<A>(leaf: usize): i32 {
  const former = leaf - recordBytes<A>();
  return <i32>commonBits<A>(hiAt<A>(leaf), loAt<A>(leaf), hiAt<A>(former), loAt<A>(former));
}

function writeLeaf(at: usize, number: u32, length: u32, shared: i32, nothing: usize): void {
  store<u32>(at, number | LEAF);
  store<u32>(at, 1, LEAST);
  store<u32>(at, 1, MOST);
  store<u32>(at, <u32>nothing, COSTS);
  store<u32>(at, number, FIRST);
  store<u32>(at, length, LENGTH);
  store<i32>(at, shared, SHARED);
  store<u64>(at, sizeLo(length), COVERED_LO);
  store<u64>(at, sizeHi(length), COVERED_HI);
}

/** Makes of two trees the one that parts at a length, in the lower one's place; answers where the next costs go, or 0. */
function joinTrees<V>(
  lower: usize,
  upper: usize,
  length: u32,
  routes: u32,
  isForbidden: bool,
  unitShift: u32,
  costs: usize,
): usize {
  const lowerLeast = load<u32>(lower, LEAST);
  const upperLeast = load<u32>(upper, LEAST);
  const lowerMost = load<u32>(lower, MOST);
  const upperMost = load<u32>(upper, MOST);
  const leastOfBoth = lowerLeast + upperLeast;
  const least: u32 = isForbidden ? leastOfBoth : 1;
  // What needs more routes than there are takes none.
  const most: u32 = least > routes ? 0 : max(least, min(routes, lowerMost + upperMost));
  const coveredLo = load<u64>(lower, COVERED_LO) + load<u64>(upper, COVERED_LO);
  const carry: u64 = coveredLo < load<u64>(lower, COVERED_LO) ? 1 : 0;
  const coveredHi = load<u64>(lower, COVERED_HI) + load<u64>(upper, COVERED_HI) + carry;
  const count: u32 = most === 0 ? 0 : most - least + 1;
  if (ensureEnd(<u64>costs + <u64>count * sizeof<V>()) !== 0) return 0;
  let at = costs;
  if (count > 0 && !isForbidden) {
    const freeLo = sizeLo(length) - coveredLo;
    const freeHi = sizeHi(length) - coveredHi - (sizeLo(length) < coveredLo ? <u64>1 : <u64>0);
    putCost<V>(at, freeHi, freeLo, unitShift);
    at += sizeof<V>();
  }
  if (most >= leastOfBoth) {
    leastSums<V>(
      at,
      most - leastOfBoth + 1,
      load<u32>(lower, COSTS),
      lowerMost - lowerLeast + 1,
      load<u32>(upper, COSTS),
      upperMost - upperLeast + 1,
    );
  }
  store<u32>(lower, least, LEAST);
  store<u32>(lower, most, MOST);
  store<u32>(lower, <u32>costs, COSTS);
  store<u32>(lower, length, LENGTH);
  store<u64>(lower, coveredLo, COVERED_LO);
  store<u64>(lower, coveredHi, COVERED_HI);
  return costs + <usize>count * sizeof<V>();
}

function putCost<V>(at: usize, hi: u64, lo: u64, unitShift: u32): void {
  if (sizeof<V>() === 4) {
    const units = unitShift >= 64 ? hi >> (unitShift - 64) : (hi << (64 - unitShift)) | (lo >> unitShift);
    store<u32>(at, <u32>units);
  } else {
    store<u64>(at, lo);
    store<u64>(at, hi, 8);
  }
}

/** Writes the routes of a tree that takes so many, from the front of the leaves on; answers where the last one ends. */
function choose<A, V>(
  workspace: usize,
  records: usize,
  branches: usize,
  nothing: usize,
  root: u32,
  routes: u32,
  tasks: usize,
): usize {
  let out = records;
  store<u32>(tasks, root);
  store<u32>(tasks, routes, 4);
  for (let task = tasks; task >= tasks; task -= 8) {
    const number = load<u32>(task);
    const most = load<u32>(task, 4);
    if ((number & LEAF) !== 0) {
      const leaf = records + <usize>(number ^ LEAF) * recordBytes<A>();
      addPrefix<A>(workspace, SUM_B, lengthAt(leaf));
      copyRecord<A>(out, leaf);
      out += recordBytes<A>();
      continue;
    }
    const branch = branches + <usize>number * BRANCH_BYTES;
    if (most === 1) {
      const first = records + <usize>load<u32>(branch, FIRST) * recordBytes<A>();
      const length = load<u32>(branch, LENGTH);
      addPrefix<A>(workspace, SUM_B, length);
      put<A>(
        out,
        hiAt<A>(first) & maskHi(length),
        loAt<A>(first) & maskLo(length),
        labelOf(length, UNNAMED, MARK_NONE),
      );
      out += recordBytes<A>();
      continue;
    }
    const ofLower = split<V>(branches, nothing, branch, most);
    store<u32>(task, load<u32>(branch, UPPER));
    store<u32>(task, most - ofLower, 4);
    task += 8;
    store<u32>(task, load<u32>(branch, LOWER));
    store<u32>(task, ofLower, 4);
    task += 8;
  }
  return out;
}

/** How many of a branch's routes its lower half takes. */
function split<V>(branches: usize, nothing: usize, branch: usize, routes: u32): u32 {
  const lower = load<u32>(branch, LOWER);
  const upper = load<u32>(branch, UPPER);
  const lowerCosts = fieldOf(branches, lower, COSTS, <u32>nothing);
  const upperCosts = fieldOf(branches, upper, COSTS, <u32>nothing);
  const lowerLeast = fieldOf(branches, lower, LEAST, 1);
  const lowerMost = fieldOf(branches, lower, MOST, 1);
  const upperLeast = fieldOf(branches, upper, LEAST, 1);
  const upperMost = fieldOf(branches, upper, MOST, 1);
  const sum = costAt<V>(load<u32>(branch, COSTS), routes - load<u32>(branch, LEAST));
  let i = max(lowerLeast, routes - min(routes, upperMost));
  const end = min(lowerMost, routes - upperLeast);
  while (i < end) {
    if (isSum<V>(sum, costAt<V>(lowerCosts, i - lowerLeast), costAt<V>(upperCosts, routes - i - upperLeast)))
      break;
    i++;
  }
  return i;
}

/** A number of a branch, or what it is for a leaf. */
function fieldOf(branches: usize, number: u32, field: usize, ofLeaf: u32): u32 {
  return (number & LEAF) !== 0 ? ofLeaf : load<u32>(branches + <usize>number * BRANCH_BYTES + field);
}

function costAt<V>(costs: u32, index: u32): usize {
  return <usize>costs + <usize>index * sizeof<V>();
}

function isSum<V>(sum: usize, one: usize, other: usize): bool {
  if (sizeof<V>() === 4) return load<u32>(sum) === load<u32>(one) + load<u32>(other);
  const low = load<u64>(one) + load<u64>(other);
  const high = load<u64>(one, 8) + load<u64>(other, 8) + (low < load<u64>(one) ? <u64>1 : <u64>0);
  return low === load<u64>(sum) && high === load<u64>(sum, 8);
}
