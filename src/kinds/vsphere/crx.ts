// The VM that a vSphere Pod becomes on its host: its size, what it reserves, what it is likely to use.
// Requests become reservations, limits the VM's size; without either a CRX has 1 vCPU and 512 MB.
import type { PodSpec } from '#types';
import { limitsOf, requestsOf } from '../core/pod/resources.ts';

export interface CrxSize {
  readonly cpus: number;
  readonly memoryMiB: number;
  /** Thousandths of a core. */
  readonly cpuReservationMilli: number;
  readonly memoryReservationMiB: number;
}

const defaultMemoryMiB = 512;

export function crxSizeOf(spec: PodSpec): CrxSize {
  const requests = requestsOf(spec);
  const limits = limitsOf(spec);
  return {
    cpus: Math.max(1, Math.ceil(Math.max(requests.cpuMilli, limits.cpuMilli) / 1000)),
    memoryMiB: Math.max(requests.memoryMiB, limits.memoryMiB) || defaultMemoryMiB,
    cpuReservationMilli: requests.cpuMilli,
    memoryReservationMiB: requests.memoryMiB,
  };
}
