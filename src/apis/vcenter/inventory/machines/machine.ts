// A VM as operations find it: who may change it, what state it must be in, and all that the API tells of it. Source: vSphere Automation API,
// com.vmware.vcenter.VM.
import { networksIn, switchesIn, type KnownNetwork } from '../../../../kinds/vsphere/network.ts';
import type { Datastore } from '../../../../kinds/vsphere/datastore.ts';
import { machinesKind } from '../../../../kinds/vsphere/machine.ts';
import {
  virtualMachines,
  type Hardware,
  type VirtualMachine,
} from '../../../../kinds/vsphere/virtual-machine.ts';
import type { ReadView } from '../../../../store/view.ts';
import { notAllowed, notFound, type Failure } from '../../failure.ts';
import type { Call } from '../../operation.ts';
import { titleOf } from '../places.ts';
import { bytesPerMiB } from '../../../../std/mebibyte.ts';

export type Disk = Hardware['disks'][number];
export type Nic = Hardware['nics'][number];

/** A VM of people's own: it has hardware that they may change. */
export type OwnMachine = VirtualMachine & { readonly spec: { readonly hardware: Hardware } };

export const powerOf = ({ status }: VirtualMachine) => status?.powerState ?? 'POWERED_OFF';

export function machineOf({ fabric, params: { vm: id = '' } }: Call): VirtualMachine {
  const vm = fabric.get<VirtualMachine>(machinesKind, id);
  if (vm === undefined) throw notFound('Virtual machine', id);
  return vm;
}

/** Who owns a VM that nobody else may change: ESX Agent Manager its control plane VMs, the Supervisor its CRXs. */
export function managed({ metadata, spec }: VirtualMachine): Failure {
  const manager = spec.role === 'ControlPlane' ? 'ESX Agent Manager' : 'VMware vSphere Workload Management';
  return notAllowed(
    `The operation is not allowed in the current state: '${spec.displayName}' (${metadata.name}) is managed by ${manager}.`,
    [metadata.name, manager],
  );
}

export function isOwn(vm: VirtualMachine): vm is OwnMachine {
  return vm.spec.role === 'VM' && vm.spec.hardware !== undefined;
}

export function ownMachineOf(call: Call): OwnMachine {
  const vm = machineOf(call);
  if (!isOwn(vm)) throw managed(vm);
  return vm;
}

const stateWords = { POWERED_ON: 'Powered on', POWERED_OFF: 'Powered off', SUSPENDED: 'Suspended' } as const;

/** As vim25's InvalidPowerState says it. */
export function wrongState(vm: VirtualMachine): Failure {
  const words = stateWords[powerOf(vm)];
  return notAllowed(`The attempted operation cannot be performed in the current state (${words}).`, [words]);
}

/** The next version of a VM, by what changes of its spec and status. */
export function change(
  { write }: Pick<Call, 'write'>,
  vm: VirtualMachine,
  changes: { readonly spec?: Partial<VirtualMachine['spec']>; readonly status?: VirtualMachine['status'] },
  why: string,
): void {
  const object: VirtualMachine = {
    ...vm,
    spec: { ...vm.spec, ...changes.spec },
    status: { ...vm.status, ...changes.status },
  };
  write.update(virtualMachines, object, why);
}

/** The next version of a VM of people's own, by all of its hardware. */
export function putHardware(call: Pick<Call, 'write'>, vm: OwnMachine, hardware: Hardware): void {
  change(call, vm, { spec: { hardware } }, 'Reconfigure virtual machine');
}

/** The same by what changes of it. */
export function setHardware(call: Pick<Call, 'write'>, vm: OwnMachine, changes: Partial<Hardware>): void {
  putHardware(call, vm, { ...vm.spec.hardware, ...changes });
}

/** A path on a datastore as vCenter writes it, `[vsanDatastore] web/web.vmdk`. */
function fileOn(view: ReadView, datastore: string, file: string): string {
  const found = view.get<Datastore>('vsphere.sandbox/datastores', datastore);
  return `[${found === undefined ? datastore : titleOf(found)}] ${file}`;
}

