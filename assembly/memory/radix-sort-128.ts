// The same sort for 24-byte records by the 128 bits behind their first 8 bytes (low u64, high u64): only bits that are
// not the same in all records are looked at, in digits of at most 12 bits. A pass counts the next one's digits as it goes.

const RECORD: usize = 24;
const DIGIT_BITS: u64 = 12;
const COUNTS_BYTES: usize = 4096 * 4;
/** An entry each of the tables below, selected by the bits of a digit above two that are 0. */
const DIGIT: u32 = (4096 - 1) << 2;

/** How many records have each of the next pass's digits, and where the next one with a digit goes: scratch of one call. */
const COUNTS: usize = memory.data(4096 * 4, 16);
const HEADS: usize = memory.data(4096 * 4, 16);

/**
 * Sorts `count` records at `records` ascending; `spare` has the same size. Returns where the sorted records are: `records`
 * or `spare`.
 */
export function sortBy128Bits(records: usize, spare: usize, count: u32): usize {
  if (count === 0) return records;
  const bytes = <usize>count * RECORD;
  let sorted = records;
  for (let half: usize = 8; half <= 16; half += 8) {
    const varying = varyingBits(sorted + half, bytes);
    if (varying === 0) continue;
    let shift = ctz(varying);
    tally(sorted + half, bytes, shift);
    while (shift < 64) {
      const target = sorted === records ? spare : records;
      const behind = shift + DIGIT_BITS;
      const next = behind < 64 && varying >> behind !== 0 ? behind + ctz(varying >> behind) : 64;
      findHeads(target);
      scatter(sorted, bytes, half, shift, next);
      sorted = target;
      shift = next;
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

function tally(keys: usize, bytes: usize, shift: u64): void {
  memory.fill(COUNTS, 0, COUNTS_BYTES);
  for (let at = keys, end = keys + bytes; at < end; at += RECORD) count(load<u64>(at), shift);
}

function count(key: u64, shift: u64): void {
  const at = COUNTS + <usize>digitOf(key, shift);
  store<u32>(at, load<u32>(at) + 1);
}

/** Four times the digit whose lowest bit this is. */
function digitOf(key: u64, shift: u64): u32 {
  return ((<u32>(key >> shift)) << 2) & DIGIT;
}

function findHeads(target: usize): void {
  for (let at: usize = 0; at < COUNTS_BYTES; at += 4) {
    store<u32>(HEADS + at, <u32>target);
    target += <usize>load<u32>(COUNTS + at) * RECORD;
  }
  memory.fill(COUNTS, 0, COUNTS_BYTES);
}

/** Moves the records by one digit and counts the next, of shift 64 none. */
function scatter(records: usize, bytes: usize, half: usize, shift: u64, next: u64): void {
  const end = records + bytes;
  if (next === 64) {
    for (let at = records; at < end; at += RECORD) move(at, load<u64>(at + half), shift);
  } else {
    for (let at = records; at < end; at += RECORD) {
      const key = load<u64>(at + half);
      move(at, key, shift);
      count(key, next);
    }
  }
}

/** Moves one record behind those with the same digit. */
function move(record: usize, key: u64, shift: u64): void {
  const head = HEADS + <usize>digitOf(key, shift);
  const target = load<u32>(head);
  store<u32>(head, target + <u32>RECORD);
  if (ASC_FEATURE_SIMD) {
    v128.store(target, v128.load(record));
  } else {
    store<u64>(target, load<u64>(record));
    store<u64>(target, load<u64>(record, 8), 8);
  }
  store<u64>(target, load<u64>(record, 16), 16);
}
