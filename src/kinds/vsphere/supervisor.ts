// A Supervisor as vCenter has it: which cluster, which addresses, which version, and the scope in which its API lives.
import { boolean, integer, string, strings } from '../../store/schema/infer.ts';
import type { ReadView } from '../../store/view.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

const condition = {
  type: 'object',
  required: ['type', 'status', 'changedAt'],
  properties: {
    type: string,
    status: { type: 'string', enum: ['TRUE', 'FALSE', 'UNKNOWN'] },
    /** When the status last changed, in simulated milliseconds. */
    changedAt: integer,
    reason: string,
    severity: { type: 'string', enum: ['INFO', 'WARNING', 'ERROR'] },
    message: string,
  },
} as const;

/** What was found before an update, or before a Supervisor Service got a version; a finding with a message speaks against it. */
const precheck = {
  type: 'object',
  required: ['version', 'at', 'findings'],
  properties: {
    /** The Supervisor Service that it is of; absent: of the Supervisor itself. */
    service: string,
    version: string,
    /** The version that the service had. */
    before: string,
    /** In simulated milliseconds. */
    at: integer,
    findings: {
      type: 'array',
      items: { type: 'object', required: ['type'], properties: { type: string, message: string } },
    },
  },
} as const;

/** The network stack of one that stands on NSX. */
const nsx = {
  type: 'object',
  required: ['podCidrs', 'ingressCidrs', 'egressCidrs', 'namespaceSubnetPrefix', 'tier0'],
  properties: {
    podCidrs: strings,
    ingressCidrs: strings,
    egressCidrs: strings,
    /** Length of the block that a namespace's segment gets, 28. */
    namespaceSubnetPrefix: integer,
    tier0: string,
  },
} as const;

const addressRanges = {
  type: 'array',
  items: { type: 'object', required: ['address', 'count'], properties: { address: string, count: integer } },
} as const;

/** The network stack of one that stands on a distributed switch alone: its workload networks, and the load balancer beside them. */
const vsphere = {
  type: 'object',
  required: ['primaryNetwork', 'networks', 'loadBalancer'],
  properties: {
    /** The network that control plane VMs have eth1 in. */
    primaryNetwork: string,
    networks: {
      type: 'array',
      items: {
        type: 'object',
        required: ['name', 'portGroup', 'addressRanges', 'gateway', 'subnetMask'],
        properties: {
          name: string,
          /** Id of a distributed port group. */
          portGroup: string,
          addressRanges,
          gateway: string,
          subnetMask: string,
        },
      },
    },
    loadBalancer: {
      type: 'object',
      required: [
        'id',
        'provider',
        'addressRanges',
        'servers',
        'username',
        'password',
        'certificateAuthority',
      ],
      properties: {
        id: string,
        provider: { type: 'string', enum: ['HA_PROXY', 'AVI'] },
        /** Of virtual servers; none where the load balancer has addresses of its own to give (Avi's IPAM). */
        addressRanges,
        /** Where its API answers. */
        servers: {
          type: 'array',
          items: { type: 'object', required: ['host', 'port'], properties: { host: string, port: integer } },
        },
        username: string,
        password: string,
        /** Certificates that its API is trusted by, in PEM. */
        certificateAuthority: string,
      },
    },
  },
} as const;

