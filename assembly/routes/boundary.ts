// Summaries at a fixed boundary: every prefix longer than it is cut to it, duplicates and what a shorter one covers
// are dropped; shorter ones stay as they are and siblings are not joined, as when a router announces one summary for
// each block it has routes in. Beside it, how many addresses there were before and are now: the difference is promised
// and not there.
import { BAD_BLOCK, BAD_INDEX, BAD_VALUE, NO_MEMORY } from '../memory/code';
import {
  MARK_NONE,
  UNNAMED,
  commonBits,
  hiAt,
  labelOf,
  lengthAt,
  loAt,
  maskHi,
  maskLo,
  put,
  recordBytes,
  widthOf,
} from './record';
import { countOfBoth, sortByAddress } from './sort';
import { SUM_A, SUM_B, addPrefix, clearSum } from './sums';
import { TABLE_A, TABLE_B, areaAt, bytesOf, isWorkspace, setBytes, tableArea } from './workspace';

/** A boundary of IPv4 by the class of the address: /8, /16, /24 for A, B, C (RFC 791); D and E have none. */
const CLASSFUL: u32 = 255;
/** The sum is taken and nothing written. */
const NOWHERE: usize = 0;

/**
 * Cuts table A at 0 to 32 bits or CLASSFUL, its IPv6 part at 0 to 128 bits: how many prefixes are left, or a code. SUM_A
 * is what there was, SUM_B what the summary covers.
 */
export function routesBoundary(workspace: usize, ipv4Bits: u32, ipv6Bits: u32): i32 {
  if (!isWorkspace(workspace)) return BAD_BLOCK;
  if ((ipv4Bits > 32 && ipv4Bits !== CLASSFUL) || ipv6Bits > 128) return BAD_VALUE;
  const area = tableArea(TABLE_A);
  const code = boundary<u32>(workspace, area, ipv4Bits) || boundary<v128>(workspace, area + 1, ipv6Bits);
  return code !== 0 ? code : countOfBoth(workspace, area);
}

/** Counts the addresses of table A or B, each once, in SUM_A or SUM_B: 0 or a code. */
export function routesCover(workspace: usize, table: u32): i32 {
  if (!isWorkspace(workspace)) return BAD_BLOCK;
  if (table > TABLE_B) return BAD_INDEX;
  const area = tableArea(table);
  const sum = table === TABLE_A ? SUM_A : SUM_B;
  return cover<u32>(workspace, area, sum) || cover<v128>(workspace, area + 1, sum);
}

function cover<A>(workspace: usize, area: usize, sum: usize): i32 {
  clearSum<A>(workspace, sum);
  const bytes = bytesOf(workspace, area);
  if (bytes === 0) return 0;
  const from = sortByAddress<A>(workspace, area);
  if (from === 0) return NO_MEMORY;
  outermost<A>(workspace, from, from + bytes, widthOf<A>(), NOWHERE, sum);
  if (from !== areaAt(workspace, area)) memory.copy(areaAt(workspace, area), from, bytes);
  return 0;
}

function boundary<A>(workspace: usize, area: usize, bits: u32): i32 {
  clearSum<A>(workspace, SUM_A);
  clearSum<A>(workspace, SUM_B);
  const bytes = bytesOf(workspace, area);
  if (bytes === 0) return 0;
  const from = sortByAddress<A>(workspace, area);
  if (from === 0) return NO_MEMORY;
  const to = areaAt(workspace, area);
  outermost<A>(workspace, from, from + bytes, widthOf<A>(), NOWHERE, SUM_A);
  setBytes(workspace, area, outermost<A>(workspace, from, from + bytes, bits, to, SUM_B) - to);
  return 0;
}

/** Of prefixes sorted by address and cut at a boundary those that no other covers, written from `out` on; their end. */
function outermost<A>(workspace: usize, at: usize, end: usize, bits: u32, out: usize, sum: usize): usize {
  let length = min(lengthAt(at), boundaryOf(bits, hiAt<A>(at)));
  let hi = hiAt<A>(at) & maskHi(length);
  let lo = loAt<A>(at) & maskLo(length);
  const bottom = out;
  for (at += recordBytes<A>(); at < end; at += recordBytes<A>()) {
    const nextLength = min(lengthAt(at), boundaryOf(bits, hiAt<A>(at)));
    const nextHi = hiAt<A>(at) & maskHi(nextLength);
    const nextLo = loAt<A>(at) & maskLo(nextLength);
    if (commonBits<A>(hi, lo, nextHi, nextLo) >= min(length, nextLength)) {
      length = min(length, nextLength);
      continue;
    }
    addPrefix<A>(workspace, sum, length);
    if (bottom !== NOWHERE) put<A>(out, hi, lo, labelOf(length, UNNAMED, MARK_NONE));
    out += recordBytes<A>();
    hi = nextHi;
    lo = nextLo;
    length = nextLength;
  }
  addPrefix<A>(workspace, sum, length);
  if (bottom !== NOWHERE) put<A>(out, hi, lo, labelOf(length, UNNAMED, MARK_NONE));
  return out + recordBytes<A>();
}

function boundaryOf(bits: u32, hi: u64): u32 {
  if (bits !== CLASSFUL) return bits;
  const top = <u32>(hi >> 60);
  return top < 8 ? 8 : top < 12 ? 16 : top < 14 ? 24 : 32;
}
