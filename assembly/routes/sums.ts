// Sums of addresses, one of IPv4 and one of IPv6 for each number. They count in units of 2^-128 of the address space, so that
// one address of IPv4 is 2^96; what went beyond 128 bits is kept apart, since all of the space is 2^128.
import { familyOf, sizeHi, sizeLo } from './record';
import { SUMS, SUM_BYTES, isWorkspace } from './workspace';

const LOW: usize = 0;
const HIGH: usize = 8;
const BEYOND: usize = 16;

/** Addresses of table A, of table B; what only A has, what only B has, what both have with another next hop. */
export const SUM_A: usize = 0;
export const SUM_B: usize = 1;
export const SUM_ONLY_A: usize = 2;
export const SUM_ONLY_B: usize = 3;
export const SUM_CHANGED: usize = 4;
const SUMS_MAX: usize = 5;

/** Where the sums are, SUM_BYTES each: low u64, high u64, beyond u64; that of IPv6 behind that of IPv4. */
export function routesSumsAt(workspace: usize): usize {
  return isWorkspace(workspace) ? workspace + SUMS : 0;
}

export function clearSum<A>(workspace: usize, sum: usize): void {
  memory.fill(placeOf<A>(workspace, sum), 0, SUM_BYTES);
}

/** Adds the addresses of a prefix of this length. */
export function addPrefix<A>(workspace: usize, sum: usize, length: u32): void {
  const at = placeOf<A>(workspace, sum);
  if (length === 0) {
    store<u64>(at, load<u64>(at, BEYOND) + 1, BEYOND);
    return;
  }
  const oldLow = load<u64>(at, LOW);
  const low = oldLow + sizeLo(length);
  const oldHigh = load<u64>(at, HIGH);
  const high = oldHigh + sizeHi(length) + (low < oldLow ? <u64>1 : <u64>0);
  store<u64>(at, low, LOW);
  store<u64>(at, high, HIGH);
  // No prefix of length 1 or more adds all of the upper half, so that it wrapped exactly when it is less.
  if (high < oldHigh) store<u64>(at, load<u64>(at, BEYOND) + 1, BEYOND);
}

function placeOf<A>(workspace: usize, sum: usize): usize {
  return workspace + SUMS + (sum + familyOf<A>() * SUMS_MAX) * SUM_BYTES;
}
