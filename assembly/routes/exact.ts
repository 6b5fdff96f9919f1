// Exact aggregation: the fewest prefixes that cover the same addresses, no more and no less. Prefixes in order of address go
// onto a stack, which is the answer so far: what its top covers is dropped, and while the two on top are halves of one
// prefix, that takes their place (CIDR, RFC 4632 section 5). Each prefix is put and taken once.
import { BAD_BLOCK, BAD_INDEX, NO_MEMORY } from '../memory/code';
import { MARK_NONE, UNNAMED, commonBits, hiAt, labelOf, lengthAt, loAt, put, recordBytes } from './record';
import { countOfBoth, sortByAddress } from './sort';
import { TABLE_B, areaAt, bytesOf, isWorkspace, setBytes, tableArea } from './workspace';

/** Turns table A or B into the fewest prefixes that cover the same: their count, or a code. */
export function routesExact(workspace: usize, table: u32): i32 {
  if (!isWorkspace(workspace)) return BAD_BLOCK;
  if (table > TABLE_B) return BAD_INDEX;
  const area = tableArea(table);
  const code = exact<u32>(workspace, area) || exact<v128>(workspace, area + 1);
  return code !== 0 ? code : countOfBoth(workspace, area);
}

/** The same for one area: 0 or NO_MEMORY. */
export function exact<A>(workspace: usize, area: usize): i32 {
  const bytes = bytesOf(workspace, area);
  if (bytes === 0) return 0;
  const from = sortByAddress<A>(workspace, area);
  if (from === 0) return NO_MEMORY;
  const to = areaAt(workspace, area);
  setBytes(workspace, area, aggregate<A>(from, from + bytes, to) - to);
  return 0;
}

/** The fewest prefixes of those sorted from `at` to `end`, written from `out` on, which is not behind `at`. */
function aggregate<A>(at: usize, end: usize, out: usize): usize {
  const size = recordBytes<A>();
  const bottom = out;
  let hi = hiAt<A>(at);
  let lo = loAt<A>(at);
  let length = lengthAt(at);
  for (at += size; at < end; at += size) {
    const nextHi = hiAt<A>(at);
    const nextLo = loAt<A>(at);
    const nextLength = lengthAt(at);
    const common = commonBits<A>(hi, lo, nextHi, nextLo);
    if (common >= length && nextLength >= length) continue;
    if (common >= nextLength) {
      // The next one covers the top, so both begin at the same address.
      length = nextLength;
    } else if (common + 1 === length && nextLength === length) {
      length--;
    } else {
      put<A>(out, hi, lo, labelOf(length, UNNAMED, MARK_NONE));
      out += size;
      hi = nextHi;
      lo = nextLo;
      length = nextLength;
      continue;
    }
    while (out > bottom && lengthAt(out - size) === length) {
      const below = out - size;
      if (commonBits<A>(hiAt<A>(below), loAt<A>(below), hi, lo) + 1 !== length) break;
      out = below;
      hi = hiAt<A>(out);
      lo = loAt<A>(out);
      length--;
    }
  }
  put<A>(out, hi, lo, labelOf(length, UNNAMED, MARK_NONE));
  return out + size;
}
