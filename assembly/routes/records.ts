// Prefixes from the columns as sorted records, first address << 32 | last address. Host bits are masked away; lengths
// beyond `boundary` are cut to it. Two prefixes are disjoint or nested, so the order of first addresses is enough: of
// those with the same first address the reader takes the furthest last one.
import { BAD_VALUE } from '../memory/code';
import { sortByUpperHalf } from '../memory/radix-sort';
import { addressesAt, bitsAt, countMaxOf, countsAt, recordsAt, spareAt } from './workspace';

/** Reads `count` prefixes from number `from` on: 0, or BAD_VALUE if one is longer than 32 bits. */
export function readRecords(workspace: usize, from: u32, count: u32, boundary: u32): i32 {
  const countMax = countMaxOf(workspace);
  let address = addressesAt(workspace) + ((<usize>from) << 2);
  let record = recordsAt(workspace, countMax);
  const bits = bitsAt(workspace, countMax) + from;
  for (let at = bits, end = bits + count; at < end; at++) {
    const given = <u32>load<u8>(at);
    if (given > 32) return BAD_VALUE;
    const hostMask = <u32>(<u64>0xffffffff >> min(given, boundary));
    const last = load<u32>(address) | hostMask;
    store<u64>(record, ((<u64>(last ^ hostMask)) << 32) | last);
    address += 4;
    record += 8;
  }
  return 0;
}

/** Sorts the records read by first address; returns where they are now. */
export function sortRecords(workspace: usize, count: u32): usize {
  const countMax = countMaxOf(workspace);
  const records = recordsAt(workspace, countMax);
  return sortByUpperHalf(records, spareAt(workspace, countMax), countsAt(workspace, countMax), count);
}
