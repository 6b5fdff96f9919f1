// Small fleets in words, for named cases.
import type { Fleet, FleetHost, FleetKernel, FleetPlan, Group, ItemShape } from '../../src/kernels/fleet.ts';

export interface FleetWords {
  /** See `hostOf` and `shapeOf`. */
  readonly hosts: readonly string[];
  readonly shapes: readonly string[];
  readonly masks?: FleetPlan['masks'];
  readonly groups?: readonly Group[];
}

/** `4/8 16/16 1000,300`: free of capacity a resource, then devices. `!` in front: out of service; `@1`: in domain 1. */
function hostOf(text: string): FleetHost {
  const words = text.replace('!', '').split(' ');
  const cells = words.filter((word) => word.includes('/')).map((word) => word.split('/').map(Number));
  const devices = words.find((word) => /^[\d,]+$/.test(word));
  return {
    free: cells.map(([free = 0]) => free),
    capacity: cells.map(([, capacity = 0]) => capacity),
    devices: devices?.split(',').map(Number) ?? [],
    domain: Number(words.find((word) => word.startsWith('@'))?.slice(1) ?? 0),
    inService: !text.startsWith('!'),
  };
}

/** `2 1 1x500`: a demand a resource, then devices x milli. `m1`: in mask 1; `g0`: in group 0. */
function shapeOf(text: string): ItemShape {
  const words = text.split(' ');
  const [devices = 0, milli = 0] =
    words
      .find((word) => word.includes('x'))
      ?.split('x')
      .map(Number) ?? [];
  const numbersOf = (letter: string): number[] =>
    words.filter((word) => word.startsWith(letter)).map((word) => Number(word.slice(1)));
  return {
    demand: words.filter((word) => /^\d+$/.test(word)).map(Number),
    devices,
    milli,
    mask: numbersOf('m')[0] ?? 0,
    groups: numbersOf('g'),
    count: 1,
  };
}

export function fleetOf(kernel: FleetKernel, { hosts, shapes, masks = [], groups = [] }: FleetWords): Fleet {
  const own = hosts.map(hostOf);
  const columns = shapeOf(shapes[0] ?? '').demand;
  return kernel.createFleet({
    resources: columns.map((_, index) => ({ name: `r${index}`, scored: true })),
    hosts: own,
    shapes: shapes.map(shapeOf),
    masks,
    groups,
  });
}
