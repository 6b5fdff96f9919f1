// IPv6 addresses as text (RFC 4291 section 2.2): groups of one to four hexadecimal digits, one gap, an IPv4 tail.
import { HEX } from './lookup';
import { ADDRESS_HI, ADDRESS_LO } from './workspace';
import { GROUP_TOO_LONG, NOT_EIGHT_GROUPS, NO_ADDRESS, TWO_GAPS, ZONE, mistaken } from './mistake';
import { readIpv4 } from './ipv4';

const COLON: u32 = 58;
const DOT: u32 = 46;
const SLASH: u32 = 47;
const PERCENT: u32 = 37;
const TWO_COLONS: u32 = 0x3a3a;
const NO_GAP: u32 = u32.MAX_VALUE;

// Sixteen bytes each, in memory: engines load them at once, and would put a constant together wherever it is used.
const FROM_ZERO: usize = memory.data<u64>([0x5050505050505050, 0x5050505050505050], 16);
const BEHIND_DIGITS: usize = memory.data<u64>([0x8a8a8a8a8a8a8a8a, 0x8a8a8a8a8a8a8a8a], 16);
const LOWER_CASE: usize = memory.data<u64>([0x2020202020202020, 0x2020202020202020], 16);
const FROM_A: usize = memory.data<u64>([0x1f1f1f1f1f1f1f1f, 0x1f1f1f1f1f1f1f1f], 16);
const BEHIND_LETTERS: usize = memory.data<u64>([0x8686868686868686, 0x8686868686868686], 16);
const NIBBLE: usize = memory.data<u64>([0x0f0f0f0f0f0f0f0f, 0x0f0f0f0f0f0f0f0f], 16);
const NINE: usize = memory.data<u64>([0x0909090909090909, 0x0909090909090909], 16);
const COLONS: usize = memory.data<u64>([0x3a3a3a3a3a3a3a3a, 0x3a3a3a3a3a3a3a3a], 16);
/** Every other byte, the first one uppermost. */
const PAIRS: usize = memory.data<u64>([0x00020406080a0c0e, 0], 16);

/**
 * Reads an address of plain groups into ADDRESS_HI and ADDRESS_LO, 16 characters at a time: the address behind its text, or
 * 0 for anything else, which readIpv6 then looks at. Reads 16 bytes beyond.
 */
export function ipv6At(workspace: usize, start: usize): usize {
  if (!ASC_FEATURE_SIMD) return 0;
  let at = start;
  // Groups since the start or the gap: the last four of them, and the first four where there are more.
  let groups: u32 = 0;
  let last: u64 = 0;
  let first: u64 = 0;
  // Groups before the gap, or NO_GAP.
  let gap: u32 = NO_GAP;
  if (load<u16>(start) === TWO_COLONS) {
    gap = 0;
    putHead(workspace, gap, first, last);
    at += 2;
  }
  while (true) {
    const characters = v128.load(at);
    // Where '0', and 'a', is the least of the signed bytes, one comparison finds digits, and letters.
    const isDigit = i8x16.lt_s(i8x16.add(characters, v128.load(FROM_ZERO)), v128.load(BEHIND_DIGITS));
    const lower = v128.or(characters, v128.load(LOWER_CASE));
    const isLetter = i8x16.lt_s(i8x16.add(lower, v128.load(FROM_A)), v128.load(BEHIND_LETTERS));
    const ninths = v128.and(isLetter, v128.load(NINE));
    const nibbles = i8x16.add(v128.and(characters, v128.load(NIBBLE)), ninths);
    // Two nibbles a byte, the first character uppermost.
    const pairs = v128.or(i16x8.shl(nibbles, 4), i16x8.shr_u(nibbles, 8));
    let values = <u64>i64x2.extract_lane(i8x16.swizzle(pairs, v128.load(PAIRS)), 0);
    const colons = <u32>i8x16.bitmask(i8x16.eq(characters, v128.load(COLONS)));
    // What is no digit; a bit behind the last character ends a group that has not ended.
    let ends = ~(<u32>i8x16.bitmask(v128.or(isDigit, isLetter)));
    let from: u32 = 0;
    while (true) {
      const end = <u32>ctz(ends);
      // What ends it, and whether that is a gap, has to be among the characters, too.
      if (end >= 15) break;
      const length = end - from;
      if (length - 1 >= 4) {
        // Nothing follows: right only behind a gap.
        if (length !== 0 || gap === NO_GAP || groups !== 0) return 0;
        return putTail(workspace, at + end, groups, first, last, gap);
      }
      if (groups === 4) {
        first = last;
        last = 0;
      }
      last = (last << 16) | (values >> (64 - (length << 2)));
      groups++;
      const ending = colons >> end;
      if ((ending & 1) === 0) return putTail(workspace, at + end, groups, first, last, gap);
      values <<= (length << 2) + 4;
      ends &= ends - 1;
      from = end + 1;
      if ((ending & 2) === 0) continue;
      if (gap !== NO_GAP) return 0;
      gap = groups;
      putHead(workspace, gap, first, last);
      values <<= 4;
      ends &= ends - 1;
      from++;
      if (load<u8>(at + from) === SLASH) return gap < 8 ? at + from : 0;
      groups = 0;
      last = 0;
    }
    if (from === 0) return 0;
    at += from;
  }
}

