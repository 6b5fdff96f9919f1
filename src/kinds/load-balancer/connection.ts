// Whether a Supervisor's load balancer answers it: by the address, the certificate and the sign-in that it was enabled with.
import type { AddressRange } from '../../std/address-range.ts';
import type { ReadView } from '../../store/view.ts';
import type { VsphereNetworking } from '../vsphere/supervisor.ts';
import { loadBalancersKind, type LoadBalancer } from './load-balancer.ts';

type Config = VsphereNetworking['loadBalancer'];

/** The load balancer, or why it does not answer, in the words of the client that tries. */
export type Connection = { readonly loadBalancer: LoadBalancer } | { readonly fault: string };

const pathOf = { HA_PROXY: 'v2/info', AVI: 'login' } as const;

export function connectionOf(config: Config, fabric: ReadView): Connection {
  const { provider, servers, username, password, certificateAuthority } = config;
  const [server] = servers;
  const endpoint = `${server?.host ?? ''}:${server?.port ?? ''}`;
  const method = provider === 'AVI' ? 'Post' : 'Get';
  const asked = `${method} "https://${endpoint}/${pathOf[provider]}"`;
  const found = fabric.list<LoadBalancer>(loadBalancersKind);
  const host = found.find(({ spec }) => spec.host === server?.host);
  if (host === undefined) return { fault: `${asked}: dial tcp ${endpoint}: connect: no route to host` };
  if (host.spec.port !== server?.port || host.spec.provider !== provider)
    return { fault: `${asked}: dial tcp ${endpoint}: connect: connection refused` };
  if (certificateAuthority.trim() !== host.spec.certificate.trim())
    return { fault: `${asked}: x509: certificate signed by unknown authority` };
  if (username !== host.spec.username || password !== host.spec.password)
    return { fault: `${asked}: 401 Unauthorized` };
  return { loadBalancer: host };
}

/** What virtual servers have their addresses of: as it was enabled with, or what Avi's own IPAM has. */
export function virtualServerRanges(config: Config, { spec }: LoadBalancer): readonly AddressRange[] {
  return config.provider === 'AVI' ? spec.addressRanges : config.addressRanges;
}

/** Where the network operator runs, and keeps what it signs in with. */
export const netopNamespace = 'vmware-system-netop';

/** Name of the Secret that has it. */
export const credentialsOf = ({ provider }: Config): string =>
  provider === 'AVI' ? 'avi-lb-config' : 'haproxy-lb-config';
