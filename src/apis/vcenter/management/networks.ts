// The workload networks of a Supervisor on a distributed switch. Source: vSphere Automation API,
// com.vmware.vcenter.namespace_management.Networks. Networks of NSX are made with their namespaces; they are not told here.
import {
  clustersOf,
  supervisors,
  type Supervisor,
  type WorkloadNetwork,
} from '../../../kinds/vsphere/supervisor.ts';
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import { networksOfNamespace, type VSphereNamespace } from '../../../kinds/vsphere/namespace.ts';
import type { Infer } from '../../../store/schema/infer.ts';
import type { ReadView } from '../../../store/view.ts';
import { alreadyExists, invalidArgument, notFound, resourceInUse, unsupported } from '../failure.ts';
import { list } from '../inventory/places.ts';
import { supervisorOn } from '../namespaces/found.ts';
import { done, ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { changeableSupervisor } from './change.ts';
import { checkRanges, rangesOfSupervisor } from './ranges.ts';
import { checkService } from './service.ts';
import {
  checkPortGroup,
  checkSubnet,
  networkCreate,
  networkProvider,
  portGroupMembers,
  workloadNetworkOf,
} from './vsphere-network.ts';

const path = 'vcenter/namespace-management/clusters/{cluster}/networks';
const read = { privilege: 'System.Read' } as const;
const manage = { privilege: 'Namespaces.Manage' } as const;

const changeSchema = {
  type: 'object',
  required: ['network_provider'],
  properties: {
    network_provider: networkProvider,
    nsx_network: networkCreate.properties.nsx_network,
    vsphere_network: { type: 'object', properties: portGroupMembers },
  },
} as const;

type Change = Infer<typeof changeSchema>;

function infoOf(
  { name, portGroup, addressRanges, gateway, subnetMask }: WorkloadNetwork,
  namespaces: readonly string[],
) {
  return {
    network: name,
    network_provider: 'VSPHERE_NETWORK',
    namespaces,
    vsphere_network: {
      portgroup: portGroup,
      ip_assignment_mode: 'STATICRANGE',
      address_ranges: addressRanges,
      gateway,
      subnet_mask: subnetMask,
    },
  };
}

/** The namespaces that are on a network. */
function namespacesOn(supervisor: Supervisor, network: string, fabric: ReadView): readonly string[] {
  return list<VSphereNamespace>(fabric, 'namespaces')
    .filter((namespace) => networksOfNamespace(namespace, supervisor).includes(network))
    .map(({ metadata }) => metadata.name);
}

export function workloadNetworksOf(supervisor: Supervisor, fabric: ReadView) {
  const networks = supervisor.spec.workloads.vsphere?.networks ?? [];
  return networks.map((network) => infoOf(network, namespacesOn(supervisor, network.name, fabric)));
}

function found({ params: { network = '' } }: Call, supervisor: Supervisor): WorkloadNetwork {
  const named = supervisor.spec.workloads.vsphere?.networks.find(({ name }) => name === network);
  if (named === undefined) throw notFound('Network', network);
  return named;
}

/** One on a distributed switch that may be changed. */
function changeable({ fabric, params: { cluster = '' } }: Call) {
  const supervisor = changeableSupervisor(fabric, cluster);
  const { vsphere } = supervisor.spec.workloads;
  if (vsphere === undefined)
    throw unsupported(
      `Networks of cluster ${cluster} cannot be changed: its network provider is NSXT_CONTAINER_PLUGIN.`,
      [cluster],
    );
  return { supervisor, vsphere };
}

const clustersIn = (supervisor: Supervisor, fabric: ReadView): readonly Cluster[] =>
  list<Cluster>(fabric, 'clusters').filter(({ metadata }) => clustersOf(supervisor).includes(metadata.name));

/** Writes the Supervisor with these networks, whose addresses must be nobody else's. */
function write(
  { fabric, write: writer }: Call,
  supervisor: Supervisor,
  networks: readonly WorkloadNetwork[],
): void {
  const { workloads } = supervisor.spec;
  if (workloads.vsphere === undefined) return;
  const vsphere = { ...workloads.vsphere, networks };
  const next = {
    ...supervisor,
    spec: { ...supervisor.spec, workloads: { ...workloads, vsphere } },
  } as Supervisor;
  const others = list<Supervisor>(fabric, 'supervisors').filter(
    ({ metadata }) => metadata.name !== supervisor.metadata.name,
  );
  checkRanges(rangesOfSupervisor(next), others.flatMap(rangesOfSupervisor));
  writer.update(supervisors, next, 'Update workload networks');
}

/** Ranges are only added. */
export function grownRanges(field: string, before: WorkloadNetwork['addressRanges'], asked = before) {
  const missing = before.find(
    (range) => !asked.some(({ address, count }) => address === range.address && count === range.count),
  );
  if (missing !== undefined)
    throw invalidArgument(
      `Invalid value for '${field}': the range of ${missing.count} addresses from ${missing.address} cannot be removed. Only the addition of IP ranges is allowed.`,
      [field, missing.address],
    );
  return asked;
}

function changed(
  call: Call,
  before: WorkloadNetwork,
  supervisor: Supervisor,
  { vsphere_network: asked = {} }: Change,
) {
  const at = 'vsphere_network';
  const next: WorkloadNetwork = {
    name: before.name,
    portGroup: asked.portgroup ?? before.portGroup,
    addressRanges: grownRanges(`${at}.address_ranges`, before.addressRanges, asked.address_ranges),
    gateway: asked.gateway ?? before.gateway,
    subnetMask: asked.subnet_mask ?? before.subnetMask,
  };
  checkPortGroup(at, next.portGroup, clustersIn(supervisor, call.fabric), call.fabric);
  checkSubnet(at, next);
  return next;
}

const change: Operation['answer'] = (call) => {
  checkService(call.fabric);
  const { supervisor, vsphere } = changeable(call);
  const before = found(call, supervisor);
  const asked = readBody(changeSchema, call.body);
  if (asked.network_provider !== 'VSPHERE_NETWORK' || asked.nsx_network !== undefined)
    throw unsupported(`Network '${before.name}' has network provider VSPHERE_NETWORK.`, [before.name]);
  const next = changed(call, before, supervisor, asked);
  write(
    call,
    supervisor,
    vsphere.networks.map((network) => (network === before ? next : network)),
  );
  return done;
};

export const networkOperations: readonly Operation[] = [
  {
    method: 'GET',
    path,
    ...read,
    answer: ({ fabric, params: { cluster = '' } }) => {
      checkService(fabric);
      return ok(workloadNetworksOf(supervisorOn(fabric, cluster), fabric));
    },
  },
  {
    method: 'POST',
    path,
    ...manage,
    answer: (call) => {
      checkService(call.fabric);
      const asked = readBody(networkCreate, call.body);
      const { supervisor, vsphere } = changeable(call);
      if (vsphere.networks.some(({ name }) => name === asked.network))
        throw alreadyExists(`Network '${asked.network}' already exists.`, [asked.network]);
      const network = workloadNetworkOf('spec', asked, clustersIn(supervisor, call.fabric), call.fabric);
      write(call, supervisor, [...vsphere.networks, network]);
      return done;
    },
  },
  {
    method: 'GET',
    path: `${path}/{network}`,
    ...read,
    answer: (call) => {
      checkService(call.fabric);
      const supervisor = supervisorOn(call.fabric, call.params['cluster'] ?? '');
      const network = found(call, supervisor);
      return ok(infoOf(network, namespacesOn(supervisor, network.name, call.fabric)));
    },
  },
  { method: 'PUT', path: `${path}/{network}`, ...manage, answer: change },
  { method: 'PATCH', path: `${path}/{network}`, ...manage, answer: change },
  {
    method: 'DELETE',
    path: `${path}/{network}`,
    ...manage,
    answer: (call) => {
      checkService(call.fabric);
      const { supervisor, vsphere } = changeable(call);
      const network = found(call, supervisor);
      const isUsed = namespacesOn(supervisor, network.name, call.fabric).length > 0;
      if (isUsed || vsphere.primaryNetwork === network.name) throw resourceInUse(network.name);
      write(
        call,
        supervisor,
        vsphere.networks.filter((other) => other !== network),
      );
      return done;
    },
  },
];
