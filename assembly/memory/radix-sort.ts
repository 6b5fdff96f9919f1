// Least significant digit radix sort of 8-byte records by their upper 32 bits: 11 + 11 + 10 bits, three passes, stable.
// One reading pass counts all three digits; a digit that is the same in every record costs no pass. Knuth, The Art of
// Computer Programming 3, 5.2.5 (algorithm R); digits of 11 bits keep a pass's 2,048 write heads within the caches.

const PASSES: u32 = 3;
/** An address each, selected by the bits of a digit above two that are 0. */
const DIGIT: u32 = (2048 - 1) << 2;
const PASS_BYTES: usize = 2048 * 4;

/** How many records have each digit of each pass, and where the next one with a digit goes: scratch of one call. */
const COUNTS: usize = memory.data(3 * 2048 * 4, 16);
const HEADS: usize = memory.data(2048 * 4, 16);

/**
 * Sorts `count` records at `records` ascending; `spare` has the same size. Returns where the sorted records are: `records`
 * or `spare`.
 */
export function sortByUpperHalf(records: usize, spare: usize, count: u32): usize {
  if (count === 0) return records;
  const bytes = (<usize>count) << 3;
  memory.fill(COUNTS, 0, 3 * PASS_BYTES);
  for (let at = records, end = records + bytes; at < end; at += 8) {
    const key = load<u32>(at, 4);
    tally((key << 2) & DIGIT, COUNTS);
    tally((key >> 9) & DIGIT, COUNTS + PASS_BYTES);
    tally((key >> 20) & DIGIT, COUNTS + 2 * PASS_BYTES);
  }
  const sample = load<u64>(records);
  for (let pass: u32 = 0; pass < PASSES; pass++) {
    const shift = 30 + 11 * pass;
    const counts = COUNTS + <usize>pass * PASS_BYTES;
    if (load<u32>(counts + <usize>(<u32>(sample >> shift) & DIGIT)) === count) continue;
    findHeads(counts, spare);
    scatter(records, bytes, shift);
    const sorted = spare;
    spare = records;
    records = sorted;
  }
  return records;
}

function tally(digit: u32, counts: usize): void {
  const at = counts + <usize>digit;
  store<u32>(at, load<u32>(at) + 1);
}

function findHeads(counts: usize, target: usize): void {
  for (let at: usize = 0; at < PASS_BYTES; at += 4) {
    store<u32>(HEADS + at, <u32>target);
    target += (<usize>load<u32>(counts + at)) << 3;
  }
}

/** `shift` brings the lowest bit of the digit to bit 2. */
function scatter(records: usize, bytes: usize, shift: u64): void {
  for (let at = records, end = records + bytes; at < end; at += 8) {
    const record = load<u64>(at);
    const head = HEADS + <usize>(<u32>(record >> shift) & DIGIT);
    const target = load<u32>(head);
    store<u32>(head, target + 8);
    store<u64>(target, record);
  }
}
