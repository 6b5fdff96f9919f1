// How many addresses a summary promises that its input does not have: |summary u input| - |input|. Exact as an f64,
// which holds every integer up to 2^53, where there are 2^32 addresses.
import { readRecords, sortRecords } from './records';
import { checkCount } from './workspace';

/**
 * The columns hold `summaryCount` prefixes of the summary, then `count` of the input; both stay as they are. Answers
 * a number of addresses, or a code.
 */
export function ipv4OverAdvertised(workspace: usize, summaryCount: u32, count: u32): f64 {
  const total = <u64>summaryCount + count;
  const code = checkCount(workspace, total) || readRecords(workspace, 0, <u32>total, 32);
  if (code !== 0) return code;
  const either = coveredAddresses(sortRecords(workspace, <u32>total), <u32>total);
  readRecords(workspace, summaryCount, count, 32);
  return <f64>(either - coveredAddresses(sortRecords(workspace, count), count));
}

function coveredAddresses(records: usize, count: u32): u64 {
  let covered: u64 = 0;
  let behind: u64 = 0;
  for (let at = records, end = records + ((<usize>count) << 3); at < end; at += 8) {
    const from = max(behind, <u64>load<u32>(at, 4));
    behind = max(behind, <u64>load<u32>(at) + 1);
    covered += behind - from;
  }
  return covered;
}
