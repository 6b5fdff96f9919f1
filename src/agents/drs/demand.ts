// What a VM asks of a host: what must be unreserved there, and what it will likely use. Whole MHz and MiB.
import type { VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';

/** Order of the kernel's columns. */
export const drsResources = [
  { name: 'CPU reservation', hard: true, scored: false },
  { name: 'memory reservation', hard: true, scored: false },
  { name: 'CPU demand', hard: false, scored: true },
  { name: 'memory demand', hard: false, scored: true },
] as const;

/** A VM that is not measured yet is taken to use this share of its vCPUs, in percent. */
const assumedUsePercent = 10;

/** `spec` of a VM, or of one that is still to be made; `mhz` is the host frequency that a vCPU runs at. */
export function demandOf(
  spec: Pick<VirtualMachine['spec'], 'cpus' | 'memoryMiB' | 'cpuReservationMHz' | 'memoryReservationMiB'>,
  mhz: number,
): readonly number[] {
  const used = Math.floor((spec.cpus * mhz * assumedUsePercent) / 100);
  return [
    spec.cpuReservationMHz,
    spec.memoryReservationMiB,
    Math.max(spec.cpuReservationMHz, used),
    spec.memoryMiB,
  ];
}
