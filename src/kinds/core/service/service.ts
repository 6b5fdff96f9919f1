// Service: one address for many Pods. On a Supervisor ClusterIP is NSX's distributed load balancer, LoadBalancer a virtual
// server on the namespace's Tier-1 (agents/ncp); a node port is stored and has no effect. Source: kubernetes
// pkg/apis/core/v1/defaults.go, pkg/registry/core/service.
import type { Service as ServiceType, ServicePort, ServiceSpec } from '#types';
import { equal, type Draft } from '../../../std/draft.ts';
import { isDns1035Label } from '../../../std/names.ts';
import { Causes, type Shown } from '../../../store/causes.ts';
import type { WriteContext } from '../../../store/kind.ts';
import type { Stored } from '../../../store/object.ts';
import { invalid } from '../../../store/refusal.ts';
import { formatRequirements, fromLabelSelector } from '../../../store/selectors.ts';
import { ageColumn, nameColumn } from '../../age.ts';
import { kubernetesKind, proxySubresource, statusSubresource } from '../../kubernetes-kind.ts';
import { checkIngressPoints } from '../../networking/check-ingress-points.ts';
import { allocateClusterIp, allocateNodePort, clusterIpCause, nodePortCause } from './address.ts';
import { goValue } from '../../../store/go-types.ts';
import { checkClusterIps, checkConfigured, headless } from './check-addresses.ts';
import { isExternallyAccessible, needsHealthCheck } from './check-traffic.ts';
import { checkService } from './validate.ts';
import { serviceWarnings } from './warnings.ts';

export type Service = Stored<ServiceType>;

const usesNodePorts = (spec: ServiceSpec): boolean =>
  spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false);

type ServiceDraft = Draft<Service>;

function fillPorts(ports: Draft<ServicePort>[]): void {
  for (const port of ports) {
    port.protocol ||= 'TCP';
    if (port.targetPort === undefined || port.targetPort === 0 || port.targetPort === '')
      port.targetPort = port.port;
  }
}

function refuse(name: string, field: string, value: Shown, why: string): never {
  const causes = new Causes();
  causes.invalid(field, value, why);
  throw invalid({ group: '', kind: 'Service' }, name, causes.list);
}

function refuseAny(name: string, check: (causes: Causes) => void): void {
  const causes = new Causes();
  check(causes);
  if (causes.list.length > 0) throw invalid({ group: '', kind: 'Service' }, name, causes.list);
}

function takeClusterIp(next: ServiceDraft, prev: Service | undefined, context: WriteContext): void {
  const { spec } = next;
  // Who becomes a name gives back what it was given; who asks for an address as a name is told so.
  if (spec.type === 'ExternalName') {
    if (prev !== undefined && prev.spec.type !== 'ExternalName') {
      for (const given of ['clusterIP', 'clusterIPs', 'ipFamilies', 'ipFamilyPolicy'] as const)
        if (equal(spec[given], prev.spec[given])) delete spec[given];
    }
    if (spec.clusterIP) spec.clusterIPs ??= [spec.clusterIP];
    return;
  }
  // A Service keeps the address that it has; naming none keeps it too.
  if (prev?.spec.clusterIP && prev.spec.type !== 'ExternalName' && !spec.clusterIP)
    spec.clusterIP = prev.spec.clusterIP;
  const isOther = spec.clusterIP !== prev?.spec.clusterIP;
  const isStale = prev !== undefined && isOther && equal(spec.clusterIPs, prev.spec.clusterIPs);
  if (spec.clusterIP && (isStale || spec.clusterIPs === undefined)) spec.clusterIPs = [spec.clusterIP];
  refuseAny(next.metadata.name, (causes) => checkClusterIps(spec, causes));
  refuseAny(next.metadata.name, (causes) => checkConfigured(spec, causes));
  if (!spec.clusterIP) spec.clusterIP = allocateClusterIp(context);
  else if (spec.clusterIP !== headless && isOther) {
    const why = clusterIpCause(spec.clusterIP, context);
    if (why !== undefined && prev === undefined)
      refuse(next.metadata.name, 'spec.clusterIPs', goValue('[]string', [spec.clusterIP]), why);
  }
  spec.clusterIPs = [spec.clusterIP];
  spec.ipFamilies ??= ['IPv4'];
  spec.ipFamilyPolicy ??= 'SingleStack';
}

