// Sets of next hops as one u64. Of up to 64 next hops a bit for each; of more, members (upper half) and the hop itself or
// where the list of members is (lower half), ascending in a pool that grows behind everything else. Which of both is the type
// parameter, Bits or List. Where nothing may not be a route, {nothing} swallows whatever it is joined with.
//
//   0    {nothing} where it swallows, otherwise 0, u64 | pool address u32 | members in the pool u32
import { ensureEnd } from '../memory/arena';
import { NOTHING } from './record';

export type Bits = u64;
export type List = u32;

export const SETS_BYTES: u64 = 16;
const POOL: usize = 8;
const USED: usize = 12;

/** What a set is when the pool cannot grow. */
export const NO_SET: u64 = 0;
/** Numbers of next hops that fit into bits. */
export const BITS_MAX: u32 = 64;

/** Prepares sets; the pool begins at an address behind which nothing lies. */
export function openSets<S>(sets: usize, isNothingFixed: bool, pool: usize): void {
  store<u64>(sets, isNothingFixed ? setOf<S>(NOTHING) : NO_SET);
  store<u32>(sets, <u32>pool, POOL);
  store<u32>(sets, 0, USED);
}

function isBits<S>(): bool {
  return sizeof<S>() === 8;
}

export function setOf<S>(hop: u32): u64 {
  return isBits<S>() ? (<u64>1) << hop : ((<u64>1) << 32) | hop;
}

/** A member: the least. */
export function anyOf<S>(sets: usize, set: u64): u32 {
  if (isBits<S>()) return <u32>ctz(set);
  return set >> 32 === 1 ? <u32>set : load<u32>(memberAt(sets, <u32>set));
}

export function has<S>(sets: usize, set: u64, hop: u32): bool {
  if (isBits<S>()) return ((set >> hop) & 1) !== 0;
  if (set >> 32 === 1) return <u32>set === hop;
  let from = <u32>set;
  let end = from + <u32>(set >> 32);
  while (from < end) {
    const middle = (from + end) >> 1;
    const member = load<u32>(memberAt(sets, middle));
    if (member === hop) return true;
    if (member < hop) from = middle + 1;
    else end = middle;
  }
  return false;
}

/** What both have, or where there is no such hop, what either has. */
export function join<S>(sets: usize, one: u64, other: u64): u64 {
  const nothing = load<u64>(sets);
  if (isBits<S>()) {
    if (((one | other) & nothing) !== 0) return nothing;
    return (one & other) !== 0 ? one & other : one | other;
  }
  if (nothing !== NO_SET && (one === nothing || other === nothing)) return nothing;
  return joinLists(sets, one, other);
}

/** The set `levels` above one whose sibling on each of them is {hop}. */
export function lift<S>(sets: usize, set: u64, levels: u32, hop: u32): u64 {
  if (levels === 0) return set;
  if (levels === 1) return join<S>(sets, set, setOf<S>(hop));
  // Once {hop} or a set with it, twice {hop} alone.
  return isSwallowed<S>(sets, set, hop) ? load<u64>(sets) : setOf<S>(hop);
}

/** Whether the set that `lift` answers for one level or more has a hop, without making it. */
export function hasLifted<S>(sets: usize, set: u64, levels: u32, hop: u32, asked: u32): bool {
  if (isSwallowed<S>(sets, set, hop)) return asked === NOTHING;
  if (asked === hop) return true;
  return levels === 1 && !has<S>(sets, set, hop) && has<S>(sets, set, asked);
}

/** A member of that set. */
export function anyLifted<S>(sets: usize, set: u64, hop: u32): u32 {
  return isSwallowed<S>(sets, set, hop) ? NOTHING : hop;
}

/** Whether {nothing} swallows the set or {hop}. */
function isSwallowed<S>(sets: usize, set: u64, hop: u32): bool {
  const nothing = load<u64>(sets);
  if (isBits<S>()) return ((set | setOf<S>(hop)) & nothing) !== 0;
  return nothing !== NO_SET && (hop === NOTHING || set === nothing);
}

function joinLists(sets: usize, one: u64, other: u64): u64 {
  if (one === other) return one;
  const members = <u64>(one >> 32) + (other >> 32);
  const used = load<u32>(sets, USED);
  // As many again: those that both have come first, those that either has behind them.
  if (ensureEnd(<u64>load<u32>(sets, POOL) + ((used + members * 2) << 2)) !== 0) return NO_SET;
  const both = memberAt(sets, used);
  const either = both + ((<usize>members) << 2);
  let bothEnd = both;
  let eitherEnd = either;
  const ones = <u32>(one >> 32);
  const others = <u32>(other >> 32);
  for (let i: u32 = 0, j: u32 = 0; i < ones || j < others;) {
    const a = i < ones ? memberOf(sets, one, i) : u32.MAX_VALUE;
    const b = j < others ? memberOf(sets, other, j) : u32.MAX_VALUE;
    store<u32>(eitherEnd, min(a, b));
    eitherEnd += 4;
    if (a === b) {
      store<u32>(bothEnd, a);
      bothEnd += 4;
    }
    if (a <= b) i++;
    if (b <= a) j++;
  }
  const isShared = bothEnd > both;
  if (!isShared) memory.copy(both, either, eitherEnd - either);
  const count = <u32>((isShared ? bothEnd - both : eitherEnd - either) >> 2);
  if (count === 1) return ((<u64>1) << 32) | load<u32>(both);
  store<u32>(sets, used + count, USED);
  return ((<u64>count) << 32) | used;
}

function memberOf(sets: usize, set: u64, index: u32): u32 {
  return set >> 32 === 1 ? <u32>set : load<u32>(memberAt(sets, <u32>set + index));
}

function memberAt(sets: usize, index: u32): usize {
  return <usize>load<u32>(sets, POOL) + ((<usize>index) << 2);
}