export function diskInfo(view: ReadView, disk: Disk, nth: number) {
  const { bus, unit, datastore, file, capacityMiB } = disk;
  const place =
    bus === 'IDE'
      ? { ide: { primary: unit < 2, master: unit % 2 === 0 } }
      : { [bus.toLowerCase()]: { bus: 0, unit } };
  return {
    label: `Hard disk ${nth + 1}`,
    type: bus,
    ...place,
    backing: { type: 'VMDK_FILE', vmdk_file: fileOn(view, datastore, file) },
    capacity: capacityMiB * bytesPerMiB,
  };
}

/** What each type of network is told by beside its id; one that is gone has nothing but that. */
function backingNames(view: ReadView, known: KnownNetwork | undefined, id: string) {
  const name = known?.spec.displayName ?? id;
  switch (known?.spec.type) {
    case 'DISTRIBUTED_PORTGROUP': {
      const owner = switchesIn(view).find((each) => each.id === known.spec.switch);
      return { distributed_switch_uuid: owner?.spec.uuid ?? '' };
    }
    case 'OPAQUE_NETWORK':
      return { opaque_network_type: 'nsx.LogicalSwitch', opaque_network_id: name };
    default:
      return { network_name: name };
  }
}

export function nicInfo(view: ReadView, nic: Nic, nth: number, isOn: boolean) {
  const known = networksIn(view).find(({ id }) => id === nic.network);
  return {
    label: `Network adapter ${nth + 1}`,
    type: nic.type,
    ...(nic.type === 'VMXNET3' ? { upt_compatibility_enabled: false } : {}),
    mac_type: nic.isManual === true ? 'MANUAL' : 'ASSIGNED',
    mac_address: nic.macAddress,
    wake_on_lan_enabled: false,
    backing: {
      type: known?.spec.type ?? 'STANDARD_PORTGROUP',
      network: nic.network,
      ...backingNames(view, known, nic.network),
    },
    state: isOn && nic.connected ? 'CONNECTED' : 'NOT_CONNECTED',
    start_connected: nic.startConnected !== false,
    allow_guest_control: true,
  };
}

export interface RoomTaken {
  readonly datastore: string;
  readonly capacityMiB: number;
}

/** What a VM takes room with: its disks, those that its snapshots keep, and the memory that was kept with them. */
export function roomTaken({ spec }: OwnMachine): readonly RoomTaken[] {
  const snapshots = spec.snapshots ?? [];
  const disks = new Map<string, Disk>();
  for (const disk of [
    ...snapshots.flatMap(({ configuration }) => configuration.hardware.disks),
    ...spec.hardware.disks,
  ])
    disks.set(`${disk.datastore} ${disk.file}`, disk);
  const memories = snapshots.flatMap(({ hasMemory, configuration }) =>
    hasMemory ? [{ datastore: configuration.hardware.datastore, capacityMiB: configuration.memoryMiB }] : [],
  );
  return [...disks.values(), ...memories];
}

/** The hardware with all of its files on another datastore. */
export const hardwareOn = (hardware: Hardware, datastore: string): Hardware => ({
  ...hardware,
  datastore,
  disks: hardware.disks.map((disk) => ({ ...disk, datastore })),
});

export const cpuInfo = ({ spec }: VirtualMachine) => ({
  count: spec.cpus,
  cores_per_socket: spec.hardware?.coresPerSocket ?? 1,
  hot_add_enabled: spec.hardware?.cpuHotAdd ?? false,
  hot_remove_enabled: spec.hardware?.cpuHotRemove ?? false,
});

export function memoryInfo(vm: VirtualMachine) {
  const { memoryMiB, hardware } = vm.spec;
  const hotAdd = hardware?.memoryHotAdd ?? false;
  const isLive = hotAdd && powerOf(vm) === 'POWERED_ON';
  return {
    size_MiB: memoryMiB,
    hot_add_enabled: hotAdd,
    ...(isLive ? { hot_add_increment_size_MiB: 128, hot_add_limit_MiB: memoryMiB * 16 } : {}),
  };
}

/** What the disks of the SCSI bus are attached to; undefined of a VM that has none and no adapter for them. */
export function scsiController({ spec }: VirtualMachine) {
  const { hardware } = spec;
  if (hardware === undefined) return undefined;
  if (hardware.scsiAdapter === undefined && !hardware.disks.some(({ bus }) => bus === 'SCSI'))
    return undefined;
  const info = {
    label: 'SCSI controller 0',
    type: hardware.scsiAdapter ?? 'PVSCSI',
    scsi: { bus: 0, unit: 7 },
    sharing: 'NONE',
  };
  return { key: '1000', info };
}
