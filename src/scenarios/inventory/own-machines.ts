// VMs of people's own that a scenario has many of: sizes and states by rule, in turn on the hosts of their cluster.
import { uuidFrom } from '../../std/hash.ts';
import { seed, type Seed } from '../../store/seed.ts';
import type { Scenario } from '../scenario.ts';
import { clustersOf, datacentersOf, type ClusterPlan } from './clusters.ts';

/** vCPUs and GiB, in turn. */
const sizes = [
  { cpus: 1, memoryGiB: 1 },
  { cpus: 2, memoryGiB: 2 },
  { cpus: 1, memoryGiB: 2 },
  { cpus: 2, memoryGiB: 4 },
] as const;

const diskMiB = 4 * 1024;
/** One of so many is off. */
const offOf = 10;

const numberOf = (moid: string): number => Number(/\d+$/.exec(moid)?.[0] ?? 0);

function machineOf(
  scenario: Scenario,
  cluster: ClusterPlan,
  folder: string,
  nth: number,
  startedAt: number,
): Seed {
  const { cpus, memoryGiB } = sizes[nth % sizes.length] as (typeof sizes)[number];
  const name = `app-${String(nth + 1).padStart(5, '0')}`;
  const isOn = nth % offOf !== offOf - 1;
  const datastore = cluster.datastore.name;
  return seed('vsphere.sandbox/virtualmachines', `vm-${100 + nth}`, {
    spec: {
      uuid: uuidFrom(scenario.seed, name).replace(/^../, '50'),
      displayName: name,
      role: 'VM',
      cluster: cluster.name,
      cpus,
      memoryMiB: memoryGiB * 1024,
      cpuReservationMHz: 0,
      memoryReservationMiB: 0,
      power: isOn ? 'On' : 'Off',
      folder,
      resourcePool: `resgroup-${numberOf(cluster.moid) + 1}`,
      guestOs: 'OTHER_LINUX_64',
      hardware: {
        version: 'VMX_19',
        coresPerSocket: 1,
        firmware: 'BIOS',
        datastore,
        disks: [
          {
            key: '2000',
            capacityMiB: diskMiB,
            datastore,
            file: `${name}/${name}.vmdk`,
            bus: 'SCSI',
            unit: 0,
          },
        ],
        nics: [],
      },
    },
    status: {
      host: cluster.hosts[nth % cluster.hosts.length]?.name,
      powerState: isOn ? 'POWERED_ON' : 'POWERED_OFF',
      changedAt: startedAt,
    },
  });
}

/** Room that they take of their cluster's datastore. */
export const machineDisksMiB = ({ machines }: ClusterPlan): number => machines * diskMiB;

export function ownMachines(scenario: Scenario, startedAt: number): readonly Seed[] {
  const datacenters = new Map(datacentersOf(scenario).map(({ name, moid }) => [name, moid]));
  let before = 0;
  return clustersOf(scenario).flatMap((cluster) => {
    const first = before;
    before += cluster.machines;
    const folder = `group-v${numberOf(datacenters.get(cluster.datacenter) ?? '') + 1}`;
    return Array.from({ length: cluster.machines }, (_, nth) =>
      machineOf(scenario, cluster, folder, first + nth, startedAt),
    );
  });
}