export const supervisors = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['scope', 'cluster', 'moid', 'version', 'fqdn', 'management', 'workloads', 'size'],
      properties: {
        /** The scope of the world that holds its Kubernetes objects. */
        scope: string,
        /** Its cluster; of one on several zones, that of the first. */
        cluster: string,
        /** vSphere Zones that it spans, three where there are any. */
        zones: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name', 'cluster', 'moid'],
            properties: { name: string, cluster: string, moid: string },
          },
        },
        /** When Workload Management was asked for, in simulated milliseconds; absent of one that was there from the start. */
        askedAt: integer,
        /** Asked to go. */
        removed: boolean,
        /** MoID of its cluster, which names its service namespaces: `domain-c8`. */
        moid: string,
        /** The version that it is to have. */
        version: string,
        /** Spherelet's version on the hosts. */
        sphereletVersion: string,
        fqdn: string,
        size: { type: 'string', enum: ['TINY', 'SMALL', 'MEDIUM', 'LARGE'] },
        management: {
          type: 'object',
          required: ['floatingIp', 'startingAddress', 'addressCount'],
          properties: {
            floatingIp: string,
            startingAddress: string,
            addressCount: integer,
            /** MoID of the network. */
            network: string,
            subnetMask: string,
            gateway: string,
            dnsServers: strings,
            searchDomains: strings,
            ntpServers: strings,
          },
        },
        workloads: {
          type: 'object',
          required: ['serviceCidr'],
          properties: { serviceCidr: string, dnsServers: strings, nsx, vsphere },
        },
        /** Ids of the storage policies for control plane VMs, ephemeral disks and images. */
        storage: {
          type: 'object',
          required: ['controlPlane', 'ephemeral', 'images'],
          properties: { controlPlane: string, ephemeral: string, images: string },
        },
        dnsNames: strings,
        loginBanner: string,
      },
    },
    status: {
      type: 'object',
      properties: {
        configStatus: { type: 'string', enum: ['CONFIGURING', 'RUNNING', 'REMOVING', 'ERROR'] },
        kubernetesStatus: { type: 'string', enum: ['READY', 'WARNING', 'ERROR'] },
        /** The load balancer's address of the Kubernetes API. */
        apiEndpoint: string,
        /** Whether its API servers have what they need to answer: from then on its scope of the world is there. */
        apiServes: boolean,
        /** When it first did, in simulated milliseconds. */
        servesSince: integer,
        /** The control plane VM that has the floating address. */
        leader: string,
        /** The version that all of it has reached. */
        version: string,
        /** How far configuring is, in the order of the steps. */
        conditions: { type: 'array', items: condition },
        prechecks: { type: 'array', items: precheck },
      },
    },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Supervisor',
    plural: 'supervisors',
    indexes: { scope: (supervisor) => [supervisor.spec.scope] },
    columns: [
      nameColumn,
      { name: 'Cluster', cell: (supervisor) => supervisor.spec.cluster },
      { name: 'Config-Status', cell: (supervisor) => supervisor.status?.configStatus ?? 'CONFIGURING' },
      { name: 'Version', cell: (supervisor) => supervisor.spec.version },
      { name: 'Endpoint', cell: (supervisor) => supervisor.status?.apiEndpoint ?? '' },
      ageColumn,
    ],
  },
);

export type Supervisor = ObjectOf<typeof supervisors>;

/** Of one that stands on NSX. */
export type NsxNetworking = NonNullable<Supervisor['spec']['workloads']['nsx']>;
/** Of one that stands on a distributed switch alone. */
export type VsphereNetworking = NonNullable<Supervisor['spec']['workloads']['vsphere']>;
export type WorkloadNetwork = VsphereNetworking['networks'][number];
export type AddressRange = WorkloadNetwork['addressRanges'][number];

export type SupervisorCondition = NonNullable<NonNullable<Supervisor['status']>['conditions']>[number];
export type SupervisorPrecheck = NonNullable<NonNullable<Supervisor['status']>['prechecks']>[number];

/** Names of its clusters: one, or one a zone. */
export function clustersOf({ spec }: Supervisor): readonly string[] {
  return spec.zones?.map(({ cluster }) => cluster) ?? [spec.cluster];
}

/** Whether it stands on a cluster, by the cluster's name. */
export function standsOn(supervisor: Supervisor, cluster: string | undefined): boolean {
  return cluster !== undefined && clustersOf(supervisor).includes(cluster);
}

export const supervisorsKind = 'vsphere.sandbox/supervisors';

export const fabricScope = 'fabric';
/** The scope of the first Supervisor, whose API is at the root; those of others are under `/scopes/`. */
export const firstScope = 'supervisor';

/** What goes before the paths of a Supervisor's API. */
export const scopePrefix = (scope: string): string => (scope === firstScope ? '' : `/scopes/${scope}`);

/** The Supervisor whose API a view looks at; undefined in a scope that is none. */
export function supervisorOf(view: ReadView): Supervisor | undefined {
  return view
    .in(fabricScope)
    .list<Supervisor>('vsphere.sandbox/supervisors', { index: ['scope', view.scope] })[0];
}

/** The workload network that control plane VMs are on; undefined of a Supervisor on NSX. */
export function primaryNetworkOf({ spec }: Supervisor): WorkloadNetwork | undefined {
  const { vsphere } = spec.workloads;
  return vsphere?.networks.find(({ name }) => name === vsphere.primaryNetwork);
}

/** Whether a namespace is that of a Supervisor Service: `svc-harbor-domain-c8`. */
export function isServiceNamespace(name: string): boolean {
  return /^svc-.+-domain-c\d+/.test(name);
}
