// Pods that wait get nodes; what is used then, and why some had no room.
import type { Fleet } from '../../kernels/fleet.ts';
import type { Inventory } from './inventory.ts';

/** Pods between two looks at the clock. */
const STEP_PODS = 65_536;

/** Of every Pod its node's place or -1, and its GPUs, a bit each. */
export interface Placed {
  readonly hosts: Int32Array;
  readonly devices: Uint32Array;
}

/** Places what has no node, in the order of the table; `devices` are those of what runs, and then of all. */
export function placeAll(
  { pods }: Inventory,
  fleet: Fleet,
  devices: Uint32Array,
  onPlaced: (pods: number) => void = () => undefined,
): Placed {
  const hosts = Int32Array.from(pods.nodeOf);
  const waiting = [...hosts.keys()].filter((pod) => (hosts[pod] ?? 0) < 0);
  for (let first = 0; first < waiting.length; first += STEP_PODS) {
    const some = waiting.slice(first, first + STEP_PODS);
    const run = fleet.run(some.map((pod) => pods.shapeOf[pod] ?? 0));
    some.forEach((pod, index) => {
      hosts[pod] = run.hosts[index] ?? -1;
      devices[pod] = run.devices[index] ?? 0;
    });
    onPlaced(some.length);
  }
  return { hosts, devices };
}

/** Of a resource, of all nodes together, in the kernel's units. */
export interface Use {
  readonly name: string;
  readonly capacity: number;
  readonly used: number;
}

export function usesOf({ plan }: Inventory, fleet: Fleet): Use[] {
  return plan.resources.map(({ name }, resource) => {
    const capacity = plan.hosts.reduce((sum, host) => sum + (host.capacity[resource] ?? 0), 0);
    const free = plan.hosts.reduce((sum, _, host) => sum + (fleet.freeOf(host)[resource] ?? 0), 0);
    return { name, capacity, used: capacity - free };
  });
}

/** Pods of one shape that have no node. */
export interface Unplaced {
  readonly first: string;
  readonly pods: number;
  readonly words: string;
}

/** By shape, most Pods first: why the nodes, as they are in the end, have no room. */
export function reasonsOf({ pods, plan }: Inventory, fleet: Fleet, left: readonly number[]): Unplaced[] {
  const byShape = new Map<number, { readonly first: string; pods: number }>();
  for (const pod of left) {
    const shape = pods.shapeOf[pod] ?? 0;
    const found = byShape.get(shape) ?? { first: pods.names[pod] ?? '', pods: 0 };
    found.pods += 1;
    byShape.set(shape, found);
  }
  return [...byShape]
    .sort(([, a], [, b]) => b.pods - a.pods)
    .map(([shape, { first, pods: count }]) => {
      const { fitting, outside, devices, rules, short } = fleet.reasons(shape);
      const words = [
        ...(outside > 0 ? [`${outside} not allowed or in maintenance`] : []),
        ...plan.resources.flatMap(({ name }, index) =>
          (short[index] ?? 0) > 0 ? [`${short[index]} Insufficient ${name}`] : [],
        ),
        ...(devices > 0 ? [`${devices} without so much on one GPU`] : []),
        ...(rules > 0 ? [`${rules} against a rule of its groups`] : []),
      ];
      return {
        first,
        pods: count,
        words: `${fitting}/${plan.hosts.length} nodes are available: ${words.join(', ')}`,
      };
    });
}
