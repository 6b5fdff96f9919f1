// The arena: all memory behind the static data, which is constants, 64-byte aligned, laid out by the host in blocks. A block
// starts with its kind, so that an address which is none is refused with a code. Deliberately absent: a free list; a
// caller that wants a second life for its memory opens a block over the first, or takes a new instance.
import { BAD_BLOCK, NO_MEMORY } from './code';

const ALIGNMENT: usize = 64;
const PAGE_SHIFT: u64 = 16;
/** One less than there are, so that no address behind an area is 0. */
const PAGES_MAX: u64 = 65535;

/** Bytes of a block's header: its kind (u32) and what the kind keeps there. */
export const HEADER_BYTES: usize = 64;

/** The next multiple of 64. */
export function aligned(bytes: u64): u64 {
  return (bytes + ALIGNMENT - 1) & ~(<u64>(ALIGNMENT - 1));
}

/** The first address that the host may lay out. */
export function arenaBase(): usize {
  return <usize>aligned(__heap_base);
}

/** Makes the first `bytes` of the arena usable: 0, or NO_MEMORY. Views on the memory made before may be detached. */
export function ensure(bytes: u32): i32 {
  return ensureEnd(<u64>arenaBase() + bytes);
}

/** Opens a block of `bytes` at an aligned address of the arena: 0, NO_MEMORY or BAD_BLOCK. */
export function openBlock(at: usize, bytes: u64, kind: u32): i32 {
  if (at < arenaBase() || (at & (ALIGNMENT - 1)) !== 0) return BAD_BLOCK;
  const code = ensureEnd(at + bytes);
  if (code === 0) store<u32>(at, kind);
  return code;
}

/** Whether a block of this kind was opened here. */
export function isBlock(at: usize, kind: u32): bool {
  if (at < arenaBase() || (at & (ALIGNMENT - 1)) !== 0) return false;
  if (<u64>at + HEADER_BYTES > (<u64>memory.size()) << PAGE_SHIFT) return false;
  return load<u32>(at) === kind;
}

/** Makes all memory below `end` usable: 0, or NO_MEMORY. */
export function ensureEnd(end: u64): i32 {
  const pages = (end + (1 << PAGE_SHIFT) - 1) >> PAGE_SHIFT;
  if (pages > PAGES_MAX) return NO_MEMORY;
  const missing = <i32>pages - memory.size();
  return missing > 0 && memory.grow(missing) < 0 ? NO_MEMORY : 0;
}
