/** Objects of vSphere and of the sandbox as far as the page reads them. Times are simulated milliseconds. */
import type { DrsConfig, DrsTold, HaConfig } from './cluster-services.ts';
import type { NsxNetworking, VsphereNetworking } from './network-stacks.ts';
import type { Thing } from './objects.ts';

export interface VCenter extends Thing {
  readonly spec: {
    readonly fqdn: string;
    readonly version: string;
    readonly build: string;
    readonly ssoDomain: string;
    readonly instanceUuid: string;
    readonly release: string;
    readonly stoppedServices?: readonly string[];
  };
}

export interface Datacenter extends Thing {
  readonly spec: { readonly moid: string; readonly vcenter: string; readonly displayName?: string };
}

export interface Cluster extends Thing {
  readonly spec: {
    readonly moid: string;
    readonly datacenter: string;
    readonly displayName?: string;
    readonly drs: DrsConfig;
    readonly image?: string;
    readonly ha: HaConfig;
  };
  readonly status?: { readonly drs?: DrsTold };
}

export interface Host extends Thing {
  readonly spec: {
    readonly moid: string;
    /** Empty for a standalone host, which is in a folder. */
    readonly cluster: string;
    readonly folder?: string;
    readonly gpus?: readonly { readonly model: string; readonly count: number }[];
    readonly cpu: {
      readonly sockets: number;
      readonly coresPerSocket: number;
      readonly mhz: number;
      readonly model: string;
    };
    readonly memoryMiB: number;
    readonly datastores?: readonly string[];
    readonly managementIp: string;
    readonly build: string;
    readonly power: 'On' | 'Off';
    readonly fault?: string;
    readonly maintenance?: boolean;
  };
  readonly status?: {
    readonly inMaintenanceMode?: boolean;
    readonly powerState?: string;
    readonly connectionState?: string;
    readonly haState?: string;
    readonly changedAt?: number;
    readonly sphereletReady?: boolean;
  };
}

export interface ReasonCount {
  readonly reason: string;
  readonly count: number;
}

export interface Candidate {
  readonly name: string;
  readonly score: number;
}

/** What is kept of a placement: winner, scores, counts a reason. */
export interface Placement {
  readonly at: number;
  readonly revision: number;
  readonly scheduler: {
    readonly nodes: number;
    readonly feasible: number;
    readonly preferred?: Candidate;
    readonly reasons: readonly ReasonCount[];
  };
  readonly drs: {
    readonly winner: Candidate;
    readonly runnerUp?: Candidate;
    readonly reasons: readonly ReasonCount[];
  };
}

export interface MachineSnapshot {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly createdAt: number;
  readonly parent?: string;
  readonly hasMemory: boolean;
}

export interface VirtualMachine extends Thing {
  readonly spec: {
    readonly uuid: string;
    readonly displayName: string;
    readonly role: 'ControlPlane' | 'Pod' | 'VM';
    readonly cluster: string;
    readonly cpus: number;
    readonly memoryMiB: number;
    readonly cpuReservationMHz: number;
    readonly memoryReservationMiB: number;
    readonly pod?: { readonly namespace: string; readonly name: string; readonly uid: string };
    readonly node?: string;
    readonly managementIp?: string;
    readonly workloadIp?: string;
    readonly folder?: string;
    readonly resourcePool?: string;
    readonly guestOs?: string;
    readonly notes?: string;
    readonly isTemplate?: boolean;
    readonly snapshots?: readonly MachineSnapshot[];
    readonly currentSnapshot?: string;
    readonly hardware?: {
      readonly version: string;
      readonly coresPerSocket: number;
      /** When it becomes newer by itself. */
      readonly upgradePolicy?: string;
      readonly firmware: string;
      readonly datastore: string;
      readonly disks: readonly {
        readonly key: string;
        readonly capacityMiB: number;
        readonly datastore: string;
        readonly file: string;
        readonly bus: string;
      }[];
      readonly nics: readonly {
        readonly key: string;
        readonly type: string;
        readonly macAddress: string;
        readonly network: string;
        readonly connected: boolean;
      }[];
    };
  };
  readonly status?: {
    readonly host?: string;
    readonly powerState?: string;
    readonly changedAt?: number;
    readonly steps?: readonly { readonly step: string; readonly at: number }[];
    readonly placement?: Placement;
  };
}

export interface Supervisor extends Thing {
  readonly spec: {
    readonly scope: string;
    readonly cluster: string;
    /** Zones that it spans, where there are any. */
    readonly zones?: readonly { readonly name: string; readonly cluster: string }[];
    readonly moid: string;
    readonly version: string;
    readonly sphereletVersion?: string;
    readonly askedAt?: number;
    readonly removed?: boolean;
    readonly fqdn: string;
    readonly size: string;
    readonly management: {
      readonly floatingIp: string;
      readonly startingAddress: string;
      readonly addressCount: number;
    };
    readonly workloads: {
      readonly serviceCidr: string;
      readonly nsx?: NsxNetworking;
      readonly vsphere?: VsphereNetworking;
    };
  };
  readonly status?: {
    readonly configStatus?: string;
    readonly kubernetesStatus?: string;
    readonly apiEndpoint?: string;
    readonly apiServes?: boolean;
    readonly leader?: string;
    /** What all of it has reached. */
    readonly version?: string;
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: 'TRUE' | 'FALSE' | 'UNKNOWN';
      readonly changedAt: number;
      readonly reason?: string;
      readonly severity?: string;
      readonly message?: string;
    }[];
  };
}

/** A vSphere Zone. */
export interface Zone extends Thing {
  /** Ids of its clusters. */
  readonly spec: { readonly clusters: readonly string[] };
}

