// Tables for reading and printing addresses, made once in a workspace:
//
//   0        where the digits of an IPv4 address go, 256 x 32 bytes: by the four octets' digit counts, 2 bits each
//   8192     what a character is as a hexadecimal digit, 256 x 1: 0 to 15, or NO_DIGIT
//   8448     octets as text with a dot behind, 256 x 8: text u32, bytes u32
//   10496    prefix lengths as text with slash and line end, 129 x 8: text in the lower 7 bytes, bytes in the last
//
// An entry of the first is a swizzle of the digits to (tens, units, hundreds, 0) for each octet, then the least value
// (u32 each) that has so many digits; that of no digits is out of reach, so such patterns are refused by the same test.
import { AREA_LOOKUP, areaAt, bytesOf, reserve, setBytes } from './workspace';

export const PATTERN_BYTES_SHIFT: usize = 5;
export const HEX: usize = 8192;
export const OCTETS: usize = 8448;
export const LENGTHS: usize = 10496;
const BYTES: usize = 10496 + 129 * 8;

/** What HEX says of a character that is no hexadecimal digit. */
export const NO_DIGIT: u32 = 255;

/** Makes the tables unless they are there: 0, or NO_MEMORY. */
export function prepareLookup(workspace: usize): i32 {
  if (bytesOf(workspace, AREA_LOOKUP) !== 0) return 0;
  const code = reserve(workspace, AREA_LOOKUP, BYTES);
  if (code !== 0) return code;
  setBytes(workspace, AREA_LOOKUP, BYTES);
  const tables = areaAt(workspace, AREA_LOOKUP);
  for (let pattern: u32 = 0; pattern < 256; pattern++) writePattern(tables, pattern);
  memory.fill(tables + HEX, <u8>NO_DIGIT, 256);
  for (let digit: u32 = 0; digit < 16; digit++) {
    store<u8>(tables + HEX + (digit < 10 ? 48 + digit : 87 + digit), <u8>digit);
    if (digit >= 10) store<u8>(tables + HEX + 55 + digit, <u8>digit);
  }
  for (let octet: u32 = 0; octet < 256; octet++) {
    const entry = tables + OCTETS + ((<usize>octet) << 3);
    const end = writeDecimal(entry, octet);
    store<u8>(end, 46);
    store<u32>(entry, <u32>(end + 1 - entry), 4);
  }
  for (let length: u32 = 0; length <= 128; length++) {
    const entry = tables + LENGTHS + ((<usize>length) << 3);
    store<u8>(entry, 47);
    const end = writeDecimal(entry + 1, length);
    store<u8>(end, 10);
    store<u8>(entry, <u8>(end + 1 - entry), 7);
  }
  return 0;
}

function writePattern(tables: usize, pattern: u32): void {
  const entry = tables + ((<usize>pattern) << PATTERN_BYTES_SHIFT);
  let at: u32 = 0;
  for (let octet: u32 = 0; octet < 4; octet++) {
    const digits = (pattern >> ((3 - octet) << 1)) & 3;
    const lane = entry + ((<usize>octet) << 2);
    const end = at + digits;
    store<u8>(lane, digits >= 2 ? <u8>(end - 2) : 255);
    store<u8>(lane, digits >= 1 ? <u8>(end - 1) : 255, 1);
    store<u8>(lane, digits >= 3 ? <u8>(end - 3) : 255, 2);
    store<u8>(lane, 255, 3);
    store<u32>(lane, digits === 3 ? 100 : digits === 2 ? 10 : digits === 1 ? 0 : 1000, 16);
    at = end + 1;
  }
}

/** Writes a number below 1000; returns the address behind it. */
function writeDecimal(at: usize, value: u32): usize {
  if (value >= 100) store<u8>(at++, <u8>(48 + value / 100));
  if (value >= 10) store<u8>(at++, <u8>(48 + ((value / 10) % 10)));
  store<u8>(at, <u8>(48 + (value % 10)));
  return at + 1;
}
