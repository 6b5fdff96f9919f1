// What 8.0 enables a Supervisor with, read as the older form that both are enabled by. Source: vSphere Automation API,
// com.vmware.vcenter.namespace_management.Supervisors.EnableOnComputeClusterSpec.
import { maskOf, networkOf, parseInterfaceAddress, parseIpv4, sizeOf } from '../../../std/ip.ts';
import { boolean, integer, string, strings, type Infer } from '../../../store/schema/infer.ts';
import { invalidArgument } from '../failure.ts';
import { sizeHint, type EnableSpec } from './enable-spec.ts';
import { aviSpec, haProxySpec } from './vsphere-network.ts';

const ranges = {
  type: 'array',
  items: { type: 'object', required: ['address', 'count'], properties: { address: string, count: integer } },
} as const;

const ipManagement = {
  type: 'object',
  properties: {
    dhcp_enabled: boolean,
    gateway_address: string,
    ip_assignments: {
      type: 'array',
      items: {
        type: 'object',
        required: ['assignee', 'ranges'],
        properties: { assignee: { type: 'string', enum: ['NODE', 'POD', 'SERVICE'] }, ranges },
      },
    },
  },
} as const;

const services = {
  type: 'object',
  properties: {
    dns: { type: 'object', properties: { servers: strings, search_domains: strings } },
    ntp: { type: 'object', properties: { servers: strings } },
  },
} as const;

/** Bindings of 8.0 have `API`, `IP` and `TLS` in the names of members in capitals, clients of later releases have not: both are taken. */
const apiServerOptions = {
  type: 'object',
  properties: { security: { type: 'object', properties: { certificate_dns_names: strings } } },
} as const;

export const supervisorSchema = {
  type: 'object',
  required: ['name', 'control_plane', 'workloads'],
  properties: {
    name: string,
    zone: string,
    control_plane: {
      type: 'object',
      required: ['network'],
      properties: {
        network: {
          type: 'object',
          required: ['backing'],
          properties: {
            network: string,
            backing: {
              type: 'object',
              required: ['backing'],
              properties: {
                backing: { type: 'string', enum: ['NETWORK', 'NETWORK_SEGMENT'] },
                network: string,
                network_segment: { type: 'object', properties: { networks: strings } },
              },
            },
            services,
            ip_management: ipManagement,
            floating_IP_address: string,
            floating_ip_address: string,
            proxy: { type: 'object', additionalProperties: {} },
          },
        },
        login_banner: string,
        size: sizeHint,
        storage_policy: string,
        count: integer,
      },
    },
    workloads: {
      type: 'object',
      required: ['network', 'edge'],
      properties: {
        network: {
          type: 'object',
          required: ['network_type'],
          properties: {
            network: string,
            network_type: { type: 'string', enum: ['NSXT', 'VSPHERE', 'NSX_VPC'] },
            nsx: {
              type: 'object',
              properties: { dvs: string, namespace_subnet_prefix: integer },
            },
            vsphere: { type: 'object', properties: { dvpg: string } },
            services,
            ip_management: ipManagement,
          },
        },
        edge: {
          type: 'object',
          properties: {
            id: string,
            provider: { type: 'string', enum: ['HAPROXY', 'NSX', 'NSX_ADVANCED'] },
            load_balancer_address_ranges: ranges,
            nsx: {
              type: 'object',
              properties: {
                edge_cluster_ID: string,
                t0_gateway: string,
                egress_IP_ranges: ranges,
                egress_ip_ranges: ranges,
                routing_mode: { type: 'string', enum: ['NAT', 'ROUTED'] },
                load_balancer_size: { type: 'string', enum: ['SMALL', 'MEDIUM', 'LARGE'] },
                default_ingress_TLS_certificate: string,
                default_ingress_tls_certificate: string,
              },
            },
            haproxy: haProxySpec,
            nsx_advanced: aviSpec,
          },
        },
        kube_API_server_options: apiServerOptions,
        kube_api_server_options: apiServerOptions,
        images: { type: 'object', additionalProperties: {} },
        storage: {
          type: 'object',
          properties: {
            ephemeral_storage_policy: string,
            image_storage_policy: string,
            cloud_native_file_volume: { type: 'object', additionalProperties: {} },
          },
        },
      },
    },
  },
} as const;

/** The same on zones. */
export const zonalSchema = {
  type: 'object',
  required: ['zones', ...supervisorSchema.required],
  properties: {
    zones: strings,
    name: supervisorSchema.properties.name,
    control_plane: supervisorSchema.properties.control_plane,
    workloads: supervisorSchema.properties.workloads,
  },
} as const;

type SupervisorSpec = Pick<Infer<typeof supervisorSchema>, 'control_plane' | 'workloads'>;
type Ranges = Infer<typeof ranges>;
type IpManagement = Infer<typeof ipManagement>;

/** Ranges are given by their first address and how many: they must be whole CIDR blocks. */
function cidrsOf(path: string, given: Ranges = []): { readonly address: string; readonly prefix: number }[] {
  return given.map(({ address, count }) => {
    const base = parseIpv4(address);
    const prefix = Math.clz32(count) + 1;
    const isPower = count > 0 && count === sizeOf({ base: 0, prefixBits: prefix });
    if (base === undefined || !isPower || networkOf(base, prefix).base !== base)
      throw invalidArgument(
        `Invalid value for '${path}': ${count} addresses from '${address}' are not a CIDR block.`,
        [address],
      );
    return { address, prefix };
  });
}

function assigned(management: IpManagement | undefined, assignee: 'NODE' | 'POD' | 'SERVICE'): Ranges {
  return (management?.ip_assignments ?? [])
    .filter((each) => each.assignee === assignee)
    .flatMap((each) => each.ranges);
}

