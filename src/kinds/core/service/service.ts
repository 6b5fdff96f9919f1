// Service: one address for many Pods. On a Supervisor ClusterIP is NSX's distributed load balancer, LoadBalancer a virtual
// server on the namespace's Tier-1 (agents/ncp); a node port is stored and has no effect. Source: kubernetes
// pkg/apis/core/v1/defaults.go, pkg/registry/core/service.
import type { Service as ServiceType, ServicePort, ServiceSpec } from '#types';
import type { Draft } from '../../../std/draft.ts';
import { isDns1035Label, isValidPortName, isValidPortNum } from '../../../std/names.ts';
import { Causes, type Shown } from '../../../store/causes.ts';
import type { WriteContext } from '../../../store/kind.ts';
import { checkLabels } from '../../../store/meta.ts';
import type { Stored } from '../../../store/object.ts';
import { invalid } from '../../../store/refusal.ts';
import { formatRequirements, fromLabelSelector } from '../../../store/selectors.ts';
import { ageColumn, nameColumn } from '../../age.ts';
import { kubernetesKind, statusSubresource } from '../../kubernetes-kind.ts';
import { allocateClusterIp, allocateNodePort, clusterIpCause, nodePortCause } from './address.ts';
import { goValue } from '../../../store/go-types.ts';

export type Service = Stored<ServiceType>;

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const protocols = ['SCTP', 'TCP', 'UDP'];
export const headless = 'None';

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

function takeClusterIp(next: ServiceDraft, prev: Service | undefined, context: WriteContext): void {
  const { spec } = next;
  if (spec.type === 'ExternalName') {
    delete spec.clusterIP;
    delete spec.clusterIPs;
    return;
  }
  // A Service keeps the address that it has; naming none keeps it too.
  if (prev?.spec.clusterIP && prev.spec.type !== 'ExternalName' && !spec.clusterIP)
    spec.clusterIP = prev.spec.clusterIP;
  if (!spec.clusterIP) spec.clusterIP = allocateClusterIp(context);
  else if (spec.clusterIP !== headless && spec.clusterIP !== prev?.spec.clusterIP) {
    const why = clusterIpCause(spec.clusterIP, context);
    if (why !== undefined && prev === undefined)
      refuse(next.metadata.name, 'spec.clusterIPs', goValue('[]string', [spec.clusterIP]), why);
  }
  spec.clusterIPs = [spec.clusterIP];
  spec.ipFamilies ??= ['IPv4'];
  spec.ipFamilyPolicy ??= 'SingleStack';
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

function checkPorts(spec: ServiceSpec, causes: Causes): void {
  const ports = spec.ports ?? [];
  const seen = new Set<string>();
  const names = new Set<string>();
  for (const [index, port] of ports.entries()) {
    const at = `spec.ports[${index}]`;
    if (ports.length > 1 && !port.name) causes.required(`${at}.name`);
    else if (port.name) {
      if (names.has(port.name)) causes.duplicate(`${at}.name`, port.name);
      names.add(port.name);
    }
    causes.invalidEach(`${at}.port`, port.port, isValidPortNum(port.port));
    if (!port.protocol) causes.required(`${at}.protocol`);
    else if (!protocols.includes(port.protocol))
      causes.notSupported(`${at}.protocol`, port.protocol, protocols);
    if (typeof port.targetPort === 'number') {
      causes.invalidEach(`${at}.targetPort`, port.targetPort, isValidPortNum(port.targetPort));
    } else if (port.targetPort !== undefined) {
      causes.invalidEach(`${at}.targetPort`, port.targetPort, isValidPortName(port.targetPort));
    }
    if (port.nodePort && !usesNodePorts(spec)) {
      causes.forbidden(`${at}.nodePort`, "may not be used when `type` is 'ClusterIP'");
    }
    const key = `${port.protocol}/${port.port}`;
    if (seen.has(key))
      causes.duplicate(at, goValue('core.ServicePort', { protocol: port.protocol, port: port.port }));
    seen.add(key);
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

export const services = kubernetesKind<Service>({
  group: '',
  kind: 'Service',
  plural: 'services',
  short: ['svc'],
  categories: ['all'],
  namespaced: true,
  subresources: [statusSubresource],
  nameCauses: isDns1035Label,
  returnsDeleted: true,
  defaults({ spec }) {
    if (spec === undefined) return;
    spec.sessionAffinity ||= 'None';
    if (spec.sessionAffinity === 'ClientIP') {
      spec.sessionAffinityConfig ??= {};
      spec.sessionAffinityConfig.clientIP ??= {};
      spec.sessionAffinityConfig.clientIP.timeoutSeconds ??= 10800;
    }
    spec.type ||= 'ClusterIP';
    fillPorts(spec.ports ?? []);
    if (spec.type === 'NodePort' || spec.type === 'LoadBalancer') spec.externalTrafficPolicy ||= 'Cluster';
    if (spec.type !== 'ExternalName') spec.internalTrafficPolicy ??= 'Cluster';
    if (spec.type === 'LoadBalancer') spec.allocateLoadBalancerNodePorts ??= true;
  },
  prepare(next, prev, context) {
    if (prev === undefined) next.status = { loadBalancer: {} };
    if (context.subresource === 'status' || next.spec === undefined) return;
    takeClusterIp(next, prev, context);
    takeNodePorts(next, prev, context);
    if (next.spec.type !== 'LoadBalancer') {
      delete next.spec.allocateLoadBalancerNodePorts;
      if (prev?.spec.type === 'LoadBalancer') next.status = { loadBalancer: {} };
    }
    if (next.spec.type === 'ClusterIP') delete next.spec.externalTrafficPolicy;
  },
  validate({ spec }, prev, causes) {
    if (spec === undefined) {
      causes.required('spec.ports');
      return;
    }
    if (!types.includes(spec.type ?? '')) causes.notSupported('spec.type', spec.type, types);
    const needsPorts = spec.clusterIP !== headless && spec.type !== 'ExternalName';
    if ((spec.ports ?? []).length === 0 && needsPorts) causes.required('spec.ports');
    if (spec.type === 'LoadBalancer' && spec.clusterIP === headless) {
      causes.invalid('spec.clusterIPs[0]', headless, "may not be set to 'None' for LoadBalancer services");
    }
    if (spec.type === 'ExternalName' && !spec.externalName) causes.required('spec.externalName');
    checkLabels(spec.selector, 'spec.selector', causes);
    checkPorts(spec, causes);
    const before = prev?.spec.clusterIP;
    if (
      before &&
      prev.spec.type !== 'ExternalName' &&
      spec.type !== 'ExternalName' &&
      spec.clusterIP !== before
    ) {
      causes.invalid('spec.clusterIPs[0]', goValue('[]string', spec.clusterIPs), 'may not change once set');
    }
  },
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
      (spec.ports ?? []).flatMap(({ nodePort }) => (nodePort ? [String(nodePort)] : [])),
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
