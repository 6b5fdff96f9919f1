// What a VM asks of a host: what must be unreserved there, and what it will likely use. Whole MHz and MiB.
import { assumedUseOf } from '../../kinds/vsphere/assumed-use.ts';
import type { VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';

/** Order of the kernel's columns. */
export const drsResources = [
  { name: 'CPU reservation', hard: true, scored: false },
  { name: 'memory reservation', hard: true, scored: false },
  { name: 'CPU demand', hard: false, scored: true },
  { name: 'memory demand', hard: false, scored: true },
] as const;

export type VmShape = Pick<
  VirtualMachine['spec'],
  'role' | 'cpus' | 'memoryMiB' | 'cpuReservationMHz' | 'memoryReservationMiB'
>;

/** `mhz` is the host frequency that a vCPU runs at. */
export function demandOf(shape: VmShape, mhz: number): readonly number[] {
  const used = assumedUseOf(shape, mhz);
  return [
    shape.cpuReservationMHz,
    shape.memoryReservationMiB,
    Math.max(shape.cpuReservationMHz, used.cpuMHz),
    used.memoryMiB,
  ];
}