/** Where its balancer asks whether a node has Pods of it: given and taken back as the node ports are. */
function takeHealthPort({ spec }: ServiceDraft, prev: Service | undefined, context: WriteContext): void {
  const before =
    prev === undefined || !needsHealthCheck(prev.spec) ? undefined : prev.spec.healthCheckNodePort;
  if (needsHealthCheck(spec))
    spec.healthCheckNodePort ||= before ?? allocateNodePort(context, (spec.ports ?? []).length, new Set());
  else if (before !== undefined && spec.healthCheckNodePort === before) delete spec.healthCheckNodePort;
}

function takeNodePorts(next: ServiceDraft, prev: Service | undefined, context: WriteContext): void {
  const { spec } = next;
  const ports = spec.ports ?? [];
  if (!usesNodePorts(spec)) {
    for (const port of ports)
      if (prev?.spec.ports?.some((old) => old.nodePort === port.nodePort) === true) delete port.nodePort;
    return;
  }
  const used = new Set<number>();
  for (const [serial, port] of ports.entries()) {
    const old = prev?.spec.ports?.find(
      (candidate) =>
        candidate.port === port.port && candidate.protocol === port.protocol && candidate.name === port.name,
    );
    if (!port.nodePort && old?.nodePort) port.nodePort = old.nodePort;
    if (!port.nodePort) port.nodePort = allocateNodePort(context, serial, used);
    else if (prev?.spec.ports?.some((candidate) => candidate.nodePort === port.nodePort) !== true) {
      const why = nodePortCause(port.nodePort, context);
      if (why !== undefined) refuse(next.metadata.name, `spec.ports[${serial}].nodePort`, port.nodePort, why);
    }
    used.add(port.nodePort);
  }
}

function loadBalancerText(service: Service): string {
  const addresses = (service.status?.loadBalancer?.ingress ?? []).map(
    ({ ip, hostname }) => ip || hostname || '',
  );
  return [...new Set(addresses)]
    .filter((address) => address !== '')
    .sort()
    .join(',');
}

function externalIp(service: Service): string {
  const { type, externalIPs = [], externalName } = service.spec;
  if (type === 'LoadBalancer') {
    const assigned = loadBalancerText(service);
    if (externalIPs.length > 0) return [...(assigned === '' ? [] : [assigned]), ...externalIPs].join(',');
    return assigned === '' ? '<pending>' : assigned;
  }
  if (type === 'ExternalName') return externalName ?? '';
  return externalIPs.length > 0 ? externalIPs.join(',') : '<none>';
}

function portsText(service: Service): string {
  const ports = service.spec.ports ?? [];
  if (ports.length === 0) return '<none>';
  return ports
    .map(({ port, nodePort, protocol }) => `${port}${nodePort ? `:${nodePort}` : ''}/${protocol}`)
    .join(',');
}

function selectorText(selector: Readonly<Record<string, string>> | undefined): string {
  const parsed = fromLabelSelector({ matchLabels: selector ?? {} });
  const text = 'requirements' in parsed ? formatRequirements(parsed.requirements) : '';
  return text === '' ? '<none>' : text;
}

/** What only the type before had a use for goes with it, unless the client changed it too. */
function dropGiven(next: ServiceDraft, prev: Service): void {
  const { spec } = next;
  const drop = (
    member: 'allocateLoadBalancerNodePorts' | 'externalTrafficPolicy' | 'loadBalancerClass',
  ): void => {
    if (spec[member] === prev.spec[member]) delete spec[member];
  };
  if (isExternallyAccessible(prev.spec) && !isExternallyAccessible(spec)) drop('externalTrafficPolicy');
  if (prev.spec.type !== 'LoadBalancer' || spec.type === 'LoadBalancer') return;
  drop('allocateLoadBalancerNodePorts');
  drop('loadBalancerClass');
  next.status = { loadBalancer: {} };
}

