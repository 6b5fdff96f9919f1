/**
 * What a boundary makes of routes: every route is replaced by the block of a fixed length around it. Pure arithmetic on what the Tier-0
 * permits, for the slider's curve; what is really advertised comes from the Tier-0 itself.
 */
import { contains, networkOf, parseCidr, sizeOf, type Cidr } from '../../../src/std/ip.ts';
import type { RouteMap, Tier0Route } from '../../live/nsx.ts';

export interface BoundaryPoint {
  readonly bits: number;
  readonly routes: number;
  /** Addresses that are advertised and that no route is for. */
  readonly unused: number;
}

export const shortestBits = 16;

export function cidrsOf(routes: readonly { readonly prefix: string }[]): readonly Cidr[] {
  return [...new Set(routes.map(({ prefix }) => prefix))].map(parseCidr).filter((cidr) => cidr !== undefined);
}

/** Addresses that the prefixes cover together; prefixes are either apart or one inside the other. */
export function covered(cidrs: readonly Cidr[]): number {
  const outer = cidrs.filter(
    (cidr, at) =>
      !cidrs.some(
        (other, index) => index !== at && other.prefixBits < cidr.prefixBits && contains(other, cidr),
      ),
  );
  return outer.reduce((sum, cidr) => sum + sizeOf(cidr), 0);
}

/** Addresses of a block that no route is for. */
export const unusedOf = (block: Cidr, routes: readonly Cidr[]): number =>
  sizeOf(block) - covered(routes.filter((route) => contains(block, route)));

export function atBoundary(routes: readonly Cidr[], bits: number): BoundaryPoint {
  const blocks = new Map<string, Cidr>();
  for (const route of routes) {
    const block = route.prefixBits <= bits ? route : networkOf(route.base, bits);
    blocks.set(`${block.base}/${block.prefixBits}`, block);
  }
  const all = [...blocks.values()];
  return { bits, routes: all.length, unused: covered(all) - covered(routes) };
}

export const boundaryCurve = (routes: readonly Cidr[]): readonly BoundaryPoint[] =>
  Array.from({ length: 32 - shortestBits + 1 }, (_, index) => atBoundary(routes, shortestBits + index));

/** The first entry that matches decides; -1 where none does, which denies. */
export function entryOf({ entries }: RouteMap, route: Cidr): number {
  return entries.findIndex(({ prefixes }) =>
    prefixes.some((text) => {
      const prefix = parseCidr(text);
      return prefix !== undefined && contains(prefix, route);
    }),
  );
}

/** Routes that each entry decides, then those that none does. */
export function hitsOf(
  map: RouteMap,
  routes: readonly Tier0Route[],
): { readonly entries: readonly number[]; readonly none: number } {
  const entries = map.entries.map(() => 0);
  let none = 0;
  for (const cidr of cidrsOf(routes)) {
    const at = entryOf(map, cidr);
    if (at < 0) none += 1;
    else entries[at] = (entries[at] ?? 0) + 1;
  }
  return { entries, none };
}

export const sourceWords: Readonly<Record<Tier0Route['source'], string>> = {
  TIER1_LB_VIP: 'LB VIP',
  TIER1_NAT: 'SNAT',
  TIER1_CONNECTED: 'Connected',
};
