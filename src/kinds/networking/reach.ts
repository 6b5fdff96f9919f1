// Who reaches whom: an address is a Service's or a Pod's own; then the source's and the target's NetworkPolicies have their
// say over what a Supervisor does by itself: a vSphere Namespace takes nothing from outside, load balancers included,
// and may talk to everybody. The rule that decides is named as NSX's distributed firewall names it.
// Deliberately absent: whether anything listens there, routes of the physical network, IPv6 addresses of Pods.
// Source: kubernetes API reference of NetworkPolicy; facts of NCP's rules.
import type { NetworkPolicyPeer, NetworkPolicyPort } from '#types';
import type { ReadView } from '../../store/view.ts';
import { fromLabelSelector, matchesLabels } from '../../store/selectors.ts';
import type { Namespace } from '../core/namespace.ts';
import { isTerminal, type Pod } from '../core/pod/pod.ts';
import type { Service } from '../core/service/service.ts';
import type { EndpointSlice } from '../discovery/endpoint-slice.ts';
import { supervisorOf, supervisorsKind } from '../vsphere/supervisor.ts';
import { isIn, parseAddress, parseNetwork } from './address.ts';
import type { NetworkPolicy } from './network-policy.ts';

/** A Pod, or an address that is none of the Supervisor's Pods. */
export type Source = { readonly pod: Pod } | { readonly address: string };

export interface Port {
  readonly number: number;
  readonly protocol: 'TCP' | 'UDP' | 'SCTP';
}

interface Verdict {
  readonly allowed: boolean;
  /** The rule that decides, or why there is nobody to decide about. */
  readonly rule: string;
  /** True where no policy of anybody decides, but that a vSphere Namespace takes nothing from outside. */
  readonly isDefault?: boolean;
}

export interface Reached extends Verdict {
  /** The Service that was asked, and the Pod behind it or at the address itself. */
  readonly service?: Service;
  readonly pod?: Pod;
  /** The Pod's port, where a Service translates. */
  readonly port: Port;
}

/** The kinds that `reach` reads. */
export const reachKinds = [
  'core/namespaces',
  'core/pods',
  'core/services',
  'discovery.k8s.io/endpointslices',
  'networking.k8s.io/networkpolicies',
  supervisorsKind,
];

const defaults = {
  inside: 'default-allow within the namespace',
  outside: 'default-ingress-deny of the namespace',
  system: 'default-allow of a system namespace',
  egress: 'default-egress-allow of the namespace',
  none: 'no firewall rule applies',
  onSwitch: 'no firewall: networks of a distributed switch have none of NSX',
} as const;

type Direction = 'Ingress' | 'Egress';
type Selector = NetworkPolicyPeer['podSelector'];

/** An empty selector means everything; none at all means nothing. */
function selects(selector: Selector, labels: Readonly<Record<string, string>> | undefined): boolean {
  if (selector === undefined) return false;
  const parsed = fromLabelSelector(selector);
  return 'requirements' in parsed && matchesLabels(parsed.requirements, labels);
}

/** One end of a connection as rules see it. */
interface End {
  readonly pod: Pod | undefined;
  readonly address: string;
}

function matchesPeer(peer: NetworkPolicyPeer, policy: NetworkPolicy, end: End, view: ReadView): boolean {
  const { ipBlock, namespaceSelector, podSelector } = peer;
  if (ipBlock !== undefined) {
    const address = parseAddress(end.address);
    const inside = (text: string): boolean => {
      const network = parseNetwork(text);
      return address !== undefined && network !== undefined && isIn(address, network);
    };
    return inside(ipBlock.cidr) && !(ipBlock.except ?? []).some(inside);
  }
  if (end.pod === undefined) return false;
  const { namespace = '', labels } = end.pod.metadata;
  if (podSelector !== undefined && !selects(podSelector, labels)) return false;
  if (namespaceSelector === undefined) return namespace === policy.metadata.namespace;
  return selects(namespaceSelector, view.get<Namespace>('core/namespaces', namespace)?.metadata.labels);
}

/** Named ports are the target's own. */
function matchesPort(rule: NetworkPolicyPort, asked: Port, target: Pod | undefined): boolean {
  const { protocol = 'TCP', port, endPort } = rule;
  if (protocol !== asked.protocol) return false;
  if (port === undefined) return true;
  if (typeof port === 'number') return asked.number >= port && asked.number <= (endPort ?? port);
  return (target?.spec.containers ?? []).some((container) =>
    (container.ports ?? []).some(
      (each) =>
        each.name === port &&
        each.containerPort === asked.number &&
        (each.protocol ?? 'TCP') === asked.protocol,
    ),
  );
}

const deny = (rule: string): Verdict => ({ allowed: false, rule });
const allow = (rule: string): Verdict => ({ allowed: true, rule });

