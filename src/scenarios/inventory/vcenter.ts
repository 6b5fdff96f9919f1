// What a VI administrator finds: vCenter with its cluster, hosts, datastore and storage policy; its people.
import { uuidFrom } from '../../std/hash.ts';
import type { Release } from '../../releases/release.ts';
import { seed, type Seed } from '../../store/seed.ts';
import type { Scenario } from '../scenario.ts';
import { clusterMoid, hostMoid, hostNames, managementIp } from './machines.ts';

/** Of every vCenter with vSAN. */
const defaultPolicy = {
  name: 'vsan-default-storage-policy',
  displayName: 'vSAN Default Storage Policy',
  id: 'aa6d5a82-1c88-45da-85d3-3d74b91a5bad',
} as const;

export function vcenterUuid({ seed: ofWorld }: Scenario): string {
  return uuidFrom(ofWorld, 'vcenter');
}

export function inventory(scenario: Scenario, release: Release, startedAt: number): readonly Seed[] {
  const { names } = scenario;
  return [
    seed('vsphere.sandbox/vcenters', names.vcenter, {
      spec: {
        fqdn: names.vcenter,
        ...release.vcenter,
        ssoDomain: names.ssoDomain,
        instanceUuid: vcenterUuid(scenario),
        release: release.id,
      },
    }),
    seed('vsphere.sandbox/datacenters', names.datacenter, {
      spec: { moid: 'datacenter-3', vcenter: names.vcenter },
    }),
    seed('vsphere.sandbox/clusters', names.cluster, {
      spec: {
        moid: clusterMoid,
        datacenter: names.datacenter,
        drs: { enabled: true, automation: 'fullyAutomated', migrationThreshold: 3 },
        ha: { enabled: true },
      },
    }),
    seed('vsphere.sandbox/datastores', 'vsanDatastore', {
      spec: {
        moid: 'datastore-22',
        datacenter: names.datacenter,
        cluster: names.cluster,
        type: 'vsan',
        capacityMiB: scenario.datastoreTiB * 1024 * 1024,
      },
      status: { freeMiB: Math.floor(scenario.datastoreTiB * 1024 * 1024 * 0.9) },
    }),
    seed('vsphere.sandbox/storagepolicies', defaultPolicy.name, {
      spec: { id: defaultPolicy.id, displayName: defaultPolicy.displayName, datastores: ['vsanDatastore'] },
    }),
    ...hostNames(scenario).map((name, index) =>
      seed('vsphere.sandbox/hosts', name, {
        spec: {
          moid: hostMoid(index),
          cluster: names.cluster,
          cpu: {
            sockets: scenario.hosts.sockets,
            coresPerSocket: scenario.hosts.coresPerSocket,
            mhz: scenario.hosts.mhz,
            model: scenario.hosts.cpuModel,
          },
          memoryMiB: scenario.hosts.memoryMiB,
          datastores: ['vsanDatastore'],
          managementIp: managementIp(scenario, 101 + index),
          build: `${release.esxi.version}, ${release.esxi.build}`,
          power: 'On',
        },
        status: {
          powerState: 'POWERED_ON',
          connectionState: 'CONNECTED',
          haState: index === 0 ? 'master' : 'connectedToMaster',
          changedAt: startedAt,
          sphereletReady: true,
        },
      }),
    ),
  ];
}

export function people({ users, names }: Scenario): readonly Seed[] {
  return users.map(({ name, password, groups }) =>
    seed('vsphere.sandbox/users', name, { spec: { name, domain: names.ssoDomain, password, groups } }),
  );
}
