// IPv6 addresses as text (RFC 4291 section 2.2): groups of one to four hexadecimal digits, one gap, an IPv4 tail.
import { HEX } from './lookup';
import { AREA_LOOKUP, ADDRESS_HI, ADDRESS_LO, areaAt } from './workspace';
import { GROUP_TOO_LONG, NOT_EIGHT_GROUPS, NO_ADDRESS, TWO_GAPS, ZONE, mistaken } from './mistake';
import { readIpv4 } from './ipv4';

const COLON: u32 = 58;
const DOT: u32 = 46;
const PERCENT: u32 = 37;

/** Reads an address into ADDRESS_HI and ADDRESS_LO; the address behind its text, or 0 with the mistake noted. */
export function readIpv6(workspace: usize, start: usize): usize {
  const hex = areaAt(workspace, AREA_LOOKUP) + HEX;
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
    let digit = <u32>load<u8>(hex + load<u8>(at));
    while (digit < 16) {
      group = (group << 4) | digit;
      digit = <u32>load<u8>(hex + load<u8>(++at));
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
  if (gapGroups > 0) {
    // What stood before the gap goes to the front: a shift by 16 to 112 bits.
    const shift = (<u64>(8 - gapGroups)) << 4;
    hi |= shift >= 64 ? gapLo << (shift - 64) : (gapHi << shift) | (gapLo >> (64 - shift));
    if (shift < 64) lo |= gapLo << shift;
  }
  store<u64>(workspace, hi, ADDRESS_HI);
  store<u64>(workspace, lo, ADDRESS_LO);
  return at;
}
