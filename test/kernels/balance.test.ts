// Balancing fleets by named cases, for the kernel and the oracle alike.
import { describe, expect, it } from 'vitest';
import {
  WHOLE_LOAD,
  balanceModels,
  leastGainOf,
  migrationCostOf,
  priorityOf,
  type BalanceOrder,
} from '../../src/kernels/moves.ts';
import { dice } from '../dice.ts';
import { fleetOf, type FleetWords } from './fleet-words.ts';
import { implementations } from './implementations.ts';

interface Case extends FleetWords {
  readonly name: string;
  /** `0@1`: an item of shape 0 on host 1. */
  readonly items: string;
  readonly order?: Partial<BalanceOrder>;
  /** `item>host`, `!` where it must. */
  readonly expected: string;
}

const cases: readonly Case[] = [
  { name: 'nothing to do', hosts: ['8/8', '8/8'], shapes: ['2'], items: '0@0 0@1', expected: '' },
  {
    name: 'half goes to the empty host, the item that fits the gap best first',
    hosts: ['10/10', '10/10'],
    shapes: ['2', '3'],
    items: '0@0 1@0 0@0',
    expected: '1>1',
  },
  {
    name: 'of equals the first item goes to the first of the least loaded',
    hosts: ['8/8', '8/8', '8/8'],
    shapes: ['2'],
    items: '0@1 0@1 0@1',
    expected: '0>0 1>2',
  },
  {
    name: 'a small difference is not worth it at threshold 3, but is at 5',
    hosts: ['10/10', '10/10'],
    shapes: ['1'],
    items: '0@0',
    order: { leastGain: leastGainOf(3) },
    expected: '',
  },
  {
    name: 'at threshold 1 only what must be: out of the host in maintenance mode',
    hosts: ['!9/9', '9/9', '9/9'],
    shapes: ['2'],
    items: '0@0 0@1 0@1 0@1',
    order: { leastGain: leastGainOf(1) },
    expected: '0>2!',
  },
  {
    name: 'two that must be apart are parted, and not brought together for an even load',
    hosts: ['9/9', '9/9', '1/9'],
    shapes: ['1 g0', '4'],
    groups: [{ limit: 1 }],
    items: '0@0 0@0 1@1',
    order: { leastGain: leastGainOf(1) },
    expected: '0>1!',
  },
  {
    name: 'what may not run there has to leave',
    hosts: ['9/9', '9/9'],
    shapes: ['1 m1'],
    masks: [(host) => host === 1],
    items: '0@0',
    order: { leastGain: leastGainOf(1) },
    expected: '0>1!',
  },
  {
    name: 'a migration that costs more than it gains is not made',
    hosts: ['10/10', '10/10'],
    shapes: ['4'],
    items: '0@0 0@0',
    order: { items: [0, 0].map((shape) => ({ shape, host: 0, cost: migrationCostOf(4) })) },
    expected: '',
  },
  {
    name: 'by score nobody minds hosts that are less than half full',
    hosts: ['10/10', '10/10'],
    shapes: ['2'],
    items: '0@0 0@0',
    order: { model: 'score' },
    expected: '',
  },
  {
    name: 'by score a full host gives away as much as hurts',
    hosts: ['10/10', '10/10'],
    shapes: ['3'],
    items: '0@0 0@0 0@0',
    order: { model: 'score' },
    expected: '0>1',
  },
  {
    name: 'an item with a device stays',
    hosts: ['10/10 1000', '10/10 1000'],
    shapes: ['3 1x1000', '2'],
    items: '0@0 1@0 1@0',
    expected: '1>1 2>1',
  },
];

describe.each(implementations)('balance, %s', (_, { fleet: kernel }) => {
  it.each(cases)('$name', (each) => {
    const fleet = fleetOf(kernel, each);
    const items = each.items.split(' ').map((word) => {
      const [shape = 0, host = 0] = word.split('@').map(Number);
      return { shape, host };
    });
    for (const { shape, host } of items) fleet.book(shape, host, each.shapes[shape]?.includes('x') ? 1 : 0);
    const order: BalanceOrder = {
      items,
      resource: 0,
      model: 'deviation',
      leastGain: 1,
      movesMax: 99,
      ...each.order,
    };
    const words = fleet
      .balance(order)
      .map((move) => `${move.item}>${move.host}${move.isMandatory ? '!' : ''}`);
    expect(words.join(' ')).toBe(each.expected);
    fleet.close();
  });
});

// More hosts than a block of bounds has, and of other sizes; so many alike that ties decide.
it.each(balanceModels)('evens out 150 hosts by %s as the oracle does', (model) => {
  const roll = dice(7, 0);
  const hosts = Array.from({ length: 150 }, () => roll.pick(['640/640', '960/960', '300/300']));
  const shapes = Array.from(
    { length: 12 },
    (_, index) => `${roll.between(1, 90)}${index === 0 ? ' g0' : ''}`,
  );
  const items = Array.from({ length: 600 }, () => ({
    shape: roll.below(12),
    host: Math.floor(roll.below(150) ** 2 / 150),
    cost: roll.chance(80) ? 0 : roll.below(2 ** 30),
  }));
  const [moves, expected] = implementations.map(([, { fleet: kernel }]) => {
    const fleet = fleetOf(kernel, { hosts, shapes, groups: [{ limit: 9 }] });
    for (const { shape, host } of items) fleet.book(shape, host);
    const made = fleet.balance({ items, resource: 0, model, leastGain: 1, movesMax: 40 });
    fleet.close();
    return made;
  });
  expect(moves).toHaveLength(40);
  expect(moves).toEqual(expected);
});

it.each([
  [0.5, 2],
  [0.3, 3],
  [0.15, 4],
  [0.06, 5],
])('a gap of %d of a host is a recommendation of priority %i', (gap, priority) => {
  const gain = Math.ceil((gap * WHOLE_LOAD) ** 2 / 2);
  expect(priorityOf({ item: 0, host: 0, gain, isMandatory: false })).toBe(priority);
});
