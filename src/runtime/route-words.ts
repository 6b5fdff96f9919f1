// What is said of route tables, by the commands and by the page alike: numbers of addresses, and why a budget cannot be kept.
import type { Addresses } from '../kernels/route-memory.ts';

export const number = new Intl.NumberFormat('en');

/** `1 prefix`, `2,000 prefixes`. */
export function counted(count: number | bigint, one: string): string {
  const ending = count === 1 || count === 1n ? '' : /(ss|x)$/.test(one) ? 'es' : 's';
  return `${number.format(count)} ${one}${ending}`;
}

/** `12 IPv4 addresses and 3 IPv6 addresses`; `no address`. */
export function addressesOf({ ipv4, ipv6 }: Addresses): string {
  const parts = [
    ...(ipv4 > 0n ? [counted(ipv4, 'IPv4 address')] : []),
    ...(ipv6 > 0n ? [counted(ipv6, 'IPv6 address')] : []),
  ];
  return parts.length === 0 ? 'no address' : parts.join(' and ');
}

export const noMemoryWords = 'there are more routes than fit into 4 GiB of memory; split the table';

export const conflictWords = (of: { readonly prefix: string; readonly excluded: string }): string =>
  `${of.prefix} of the table lies in ${of.excluded}, which is excluded: take it out of one of them`;

export const tooFewWords = (routes: number, leastRoutes: number): string =>
  `${counted(routes, 'route')} cannot cover the table: it takes at least ${number.format(leastRoutes)}`;
