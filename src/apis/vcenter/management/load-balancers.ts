// The load balancer of a Supervisor on a distributed switch. Source: vSphere Automation API,
// com.vmware.vcenter.namespace_management.LoadBalancers.
import { supervisors, type Supervisor, type VsphereNetworking } from '../../../kinds/vsphere/supervisor.ts';
import type { Infer } from '../../../store/schema/infer.ts';
import { invalidArgument, missingInCase, notFound } from '../failure.ts';
import { list } from '../inventory/places.ts';
import { supervisorOn } from '../namespaces/found.ts';
import { done, ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { changeableSupervisor } from './change.ts';
import { grownRanges } from './networks.ts';
import { checkRanges, rangesOfSupervisor } from './ranges.ts';
import { checkService } from './service.ts';
import {
  addressRanges,
  aviSpec,
  checkAddresses,
  haProxySpec,
  loadBalancerConfig,
} from './vsphere-network.ts';

const path = 'vcenter/namespace-management/clusters/{cluster}/load-balancers';
const read = { privilege: 'System.Read' } as const;
const manage = { privilege: 'Namespaces.Manage' } as const;

type LoadBalancer = VsphereNetworking['loadBalancer'];

/** Without its password, which nobody is told. */
export function loadBalancerInfo(config: LoadBalancer) {
  const { id, provider, servers, username } = config;
  const signIn = { username, certificate_authority_chain: config.certificateAuthority };
  const [server = { host: '', port: 0 }] = servers;
  return {
    id,
    provider,
    address_ranges: config.addressRanges,
    ...(provider === 'AVI' ? { avi_info: { server, ...signIn } } : { ha_proxy_info: { servers, ...signIn } }),
  };
}

const setSchema = {
  type: 'object',
  required: ['provider'],
  properties: {
    provider: loadBalancerConfig.properties.provider,
    address_ranges: addressRanges,
    ha_proxy_config_set_spec: haProxySpec,
    avi_config_set_spec: aviSpec,
  },
} as const;

const { server: _server, ...aviMembers } = aviSpec.properties;

const updateSchema = {
  type: 'object',
  properties: {
    provider: loadBalancerConfig.properties.provider,
    address_ranges: addressRanges,
    ha_proxy_config_update_spec: { type: 'object', properties: haProxySpec.properties },
    avi_config_update_spec: { type: 'object', properties: aviMembers },
  },
} as const;

interface Asked {
  readonly provider?: LoadBalancer['provider'];
  readonly address_ranges?: LoadBalancer['addressRanges'];
  readonly signIn: Partial<Infer<typeof haProxySpec>>;
}

function found({ params: { load_balancer: id = '' } }: Call, { spec }: Supervisor): LoadBalancer {
  const config = spec.workloads.vsphere?.loadBalancer;
  if (config?.id !== id) throw notFound('Load balancer', id);
  return config;
}

function change(call: Call, asked: Asked) {
  const { fabric, write } = call;
  const supervisor = changeableSupervisor(fabric, call.params['cluster'] ?? '');
  const config = found(call, supervisor);
  const { workloads } = supervisor.spec;
  if (workloads.vsphere === undefined) throw notFound('Load balancer', config.id);
  if (asked.provider !== undefined && asked.provider !== config.provider)
    throw invalidArgument(
      `Invalid value for 'provider': load balancer '${config.id}' is of provider ${config.provider}.`,
      ['provider'],
    );
  checkAddresses('address_ranges', asked.address_ranges ?? []);
  const { servers, username, password, certificate_authority_chain: chain } = asked.signIn;
  const loadBalancer: LoadBalancer = {
    ...config,
    // Avi's own IPAM gives addresses; ranges are ignored.
    addressRanges:
      config.provider === 'AVI'
        ? []
        : grownRanges('address_ranges', config.addressRanges, asked.address_ranges),
    servers: servers ?? config.servers,
    username: username ?? config.username,
    password: password ?? config.password,
    certificateAuthority: chain ?? config.certificateAuthority,
  };
  const vsphere = { ...workloads.vsphere, loadBalancer };
  const next: Supervisor = {
    ...supervisor,
    spec: { ...supervisor.spec, workloads: { ...workloads, vsphere } },
  };
  const others = list<Supervisor>(fabric, 'supervisors').filter(
    ({ metadata }) => metadata.name !== supervisor.metadata.name,
  );
  checkRanges(rangesOfSupervisor(next), others.flatMap(rangesOfSupervisor));
  write.update(supervisors, next, 'Update load balancer');
  return done;
}

export const loadBalancerOperations: readonly Operation[] = [
  {
    method: 'GET',
    path,
    ...read,
    answer: ({ fabric, params: { cluster = '' } }) => {
      checkService(fabric);
      const config = supervisorOn(fabric, cluster).spec.workloads.vsphere?.loadBalancer;
      return ok(config === undefined ? [] : [{ id: config.id, provider: config.provider }]);
    },
  },
  {
    method: 'GET',
    path: `${path}/{load_balancer}`,
    ...read,
    answer: (call) => {
      checkService(call.fabric);
      return ok(loadBalancerInfo(found(call, supervisorOn(call.fabric, call.params['cluster'] ?? ''))));
    },
  },
  {
    method: 'PUT',
    path: `${path}/{load_balancer}`,
    ...manage,
    answer: (call) => {
      checkService(call.fabric);
      const asked = readBody(setSchema, call.body);
      const { avi_config_set_spec: avi, ha_proxy_config_set_spec: haProxy } = asked;
      const signIn = avi === undefined ? haProxy : { ...avi, servers: [avi.server] };
      if (signIn === undefined) throw missingInCase('ha_proxy_config_set_spec');
      return change(call, { ...asked, signIn });
    },
  },
  {
    method: 'PATCH',
    path: `${path}/{load_balancer}`,
    ...manage,
    answer: (call) => {
      checkService(call.fabric);
      const asked = readBody(updateSchema, call.body);
      const signIn = asked.avi_config_update_spec ?? asked.ha_proxy_config_update_spec ?? {};
      return change(call, { ...asked, signIn });
    },
  },
];
