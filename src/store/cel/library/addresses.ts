// IP addresses and networks of either family as numbers, read as strictly as Go's netip. Source: RFC 4291, RFC 5952.
import { parseIpv4 } from '../../../std/ip.ts';
import { isIpv6Text } from '../../../std/ip.ts';

export interface Address {
  readonly family: 4 | 6;
  readonly bits: bigint;
}

export interface Network {
  readonly address: Address;
  readonly prefixBits: number;
}

export function widthOf({ family }: Address): number {
  return family === 4 ? 32 : 128;
}

function groupsOf(half: string): readonly bigint[] {
  if (half === '') return [];
  return half.split(':').flatMap((part) => {
    if (!part.includes('.')) return [BigInt(`0x${part}`)];
    const address = BigInt(parseIpv4(part) ?? 0);
    return [address >> 16n, address & 0xffffn];
  });
}

export function parseAddress(text: string): Address | undefined {
  const plain = parseIpv4(text);
  if (plain !== undefined) return { family: 4, bits: BigInt(plain) };
  if (!text.includes(':') || !isIpv6Text(text)) return undefined;
  const [head = '', tail] = text.split('::');
  const left = groupsOf(head);
  const right = groupsOf(tail ?? '');
  const zeros = Array.from({ length: 8 - left.length - right.length }, () => 0n);
  return {
    family: 6,
    bits: [...left, ...zeros, ...right].reduce((bits, group) => (bits << 16n) | group, 0n),
  };
}

/** An IPv4 address written as an IPv6 one, which Kubernetes does not take. */
export function isMapped({ family, bits }: Address): boolean {
  return family === 6 && bits >> 32n === 0xffffn;
}

/** The canonical text. */
export function addressText({ family, bits }: Address): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (bits >> shift) & 255n).join('.');
  const groups = Array.from({ length: 8 }, (_, place) =>
    ((bits >> BigInt(112 - 16 * place)) & 0xffffn).toString(16),
  );
  let best = { from: 0, length: 1 };
  for (let from = 0; from < groups.length; from++) {
    let length = 0;
    while (groups[from + length] === '0') length += 1;
    if (length > best.length) best = { from, length };
  }
  if (best.length < 2) return groups.join(':');
  const after = groups.slice(best.from + best.length).join(':');
  return `${groups.slice(0, best.from).join(':')}::${after}`;
}

export function parseNetwork(text: string): Network | undefined {
  const slash = text.lastIndexOf('/');
  const address = slash < 0 ? undefined : parseAddress(text.slice(0, slash));
  const prefix = text.slice(slash + 1);
  if (address === undefined || !/^(?:0|[1-9]\d{0,2})$/.test(prefix)) return undefined;
  return Number(prefix) > widthOf(address) ? undefined : { address, prefixBits: Number(prefix) };
}

export function masked({ address, prefixBits }: Network): Network {
  const free = BigInt(widthOf(address) - prefixBits);
  return { address: { ...address, bits: (address.bits >> free) << free }, prefixBits };
}

export function networkText({ address, prefixBits }: Network): string {
  return `${addressText(address)}/${prefixBits}`;
}

export function holds(network: Network, address: Address): boolean {
  if (network.address.family !== address.family) return false;
  const free = BigInt(widthOf(address) - network.prefixBits);
  return network.address.bits >> free === address.bits >> free;
}
