// A table as segments: records whose address says where one begins and whose next hop says where it goes; each ends where
// the next begins, the last with the address space. Neighbours differ in their next hop. This is what a longest prefix match
// does with every address, so that two tables forward alike exactly when their segments are the same.
import {
  MARK_NONE,
  NOTHING,
  hiAt,
  hopAt,
  labelOf,
  lengthAt,
  loAt,
  maskHi,
  maskLo,
  put,
  recordBytes,
} from './record';
import { sortByPrefix } from './sort';
import { NO_MEMORY } from '../memory/code';
import { NULL_HOP, areaAt, bytesOf, reserve, scratch, setBytes } from './workspace';

/** One open prefix: its last address (high u64, low u64) and its next hop (u32). */
const OPEN_BYTES: usize = 24;
/** A prefix of each length, and one below them all. */
const OPEN_MAX: usize = 131;

/** Sorts an area by prefix and writes its segments into another; NULL_HOP is nothing. Answers 0 or NO_MEMORY. */
export function flatten<A>(workspace: usize, area: usize, target: usize): i32 {
  const code = sortByPrefix<A>(workspace, area);
  if (code !== 0) return code;
  const size = recordBytes<A>();
  const count = <u64>(bytesOf(workspace, area) / size);
  if (reserve(workspace, target, (count * 2 + 1) * size) !== 0) return NO_MEMORY;
  const bottom = scratch(workspace, OPEN_MAX * OPEN_BYTES);
  if (bottom === 0) return NO_MEMORY;
  const first = areaAt(workspace, target);
  const nullHop = load<u32>(workspace, NULL_HOP);
  let top = bottom;
  store<u32>(top, NOTHING, 16);
  put<A>(first, 0, 0, labelOf(0, NOTHING, MARK_NONE));
  let out = first + size;
  let at = areaAt(workspace, area);
  for (const end = at + bytesOf(workspace, area); at < end; at += size) {
    const hi = hiAt<A>(at);
    const lo = loAt<A>(at);
    while (top > bottom && isBefore(load<u64>(top), load<u64>(top, 8), hi, lo)) {
      out = close<A>(first, out, top);
      top -= OPEN_BYTES;
    }
    const length = lengthAt(at);
    top += OPEN_BYTES;
    store<u64>(top, hi | ~maskHi(length));
    store<u64>(top, lo | ~maskLo(length), 8);
    const hop = hopAt(at) === nullHop ? NOTHING : hopAt(at);
    store<u32>(top, hop, 16);
    out = begin<A>(first, out, hi, lo, hop);
  }
  for (; top > bottom; top -= OPEN_BYTES) out = close<A>(first, out, top);
  setBytes(workspace, target, out - first);
  return 0;
}

/** Behind the last address of the open prefix on top its next outer one goes on, unless the space ends. */
function close<A>(first: usize, out: usize, top: usize): usize {
  const lo = load<u64>(top, 8) + 1;
  const hi = load<u64>(top) + (lo === 0 ? <u64>1 : <u64>0);
  if (hi === 0 && lo === 0) return out;
  return begin<A>(first, out, hi, lo, load<u32>(top - OPEN_BYTES, 16));
}

/** A segment begins, not before the last one does. */
function begin<A>(first: usize, out: usize, hi: u64, lo: u64, hop: u32): usize {
  const size = recordBytes<A>();
  const last = out - size;
  if (hiAt<A>(last) === hi && loAt<A>(last) === lo) out = last;
  if (out > first && hopAt(out - size) === hop) return out;
  put<A>(out, hi, lo, labelOf(0, hop, MARK_NONE));
  return out + size;
}

/** Whether one address lies before another. */
export function isBefore(hi: u64, lo: u64, otherHi: u64, otherLo: u64): bool {
  return hi < otherHi || (hi === otherHi && lo < otherLo);
}
