/** What the Routes lab reckons with: budgets on a slider, lines of a text, words for addresses, the open world's routes as a table. */
import { limits } from '../../../src/std/limits.ts';
import type { LeafSwitch, Tier0 } from '../../live/nsx.ts';
import type { Addresses, CoverageCell } from '../../live/lab.ts';
import { plural } from '../format.ts';

/** Steps of the slider in which a budget doubles. */
const stepsADoubling = 12;

/** The budgets that the slider stops at, 1 to the most, by equal factors as far as they are whole. */
export const budgets: readonly number[] = [
  ...new Set(
    Array.from({ length: Math.log2(limits.labBudgetRoutesMax) * stepsADoubling + 1 }, (_, step) =>
      Math.round(2 ** (step / stepsADoubling)),
    ),
  ),
];

/** Where the slider stands for a budget: at the last stop that is not over it. */
export const stopOf = (budget: number): number => budgets.findLastIndex((stop) => stop <= budget);

/** A line of a list, numbered from 1. */
export interface Line {
  readonly line: number;
  readonly text: string;
}

/** Without the empty line behind the last end of a line. */
export function linesOf(text: string): readonly Line[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines.map((line, at) => ({ line: at + 1, text: line.replace(/\r$/, '') }));
}

/** From here on a count of addresses is told as a power of two. */
const plainMax = 10n ** 12n;

/** `65,536`; `2^95`, `about 2^95.6` where it is larger than anybody reads. */
export function addressCount(count: bigint): string {
  if (count < plainMax) return count.toLocaleString('en-US');
  const log = Math.log2(Number(count));
  return (count & (count - 1n)) === 0n ? `2^${Math.round(log)}` : `about 2^${log.toFixed(1)}`;
}

/** `12 IPv4 addresses and 3 IPv6 addresses`; `no address`. */
export function addressWords({ ipv4, ipv6 }: Addresses): string {
  const words = [
    { count: ipv4, family: 'IPv4' },
    { count: ipv6, family: 'IPv6' },
  ].flatMap(({ count, family }) =>
    count === 0n ? [] : [`${addressCount(count)} ${family} ${count === 1n ? 'address' : 'addresses'}`],
  );
  return words.length === 0 ? 'no address' : words.join(' and ');
}

/** A part of a whole as a number; 0 of nothing. */
export function partOf(part: bigint, whole: bigint): number {
  if (whole === 0n) return 0;
  const fine = 1_000_000n;
  return Number((part * fine) / whole) / Number(fine);
}

/** `10.0.0.0/24`, or from where to where. */
export const cellWords = ({ first, last, routes }: CoverageCell): string =>
  routes === 1 ? first : `${first} to ${last}, ${plural(routes, 'route')}`;

/** What the Tier-0 hands to the route map, with the one it is from as the comment. */
export const tableOfTier0 = ({ status }: Tier0): string =>
  (status?.permitted ?? []).map(({ prefix, owner }) => `${prefix} # ${owner}\n`).join('');

/** What the leaf has learned. Next hops that share a prefix are one, by all their names. */
export const tableOfLeaf = ({ status }: LeafSwitch): string =>
  (status?.routes ?? []).map(({ prefix, nextHops }) => `${prefix} ${nextHops.join('+')}\n`).join('');