/** Names of its clusters: one, or one a zone. */
export const clustersOf = ({ spec }: Supervisor): readonly string[] =>
  spec.zones?.map(({ cluster }) => cluster) ?? [spec.cluster];

export interface Access {
  readonly subject: string;
  readonly domain: string;
  readonly type: 'USER' | 'GROUP';
  readonly role: 'VIEW' | 'EDIT' | 'OWNER';
}

/** MHz, MiB and counts, in the Automation API's own names. */
export type Resources = Readonly<Partial<Record<ResourceName, number>>>;

export type ResourceName =
  | 'cpu_limit'
  | 'memory_limit'
  | 'storage_request_limit'
  | 'cpu_request_default'
  | 'cpu_limit_default'
  | 'memory_request_default'
  | 'memory_limit_default'
  | 'pod_count'
  | 'deployment_count'
  | 'replica_set_count'
  | 'stateful_set_count'
  | 'daemon_set_count'
  | 'job_count'
  | 'service_count'
  | 'config_map_count'
  | 'secret_count'
  | 'persistent_volume_claim_count'
  | 'replication_controller_count';

export interface StorageSpec {
  readonly policy: string;
  readonly limit?: number;
}

export interface VSphereNamespace extends Thing {
  readonly spec: {
    readonly supervisor: string;
    readonly description?: string;
    readonly access: readonly Access[];
    readonly resources?: Resources;
    readonly networks?: readonly string[];
    /** Storage policies by id; limits in MiB. */
    readonly storage?: readonly StorageSpec[];
    readonly vmClasses?: readonly string[];
    /** Ids of content libraries for VM Service. */
    readonly contentLibraries?: readonly string[];
    readonly removed?: boolean;
  };
  readonly status?: { readonly configStatus?: string };
}

export interface Datastore extends Thing {
  readonly spec: {
    readonly moid: string;
    readonly datacenter: string;
    readonly cluster?: string;
    readonly host?: string;
    readonly displayName?: string;
    readonly type: string;
    readonly nas?: { readonly server: string; readonly path: string; readonly isReadOnly?: boolean };
    readonly capacityMiB: number;
    readonly foreignMiB?: number;
  };
  readonly status?: { readonly freeMiB?: number };
}

export interface FirstClassDisk extends Thing {
  readonly spec: {
    readonly datastore: string;
    readonly capacityMiB: number;
    /** Id of the policy that it was placed by. */
    readonly storagePolicy?: string;
    readonly volume: { readonly name: string; readonly namespace: string; readonly claim: string };
  };
  readonly status?: { readonly attachedTo?: readonly string[] };
}

export interface StoragePolicy extends Thing {
  readonly spec: {
    readonly id: string;
    readonly displayName: string;
    readonly datastores: readonly string[];
  };
}

/** A folder that somebody made; its name is its id. */
export interface Folder extends Thing {
  readonly spec: { readonly displayName: string; readonly type: string; readonly parent: string };
}

/** A resource pool that somebody made; its name is its id. */
export interface ResourcePool extends Thing {
  readonly spec: { readonly displayName: string; readonly parent: string; readonly cluster: string };
}

/** What people call an object. */
export const titleOf = ({
  metadata,
  spec,
}: {
  readonly metadata: { readonly name: string };
  readonly spec: { readonly displayName?: string };
}): string => spec.displayName ?? metadata.name;

export interface Task extends Thing {
  readonly spec: {
    readonly description: string;
    readonly target: { readonly kind: string; readonly name: string; readonly id?: string };
    readonly initiator: string;
    readonly queuedAt: number;
  };
  readonly status?: {
    readonly state?: string;
    readonly startedAt?: number;
    readonly completedAt?: number;
    readonly error?: string;
  };
}

export interface Simulation extends Thing {
  readonly status?: {
    readonly stalls?: readonly {
      readonly reason: string;
      readonly loops: readonly string[];
      readonly key: string;
    }[];
    readonly conditions?: readonly {
      readonly type: string;
      readonly status: string;
      readonly reason: string;
      readonly message: string;
    }[];
  };
}

export interface User extends Thing {
  readonly spec: {
    readonly name: string;
    readonly domain: string;
    readonly groups: readonly string[];
    readonly firstName?: string;
    readonly lastName?: string;
    readonly email?: string;
    readonly disabled?: boolean;
  };
}

export interface Alarm extends Thing {
  readonly spec: {
    readonly alarm: string;
    readonly title: string;
    readonly target: { readonly kind: string; readonly name: string; readonly id: string };
  };
  readonly status?: {
    readonly overall?: 'yellow' | 'red';
    readonly at?: number;
    readonly acknowledged?: boolean;
    readonly acknowledgedBy?: string;
    readonly acknowledgedAt?: number;
  };
}

export interface Library extends Thing {
  readonly spec: {
    readonly displayName: string;
    readonly description?: string;
    readonly type: 'LOCAL' | 'SUBSCRIBED';
    readonly datastore?: string;
    readonly storageUri?: string;
    readonly subscription?: {
      readonly url: string;
      readonly onDemand: boolean;
      readonly automaticSync: boolean;
    };
    readonly published?: boolean;
    readonly syncAskedAt?: number;
  };
  readonly status?: { readonly modifiedAt?: number; readonly syncedAt?: number; readonly version?: number };
}

export interface LibraryItem extends Thing {
  readonly spec: {
    readonly library: string;
    readonly displayName: string;
    readonly type: string;
    readonly sizeMiB?: number;
    readonly files?: readonly { readonly name: string; readonly bytes: number }[];
  };
  readonly status?: { readonly cached?: boolean; readonly syncedAt?: number; readonly modifiedAt?: number };
}
