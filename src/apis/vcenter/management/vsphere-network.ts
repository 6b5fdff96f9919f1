// What a Supervisor on a distributed switch is enabled with: its workload networks, each a distributed port group with addresses, and the load
// balancer beside them; and what is wrong with it. Source: vSphere Automation API, com.vmware.vcenter.namespace_management.Networks.CreateSpec,
// LoadBalancers.ConfigSpec, Clusters.WorkloadNetworksEnableSpec.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import { networksIn } from '../../../kinds/vsphere/network.ts';
import type { AddressRange, VsphereNetworking, WorkloadNetwork } from '../../../kinds/vsphere/supervisor.ts';
import { controlPlaneAddresses } from '../../../releases/control-plane-sizes.ts';
import { addressCount, boundsOf, formatRange } from '../../../std/address-range.ts';
import { contains, formatIpv4, maskOf, networkOf, parseIpv4, type Cidr } from '../../../std/ip.ts';
import { isDns1123Label } from '../../../std/names.ts';
import { integer, string, type Infer } from '../../../store/schema/infer.ts';
import type { ReadView } from '../../../store/view.ts';
import { invalidArgument, missingInCase, notFound, unsupported } from '../failure.ts';
import { compatibleSwitches } from './requirements.ts';

export const addressRanges = {
  type: 'array',
  items: { type: 'object', required: ['address', 'count'], properties: { address: string, count: integer } },
} as const;

const server = {
  type: 'object',
  required: ['host', 'port'],
  properties: { host: string, port: integer },
} as const;

const signIn = { username: string, password: string, certificate_authority_chain: string } as const;
const signInMembers = ['username', 'password', 'certificate_authority_chain'] as const;

export const haProxySpec = {
  type: 'object',
  required: ['servers', ...signInMembers],
  properties: { servers: { type: 'array', items: server }, ...signIn },
} as const;

export const aviSpec = {
  type: 'object',
  required: ['server', ...signInMembers],
  properties: { server, cloud_name: string, ...signIn },
} as const;

export const loadBalancerConfig = {
  type: 'object',
  required: ['id', 'provider'],
  properties: {
    id: string,
    provider: { type: 'string', enum: ['HA_PROXY', 'AVI'] },
    address_ranges: addressRanges,
    ha_proxy_config_create_spec: haProxySpec,
    avi_config_create_spec: aviSpec,
  },
} as const;

export const networkProvider = {
  type: 'string',
  enum: ['NSXT_CONTAINER_PLUGIN', 'VSPHERE_NETWORK', 'NSX_VPC'],
} as const;

export const portGroupMembers = {
  portgroup: string,
  address_ranges: addressRanges,
  gateway: string,
  subnet_mask: string,
} as const;

export const networkCreate = {
  type: 'object',
  required: ['network', 'network_provider'],
  properties: {
    network: string,
    network_provider: networkProvider,
    nsx_network: { type: 'object', additionalProperties: {} },
    vsphere_network: {
      type: 'object',
      required: ['portgroup'],
      properties: {
        ...portGroupMembers,
        ip_assignment_mode: { type: 'string', enum: ['DHCP', 'STATICRANGE'] },
      },
    },
  },
} as const;

export const workloadNetworks = {
  type: 'object',
  required: ['supervisor_primary_workload_network'],
  properties: {
    supervisor_primary_workload_network: networkCreate,
    network_list: { type: 'array', items: networkCreate },
  },
} as const;

export type NetworkCreateSpec = Infer<typeof networkCreate>;
type LoadBalancerSpec = Infer<typeof loadBalancerConfig>;
type LoadBalancer = VsphereNetworking['loadBalancer'];

function wrong(path: string, message: string, args: readonly string[]) {
  return invalidArgument(`Invalid value for '${path}': ${message}`, [path, ...args]);
}

function checkLabel(path: string, name: string): void {
  const causes = isDns1123Label(name);
  if (causes.length > 0) throw wrong(path, `'${name}': ${causes.join('; ')}.`, [name]);
}

