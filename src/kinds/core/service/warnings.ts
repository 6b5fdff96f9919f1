// What is right of a Service and still not wise. Source: kubernetes pkg/api/service/warnings.go.
import type { Service as ServiceType } from '#types';
import type { Stored } from '../../../store/object.ts';
import { addressWarnings, networkWarnings } from '../../networking/address-warnings.ts';
import { headless } from './check-addresses.ts';

const topologyHints = 'service.kubernetes.io/topology-aware-hints';
const topologyMode = 'service.kubernetes.io/topology-mode';

export function serviceWarnings({ metadata, spec }: Stored<ServiceType>): readonly string[] {
  const {
    type,
    clusterIPs = [],
    externalIPs = [],
    loadBalancerIP = '',
    loadBalancerSourceRanges = [],
  } = spec;
  const isHeadless = type === 'ClusterIP' && spec.clusterIP === headless;
  const hasAddress = type !== 'ExternalName' && spec.clusterIP !== headless;
  const warnings: string[] = [];
  if (metadata.annotations?.[topologyHints] !== undefined)
    warnings.push(`annotation ${topologyHints} is deprecated, please use ${topologyMode} instead`);
  if (hasAddress)
    for (const [index, ip] of clusterIPs.entries())
      warnings.push(...addressWarnings(ip, `spec.clusterIPs[${index}]`));
  if (isHeadless) {
    if (loadBalancerIP !== '') warnings.push('spec.loadBalancerIP is ignored for headless services');
    if (externalIPs.length > 0) warnings.push('spec.externalIPs is ignored for headless services');
    if (spec.sessionAffinity !== 'None')
      warnings.push('spec.SessionAffinity is ignored for headless services');
  }
  for (const [index, ip] of externalIPs.entries())
    warnings.push(...addressWarnings(ip, `spec.externalIPs[${index}]`));
  warnings.push(...addressWarnings(loadBalancerIP, 'spec.loadBalancerIP'));
  for (const [index, range] of loadBalancerSourceRanges.entries())
    warnings.push(...networkWarnings(range, `spec.loadBalancerSourceRanges[${index}]`));
  if (type === 'ExternalName' && externalIPs.length > 0)
    warnings.push('spec.externalIPs is ignored when spec.type is "ExternalName"');
  if (type !== 'ExternalName' && spec.externalName)
    warnings.push('spec.externalName is ignored when spec.type is not "ExternalName"');
  return warnings;
}
