// What a VM asks of a host: what must be unreserved there, and what it will likely use. Whole MHz and MiB.
import type { VirtualMachine } from '../../kinds/vsphere/virtual-machine.ts';

/** Order of the kernel's columns. */
export const drsResources = [
  { name: 'CPU reservation', hard: true, scored: false },
  { name: 'memory reservation', hard: true, scored: false },
  { name: 'CPU demand', hard: false, scored: true },
  { name: 'memory demand', hard: false, scored: true },
] as const;

/** What share of its vCPUs and memory a VM is taken to use, in percent: a new Pod is not measured yet and counts high. */
const assumedUse = {
  Pod: { cpuPercent: 50, memoryPercent: 100 },
  ControlPlane: { cpuPercent: 10, memoryPercent: 25 },
  VM: { cpuPercent: 10, memoryPercent: 50 },
} as const;

export type VmShape = Pick<
  VirtualMachine['spec'],
  'role' | 'cpus' | 'memoryMiB' | 'cpuReservationMHz' | 'memoryReservationMiB'
>;

/** `mhz` is the host frequency that a vCPU runs at. */
export function demandOf(shape: VmShape, mhz: number): readonly number[] {
  const { cpuPercent, memoryPercent } = assumedUse[shape.role];
  return [
    shape.cpuReservationMHz,
    shape.memoryReservationMiB,
    Math.max(shape.cpuReservationMHz, Math.floor((shape.cpus * mhz * cpuPercent) / 100)),
    Math.floor((shape.memoryMiB * memoryPercent) / 100),
  ];
}
