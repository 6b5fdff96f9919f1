// Least significant digit radix sort of 8-byte records by their upper 32 bits: 11 + 11 + 10 bits, three passes, stable.
// One reading pass counts all three digits; a digit that is the same in every record costs no pass. Knuth, The Art of
// Computer Programming 3, 5.2.5 (algorithm R); digits of 11 bits keep a pass's 2,048 write heads within the caches.

const BUCKETS: usize = 2048;
const DIGIT: u32 = 2047;

/** Scratch for the digit counts: 3 x 2,048 u32. */
export const COUNTS_BYTES: usize = 3 * BUCKETS * 4;

/**
 * Sorts `count` records at `records` ascending; `spare` has the same size, `counts` has COUNTS_BYTES. Returns where
 * the sorted records are: `records` or `spare`.
 */
export function sortByUpperHalf(records: usize, spare: usize, counts: usize, count: u32): usize {
  if (count === 0) return records;
  const bytes = (<usize>count) << 3;
  memory.fill(counts, 0, COUNTS_BYTES);
  for (let at = records, end = records + bytes; at < end; at += 8) {
    const key = load<u32>(at, 4);
    tally(counts + ((<usize>(key & DIGIT)) << 2));
    tally(counts + BUCKETS * 4 + ((<usize>((key >> 11) & DIGIT)) << 2));
    tally(counts + BUCKETS * 8 + ((<usize>(key >> 22)) << 2));
  }
  const sample = load<u32>(records, 4);
  for (let pass: u32 = 0; pass < 3; pass++) {
    const shift = pass * 11;
    const heads = counts + <usize>pass * BUCKETS * 4;
    if (load<u32>(heads + ((<usize>((sample >> shift) & DIGIT)) << 2)) === count) continue;
    turnCountsIntoAddresses(heads, spare);
    scatter(records, bytes, heads, shift);
    const sorted = spare;
    spare = records;
    records = sorted;
  }
  return records;
}

function tally(at: usize): void {
  store<u32>(at, load<u32>(at) + 1);
}

function turnCountsIntoAddresses(heads: usize, target: usize): void {
  for (let at = heads, end = heads + BUCKETS * 4; at < end; at += 4) {
    const count = <usize>load<u32>(at);
    store<u32>(at, <u32>target);
    target += count << 3;
  }
}

function scatter(records: usize, bytes: usize, heads: usize, shift: u32): void {
  for (let at = records, end = records + bytes; at < end; at += 8) {
    const record = load<u64>(at);
    const head = heads + ((<usize>((<u32>(record >> 32) >> shift) & DIGIT)) << 2);
    const target = load<u32>(head);
    store<u32>(head, target + 8);
    store<u64>(target, record);
  }
}
