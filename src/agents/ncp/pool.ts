// Addresses out of CIDRs: the lowest block or address that nobody holds. Pure; who holds what is read off the objects.
import { formatIpv4, parseCidr, sizeOf, type Cidr } from '../../std/ip.ts';

export function cidrsOf(texts: readonly string[]): readonly Cidr[] {
  return texts.map((text) => parseCidr(text)).filter((cidr) => cidr !== undefined);
}

export interface FreeBlock {
  readonly block: Cidr;
  /** How many come before it in the CIDRs; none of them is free. */
  readonly place: number;
}

/** The first free block of a length out of CIDRs, or undefined when all are taken; those before `from` are known to be. */
export function freeBlock(
  cidrs: readonly Cidr[],
  prefixBits: number,
  isTaken: (block: Cidr) => boolean,
  from = 0,
): FreeBlock | undefined {
  const step = sizeOf({ base: 0, prefixBits });
  let before = 0;
  for (const cidr of cidrs) {
    const count = Math.floor(sizeOf(cidr) / step);
    for (let place = Math.max(from - before, 0); place < count; place++) {
      const block = { base: cidr.base + place * step, prefixBits };
      if (!isTaken(block)) return { block, place: before + place };
    }
    before += count;
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
