/** What a segment has to give to Pods: its block without network, gateway and broadcast. */
import { contains, parseCidr, parseIpv4, sizeOf } from '../../../src/std/ip.ts';

const reserved = 3;

export function segmentAddresses(subnet: string): number {
  const cidr = parseCidr(subnet);
  return cidr === undefined ? 0 : Math.max(0, sizeOf(cidr) - reserved);
}

export function isWithin(subnet: string, address: string): boolean {
  const cidr = parseCidr(subnet);
  const ip = parseIpv4(address);
  return cidr !== undefined && ip !== undefined && contains(cidr, ip);
}
