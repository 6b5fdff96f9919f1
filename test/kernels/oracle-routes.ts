// What the route kernels must answer, by another method than theirs: an address is a string of bits, the address space is
// halved bit by bit as in a binary trie, and every question is asked of each half. No sorting, no ranges, no arithmetic.
import type { RoutesKernel } from '../../src/kernels/routes.ts';
import { networkOf, type Cidr } from '../../src/std/ip.ts';

/** The bits of a prefix, as many as it is long, and where it goes. */
export interface Prefix {
  readonly bits: string;
  readonly hop?: string;
}

export type Family = 32 | 128;

/** The fewest prefixes that cover the same addresses. */
export function exactOf(prefixes: readonly string[], block = ''): string[] {
  if (prefixes.length === 0) return [];
  if (prefixes.includes(block)) return [block];
  const [low, high] = halves(prefixes, block);
  const below = [...exactOf(low, `${block}0`), ...exactOf(high, `${block}1`)];
  return below.length === 2 && below[0] === `${block}0` && below[1] === `${block}1` ? [block] : below;
}

/** Prefixes cut to what a boundary leaves of each, those dropped that others cover; ascending. */
export function boundaryOf(prefixes: readonly string[], lengthOf: (bits: string) => number): string[] {
  const cut = new Set(prefixes.map((bits) => bits.slice(0, lengthOf(bits))));
  return [...cut].filter((bits) => !coveredBy(cut, bits)).sort();
}

function coveredBy(all: ReadonlySet<string>, bits: string): boolean {
  for (let length = 0; length < bits.length; length++) if (all.has(bits.slice(0, length))) return true;
  return false;
}

/** How many addresses prefixes have, each counted once. */
export function coverOf(prefixes: readonly string[], family: Family, block = ''): bigint {
  if (prefixes.length === 0) return 0n;
  if (prefixes.includes(block)) return 1n << BigInt(family - block.length);
  const [low, high] = halves(prefixes, block);
  return coverOf(low, family, `${block}0`) + coverOf(high, family, `${block}1`);
}

/** Classes A, B and C; others stay as they are. */
export function classOf(bits: string): number {
  if (bits.startsWith('0')) return 8;
  if (bits.startsWith('10')) return 16;
  return bits.startsWith('110') ? 24 : 32;
}

/** Where addresses of a block go in one table and in the other, in as few blocks as there can be, ascending. */
export interface Way {
  readonly bits: string;
  readonly from: string | undefined;
  readonly to: string | undefined;
}

/** What a longest prefix match does with the addresses of a block, in two tables at once. */
export function waysOf(a: readonly Prefix[], b: readonly Prefix[], block: Way = everywhere): Way[] {
  const last = (prefixes: readonly Prefix[], otherwise: string | undefined): string | undefined => {
    const found = prefixes.findLast(({ bits }) => bits === block.bits);
    return found === undefined ? otherwise : (found.hop ?? '');
  };
  const from = last(a, block.from);
  const to = last(b, block.to);
  const deeper = (prefixes: readonly Prefix[]): Prefix[] =>
    prefixes.filter(({ bits }) => bits.length > block.bits.length && bits.startsWith(block.bits));
  const [deepA, deepB] = [deeper(a), deeper(b)];
  if (deepA.length + deepB.length === 0) return [{ bits: block.bits, from, to }];
  const below = ['0', '1'].flatMap((bit) => {
    const bits = block.bits + bit;
    const within = (prefixes: readonly Prefix[]): Prefix[] =>
      prefixes.filter((prefix) => prefix.bits.startsWith(bits));
    return waysOf(within(deepA), within(deepB), { bits, from, to });
  });
  const [low, high] = below;
  const isOne = below.length === 2 && low?.from === high?.from && low?.to === high?.to;
  return isOne && low !== undefined ? [{ ...low, bits: block.bits }] : below;
}

const everywhere: Way = { bits: '', from: undefined, to: undefined };

function halves(prefixes: readonly string[], block: string): readonly [string[], string[]] {
  const within = (bit: string): string[] => prefixes.filter((bits) => bits.startsWith(block + bit));
  return [within('0'), within('1')];
}

/** The bits of an IPv4 prefix. */
export function bitsOf({ base, prefixBits }: Cidr): string {
  return base.toString(2).padStart(32, '0').slice(0, prefixBits);
}

const cidrOf = (bits: string): Cidr => networkOf(Number.parseInt(bits.padEnd(32, '0'), 2), bits.length);

export const oracleRoutes: RoutesKernel = {
  exact: (prefixes) => exactOf(prefixes.map(bitsOf)).map(cidrOf),
  boundary: (prefixes, boundaryBits) => boundaryOf(prefixes.map(bitsOf), () => boundaryBits).map(cidrOf),
  overAdvertised(summary, prefixes) {
    const input = prefixes.map(bitsOf);
    return Number(coverOf([...summary.map(bitsOf), ...input], 32) - coverOf(input, 32));
  },
};
