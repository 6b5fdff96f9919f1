// Exact aggregation: the fewest prefixes that cover the same addresses, no more and no less. Sorted prefixes are merged
// to ranges that do not touch, and each range is cut greedily into its largest aligned blocks, which is the one minimal
// answer (CIDR, RFC 4632 section 5).
import { readRecords, sortRecords } from './records';
import { addressesAt, bitsAt, checkCount, countMaxOf } from './workspace';

/** Replaces the columns' first `count` prefixes by the answer, ascending: its count, or a code. */
export function ipv4Exact(workspace: usize, count: u32): i32 {
  const code = checkCount(workspace, count) || readRecords(workspace, 0, count, 32);
  if (code !== 0 || count === 0) return code;
  const records = sortRecords(workspace, count);
  const bits = bitsAt(workspace, countMaxOf(workspace));
  let out = bits;
  let first = <u64>load<u32>(records, 4);
  let behind = <u64>load<u32>(records) + 1;
  for (let at = records + 8, end = records + ((<usize>count) << 3); at < end; at += 8) {
    const nextFirst = <u64>load<u32>(at, 4);
    if (nextFirst > behind) {
      out = cut(workspace, bits, out, first, behind);
      first = nextFirst;
    }
    behind = max(behind, <u64>load<u32>(at) + 1);
  }
  out = cut(workspace, bits, out, first, behind);
  return <i32>(out - bits);
}

/** Appends the blocks of the range [first, behind); returns where the next length goes. */
function cut(workspace: usize, bits: usize, out: usize, first: u64, behind: u64): usize {
  let address = addressesAt(workspace) + ((out - bits) << 2);
  while (first < behind) {
    // 1 << 32 stands in for "aligned to everything" when the range begins at 0.0.0.0.
    const size = min(ctz(first | ((<u64>1) << 32)), 63 - clz(behind - first));
    store<u32>(address, <u32>first);
    store<u8>(out, <u8>(32 - size));
    first += (<u64>1) << size;
    address += 4;
    out++;
  }
  return out;
}
