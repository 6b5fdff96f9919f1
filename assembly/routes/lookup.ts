// Tables for reading and printing addresses: constants of the module, made when the first workspace is opened.

/** Octets as text with a dot behind, in the uppermost bytes of a u32 each. */
export const OCTETS_ALIGNED: usize = memory.data(256 * 4, 16);
/** IPv4 prefix lengths of two digits: as text with slash and line end (u32, 0 for what is none), mask (u32). */
export const PREFIXES: usize = memory.data(256 * 8, 16);
/** What a character is as a hexadecimal digit (u8): 0 to 15, or NO_DIGIT. */
export const HEX: usize = memory.data(256, 16);
/** Octets as text with a dot behind: text u32, bytes u32. */
export const OCTETS: usize = memory.data(256 * 8, 16);
/** Prefix lengths as text with slash and line end: text in the lower 7 bytes, bytes in the last. */
export const LENGTHS: usize = memory.data(129 * 8, 16);

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
    store<u32>(OCTETS_ALIGNED + ((<usize>octet) << 2), load<u32>(entry) << ((<u32>(entry + 3 - end)) << 3));
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

/** Writes a number below 1000; returns the address behind it. */
function writeDecimal(at: usize, value: u32): usize {
  if (value >= 100) store<u8>(at++, <u8>(48 + value / 100));
  if (value >= 10) store<u8>(at++, <u8>(48 + ((value / 10) % 10)));
  store<u8>(at, <u8>(48 + (value % 10)));
  return at + 1;
}
