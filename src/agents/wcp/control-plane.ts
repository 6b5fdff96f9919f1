// The control plane VMs of a Supervisor: which there are, which of them are members of etcd, and what a further one looks like.
import type { View } from '../../control/view.ts';
import { controlPlaneHardware } from '../../kinds/vsphere/control-plane-hardware.ts';
import { supervisorDatastore } from '../../kinds/vsphere/machine-files.ts';
import { primaryNetworkOf, type Supervisor } from '../../kinds/vsphere/supervisor.ts';
import type { VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';
import { controlPlaneSizes } from '../../releases/control-plane-sizes.ts';
import { freeOfRanges, type AddressRange } from '../../std/address-range.ts';
import { uuidFrom } from '../../std/hash.ts';
import { formatIpv4, parseCidr, parseIpv4, sizeOf } from '../../std/ip.ts';

const displayNamePrefix = 'SupervisorControlPlaneVM';

/** Whether the VM is what its Supervisor wants by now: of its size and version. */
export function isCurrent({ spec }: VirtualMachine, supervisor: Supervisor): boolean {
  const { cpus, memoryMiB } = controlPlaneSizes[supervisor.spec.size];
  const version = spec.version ?? supervisor.status?.version ?? supervisor.spec.version;
  return spec.cpus === cpus && spec.memoryMiB === memoryMiB && version === supervisor.spec.version;
}

/** The management addresses after the floating one, in order. */
export function managementAddresses({ spec: { management } }: Supervisor): readonly string[] {
  const first = parseIpv4(management.startingAddress);
  if (first === undefined) return [];
  return Array.from({ length: management.addressCount - 1 }, (_, index) => formatIpv4(first + 1 + index));
}

/** eth1: of the primary workload network, or of the first block of the pod CIDR, after network and gateway. */
function workloadRanges(supervisor: Supervisor): readonly AddressRange[] {
  const { nsx } = supervisor.spec.workloads;
  if (nsx === undefined) return primaryNetworkOf(supervisor)?.addressRanges ?? [];
  const cidr = parseCidr(nsx.podCidrs[0] ?? '');
  if (cidr === undefined) return [];
  const count = sizeOf({ base: 0, prefixBits: nsx.namespaceSubnetPrefix }) - 3;
  return [{ address: formatIpv4(cidr.base + 2), count }];
}

const firstFree = (wanted: readonly string[], taken: readonly (string | undefined)[]): string | undefined =>
  wanted.find((address) => !taken.includes(address));

/** A further control plane VM, beside those there are; undefined where no address of the management network is left for it. */
export function newControlPlaneVm(
  supervisor: Supervisor,
  cluster: string,
  beside: readonly Pick<VirtualMachine, 'spec'>[],
  view: View,
  place: number,
) {
  const managementIp = firstFree(
    managementAddresses(supervisor),
    beside.map(({ spec }) => spec.managementIp),
  );
  const workloadIp = freeOfRanges(workloadRanges(supervisor), (address) =>
    beside.some(({ spec }) => spec.workloadIp === address),
  );
  if (managementIp === undefined || workloadIp === undefined) return undefined;
  const names = beside.map(({ spec }) => spec.displayName);
  const displayName = firstFree(
    Array.from({ length: beside.length + 1 }, (_, index) => `${displayNamePrefix} (${index + 1})`),
    names,
  ) as string;
  const moid = `vm-${view.revision + 1 + place}`;
  const uuid = uuidFrom(view.roll(supervisor.metadata.uid, moid, 0x8000_0000), moid).replace(/^../, '42');
  const { cpus, memoryMiB } = controlPlaneSizes[supervisor.spec.size];
  const datastore = supervisorDatastore(cluster, 'ControlPlane', view);
  return {
    metadata: { name: moid },
    spec: {
      uuid,
      displayName,
      role: 'ControlPlane',
      cluster,
      cpus,
      memoryMiB,
      cpuReservationMHz: 0,
      memoryReservationMiB: memoryMiB,
      ...(datastore === undefined
        ? {}
        : { hardware: controlPlaneHardware(supervisor.spec, { uuid, displayName }, datastore) }),
      node: uuid.replaceAll('-', ''),
      managementIp,
      workloadIp,
      version: supervisor.spec.version,
    },
    status: { powerState: 'POWERED_OFF', lifecycle: 'Deploying', changedAt: view.now, steps: [] },
  } as const;
}
