/** What a host has, what of it is taken, from the hosts and virtual machines of the fabric. Whole MHz and MiB. */
import type { Host, VirtualMachine } from '../../live/fabric.ts';

export const coresOf = ({ spec: { cpu } }: Host): number => cpu.sockets * cpu.coresPerSocket;
export const capacityMHz = (host: Host): number => coresOf(host) * host.spec.cpu.mhz;

export interface Load {
  readonly machines: number;
  readonly pods: number;
  readonly cpuReservedMHz: number;
  readonly memoryReservedMiB: number;
  /** What the VMs on it are configured with. */
  readonly memoryMiB: number;
  readonly cpus: number;
}

const nothing: Load = {
  machines: 0,
  pods: 0,
  cpuReservedMHz: 0,
  memoryReservedMiB: 0,
  memoryMiB: 0,
  cpus: 0,
};

export const plus = (load: Load, { spec }: VirtualMachine): Load => ({
  machines: load.machines + 1,
  pods: load.pods + (spec.role === 'Pod' ? 1 : 0),
  cpuReservedMHz: load.cpuReservedMHz + spec.cpuReservationMHz,
  memoryReservedMiB: load.memoryReservedMiB + spec.memoryReservationMiB,
  memoryMiB: load.memoryMiB + spec.memoryMiB,
  cpus: load.cpus + spec.cpus,
});

/** Load by host name, of VMs that stand on one. */
export function loads(machines: readonly VirtualMachine[]): ReadonlyMap<string, Load> {
  const found = new Map<string, Load>();
  for (const machine of machines) {
    const host = machine.status?.host;
    if (host !== undefined) found.set(host, plus(found.get(host) ?? nothing, machine));
  }
  return found;
}

export const loadOf = (found: ReadonlyMap<string, Load>, host: string): Load => found.get(host) ?? nothing;

export const total = (machines: readonly VirtualMachine[]): Load => machines.reduce(plus, nothing);
