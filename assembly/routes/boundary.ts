// Summaries at a fixed boundary: every prefix longer than it is cut to it, duplicates and what a shorter one covers
// are dropped; shorter ones stay as they are and siblings are not joined, as when a router announces one summary for
// each block it has routes in. What that promises beyond the input, over-advertised.ts counts.
import { BAD_VALUE } from '../memory/code';
import { readRecords, sortRecords } from './records';
import { addressesAt, bitsAt, checkCount, countMaxOf } from './workspace';

/** Replaces the columns' first `count` prefixes by the summaries, ascending: their count, or a code. */
export function ipv4Boundary(workspace: usize, count: u32, boundary: u32): i32 {
  if (boundary > 32) return BAD_VALUE;
  const code = checkCount(workspace, count) || readRecords(workspace, 0, count, boundary);
  if (code !== 0 || count === 0) return code;
  const records = sortRecords(workspace, count);
  const bits = bitsAt(workspace, countMaxOf(workspace));
  let out = bits;
  let address = addressesAt(workspace);
  let first = load<u32>(records, 4);
  let last = load<u32>(records);
  for (let at = records + 8, end = records + ((<usize>count) << 3); at < end; at += 8) {
    const nextFirst = load<u32>(at, 4);
    const nextLast = load<u32>(at);
    if (nextFirst > last) {
      store<u32>(address, first);
      store<u8>(out, <u8>clz(first ^ last));
      address += 4;
      out++;
      first = nextFirst;
      last = nextLast;
    } else {
      last = max(last, nextLast);
    }
  }
  store<u32>(address, first);
  store<u8>(out, <u8>clz(first ^ last));
  return <i32>(out + 1 - bits);
}
