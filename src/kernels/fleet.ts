// A fleet that items are placed on by a policy, one after the other: the typed port of assembly/packing. It takes hosts, shapes of items
// and rules whole, then places by the thousand; an agent's ledger of hosts that change is placement.ts.
import { assert } from '../std/assert.ts';
import type { Arena } from './arena.ts';
import { answerOf } from './code.ts';
import type { KernelExports } from './exports.ts';
import { classesOf, mixOf, tableOf } from './mix.ts';
import { balance, type BalanceOrder, type Move } from './moves.ts';
import { QUANTITY_MAX, weightOf } from './placement.ts';

export const policies = ['balance', 'best-fit', 'fgd', 'yield'] as const;
export type Policy = (typeof policies)[number];

/** Milli of a device that nobody uses. */
export const DEVICE_WHOLE = 1000;
/** Devices of one host. */
export const DEVICES_MAX = 16;
/** Masks, groups, and groups that one item may belong to. */
export const MASKS_MAX = 4095;
export const GROUPS_MAX = 4096;
export const GROUPS_OF_ITEM_MAX = 4;

export interface FleetHost {
  /** A whole number a resource; negative where more is promised than there is. */
  readonly free: readonly number[];
  readonly capacity: readonly number[];
  /** What is free of each device, 0 to 1000 milli. */
  readonly devices?: readonly number[];
  /** A zone or rack, counted from 0. */
  readonly domain?: number;
  /** False for a host in maintenance mode or lost. */
  readonly inService?: boolean;
}

/** Items that ask for the same and obey the same rules. */
export interface ItemShape {
  /** A whole number from 0 a resource; the first resource is the CPU. */
  readonly demand: readonly number[];
  /** How many devices, and how many milli of each. */
  readonly devices?: number;
  readonly milli?: number;
  /** 0 for any host, else one of the fleet's masks, counted from 1. */
  readonly mask?: number;
  readonly groups?: readonly number[];
  /** How many are expected: what `fgd` and `yield` know of the time to come. */
  readonly count: number;
}

/** Items that belong together: all in one place, or at most `limit` in one; a place is a host or a domain. */
export interface Group {
  readonly limit: number | 'together';
  readonly byDomain?: boolean;
}

export interface FleetPlan {
  /** Resources that are not scored must fit all the same. */
  readonly resources: readonly { readonly name: string; readonly scored: boolean }[];
  readonly hosts: readonly FleetHost[];
  readonly shapes: readonly ItemShape[];
  /** Which hosts each mask allows. */
  readonly masks?: readonly ((host: number) => boolean)[];
  readonly groups?: readonly Group[];
}

/** Of every item in order: its host, -1 for none; and the devices that it has there, a bit each. */
export interface Run {
  readonly hosts: Int32Array;
  readonly devices: Uint32Array;
  readonly placed: number;
}

/** Hosts by the reasons that speak against them; a host counts in all of its own. */
export interface Reasons {
  readonly fitting: number;
  readonly outside: number;
  readonly devices: number;
  readonly rules: number;
  readonly short: readonly number[];
}

export interface Fleet {
  usePolicy(policy: Policy): void;
  /** Places items, by index of their shapes, in this order. */
  run(items: ArrayLike<number>): Run;
  /** Puts an item where it stands already, whether it fits or not. */
  book(shape: number, host: number, devices?: number): void;
  release(shape: number, host: number, devices?: number): void;
  setInService(host: number, isInService: boolean): void;
  /** Moves items that were booked, for an even load. */
  balance(order: BalanceOrder): Move[];
  reasons(shape: number): Reasons;
  freeOf(host: number): number[];
  devicesOf(host: number): number[];
  /** Gives the memory back to the next fleet of this size; the fleet must not be used afterwards. */
  close(): void;
}

export interface FleetKernel {
  createFleet(plan: FleetPlan): Fleet;
}

/** Areas in the order of assembly/packing/fleet.ts. */
const areas = {
  free: 0,
  weights: 1,
  devices: 2,
  masks: 3,
  mix: 13,
  items: 14,
  chosen: 15,
  taken: 16,
  reasons: 17,
};
const ITEMS_MAX = 8192;

export function createFleetKernel(kernel: KernelExports, arena: Arena): FleetKernel {
  return { createFleet: (plan) => createFleet(kernel, arena, plan) };
}

