// Fleets by named cases, for the kernel and the oracle alike.
import { describe, expect, it } from 'vitest';
import type { FleetPlan, Policy } from '../../src/kernels/fleet.ts';
import { fleetOf, type FleetWords } from './fleet-words.ts';
import { instantiateKernels } from '../../src/runtime/node/kernels.ts';
import { implementations } from './implementations.ts';
import { openb, openbAllocated, openbItems } from './openb.ts';

interface Case extends FleetWords {
  readonly name: string;
  readonly policy: Policy;
  readonly items: readonly number[];
  /** A host each, with the devices taken where there are some. */
  readonly expected: string;
}

const cases: readonly Case[] = [
  { name: 'no hosts', policy: 'balance', hosts: [], shapes: ['1'], items: [0], expected: '-' },
  {
    name: 'balance takes turns, then nothing is left',
    policy: 'balance',
    hosts: ['2/2', '3/3'],
    shapes: ['1'],
    items: [0, 0, 0, 0, 0, 0],
    expected: '1 0 1 0 1 -',
  },
  {
    name: 'best fit fills one host after the other, of equals the first',
    policy: 'best-fit',
    hosts: ['2/2', '2/2', '1/2'],
    shapes: ['1'],
    items: [0, 0, 0, 0],
    expected: '2 0 0 1',
  },
  {
    name: 'a host in maintenance mode takes nothing',
    policy: 'balance',
    hosts: ['!9/9', '1/9'],
    shapes: ['1'],
    items: [0, 0],
    expected: '1 -',
  },
  {
    name: 'required hosts',
    policy: 'balance',
    hosts: ['9/9', '1/9', '2/9'],
    shapes: ['1 m1', '1'],
    masks: [(host) => host > 0],
    items: [0, 1, 0, 0, 0],
    expected: '2 0 1 2 -',
  },
  {
    name: 'apart: never two on one host',
    policy: 'best-fit',
    hosts: ['9/9', '9/9'],
    shapes: ['1 g0'],
    groups: [{ limit: 1 }],
    items: [0, 0, 0],
    expected: '0 1 -',
  },
  {
    name: 'together: where the first is, or nowhere',
    policy: 'balance',
    hosts: ['5/5', '9/9'],
    shapes: ['3 g0', '4'],
    groups: [{ limit: 'together' }],
    items: [0, 0, 0, 0, 1],
    expected: '1 1 1 - 0',
  },
  {
    name: 'spread: at most two in a domain',
    policy: 'best-fit',
    hosts: ['9/9 @0', '9/9 @0', '9/9 @1'],
    shapes: ['1 g0'],
    groups: [{ limit: 2, byDomain: true }],
    items: [0, 0, 0, 0, 0],
    expected: '0 0 2 2 -',
  },
  {
    name: 'shared devices: the fullest that fits; a sum that would fit is none',
    policy: 'best-fit',
    hosts: ['9/9 600,500,1000'],
    shapes: ['1 1x500', '1 1x700'],
    items: [0, 0, 1, 1],
    expected: '0:1 0:0 0:2 -',
  },
  {
    name: 'whole devices: several of one host',
    policy: 'balance',
    hosts: ['9/9 1000,1000', '9/9 1000,900,1000,1000'],
    shapes: ['1 3x1000', '1 2x1000'],
    items: [0, 1, 1],
    expected: '1:0+2+3 0:0+1 -',
  },
  {
    name: 'FGD keeps the host whole that others need',
    policy: 'fgd',
    hosts: ['8/8 1000,1000', '8/8 1000,400'],
    shapes: ['1 1x400', '1 2x1000'],
    items: [0, 1],
    expected: '1:0 0:0+1',
  },
  {
    name: 'yield spares the CPU that devices need',
    policy: 'yield',
    hosts: ['8/8 1000', '8/8'],
    shapes: ['8', '8 1x1000'],
    items: [0, 1],
    expected: '1 0:0',
  },
  {
    name: 'without devices FGD is best fit',
    policy: 'fgd',
    hosts: ['9/9', '3/9'],
    shapes: ['1'],
    items: [0],
    expected: '1',
  },
];

function wordsOf(host: number, devices: number): string {
  if (host < 0) return '-';
  const taken = Array.from({ length: 16 }, (_, device) => device).filter((device) => (devices >> device) & 1);
  return taken.length === 0 ? `${host}` : `${host}:${taken.join('+')}`;
}

describe.each(implementations)('fleets, %s', (_, { fleet: kernel }) => {
  it.each(cases)('$name', (each) => {
    const fleet = fleetOf(kernel, each);
    fleet.usePolicy(each.policy);
    const { hosts, devices, placed } = fleet.run(each.items);
    const words = each.items.map((_item, index) => wordsOf(hosts[index] ?? -1, devices[index] ?? 0));
    expect(words.join(' ')).toBe(each.expected);
    expect(placed).toBe(words.filter((word) => word !== '-').length);
    fleet.close();
  });

  it('counts every reason that holds for a host', () => {
    const fleet = fleetOf(kernel, {
      hosts: ['!9/9 9/9 1000', '1/9 9/9 1000', '1/9 1/9 400', '9/9 9/9 1000', '9/9 9/9 1000'],
      shapes: ['2 2 1x500 g0'],
      groups: [{ limit: 1 }],
    });
    fleet.book(0, 3, 1);
    expect(fleet.reasons(0)).toEqual({ fitting: 1, outside: 1, devices: 1, rules: 1, short: [2, 1] });
    fleet.release(0, 3, 1);
    expect(fleet.reasons(0)).toMatchObject({ fitting: 2, rules: 0 });
    expect([fleet.freeOf(3), fleet.devicesOf(3)]).toEqual([[9, 9], [1000]]);
  });

  it('refuses a plan that makes no sense', () => {
    const plan: FleetPlan = {
      resources: [{ name: 'CPU', scored: true }],
      hosts: [{ free: [1], capacity: [1] }],
      shapes: [{ demand: [1], count: 1 }],
    };
    const wrong: readonly Partial<FleetPlan>[] = [
      { hosts: [{ free: [2], capacity: [1] }] },
      { hosts: [{ free: [0.5], capacity: [1] }] },
      { hosts: [{ free: [1], capacity: [1], devices: [1001] }] },
      { hosts: [{ free: [1], capacity: [1], domain: 7 }] },
      { shapes: [{ demand: [-1], count: 1 }] },
      { shapes: [{ demand: [1], devices: 1, count: 1 }] },
      { shapes: [{ demand: [1], mask: 1, count: 1 }] },
      { shapes: [{ demand: [1], groups: [0], count: 1 }] },
      { groups: [{ limit: 0 }] },
    ];
    for (const part of wrong) expect(() => kernel.createFleet({ ...plan, ...part })).toThrow();
    const fleet = kernel.createFleet(plan);
    expect(() => fleet.run([1])).toThrow();
    expect(() => fleet.book(0, 1)).toThrow();
  });
});

it.each([
  ['best-fit', 93],
  ['fgd', 95],
  ['yield', 96],
] as const)('%s gives more than %i percent of the GPUs of openb to Pods', (policy, percent) => {
  const { fleet: kernel } = instantiateKernels();
  for (const seed of [42, 43]) {
    const fleet = kernel.createFleet(openb);
    fleet.usePolicy(policy);
    const items = openbItems(seed);
    expect(openbAllocated(items, fleet.run(items).hosts)).toBeGreaterThan(percent);
    fleet.close();
  }
});
