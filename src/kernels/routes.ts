// Route summarization over IPv4 prefixes: the typed port of assembly/routes for callers that have prefixes and no text. Bits
// beyond a prefix are ignored; answers ascend by address. Views on the kernel's memory are made after it grew and never
// kept.
import { assert } from '../std/assert.ts';
import { IPV4_BITS, networkOf, type Cidr } from '../std/ip.ts';
import type { Arena } from './arena.ts';
import { answerOf } from './code.ts';
import type { KernelExports } from './exports.ts';
import { sumOf, SUM_A, SUM_B, TABLE_A, TABLE_B } from './route-memory.ts';

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

/** A record's label when all that is known is its length: `length | unnamed next hop`. */
const UNNAMED = 1 << 10;
const IPV6_BITS = 128;

export function createRoutesKernel(kernel: KernelExports, arena: Arena): RoutesKernel {
  const open = (): number => arena.scratch('a workspace for routes', (at) => kernel.routesOpen(at, 0));

  function write(workspace: number, table: number, lists: readonly (readonly Cidr[])[]): void {
    const count = lists.reduce((sum, list) => sum + list.length, 0);
    assert(count <= PREFIXES_MAX, `at most ${PREFIXES_MAX} prefixes, got ${count}`);
    answerOf(kernel.routesSetIpv4Count(workspace, table, count), `table of ${count} prefixes`);
    const records = recordsOf(workspace, table, count);
    let at = 0;
    for (const list of lists) {
      for (const { base, prefixBits } of list) {
        if (!(Number.isInteger(prefixBits) && prefixBits >= 0 && prefixBits <= IPV4_BITS)) {
          assert(false, `a prefix is 0 to ${IPV4_BITS} bits long, got ${prefixBits}`);
        }
        records[at] = prefixBits | UNNAMED;
        records[at + 1] = networkOf(base, prefixBits).base;
        at += 2;
      }
    }
  }

  function read(workspace: number, count: number): Cidr[] {
    const records = recordsOf(workspace, TABLE_A, count);
    const prefixes: Cidr[] = [];
    for (let at = 0; at < 2 * count; at += 2) {
      prefixes.push({ base: records[at + 1] ?? 0, prefixBits: (records[at] ?? 0) & 0xff });
    }
    return prefixes;
  }

  function recordsOf(workspace: number, table: number, count: number): Uint32Array {
    return new Uint32Array(kernel.memory.buffer, kernel.routesIpv4At(workspace, table) >>> 0, 2 * count);
  }

  return {
    exact(prefixes) {
      const workspace = open();
      write(workspace, TABLE_A, [prefixes]);
      return read(workspace, answerOf(kernel.routesExact(workspace, TABLE_A), 'routesExact'));
    },
    boundary(prefixes, boundaryBits) {
      const isBoundary = Number.isInteger(boundaryBits) && boundaryBits >= 0 && boundaryBits <= IPV4_BITS;
      assert(isBoundary, `a boundary is a whole number of bits from 0 to 32, got ${boundaryBits}`);
      const workspace = open();
      write(workspace, TABLE_A, [prefixes]);
      const count = kernel.routesBoundary(workspace, boundaryBits, IPV6_BITS);
      return read(workspace, answerOf(count, `routesBoundary at ${boundaryBits} bits`));
    },
    overAdvertised(summary, prefixes) {
      const workspace = open();
      write(workspace, TABLE_A, [summary, prefixes]);
      write(workspace, TABLE_B, [prefixes]);
      answerOf(kernel.routesCover(workspace, TABLE_A), 'routesCover');
      answerOf(kernel.routesCover(workspace, TABLE_B), 'routesCover');
      return Number(sumOf(kernel, workspace, SUM_A).ipv4 - sumOf(kernel, workspace, SUM_B).ipv4);
    },
  };
}
