// The block that the route kernels work in: a head, then areas that grow, one behind the other.
//
//   0      kind u32, flags, the place of a bad line, sums              (the names below)
//   320    the areas, AREA_BYTES each: where it begins, bytes in use, bytes it may use before it has to grow
//   512    input, output, next hops, the tables; then scratch of one call
//
// An area grows in place and moves those behind it, so an address of one means nothing after an append to another. What
// has never been used takes no room. The block is the last of its memory: nothing lies behind its scratch.
import { aligned, ensureEnd, isBlock, openBlock } from '../memory/arena';
import { NO_MEMORY } from '../memory/code';
import { prepareLookup } from './lookup';

const KIND: u32 = 0x45545552;

/** How lines are read (u32): STRICT, KEEPS_HOPS, NEEDS_HOPS. */
export const OPTIONS: usize = 4;
/** Number of the line that is read next, from 0 (u32); after a bad one, its number from 1. */
export const LINE: usize = 8;
/** Column of the mistake, from 1 (u32), and which one it is (parse.ts). */
export const COLUMN: usize = 12;
export const MISTAKE: usize = 16;
/** Whether the rest of a long comment is still to be passed over (u32, 0 or 1). */
export const IN_COMMENT: usize = 20;
/** Where the bad line begins (u32) and its length. */
export const BAD_LINE_AT: usize = 24;
export const BAD_LINE_BYTES: usize = 28;
/** How many next hops have names (u32). */
export const HOPS: usize = 32;
/** The next hop that stands for no route, or NOTHING (u32). */
export const NULL_HOP: usize = 304;
/** The fewest routes that a budget would have to allow (u32). */
export const LEAST_ROUTES: usize = 308;
/** Where printing goes on: which area (u32), and its offset there (u32). */
export const PRINT_AREA: usize = 36;
export const PRINT_OFFSET: usize = 40;
/** How many bytes of the input are done with (u32). */
export const INPUT_DONE: usize = 44;
/** The IPv6 address read last: upper half (u64), lower half (u64). */
export const ADDRESS_HI: usize = 48;
export const ADDRESS_LO: usize = 56;
/** Sums of addresses (sums.ts): ten of SUM_BYTES. */
export const SUMS: usize = 64;
export const SUM_BYTES: usize = 24;

/** Host bits are a mistake; otherwise they are masked away. */
export const STRICT: u32 = 1;
/** Next hops are kept; otherwise they are passed over. */
export const KEEPS_HOPS: u32 = 2;
/** A line without a next hop is a mistake. */
export const NEEDS_HOPS: u32 = 4;

const AREAS: usize = 320;
const AREA_BYTES: usize = 12;
const BYTES: usize = 4;
const CAPACITY: usize = 8;
const HEAD_BYTES: usize = 512;

export const AREA_INPUT: usize = 0;
export const AREA_OUTPUT: usize = 1;
export const AREA_HOP_SLOTS: usize = 2;
export const AREA_HOP_NAMES: usize = 3;
export const AREA_HOP_ENDS: usize = 4;
/** Records, IPv4 and IPv6 in areas of their own: of table A, of table B, of what a kernel makes of each, of the answer. */
const AREA_TABLES: usize = 5;
const AREAS_MAX: usize = 13;
const TABLE_AREAS: usize = 2;

/** What a table's number stands for, at the border too. */
export const TABLE_A: u32 = 0;
export const TABLE_B: u32 = 1;
export const TABLE_STEPS: u32 = 2;
export const TABLE_ANSWER: u32 = 3;
export const TABLES_MAX: u32 = 4;

/** The area of a table's IPv4 records; that of its IPv6 ones is the next. */
export function tableArea(table: u32): usize {
  return AREA_TABLES + <usize>table * TABLE_AREAS;
}

/** Opens an empty workspace with these options: bytes of its head, or NO_MEMORY, BAD_BLOCK. */
export function routesOpen(workspace: usize, options: u32): i32 {
  const code = openBlock(workspace, HEAD_BYTES, KIND);
  if (code !== 0) return code;
  prepareLookup();
  memory.fill(workspace + OPTIONS, 0, HEAD_BYTES - OPTIONS);
  store<u32>(workspace, options, OPTIONS);
  for (let area: usize = 0; area < AREAS_MAX; area++) {
    store<u32>(entryOf(workspace, area), <u32>(workspace + HEAD_BYTES));
  }
  return <i32>HEAD_BYTES;
}

export function isWorkspace(workspace: usize): bool {
  return isBlock(workspace, KIND) && <u64>workspace + HEAD_BYTES <= (<u64>memory.size()) << 16;
}

export function areaAt(workspace: usize, area: usize): usize {
  return <usize>load<u32>(entryOf(workspace, area));
}

export function bytesOf(workspace: usize, area: usize): usize {
  return <usize>load<u32>(entryOf(workspace, area), BYTES);
}

export function capacityOf(workspace: usize, area: usize): usize {
  return <usize>load<u32>(entryOf(workspace, area), CAPACITY);
}

export function setBytes(workspace: usize, area: usize, bytes: usize): void {
  store<u32>(entryOf(workspace, area), <u32>bytes, BYTES);
}

/** Makes room for `bytes` in an area, keeping what it has: 0 or NO_MEMORY. */
export function reserve(workspace: usize, area: usize, bytes: u64): i32 {
  const entry = entryOf(workspace, area);
  const capacity = <u64>load<u32>(entry, CAPACITY);
  if (bytes <= capacity) return 0;
  const wanted = aligned(max(bytes, capacity << 1));
  const behind = <u64>load<u32>(entry) + capacity;
  const end = <u64>endOf(workspace);
  const more = wanted - capacity;
  if (ensureEnd(end + more) !== 0) {
    if (wanted === aligned(bytes) || ensureEnd(end + aligned(bytes) - capacity) !== 0) return NO_MEMORY;
    return grow(workspace, area, behind, end, aligned(bytes) - capacity);
  }
  return grow(workspace, area, behind, end, more);
}

function grow(workspace: usize, area: usize, behind: u64, end: u64, more: u64): i32 {
  if (end > behind) memory.copy(<usize>(behind + more), <usize>behind, <usize>(end - behind));
  const entry = entryOf(workspace, area);
  store<u32>(entry, load<u32>(entry, CAPACITY) + <u32>more, CAPACITY);
  for (let later = area + 1; later < AREAS_MAX; later++) {
    const moved = entryOf(workspace, later);
    store<u32>(moved, load<u32>(moved) + <u32>more);
  }
  return 0;
}

/** `bytes` behind the last area, for this call alone and until an area grows: an address, or 0 without memory. */
export function scratch(workspace: usize, bytes: u64): usize {
  const at = endOf(workspace);
  return ensureEnd(<u64>at + bytes) === 0 ? at : 0;
}

function endOf(workspace: usize): usize {
  const last = entryOf(workspace, AREAS_MAX - 1);
  return <usize>(load<u32>(last) + load<u32>(last, CAPACITY));
}

function entryOf(workspace: usize, area: usize): usize {
  return workspace + AREAS + area * AREA_BYTES;
}
