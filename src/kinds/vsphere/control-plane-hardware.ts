// What a Supervisor's control plane VM is made of, the same in every release: one disk, eth0 in the management network, eth1 in the segment
// of the control plane or, on a distributed switch, in the primary workload network.
import { controlPlaneSizes, type ControlPlaneSize } from '../../releases/control-plane-sizes.ts';
import { assignedMac, firstKeys } from './assigned-devices.ts';
import { networkOfSegment } from './network.ts';

/** Name of the segment that NSX has for the control plane of a Supervisor. */
export const controlPlaneSegment = (scope: string): string => `${scope}-control-plane`;

/** As much of a Supervisor's spec as its VMs are made by. */
interface Wanted {
  readonly scope: string;
  readonly size: ControlPlaneSize;
  readonly management: { readonly network?: string };
  readonly workloads: {
    readonly nsx?: unknown;
    readonly vsphere?: {
      readonly primaryNetwork: string;
      readonly networks: readonly { readonly name: string; readonly portGroup: string }[];
    };
  };
  readonly storage?: { readonly controlPlane?: string };
}

/** Ids of the networks of eth0 and eth1. */
function networksOf({ scope, management, workloads: { vsphere } }: Wanted): readonly string[] {
  const eth1 =
    vsphere === undefined
      ? networkOfSegment(controlPlaneSegment(scope))
      : vsphere.networks.find(({ name }) => name === vsphere.primaryNetwork)?.portGroup;
  return [management.network, eth1].filter((network) => network !== undefined);
}

/** @param datastore name of the one that its files are on */
export function controlPlaneHardware(
  wanted: Wanted,
  { uuid, displayName }: { readonly uuid: string; readonly displayName: string },
  datastore: string,
) {
  const storagePolicy = wanted.storage?.controlPlane;
  const policy = storagePolicy === undefined ? {} : { storagePolicy };
  const disk = {
    key: String(firstKeys.disk),
    capacityMiB: controlPlaneSizes[wanted.size].diskMiB,
    datastore,
    file: `${displayName}/${displayName}.vmdk`,
    bus: 'SCSI',
    unit: 0,
    ...policy,
  } as const;
  const nics = networksOf(wanted).map((network, nth) => {
    const key = String(firstKeys.nic + nth);
    return { key, type: 'VMXNET3', macAddress: assignedMac(uuid, key), network, connected: true };
  });
  return {
    version: 'VMX_17',
    coresPerSocket: 1,
    firmware: 'BIOS',
    datastore,
    ...policy,
    disks: [disk],
    nics,
  } as const;
}
