// What is wrong with a Service, in Kubernetes' words and order. Source: kubernetes pkg/apis/core/validation, ValidateService,
// ValidateServiceUpdate.
import type { ServiceSpec } from '#types';
import {
  isDns1123Label,
  isDns1123Subdomain,
  isQualifiedName,
  isValidPortName,
  isValidPortNum,
} from '../../../std/names.ts';
import type { Causes } from '../../../store/causes.ts';
import { goValue } from '../../../store/go-types.ts';
import { checkLabels } from '../../../store/meta.ts';
import { checkClusterIps, headless } from './check-addresses.ts';
import {
  checkAffinity,
  checkBalancer,
  checkExternalIps,
  checkPolicies,
  checkSourceRanges,
} from './check-traffic.ts';
import type { Service } from './service.ts';

const types = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];
const protocols = ['SCTP', 'TCP', 'UDP'];
const kubeletPort = 10_250;

export function checkService(next: Service, prev: Service | undefined, causes: Causes): void {
  const { spec } = next;
  if (spec === undefined) {
    causes.required('spec.ports');
    return;
  }
  if (prev !== undefined) checkChange(spec, prev.spec, causes);
  if ((spec.ports ?? []).length === 0 && spec.clusterIP !== headless && spec.type !== 'ExternalName')
    causes.required('spec.ports');
  checkType(spec, causes);
  checkPorts(spec, causes);
  checkLabels(spec.selector, 'spec.selector', causes);
  checkAffinity(spec, causes);
  checkClusterIps(spec, causes);
  checkExternalIps(spec, causes);
  if (!types.includes(spec.type ?? '')) causes.notSupported('spec.type', spec.type, types);
  checkUses(spec, causes);
  checkSourceRanges(next, causes);
  checkBalancer(spec, prev?.spec, causes);
  checkPolicies(spec, causes);
}

function checkChange(spec: ServiceSpec, prev: ServiceSpec, causes: Causes): void {
  const areNames = spec.type === 'ExternalName' || prev.type === 'ExternalName';
  if (!areNames && prev.clusterIP && spec.clusterIP !== prev.clusterIP)
    causes.invalid('spec.clusterIPs[0]', goValue('[]string', spec.clusterIPs), 'may not change once set');
}

/** What each type cannot be together with. */
function checkType(spec: ServiceSpec, causes: Causes): void {
  const { type, ports = [] } = spec;
  if (type === 'LoadBalancer') {
    const why = `may not expose port ${kubeletPort} externally since it is used by kubelet`;
    for (const [index, { port }] of ports.entries())
      if (port === kubeletPort) causes.invalid(`spec.ports[${index}]`, port, why);
  }
  if ((type === 'LoadBalancer' || type === 'NodePort') && spec.clusterIP === headless)
    causes.invalid('spec.clusterIPs[0]', headless, `may not be set to 'None' for ${type} services`);
  if (type !== 'ExternalName') return;
  const why = 'may not be set for ExternalName services';
  if ((spec.clusterIPs ?? []).length > 0) causes.forbidden('spec.clusterIPs', why);
  if ((spec.ipFamilies ?? []).length > 0) causes.forbidden('spec.ipFamilies', why);
  if (spec.ipFamilyPolicy !== undefined) causes.forbidden('spec.ipFamilyPolicy', why);
  const name = (spec.externalName ?? '').replace(/\.$/, '');
  if (name === '') causes.required('spec.externalName');
  else causes.invalidEach('spec.externalName', name, isDns1123Subdomain(name));
}

function checkPorts({ ports = [] }: ServiceSpec, causes: Causes): void {
  const names = new Set<string>();
  for (const [index, { name = '', port, protocol, targetPort, appProtocol }] of ports.entries()) {
    const at = `spec.ports[${index}]`;
    if (ports.length > 1 && name === '') causes.required(`${at}.name`);
    else if (name !== '') {
      causes.invalidEach(`${at}.name`, name, isDns1123Label(name));
      if (names.has(name)) causes.duplicate(`${at}.name`, name);
      names.add(name);
    }
    causes.invalidEach(`${at}.port`, port, isValidPortNum(port));
    if (!protocol) causes.required(`${at}.protocol`);
    else if (!protocols.includes(protocol)) causes.notSupported(`${at}.protocol`, protocol, protocols);
    if (typeof targetPort === 'number')
      causes.invalidEach(`${at}.targetPort`, targetPort, isValidPortNum(targetPort));
    else if (targetPort !== undefined)
      causes.invalidEach(`${at}.targetPort`, targetPort, isValidPortName(targetPort));
    if (appProtocol !== undefined)
      causes.invalidEach(`${at}.appProtocol`, appProtocol, isQualifiedName(appProtocol));
  }
}

/** Ports that stand in each other's way, or that the type has no use for. */
function checkUses({ type, ports = [] }: ServiceSpec, causes: Causes): void {
  const at = (index: number): string => `spec.ports[${index}]`;
  const [nodePorts, pairs] = [new Set<string>(), new Set<string>()];
  for (const [index, { nodePort }] of ports.entries())
    if (type === 'ClusterIP' && nodePort)
      causes.forbidden(`${at(index)}.nodePort`, "may not be used when `type` is 'ClusterIP'");
  for (const [index, { protocol, nodePort }] of ports.entries()) {
    if (!nodePort) continue;
    if (nodePorts.has(`${protocol}/${nodePort}`)) causes.duplicate(`${at(index)}.nodePort`, nodePort);
    nodePorts.add(`${protocol}/${nodePort}`);
  }
  for (const [index, { protocol, port }] of ports.entries()) {
    if (pairs.has(`${protocol}/${port}`))
      causes.duplicate(at(index), goValue('core.ServicePort', { protocol, port }));
    pairs.add(`${protocol}/${port}`);
  }
}
