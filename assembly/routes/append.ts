// More records at the end of an area.
import { NO_MEMORY } from '../memory/code';
import {
  MARK_NONE,
  commonBits,
  labelOf,
  leastLengthAt,
  maskHi,
  maskLo,
  put,
  recordBytes,
  sizeHi,
  sizeLo,
} from './record';
import { areaAt, bytesOf, reserve, setBytes } from './workspace';

/** Appends one prefix: 0 or NO_MEMORY. */
export function append<A>(workspace: usize, area: usize, hi: u64, lo: u64, label: u32): i32 {
  const used = bytesOf(workspace, area);
  const code = reserve(workspace, area, <u64>used + recordBytes<A>());
  if (code !== 0) return code;
  put<A>(areaAt(workspace, area) + used, hi, lo, label);
  setBytes(workspace, area, used + recordBytes<A>());
  return 0;
}

/** Appends the fewest prefixes that make up the addresses from first to last: 0 or NO_MEMORY. */
export function appendRange<A>(
  workspace: usize,
  area: usize,
  hi: u64,
  lo: u64,
  lastHi: u64,
  lastLo: u64,
  hop: u32,
): i32 {
  while (true) {
    const length = blockLength(hi, lo, lastHi, lastLo);
    if (append<A>(workspace, area, hi, lo, labelOf(length, hop, MARK_NONE)) !== 0) return NO_MEMORY;
    if ((hi | ~maskHi(length)) === lastHi && (lo | ~maskLo(length)) === lastLo) return 0;
    lo += sizeLo(length);
    hi += sizeHi(length) + (length > 64 && lo === 0 ? <u64>1 : <u64>0);
  }
}

/** The length of the largest prefix that begins here and does not reach beyond the last address. */
export function blockLength(hi: u64, lo: u64, lastHi: u64, lastLo: u64): u32 {
  const least = leastLengthAt(hi, lo);
  const common = commonBits<v128>(hi, lo, lastHi, lastLo);
  const isWhole = least <= common && (~lastHi & ~maskHi(common)) === 0 && (~lastLo & ~maskLo(common)) === 0;
  return isWhole ? common : max(least, common + 1);
}
