// The block that the IPv4 route kernels work in, laid out by addition:
//
//   0        header: kind u32, countMax u32, padding to 64 bytes
//   64       address column, u32 each      in: prefixes      out: the answer's prefixes
//   + 4n     prefix length column, u8 each
//   + n      records, u64 each: first address << 32 | last address
//   + 8n     spare records of the same size, then the digit counts of the sort
//
// n = countMax; every area starts at a multiple of 64. Columns hold both question and answer: no answer is longer.
import { HEADER_BYTES, aligned, isBlock, openBlock } from '../memory/arena';
import { BAD_BLOCK, BAD_COUNT } from '../memory/code';
import { COUNTS_BYTES } from '../memory/radix-sort';

const KIND: u32 = 0x34565049;
const COUNT_MAX: usize = 4;

/** Most prefixes a workspace takes: 8 Mi of 21 bytes each. */
export const PREFIXES_MAX: u32 = 1 << 23;

/** Opens a workspace for `countMax` prefixes: bytes taken, or NO_MEMORY, BAD_BLOCK, BAD_COUNT. */
export function ipv4Open(workspace: usize, countMax: u32): i32 {
  if (countMax > PREFIXES_MAX) return BAD_COUNT;
  const bytes = countsAt(0, countMax) + COUNTS_BYTES;
  const code = openBlock(workspace, bytes, KIND);
  if (code !== 0) return code;
  store<u32>(workspace, countMax, COUNT_MAX);
  return <i32>bytes;
}

/** Where the address column (u32) begins; 0 if this is no workspace. */
export function ipv4Addresses(workspace: usize): usize {
  return isBlock(workspace, KIND) ? addressesAt(workspace) : 0;
}

/** Where the prefix length column (u8) begins; 0 if this is no workspace. */
export function ipv4Bits(workspace: usize): usize {
  return isBlock(workspace, KIND) ? bitsAt(workspace, countMaxOf(workspace)) : 0;
}

/** 0 if the workspace takes `count` prefixes, or BAD_BLOCK, BAD_COUNT. */
export function checkCount(workspace: usize, count: u64): i32 {
  if (!isBlock(workspace, KIND)) return BAD_BLOCK;
  return count <= countMaxOf(workspace) ? 0 : BAD_COUNT;
}

export function countMaxOf(workspace: usize): u32 {
  return load<u32>(workspace, COUNT_MAX);
}

export function addressesAt(workspace: usize): usize {
  return workspace + HEADER_BYTES;
}

export function bitsAt(workspace: usize, countMax: u32): usize {
  return addressesAt(workspace) + <usize>aligned((<u64>countMax) << 2);
}

export function recordsAt(workspace: usize, countMax: u32): usize {
  return bitsAt(workspace, countMax) + <usize>aligned(countMax);
}

export function spareAt(workspace: usize, countMax: u32): usize {
  return recordsAt(workspace, countMax) + <usize>aligned((<u64>countMax) << 3);
}

export function countsAt(workspace: usize, countMax: u32): usize {
  return spareAt(workspace, countMax) + <usize>aligned((<u64>countMax) << 3);
}
