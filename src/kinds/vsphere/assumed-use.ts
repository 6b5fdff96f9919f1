// What a VM is taken to use where nobody has measured it: DRS places by it, and vCenter tells it of people's own VMs.
import type { VirtualMachine } from './virtual-machine.ts';

/** What share of its vCPUs and memory, in percent: a new Pod is not measured yet and counts high. */
const percentOf = {
  Pod: { cpu: 50, memory: 100 },
  ControlPlane: { cpu: 10, memory: 25 },
  VM: { cpu: 10, memory: 50 },
} as const;

export interface Use {
  readonly cpuMHz: number;
  readonly memoryMiB: number;
}

/** `mhz` is the frequency that a vCPU runs at. */
export function assumedUseOf(
  { role, cpus, memoryMiB }: Pick<VirtualMachine['spec'], 'role' | 'cpus' | 'memoryMiB'>,
  mhz: number,
): Use {
  const { cpu, memory } = percentOf[role];
  return {
    cpuMHz: Math.floor((cpus * mhz * cpu) / 100),
    memoryMiB: Math.floor((memoryMiB * memory) / 100),
  };
}