/** Stores what stands before the gap: so many groups, the last four of them, and the first four where there are more. */
function putHead(workspace: usize, groups: u32, first: u64, last: u64): void {
  const moved = last << ((<u64>(0 - groups) & 3) << 4);
  store<u64>(workspace, groups > 4 ? first : moved, ADDRESS_HI);
  store<u64>(workspace, groups > 4 ? moved : 0, ADDRESS_LO);
}

/** Adds what stands behind a gap, so many groups before that; or stores it, without one. Answers where it ends, or 0. */
function putTail(workspace: usize, end: usize, groups: u32, first: u64, last: u64, gap: u32): usize {
  const next = <u32>load<u8>(end);
  if (next === DOT || next === PERCENT) return 0;
  if (gap === NO_GAP) {
    if (groups !== 8) return 0;
    store<u64>(workspace, first, ADDRESS_HI);
    store<u64>(workspace, last, ADDRESS_LO);
    return end;
  }
  if (gap + groups > 7) return 0;
  if (groups > 4) {
    const bits = (<u64>(groups - 4)) << 4;
    store<u64>(workspace, load<u64>(workspace, ADDRESS_HI) | (first >> (64 - bits)), ADDRESS_HI);
    last |= first << bits;
  }
  store<u64>(workspace, load<u64>(workspace, ADDRESS_LO) | last, ADDRESS_LO);
  return end;
}

/** Reads an address into ADDRESS_HI and ADDRESS_LO; the address behind its text, or 0 with the mistake noted. */
export function readIpv6(workspace: usize, start: usize): usize {
  let hi: u64 = 0;
  let lo: u64 = 0;
  let groups: u32 = 0;
  let gapHi: u64 = 0;
  let gapLo: u64 = 0;
  let gapGroups: i32 = -1;
  let at = start;
  if (load<u8>(at) === COLON) {
    if (load<u8>(at, 1) !== COLON) return mistaken(workspace, NO_ADDRESS, start);
    gapGroups = 0;
    at += 2;
  }
  while (true) {
    const from = at;
    let group: u32 = 0;
    let digit = <u32>load<u8>(load<u8>(at), HEX);
    while (digit < 16) {
      group = (group << 4) | digit;
      digit = <u32>load<u8>(load<u8>(++at), HEX);
      if (at - from > 4) break;
    }
    const next = <u32>load<u8>(at);
    if (next === DOT && at > from && groups <= 6) {
      const tail = readIpv4(workspace, from);
      if (tail === 0) return 0;
      hi = (hi << 32) | (lo >> 32);
      lo = (lo << 32) | (tail >> 8);
      groups += 2;
      at = from + <usize>(tail & 0xff);
      break;
    }
    if (at === from) {
      // Nothing follows: right only behind a gap at the end.
      if (gapGroups < 0 || <u32>gapGroups !== groups) return mistaken(workspace, NO_ADDRESS, at);
      break;
    }
    if (at - from > 4) return mistaken(workspace, GROUP_TOO_LONG, from);
    if (groups === 8) return mistaken(workspace, NOT_EIGHT_GROUPS, from);
    hi = (hi << 16) | (lo >> 48);
    lo = (lo << 16) | group;
    groups++;
    if (next !== COLON) break;
    at++;
    if (load<u8>(at) === COLON) {
      if (gapGroups >= 0) return mistaken(workspace, TWO_GAPS, at - 1);
      gapGroups = <i32>groups;
      gapHi = hi;
      gapLo = lo;
      hi = 0;
      lo = 0;
      at++;
    }
  }
  if (load<u8>(at) === PERCENT) return mistaken(workspace, ZONE, at);
  if (gapGroups < 0 ? groups !== 8 : groups > 7) return mistaken(workspace, NOT_EIGHT_GROUPS, start);
  putAddress(workspace, hi, lo, gapHi, gapLo, gapGroups);
  return at;
}

/** Stores an address of the groups behind a gap and those before it. */
function putAddress(workspace: usize, hi: u64, lo: u64, gapHi: u64, gapLo: u64, gapGroups: i32): void {
  if (gapGroups > 0) {
    // What stood before the gap goes to the front: a shift by 16 to 112 bits.
    const shift = (<u64>(8 - gapGroups)) << 4;
    hi |= shift >= 64 ? gapLo << (shift - 64) : (gapHi << shift) | (gapLo >> (64 - shift));
    if (shift < 64) lo |= gapLo << shift;
  }
  store<u64>(workspace, hi, ADDRESS_HI);
  store<u64>(workspace, lo, ADDRESS_LO);
}
