// Where a load balancer lets traffic in, as its controller writes it into a status.
// Source: kubernetes pkg/apis/core/validation, ValidateLoadBalancerStatus; pkg/apis/networking/validation.
import type { Causes } from '../../store/causes.ts';
import { isDns1123Subdomain } from '../../std/names.ts';
import { addressCauses, parseAddress } from './address.ts';

interface Point {
  readonly ip?: string;
  readonly ipMode?: string;
  readonly hostname?: string;
}

const modes = ['Proxy', 'VIP'];

/** @param hasModes true of Services, whose addresses say how packets come by them */
export function checkIngressPoints(
  points: readonly Point[] | undefined,
  field: string,
  hasModes: boolean,
  causes: Causes,
): void {
  for (const [index, { ip, ipMode, hostname }] of (points ?? []).entries()) {
    const at = `${field}[${index}]`;
    if (ip) causes.invalidEach(`${at}.ip`, ip, addressCauses(ip));
    if (hasModes && ipMode === undefined && ip)
      causes.required(`${at}.ipMode`, 'must be specified when `ip` is set');
    else if (ipMode !== undefined && !ip)
      causes.forbidden(`${at}.ipMode`, 'may not be specified when `ip` is not set');
    else if (ipMode !== undefined && !modes.includes(ipMode))
      causes.notSupported(`${at}.ipMode`, ipMode, modes);
    if (!hostname) continue;
    causes.invalidEach(`${at}.hostname`, hostname, isDns1123Subdomain(hostname));
    if (parseAddress(hostname) !== undefined)
      causes.invalid(`${at}.hostname`, hostname, 'must be a DNS name, not an IP address');
  }
}
