// Four hosts before Workload Management, and how it is enabled on them.
import type { World } from '../../src/world.ts';
import type { Scenario } from '../../src/scenarios/index.ts';
import { fourHosts, send, type Answer } from './setup.ts';

export const bare: Scenario = { ...fourHosts, workloadManagement: 'NotConfigured' };
export const cluster = '/api/vcenter/namespace-management/clusters/domain-c8';
export const policy = 'aa6d5a82-1c88-45da-85d3-3d74b91a5bad';

export const cidr = (text: string) => {
  const [address = '', prefix = ''] = text.split('/');
  return { address, prefix: Number(prefix) };
};

/** The management network of the presets, with room for five addresses. */
export const managementNetwork = {
  mode: 'STATICRANGE',
  network: 'dvportgroup-13',
  address_range: {
    starting_address: '10.0.10.50',
    address_count: 5,
    subnet_mask: '255.255.255.0',
    gateway: '10.0.10.1',
  },
};

export const spec = {
  size_hint: 'SMALL',
  service_cidr: cidr('10.96.0.0/23'),
  network_provider: 'NSXT_CONTAINER_PLUGIN',
  master_management_network: managementNetwork,
  ncp_cluster_network_spec: {
    pod_cidrs: [cidr('10.244.0.0/20')],
    ingress_cidrs: [cidr('10.15.8.0/24')],
    egress_cidrs: [cidr('10.15.9.0/24')],
    nsx_tier0_gateway: 't0-edge',
  },
  master_storage_policy: policy,
  ephemeral_storage_policy: policy,
  image_storage: { storage_policy: policy },
  master_DNS: ['10.0.0.53'],
  Master_DNS_names: ['sv1-az1.sandbox.lab'],
};

export const enable = (world: World, body: unknown = spec): Answer =>
  send(world, 'POST', `${cluster}?action=enable`, body);
