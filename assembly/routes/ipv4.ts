// IPv4 addresses as text: four octets without leading zeros (RFC 6943 section 3.1.1 says why). All digits of an address at
// once: one compare finds digits and dots, the octets' digit counts choose a swizzle that brings the digits to fixed
// places, a multiplication weighs tens and units. After Daniel Lemire and Wojciech Mula, "Parsing IP addresses
// crazily fast" (2023). What this does not take, is looked at again character by character, to say what is wrong.
import { HEX, PATTERN_BYTES_SHIFT } from './lookup';
import { LEADING_ZERO, NOT_FOUR_OCTETS, NO_ADDRESS, OCTET_TOO_LARGE, mistaken } from './mistake';
import { AREA_LOOKUP, areaAt } from './workspace';

const DOT: u32 = 46;

/** `address << 8 | characters` of the address that begins here, or 0 for none. Reads 16 bytes. */
export function ipv4At(lookup: usize, at: usize): u64 {
  // A dot is two below '0'.
  const digits = i8x16.sub(v128.load(at), i8x16.splat(48));
  const dots = <u32>i8x16.bitmask(i8x16.eq(digits, i8x16.splat(-2)));
  const decimals = <u32>i8x16.bitmask(i8x16.lt_u(digits, i8x16.splat(10)));
  const characters = <u32>ctz(~(dots | decimals));
  const first = dots & (((<u32>1) << characters) - 1);
  const second = first & (first - 1);
  const third = second & (second - 1);
  if (third === 0 || (third & (third - 1)) !== 0) return 0;
  const a = <u32>ctz(first);
  const ab = <u32>ctz(second);
  const abc = <u32>ctz(third);
  const b = ab - a - 1;
  const c = abc - ab - 1;
  const d = characters - abc - 1;
  if ((a | b | c | d) > 3) return 0;
  const pattern = lookup + ((<usize>((a << 6) | (b << 4) | (c << 2) | d)) << PATTERN_BYTES_SHIFT);
  // Each octet as 16-bit lanes tens | units << 8 and hundreds, then tens * 10 + units << 8 | tens and hundreds * 100.
  const weighed = i16x8.mul(
    i8x16.swizzle(digits, v128.load(pattern)),
    i16x8(0x0a01, 100, 0x0a01, 100, 0x0a01, 100, 0x0a01, 100),
  );
  const octets = i32x4.add(v128.and(i32x4.shr_u(weighed, 8), i32x4.splat(0xff)), i32x4.shr_u(weighed, 16));
  const wrong = v128.or(i32x4.gt_s(octets, i32x4.splat(255)), i32x4.lt_s(octets, v128.load(pattern, 16)));
  if (v128.any_true(wrong)) return 0;
  const address = <u32>(
    i32x4.extract_lane(i8x16.swizzle(octets, i8x16(12, 8, 4, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)), 0)
  );
  return ((<u64>address) << 8) | characters;
}

/** The same, and where there is none, what is wrong with it is noted. */
export function readIpv4(workspace: usize, at: usize): u64 {
  const lookup = areaAt(workspace, AREA_LOOKUP);
  const read = ipv4At(lookup, at);
  if (read === 0) explain(workspace, lookup + HEX, at);
  return read;
}

function explain(workspace: usize, hex: usize, start: usize): void {
  let at = start;
  for (let octets: u32 = 1; ; octets++) {
    const from = at;
    let value: u32 = 0;
    while (<u32>load<u8>(hex + load<u8>(at)) < 10) {
      value = min(value * 10 + load<u8>(at) - 48, 1000);
      at++;
    }
    if (at === from) {
      mistaken(workspace, octets > 1 ? NOT_FOUR_OCTETS : NO_ADDRESS, octets > 1 ? start : at);
    } else if (value > 255) {
      mistaken(workspace, OCTET_TOO_LARGE, from);
    } else if (load<u8>(from) === 48 && at - from > 1) {
      mistaken(workspace, LEADING_ZERO, from);
    } else if (octets < 4 && load<u8>(at) === DOT) {
      at++;
      continue;
    } else {
      mistaken(workspace, NOT_FOUR_OCTETS, start);
    }
    return;
  }
}
