// What a VI administrator finds: vCenter with its cluster, hosts, datastore and storage policy; its people.
import { uuidFrom } from '../../std/hash.ts';
import type { Release } from '../../releases/release.ts';
import { seed, type Seed } from '../../store/seed.ts';
import type { Scenario } from '../scenario.ts';
import { clustersOf, datacentersOf, type ClusterPlan } from './clusters.ts';
import { machineDisksMiB } from './own-machines.ts';

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
  const all = clustersOf(scenario);
  return [
    seed('vsphere.sandbox/vcenters', names.vcenter, {
      spec: {
        fqdn: names.vcenter,
        version: release.vcenter.version,
        build: release.vcenter.build,
        ssoDomain: names.ssoDomain,
        instanceUuid: vcenterUuid(scenario),
        release: release.id,
      },
    }),
    ...datacentersOf(scenario).map(({ name, moid }) =>
      seed('vsphere.sandbox/datacenters', name, { spec: { moid, vcenter: names.vcenter } }),
    ),
    ...all.map(({ name, moid, datacenter }) =>
      seed('vsphere.sandbox/clusters', name, {
        spec: {
          moid,
          datacenter,
          drs: { enabled: true, automation: 'fullyAutomated', migrationThreshold: 3 },
          ha: { enabled: true },
        },
      }),
    ),
    ...all.map(datastore),
    seed('vsphere.sandbox/storagepolicies', defaultPolicy.name, {
      spec: {
        id: defaultPolicy.id,
        displayName: defaultPolicy.displayName,
        datastores: all.map((cluster) => cluster.datastore.name),
      },
    }),
    ...all.flatMap((cluster) => hostsOf(cluster, release, startedAt)),
  ];
}

function datastore(cluster: ClusterPlan): Seed {
  const { name, moid, tebibytes } = cluster.datastore;
  const capacityMiB = tebibytes * 1024 * 1024;
  return seed('vsphere.sandbox/datastores', name, {
    spec: { moid, datacenter: cluster.datacenter, cluster: cluster.name, type: 'vsan', capacityMiB },
    status: { freeMiB: Math.floor(capacityMiB * 0.9) - machineDisksMiB(cluster) },
  });
}

function hostsOf(cluster: ClusterPlan, { esxi }: Release, startedAt: number): readonly Seed[] {
  return cluster.hosts.map(({ name, moid, managementIp, memoryMiB, gpus, cpuModel: model, ...cpu }, index) =>
    seed('vsphere.sandbox/hosts', name, {
      spec: {
        moid,
        cluster: cluster.name,
        cpu: { sockets: cpu.sockets, coresPerSocket: cpu.coresPerSocket, mhz: cpu.mhz, model },
        memoryMiB,
        ...(gpus.length === 0 ? {} : { gpus }),
        datastores: [cluster.datastore.name],
        managementIp,
        build: `${esxi.version}, ${esxi.build}`,
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
  );
}

export function people({ users, names }: Scenario): readonly Seed[] {
  return users.map(({ name, password, groups }) =>
    seed('vsphere.sandbox/users', name, { spec: { name, domain: names.ssoDomain, password, groups } }),
  );
}