/** Throws where a plan says what no kernel could hold: these are its maker's mistakes. */
export function checkPlan({ resources, hosts, shapes, masks = [], groups = [] }: FleetPlan): void {
  const isAmount = (value: number | undefined, least: number): boolean =>
    Number.isInteger(value) && (value as number) >= least && (value as number) <= QUANTITY_MAX;
  hosts.forEach(({ free, capacity, devices = [], domain = 0 }, host) => {
    for (const [index, { name }] of resources.entries()) {
      const isRight = isAmount(free[index], -QUANTITY_MAX) && isAmount(capacity[index], 0);
      assert(
        isRight && (free[index] as number) <= (capacity[index] as number),
        `host ${host}: ${name} is no amount`,
      );
    }
    assert(devices.length <= DEVICES_MAX, `host ${host} has more than ${DEVICES_MAX} devices`);
    const isShare = (milli: number): boolean => isAmount(milli, 0) && milli <= DEVICE_WHOLE;
    assert(devices.every(isShare), `host ${host}: a device has 0 to ${DEVICE_WHOLE} milli`);
    assert(isAmount(domain, 0) && domain < Math.max(hosts.length, 1), `host ${host}: domains count from 0`);
  });
  shapes.forEach(({ demand, devices = 0, milli = 0, mask = 0, groups: own = [], count }, shape) => {
    const isRight =
      resources.every((_, index) => isAmount(demand[index], 0)) &&
      isAmount(devices, 0) &&
      devices <= DEVICES_MAX &&
      isAmount(milli, 0) &&
      milli <= DEVICE_WHOLE &&
      (devices === 0) === (milli === 0) &&
      isAmount(count, 0);
    assert(isRight, `shape ${shape} asks for what is no amount`);
    assert(isAmount(mask, 0) && mask <= masks.length, `shape ${shape}: there is no mask ${mask}`);
    const isGroup = (group: number): boolean => isAmount(group, 0) && group < groups.length;
    assert(own.length <= GROUPS_OF_ITEM_MAX && own.every(isGroup), `shape ${shape}: its groups`);
  });
  for (const { limit } of groups) assert(limit === 'together' || isAmount(limit, 1), 'a limit is 1 or more');
}

/** What a unit that stays free counts, by policy: `balance` looks at the host, the others at the largest host there is. */
export function weightsOf(
  { resources, hosts }: FleetPlan,
  policy: Policy,
): (resource: number, host: number) => number {
  const scored = resources.filter((resource) => resource.scored).length;
  const largest = resources.map((_, index) =>
    hosts.reduce((most, { capacity }) => Math.max(most, capacity[index] ?? 0), 0),
  );
  return (resource, host) => {
    if (resources[resource]?.scored !== true) return 0;
    if (policy === 'balance') return weightOf(hosts[host]?.capacity[resource] ?? 0);
    return Math.floor(weightOf(largest[resource] ?? 0) / scored);
  };
}

/** Without devices, or items that are expected, there are no fragments to avoid: `fgd` and `yield` are then `best-fit`. */
export function effectivePolicy(plan: FleetPlan, policy: Policy): Policy {
  const isPlain = devicesMaxOf(plan) === 0 || plan.shapes.every(({ count }) => count === 0);
  return isPlain && policy !== 'balance' ? 'best-fit' : policy;
}

function devicesMaxOf({ hosts }: FleetPlan): number {
  return hosts.reduce((most, { devices = [] }) => Math.max(most, devices.length), 0);
}

function sizesOf(plan: FleetPlan, mixBytes: number) {
  const { hosts, resources, shapes, masks = [], groups = [] } = plan;
  const domains = hosts.reduce((most, { domain = 0 }) => Math.max(most, domain + 1), 0);
  const counts = [hosts.length, resources.length, devicesMaxOf(plan), shapes.length, masks.length] as const;
  return [...counts, groups.length, domains, mixBytes] as const;
}

