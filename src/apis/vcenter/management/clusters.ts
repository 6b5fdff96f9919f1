// Clusters with Workload Management. Source: vSphere Automation API, com.vmware.vcenter.namespace_management.Clusters.
// Left out still: support bundles.
import { releaseOfWorld } from '../../../kinds/vsphere/vcenter.ts';
import { isSharedIn, type Datastore } from '../../../kinds/vsphere/datastore.ts';
import { capacityMHzOf, isRunning, type Host } from '../../../kinds/vsphere/host.ts';
import { controlPlaneVmsOf } from '../../../kinds/vsphere/machine.ts';
import { clustersOf, type Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import { isOn, type VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import { switchesIn } from '../../../kinds/vsphere/network.ts';
import type { ReadView } from '../../../store/view.ts';
import { list } from '../inventory/places.ts';
import { supervisorOn, supervisorWithId } from '../namespaces/found.ts';
import { ok, since8, type Call, type Operation } from '../operation.ts';
import { passes } from '../filter.ts';
import { edgeClusterOf } from './nsx.ts';
import { conditionsOf, kubernetesMessages, messagesOf } from './conditions.ts';
import { loadBalancerInfo } from './load-balancers.ts';
import { checkService } from './service.ts';
import { workloadNetworksOf } from './networks.ts';

const base = 'vcenter/namespace-management/clusters';
const supervisorsPath = 'vcenter/namespace-management/supervisors';
const read = { privilege: 'System.Read' } as const;
const readSince8 = { ...read, in: since8 };

function statsOf(supervisor: Supervisor, fabric: ReadView) {
  const clusters = clustersOf(supervisor);
  const members = list<Host>(fabric, 'hosts');
  const hosts = members.filter((host) => clusters.includes(host.spec.cluster) && isRunning(host));
  const running = list<VirtualMachine>(fabric, 'virtualmachines').filter(
    (vm) => clusters.includes(vm.spec.cluster) && isOn(vm),
  );
  const datastores = list<Datastore>(fabric, 'datastores').filter((store) =>
    clusters.some((cluster) => isSharedIn(store, cluster, members)),
  );
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

/** Its zones; a Supervisor of one cluster has one that is called as the cluster's id. */
function placesOf({ spec: { zones, cluster, moid } }: Supervisor) {
  return zones ?? [{ name: moid, cluster, moid }];
}

function summaryOf(supervisor: Supervisor, fabric: ReadView) {
  return {
    name: supervisor.metadata.name,
    stats: statsOf(supervisor, fabric),
    config_status: supervisor.status?.configStatus ?? 'CONFIGURING',
    kubernetes_status: supervisor.status?.kubernetesStatus ?? 'ERROR',
  };
}

/** The Supervisor of the path, by its identifier. */
export function supervisorAsked({ fabric, params: { supervisor = '' } }: Call): Supervisor {
  checkService(fabric);
  return supervisorWithId(fabric, supervisor);
}

/** The distributed switch that NSX uses there: the one that all its hosts are attached to. */
function switchOf({ spec }: Supervisor, fabric: ReadView) {
  const hosts = list<Host>(fabric, 'hosts').filter((host) => host.spec.cluster === spec.cluster);
  const found = switchesIn(fabric).find((each) =>
    hosts.every((host) => each.spec.hosts.includes(host.spec.moid)),
  );
  return found === undefined ? {} : { cluster_distributed_switch: found.spec.uuid };
}

/** What it has of its network stack. */
function stackOf(supervisor: Supervisor, fabric: ReadView) {
  const { nsx, vsphere } = supervisor.spec.workloads;
  if (nsx !== undefined)
    return {
      network_provider: 'NSXT_CONTAINER_PLUGIN',
      ncp_cluster_network_info: {
        pod_cidrs: nsx.podCidrs.map(cidr),
        ingress_cidrs: nsx.ingressCidrs.map(cidr),
        egress_cidrs: nsx.egressCidrs.map(cidr),
        ...switchOf(supervisor, fabric),
        nsx_tier0_gateway: nsx.tier0,
        nsx_edge_cluster: edgeClusterOf(nsx.tier0, fabric),
        namespace_subnet_prefix: nsx.namespaceSubnetPrefix,
        routed_mode: false,
        default_ingress_tls_certificate: '',
      },
    };
  const networks = workloadNetworksOf(supervisor, fabric);
  const primary = networks.filter(({ network }) => network === vsphere?.primaryNetwork);
  return {
    network_provider: 'VSPHERE_NETWORK',
    workload_networks: {
      ...Object.fromEntries(primary.map((info) => ['supervisor_primary_workload_network', info])),
      network_list: networks,
    },
    load_balancers: vsphere === undefined ? [] : [loadBalancerInfo(vsphere.loadBalancer)],
  };
}

function infoOf(supervisor: Supervisor, fabric: ReadView) {
  const { spec, status } = supervisor;
  const { workloads, management } = spec;
  const machines = controlPlaneVmsOf(supervisor, fabric);
  return {
    size_hint: spec.size,
    service_cidr: cidr(workloads.serviceCidr),
    ...stackOf(supervisor, fabric),
    config_status: status?.configStatus ?? 'CONFIGURING',
    kubernetes_status: status?.kubernetesStatus ?? 'ERROR',
    kubernetes_status_messages: kubernetesMessages(supervisor, fabric),
    messages: messagesOf(supervisor),
    ...(releaseOfWorld(fabric).hasConditions ? { conditions: conditionsOf(supervisor) } : {}),
    stat_summary: statsOf(supervisor, fabric),
    api_server_management_endpoint: management.floatingIp,
    api_server_cluster_endpoint: status?.apiEndpoint ?? '',
    api_servers: machines.map((vm) => vm.spec.managementIp ?? ''),
    master_management_network: {
      mode: 'STATICRANGE',
      ...(management.network === undefined ? {} : { network: management.network }),
      address_range: {
        starting_address: management.startingAddress,
        address_count: management.addressCount,
        ...(management.subnetMask === undefined ? {} : { subnet_mask: management.subnetMask }),
        ...(management.gateway === undefined ? {} : { gateway: management.gateway }),
      },
    },
    content_libraries: [],
    ...(spec.storage === undefined
      ? {}
      : {
          master_storage_policy: spec.storage.controlPlane,
          ephemeral_storage_policy: spec.storage.ephemeral,
          image_storage: { storage_policy: spec.storage.images },
        }),
    master_DNS: management.dnsServers ?? [],
    worker_DNS: workloads.dnsServers ?? [],
    master_DNS_search_domains: management.searchDomains ?? [],
    master_NTP_servers: management.ntpServers ?? [],
    Master_DNS_names: spec.dnsNames ?? [],
    ...(spec.loginBanner === undefined ? {} : { login_banner: spec.loginBanner }),
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
        list<Supervisor>(fabric, 'supervisors').flatMap((supervisor) =>
          placesOf(supervisor).map(({ cluster, moid }) => ({
            cluster: moid,
            cluster_name: cluster,
            stats: statsOf(supervisor, fabric),
            config_status: supervisor.status?.configStatus ?? 'CONFIGURING',
            kubernetes_status: supervisor.status?.kubernetesStatus ?? 'ERROR',
          })),
        ),
      ),
  },
  {
    method: 'GET',
    path: `${base}/{cluster}`,
    ...read,
    answer: ({ fabric, params: { cluster = '' } }) => {
      checkService(fabric);
      return ok(infoOf(supervisorOn(fabric, cluster), fabric));
    },
  },
  {
    method: 'GET',
    path: `${base}/{cluster}/workload-resource-options`,
    ...read,
    answer: ({ fabric, params: { cluster = '' } }) => {
      supervisorOn(fabric, cluster);
      const structure = 'com.vmware.vcenter.namespace_management.resource_quota_options_v1';
      return ok({
        create_resource_quota_type: structure,
        update_resource_quota_type: `${structure}_update`,
      });
    },
  },
  {
    method: 'GET',
    path: `${base}/{cluster}/topology`,
    ...readSince8,
    answer: ({ fabric, params: { cluster = '' } }) => ok(supervisorOn(fabric, cluster).metadata.uid),
  },
  {
    method: 'GET',
    path: `${supervisorsPath}/summaries`,
    filters: ['config_status', 'kubernetes_status'],
    ...readSince8,
    unseen: { items: [] },
    answer: (call) =>
      ok({
        items: list<Supervisor>(call.fabric, 'supervisors')
          .map((supervisor) => ({
            supervisor: supervisor.metadata.uid,
            info: summaryOf(supervisor, call.fabric),
          }))
          .filter(({ info: { config_status, kubernetes_status } }) =>
            passes(call, { config_status, kubernetes_status }),
          ),
      }),
  },
  {
    method: 'GET',
    path: `${supervisorsPath}/{supervisor}/summary`,
    ...readSince8,
    answer: (call) => ok(summaryOf(supervisorAsked(call), call.fabric)),
  },
  {
    method: 'GET',
    path: `${supervisorsPath}/{supervisor}/topology`,
    ...readSince8,
    answer: (call) => {
      const places = placesOf(supervisorAsked(call));
      return ok(places.map(({ name, moid }) => ({ zone: name, clusters: [moid] })));
    },
  },
  {
    method: 'GET',
    path: `${supervisorsPath}/{supervisor}/conditions`,
    ...readSince8,
    answer: (call) => ok(conditionsOf(supervisorAsked(call))),
  },
];
