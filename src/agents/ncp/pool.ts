// Addresses out of CIDRs: the lowest block or address that nobody holds. Pure; who holds what is read off the objects.
import { formatIpv4, parseCidr, sizeOf, type Cidr } from '../../std/ip.ts';

export function cidrsOf(texts: readonly string[]): readonly Cidr[] {
  return texts.map((text) => parseCidr(text)).filter((cidr) => cidr !== undefined);
}

/** The lowest free block of a length, or undefined when all are taken; `taken` by their first addresses. */
export function freeBlock(
  cidrs: readonly Cidr[],
  prefixBits: number,
  taken: ReadonlySet<number>,
): Cidr | undefined {
  const step = sizeOf({ base: 0, prefixBits });
  for (const cidr of cidrs) {
    const end = cidr.base + sizeOf(cidr);
    for (let base = cidr.base; base < end; base += step) if (!taken.has(base)) return { base, prefixBits };
  }
  return undefined;
}

/** The lowest free address; the network's first and last are not given out. */
export function freeAddress(cidrs: readonly Cidr[], taken: ReadonlySet<string>): string | undefined {
  for (const cidr of cidrs) {
    for (let offset = 1; offset < sizeOf(cidr) - 1; offset++) {
      const address = formatIpv4(cidr.base + offset);
      if (!taken.has(address)) return address;
    }
  }
  return undefined;
}

/** Network, gateway and broadcast of a segment are not for Pods. */
const reservedPerSegment = 3;

export function podAddresses(cidr: Cidr): number {
  return Math.max(0, sizeOf(cidr) - reservedPerSegment);
}

export function gatewayOf(cidr: Cidr): string {
  return formatIpv4(cidr.base + 1);
}
