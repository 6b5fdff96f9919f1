// Names and addresses as a Pod's resolver has them. Source: kubernetes dns specification 1.1; coredns plugin/kubernetes.
// Deliberately absent: records of services (SRV).
import type { EndpointSlice } from '../kinds/discovery/endpoint-slice.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import type { Service } from '../kinds/core/service/service.ts';
import { reach } from '../kinds/networking/reach.ts';
import { ownRange } from '../kinds/networking/service-ranges.ts';
import { formatIpv4, parseCidr, parseIpv4 } from '../std/ip.ts';
import type { ReadView } from '../store/view.ts';
import { siteNamed } from './outside.ts';

export const clusterDomain = 'cluster.local';

/** The cluster's resolver: its Service's address, or the tenth of the service range. */
export function clusterDns(view: ReadView): string {
  const service = view.get<Service>('core/services', 'kube-dns', 'kube-system');
  if (service?.spec.clusterIP !== undefined) return service.spec.clusterIP;
  const cidr = parseCidr(ownRange(view));
  return cidr === undefined ? '10.96.0.10' : formatIpv4(cidr.base + 10);
}

export interface Resolved {
  /** Full name with its domain. */
  readonly name: string;
  readonly addresses: readonly string[];
}

/** Slices of a Service, by the label that their controller gives them. */
export function slicesOf(view: ReadView, { metadata }: Service): readonly EndpointSlice[] {
  return view.list<EndpointSlice>('discovery.k8s.io/endpointslices', {
    namespace: metadata.namespace ?? '',
    label: `kubernetes.io/service-name=${metadata.name}`,
  });
}

function ofService(view: ReadView, service: Service, host: string | undefined): readonly string[] {
  const { clusterIP = '' } = service.spec;
  if (host === undefined && clusterIP !== '' && clusterIP !== 'None') return [clusterIP];
  return slicesOf(view, service).flatMap(({ endpoints = [] }) =>
    (endpoints ?? [])
      .filter(({ conditions, hostname }) =>
        host === undefined ? conditions?.ready !== false : hostname === host,
      )
      .flatMap(({ addresses }) => addresses),
  );
}

/** The search list of a Pod's resolver. */
export function searchesOf({ metadata, spec }: Pod): readonly string[] {
  const own =
    spec.dnsPolicy === 'None'
      ? []
      : [`${metadata.namespace ?? ''}.svc.${clusterDomain}`, `svc.${clusterDomain}`, clusterDomain];
  return [...own, ...(spec.dnsConfig?.searches ?? [])];
}

/** Whom a Pod's resolver asks. */
export function serversOf(view: ReadView, { spec }: Pod): readonly string[] {
  const own = spec.dnsPolicy === 'None' ? [] : [clusterDns(view)];
  return [...own, ...(spec.dnsConfig?.nameservers ?? [])];
}

const dnsPort = { number: 53, protocol: 'UDP' } as const;

/** Whether the cluster's resolver is asked, and no firewall is between: its Pods' policies count, and the Pod's own. */
export function hasResolver(view: ReadView, pod: Pod): boolean {
  if (!serversOf(view, pod).includes(clusterDns(view))) return false;
  const answering = view
    .list<Pod>('core/pods', { namespace: 'kube-system', label: 'k8s-app=kube-dns' })
    .flatMap(({ status }) => status?.podIP ?? []);
  const addresses = answering.length === 0 ? [clusterDns(view)] : answering;
  return addresses.some((address) => reach({ pod }, address, dnsPort, view).allowed);
}

/** The name of an address, as reverse look-ups find it: a Service's, or that of an endpoint of one. */
export function nameOf(view: ReadView, address: string): string | undefined {
  const [service] = view.list<Service>('core/services', { index: ['clusterIP', address] });
  const full = (name: string, namespace = '') => `${name}.${namespace}.svc.${clusterDomain}`;
  if (service !== undefined) return full(service.metadata.name, service.metadata.namespace);
  for (const { metadata, endpoints } of view.list<EndpointSlice>('discovery.k8s.io/endpointslices')) {
    const found = (endpoints ?? []).find(({ addresses }) => addresses.includes(address));
    const of = metadata.labels?.['kubernetes.io/service-name'];
    if (found !== undefined && of !== undefined)
      return `${found.hostname ?? address.replaceAll('.', '-')}.${full(of, metadata.namespace)}`;
  }
  return undefined;
}

/** `web`, `web.demo`, `web.demo.svc`, `web-0.web.demo.svc.cluster.local`: by /etc/hosts, then by the search list. */
export function resolveName(view: ReadView, pod: Pod, asked: string): Resolved | undefined {
  if (parseIpv4(asked) !== undefined) return { name: asked, addresses: [asked] };
  const name = asked.replace(/\.$/, '');
  if (name === 'localhost') return { name, addresses: ['127.0.0.1'] };
  if (name === (pod.spec.hostname ?? pod.metadata.name) && pod.status?.podIP !== undefined)
    return { name, addresses: [pod.status.podIP] };
  const alias = pod.spec.hostAliases?.find(({ hostnames }) => hostnames?.includes(name));
  if (alias !== undefined) return { name, addresses: [alias.ip] };
  if (!hasResolver(view, pod)) return undefined;
  const searches = asked.endsWith('.') ? [''] : [...searchesOf(pod).map((each) => `.${each}`), ''];
  for (const search of searches) {
    const found = resolveFull(view, `${name}${search}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** As many Services of type ExternalName may name each other. */
const aliasesMax = 8;

function resolveFull(view: ReadView, name: string, aliases = 0): Resolved | undefined {
  if (name.endsWith(`.pod.${clusterDomain}`)) return ofPod(view, name);
  if (!name.endsWith(`.svc.${clusterDomain}`)) {
    const site = siteNamed(name);
    return site === undefined ? undefined : { name, addresses: [site.address] };
  }
  const labels = name.slice(0, -`.svc.${clusterDomain}`.length).split('.');
  if (labels.length < 2 || labels.length > 3) return undefined;
  const [host, serviceName = '', namespace = ''] = labels.length === 3 ? labels : [undefined, ...labels];
  const service = view.get<Service>('core/services', serviceName, namespace);
  if (service === undefined) return undefined;
  const { type, externalName = '' } = service.spec;
  if (type === 'ExternalName')
    return aliases === aliasesMax ? undefined : resolveFull(view, externalName, aliases + 1);
  const addresses = ofService(view, service, host);
  return addresses.length === 0 ? undefined : { name, addresses };
}

/** `10-244-1-5.demo.pod.cluster.local` is that address, whoever has it. */
function ofPod(view: ReadView, name: string): Resolved | undefined {
  const [dashed = '', namespace = '', ...more] = name.slice(0, -`.pod.${clusterDomain}`.length).split('.');
  const address = dashed.replaceAll('-', '.');
  if (more.length > 0 || parseIpv4(address) === undefined) return undefined;
  return view.get('core/namespaces', namespace) === undefined ? undefined : { name, addresses: [address] };
}
