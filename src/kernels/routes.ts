// Route summarization over IPv4 prefixes: the typed port of assembly/routes. Bits beyond a prefix are ignored; answers
// ascend by address. Views on the kernel's memory are made after it grew and never kept.
import { assert } from '../std/assert.ts';
import { IPV4_BITS, type Cidr } from '../std/ip.ts';
import type { Arena } from './arena.ts';
import { answerOf } from './code.ts';
import type { KernelExports } from './exports.ts';

/** Most prefixes in one call; a caller with outside input checks before. */
export const PREFIXES_MAX = 1 << 23;

export interface RoutesKernel {
  /** The fewest prefixes that cover the same addresses (CIDR aggregation, RFC 4632 section 5). */
  exact(prefixes: readonly Cidr[]): Cidr[];
  /** Prefixes longer than `boundaryBits` (0 to 32) cut to it, without duplicates and what others cover. */
  boundary(prefixes: readonly Cidr[], boundaryBits: number): Cidr[];
  /** How many addresses the summary covers that the prefixes do not: 0 to 2^32. */
  overAdvertised(summary: readonly Cidr[], prefixes: readonly Cidr[]): number;
}

export function createRoutesKernel(kernel: KernelExports, arena: Arena): RoutesKernel {
  function write(lists: readonly (readonly Cidr[])[]): number {
    const count = lists.reduce((sum, list) => sum + list.length, 0);
    const workspace = arena.scratch(`workspace of ${count} prefixes`, (at) => kernel.ipv4Open(at, count));
    const { addresses, bits } = columns(workspace, count);
    let at = 0;
    for (const list of lists) {
      for (const { base, prefixBits } of list) {
        if (!(Number.isInteger(prefixBits) && prefixBits >= 0 && prefixBits <= IPV4_BITS)) {
          assert(false, `a prefix is 0 to ${IPV4_BITS} bits long, got ${prefixBits}`);
        }
        addresses[at] = base;
        bits[at] = prefixBits;
        at++;
      }
    }
    return workspace;
  }

  function read(workspace: number, count: number): Cidr[] {
    const { addresses, bits } = columns(workspace, count);
    const prefixes: Cidr[] = [];
    for (let i = 0; i < count; i++) prefixes.push({ base: addresses[i] ?? 0, prefixBits: bits[i] ?? 0 });
    return prefixes;
  }

  function columns(workspace: number, count: number): { addresses: Uint32Array; bits: Uint8Array } {
    const { buffer } = kernel.memory;
    return {
      addresses: new Uint32Array(buffer, kernel.ipv4Addresses(workspace), count),
      bits: new Uint8Array(buffer, kernel.ipv4Bits(workspace), count),
    };
  }

  return {
    exact(prefixes) {
      const workspace = write([prefixes]);
      return read(workspace, answerOf(kernel.ipv4Exact(workspace, prefixes.length), 'ipv4Exact'));
    },
    boundary(prefixes, boundaryBits) {
      assert(Number.isInteger(boundaryBits), `a boundary is a whole number of bits, got ${boundaryBits}`);
      const workspace = write([prefixes]);
      const count = kernel.ipv4Boundary(workspace, prefixes.length, boundaryBits);
      return read(workspace, answerOf(count, `ipv4Boundary at ${boundaryBits} bits`));
    },
    overAdvertised(summary, prefixes) {
      const workspace = write([summary, prefixes]);
      const addresses = kernel.ipv4OverAdvertised(workspace, summary.length, prefixes.length);
      return answerOf(addresses, 'ipv4OverAdvertised');
    },
  };
}
