// What both ports of assembly/routes read of a workspace: its tables by number, and its sums.
import type { KernelExports } from './exports.ts';

/** Tables by number, as assembly/routes/workspace.ts has them. */
export const TABLE_A = 0;
export const TABLE_B = 1;
export const TABLE_ANSWER = 3;

/** Sums by number, as assembly/routes/sums.ts has them. */
export const SUM_A = 0;
export const SUM_B = 1;
export const SUM_ONLY_A = 2;
export const SUM_ONLY_B = 3;
export const SUM_CHANGED = 4;
const SUMS = 5;
const SUM_BYTES = 24;

/** A number of addresses, by family. */
export interface Addresses {
  readonly ipv4: bigint;
  readonly ipv6: bigint;
}

/** A sum of addresses. Units of 2^-128 of the space: one address of IPv4 is 2^96 of them. */
export function sumOf(kernel: KernelExports, workspace: number, sum: number): Addresses {
  const view = new DataView(kernel.memory.buffer, kernel.routesSumsAt(workspace), 2 * SUMS * SUM_BYTES);
  const read = (at: number): bigint =>
    (view.getBigUint64(at + 16, true) << 128n) |
    (view.getBigUint64(at + 8, true) << 64n) |
    view.getBigUint64(at, true);
  return { ipv4: read(sum * SUM_BYTES) >> 96n, ipv6: read((SUMS + sum) * SUM_BYTES) };
}
