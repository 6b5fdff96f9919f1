// What is right of a Service's own addresses and their families, which is looked at before any is given out.
// Source: kubernetes pkg/apis/core/validation, ValidateServiceClusterIPsRelatedFields; pkg/registry/core/service, alloc.go.
import type { ServiceSpec } from '#types';
import type { Causes } from '../../../store/causes.ts';
import { goValue } from '../../../store/go-types.ts';
import { addressCauses, parseAddress } from '../../networking/address.ts';

/** A Service with this address is known by its Pods' own. */
export const headless = 'None';

const families = ['IPv4', 'IPv6'];
const familyPolicies = ['PreferDualStack', 'RequireDualStack', 'SingleStack'];

export function checkClusterIps(spec: ServiceSpec, causes: Causes): void {
  if (spec.type === 'ExternalName') return;
  const { clusterIP = '', clusterIPs = [], ipFamilies = [], ipFamilyPolicy } = spec;
  const field = 'spec.clusterIPs';
  const shown = goValue('[]string', spec.clusterIPs);
  if (clusterIP !== '' && clusterIPs.length === 0) causes.required(field);
  else if (clusterIP !== '' && clusterIPs[0] !== clusterIP)
    causes.invalid(field, shown, 'first value must match `clusterIP`');
  else if (clusterIP === '' && clusterIPs.length > 0)
    causes.invalid(field, shown, 'must be empty when `clusterIP` is not specified');
  for (const [index, family] of ipFamilies.entries()) {
    const at = `spec.ipFamilies[${index}]`;
    if (!families.includes(family)) causes.notSupported(at, family, families);
    if (ipFamilies.indexOf(family) < index) causes.duplicate(at, family);
  }
  if (ipFamilyPolicy !== undefined && !familyPolicies.includes(ipFamilyPolicy))
    causes.notSupported('spec.ipFamilyPolicy', ipFamilyPolicy, familyPolicies);
  const before = causes.list.length;
  for (const [index, ip] of clusterIPs.entries()) {
    if (index > 0 || ip !== headless) causes.invalidEach(`${field}[${index}]`, ip, addressCauses(ip));
    else if (clusterIPs.length > 1) causes.invalid(field, shown, "'None' must be the first and only value");
  }
  const areValid = causes.list.length === before;
  if (clusterIPs.length > 2) causes.invalid(field, shown, 'may only hold up to 2 values');
  if (!areValid || clusterIPs.length < 2) return;
  const [first, second] = clusterIPs.map((ip) => parseAddress(ip)?.family);
  if (first === second) causes.invalid(field, shown, 'may specify no more than one IP for each IP family');
}

/** What this cluster has no addresses for: it is of IPv4 alone. An address whose family nobody named is told of by itself. */
export function checkConfigured(
  { clusterIPs = [], ipFamilies = [], ipFamilyPolicy }: ServiceSpec,
  causes: Causes,
): void {
  for (const [index, ip] of clusterIPs.entries())
    if (index >= ipFamilies.length && parseAddress(ip)?.family === 'IPv6')
      causes.invalid(
        `spec.clusterIPs[${index}]`,
        goValue('[]string', clusterIPs),
        'IPv6 is not configured on this cluster',
      );
  if (causes.list.length > 0) return;
  if (ipFamilyPolicy === 'RequireDualStack') {
    const why = 'this cluster is not configured for dual-stack services';
    causes.invalid('spec.ipFamilyPolicy', ipFamilyPolicy, why);
  }
  for (const [index, family] of ipFamilies.entries())
    if (family === 'IPv6')
      causes.invalid(`spec.ipFamilies[${index}]`, family, 'not configured on this cluster');
}
