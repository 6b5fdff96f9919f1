// IPv6 addresses as text (RFC 4291 section 2.2): groups of one to four hexadecimal digits, one gap, an IPv4 tail.
import { HEX } from './lookup';
import { ADDRESS_HI, ADDRESS_LO } from './workspace';
import { GROUP_TOO_LONG, NOT_EIGHT_GROUPS, NO_ADDRESS, TWO_GAPS, ZONE, mistaken } from './mistake';
import { readIpv4 } from './ipv4';

const COLON: u32 = 58;
const DOT: u32 = 46;
const PERCENT: u32 = 37;

/**
 * Reads an address of plain groups into ADDRESS_HI and ADDRESS_LO, 16 characters at a time: the address behind its text, or
 * 0 for anything else, which readIpv6 then looks at. Reads 16 bytes beyond.
 */
export function ipv6At(workspace: usize, start: usize): usize {
  if (!ASC_FEATURE_SIMD) return 0;
  let hi: u64 = 0;
  let lo: u64 = 0;
  let groups: u32 = 0;
  let gapHi: u64 = 0;
  let gapLo: u64 = 0;
  let gapGroups: i32 = -1;
  let at = start;
  let isMore = true;
  while (isMore) {
    const characters = v128.load(at);
    const lower = v128.or(characters, i8x16.splat(0x20));
    const digits = i8x16.sub(characters, i8x16.splat(48));
    const isDigit = i8x16.lt_u(digits, i8x16.splat(10));
    const isLetter = i8x16.lt_u(i8x16.sub(lower, i8x16.splat(97)), i8x16.splat(6));
    const colons = <u32>i8x16.bitmask(i8x16.eq(characters, i8x16.splat(<i8>COLON)));
    // The bit behind the last character ends a group that has not ended.
    const others = ~(<u32>i8x16.bitmask(v128.or(isDigit, isLetter)));
    const nibbles = v128.and(
      v128.bitselect(digits, i8x16.sub(lower, i8x16.splat(87)), isDigit),
      i8x16.splat(15),
    );
    // Two nibbles a byte, the first character uppermost.
    const pairs = v128.or(i16x8.shl(nibbles, 4), i16x8.shr_u(nibbles, 8));
    const values = <u64>(
      i64x2.extract_lane(i8x16.swizzle(pairs, i8x16(14, 12, 10, 8, 6, 4, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0)), 0)
    );
    let from: u32 = 0;
    if (at === start && (colons & 1) !== 0) {
      if ((colons & 2) === 0) return 0;
      gapGroups = 0;
      from = 2;
    }
    while (true) {
      const length = <u32>ctz(others >> from);
      const end = from + length;
      // What ends it, and whether that is a gap, has to be among the characters, too.
      if (end >= 15) {
        if (from === 0) return 0;
        break;
      }
      if (length - 1 >= 4 || groups === 8) {
        // Nothing follows: right only behind a gap.
        if (length !== 0 || <u32>gapGroups !== groups) return 0;
        isMore = false;
        break;
      }
      hi = (hi << 16) | (lo >> 48);
      lo = (lo << 16) | ((values << (from << 2)) >> (64 - (length << 2)));
      groups++;
      const ending = colons >> end;
      if ((ending & 1) === 0) {
        from = end;
        isMore = false;
        break;
      }
      from = end + 1;
      if ((ending & 2) === 0) continue;
      if (gapGroups >= 0) return 0;
      gapGroups = <i32>groups;
      gapHi = hi;
      gapLo = lo;
      hi = 0;
      lo = 0;
      from++;
    }
    at += from;
  }
  const next = <u32>load<u8>(at);
  if (next === DOT || next === PERCENT) return 0;
  if (gapGroups < 0 ? groups !== 8 : groups > 7) return 0;
  putAddress(workspace, hi, lo, gapHi, gapLo, gapGroups);
  return at;
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
