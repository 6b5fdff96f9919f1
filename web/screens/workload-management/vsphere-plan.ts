/** What the wizard asks for on a distributed switch: workload networks and the load balancer, and what of the requests comes of it. */
import { addressCount, boundsOf, formatRange, type AddressRange } from '../../../src/std/address-range.ts';
import { parseIpv4 } from '../../../src/std/ip.ts';
import type { LoadBalancer } from '../../live/network-stacks.ts';

/** A port group with its addresses. */
export interface NetworkPlan {
  networkName: string;
  portGroup: string;
  /** `10.0.20.10-10.0.20.60`, separated by commas. */
  workloadRanges: string;
  workloadMask: string;
  workloadGateway: string;
}

/** In the order in which they are asked for. */
export const networkFields = [
  'networkName',
  'portGroup',
  'workloadRanges',
  'workloadMask',
  'workloadGateway',
] as const;

export interface VspherePlan extends NetworkPlan {
  balancerName: string;
  balancerType: 'HA_PROXY' | 'AVI';
  balancerEndpoint: string;
  balancerUser: string;
  balancerPassword: string;
  balancerCertificate: string;
  balancerRanges: string;
}

export const emptyNetwork: NetworkPlan = {
  networkName: '',
  portGroup: '',
  workloadRanges: '',
  workloadMask: '255.255.255.0',
  workloadGateway: '',
};

export const emptyVsphere: VspherePlan = {
  ...emptyNetwork,
  networkName: 'primary',
  balancerName: 'load-balancer',
  balancerType: 'HA_PROXY',
  balancerEndpoint: '',
  balancerUser: '',
  balancerPassword: '',
  balancerCertificate: '',
  balancerRanges: '',
};

const isLabel = (text: string): boolean => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(text);
const labelWords = 'Lower-case letters, digits and hyphens, at most 63';

/** Control plane VMs, and the one that takes another's place. */
const addressesLeast = 4;

/** Ranges out of text; undefined where a part of it is none. */
export function rangesOf(text: string): readonly AddressRange[] | undefined {
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const ranges = parts.map((part) => {
    const [first = '', last = first] = part.split('-').map((side) => side.trim());
    const [from, to] = [parseIpv4(first), parseIpv4(last)];
    const range = { address: first, count: from === undefined || to === undefined ? 0 : to - from + 1 };
    return boundsOf(range) === undefined ? undefined : range;
  });
  const found = ranges.filter((range) => range !== undefined);
  return found.length === ranges.length && found.length > 0 ? found : undefined;
}

const rangeWords = 'Ranges separated by commas, such as 10.0.20.10-10.0.20.60';

type Faults<T> = Partial<Record<keyof T, string>>;

/** What is wrong with a workload network; the primary one has room for the control plane. */
export function networkFaults(network: NetworkPlan, least = 1): Faults<NetworkPlan> {
  const found: Faults<NetworkPlan> = {};
  if (!isLabel(network.networkName)) found.networkName = network.networkName === '' ? 'Required' : labelWords;
  if (network.portGroup === '') found.portGroup = 'Required';
  const ranges = rangesOf(network.workloadRanges);
  if (ranges === undefined) found.workloadRanges = network.workloadRanges === '' ? 'Required' : rangeWords;
  else if (addressCount(ranges) < least) found.workloadRanges = `At least ${least} addresses are required`;
  for (const field of ['workloadMask', 'workloadGateway'] as const)
    if (parseIpv4(network[field]) === undefined)
      found[field] = network[field] === '' ? 'Required' : 'An IPv4 address, such as 10.0.20.1';
  return found;
}

