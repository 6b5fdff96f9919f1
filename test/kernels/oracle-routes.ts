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

/** The fewest prefixes that cover the same addresses, all of them in the block. */
export function exactOf(prefixes: readonly string[], block = ''): string[] {
  if (prefixes.length < 2) return [...prefixes];
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

/** How many addresses prefixes have, each counted once; all of them in the block. */
export function coverOf(prefixes: readonly string[], family: Family, block = ''): bigint {
  if (prefixes.length === 0) return 0n;
  const [only] = prefixes;
  if (prefixes.length === 1 && only !== undefined) return 1n << BigInt(family - only.length);
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

/** What a longest prefix match does with the addresses of a block that holds both tables. */
export function waysOf(a: readonly Prefix[], b: readonly Prefix[], block: Way = everywhere): Way[] {
  if (a.length + b.length === 0) return [block];
  const last = (prefixes: readonly Prefix[], otherwise: string | undefined): string | undefined => {
    const found = prefixes.findLast(({ bits }) => bits === block.bits);
    return found === undefined ? otherwise : (found.hop ?? '');
  };
  const from = last(a, block.from);
  const to = last(b, block.to);
  const deeper = (prefixes: readonly Prefix[]): Prefix[] =>
    prefixes.filter(({ bits }) => bits.length > block.bits.length);
  const [deepA, deepB] = [deeper(a), deeper(b)];
  if (deepA.length + deepB.length === 0) return [{ bits: block.bits, from, to }];
  const below = ['0', '1'].flatMap((bit) => {
    const bits = block.bits + bit;
    return waysOf(withBit(deepA, block.bits, bit), withBit(deepB, block.bits, bit), { bits, from, to });
  });
  const [low, high] = below;
  const isOne = below.length === 2 && low?.from === high?.from && low?.to === high?.to;
  return isOne && low !== undefined ? [{ ...low, bits: block.bits }] : below;
}

const everywhere: Way = { bits: '', from: undefined, to: undefined };

/** The least number of routes that send the ways' blocks where they go; by trying every next hop at every block. */
export function leastRoutesOf(ways: readonly Way[], usesNull: boolean, root = ''): number {
  const hops = [...new Set([undefined, ...ways.map(({ to }) => to)])];
  // How many routes a block takes that inherits each of the hops.
  const routed = (within: readonly Way[], block: string): readonly number[] => {
    const [whole] = within;
    const isWhole = within.length === 1 && whole?.bits === block;
    const [low, high] = isWhole
      ? []
      : ['0', '1'].map((bit) => routed(withBit(within, block, bit), block + bit));
    const left = hops.map((hop, at) =>
      isWhole ? (whole?.to === hop ? 0 : Infinity) : (low?.[at] ?? 0) + (high?.[at] ?? 0),
    );
    const routes = left.filter((_, at) => usesNull || hops[at] !== undefined);
    return left.map((inherited) => Math.min(inherited, 1 + Math.min(...routes)));
  };
  return routed(ways, root)[0] ?? NaN;
}

function withBit<T extends { readonly bits: string }>(
  prefixes: readonly T[],
  block: string,
  bit: string,
): T[] {
  return prefixes.filter(({ bits }) => bits[block.length] === bit);
}

/** The least space that at most `routes` routes promise beside the prefixes; undefined where so few cannot do it. */
export function leastExcessOf(
  prefixes: readonly string[],
  excluded: readonly string[],
  routes: number,
  family: Family,
  root = '',
): bigint | undefined {
  const memo = new Map<string, bigint | undefined>();
  const excess = (within: readonly string[], block: string, most: number): bigint | undefined => {
    if (within.length === 0) return 0n;
    if (most === 0) return undefined;
    const key = `${block} ${most}`;
    if (memo.has(key)) return memo.get(key);
    const touches = excluded.some((bits) => bits.startsWith(block) || block.startsWith(bits));
    const whole = touches
      ? undefined
      : (1n << BigInt(family - block.length)) - coverOf(within, family, block);
    const options = whole === undefined ? [] : [whole];
    if (whole !== 0n && block.length < family) {
      const [low, high] = halves(within, block);
      for (let ofLow = 0; ofLow <= most; ofLow++) {
        const [a, b] = [excess(low, `${block}0`, ofLow), excess(high, `${block}1`, most - ofLow)];
        if (a !== undefined && b !== undefined) options.push(a + b);
      }
    }
    const least = options.toSorted((a, b) => (a < b ? -1 : 1))[0];
    memo.set(key, least);
    return least;
  };
  return excess(exactOf(prefixes, root), root, routes);
}

function halves(prefixes: readonly string[], block: string): readonly [string[], string[]] {
  return [
    prefixes.filter((bits) => bits[block.length] === '0'),
    prefixes.filter((bits) => bits[block.length] === '1'),
  ];
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