function createFleet(kernel: KernelExports, arena: Arena, plan: FleetPlan): Fleet {
  checkPlan(plan);
  const { resources, hosts, shapes, masks = [], groups = [] } = plan;
  const mix = mixOf(shapes);
  const { classOf, masksOf } = classesOf(
    mix,
    hosts.length,
    (mask, host) => mask === 0 || masks[mask - 1]?.(host) === true,
  );
  const table = tableOf(mix, masksOf);
  const block = `fleet ${sizesOf(plan, table.length).join()}`;
  const at = arena.open(block, (address) => kernel.packingOpen(address, ...sizesOf(plan, table.length)));
  const room = kernel.packingRoom(at);
  const devicesMax = devicesMaxOf(plan);

  const area = (name: keyof typeof areas): number => kernel.packingAreaAt(at, areas[name]);
  const column = (name: 'free' | 'weights', resource: number): Int32Array =>
    new Int32Array(kernel.memory.buffer, area(name) + resource * room * 4, hosts.length);
  const bits = (mask: number): Uint8Array =>
    new Uint8Array(kernel.memory.buffer, area('masks') + (mask * room) / 8, room / 8);
  const does = (code: number, what: string): number => answerOf(code, `fleet: ${what}`);

  function setMask(mask: number, isIn: (host: number) => boolean): void {
    const bytes = bits(mask);
    for (let host = 0; host < hosts.length; host++) {
      const bit = 1 << (host & 7);
      bytes[host >> 3] = isIn(host) ? (bytes[host >> 3] ?? 0) | bit : (bytes[host >> 3] ?? 0) & ~bit;
    }
  }

  function load(): void {
    resources.forEach((_, resource) => {
      column('free', resource).set(hosts.map(({ free }) => free[resource] ?? 0));
    });
    const all = new Int32Array(kernel.memory.buffer, area('devices'), hosts.length * devicesMax);
    hosts.forEach(({ devices = [] }, host) => all.set(devices, host * devicesMax));
    setMask(0, (host) => hosts[host]?.inService !== false);
    masks.forEach((isIn, mask) => setMask(mask + 1, isIn));
    shapes.forEach(({ demand, devices = 0, milli = 0, mask, groups: own = [] }, shape) => {
      // Whoever may run anywhere has the mask of hosts in service.
      does(kernel.packingSetShape(at, shape, mask ?? 0, devices, milli), `shape ${shape}`);
      demand.forEach((amount, resource) =>
        does(kernel.packingSetDemand(at, shape, resource, amount), 'a demand'),
      );
      for (const group of own)
        does(kernel.packingJoinGroup(at, shape, group), `shape ${shape} in group ${group}`);
    });
    groups.forEach(({ limit, byDomain = false }, group) =>
      does(kernel.packingSetGroup(at, group, limit === 'together' ? 0 : limit, byDomain), `group ${group}`),
    );
  }

  function loadMix(): void {
    hosts.forEach(({ domain = 0 }, host) =>
      does(kernel.packingSetPlace(at, host, domain, classOf[host] ?? 0), 'a place'),
    );
    new Uint8Array(kernel.memory.buffer).set(table, area('mix'));
    if (mix.weight > 0) does(kernel.packingCheckMix(at), 'the mix of items');
  }

  function usePolicy(policy: Policy): void {
    const own = effectivePolicy(plan, policy);
    const weight = weightsOf(plan, own);
    resources.forEach((_, resource) => {
      const weights = column('weights', resource);
      for (let host = 0; host < weights.length; host++) weights[host] = weight(resource, host);
    });
    does(kernel.packingUsePolicy(at, policies.indexOf(own)), `policy ${policy}`);
  }

  load();
  loadMix();
  usePolicy('balance');

  return {
    usePolicy,
    run(items) {
      const run = { hosts: new Int32Array(items.length), devices: new Uint32Array(items.length), placed: 0 };
      for (let first = 0; first < items.length; first += ITEMS_MAX) {
        const count = Math.min(ITEMS_MAX, items.length - first);
        const { buffer } = kernel.memory;
        const input = new Uint32Array(buffer, area('items'), count);
        for (let index = 0; index < count; index++) input[index] = items[first + index] as number;
        run.placed += does(kernel.packingRun(at, count), 'a run');
        run.hosts.set(new Int32Array(buffer, area('chosen'), count), first);
        run.devices.set(new Uint32Array(buffer, area('taken'), count), first);
      }
      return run;
    },
    book: (shape, host, devices = 0) =>
      void does(kernel.packingBook(at, shape, host, devices), `book on ${host}`),
    release: (shape, host, devices = 0) =>
      void does(kernel.packingRelease(at, shape, host, devices), `release on ${host}`),
    setInService(host, isInService) {
      does(kernel.packingSetInService(at, host, isInService), `host ${host} in service`);
    },
    balance: (order) => balance(kernel, arena, at, plan, order),
    reasons(shape) {
      const fitting = does(kernel.packingReasons(at, shape), 'reasons');
      const counts = new Int32Array(kernel.memory.buffer, area('reasons'), resources.length + 3);
      const [outside = 0, devices = 0, rules = 0, ...short] = counts;
      return { fitting, outside, devices, rules, short };
    },
    freeOf: (host) => resources.map((_, resource) => column('free', resource)[host] ?? NaN),
    devicesOf(host) {
      const own = hosts[host]?.devices?.length ?? 0;
      return [...new Int32Array(kernel.memory.buffer, area('devices') + host * devicesMax * 4, own)];
    },
    close: () => arena.close(block, at),
  };
}
