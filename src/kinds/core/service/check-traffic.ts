// Where a Service's traffic may come from and whom it goes to: what is right of it.
// Source: kubernetes pkg/apis/core/validation, ValidateService.
import type { ServiceSpec } from '#types';
import type { Causes } from '../../../store/causes.ts';
import { isQualifiedName, isValidPortNum } from '../../../std/names.ts';
import { addressCauses, cidrCause, parseNetwork, specialCauses } from '../../networking/address.ts';
import type { Service } from './service.ts';

const affinities = ['ClientIP', 'None'];
const policies = ['Cluster', 'Local'];
const affinitySecondsMax = 86_400;
const rangesAnnotation = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const balancersOnly = "may only be used when `type` is 'LoadBalancer'";

/** Whether somebody outside the cluster can reach it. */
export function isExternallyAccessible({ type, externalIPs = [] }: ServiceSpec): boolean {
  return type === 'LoadBalancer' || type === 'NodePort' || (type === 'ClusterIP' && externalIPs.length > 0);
}

/** Whether a balancer has to be told which nodes have its Pods. */
export function needsHealthCheck({ type, externalTrafficPolicy }: ServiceSpec): boolean {
  return type === 'LoadBalancer' && externalTrafficPolicy === 'Local';
}

export function checkAffinity(spec: ServiceSpec, causes: Causes): void {
  const { sessionAffinity, sessionAffinityConfig } = spec;
  const field = 'spec.sessionAffinityConfig';
  if (!sessionAffinity) causes.required('spec.sessionAffinity');
  else if (!affinities.includes(sessionAffinity))
    causes.notSupported('spec.sessionAffinity', sessionAffinity, affinities);
  if (sessionAffinity === 'None' && sessionAffinityConfig !== undefined)
    causes.forbidden(field, 'must not be set when session affinity is None');
  const seconds = sessionAffinityConfig?.clientIP?.timeoutSeconds;
  if (sessionAffinity !== 'ClientIP' || seconds === undefined) return;
  if (seconds <= 0 || seconds > affinitySecondsMax) {
    const why = `must be greater than 0 and less than ${affinitySecondsMax}`;
    causes.invalid(`${field}.clientIP.timeoutSeconds`, seconds, why);
  }
}

export function checkExternalIps({ externalIPs = [] }: ServiceSpec, causes: Causes): void {
  for (const [index, ip] of externalIPs.entries()) {
    const at = `spec.externalIPs[${index}]`;
    const wrong = addressCauses(ip);
    causes.invalidEach(at, ip, wrong.length > 0 ? wrong : specialCauses(ip));
  }
}

function checkNetwork(text: string, field: string, causes: Causes): void {
  if (parseNetwork(text) === undefined) causes.invalid(field, text, cidrCause);
}

export function checkSourceRanges({ metadata, spec }: Service, causes: Causes): void {
  const { loadBalancerSourceRanges: ranges = [] } = spec;
  const annotated = metadata.annotations?.[rangesAnnotation];
  const isBalancer = spec.type === 'LoadBalancer';
  if (ranges.length > 0) {
    const field = 'spec.LoadBalancerSourceRanges';
    if (!isBalancer) causes.forbidden(field, balancersOnly);
    for (const [index, range] of ranges.entries()) checkNetwork(range.trim(), `${field}[${index}]`, causes);
  } else if (annotated !== undefined) {
    const field = `metadata.annotations[${rangesAnnotation}]`;
    if (!isBalancer) causes.forbidden(field, balancersOnly);
    if (annotated.trim() !== '')
      for (const range of annotated.split(',')) checkNetwork(range.trim(), field, causes);
  }
}

export function checkBalancer(spec: ServiceSpec, prev: ServiceSpec | undefined, causes: Causes): void {
  const { type, allocateLoadBalancerNodePorts: allocates, loadBalancerClass } = spec;
  const field = 'spec.loadBalancerClass';
  if (allocates !== undefined && type !== 'LoadBalancer')
    causes.forbidden('spec.allocateLoadBalancerNodePorts', balancersOnly);
  if (
    prev?.type === 'LoadBalancer' &&
    type === 'LoadBalancer' &&
    prev.loadBalancerClass !== loadBalancerClass
  )
    causes.invalid(field, loadBalancerClass, 'may not change once set');
  if (loadBalancerClass === undefined) return;
  if (type === 'LoadBalancer')
    causes.invalidEach(field, loadBalancerClass, isQualifiedName(loadBalancerClass));
  else causes.forbidden(field, balancersOnly);
}

export function checkPolicies(spec: ServiceSpec, causes: Causes): void {
  const { externalTrafficPolicy: external, internalTrafficPolicy: internal, trafficDistribution } = spec;
  const field = 'spec.externalTrafficPolicy';
  if (!isExternallyAccessible(spec)) {
    if (external) causes.invalid(field, external, 'may only be set for externally-accessible services');
  } else if (!external) causes.required(field);
  else if (!policies.includes(external)) causes.notSupported(field, external, policies);
  checkHealthCheck(spec, causes);
  if (internal === undefined) {
    if (spec.type !== 'ExternalName') causes.required('spec.internalTrafficPolicy');
  } else if (!policies.includes(internal))
    causes.notSupported('spec.internalTrafficPolicy', internal, policies);
  if (trafficDistribution !== undefined && trafficDistribution !== 'PreferClose')
    causes.notSupported('spec.trafficDistribution', trafficDistribution, ['PreferClose']);
}

function checkHealthCheck(spec: ServiceSpec, causes: Causes): void {
  const { healthCheckNodePort: port = 0 } = spec;
  const field = 'spec.healthCheckNodePort';
  if (needsHealthCheck(spec)) {
    if (port === 0) causes.required(field);
    else causes.invalidEach(field, port, isValidPortNum(port));
  } else if (port !== 0) {
    const why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'";
    causes.invalid(field, port, why);
  }
}
