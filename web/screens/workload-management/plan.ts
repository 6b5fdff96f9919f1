/** What the wizard asks for, and the request that it makes of it. */
import { parseCidr, parseIpv4, sizeOf } from '../../../src/std/ip.ts';
import type { Host } from '../../live/fabric.ts';
import type { Tier0 } from '../../live/nsx.ts';
import {
  emptyVsphere,
  vsphereFaults,
  vsphereMembers,
  vsphereWorkloads,
  type NetworkPlan,
  type VspherePlan,
} from './vsphere-plan.ts';

/** What there is to choose from. */
export interface Named {
  readonly id: string;
  readonly name: string;
}

export interface Plan extends VspherePlan {
  /** NSX, or a distributed switch alone. */
  stack: 'NSX' | 'VDS';
  cluster: string;
  name: string;
  controlPlanePolicy: string;
  ephemeralPolicy: string;
  imagePolicy: string;
  managementNetwork: string;
  startingAddress: string;
  subnetMask: string;
  gateway: string;
  dnsServers: string;
  searchDomains: string;
  ntpServers: string;
  podCidrs: string;
  serviceCidr: string;
  ingressCidrs: string;
  egressCidrs: string;
  tier0: string;
  subnetPrefix: string;
  workloadDns: string;
  size: 'TINY' | 'SMALL' | 'MEDIUM' | 'LARGE';
  dnsNames: string;
}

/** A floating address, three for the control plane VMs, one for the VM that takes another's place. */
export const managementAddresses = 5;

export const emptyPlan: Plan = {
  ...emptyVsphere,
  stack: 'NSX',
  cluster: '',
  name: '',
  controlPlanePolicy: '',
  ephemeralPolicy: '',
  imagePolicy: '',
  managementNetwork: '',
  startingAddress: '',
  subnetMask: '255.255.255.0',
  gateway: '',
  dnsServers: '',
  searchDomains: '',
  ntpServers: '',
  podCidrs: '10.244.0.0/20',
  serviceCidr: '10.96.0.0/23',
  ingressCidrs: '',
  egressCidrs: '',
  tier0: '',
  subnetPrefix: '28',
  workloadDns: '',
  size: 'SMALL',
  dnsNames: '',
};

export const listOfText = (text: string): readonly string[] =>
  text
    .split(/[\s,]+/)
    .map((part) => part.trim())
    .filter((part) => part !== '');

/** The subnet ten on from the hosts' own: where the port group for workloads is routed. */
function workloadSubnet([first, second, third]: readonly string[]): Partial<Plan> {
  const subnet = [first, second, String((Number(third) + 10) % 256)].join('.');
  return { workloadRanges: `${subnet}.10-${subnet}.254`, workloadGateway: `${subnet}.1` };
}

/** Addresses that fit what stands in the lab: the hosts' own network, and what the Tier-0's route map lets out. */
export function suggested(hosts: readonly Host[], tier0s: readonly Tier0[]): Partial<Plan> {
  const [host] = hosts;
  const octets = host?.spec.managementIp.split('.') ?? [];
  const [tier0] = tier0s;
  const permitted =
    tier0?.spec.routeMap.entries
      .filter(({ action }) => action === 'PERMIT')
      .flatMap(({ prefixes }) => prefixes) ?? [];
  return {
    ...(octets.length === 4
      ? {
          startingAddress: [...octets.slice(0, 3), '50'].join('.'),
          gateway: [...octets.slice(0, 3), '1'].join('.'),
          dnsServers: [...octets.slice(0, 3), '2'].join('.'),
          ntpServers: [...octets.slice(0, 3), '2'].join('.'),
          workloadDns: [...octets.slice(0, 3), '2'].join('.'),
        }
      : {}),
    ...(permitted.length >= 2 ? { ingressCidrs: permitted[0] ?? '', egressCidrs: permitted[1] ?? '' } : {}),
    ...(tier0 === undefined ? {} : { tier0: tier0.metadata.name }),
    ...(octets.length === 4 ? workloadSubnet(octets) : {}),
  };
}

const isAddress = (text: string): boolean => parseIpv4(text) !== undefined;
const areCidrs = (text: string): boolean => {
  const parts = listOfText(text);
  return parts.length > 0 && parts.every((part) => parseCidr(part) !== undefined);
};

/** What is wrong with each field so far; an empty one that is required says that it is. */
export function faults(plan: Plan): Partial<Record<keyof Plan, string>> {
  const found: Partial<Record<keyof Plan, string>> = {};
  const say = (field: keyof Plan, isSound: boolean, words: string): void => {
    if (!isSound) found[field] = plan[field] === '' ? 'Required' : words;
  };
  say(
    'name',
    /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(plan.name),
    'Lower-case letters, digits and hyphens, at most 63',
  );
  say('cluster', plan.cluster !== '', 'Choose a cluster');
  for (const field of ['controlPlanePolicy', 'ephemeralPolicy', 'imagePolicy', 'managementNetwork'] as const)
    say(field, plan[field] !== '', '');
  for (const field of ['startingAddress', 'subnetMask', 'gateway'] as const)
    say(field, isAddress(plan[field]), 'An IPv4 address, such as 10.0.10.50');
  if (plan.stack === 'VDS') Object.assign(found, vsphereFaults(plan));
  else {
    say('tier0', plan.tier0 !== '', '');
    for (const field of ['podCidrs', 'ingressCidrs', 'egressCidrs'] as const)
      say(field, areCidrs(plan[field]), 'CIDR blocks separated by commas, such as 10.244.0.0/20');
  }
  say(
    'serviceCidr',
    areCidrs(plan.serviceCidr) && listOfText(plan.serviceCidr).length === 1,
    'One CIDR block, such as 10.96.0.0/23',
  );
  say(
    'dnsServers',
    listOfText(plan.dnsServers).every(isAddress) && plan.dnsServers !== '',
    'IPv4 addresses separated by commas',
  );
  say(
    'workloadDns',
    listOfText(plan.workloadDns).every(isAddress) && plan.workloadDns !== '',
    'IPv4 addresses separated by commas',
  );
  return found;
}