/** Each a range of addresses that there are. */
export function checkAddresses(path: string, ranges: readonly AddressRange[]): void {
  for (const range of ranges)
    if (boundsOf(range) === undefined)
      throw wrong(path, `${range.count} addresses from '${range.address}' are no range of IPv4 addresses.`, [
        range.address,
      ]);
}

function subnetOf(path: string, gateway: string, mask: string): Cidr {
  const address = parseIpv4(gateway);
  if (address === undefined)
    throw wrong(`${path}.gateway`, `'${gateway}' is not a valid IPv4 address.`, [gateway]);
  const bits = parseIpv4(mask);
  const prefixBits = bits === undefined ? -1 : Math.clz32(~bits);
  if (bits === undefined || formatIpv4(bits) !== maskOf(prefixBits))
    throw wrong(`${path}.subnet_mask`, `'${mask}' is not a subnet mask.`, [mask]);
  return networkOf(address, prefixBits);
}

/** All ranges in the gateway's subnet, the gateway in none of them. */
export function checkSubnet(
  path: string,
  { addressRanges: ranges, gateway, subnetMask }: WorkloadNetwork,
): void {
  checkAddresses(`${path}.address_ranges`, ranges);
  const subnet = subnetOf(path, gateway, subnetMask);
  const gatewayNumber = parseIpv4(gateway) ?? 0;
  for (const range of ranges) {
    const { first = 0, last = 0 } = boundsOf(range) ?? {};
    const isWithin = contains(subnet, first) && contains(subnet, last);
    if (!isWithin || (first <= gatewayNumber && gatewayNumber <= last))
      throw wrong(
        `${path}.address_ranges`,
        `${formatRange(range)} must lie in the subnet of gateway ${gateway} with mask ${subnetMask} and must not contain the gateway.`,
        [formatRange(range)],
      );
  }
}

/** A distributed port group, not of uplinks, of a switch that all hosts of the clusters are attached to. */
export function checkPortGroup(
  path: string,
  id: string,
  clusters: readonly Cluster[],
  fabric: ReadView,
): void {
  const found = networksIn(fabric).find((network) => network.id === id);
  if (found === undefined) throw notFound('Network', id);
  const { type, isUplink, switch: on } = found.spec;
  const apart = clusters.find(
    (cluster) => !compatibleSwitches(cluster.metadata.name, fabric).some((each) => each.id === on),
  );
  if (type === 'DISTRIBUTED_PORTGROUP' && isUplink !== true && apart === undefined) return;
  const where = (apart ?? clusters[0])?.spec.moid ?? '';
  throw wrong(
    `${path}.portgroup`,
    `${id} (${found.spec.displayName}) is not a distributed port group of a vSphere Distributed Switch that all hosts of cluster ${where} are attached to.`,
    [id, where],
  );
}

/** A workload network as it is asked for. */
export function workloadNetworkOf(
  path: string,
  asked: NetworkCreateSpec,
  clusters: readonly Cluster[],
  fabric: ReadView,
): WorkloadNetwork {
  checkLabel(`${path}.network`, asked.network);
  if (asked.network_provider !== 'VSPHERE_NETWORK' || asked.nsx_network !== undefined)
    throw unsupported(
      `Network '${asked.network}' must have network provider VSPHERE_NETWORK: networks of NSX are made with their namespaces.`,
      [asked.network],
    );
  const { vsphere_network: network } = asked;
  if (network === undefined) throw missingInCase(`${path}.vsphere_network`);
  const { portgroup, gateway, subnet_mask: subnetMask, address_ranges: ranges } = network;
  const at = `${path}.vsphere_network`;
  if (network.ip_assignment_mode === 'DHCP')
    throw unsupported(
      `Network '${asked.network}': IP assignment mode DHCP is not supported, use STATICRANGE.`,
      [asked.network],
    );
  if (ranges === undefined || ranges.length === 0) throw missingInCase(`${at}.address_ranges`);
  if (gateway === undefined) throw missingInCase(`${at}.gateway`);
  if (subnetMask === undefined) throw missingInCase(`${at}.subnet_mask`);
  checkPortGroup(at, portgroup, clusters, fabric);
  const made = { name: asked.network, portGroup: portgroup, addressRanges: ranges, gateway, subnetMask };
  checkSubnet(at, made);
  return made;
}

