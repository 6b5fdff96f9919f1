// Clusters with Workload Management. Source: vSphere Automation API, com.vmware.vcenter.namespace_management.Clusters. Left out still: enable, disable,
// change, rotate_password, support bundles.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { capacityMHzOf, isRunning, type Host } from '../../../kinds/vsphere/host.ts';
import type { Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { ReadView } from '../../../store/view.ts';
import { list } from '../inventory/places.ts';
import { supervisorOn } from '../namespaces/found.ts';
import { ok, type Operation } from '../operation.ts';

const base = 'vcenter/namespace-management/clusters';
const read = { privilege: 'System.Read' } as const;

function statsOf(supervisor: Supervisor, fabric: ReadView) {
  const { cluster } = supervisor.spec;
  const hosts = list<Host>(fabric, 'hosts').filter(
    (host) => host.spec.cluster === cluster && isRunning(host),
  );
  const running = list<VirtualMachine>(fabric, 'virtualmachines').filter(
    (vm) => vm.spec.cluster === cluster && vm.status?.powerState === 'POWERED_ON',
  );
  const datastores = list<Datastore>(fabric, 'datastores').filter(({ spec }) => spec.cluster === cluster);
  const sum = <Item>(items: readonly Item[], amount: (item: Item) => number): number =>
    items.reduce((total, item) => total + amount(item), 0);
  return {
    cpu_used: sum(running, ({ spec }) => spec.cpuReservationMHz),
    cpu_capacity: sum(hosts, capacityMHzOf),
    memory_used: sum(running, ({ spec }) => spec.memoryReservationMiB),
    memory_capacity: sum(hosts, ({ spec }) => spec.memoryMiB),
    storage_used: sum(datastores, ({ spec, status }) => spec.capacityMiB - (status?.freeMiB ?? 0)),
    storage_capacity: sum(datastores, ({ spec }) => spec.capacityMiB),
  };
}

function cidr(text: string) {
  const [address = '', prefix = ''] = text.split('/');
  return { address, prefix: Number(prefix) };
}

function infoOf(supervisor: Supervisor, fabric: ReadView) {
  const { spec, status } = supervisor;
  const { workloads, management } = spec;
  const machines = list<VirtualMachine>(fabric, 'virtualmachines').filter(
    (vm) => vm.spec.role === 'ControlPlane' && vm.spec.cluster === spec.cluster,
  );
  const networks = {
    pod_cidrs: workloads.podCidrs.map(cidr),
    ingress_cidrs: workloads.ingressCidrs.map(cidr),
    egress_cidrs: workloads.egressCidrs.map(cidr),
    nsx_tier0_gateway: workloads.tier0,
    namespace_subnet_prefix: workloads.namespaceSubnetPrefix,
    routed_mode: false,
  };
  return {
    size_hint: spec.size,
    service_cidr: cidr(workloads.serviceCidr),
    network_provider: 'NSXT_CONTAINER_PLUGIN',
    ncp_cluster_network_info: networks,
    config_status: status?.configStatus ?? 'CONFIGURING',
    kubernetes_status: status?.kubernetesStatus ?? 'ERROR',
    kubernetes_status_messages: [],
    messages: [],
    conditions: [],
    stat_summary: statsOf(supervisor, fabric),
    api_server_management_endpoint: management.floatingIp,
    api_server_cluster_endpoint: status?.apiEndpoint ?? '',
    api_servers: machines.map((vm) => vm.spec.managementIp ?? ''),
    master_management_network: {
      mode: 'STATICRANGE',
      address_range: { starting_address: management.startingAddress, address_count: management.addressCount },
    },
    content_libraries: [],
  };
}

export const supervisedClusters: readonly Operation[] = [
  {
    method: 'GET',
    path: base,
    ...read,
    each: 'cluster',
    answer: ({ fabric }) =>
      ok(
        list<Supervisor>(fabric, 'supervisors').map((supervisor) => ({
          cluster: supervisor.spec.moid,
          cluster_name: supervisor.spec.cluster,
          stats: statsOf(supervisor, fabric),
          config_status: supervisor.status?.configStatus ?? 'CONFIGURING',
          kubernetes_status: supervisor.status?.kubernetesStatus ?? 'ERROR',
        })),
      ),
  },
  {
    method: 'GET',
    path: `${base}/{cluster}`,
    ...read,
    answer: ({ fabric, params: { cluster = '' } }) => ok(infoOf(supervisorOn(fabric, cluster), fabric)),
  },
  {
    method: 'GET',
    path: 'vcenter/namespace-management/supervisors/summaries',
    ...read,
    unseen: { items: [] },
    answer: ({ fabric }) =>
      ok({
        items: list<Supervisor>(fabric, 'supervisors').map((supervisor) => ({
          supervisor: supervisor.metadata.name,
          info: {
            name: supervisor.metadata.name,
            stats: statsOf(supervisor, fabric),
            config_status: supervisor.status?.configStatus ?? 'CONFIGURING',
            kubernetes_status: supervisor.status?.kubernetesStatus ?? 'ERROR',
          },
        })),
      }),
  },
  {
    method: 'GET',
    path: 'vcenter/namespace-management/software/clusters',
    ...read,
    each: 'cluster',
    answer: ({ fabric }) =>
      ok(
        list<Supervisor>(fabric, 'supervisors').map(({ spec }) => ({
          cluster: spec.moid,
          cluster_name: spec.cluster,
          state: 'READY',
          current_version: spec.version,
          available_versions: [],
        })),
      ),
  },
  {
    method: 'GET',
    path: 'vcenter/namespace-management/software/clusters/{cluster}',
    ...read,
    answer: ({ fabric, params: { cluster = '' } }) => {
      const { spec } = supervisorOn(fabric, cluster);
      return ok({ state: 'READY', current_version: spec.version, available_versions: [], messages: [] });
    },
  },
  {
    method: 'GET',
    path: 'vcenter/namespace-management/cluster-compatibility',
    ...read,
    each: 'cluster',
    answer: ({ fabric, query }) => {
      const wanted = query('compatible')[0];
      const found = list<Cluster>(fabric, 'clusters').map(({ metadata: { name }, spec }) => {
        const reasons = reasonsAgainst(name, spec, fabric);
        const [compatible, incompatibility_reasons] = [reasons.length === 0, reasons];
        return { cluster: spec.moid, compatible, incompatibility_reasons };
      });
      return ok(found.filter(({ compatible }) => wanted === undefined || String(compatible) === wanted));
    },
  },
];

/** Three control plane VMs need three hosts; vSAN keeps their disks on four. */
const hostsLeast = 3;

function reasonsAgainst(name: string, spec: Cluster['spec'], fabric: ReadView) {
  const hosts = list<Host>(fabric, 'hosts').filter((host) => host.spec.cluster === name);
  const reason = (id: string, message: string) => ({
    id: `vcenter.wcp.cluster.incompatible.${id}`,
    default_message: message,
    args: [spec.moid],
  });
  return [
    ...(spec.drs.enabled && spec.drs.automation === 'fullyAutomated'
      ? []
      : [reason('drs', `Cluster ${spec.moid} does not have DRS enabled in fully automated mode.`)]),
    ...(spec.ha.enabled ? [] : [reason('ha', `Cluster ${spec.moid} does not have HA enabled.`)]),
    ...(hosts.length >= hostsLeast
      ? []
      : [
          reason(
            'hosts',
            `Cluster ${spec.moid} has ${hosts.length} hosts; at least ${hostsLeast} hosts are required.`,
          ),
        ]),
  ];
}
