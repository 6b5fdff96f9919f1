// The placement lab: two tables, the same Pods placed by one policy after another, and what would fit next.
import { KernelError } from '../../kernels/code.ts';
import { lossesOf, roomFor, ROOM_MAX, standingOf, suffer } from '../../kernels/failover.ts';
import {
  DEVICES_MAX,
  DEVICE_WHOLE,
  type Fleet,
  type FleetPlan,
  type ItemShape,
  type Policy,
} from '../../kernels/fleet.ts';
import type { Kernels } from '../../kernels/kernels.ts';
import { limits } from '../../std/limits.ts';
import { fleetOf, inventoryOf, policyWords, type Inventory } from '../tables/inventory.ts';
import { fragmentsOf } from '../tables/fragments.ts';
import { placeAll, reasonsOf, usesOf, type Placed } from '../tables/placing.ts';
import { runningOf, sizeOf } from '../tables/room.ts';
import { Mistakes, TableReader, type Table } from '../tables/rows.ts';
import { UsageError } from '../usage-error.ts';
import type {
  Outcome,
  PlacementDoor,
  PlacementResult,
  RoomAnswer,
  RoomQuestion,
  TablesSummary,
} from './lab-placement-door.ts';

const SHAPES_EXPLAINED_MAX = 200;

export class PlacementLab implements PlacementDoor {
  readonly #kernels: () => Promise<Kernels>;
  readonly #now: () => number;
  readonly #placed = new Map<Policy, Placed>();
  #inventory: Inventory | undefined;

  /** @param now milliseconds of a clock that only runs forward */
  constructor(kernels: () => Promise<Kernels>, now: () => number) {
    this.#kernels = kernels;
    this.#now = now;
  }

  async readInventory(nodes: Uint8Array, pods: Uint8Array, again: boolean): Promise<Outcome<TablesSummary>> {
    this.#placed.clear();
    this.#inventory = undefined;
    return outcomeOf(() => {
      const mistakes = new Mistakes();
      const tables = [tableOf('nodes', nodes, mistakes), tableOf('pods', pods, mistakes)] as const;
      const read = inventoryOf(...tables, mistakes);
      const running = read.pods.nodeOf.filter((place) => place >= 0).length;
      this.#inventory = again
        ? { ...read, pods: { ...read.pods, nodeOf: read.pods.nodeOf.map(() => -1) } }
        : read;
      return {
        nodes: read.nodes.names,
        pods: read.pods.names.length,
        shapes: read.plan.shapes.length,
        running,
        resources: read.plan.resources.map(({ name }) => name),
      };
    });
  }

  async placePods(policy: Policy): Promise<Outcome<PlacementResult>> {
    const kernels = await this.#kernels();
    return outcomeOf(() => {
      const inventory = this.#open();
      const { plan, pods } = inventory;
      const { fleet, gpus } = fleetOf(kernels.fleet, inventory);
      try {
        fleet.usePolicy(policy);
        const startedAt = this.#now();
        const placed = placeAll(inventory, fleet, gpus);
        const ms = this.#now() - startedAt;
        this.#placed.set(policy, placed);
        const left = [...placed.hosts.keys()].filter((pod) => (placed.hosts[pod] ?? -1) < 0);
        const podsOn = new Int32Array(plan.hosts.length);
        for (const host of placed.hosts) if (host >= 0) podsOn[host] = (podsOn[host] ?? 0) + 1;
        const unplaced = reasonsOf(inventory, fleet, left);
        return {
          policy,
          words: policyWords(plan, policy),
          pods: pods.names.length,
          placed: pods.names.length - left.length,
          occupied: podsOn.filter((count) => count > 0).length,
          uses: usesOf(inventory, fleet),
          fragments: fragmentsOf(plan, fleet),
          ms,
          unplaced: unplaced.slice(0, SHAPES_EXPLAINED_MAX),
          unplacedShapes: unplaced.length,
          podsOn,
          loads: plan.resources.map((_, resource) => loadsOf(plan, fleet, resource)),
        };
      } finally {
        fleet.close();
      }
    });
  }

  async countRoom(policy: Policy, question: RoomQuestion): Promise<Outcome<RoomAnswer>> {
    const kernels = await this.#kernels();
    return outcomeOf(() => {
      const inventory = this.#open();
      const placed = this.#placed.get(policy);
      if (placed === undefined) throw new UsageError(`nothing is placed by ${policy} yet`);
      const { plan: given, pods, nodes } = inventory;
      const shapes = [...given.shapes, shapeOf(question, given)];
      const plan = { ...given, shapes };
      const fleet = kernels.fleet.createFleet(plan);
      try {
        fleet.usePolicy(policy);
        const { running } = runningOf(pods, placed);
        for (const { shape, host, devices } of running) fleet.book(shape, host, devices);
        const count = (): number => roomFor(fleet, shapes.length - 1);
        const now = count();
        const standing = standingOf(plan, fleet, running);
        const { losses, isAll } = lossesTried(plan, question.lost, now);
        const worst = losses.reduce<RoomAnswer['after']>((found, lost) => {
          let room = 0;
          const { items, left } = suffer(standing, lost, () => (room = count()));
          if (
            found !== undefined &&
            (found.left > left.length || (found.left === left.length && found.room <= room))
          )
            return found;
          const names = lost.map((host) => nodes.names[host] ?? '');
          return { lost: names, room, ran: items.length, left: left.length };
        }, undefined);
        return { now, most: ROOM_MAX, after: worst, tried: losses.length, isAll };
      } finally {
        fleet.close();
      }
    });
  }

