// A prefix in memory, for both families: the type parameter is the address, u32 for IPv4 and v128 for IPv6.
//
//   IPv4, 8 bytes     label u32 | address u32
//   IPv6, 24 bytes    label u32 | nothing | low half u64 | high half u64
//
// A label is length (8 bits) | mark (2 bits) | next hop (22 bits). Everywhere but in memory an address is 128 bits (hi,
// lo), an IPv4 one in the uppermost 32, so that masks, neighbours and common prefixes are the same for both families.

/** Next hops: nothing is there; something without a name; then the names. */
export const NOTHING: u32 = 0;
export const UNNAMED: u32 = 1;
export const FIRST_NAMED: u32 = 2;
/** Most named next hops. */
export const HOPS_MAX: u32 = (1 << 22) - 8;

/** What a line of a difference means. */
export const MARK_NONE: u32 = 0;
export const MARK_ADDED: u32 = 1;
export const MARK_REMOVED: u32 = 2;

export function recordBytes<A>(): usize {
  return sizeof<A>() === 4 ? 8 : 24;
}

/** The longest prefix length of the family. */
export function widthOf<A>(): u32 {
  return sizeof<A>() === 4 ? 32 : 128;
}

/** 0 for IPv4, 1 for IPv6: where the family's area lies behind a table's first. */
export function familyOf<A>(): usize {
  return sizeof<A>() === 4 ? 0 : 1;
}

export function labelOf(length: u32, hop: u32, mark: u32): u32 {
  return length | (mark << 8) | (hop << 10);
}

export function lengthAt(record: usize): u32 {
  return <u32>load<u8>(record);
}

export function markAt(record: usize): u32 {
  return <u32>load<u8>(record, 1) & 3;
}

export function hopAt(record: usize): u32 {
  return load<u32>(record) >> 10;
}

export function hiAt<A>(record: usize): u64 {
  return sizeof<A>() === 4 ? (<u64>load<u32>(record, 4)) << 32 : load<u64>(record, 16);
}

export function loAt<A>(record: usize): u64 {
  return sizeof<A>() === 4 ? 0 : load<u64>(record, 8);
}

export function put<A>(record: usize, hi: u64, lo: u64, label: u32): void {
  if (sizeof<A>() === 4) {
    store<u64>(record, ((hi >> 32) << 32) | label);
  } else {
    store<u32>(record, label);
    store<u64>(record, lo, 8);
    store<u64>(record, hi, 16);
  }
}

export function copyRecord<A>(target: usize, source: usize): void {
  store<u64>(target, load<u64>(source));
  if (sizeof<A>() !== 4) {
    store<u64>(target, load<u64>(source, 8), 8);
    store<u64>(target, load<u64>(source, 16), 16);
  }
}

/** How many leading bits two addresses share: 0 to 128, of IPv4 64 where they are the same. */
export function commonBits<A>(hi: u64, lo: u64, otherHi: u64, otherLo: u64): u32 {
  const differ = hi ^ otherHi;
  if (sizeof<A>() === 4) return <u32>clz(differ);
  return differ !== 0 ? <u32>clz(differ) : 64 + <u32>clz(lo ^ otherLo);
}

/** The mask of a prefix of this length, upper half. */
export function maskHi(length: u32): u64 {
  return length >= 64 ? ~(<u64>0) : ~(~(<u64>0) >> length);
}

/** The mask of a prefix of this length, lower half. */
export function maskLo(length: u32): u64 {
  return length <= 64 ? 0 : length >= 128 ? ~(<u64>0) : ~(~(<u64>0) >> (length - 64));
}

/** Upper half of how many addresses a prefix has, of 2^128 in all; 0 for length 0, which overflows. */
export function sizeHi(length: u32): u64 {
  return length === 0 || length > 64 ? 0 : (<u64>1) << (64 - length);
}

/** Lower half of the same. */
export function sizeLo(length: u32): u64 {
  return length <= 64 ? 0 : (<u64>1) << (128 - length);
}

/** The least length of a prefix that may begin at this address: where its lowest set bit is. */
export function leastLengthAt(hi: u64, lo: u64): u32 {
  if (lo !== 0) return 128 - <u32>ctz(lo);
  return hi !== 0 ? 64 - <u32>ctz(hi) : 0;
}
