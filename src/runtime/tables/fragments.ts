// Fragments: what is free and of no use to the Pods of the table. Source of the measure: Weng et al., Beware of Fragmentation (FGD),
// USENIX ATC 2023. Here only Pods that ask for the resource count; without GPUs the resource is the CPU.
import { DEVICE_WHOLE, type Fleet, type FleetPlan, type ItemShape } from '../../kernels/fleet.ts';

/** The most frequent shapes speak for all. */
const SHAPES_MAX = 256;
const CPU = 0;

export interface Fragments {
  readonly name: 'GPU' | 'CPU';
  /** Free in all, in the kernel's units. */
  readonly free: number;
  /** Of that what a Pod of the table, drawn by chance, could not use. */
  readonly unusable: number;
}

interface Left {
  readonly host: number;
  readonly free: readonly number[];
  readonly devices: readonly number[];
}

export function fragmentsOf(plan: FleetPlan, fleet: Fleet): Fragments {
  const hasGpus = plan.hosts.some(({ devices = [] }) => devices.length > 0);
  const shapes = plan.shapes
    .filter(({ devices = 0, demand, count }) => count > 0 && (hasGpus ? devices > 0 : (demand[CPU] ?? 0) > 0))
    .toSorted((a, b) => b.count - a.count)
    .slice(0, SHAPES_MAX);
  const pods = shapes.reduce((sum, { count }) => sum + count, 0);
  let free = 0;
  let unusable = 0;
  for (const [host, { inService }] of plan.hosts.entries()) {
    if (inService === false) continue;
    const left = { host, free: fleet.freeOf(host), devices: fleet.devicesOf(host) };
    const own = hasGpus ? sumOf(left.devices) : Math.max(0, left.free[CPU] ?? 0);
    free += own;
    if (own === 0) continue;
    for (const shape of shapes) {
      const useless = fits(plan, shape, left) ? (hasGpus ? scrapsOf(shape, left) : 0) : own;
      unusable += (useless * shape.count) / pods;
    }
  }
  return { name: hasGpus ? 'GPU' : 'CPU', free, unusable: Math.round(unusable) };
}

function fits(
  { masks = [], resources }: FleetPlan,
  shape: ItemShape,
  { host, free, devices }: Left,
): boolean {
  const { demand, mask = 0, devices: count = 0, milli = 0 } = shape;
  if (mask > 0 && masks[mask - 1]?.(host) !== true) return false;
  if (resources.some((_, index) => (demand[index] ?? 0) > (free[index] ?? 0))) return false;
  return devices.filter((milliLeft) => milliLeft >= milli).length >= count;
}

/** Milli on devices of which too little is left. */
const scrapsOf = ({ milli = DEVICE_WHOLE }: ItemShape, { devices }: Left): number =>
  sumOf(devices.filter((left) => left < milli));

const sumOf = (amounts: readonly number[]): number => amounts.reduce((sum, amount) => sum + amount, 0);