  #open(): Inventory {
    if (this.#inventory === undefined) throw new UsageError('no tables are read yet');
    return this.#inventory;
  }
}

/** What somebody gave that is wrong, or too much, is an answer; all else is a fault of ours. */
function outcomeOf<T>(run: () => T): Outcome<T> {
  try {
    return { ok: true, value: run() };
  } catch (error) {
    if (error instanceof KernelError)
      return { ok: false, why: `these tables are too large: ${error.message}` };
    if (error instanceof UsageError) return { ok: false, why: error.message };
    throw error;
  }
}

function tableOf(name: string, bytes: Uint8Array, mistakes: Mistakes): Table {
  if (bytes.length > limits.labTableBytesMax)
    throw new UsageError(
      `${name}: ${bytes.length} bytes, but a table has at most ${limits.labTableBytesMax}`,
    );
  const reader = new TableReader(name, name, mistakes);
  reader.take(bytes);
  reader.take(undefined);
  return reader.end();
}

/** Of every node the part that is used, 0 to 1; -1 where the node has nothing of it, or is out of service. */
function loadsOf({ hosts }: FleetPlan, fleet: Fleet, resource: number): Float32Array {
  return Float32Array.from(hosts, ({ capacity, inService }, host) => {
    const of = capacity[resource] ?? 0;
    return of === 0 || inService === false ? -1 : (of - (fleet.freeOf(host)[resource] ?? 0)) / of;
  });
}

function shapeOf({ cpu, memory, gpus, gpuMilli }: RoomQuestion, { resources }: FleetPlan): ItemShape {
  const size = sizeOf(cpu, memory, resources.length);
  if (size === undefined) throw new UsageError('CPU and memory as in Kubernetes, such as 4 and 16Gi');
  const isCount = Number.isInteger(gpus) && gpus >= 0 && gpus <= DEVICES_MAX;
  const isMilli = Number.isInteger(gpuMilli) && gpuMilli >= 1 && gpuMilli <= DEVICE_WHOLE;
  if (!isCount) throw new UsageError(`GPUs: a whole number from 0 to ${DEVICES_MAX}`);
  if (gpus > 0 && !isMilli) throw new UsageError(`gpu_milli: of a GPU 1 to ${DEVICE_WHOLE} can be asked for`);
  const place = resources.findIndex(({ name }) => name === 'GPU');
  if (gpus > 0 && place < 0) throw new UsageError('no node has a GPU');
  const milli = gpus === 0 ? 0 : gpuMilli;
  const demand = size.demand.map((amount, index) => (index === place ? gpus * milli : amount));
  if (demand.every((amount) => amount === 0))
    throw new UsageError('a Pod that asks for nothing fits without end');
  return { ...size, demand, devices: gpus, milli };
}

/** Every loss of one or two nodes, where there is time for that; else one loss, of the largest. */
function lossesTried(
  plan: FleetPlan,
  count: number,
  room: number,
): { readonly losses: readonly (readonly number[])[]; readonly isAll: boolean } {
  const serving = plan.hosts.flatMap(({ inService }, host) => (inService === false ? [] : [host]));
  if (!Number.isInteger(count) || count < 0 || count > serving.length)
    throw new UsageError(`nodes lost: a whole number from 0 to ${serving.length}`);
  if (count === 0) return { losses: [], isAll: true };
  const pairs = (serving.length * (serving.length - 1)) / 2;
  const losses = count === 1 ? serving.length : pairs;
  if (count <= 2 && losses * (room + serving.length) <= limits.labPlacementsMax)
    return { losses: [...lossesOf(plan, count === 1 ? 1 : 2)], isAll: true };
  const most = plan.resources.map((_, index) =>
    plan.hosts.reduce((sum, { capacity }) => Math.max(sum, capacity[index] ?? 0), 1),
  );
  const sizeOfHost = (host: number): number =>
    most.reduce((sum, of, index) => sum + (plan.hosts[host]?.capacity[index] ?? 0) / of, 0);
  const largest = serving.toSorted((a, b) => sizeOfHost(b) - sizeOfHost(a) || a - b);
  return { losses: [largest.slice(0, count)], isAll: false };
}
