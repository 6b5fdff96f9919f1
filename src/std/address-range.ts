// Ranges of IPv4 addresses, each by its first address and how many there are: what IPAM gives out of, where CIDRs are too coarse.
import { formatIpv4, parseIpv4 } from './ip.ts';

export interface AddressRange {
  readonly address: string;
  readonly count: number;
}

interface Bounds {
  readonly first: number;
  readonly last: number;
}

/** Undefined of a range whose address is none, that is empty, or that goes beyond the last address there is. */
export function boundsOf({ address, count }: AddressRange): Bounds | undefined {
  const first = parseIpv4(address);
  if (first === undefined || !Number.isInteger(count) || count < 1 || first + count > 0x1_0000_0000)
    return undefined;
  return { first, last: first + count - 1 };
}

const boundsOfAll = (ranges: readonly AddressRange[]): readonly Bounds[] =>
  ranges.map(boundsOf).filter((bounds) => bounds !== undefined);

/** `10.0.20.10-10.0.20.49`. */
export function formatRange(range: AddressRange): string {
  const bounds = boundsOf(range);
  if (bounds === undefined) return range.address;
  return bounds.first === bounds.last ? range.address : `${range.address}-${formatIpv4(bounds.last)}`;
}

export function addressCount(ranges: readonly AddressRange[]): number {
  return boundsOfAll(ranges).reduce((sum, { first, last }) => sum + last - first + 1, 0);
}

export function hasAddress(ranges: readonly AddressRange[], address: string): boolean {
  const number = parseIpv4(address);
  return (
    number !== undefined && boundsOfAll(ranges).some(({ first, last }) => first <= number && number <= last)
  );
}

/** The lowest address, in the order of the ranges, that nobody holds; so many of the first are passed over. */
export function freeOfRanges(
  ranges: readonly AddressRange[],
  isTaken: (address: string) => boolean,
  skipped = 0,
): string | undefined {
  let left = skipped;
  for (const { first, last } of boundsOfAll(ranges)) {
    const passed = Math.min(left, last - first + 1);
    left -= passed;
    for (let address = first + passed; address <= last; address++) {
      const text = formatIpv4(address);
      if (!isTaken(text)) return text;
    }
  }
  return undefined;
}
