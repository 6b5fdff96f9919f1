// The addresses and node ports of Services, which the API server itself gives out when one is written.
// Source: kubernetes pkg/registry/core/service/{ipallocator,portallocator}; the range is the Supervisor's service CIDR.
import { contains, formatIpv4, parseCidr, parseIpv4, sizeOf, type Cidr } from '../../../std/ip.ts';
import type { WriteContext } from '../../../store/kind.ts';
import { Refusal } from '../../../store/refusal.ts';
import { supervisorOf } from '../../vsphere/supervisor.ts';

const nodePortLeast = 30_000;
const nodePortMost = 32_767;

/** Where a scope has no Supervisor of its own (a plain cluster in tests). */
const kubernetesDefault = '10.96.0.0/12';

function serviceCidr(context: WriteContext): Cidr {
  const text = supervisorOf(context.view)?.spec.workloads.serviceCidr ?? kubernetesDefault;
  const cidr = parseCidr(text);
  if (cidr === undefined) throw new Error(`the service CIDR ${text} is none`);
  return cidr;
}

function isTaken(context: WriteContext, index: string, value: string): boolean {
  return context.view.count('core/services', { index: [index, value] }) > 0;
}

/** A free cluster IP: a keyed draw, and from there the next that is free. */
export function allocateClusterIp(context: WriteContext): string {
  const cidr = serviceCidr(context);
  // The network itself, the first address (the API's own), and the broadcast are not given out.
  const usable = sizeOf(cidr) - 3;
  const start = context.roll(usable, 'cluster IP');
  for (let step = 0; step < usable; step++) {
    const ip = formatIpv4(cidr.base + 2 + ((start + step) % usable));
    if (!isTaken(context, 'clusterIP', ip)) return ip;
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
  const cidr = serviceCidr(context);
  if (address === undefined) return 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
  if (!contains(cidr, address)) {
    return `failed to allocate IP ${ip}: the provided network does not match the current range`;
  }
  return isTaken(context, 'clusterIP', ip)
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
