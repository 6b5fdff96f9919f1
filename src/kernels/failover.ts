// What a fleet's failures leave: by placing what ran on the lost hosts on the others, and by vSphere HA's three ways of reckoning it.
// Placing is best fit in the order of restart priorities, larger items first, so that "everything restarts" is shown by a placement that is
// one; that something is left means that this order finds no room, which a cleverer one might.
import type { Fleet, FleetPlan } from './fleet.ts';

/** An item that is booked on a host, with its devices. */
export interface Running {
  readonly shape: number;
  readonly host: number;
  readonly devices?: number;
  /** Higher is restarted earlier. */
  readonly priority?: number;
}

export interface Failure {
  readonly lost: readonly number[];
  /** Indexes of items that ran there, in the order of their restart, and of those that found no other host. */
  readonly items: readonly number[];
  readonly left: readonly number[];
}

/** Every host in service, or every pair of them. */
export function* lossesOf(plan: FleetPlan, count: 1 | 2): Iterable<number[]> {
  const hosts = plan.hosts.flatMap(({ inService }, host) => (inService === false ? [] : [host]));
  for (const [index, host] of hosts.entries()) {
    if (count === 1) yield [host];
    else for (const other of hosts.slice(index + 1)) yield [host, other];
  }
}

/** Loses hosts, restarts what ran there, tells `then` while they are lost, and puts everything back. */
export function suffer(
  { plan, fleet, running, itemsOn }: Standing,
  lost: readonly number[],
  then?: () => void,
): Failure {
  const items = lost.flatMap((host) => itemsOn[host] ?? []).sort(byRestart(plan, running));
  for (const host of lost) fleet.setInService(host, false);
  for (const item of items) turn(fleet, 'release', running[item]);
  fleet.usePolicy('best-fit');
  const shapes = items.map((item) => running[item]?.shape ?? 0);
  const run = fleet.run(shapes);
  then?.();
  for (const [index, shape] of shapes.entries()) {
    const host = run.hosts[index] ?? -1;
    if (host >= 0) fleet.release(shape, host, run.devices[index] ?? 0);
  }
  for (const item of items) turn(fleet, 'book', running[item]);
  for (const host of lost) fleet.setInService(host, true);
  return { lost, items, left: items.filter((_, index) => (run.hosts[index] ?? -1) < 0) };
}

/** A fleet in which everything that runs is booked. */
export interface Standing {
  readonly plan: FleetPlan;
  readonly fleet: Fleet;
  readonly running: readonly Running[];
  /** Items by host. */
  readonly itemsOn: readonly (readonly number[])[];
}

export function standingOf(plan: FleetPlan, fleet: Fleet, running: readonly Running[]): Standing {
  const itemsOn = plan.hosts.map((): number[] => []);
  running.forEach(({ host }, item) => itemsOn[host]?.push(item));
  return { plan, fleet, running, itemsOn };
}

function turn(fleet: Fleet, deed: 'book' | 'release', item: Running | undefined): void {
  if (item !== undefined) fleet[deed](item.shape, item.host, item.devices ?? 0);
}

function byRestart({ shapes, resources, hosts }: FleetPlan, running: readonly Running[]) {
  const largest = resources.map((_, index) =>
    Math.max(1, ...hosts.map(({ capacity }) => capacity[index] ?? 0)),
  );
  const sizeOf = (item: number): number => {
    const { demand = [] } = shapes[running[item]?.shape ?? 0] ?? {};
    return Math.max(...demand.map((amount, index) => amount / (largest[index] ?? 1)));
  };
  return (a: number, b: number): number =>
    (running[b]?.priority ?? 0) - (running[a]?.priority ?? 0) || sizeOf(b) - sizeOf(a) || a - b;
}

/** How many more of a shape fit; the fleet is as it was afterwards. */
export function roomFor(fleet: Fleet, shape: number): number {
  const placed: { readonly host: number; readonly devices: number }[] = [];
  for (let size = 256; ; size = Math.min(size * 2, 65_536)) {
    const run = fleet.run(Array.from({ length: size }, () => shape));
    for (const [index, host] of run.hosts.entries())
      if (host >= 0) placed.push({ host, devices: run.devices[index] ?? 0 });
    if (run.placed < size || placed.length >= ROOM_MAX) break;
  }
  for (const { host, devices } of placed) fleet.release(shape, host, devices);
  return placed.length;
}

/** More than these nobody counts: a shape that asks for nothing fits without end. */
export const ROOM_MAX = 1_000_000;

/** vSphere HA's slots: every item counts as the largest reservation there is. */
export interface Slots {
  readonly cpu: number;
  readonly memory: number;
  /** By host. */
  readonly slots: readonly number[];
  readonly used: number;
  /** How many of the largest hosts may fail until there are fewer slots than items. */
  readonly hostFailures: number;
}

/** A slot where nobody reserves anything: MHz (or thousandths of a core), MiB. */
export interface LeastSlot {
  readonly cpu: number;
  readonly memory: number;
}

/** By reservations in the first two resources, CPU and memory. */
export function slotsOf(plan: FleetPlan, running: readonly Running[], least: LeastSlot): Slots {
  const asked = (resource: number): number =>
    running.reduce((most, { shape }) => Math.max(most, plan.shapes[shape]?.demand[resource] ?? 0), 0);
  const [cpu, memory] = [Math.max(asked(0), least.cpu), Math.max(asked(1), least.memory)];
  const slots = plan.hosts.map(({ capacity: [hostCpu = 0, hostMemory = 0], inService }) =>
    inService === false ? 0 : Math.floor(Math.min(hostCpu / cpu, hostMemory / memory)),
  );
  const descending = slots.filter((count) => count > 0).toSorted((a, b) => b - a);
  let left = descending.reduce((sum, count) => sum + count, 0);
  let hostFailures = -1;
  for (let lost = 0; left >= running.length && lost <= descending.length; lost++) {
    hostFailures = lost;
    if (lost === descending.length) break;
    left -= descending[lost] ?? 0;
  }
  return { cpu, memory, slots, used: running.length, hostFailures: Math.max(0, hostFailures) };
}

/** What share of each resource nobody reserves, in percent, rounded down: what the percentage policy compares. */
export function freePercentages(plan: FleetPlan, running: readonly Running[]): number[] {
  return plan.resources.map((_, resource) => {
    const capacity = plan.hosts.reduce(
      (sum, host) => sum + (host.inService === false ? 0 : (host.capacity[resource] ?? 0)),
      0,
    );
    const used = running.reduce((sum, { shape }) => sum + (plan.shapes[shape]?.demand[resource] ?? 0), 0);
    return capacity === 0 ? 0 : Math.floor((100 * (capacity - used)) / capacity);
  });
}