const cidr = (text: string) => {
  const [address = '', prefix = ''] = text.split('/');
  return { address, prefix: Number(prefix) };
};

/** The body of `clusters/{cluster}?action=enable`; `others`: workload networks beside the primary one. */
export function enableSpecOf(plan: Plan, others: readonly NetworkPlan[] = []) {
  return {
    size_hint: plan.size,
    service_cidr: cidr(plan.serviceCidr.trim()),
    network_provider: plan.stack === 'VDS' ? 'VSPHERE_NETWORK' : 'NSXT_CONTAINER_PLUGIN',
    master_management_network: {
      mode: 'STATICRANGE',
      network: plan.managementNetwork,
      address_range: {
        starting_address: plan.startingAddress,
        address_count: managementAddresses,
        subnet_mask: plan.subnetMask,
        gateway: plan.gateway,
      },
    },
    ...(plan.stack === 'VDS'
      ? vsphereMembers(plan, others)
      : {
          ncp_cluster_network_spec: {
            pod_cidrs: listOfText(plan.podCidrs).map(cidr),
            ingress_cidrs: listOfText(plan.ingressCidrs).map(cidr),
            egress_cidrs: listOfText(plan.egressCidrs).map(cidr),
            nsx_tier0_gateway: plan.tier0,
            namespace_subnet_prefix: Number(plan.subnetPrefix),
          },
        }),
    master_storage_policy: plan.controlPlanePolicy,
    ephemeral_storage_policy: plan.ephemeralPolicy,
    image_storage: { storage_policy: plan.imagePolicy },
    master_DNS: listOfText(plan.dnsServers),
    worker_DNS: listOfText(plan.workloadDns),
    master_DNS_search_domains: listOfText(plan.searchDomains),
    master_NTP_servers: listOfText(plan.ntpServers),
    Master_DNS_names: listOfText(plan.dnsNames),
  };
}

const range = (text: string) => {
  const parsed = parseCidr(text);
  const [address = ''] = text.split('/');
  return { address, count: parsed === undefined ? 0 : sizeOf(parsed) };
};

const prefixOf = (mask: string): number => Math.clz32(~(parseIpv4(mask) ?? 0));

const nsxWorkloads = (plan: Plan, service: ReturnType<typeof range>) => ({
  network: {
    network_type: 'NSXT',
    nsx: { namespace_subnet_prefix: Number(plan.subnetPrefix) },
    ip_management: {
      dhcp_enabled: false,
      ip_assignments: [
        { assignee: 'POD', ranges: listOfText(plan.podCidrs).map(range) },
        { assignee: 'SERVICE', ranges: [service] },
      ],
    },
  },
  edge: {
    provider: 'NSX',
    load_balancer_address_ranges: listOfText(plan.ingressCidrs).map(range),
    nsx: {
      t0_gateway: plan.tier0,
      egress_ip_ranges: listOfText(plan.egressCidrs).map(range),
      routing_mode: 'NAT',
    },
  },
});

/** The body of `supervisors/{cluster}?action=enable_on_compute_cluster`, as 8.0 has it. */
export function supervisorSpecOf(plan: Plan) {
  const dns = (servers: string) => ({
    dns: { servers: listOfText(servers), search_domains: listOfText(plan.searchDomains) },
  });
  const service = range(plan.serviceCidr.trim());
  const workloads =
    plan.stack === 'VDS'
      ? vsphereWorkloads(plan, prefixOf(plan.workloadMask), service)
      : nsxWorkloads(plan, service);
  return {
    name: plan.name,
    control_plane: {
      size: plan.size,
      storage_policy: plan.controlPlanePolicy,
      network: {
        backing: { backing: 'NETWORK', network: plan.managementNetwork },
        services: { ...dns(plan.dnsServers), ntp: { servers: listOfText(plan.ntpServers) } },
        ip_management: {
          dhcp_enabled: false,
          gateway_address: `${plan.gateway}/${prefixOf(plan.subnetMask)}`,
          ip_assignments: [
            { assignee: 'NODE', ranges: [{ address: plan.startingAddress, count: managementAddresses }] },
          ],
        },
      },
    },
    workloads: {
      network: { ...workloads.network, services: dns(plan.workloadDns) },
      edge: workloads.edge,
      kube_api_server_options: { security: { certificate_dns_names: listOfText(plan.dnsNames) } },
      storage: { ephemeral_storage_policy: plan.ephemeralPolicy, image_storage_policy: plan.imagePolicy },
    },
  };
}
