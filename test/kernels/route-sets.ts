// Route tables as text, by seeded dice, in the shapes that routers see.
import { formatCidr, networkOf } from '../../src/std/ip.ts';
import { dice, type Dice } from '../dice.ts';

const linesOf = (count: number, line: () => string): string =>
  `${Array.from({ length: count }, line).join('\n')}\n`;

/** /24 to /32 in clusters, as load balancer and SNAT pools make them. */
export function vipText(count: number): string {
  const roll = dice(9, count);
  const pools = poolsOf(roll, Math.ceil(count / 400), 20);
  return linesOf(count, () => {
    const pool = pools[roll.below(pools.length)] ?? 0;
    return formatCidr(networkOf(pool + roll.below(4_096), roll.chance(80) ? 32 : roll.between(24, 31)));
  });
}

const bgpLengths = [16, 19, 20, 20, 21, 22, 22, 22, 23, 23, 24, 24, 24, 24, 24, 24, 24, 24, 24, 24] as const;

/** The lengths of a full BGP table, in networks that neighbour each other. */
export function bgpText(count: number): string {
  const roll = dice(10, count);
  const pools = poolsOf(roll, Math.ceil(count / 600), 12);
  return linesOf(count, () => {
    const pool = pools[roll.below(pools.length)] ?? 0;
    return formatCidr(networkOf(pool + roll.below(2 ** 20), roll.pick(bgpLengths)));
  });
}

/** The same with next hops. */
export function fibText(count: number, hops: number): string {
  const roll = dice(11, count);
  const pools = poolsOf(roll, Math.ceil(count / 600), 12);
  return linesOf(count, () => {
    const pool = pools[roll.below(pools.length)] ?? 0;
    return `${formatCidr(networkOf(pool + roll.below(2 ** 20), roll.pick(bgpLengths)))} gw${roll.below(hops)}`;
  });
}

const ipv6Lengths = [32, 36, 40, 44, 46, 47, 48, 48, 48, 48, 48, 48, 56, 64] as const;

/** IPv6 as BGP has it: allocations of /32 and what is announced of them. */
export function ipv6Text(count: number): string {
  const roll = dice(12, count);
  const blocks = Array.from(
    { length: Math.ceil(count / 200) },
    () => `${(0x2000 + roll.below(0x800)).toString(16)}:${roll.below(65_536).toString(16)}`,
  );
  return linesOf(count, () => {
    const block = blocks[roll.below(blocks.length)] ?? '2001:db8';
    const length = roll.pick(ipv6Lengths);
    const free = Math.min(length, 48) - 32;
    const third = (roll.below(2 ** free) * 2 ** (16 - free)).toString(16);
    const fourth = length > 48 ? (roll.below(2 ** (length - 48)) * 2 ** (64 - length)).toString(16) : '0';
    if (fourth !== '0') return `${block}:${third}:${fourth}::/${length}`;
    return third === '0' ? `${block}::/${length}` : `${block}:${third}::/${length}`;
  });
}

function poolsOf(roll: Dice, count: number, length: number): number[] {
  return Array.from({ length: count }, () => networkOf(roll.below(2 ** 32), length).base);
}