const balancerPath = 'load_balancer_config_spec';

function loadBalancerOf(asked: LoadBalancerSpec): LoadBalancer {
  const { id, provider, address_ranges: ranges = [] } = asked;
  checkLabel(`${balancerPath}.id`, id);
  checkAddresses(`${balancerPath}.address_ranges`, ranges);
  const haProxy = asked.ha_proxy_config_create_spec;
  const avi = asked.avi_config_create_spec;
  if (provider === 'AVI') {
    if (avi === undefined) throw missingInCase(`${balancerPath}.avi_config_create_spec`);
    // Avi's own IPAM gives addresses; ranges are ignored.
    return { id, provider, addressRanges: [], servers: [avi.server], ...signInOf(avi) };
  }
  if (haProxy === undefined) throw missingInCase(`${balancerPath}.ha_proxy_config_create_spec`);
  if (ranges.length === 0) throw missingInCase(`${balancerPath}.address_ranges`);
  if (haProxy.servers.length === 0)
    throw missingInCase(`${balancerPath}.ha_proxy_config_create_spec.servers`);
  return { id, provider, addressRanges: ranges, servers: haProxy.servers, ...signInOf(haProxy) };
}

const signInOf = (asked: Omit<Infer<typeof haProxySpec>, 'servers'>) => ({
  username: asked.username,
  password: asked.password,
  certificateAuthority: asked.certificate_authority_chain,
});

export interface VsphereEnableSpec {
  readonly ncp_cluster_network_spec?: unknown;
  readonly workload_networks_spec?: Infer<typeof workloadNetworks>;
  readonly load_balancer_config_spec?: LoadBalancerSpec;
}

export function vsphereOf(
  spec: VsphereEnableSpec,
  clusters: readonly Cluster[],
  fabric: ReadView,
): VsphereNetworking {
  if (spec.ncp_cluster_network_spec !== undefined)
    throw invalidArgument(
      "'ncp_cluster_network_spec' must not be set with network provider VSPHERE_NETWORK.",
      ['ncp_cluster_network_spec'],
    );
  const { workload_networks_spec: asked, load_balancer_config_spec: balancer } = spec;
  if (asked === undefined) throw missingInCase('workload_networks_spec');
  if (balancer === undefined) throw missingInCase(balancerPath);
  const path = 'workload_networks_spec';
  const primaryPath = `${path}.supervisor_primary_workload_network`;
  const primary = workloadNetworkOf(primaryPath, asked.supervisor_primary_workload_network, clusters, fabric);
  const count = addressCount(primary.addressRanges);
  if (count < controlPlaneAddresses)
    throw wrong(
      `${primaryPath}.vsphere_network.address_ranges`,
      `${count} addresses were given, but at least ${controlPlaneAddresses} are required: one for each control plane VM, and one for the VM that takes another's place.`,
      [String(count)],
    );
  const others = (asked.network_list ?? []).map((network, nth) =>
    workloadNetworkOf(`${path}.network_list[${nth}]`, network, clusters, fabric),
  );
  const networks = [primary, ...others.filter(({ name }) => name !== primary.name)];
  const twice = networks.find(({ name }, nth) => networks.findIndex((other) => other.name === name) !== nth);
  if (twice !== undefined)
    throw wrong(`${path}.network_list`, `network '${twice.name}' is there twice.`, [twice.name]);
  return { primaryNetwork: primary.name, networks, loadBalancer: loadBalancerOf(balancer) };
}
