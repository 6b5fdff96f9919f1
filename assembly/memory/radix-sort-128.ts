// The same sort for 24-byte records by the 128 bits behind their first 8 bytes (low u64, high u64): only bits that are
// not the same in all records are looked at, in digits of at most 11 bits, each counted in a pass of its own.

const RECORD: usize = 24;
const DIGIT_BITS: u32 = 11;

/** Scratch for the digit counts: 2,048 u32. */
export const COUNTS_128_BYTES: usize = 2048 * 4;

/**
 * Sorts `count` records at `records` ascending; `spare` has the same size, `counts` has COUNTS_128_BYTES. Returns where
 * the sorted records are: `records` or `spare`.
 */
export function sortBy128Bits(records: usize, spare: usize, counts: usize, count: u32): usize {
  if (count === 0) return records;
  const bytes = <usize>count * RECORD;
  let sorted = records;
  for (let half: usize = 8; half <= 16; half += 8) {
    const varying = varyingBits(sorted + half, bytes);
    let shift = <u32>ctz(varying);
    while (shift < 64 && varying >> shift !== 0) {
      const digit = ((<u64>1) << min(DIGIT_BITS, 64 - shift)) - 1;
      const target = sorted === records ? spare : records;
      tally(sorted + half, bytes, counts, shift, digit);
      turnCountsIntoAddresses(counts, target);
      scatter(sorted, bytes, half, counts, shift, digit);
      sorted = target;
      shift += DIGIT_BITS;
      while (shift < 64 && ((varying >> shift) & 1) === 0) shift++;
    }
  }
  return sorted;
}

/** The bits of a key that are not the same in all records. */
function varyingBits(keys: usize, bytes: usize): u64 {
  const sample = load<u64>(keys);
  let varying: u64 = 0;
  for (let at = keys, end = keys + bytes; at < end; at += RECORD) varying |= load<u64>(at) ^ sample;
  return varying;
}

function tally(keys: usize, bytes: usize, counts: usize, shift: u64, digit: u64): void {
  memory.fill(counts, 0, COUNTS_128_BYTES);
  for (let at = keys, end = keys + bytes; at < end; at += RECORD) {
    const count = counts + ((<usize>((load<u64>(at) >> shift) & digit)) << 2);
    store<u32>(count, load<u32>(count) + 1);
  }
}

function turnCountsIntoAddresses(counts: usize, target: usize): void {
  for (let at = counts, end = counts + COUNTS_128_BYTES; at < end; at += 4) {
    const count = <usize>load<u32>(at);
    store<u32>(at, <u32>target);
    target += count * RECORD;
  }
}

function scatter(records: usize, bytes: usize, half: usize, counts: usize, shift: u64, digit: u64): void {
  for (let at = records, end = records + bytes; at < end; at += RECORD) {
    const head = counts + ((<usize>((load<u64>(at + half) >> shift) & digit)) << 2);
    const target = load<u32>(head);
    store<u32>(head, target + <u32>RECORD);
    store<u64>(target, load<u64>(at));
    store<u64>(target, load<u64>(at, 8), 8);
    store<u64>(target, load<u64>(at, 16), 16);
  }
}
