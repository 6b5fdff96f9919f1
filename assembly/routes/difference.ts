// What changes between two tables, by what happens to addresses and not by how it is written: their segments side by
// side, stretches that go elsewhere cut into the fewest prefixes. Lines marked "removed" were so in A, "added" are so in B.
import { BAD_BLOCK, NO_MEMORY } from '../memory/code';
import { append, blockLength } from './append';
import {
  MARK_ADDED,
  MARK_REMOVED,
  NOTHING,
  hiAt,
  hopAt,
  labelOf,
  loAt,
  maskHi,
  maskLo,
  recordBytes,
  sizeHi,
  sizeLo,
} from './record';
import { isBefore, flatten } from './segments';
import { countOfBoth } from './sort';
import { SUM_CHANGED, SUM_ONLY_A, SUM_ONLY_B, addPrefix, clearSum } from './sums';
import {
  TABLE_A,
  TABLE_ANSWER,
  TABLE_B,
  TABLE_STEPS,
  areaAt,
  bytesOf,
  isWorkspace,
  setBytes,
  tableArea,
} from './workspace';

/** Writes what changes from table A to table B into the answer, with sums: how many lines, or a code. */
export function routesDifference(workspace: usize): i32 {
  if (!isWorkspace(workspace)) return BAD_BLOCK;
  const code = difference<u32>(workspace, 0) || difference<v128>(workspace, 1);
  return code !== 0 ? code : countOfBoth(workspace, tableArea(TABLE_ANSWER));
}

function difference<A>(workspace: usize, family: usize): i32 {
  const answer = tableArea(TABLE_ANSWER) + family;
  const stepsA = tableArea(TABLE_STEPS);
  const stepsB = stepsA + 1;
  setBytes(workspace, answer, 0);
  clearSum<A>(workspace, SUM_ONLY_A);
  clearSum<A>(workspace, SUM_ONLY_B);
  clearSum<A>(workspace, SUM_CHANGED);
  const code =
    flatten<A>(workspace, tableArea(TABLE_A) + family, stepsA) ||
    flatten<A>(workspace, tableArea(TABLE_B) + family, stepsB);
  if (code !== 0) return code;
  // The areas of both lie before the answer's, so that they stay where they are.
  let a = areaAt(workspace, stepsA);
  let b = areaAt(workspace, stepsB);
  const endA = a + bytesOf(workspace, stepsA);
  const endB = b + bytesOf(workspace, stepsB);
  let hi: u64 = 0;
  let lo: u64 = 0;
  let isMore = true;
  while (isMore) {
    const hopA = hopAt(a);
    const hopB = hopAt(b);
    let lastHi = ~(<u64>0);
    let lastLo = ~(<u64>0);
    isMore = false;
    // The stretch goes on while both segments do, or while their successors are the same pair.
    const nextA = a + recordBytes<A>();
    const nextB = b + recordBytes<A>();
    const isA =
      nextA < endA &&
      (nextB >= endB || !isBefore(hiAt<A>(nextB), loAt<A>(nextB), hiAt<A>(nextA), loAt<A>(nextA)));
    const isB =
      nextB < endB &&
      (nextA >= endA || !isBefore(hiAt<A>(nextA), loAt<A>(nextA), hiAt<A>(nextB), loAt<A>(nextB)));
    let nextHi: u64 = 0;
    let nextLo: u64 = 0;
    if (isA || isB) {
      isMore = true;
      const next = isA ? nextA : nextB;
      nextHi = hiAt<A>(next);
      nextLo = loAt<A>(next);
      lastLo = nextLo - 1;
      lastHi = nextHi - (nextLo === 0 ? <u64>1 : <u64>0);
      if (isA) a = nextA;
      if (isB) b = nextB;
    }
    if (hopA !== hopB) {
      const grown = change<A>(workspace, answer, hi, lo, lastHi, lastLo, hopA, hopB);
      if (grown !== 0) return grown;
    }
    hi = nextHi;
    lo = nextLo;
  }
  return 0;
}

/** Appends a stretch of addresses that go to another next hop: 0 or NO_MEMORY. */
function change<A>(
  workspace: usize,
  answer: usize,
  hi: u64,
  lo: u64,
  lastHi: u64,
  lastLo: u64,
  hopA: u32,
  hopB: u32,
): i32 {
  const sum = hopA === NOTHING ? SUM_ONLY_B : hopB === NOTHING ? SUM_ONLY_A : SUM_CHANGED;
  while (true) {
    const length = blockLength(hi, lo, lastHi, lastLo);
    addPrefix<A>(workspace, sum, length);
    if (hopA !== NOTHING && append<A>(workspace, answer, hi, lo, labelOf(length, hopA, MARK_REMOVED)) !== 0) {
      return NO_MEMORY;
    }
    if (hopB !== NOTHING && append<A>(workspace, answer, hi, lo, labelOf(length, hopB, MARK_ADDED)) !== 0) {
      return NO_MEMORY;
    }
    if ((hi | ~maskHi(length)) === lastHi && (lo | ~maskLo(length)) === lastLo) return 0;
    lo += sizeLo(length);
    hi += sizeHi(length) + (length > 64 && lo === 0 ? <u64>1 : <u64>0);
  }
}
