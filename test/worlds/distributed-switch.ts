// Worlds with a Supervisor on a distributed switch: what it is enabled with, and how they are asked.
import { expect } from 'vitest';
import { presetNamed, type Scenario } from '../../src/scenarios/index.ts';
import type { World } from '../../src/world.ts';
import { managementNetwork } from './enabling.ts';
import { get, list, pass, paths, send, worldOf, type Answer, type Body } from './setup.ts';

export const bare = presetNamed('empty') as Scenario;
export const onSwitch = presetNamed('vds-four-hosts') as Scenario;
export const management = '/api/vcenter/namespace-management';
export const cluster = `${management}/clusters/domain-c8`;
export const policy = 'aa6d5a82-1c88-45da-85d3-3d74b91a5bad';
export const fabric = (group: string, plural: string) => `/scopes/fabric/apis/${group}/v1/${plural}`;
export const netop = (plural: string) => `/apis/netoperator.vmware.com/v1alpha1/${plural}`;

export const certificate = String(
  list(worldOf(bare), fabric('lb.sandbox', 'loadbalancers'))[0]?.spec['certificate'],
);
export const signIn = { username: 'admin', password: 'VMware1!', certificate_authority_chain: certificate };

export const primary = {
  network: 'primary',
  network_provider: 'VSPHERE_NETWORK',
  vsphere_network: {
    portgroup: 'dvportgroup-14',
    ip_assignment_mode: 'STATICRANGE',
    address_ranges: [{ address: '10.0.20.10', count: 40 }],
    gateway: '10.0.20.1',
    subnet_mask: '255.255.255.0',
  },
};
export const haProxy = {
  id: 'haproxy',
  provider: 'HA_PROXY',
  address_ranges: [{ address: '10.0.30.1', count: 4 }],
  ha_proxy_config_create_spec: { servers: [{ host: '10.0.10.6', port: 5556 }], ...signIn },
};
export const avi = {
  id: 'avi',
  provider: 'AVI',
  avi_config_create_spec: { server: { host: '10.0.10.7', port: 443 }, ...signIn },
};
export const spec = {
  size_hint: 'SMALL',
  service_cidr: { address: '10.96.0.0', prefix: 23 },
  network_provider: 'VSPHERE_NETWORK',
  master_management_network: managementNetwork,
  workload_networks_spec: { supervisor_primary_workload_network: primary },
  load_balancer_config_spec: haProxy,
  master_storage_policy: policy,
  ephemeral_storage_policy: policy,
  image_storage: { storage_policy: policy },
  master_DNS: ['10.0.0.53'],
  worker_DNS: ['10.0.0.53'],
  Master_DNS_names: ['sv1-az1.sandbox.lab'],
};

export const enable = (world: World, body: unknown = spec): Answer =>
  send(world, 'POST', `${cluster}?action=enable`, body);

export interface Info {
  readonly config_status: string;
  readonly messages: readonly { readonly details: { readonly default_message: string } }[];
  readonly api_server_cluster_endpoint: string;
}
export const info = (world: World): Info => get(world, cluster) as unknown as Info;
export const messages = (world: World): string =>
  info(world)
    .messages.map(({ details }) => details.default_message)
    .join();

export function reached(world: World, minutes = 60): World {
  for (let minute = 0; minute < minutes && info(world).config_status !== 'RUNNING'; minute++) pass(world, 60);
  expect(info(world).config_status).toBe('RUNNING');
  return world;
}

export function enabled(body: unknown = spec, scenario = bare): World {
  const world = worldOf(scenario);
  expect(enable(world, body).status).toBe(204);
  return reached(world);
}

/** The refusal of the Automation API: its type, and the words of what it comes of. */
export function refusal({ body }: Answer): readonly [type: string, words: string] {
  const said = body as unknown as {
    readonly error_type: string;
    readonly messages: readonly { readonly default_message: string }[];
  };
  return [said.error_type, said.messages.at(-1)?.default_message ?? ''];
}

export const controlPlane = (world: World): readonly Body[] =>
  list(world, paths.vms).filter(({ spec: { role } }) => role === 'ControlPlane');
export const ingressOf = (world: World, path: string): string | undefined =>
  (get(world, path).status?.['loadBalancer'] as { ingress?: { ip: string }[] } | undefined)?.ingress?.[0]?.ip;

export const names = (world: World, path: string): readonly string[] =>
  list(world, path).map(({ metadata }) => metadata.name);
