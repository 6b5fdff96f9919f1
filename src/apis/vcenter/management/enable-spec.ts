// What Workload Management is enabled with, in both of the forms in which it is asked for, and what is wrong with it. Source: vSphere Automation
// API, com.vmware.vcenter.namespace_management.Clusters.EnableSpec and Supervisors.EnableOnComputeClusterSpec.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import { switchesIn } from '../../../kinds/vsphere/network.ts';
import type { NsxNetworking, Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import type { Tier0 } from '../../../kinds/nsx/tier0.ts';
import {
  contains,
  formatIpv4,
  maskOf,
  networkOf,
  parseCidr,
  parseIpv4,
  sizeOf,
  type Cidr,
} from '../../../std/ip.ts';
import { boolean, integer, string, strings, type Infer } from '../../../store/schema/infer.ts';
import type { ReadView } from '../../../store/view.ts';
import { invalidArgument, missingField, missingInCase, notFound, unsupported } from '../failure.ts';
import { adapterNetwork } from '../inventory/networks.ts';
import { checkPolicies } from '../namespaces/found.ts';
import { edgeClusterOf } from './nsx.ts';
import { checkRanges, rangeOf, rangesOfSupervisor, rangesOfVsphere, type Range } from './ranges.ts';
import { hostsOfCluster, providersOf } from './requirements.ts';
import { loadBalancerConfig, vsphereOf, workloadNetworks } from './vsphere-network.ts';

const cidr = {
  type: 'object',
  required: ['address', 'prefix'],
  properties: { address: string, prefix: integer },
} as const;

const cidrs = { type: 'array', items: cidr } as const;

export const sizeHint = { type: 'string', enum: ['TINY', 'SMALL', 'MEDIUM', 'LARGE'] } as const;

const managementNetwork = {
  type: 'object',
  required: ['mode', 'network'],
  properties: {
    mode: { type: 'string', enum: ['DHCP', 'STATICRANGE'] },
    network: string,
    floating_IP: string,
    address_range: {
      type: 'object',
      required: ['starting_address', 'address_count', 'subnet_mask', 'gateway'],
      properties: { starting_address: string, address_count: integer, subnet_mask: string, gateway: string },
    },
  },
} as const;

const ncpSpec = {
  type: 'object',
  properties: {
    pod_cidrs: cidrs,
    ingress_cidrs: cidrs,
    egress_cidrs: cidrs,
    cluster_distributed_switch: string,
    nsx_edge_cluster: string,
    nsx_tier0_gateway: string,
    namespace_subnet_prefix: integer,
    routed_mode: boolean,
    default_ingress_tls_certificate: string,
  },
} as const;

export const enableSchema = {
  type: 'object',
  required: [
    'size_hint',
    'service_cidr',
    'network_provider',
    'master_management_network',
    'master_storage_policy',
    'ephemeral_storage_policy',
    'image_storage',
  ],
  properties: {
    size_hint: sizeHint,
    service_cidr: cidr,
    network_provider: { type: 'string', enum: ['NSXT_CONTAINER_PLUGIN', 'VSPHERE_NETWORK', 'NSX_VPC'] },
    master_management_network: managementNetwork,
    ncp_cluster_network_spec: ncpSpec,
    workload_networks_spec: workloadNetworks,
    load_balancer_config_spec: loadBalancerConfig,
    master_storage_policy: string,
    ephemeral_storage_policy: string,
    image_storage: { type: 'object', required: ['storage_policy'], properties: { storage_policy: string } },
    master_DNS: strings,
    worker_DNS: strings,
    master_DNS_search_domains: strings,
    master_NTP_servers: strings,
    workload_ntp_servers: strings,
    Master_DNS_names: strings,
    login_banner: string,
    default_image_registry: {
      type: 'object',
      required: ['hostname'],
      properties: { hostname: string, port: integer },
    },
    default_image_repository: string,
    default_kubernetes_service_content_library: string,
    content_libraries: {
      type: 'array',
      items: { type: 'object', additionalProperties: {} },
    },
    cns_file_config: { type: 'object', additionalProperties: {} },
    cluster_proxy_config: { type: 'object', additionalProperties: {} },
  },
} as const;

export type EnableSpec = Infer<typeof enableSchema>;
type CidrSpec = Infer<typeof cidr>;

/** What of a Supervisor's spec an enabling says. */
export type Wanted = Pick<
  Supervisor['spec'],
  'size' | 'management' | 'workloads' | 'storage' | 'dnsNames'
> & {
  readonly loginBanner?: string;
};

/** A floating address, one for each control plane VM, and one for the VM that takes another's place. */
const addressesLeast = 5;

/** A pod CIDR is at least so large. */
const podPrefixMost = 23;

const defaultSubnetPrefix = 28;

const textOf = ({ address, prefix }: CidrSpec): string => `${address}/${prefix}`;

function cidrOf(path: string, text: string): Cidr {
  const parsed = parseCidr(text);
  if (parsed === undefined)
    throw invalidArgument(`Invalid value for '${path}': '${text}' is not a valid CIDR.`, [path, text]);
  return parsed;
}

function addressOf(path: string, text: string): number {
  const parsed = parseIpv4(text);
  if (parsed === undefined)
    throw invalidArgument(`Invalid value for '${path}': '${text}' is not a valid IPv4 address.`, [
      path,
      text,
    ]);
  return parsed;
}

const rangesOf = (path: string, texts: readonly string[]): readonly Range[] =>
  texts.map((text) => rangeOf(path, text, cidrOf(path, text)));

function managementOf(network: EnableSpec['master_management_network']) {
  const { address_range: range } = network;
  if (network.mode !== 'STATICRANGE' || range === undefined)
    throw invalidArgument(
      "Invalid value for 'master_management_network.mode': control plane VMs need a range of static addresses (STATICRANGE).",
      ['master_management_network.mode'],
    );
  const path = 'master_management_network.address_range';
  if (range.address_count < addressesLeast)
    throw invalidArgument(
      `Invalid value for '${path}.address_count': ${range.address_count} addresses were given, but at least ${addressesLeast} consecutive addresses are required.`,
      [`${path}.address_count`, String(range.address_count)],
    );
  const start = addressOf(`${path}.starting_address`, range.starting_address);
  const gateway = addressOf(`${path}.gateway`, range.gateway);
  const mask = addressOf(`${path}.subnet_mask`, range.subnet_mask);
  const prefixBits = Math.clz32(~mask);
  if (formatIpv4(mask) !== maskOf(prefixBits))
    throw invalidArgument(
      `Invalid value for '${path}.subnet_mask': '${range.subnet_mask}' is not a subnet mask.`,
      [range.subnet_mask],
    );
  const subnet = networkOf(start, prefixBits);
  const last = start + range.address_count - 1;
  if (!contains(subnet, gateway))
    throw invalidArgument(
      `The gateway ${range.gateway} is not in the subnet of ${range.starting_address} with mask ${range.subnet_mask}.`,
      [range.gateway],
    );
  if (!contains(subnet, last) || (gateway >= start && gateway <= last))
    throw invalidArgument(
      `The ${range.address_count} addresses from ${range.starting_address} must lie in their subnet and must not contain its gateway ${range.gateway}.`,
      [range.starting_address],
    );
  return {
    subnet,
    spec: {
      floatingIp: range.starting_address,
      startingAddress: range.starting_address,
      addressCount: range.address_count,
      network: network.network,
      subnetMask: range.subnet_mask,
      gateway: range.gateway,
    },
  };
}

/** The gateway that is named, or the first one on the edge cluster that is. */
function tier0Of(fabric: ReadView, named: string | undefined, edgeCluster: string | undefined): string {
  const gateways = fabric.list<Tier0>('nsx.sandbox/tier0s').map(({ metadata }) => metadata.name);
  const onEdge = gateways.filter(
    (name) => edgeCluster === undefined || edgeClusterOf(name, fabric) === edgeCluster,
  );
  if (edgeCluster !== undefined && onEdge.length === 0) throw notFound('Edge cluster', edgeCluster);
  const found = onEdge.find((name) => named === undefined || name === named);
  if (found === undefined) throw notFound('Tier-0 gateway', named ?? '');
  return found;
}

/** NSX knows a switch by its UUID; all hosts have to be attached to it. */
function checkSwitch(uuid: string, clusters: readonly Cluster[], fabric: ReadView): void {
  const found = switchesIn(fabric).find(({ spec }) => spec.uuid === uuid);
  if (found === undefined) throw notFound('Distributed switch', uuid);
  const { displayName, hosts } = found.spec;
  const apart = clusters
    .flatMap(({ metadata }) => hostsOfCluster(fabric, metadata.name))
    .filter(({ spec }) => !hosts.includes(spec.moid))
    .map(({ metadata }) => metadata.name);
  if (apart.length > 0)
    throw unsupported(
      `Distributed switch ${displayName} is not attached to all hosts: ${apart.join(', ')}.`,
      [uuid],
    );
}

function nsxOf(spec: EnableSpec, clusters: readonly Cluster[], fabric: ReadView): NsxNetworking {
  const ncp = spec.ncp_cluster_network_spec;
  if (ncp === undefined) throw missingInCase('ncp_cluster_network_spec');
  const { namespace_subnet_prefix: subnetPrefix = defaultSubnetPrefix, routed_mode: isRouted = false } = ncp;
  const lists = {
    podCidrs: (ncp.pod_cidrs ?? []).map(textOf),
    ingressCidrs: (ncp.ingress_cidrs ?? []).map(textOf),
    egressCidrs: (ncp.egress_cidrs ?? []).map(textOf),
  };
  if (isRouted) {
    const message =
      lists.egressCidrs.length > 0
        ? "'egress_cidrs' must not be set in routed mode."
        : 'Routed mode is not supported by this NSX deployment.';
    throw lists.egressCidrs.length > 0 ? invalidArgument(message, ['egress_cidrs']) : unsupported(message);
  }
  for (const [field, texts] of [
    ['pod_cidrs', lists.podCidrs],
    ['ingress_cidrs', lists.ingressCidrs],
    ['egress_cidrs', lists.egressCidrs],
  ] as const)
    if (texts.length === 0) throw missingField(`ncp_cluster_network_spec.${field}`);
  for (const text of lists.podCidrs)
    if (cidrOf('ncp_cluster_network_spec.pod_cidrs', text).prefixBits > podPrefixMost)
      throw invalidArgument(
        `Invalid value for 'ncp_cluster_network_spec.pod_cidrs': ${text} is too small, at least a /${podPrefixMost} is required.`,
        [text],
      );
  if (subnetPrefix < 16 || subnetPrefix > 28)
    throw invalidArgument(
      `Invalid value for 'ncp_cluster_network_spec.namespace_subnet_prefix': ${subnetPrefix} is not between 16 and 28.`,
      [String(subnetPrefix)],
    );
  const { cluster_distributed_switch: uuid } = ncp;
  if (uuid !== undefined) checkSwitch(uuid, clusters, fabric);
  return {
    ...lists,
    namespaceSubnetPrefix: subnetPrefix,
    tier0: tier0Of(fabric, ncp.nsx_tier0_gateway, ncp.nsx_edge_cluster),
  };
}

const defined = <T extends object>(members: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as never;

/** What the network stack that was chosen is asked for, and the addresses that go out of the Supervisor with it. */
function stackOf(spec: EnableSpec, clusters: readonly Cluster[], fabric: ReadView) {
  if (spec.network_provider === 'VSPHERE_NETWORK') {
    const vsphere = vsphereOf(spec, clusters, fabric);
    return { stack: { vsphere }, outside: rangesOfVsphere(vsphere) };
  }
  const nsx = nsxOf(spec, clusters, fabric);
  const field = 'ncp_cluster_network_spec';
  const outside = [
    ...rangesOf(`${field}.pod_cidrs`, nsx.podCidrs),
    ...rangesOf(`${field}.ingress_cidrs`, nsx.ingressCidrs),
    ...rangesOf(`${field}.egress_cidrs`, nsx.egressCidrs),
  ];
  return { stack: { nsx }, outside };
}

function checkProvider(provider: EnableSpec['network_provider'], fabric: ReadView): void {
  const known = providersOf(fabric);
  if ((known as readonly string[]).includes(provider)) return;
  throw unsupported(
    `Network provider ${provider} is not supported by this vCenter Server: available are ${known.join(', ')}.`,
    [provider],
  );
}

/** What the spec wants of a Supervisor on these clusters, or the first thing that is wrong with it, as vCenter finds it. */
export function wantedBy(
  spec: EnableSpec,
  clusters: readonly Cluster[],
  supervisors: readonly Supervisor[],
  fabric: ReadView,
): Wanted {
  checkProvider(spec.network_provider, fabric);
  const { master_storage_policy: controlPlane, ephemeral_storage_policy: ephemeral } = spec;
  const images = spec.image_storage.storage_policy;
  checkPolicies(fabric, [controlPlane, ephemeral, images]);
  const { network } = spec.master_management_network;
  adapterNetwork(fabric, network);
  const management = managementOf(spec.master_management_network);
  const { stack, outside } = stackOf(spec, clusters, fabric);
  const managementRange = rangeOf(
    'master_management_network',
    `${spec.master_management_network.address_range?.starting_address} and its subnet`,
    management.subnet,
  );
  const serviceCidr = textOf(spec.service_cidr);
  const service = cidrOf('service_cidr', serviceCidr);
  if (sizeOf(service) < 256)
    throw invalidArgument(`Invalid value for 'service_cidr': ${serviceCidr} is too small.`, [serviceCidr]);
  checkRanges([rangeOf('service_cidr', serviceCidr, service), ...outside], [managementRange]);
  checkRanges(outside, supervisors.flatMap(rangesOfSupervisor));
  return {
    size: spec.size_hint,
    management: {
      ...management.spec,
      ...defined({
        dnsServers: spec.master_DNS,
        searchDomains: spec.master_DNS_search_domains,
        ntpServers: spec.master_NTP_servers,
      }),
    },
    workloads: { serviceCidr, ...defined({ dnsServers: spec.worker_DNS }), ...stack },
    storage: { controlPlane, ephemeral, images },
    ...defined({ dnsNames: spec.Master_DNS_names, loginBanner: spec.login_banner }),
  } as Wanted;
}
