// What the route kernels must answer, by another method than theirs: the address space is halved bit by bit, as in a
// binary trie, and every question is asked of each half. No sorting by address, no ranges.
import { networkOf, sizeOf, type Cidr } from '../../src/std/ip.ts';
import type { RoutesKernel } from '../../src/kernels/routes.ts';

const everything: Cidr = { base: 0, prefixBits: 0 };

export const oracleRoutes: RoutesKernel = {
  exact(prefixes) {
    const out: Cidr[] = [];
    fewest(prefixes.map(clean), everything, out);
    return out;
  },
  boundary(prefixes, boundaryBits) {
    const cut = prefixes.map(({ base, prefixBits }) => networkOf(base, Math.min(prefixBits, boundaryBits)));
    const unique = new Map(cut.map((prefix) => [keyOf(prefix), prefix]));
    const kept = [...unique.values()].filter((prefix) => !isCovered(prefix, unique));
    return kept.sort((a, b) => a.base - b.base);
  },
  overAdvertised: (summary, prefixes) => excess(summary.map(clean), prefixes.map(clean), everything),
};

/** Appends the fewest prefixes that cover what `prefixes` cover of the block; whether that is the whole block. */
function fewest(prefixes: readonly Cidr[], block: Cidr, out: Cidr[]): boolean {
  if (prefixes.length === 0) return false;
  if (coversWhole(prefixes, block)) {
    out.push(block);
    return true;
  }
  const [low, high] = halvesOf(block);
  const isLowWhole = fewest(within(prefixes, block, 0), low, out);
  const isHighWhole = fewest(within(prefixes, block, 1), high, out);
  if (!isLowWhole || !isHighWhole) return false;
  out.splice(-2, 2, block);
  return true;
}

/** How many addresses of the block the summary covers and the prefixes do not. */
function excess(summary: readonly Cidr[], prefixes: readonly Cidr[], block: Cidr): number {
  if (summary.length === 0 || coversWhole(prefixes, block)) return 0;
  if (prefixes.length === 0 && coversWhole(summary, block)) return sizeOf(block);
  const wholeSummary = coversWhole(summary, block);
  return halvesOf(block).reduce((sum, half, bit) => {
    const ofSummary = wholeSummary ? [half] : within(summary, block, bit);
    return sum + excess(ofSummary, within(prefixes, block, bit), half);
  }, 0);
}

function coversWhole(prefixes: readonly Cidr[], block: Cidr): boolean {
  return prefixes.some(({ prefixBits }) => prefixBits <= block.prefixBits);
}

/** The prefixes, all inside the block and longer than it, whose next bit is this one. */
function within(prefixes: readonly Cidr[], block: Cidr, bit: number): readonly Cidr[] {
  const shift = 31 - block.prefixBits;
  return prefixes.filter(({ base }) => ((base >>> shift) & 1) === bit);
}

function halvesOf({ base, prefixBits }: Cidr): readonly [Cidr, Cidr] {
  const low = { base, prefixBits: prefixBits + 1 };
  return [low, { base: base + sizeOf(low), prefixBits: prefixBits + 1 }];
}

function isCovered(prefix: Cidr, all: ReadonlyMap<number, Cidr>): boolean {
  for (let bits = 0; bits < prefix.prefixBits; bits++)
    if (all.has(keyOf(networkOf(prefix.base, bits)))) return true;
  return false;
}

function keyOf({ base, prefixBits }: Cidr): number {
  return base * 64 + prefixBits;
}

function clean({ base, prefixBits }: Cidr): Cidr {
  return networkOf(base, prefixBits);
}
