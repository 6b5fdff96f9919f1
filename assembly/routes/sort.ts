// A table in order. By address alone for what only asks which addresses there are; by address and length, one record each,
// for what asks where they go.
import { NO_MEMORY } from '../memory/code';
import { sortByUpperHalf } from '../memory/radix-sort';
import { sortBy128Bits } from '../memory/radix-sort-128';
import { copyRecord, hiAt, lengthAt, loAt, put, recordBytes } from './record';
import { areaAt, bytesOf, scratch, setBytes } from './workspace';

/** How many records a family's area has. */
export function countOf<A>(workspace: usize, area: usize): u32 {
  return <u32>(bytesOf(workspace, area) / recordBytes<A>());
}

/** How many records a table has whose first area this is. */
export function countOfBoth(workspace: usize, area: usize): i32 {
  return <i32>(countOf<u32>(workspace, area) + countOf<v128>(workspace, area + 1));
}

/** Sorts by address; answers where the records are now, in their area or in scratch, or 0 where there is no memory. */
export function sortByAddress<A>(workspace: usize, area: usize): usize {
  const spare = scratch(workspace, bytesOf(workspace, area));
  return spare === 0 ? 0 : sortInto<A>(workspace, area, spare);
}

/** The same with scratch that is there, as large as the area. */
function sortInto<A>(workspace: usize, area: usize, spare: usize): usize {
  const records = areaAt(workspace, area);
  const count = countOf<A>(workspace, area);
  return sizeof<A>() === 4 ? sortByUpperHalf(records, spare, count) : sortBy128Bits(records, spare, count);
}

/** A label for each length, as sortByPrefix gathers them. */
const LABELS_BYTES: u64 = 129 * 4;

/**
 * Sorts by address, then length, and keeps of the same prefix what was read last; the records are in their area then.
 * Answers 0, or NO_MEMORY.
 */
export function sortByPrefix<A>(workspace: usize, area: usize): i32 {
  const size = recordBytes<A>();
  const spare = scratch(workspace, <u64>bytesOf(workspace, area) + LABELS_BYTES);
  if (spare === 0) return NO_MEMORY;
  const labels = spare + bytesOf(workspace, area);
  let at = sortInto<A>(workspace, area, spare);
  let out = areaAt(workspace, area);
  for (const end = at + bytesOf(workspace, area); at < end;) {
    let next = at + size;
    if (next >= end || !isSameAddress<A>(at, next)) {
      copyRecord<A>(out, at);
      out += size;
    } else {
      while (next < end && isSameAddress<A>(at, next)) next += size;
      out = oneOfEachLength<A>(at, next, out, labels);
    }
    at = next;
  }
  setBytes(workspace, area, out - areaAt(workspace, area));
  return 0;
}

function isSameAddress<A>(record: usize, other: usize): bool {
  if (sizeof<A>() === 4) return load<u32>(record, 4) === load<u32>(other, 4);
  return hiAt<A>(record) === hiAt<A>(other) && loAt<A>(record) === loAt<A>(other);
}

/** Writes the last record of each length, ascending, of records with the same address; answers where the next one goes. */
function oneOfEachLength<A>(from: usize, end: usize, out: usize, labels: usize): usize {
  const hi = hiAt<A>(from);
  const lo = loAt<A>(from);
  let short: u64 = 0;
  let long: u64 = 0;
  let hasLongest = false;
  for (let at = from; at < end; at += recordBytes<A>()) {
    const length = <u64>lengthAt(at);
    store<u32>(labels + ((<usize>length) << 2), load<u32>(at));
    if (length < 64) short |= (<u64>1) << length;
    else if (length < 128) long |= (<u64>1) << (length - 64);
    else hasLongest = true;
  }
  for (; short !== 0; short &= short - 1, out += recordBytes<A>()) {
    put<A>(out, hi, lo, load<u32>(labels + ((<usize>ctz(short)) << 2)));
  }
  for (; long !== 0; long &= long - 1, out += recordBytes<A>()) {
    put<A>(out, hi, lo, load<u32>(labels + ((<usize>ctz(long) + 64) << 2)));
  }
  if (hasLongest) {
    put<A>(out, hi, lo, load<u32>(labels + 512));
    out += recordBytes<A>();
  }
  return out;
}
