/** What a segment has to give to Pods: its block without network, gateway and broadcast. */
import type { Segment } from '../../live/nsx.ts';
import { ownerOf } from './pools.ts';
import { contains, networkOf, parseCidr, parseIpv4, sizeOf } from '../../../src/std/ip.ts';

const reserved = 3;

/** `demo-0`: the namespace's first block; NSX has a longer name. The one without a namespace is the control plane's. */
export const segmentName = ({ spec }: Segment): string => `${ownerOf(spec.namespace)}-${spec.index}`;

export function segmentAddresses(subnet: string): number {
  const cidr = parseCidr(subnet);
  return cidr === undefined ? 0 : Math.max(0, sizeOf(cidr) - reserved);
}

/** Whether an address is in any of the subnets, of which there may be hundreds: asked of each length once. */
export function withinAny(subnets: readonly string[]): (address: string) => boolean {
  const bases = new Map<number, Set<number>>();
  for (const { base, prefixBits } of subnets.map(parseCidr).filter((cidr) => cidr !== undefined)) {
    const known = bases.get(prefixBits);
    if (known === undefined) bases.set(prefixBits, new Set([base]));
    else known.add(base);
  }
  return (address) => {
    const ip = parseIpv4(address);
    return ip !== undefined && [...bases].some(([bits, of]) => of.has(networkOf(ip, bits).base));
  };
}

export function isWithin(subnet: string, address: string): boolean {
  const cidr = parseCidr(subnet);
  const ip = parseIpv4(address);
  return cidr !== undefined && ip !== undefined && contains(cidr, ip);
}