/** Packets come by an address as they were sent, where nobody says otherwise. */
function withMode<Point extends { ip?: string; ipMode?: string }>(point: Point): Point {
  return point.ip && point.ipMode === undefined ? { ...point, ipMode: 'VIP' } : point;
}

export const services = kubernetesKind<Service>({
  group: '',
  kind: 'Service',
  plural: 'services',
  allowCreateOnUpdate: true,
  short: ['svc'],
  categories: ['all'],
  namespaced: true,
  subresources: [proxySubresource('Service'), statusSubresource],
  nameCauses: isDns1035Label,
  returnsDeleted: true,
  defaults(service) {
    const { spec } = service;
    if (spec === undefined) return;
    spec.sessionAffinity ||= 'None';
    if (spec.sessionAffinity === 'ClientIP') {
      spec.sessionAffinityConfig ??= {};
      spec.sessionAffinityConfig.clientIP ??= {};
      spec.sessionAffinityConfig.clientIP.timeoutSeconds ??= 10800;
    }
    spec.type ||= 'ClusterIP';
    fillPorts(spec.ports ?? []);
    if (isExternallyAccessible(spec)) spec.externalTrafficPolicy ||= 'Cluster';
    if (spec.type !== 'ExternalName') spec.internalTrafficPolicy ??= 'Cluster';
    if (spec.type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true;
    const { ingress = [] } = service.status?.loadBalancer ?? {};
    if (ingress.some(({ ip, ipMode }) => ip && ipMode === undefined))
      service.status = { ...service.status, loadBalancer: { ingress: ingress.map(withMode) } };
  },
  prepare(next, prev, context) {
    if (prev === undefined) next.status = { loadBalancer: {} };
    if (context.subresource === 'status' || next.spec === undefined) return;
    takeClusterIp(next, prev, context);
    takeNodePorts(next, prev, context);
    takeHealthPort(next, prev, context);
    if (prev !== undefined) dropGiven(next, prev);
  },
  validate: checkService,
  validateStatus({ spec, status }, _prev, causes) {
    const { ingress = [] } = status?.loadBalancer ?? {};
    const field = 'status.loadBalancer.ingress';
    if (spec.type !== 'LoadBalancer' && ingress.length > 0)
      causes.forbidden(field, "may only be used when `spec.type` is 'LoadBalancer'");
    else checkIngressPoints(ingress, field, true, causes);
  },
  warnings: serviceWarnings,
  fields: {
    'spec.clusterIP': ({ spec }) => spec.clusterIP ?? '',
    'spec.type': ({ spec }) => spec.type ?? '',
  },
  indexes: {
    clusterIP: ({ spec }) => (spec.clusterIP ? [spec.clusterIP] : []),
    /** Every address at which it is asked. */
    address: ({ spec, status }) => [
      ...(spec.clusterIPs ?? []).filter((address) => address !== headless),
      ...(status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => (ip ? [ip] : [])),
    ],
    nodePort: ({ spec }) =>
      [...(spec.ports ?? []).map(({ nodePort }) => nodePort), spec.healthCheckNodePort].flatMap((port) =>
        port ? [String(port)] : [],
      ),
  },
  columns: [
    nameColumn,
    { name: 'Type', cell: ({ spec }) => spec.type ?? '' },
    { name: 'Cluster-IP', cell: ({ spec }) => spec.clusterIP || '<none>' },
    { name: 'External-IP', cell: externalIp },
    { name: 'Port(s)', cell: portsText },
    ageColumn,
    { name: 'Selector', wide: true, cell: ({ spec }) => selectorText(spec.selector) },
  ],
});
