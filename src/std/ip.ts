// IPv4 addresses as unsigned 32-bit numbers and networks in CIDR notation (RFC 4632), read as strictly as Go's netip.
// Holds: a Cidr's base has no bits set beyond its prefix. Deliberately absent: IPv6 arithmetic; the simulated data
// center is IPv4, so IPv6 is only recognized, in order to be refused with a clear word.
import { assert } from './assert.ts';

export const IPV4_BITS = 32;
const IPV4_VALUES = 0x1_0000_0000;
const ZERO = '0'.charCodeAt(0);

/** A network: `base` is its first address (unsigned 32 bits), `prefixBits` from 0 to 32. */
export interface Cidr {
  readonly base: number;
  readonly prefixBits: number;
}

/** The address as an unsigned number; undefined unless four decimal octets without leading zeros. */
export function parseIpv4(text: string): number | undefined {
  let address = 0;
  let octets = 0;
  // Of the octet that is read; none yet.
  let value: number | undefined;
  for (let place = 0; place <= text.length; place++) {
    if (place === text.length || text[place] === '.') {
      if (value === undefined) return undefined;
      address = address * 256 + value;
      octets += 1;
      value = undefined;
      continue;
    }
    const digit = text.charCodeAt(place) - ZERO;
    if (digit < 0 || digit > 9 || value === 0) return undefined;
    value = (value ?? 0) * 10 + digit;
    if (value > 255) return undefined;
  }
  return octets === 4 ? address : undefined;
}

/** `10.244.0.1` of an unsigned 32-bit number. */
export function formatIpv4(address: number): string {
  assert(
    Number.isInteger(address) && address >= 0 && address < IPV4_VALUES,
    `an IPv4 address is an unsigned 32-bit number, got ${address}`,
  );
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

/** How many addresses the network has: 1 to 2^32. */
export function sizeOf(cidr: Cidr): number {
  return IPV4_VALUES / sizeOfPrefixes(cidr.prefixBits);
}

function sizeOfPrefixes(prefixBits: number): number {
  return prefixBits === IPV4_BITS ? IPV4_VALUES : (1 << prefixBits) >>> 0;
}

/** `255.255.255.0` of 24. */
export function maskOf(prefixBits: number): string {
  return formatIpv4(prefixBits === 0 ? 0 : IPV4_VALUES - sizeOf({ base: 0, prefixBits }));
}

/** The other way round: how many bits a mask leaves to the network; 0 of what is no mask. */
export function prefixBitsOf(mask = ''): number {
  return (parseIpv4(mask) ?? 0).toString(2).replaceAll('0', '').length;
}

/** The last address of the network. */
export function lastOf(cidr: Cidr): number {
  return cidr.base + sizeOf(cidr) - 1;
}

/** The network of this prefix length that the address lies in. */
export function networkOf(address: number, prefixBits: number): Cidr {
  const size = sizeOf({ base: 0, prefixBits });
  return { base: address - (address % size), prefixBits };
}

/** An address with the network it lies in, as `ip addr` writes it: `10.0.0.5/24`; undefined unless well formed. */
export function parseInterfaceAddress(
  text: string,
): { readonly address: number; readonly network: Cidr } | undefined {
  const slash = text.indexOf('/');
  const address = parseIpv4(text.slice(0, Math.max(0, slash)));
  const bits = text.slice(slash + 1);
  if (address === undefined || !/^(?:\d|[12]\d|3[0-2])$/.test(bits)) return undefined;
  return { address, network: networkOf(address, Number(bits)) };
}

/** A network; bits set beyond the prefix are dropped (`10.0.0.5/24` is `10.0.0.0/24`), as Go's net.ParseCIDR does. */
export function parseCidr(text: string): Cidr | undefined {
  return parseInterfaceAddress(text)?.network;
}

/** `10.244.0.0/20`. */
export function formatCidr(cidr: Cidr): string {
  return `${formatIpv4(cidr.base)}/${cidr.prefixBits}`;
}

/** The nth address of a network that is given as text: `10.96.0.1` of `10.96.0.0/12` and 1; empty where the text is no network. */
export function nthAddress(cidr: string | undefined, n: number): string {
  const network = parseCidr(cidr ?? '');
  return network === undefined ? '' : formatIpv4(network.base + n);
}

/** Whether the network holds an address, or another network as a whole. */
export function contains(cidr: Cidr, inner: number | Cidr): boolean {
  const [first, last] = typeof inner === 'number' ? [inner, inner] : [inner.base, lastOf(inner)];
  return first >= cidr.base && last <= lastOf(cidr);
}

/** Whether two networks share an address. */
export function overlaps(a: Cidr, b: Cidr): boolean {
  return a.base <= lastOf(b) && b.base <= lastOf(a);
}

/** Whether the text is an IPv6 address (RFC 4291 section 2.2), without zone or prefix length. */
export function isIpv6Text(text: string): boolean {
  const halves = text.split('::');
  if (text.length > 45 || halves.length > 2) return false;
  let groups = 0;
  for (const [index, half] of halves.entries()) {
    if (half === '') continue;
    const parts = half.split(':');
    const isLast = index === halves.length - 1;
    for (const [at, part] of parts.entries()) {
      if (isLast && at === parts.length - 1 && part.includes('.')) {
        if (parseIpv4(part) === undefined) return false;
        groups += 2;
      } else if (/^[0-9A-Fa-f]{1,4}$/.test(part)) {
        groups += 1;
      } else {
        return false;
      }
    }
  }
  return halves.length === 2 ? groups <= 7 : groups === 8;
}
