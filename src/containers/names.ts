// Names and addresses as a Pod's resolver has them. Source: kubernetes dns specification 1.1.
import type { EndpointSlice } from '../kinds/discovery/endpoint-slice.ts';
import type { Pod } from '../kinds/core/pod/pod.ts';
import type { Service } from '../kinds/core/service/service.ts';
import { ownRange } from '../kinds/networking/service-ranges.ts';
import { formatIpv4, parseCidr, parseIpv4 } from '../std/ip.ts';
import type { ReadView } from '../store/view.ts';

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

/** `web`, `web.demo`, `web.demo.svc`, `web-0.web.demo.svc.cluster.local`: by the search list of a Pod's namespace. */
export function resolveName(view: ReadView, pod: Pod, asked: string): Resolved | undefined {
  if (parseIpv4(asked) !== undefined) return { name: asked, addresses: [asked] };
  const name = asked.replace(/\.$/, '');
  if (name === 'localhost') return { name, addresses: ['127.0.0.1'] };
  const { namespace = '' } = pod.metadata;
  if (name === (pod.spec.hostname ?? pod.metadata.name) && pod.status?.podIP !== undefined)
    return { name, addresses: [pod.status.podIP] };
  const searches = [`.${namespace}.svc.${clusterDomain}`, `.svc.${clusterDomain}`, `.${clusterDomain}`, ''];
  for (const search of asked.endsWith('.') ? [''] : searches) {
    const found = resolveFull(view, `${name}${search}`);
    if (found !== undefined) return found;
  }
  return undefined;
}

function resolveFull(view: ReadView, name: string): Resolved | undefined {
  if (!name.endsWith(`.svc.${clusterDomain}`)) return undefined;
  const labels = name.slice(0, -`.svc.${clusterDomain}`.length).split('.');
  if (labels.length < 2 || labels.length > 3) return undefined;
  const [host, serviceName = '', namespace = ''] = labels.length === 3 ? labels : [undefined, ...labels];
  const service = view.get<Service>('core/services', serviceName, namespace);
  if (service === undefined) return undefined;
  if (service.spec.type === 'ExternalName') return undefined;
  const addresses = ofService(view, service, host);
  return addresses.length === 0 ? undefined : { name, addresses };
}