function managementNetwork({
  network,
}: SupervisorSpec['control_plane']): EnableSpec['master_management_network'] {
  const { backing, ip_management: management } = network;
  const [range] = assigned(management, 'NODE');
  const gateway = parseInterfaceAddress(management?.gateway_address ?? '');
  const name = backing.network ?? backing.network_segment?.networks?.[0] ?? '';
  if (range === undefined || gateway === undefined) return { mode: 'DHCP', network: name };
  const [gatewayAddress = ''] = (management?.gateway_address ?? '').split('/');
  return {
    mode: 'STATICRANGE',
    network: name,
    address_range: {
      starting_address: range.address,
      address_count: range.count,
      subnet_mask: maskOf(gateway.network.prefixBits),
      gateway: gatewayAddress,
    },
  };
}

const providers = { NSXT: 'NSXT_CONTAINER_PLUGIN', VSPHERE: 'VSPHERE_NETWORK', NSX_VPC: 'NSX_VPC' } as const;

type Workloads = SupervisorSpec['workloads'];

function nsxOf({ network, edge }: Workloads): Pick<EnableSpec, 'ncp_cluster_network_spec'> {
  return {
    ncp_cluster_network_spec: {
      pod_cidrs: cidrsOf('workloads.network.ip_management', assigned(network.ip_management, 'POD')),
      ingress_cidrs: cidrsOf(
        'workloads.edge.load_balancer_address_ranges',
        edge.load_balancer_address_ranges,
      ),
      egress_cidrs: cidrsOf(
        'workloads.edge.nsx.egress_IP_ranges',
        edge.nsx?.egress_IP_ranges ?? edge.nsx?.egress_ip_ranges,
      ),
      routed_mode: edge.nsx?.routing_mode === 'ROUTED',
      ...(edge.nsx?.t0_gateway === undefined ? {} : { nsx_tier0_gateway: edge.nsx.t0_gateway }),
      ...(edge.nsx?.edge_cluster_ID === undefined ? {} : { nsx_edge_cluster: edge.nsx.edge_cluster_ID }),
      ...(network.nsx?.dvs === undefined ? {} : { cluster_distributed_switch: network.nsx.dvs }),
      ...(network.nsx?.namespace_subnet_prefix === undefined
        ? {}
        : { namespace_subnet_prefix: network.nsx.namespace_subnet_prefix }),
    },
  };
}

/** What the primary workload network is called that nobody named. */
const primaryName = 'primary';

/** What the load balancer is called that nobody named. */
const balancerName = 'load-balancer';

type Vsphere = Pick<EnableSpec, 'workload_networks_spec' | 'load_balancer_config_spec'>;

function vsphereOf({ network, edge }: Workloads): Vsphere {
  const { haproxy, nsx_advanced: avi, load_balancer_address_ranges: ranges } = edge;
  if (edge.provider === 'NSX')
    throw invalidArgument(
      "Invalid value for 'workloads.edge.provider': network type VSPHERE needs HAPROXY or NSX_ADVANCED.",
      ['workloads.edge.provider'],
    );
  const management = network.ip_management;
  const gateway = parseInterfaceAddress(management?.gateway_address ?? '');
  const [gatewayAddress = ''] = (management?.gateway_address ?? '').split('/');
  return {
    workload_networks_spec: {
      supervisor_primary_workload_network: {
        network: network.network ?? primaryName,
        network_provider: 'VSPHERE_NETWORK',
        vsphere_network: {
          portgroup: network.vsphere?.dvpg ?? '',
          ...(gateway === undefined
            ? { ip_assignment_mode: 'DHCP' }
            : {
                ip_assignment_mode: 'STATICRANGE',
                address_ranges: assigned(management, 'NODE'),
                gateway: gatewayAddress,
                subnet_mask: maskOf(gateway.network.prefixBits),
              }),
        },
      },
    },
    load_balancer_config_spec: {
      id: edge.id ?? balancerName,
      provider: edge.provider === 'NSX_ADVANCED' ? 'AVI' : 'HA_PROXY',
      ...(ranges === undefined ? {} : { address_ranges: ranges }),
      ...(haproxy === undefined ? {} : { ha_proxy_config_create_spec: haproxy }),
      ...(avi === undefined ? {} : { avi_config_create_spec: avi }),
    },
  };
}

/** The same wish as `clusters/{cluster}?action=enable` has it. */
export function fromSupervisorSpec({ control_plane: control, workloads }: SupervisorSpec): EnableSpec {
  const { network, storage } = workloads;
  const options = workloads.kube_API_server_options ?? workloads.kube_api_server_options;
  const [serviceCidr] = cidrsOf(
    'workloads.network.ip_management',
    assigned(network.ip_management, 'SERVICE'),
  );
  const policy = control.storage_policy ?? '';
  const { services: managementServices } = control.network;
  return {
    size_hint: control.size ?? 'SMALL',
    service_cidr: serviceCidr ?? { address: '10.96.0.0', prefix: 23 },
    network_provider: providers[network.network_type],
    master_management_network: managementNetwork(control),
    master_storage_policy: policy,
    ephemeral_storage_policy: storage?.ephemeral_storage_policy ?? policy,
    image_storage: { storage_policy: storage?.image_storage_policy ?? policy },
    ...(network.network_type === 'VSPHERE' ? vsphereOf(workloads) : nsxOf(workloads)),
    master_DNS: managementServices?.dns?.servers ?? [],
    master_DNS_search_domains: managementServices?.dns?.search_domains ?? [],
    master_NTP_servers: managementServices?.ntp?.servers ?? [],
    worker_DNS: network.services?.dns?.servers ?? [],
    Master_DNS_names: options?.security?.certificate_dns_names ?? [],
    ...(control.login_banner === undefined ? {} : { login_banner: control.login_banner }),
  };
}
