// Random fleets: the kernel against the oracle, item by item.
import { deepStrictEqual } from 'node:assert';
import {
  DEVICE_WHOLE,
  policies,
  type Fleet,
  type FleetHost,
  type FleetPlan,
  type Group,
  type ItemShape,
  type Run,
} from '../../src/kernels/fleet.ts';
import { balanceModels, type BalanceOrder, type Move } from '../../src/kernels/moves.ts';
import type { Kernels } from '../../src/kernels/kernels.ts';
import type { Dice } from '../dice.ts';
import { oracle } from './oracle.ts';

export function compareFleets(kernels: Kernels, roll: Dice): void {
  const plan = randomPlan(roll);
  const fleets = [kernels.fleet.createFleet(plan), oracle.fleet.createFleet(plan)] as const;
  const placed: Placed[] = [];
  for (let step = roll.between(1, 3); step > 0; step--) {
    const policy = roll.pick(policies);
    for (const fleet of fleets) fleet.usePolicy(policy);
    const items = randomItems(roll, plan.shapes.length);
    const [run, expected] = fleets.map((fleet) => fleet.run(items)) as [Run, Run];
    deepStrictEqual(run, expected);
    items.forEach((shape, item) => {
      if (run.hosts[item]! >= 0) placed.push({ shape, host: run.hosts[item]!, devices: run.devices[item]! });
    });
    disturb(fleets, roll, plan, placed);
    balanceBoth(fleets, roll, plan, placed);
    const shape = roll.below(plan.shapes.length);
    deepStrictEqual(fleets[0].reasons(shape), fleets[1].reasons(shape));
  }
  for (let host = 0; host < plan.hosts.length; host++) {
    deepStrictEqual(fleets[0].freeOf(host), fleets[1].freeOf(host));
    deepStrictEqual(fleets[0].devicesOf(host), fleets[1].devicesOf(host));
  }
  for (const fleet of fleets) fleet.close();
}

interface Placed {
  readonly shape: number;
  readonly host: number;
  readonly devices: number;
}

/** Some moves, which must be the same. */
function balanceBoth(fleets: readonly [Fleet, Fleet], roll: Dice, plan: FleetPlan, placed: Placed[]): void {
  if (roll.chance(40) || placed.length > 60) return;
  const order: BalanceOrder = {
    items: placed.map((item) => ({ ...item, cost: roll.chance(70) ? 0 : roll.below(2 ** 30) })),
    resource: roll.below(plan.resources.length),
    model: roll.pick(balanceModels),
    leastGain: roll.chance(70) ? 1 : roll.below(2 ** 36) + 1,
    movesMax: roll.chance(90) ? roll.below(8) : 30,
  };
  const [moves, expected] = fleets.map((fleet) => fleet.balance(order)) as [Move[], Move[]];
  deepStrictEqual(moves, expected);
  for (const { item, host } of moves) placed[item] = { ...placed[item]!, host };
}

/** Some items leave, some come back, a host leaves or comes. */
function disturb(fleets: readonly [Fleet, Fleet], roll: Dice, plan: FleetPlan, placed: Placed[]): void {
  for (let left = roll.below(4); left > 0 && placed.length > 0; left--) {
    const [item] = placed.splice(roll.below(placed.length), 1);
    const { shape, host, devices } = item!;
    for (const fleet of fleets) fleet.release(shape, host, devices);
    if (roll.chance(50)) continue;
    for (const fleet of fleets) fleet.book(shape, host, devices);
    placed.push(item!);
  }
  if (plan.hosts.length === 0 || roll.chance(50)) return;
  const host = roll.below(plan.hosts.length);
  const isInService = roll.chance(50);
  for (const fleet of fleets) fleet.setInService(host, isInService);
}

function randomItems(roll: Dice, shapes: number): number[] {
  const items: number[] = [];
  const count = roll.chance(2) ? 120 : roll.below(16);
  while (items.length < count) {
    const shape = roll.below(shapes);
    for (let same = roll.chance(30) ? roll.below(20) : 1; same > 0; same--) items.push(shape);
  }
  return items;
}

export function randomPlan(roll: Dice): FleetPlan {
  const resources = Array.from({ length: roll.between(1, 3) }, (_, r) => ({
    name: `r${r}`,
    scored: roll.chance(80),
  }));
  const hosts = roll.chance(1) ? roll.between(60, 300) : roll.below(12);
  const scale = roll.pick([4, 40, 96_000, 2 ** 30]);
  const devicesMax = roll.chance(40) ? 0 : roll.pick([1, 2, 8, 16]);
  const masks = Array.from({ length: roll.below(3) }, () => {
    const isIn = Array.from({ length: hosts }, () => roll.chance(60));
    return (host: number): boolean => isIn[host] === true;
  });
  const groups = Array.from({ length: roll.chance(60) ? 0 : roll.between(1, 4) }, (): Group => ({
    limit: roll.chance(30) ? 'together' : roll.between(1, 3),
    byDomain: roll.chance(40),
  }));
  return {
    resources,
    hosts: Array.from({ length: hosts }, () => randomHost(roll, resources.length, scale, devicesMax, hosts)),
    shapes: Array.from({ length: roll.chance(1) && hosts < 12 ? 300 : roll.between(1, 6) }, () =>
      randomShape(roll, resources.length, scale, devicesMax, masks.length, groups.length),
    ),
    masks,
    groups,
  };
}

function randomHost(
  roll: Dice,
  resources: number,
  scale: number,
  devicesMax: number,
  hosts: number,
): FleetHost {
  const capacity = Array.from({ length: resources }, () => (roll.chance(60) ? scale : roll.below(scale + 1)));
  return {
    capacity,
    free: capacity.map((of) =>
      roll.chance(10) ? 0 - roll.below(scale) : roll.chance(50) ? of : roll.below(of + 1),
    ),
    devices: Array.from({ length: roll.below(devicesMax + 1) }, () =>
      roll.chance(60) ? DEVICE_WHOLE : roll.below(DEVICE_WHOLE + 1),
    ),
    domain: roll.below(Math.min(hosts, 4)),
    inService: roll.chance(95),
  };
}

function randomShape(
  roll: Dice,
  resources: number,
  scale: number,
  devicesMax: number,
  masks: number,
  groups: number,
): ItemShape {
  const devices = devicesMax === 0 || roll.chance(30) ? 0 : roll.chance(70) ? 1 : roll.between(1, devicesMax);
  const milli = roll.chance(40) ? DEVICE_WHOLE : roll.pick([1, 190, 470, 500, roll.between(1, DEVICE_WHOLE)]);
  return {
    demand: Array.from({ length: resources }, () =>
      roll.below(Math.floor(scale / roll.pick([1, 4, 16])) + 1),
    ),
    devices,
    milli: devices === 0 ? 0 : milli,
    mask: roll.below(masks + 1),
    groups: Array.from({ length: groups }, (_, group) => group).filter(() => roll.chance(40)),
    count: roll.pick([0, 1, 1, 7, 1_000, 1_000_000]),
  };
}
