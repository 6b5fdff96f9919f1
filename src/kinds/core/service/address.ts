// The addresses and node ports of Services, which the API server itself gives out when one is written.
// Source: kubernetes pkg/registry/core/service/{ipallocator,portallocator}.
import { contains, formatIpv4, parseIpv4, sizeOf } from '../../../std/ip.ts';
import type { WriteContext } from '../../../store/kind.ts';
import { Refusal } from '../../../store/refusal.ts';
import { serviceRanges } from '../../networking/service-ranges.ts';

const nodePortLeast = 30_000;
const nodePortMost = 32_767;

function isTaken(context: WriteContext, index: string, value: string): boolean {
  return context.view.count('core/services', { index: [index, value] }) > 0;
}

/** By a Service, or by an IPAddress that somebody made for something else. */
function isHeld({ view }: WriteContext, ip: string): boolean {
  return view.get('networking.k8s.io/ipaddresses', ip) !== undefined;
}

/** A free cluster IP: a keyed draw, and from there the next that is free; in the next range where one is full. */
export function allocateClusterIp(context: WriteContext): string {
  for (const cidr of serviceRanges(context.view)) {
    // The network itself, the first address (the API's own), and the broadcast are not given out.
    const usable = sizeOf(cidr) - 3;
    const start = usable > 0 ? context.roll(usable, 'cluster IP') : 0;
    for (let step = 0; step < usable; step++) {
      const ip = formatIpv4(cidr.base + 2 + ((start + step) % usable));
      if (!isTaken(context, 'clusterIP', ip) && !isHeld(context, ip)) return ip;
    }
  }
  throw new Refusal(
    500,
    'InternalError',
    'Internal error occurred: failed to allocate a serviceIP: range is full',
    {},
  );
}

/** Why a cluster IP that a client asks for cannot be had. */
export function clusterIpCause(ip: string, context: WriteContext): string | undefined {
  const address = parseIpv4(ip);
  if (address === undefined) return 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
  if (!serviceRanges(context.view).some((cidr) => contains(cidr, address))) {
    return `failed to allocate IP ${ip}: the provided network does not match the current range`;
  }
  return isTaken(context, 'clusterIP', ip) || isHeld(context, ip)
    ? `failed to allocate IP ${ip}: provided IP is already allocated`
    : undefined;
}

export function allocateNodePort(context: WriteContext, serial: number, used: ReadonlySet<number>): number {
  const count = nodePortMost - nodePortLeast + 1;
  const start = context.roll(count, `node port ${serial}`);
  for (let step = 0; step < count; step++) {
    const port = nodePortLeast + ((start + step) % count);
    if (!used.has(port) && !isTaken(context, 'nodePort', String(port))) return port;
  }
  throw new Refusal(
    500,
    'InternalError',
    'Internal error occurred: failed to allocate a nodePort: range is full',
    {},
  );
}

export function nodePortCause(port: number, context: WriteContext): string | undefined {
  if (port < nodePortLeast || port > nodePortMost) {
    return `provided port is not in the valid range. The range of valid ports is ${nodePortLeast}-${nodePortMost}`;
  }
  return isTaken(context, 'nodePort', String(port)) ? 'provided port is already allocated' : undefined;
}
