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

export const presets: readonly Scenario[] = [fourHosts];

export function presetNamed(name: string): Scenario | undefined {
  return presets.find(({ preset }) => preset === name);
}
