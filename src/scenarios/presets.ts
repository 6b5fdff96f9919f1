// The presets: complete scenarios by name.
import { defaultRelease } from '../releases/release.ts';
import type { Scenario } from './scenario.ts';

/** Four ESXi hosts under one vCenter, a Supervisor that runs, one vSphere Namespace. */
const fourHosts: Scenario = {
  preset: 'four-hosts',
  title: 'Four hosts',
  seed: 42,
  release: defaultRelease,
  enabledAt: '2023-04-06T08:00:00Z',
  startsAt: '2023-04-18T09:00:00Z',
  names: {
    vcenter: 'vcsa01.sandbox.lab',
    ssoDomain: 'vsphere.local',
    datacenter: 'dc01',
    cluster: 'mgmt-cl01',
    hostPrefix: 'esxi-',
    domain: 'sandbox.lab',
    supervisor: 'sv1-az1',
    supervisorFqdn: 'sv1-az1.sandbox.lab',
  },
  hosts: {
    count: 4,
    sockets: 2,
    coresPerSocket: 16,
    mhz: 2600,
    cpuModel: 'Intel(R) Xeon(R) Gold 6346 CPU @ 2.60GHz',
    memoryMiB: 256 * 1024,
  },
  datastoreTiB: 16,
  workloadManagement: 'Enabled',
  controlPlaneSize: 'SMALL',
  network: {
    stack: 'NSX',
    workloadCidr: '10.0.20.0/24',
    loadBalancers: [],
    podCidrs: ['10.244.0.0/20'],
    serviceCidr: '10.96.0.0/22',
    ingressCidrs: ['10.15.8.0/24'],
    egressCidrs: ['10.15.9.0/24'],
    managementCidr: '10.0.10.0/24',
    summarization: { mode: 'Boundary', boundaryBits: 24 },
  },
  users: [
    { name: 'administrator', password: 'VMware1!', groups: ['Administrators'] },
    { name: 'dev-anna', password: 'VMware1!', groups: ['developers'] },
  ],
  namespaces: [
    {
      name: 'demo',
      description: 'A namespace to try things in',
      access: [
        { principal: 'dev-anna@vsphere.local', type: 'USER', role: 'EDIT' },
        { principal: 'Administrators@vsphere.local', type: 'GROUP', role: 'EDIT' },
      ],
    },
  ],
  developer: 'dev-anna',
};

const haProxy = { type: 'HAProxy', virtualServerCidr: '10.0.30.0/24' } as const;
const avi = { type: 'Avi', virtualServerCidr: '10.0.31.0/24' } as const;

/** Hosts without Workload Management, NSX and two load balancers beside them: what an administrator begins with. */
const empty: Scenario = {
  ...fourHosts,
  preset: 'empty',
  title: 'Hosts without a Supervisor',
  workloadManagement: 'NotConfigured',
  network: { ...fourHosts.network, loadBalancers: [haProxy, avi] },
  namespaces: [],
};

/** The same four hosts without NSX: a Supervisor on a distributed switch, with HAProxy before it. */
const vdsFourHosts: Scenario = {
  ...fourHosts,
  preset: 'vds-four-hosts',
  title: 'Four hosts on a distributed switch',
  network: { ...fourHosts.network, stack: 'VDS', loadBalancers: [haProxy] },
};

/** Two hosts at the edge: one too few for a Supervisor. */
const edgeTwoHosts: Scenario = {
  ...empty,
  preset: 'edge-two-hosts',
  title: 'Two hosts at the edge',
  names: {
    ...empty.names,
    cluster: 'edge-cl01',
    supervisor: 'sv-edge01',
    supervisorFqdn: 'sv-edge01.sandbox.lab',
  },
  hosts: { ...empty.hosts, count: 2, sockets: 1, memoryMiB: 128 * 1024 },
  datastoreTiB: 4,
};

/** VMware Cloud Foundation 4.0.1, consolidated: the management domain's cluster is the Supervisor Cluster too. */
const vcfConsolidated: Scenario = {
  ...fourHosts,
  preset: 'vcf-consolidated',
  title: 'VCF consolidated, 7.0 GA',
  release: '7.0 GA',
  enabledAt: '2020-06-25T08:00:00Z',
  startsAt: '2020-07-01T09:00:00Z',
  names: {
    ...fourHosts.names,
    vcenter: 'vcf-m01-vc01.sandbox.lab',
    datacenter: 'vcf-m01-dc01',
    cluster: 'vcf-m01-cl01',
    hostPrefix: 'vcf-m01-esx',
    supervisor: 'vcf-m01-cl01',
    supervisorFqdn: 'vcf-m01-sc01.sandbox.lab',
  },
  network: {
    ...fourHosts.network,
    podCidrs: ['10.244.0.0/20'],
    serviceCidr: '10.96.0.0/24',
    ingressCidrs: ['192.168.104.0/24'],
    egressCidrs: ['192.168.105.0/24'],
    managementCidr: '172.16.10.0/24',
    summarization: { mode: 'None' },
  },
};

const zoneHosts = { ...fourHosts.hosts, count: 3 } as const;

/** Three clusters of three hosts, one a zone. */
const threeZones: Scenario = {
  ...empty,
  preset: 'three-zones',
  title: 'Three clusters, one a zone',
  names: { ...empty.names, cluster: 'zone-a-cl01' },
  hosts: zoneHosts,
  clusters: [
    { name: 'zone-b-cl01', hosts: zoneHosts, datastoreTiB: 16 },
    { name: 'zone-c-cl01', hosts: zoneHosts, datastoreTiB: 16 },
  ],
};

/** 64 hosts that run a Supervisor beside 20,000 VMs. */
const large64: Scenario = {
  ...fourHosts,
  preset: 'large-64',
  title: '64 hosts with 20,000 VMs',
  hosts: { ...fourHosts.hosts, count: 64, coresPerSocket: 32, memoryMiB: 1024 * 1024 },
  datastoreTiB: 200,
  machines: 20_000,
};

export const presets: readonly Scenario[] = [
  fourHosts,
  empty,
  vcfConsolidated,
  edgeTwoHosts,
  threeZones,
  vdsFourHosts,
  large64,
];

/** Those that take a while to begin, and little room once they have. */
export const keptPresets: readonly Scenario[] = [fourHosts];

export function presetNamed(name: string): Scenario | undefined {
  return presets.find(({ preset }) => preset === name);
}
