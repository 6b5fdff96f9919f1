// Disks by the names that imports and exports have for them, `/web/ParaVirtualSCSIController0:0`, and the units that new ones get. Source: vim25
// HttpNfcLeaseDeviceUrl, OvfFileItem.
import type { Disk } from '../inventory/machines/machine.ts';
import { scsiControllers } from './machine-spec.ts';

type Bus = Disk['bus'];

const controllers = {
  SATA: 'VirtualAHCIController',
  NVME: 'VirtualNVMEController',
  IDE: 'VirtualIDEController',
} as const;

/** The adapter itself is this unit of its bus. */
const scsiAdapterUnit = 7;

/** Of a VM by its name, or by its id. */
export function keyOfDisk(
  vm: string,
  { bus, unit }: Pick<Disk, 'bus' | 'unit'>,
  scsiAdapter = 'PVSCSI',
): string {
  const controller = bus === 'SCSI' ? (scsiControllers[scsiAdapter] ?? '') : controllers[bus];
  return bus === 'IDE'
    ? `/${vm}/${controller}${Math.floor(unit / 2)}:${unit % 2}`
    : `/${vm}/${controller}0:${unit}`;
}

/** Disks one after the other on their buses, as a new VM has them. */
export function place<Item extends { readonly bus: Bus }>(
  disks: readonly Item[],
): readonly (Item & { readonly unit: number })[] {
  const next = new Map<Bus, number>();
  return disks.map((disk) => {
    const free = next.get(disk.bus) ?? 0;
    const unit = disk.bus === 'SCSI' && free === scsiAdapterUnit ? free + 1 : free;
    next.set(disk.bus, unit + 1);
    return { ...disk, unit };
  });
}