/** What the policies that select `subject` say, or undefined where none of this direction does. */
function judge(
  direction: Direction,
  subject: Pod,
  other: End,
  target: Pod | undefined,
  port: Port,
  view: ReadView,
): Verdict | undefined {
  const { namespace = '', labels } = subject.metadata;
  const policies = view
    .list<NetworkPolicy>('networking.k8s.io/networkpolicies', { namespace })
    .filter(
      ({ spec }) => spec.policyTypes?.includes(direction) === true && selects(spec.podSelector, labels),
    );
  if (policies.length === 0) return undefined;
  const word = direction.toLowerCase();
  for (const policy of policies) {
    const rules =
      direction === 'Ingress'
        ? (policy.spec.ingress ?? []).map(({ from, ports }) => ({ peers: from, ports }))
        : (policy.spec.egress ?? []).map(({ to, ports }) => ({ peers: to, ports }));
    for (const { peers = [], ports = [] } of rules) {
      const isPeer = peers.length === 0 || peers.some((peer) => matchesPeer(peer, policy, other, view));
      if (!isPeer || (ports.length > 0 && !ports.some((rule) => matchesPort(rule, port, target)))) continue;
      const named = ports.length === 0 ? 'all' : `${port.protocol}.${port.number}`;
      return allow(`${namespace}-${policy.metadata.name}-allowlist: ${named}-${word}-allow`);
    }
  }
  const names = policies.map(({ metadata }) => metadata.name).join(', ');
  return deny(`${namespace}: isolated for ${word} by ${names}`);
}

/** A vSphere Namespace has the Supervisor's default rules; the system's own have none. */
function hasDefaults(namespace: string, view: ReadView): boolean {
  return (
    view.get<Namespace>('core/namespaces', namespace)?.metadata.labels?.['vSphereClusterID'] !== undefined
  );
}

/** NetworkPolicies become rules where NCP makes them so. */
const hasFirewall = (view: ReadView): boolean => supervisorOf(view)?.spec.workloads.vsphere === undefined;

function ingressOf(source: End, target: Pod, port: Port, view: ReadView): Verdict {
  if (!hasFirewall(view)) return allow(defaults.onSwitch);
  const said = judge('Ingress', target, source, target, port, view);
  if (said !== undefined) return said;
  const { namespace = '' } = target.metadata;
  if (source.pod?.metadata.namespace === namespace) return allow(`${namespace}: ${defaults.inside}`);
  return hasDefaults(namespace, view)
    ? { ...deny(`${namespace}: ${defaults.outside}`), isDefault: true }
    : allow(`${namespace}: ${defaults.system}`);
}

function egressOf(source: Pod, target: End, port: Port, view: ReadView): Verdict {
  if (!hasFirewall(view)) return allow(defaults.onSwitch);
  const said = judge('Egress', source, target, target.pod, port, view);
  return said ?? allow(`${source.metadata.namespace ?? ''}: ${defaults.egress}`);
}

function podAt(address: string, view: ReadView): Pod | undefined {
  return view.list<Pod>('core/pods').find((pod) => pod.status?.podIP === address && !isTerminal(pod));
}

/** The first ready endpoint behind a Service's port, in the order of slices. */
function backendOf(
  service: Service,
  port: Port,
  view: ReadView,
): { readonly address: string; readonly number: number } | string {
  const { name, namespace = '' } = service.metadata;
  const asked = (service.spec.ports ?? []).find(
    (each) => each.port === port.number && (each.protocol ?? 'TCP') === port.protocol,
  );
  if (asked === undefined) return `service ${namespace}/${name} has no port ${port.number}/${port.protocol}`;
  const slices = view.list<EndpointSlice>('discovery.k8s.io/endpointslices', {
    label: `kubernetes.io/service-name=${name}`,
    namespace,
  });
  for (const slice of slices) {
    const number = (slice.ports ?? []).find((each) => (each.name ?? '') === (asked.name ?? ''))?.port;
    const ready = (slice.endpoints ?? []).find(({ conditions }) => conditions?.ready !== false);
    const [address] = ready?.addresses ?? [];
    if (number !== undefined && address !== undefined) return { address, number };
  }
  return `service ${namespace}/${name} has no ready endpoint`;
}

/** Works out whether a connection comes through, and which rule decides. */
export function reach(source: Source, address: string, port: Port, view: ReadView): Reached {
  const [service] = view.list<Service>('core/services', { index: ['address', address] });
  const behind = service === undefined ? { address, number: port.number } : backendOf(service, port, view);
  const named = service === undefined ? {} : { service };
  if (typeof behind === 'string') return { ...named, ...deny(behind), port };
  const asked: Port = { ...port, number: behind.number };
  const target: End = { address: behind.address, pod: podAt(behind.address, view) };
  const from: End =
    'pod' in source
      ? { pod: source.pod, address: source.pod.status?.podIP ?? '' }
      : { pod: undefined, address: source.address };
  const found = { ...named, ...(target.pod === undefined ? {} : { pod: target.pod }), port: asked };
  const egress = from.pod === undefined ? allow(defaults.none) : egressOf(from.pod, target, asked, view);
  if (!egress.allowed || target.pod === undefined) return { ...found, ...egress };
  return { ...found, ...ingressOf(from, target.pod, asked, view) };
}
