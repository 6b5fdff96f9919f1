// Addresses out of CIDRs: the lowest block or address that nobody holds. Pure; who holds what is read off the objects.
import { formatCidr, formatIpv4, parseCidr, sizeOf, type Cidr } from '../../std/ip.ts';

export function cidrsOf(texts: readonly string[]): readonly Cidr[] {
  return texts.map((text) => parseCidr(text)).filter((cidr) => cidr !== undefined);
}

/** The lowest free block of a length, or undefined when all are taken. */
export function freeBlock(
  cidrs: readonly Cidr[],
  prefixBits: number,
  taken: ReadonlySet<string>,
): Cidr | undefined {
  for (const cidr of cidrs) {
    const step = sizeOf({ base: 0, prefixBits });
    for (let base = cidr.base; base < cidr.base + sizeOf(cidr); base += step) {
      const block = { base, prefixBits };
      if (!taken.has(formatCidr(block))) return block;
    }
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
