// What the machine that a Pod is has and what its containers use of it, as its own programs tell it.
import { crxSizeOf } from '../kinds/vsphere/crx.ts';
import { programUsage } from '../kinds/metrics/programs.ts';
import type { Setting } from './setting.ts';

const KIB = 1_024;
const NANO = 1_000_000_000;

export interface Used {
  readonly totalKib: number;
  readonly usedKib: number;
  /** Of all processors together. */
  readonly cpuPercent: number;
  /** Processors that are busy. */
  readonly load: number;
}

export function used({ pod, view }: Setting): Used {
  const { cpus, memoryMiB } = crxSizeOf(pod.spec);
  const sum = (measured: 'cpu' | 'memory'): number =>
    pod.spec.containers.reduce(
      (all, container) => all + programUsage(measured, container, pod.metadata.uid, 0, view.now) / NANO,
      0,
    );
  const load = Math.min(cpus, sum('cpu'));
  const totalKib = memoryMiB * KIB;
  const usedKib = Math.min(totalKib, Math.ceil(sum('memory') / KIB));
  return { totalKib, usedKib, cpuPercent: Math.round((load * 100) / cpus), load };
}
