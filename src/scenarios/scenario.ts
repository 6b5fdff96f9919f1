// A scenario: the whole world before anybody touches it, as data. Counts and rules in, objects out (inventory.ts). A file or a
// link says only what differs from its preset.
import type { ControlPlaneSize } from '../releases/control-plane-sizes.ts';

export interface HostModel {
  readonly count: number;
  readonly sockets: number;
  readonly coresPerSocket: number;
  readonly mhz: number;
  readonly cpuModel: string;
  readonly memoryMiB: number;
}

/** A cluster besides the scenario's first. */
export interface ClusterModel {
  readonly name: string;
  /** Absent means the scenario's own. */
  readonly datacenter?: string;
  readonly hosts: HostModel;
  readonly datastoreTiB: number;
  /** VMs of people's own in it, made by a rule. */
  readonly machines?: number;
}

export interface Access {
  /** `dev-anna@vsphere.local`. */
  readonly principal: string;
  readonly type: 'USER' | 'GROUP';
  readonly role: 'VIEW' | 'EDIT' | 'OWNER';
}

export interface NamespaceModel {
  readonly name: string;
  readonly description: string;
  readonly access: readonly Access[];
}

export interface UserModel {
  readonly name: string;
  readonly password: string;
  readonly groups: readonly string[];
}

export interface Names {
  readonly vcenter: string;
  readonly ssoDomain: string;
  readonly datacenter: string;
  readonly cluster: string;
  /** Hosts are `<hostPrefix>01.<domain>` and on. */
  readonly hostPrefix: string;
  readonly domain: string;
  readonly supervisor: string;
  readonly supervisorFqdn: string;
}

/** A load balancer that stands in the lab. */
export interface LoadBalancerModel {
  readonly type: 'HAProxy' | 'Avi';
  /** Addresses that are routed to it, for virtual servers. */
  readonly virtualServerCidr: string;
}

export interface NetworkModel {
  /** What its Supervisor stands on: NSX, or a distributed switch alone with the first of the load balancers. */
  readonly stack: 'NSX' | 'VDS';
  /** The subnet of the port group for workloads. */
  readonly workloadCidr: string;
  readonly loadBalancers: readonly LoadBalancerModel[];
  readonly podCidrs: readonly string[];
  readonly serviceCidr: string;
  readonly ingressCidrs: readonly string[];
  readonly egressCidrs: readonly string[];
  readonly managementCidr: string;
  readonly summarization: { readonly mode: 'None' | 'Exact' | 'Boundary'; readonly boundaryBits?: number };
}

export interface Scenario {
  readonly preset: string;
  readonly title: string;
  readonly seed: number;
  readonly release: string;
  /** When its objects came to be, its Supervisor with them, and when the scenario begins, RFC 3339. */
  readonly enabledAt: string;
  readonly startsAt: string;
  readonly names: Names;
  readonly hosts: HostModel;
  readonly datastoreTiB: number;
  /** VMs of people's own in the first cluster, made by a rule. */
  readonly machines?: number;
  readonly clusters?: readonly ClusterModel[];
  /** Hosts one by one, in place of all counts: CSV with the names of its columns in its first line (inventory/host-rows.ts). */
  readonly hostsCsv?: string;
  /** Whether its cluster is a Supervisor already, or waits for somebody to enable Workload Management. */
  readonly workloadManagement: 'Enabled' | 'NotConfigured';
  readonly controlPlaneSize: ControlPlaneSize;
  readonly network: NetworkModel;
  readonly users: readonly UserModel[];
  readonly namespaces: readonly NamespaceModel[];
  /** Who the page's terminal is logged in as at first. */
  readonly developer: string;
}
