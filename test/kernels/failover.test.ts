// What failures leave: vSphere's worked example, and that trying a loss changes nothing.
import { expect, it } from 'vitest';
import {
  freePercentages,
  lossesOf,
  roomFor,
  slotsOf,
  standingOf,
  suffer,
  type Running,
} from '../../src/kernels/failover.ts';
import { instantiateKernels } from '../../src/runtime/node/kernels.ts';
import { dice } from '../dice.ts';
import { randomPlan } from './random-fleets.ts';

const least = { cpu: 32, memory: 1 };

it('reckons slots as the example of the documentation does', () => {
  const plan = {
    resources: ['CPU', 'memory'].map((name) => ({ name, scored: true })),
    hosts: [
      [9_000, 9_216],
      [9_000, 6_144],
      [6_000, 6_144],
    ].map((capacity) => ({ capacity, free: capacity })),
    shapes: [
      { demand: [2_000, 1_024], count: 1 },
      { demand: [1_000, 2_048], count: 1 },
    ],
  };
  const running: Running[] = [0, 0, 1, 0, 1].map((shape, host) => ({ shape, host: host % 3 }));
  expect(slotsOf(plan, running, least)).toEqual({
    cpu: 2_000,
    memory: 2_048,
    slots: [4, 3, 3],
    used: 5,
    hostFailures: 1,
  });
  expect(freePercentages(plan, running)).toEqual([66, 66]);
  expect(slotsOf(plan, [], least)).toMatchObject({ cpu: 32, memory: 1, hostFailures: 3 });
  expect(slotsOf({ ...plan, hosts: [] }, running, least)).toMatchObject({ slots: [], hostFailures: 0 });
});

it('puts everything back after every loss that it tries, and after counting room', () => {
  const { fleet: kernel } = instantiateKernels();
  for (let number = 0; number < 300; number++) {
    const roll = dice(3, number);
    const plan = randomPlan(roll);
    const fleet = kernel.createFleet(plan);
    const items = Array.from({ length: roll.below(20) }, () => roll.below(plan.shapes.length));
    const run = fleet.run(items);
    const running = items.flatMap((shape, item): Running[] => {
      const host = run.hosts[item] ?? -1;
      return host < 0 ? [] : [{ shape, host, devices: run.devices[item] ?? 0, priority: roll.below(3) }];
    });
    const stateOf = () =>
      plan.hosts.map((_, host) => [fleet.freeOf(host), fleet.devicesOf(host), fleet.reasons(0)]);
    const before = stateOf();
    const standing = standingOf(plan, fleet, running);
    for (const lost of [...lossesOf(plan, roll.pick([1, 2]))].slice(0, 20)) {
      const { items: hit, left } = suffer(standing, lost, () => {
        if (plan.shapes[0]?.demand.some((amount) => amount > 0)) roomFor(fleet, 0);
      });
      expect(hit.every((item) => lost.includes(running[item]?.host ?? -1))).toBe(true);
      expect(left.every((item) => hit.includes(item))).toBe(true);
    }
    expect(stateOf()).toEqual(before);
    fleet.close();
  }
});
