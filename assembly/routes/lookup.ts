// Tables for reading and printing addresses: constants of the module, made when the first workspace is opened.

/**
 * Two octets in eight characters, by which of those are digits (u8; tables of u64, 0 for what is no such thing): where the second
 * one ends, what moves the first to the uppermost bytes of a u32 and the second to those of a u64, and the mask of that.
 */
export const PAIR_ENDS: usize = memory.data(256 * 8, 16);
export const PAIR_FIRSTS: usize = memory.data(256 * 8, 16);
export const PAIR_SECONDS: usize = memory.data(256 * 8, 16);
export const PAIR_MASKS: usize = memory.data(256 * 8, 16);
/** Octets as text with a dot behind, in the uppermost bytes of a u32 each; one of 0 is before each. */
export const OCTETS_ALIGNED: usize = memory.data(256 * 8 + 4, 16);
/** IPv4 prefix lengths of two digits: as text with slash and line end (u32, 0 for what is none), mask (u32). */
export const PREFIXES: usize = memory.data(256 * 8, 16);
/** What a character is as a hexadecimal digit (u8): 0 to 15, or NO_DIGIT. */
export const HEX: usize = memory.data(256, 16);
/** Octets as text with a dot behind: text u32, bytes u32. */
export const OCTETS: usize = memory.data(256 * 8, 16);
/** Prefix lengths as text with slash and line end: text in the lower 7 bytes, bytes in the last; 0 for what is none. */
export const LENGTHS: usize = memory.data(256 * 8, 16);

/** What HEX says of a character that is no hexadecimal digit. */
export const NO_DIGIT: u32 = 255;

/** Makes the tables unless they are there. */
export function prepareLookup(): void {
  if (load<u8>(HEX) === NO_DIGIT) return;
  memory.fill(HEX, <u8>NO_DIGIT, 256);
  for (let digit: u32 = 0; digit < 16; digit++) {
    store<u8>(HEX + (digit < 10 ? 48 + digit : 87 + digit), <u8>digit);
    if (digit >= 10) store<u8>(HEX + 55 + digit, <u8>digit);
  }
  for (let octet: u32 = 0; octet < 256; octet++) {
    const entry = OCTETS + ((<usize>octet) << 3);
    const end = writeDecimal(entry, octet);
    store<u8>(end, 46);
    store<u32>(entry, <u32>(end + 1 - entry), 4);
    const aligned = load<u32>(entry) << ((<u32>(entry + 3 - end)) << 3);
    store<u32>(OCTETS_ALIGNED + ((<usize>octet) << 3), aligned, 4);
  }
  for (let first: u32 = 1; first <= 3; first++) {
    for (let second: u32 = 1; second <= 3; second++) preparePair(first, second);
  }
  for (let length: u32 = 0; length <= 128; length++) {
    const entry = LENGTHS + ((<usize>length) << 3);
    store<u8>(entry, 47);
    const end = writeDecimal(entry + 1, length);
    store<u8>(end, 10);
    store<u8>(entry, <u8>(end + 1 - entry), 7);
    if (length < 10 || length > 32) continue;
    const prefix = PREFIXES + ((<usize>length) << 3);
    store<u32>(prefix, load<u32>(entry));
    store<u32>(prefix, ~(<u32>(<u64>0xffffffff >> length)), 4);
  }
}

/** Makes the entries of two octets of so many digits, whatever follows them. */
function preparePair(first: u32, second: u32): void {
  const end = first + 1 + second;
  const isDigit: u32 = ((1 << end) - 1) ^ (1 << first);
  for (let digits: u32 = isDigit; digits < 256; digits += 2 << end) {
    const at = (<usize>digits) << 3;
    store<u64>(PAIR_ENDS + at, end);
    store<u64>(PAIR_FIRSTS + at, (<u64>1) << ((3 - first) << 3));
    store<u64>(PAIR_SECONDS + at, (<u64>1) << ((7 - end) << 3));
    store<u64>(PAIR_MASKS + at, ~(<u64>0) << ((7 - second) << 3));
  }
}

/** Writes a number below 1000; returns the address behind it. */
function writeDecimal(at: usize, value: u32): usize {
  if (value >= 100) store<u8>(at++, <u8>(48 + value / 100));
  if (value >= 10) store<u8>(at++, <u8>(48 + ((value / 10) % 10)));
  store<u8>(at, <u8>(48 + (value % 10)));
  return at + 1;
}