export function vsphereFaults(plan: VspherePlan): Faults<VspherePlan> {
  const found: Faults<VspherePlan> = networkFaults(plan, addressesLeast);
  if (!isLabel(plan.balancerName)) found.balancerName = plan.balancerName === '' ? 'Required' : labelWords;
  if (serverOf(plan.balancerEndpoint) === undefined)
    found.balancerEndpoint =
      plan.balancerEndpoint === '' ? 'Required' : 'Address and port, such as 10.0.10.6:5556';
  for (const field of ['balancerUser', 'balancerPassword', 'balancerCertificate'] as const)
    if (plan[field] === '') found[field] = 'Required';
  if (plan.balancerType === 'HA_PROXY' && rangesOf(plan.balancerRanges) === undefined)
    found.balancerRanges = plan.balancerRanges === '' ? 'Required' : rangeWords;
  return found;
}

function serverOf(endpoint: string): { readonly host: string; readonly port: number } | undefined {
  const [, host = '', port = ''] = /^([^\s:,]+):(\d{1,5})$/.exec(endpoint.trim()) ?? [];
  return host === '' ? undefined : { host, port: Number(port) };
}

/** The lab's load balancer, as it is to be signed in at. */
export function ofLoadBalancer({ spec }: LoadBalancer): Partial<VspherePlan> {
  return {
    balancerType: spec.provider,
    balancerEndpoint: `${spec.host}:${spec.port}`,
    balancerUser: spec.username,
    balancerPassword: spec.password,
    balancerCertificate: spec.certificate,
    balancerRanges: spec.provider === 'HA_PROXY' ? spec.addressRanges.map(formatRange).join(', ') : '',
  };
}

const networkOf = (network: NetworkPlan) => ({
  network: network.networkName,
  network_provider: 'VSPHERE_NETWORK',
  vsphere_network: {
    portgroup: network.portGroup,
    ip_assignment_mode: 'STATICRANGE',
    address_ranges: rangesOf(network.workloadRanges) ?? [],
    gateway: network.workloadGateway,
    subnet_mask: network.workloadMask,
  },
});

const signInOf = (plan: VspherePlan) => ({
  username: plan.balancerUser,
  password: plan.balancerPassword,
  certificate_authority_chain: plan.balancerCertificate,
});

/** Members of `clusters/{cluster}?action=enable`. */
export function vsphereMembers(plan: VspherePlan, others: readonly NetworkPlan[]) {
  const server = serverOf(plan.balancerEndpoint) ?? { host: '', port: 0 };
  return {
    workload_networks_spec: {
      supervisor_primary_workload_network: networkOf(plan),
      ...(others.length === 0 ? {} : { network_list: others.map(networkOf) }),
    },
    load_balancer_config_spec: {
      id: plan.balancerName,
      provider: plan.balancerType,
      ...(plan.balancerType === 'AVI'
        ? { avi_config_create_spec: { server, ...signInOf(plan) } }
        : {
            address_ranges: rangesOf(plan.balancerRanges) ?? [],
            ha_proxy_config_create_spec: { servers: [server], ...signInOf(plan) },
          }),
    },
  };
}

/** `workloads.network` without its services, and `workloads.edge`, of the newer form. */
export function vsphereWorkloads(plan: VspherePlan, prefixBits: number, service: AddressRange) {
  const server = serverOf(plan.balancerEndpoint) ?? { host: '', port: 0 };
  return {
    network: {
      network: plan.networkName,
      network_type: 'VSPHERE',
      vsphere: { dvpg: plan.portGroup },
      ip_management: {
        dhcp_enabled: false,
        gateway_address: `${plan.workloadGateway}/${prefixBits}`,
        ip_assignments: [
          { assignee: 'NODE', ranges: rangesOf(plan.workloadRanges) ?? [] },
          { assignee: 'SERVICE', ranges: [service] },
        ],
      },
    },
    edge: {
      id: plan.balancerName,
      ...(plan.balancerType === 'AVI'
        ? { provider: 'NSX_ADVANCED', nsx_advanced: { server, ...signInOf(plan) } }
        : {
            provider: 'HAPROXY',
            load_balancer_address_ranges: rangesOf(plan.balancerRanges) ?? [],
            haproxy: { servers: [server], ...signInOf(plan) },
          }),
    },
  };
}
