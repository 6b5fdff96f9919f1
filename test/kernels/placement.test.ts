// Placement by named cases, for the kernel and the oracle alike.
import { describe, expect, it } from 'vitest';
import {
  EVERY_HOST,
  QUANTITY_MAX,
  SCORE_MAX,
  type HostRow,
  type HostTable,
  type PlacementKernel,
  type Resource,
} from '../../src/kernels/placement.ts';
import { implementations } from './implementations.ts';

const roles: { readonly [role: string]: Pick<Resource, 'hard' | 'scored'> } = {
  hard: { hard: true, scored: false },
  scored: { hard: false, scored: true },
  both: { hard: true, scored: true },
};

/** `cpu:both memory:hard` */
function resourcesOf(text: string): Resource[] {
  return text.split(' ').map((word) => {
    const [name = '', role = ''] = word.split(':');
    return { name, hard: false, scored: false, ...roles[role] };
  });
}

/** `3/4 8/8`: free of capacity, a resource each. */
function rowOf(text: string): HostRow {
  const cells = text.split(' ').map((cell) => cell.split('/').map(Number));
  return { free: cells.map(([free]) => free ?? NaN), capacity: cells.map(([, capacity]) => capacity ?? NaN) };
}

function tableOf(
  kernel: PlacementKernel,
  resources: string,
  rows: readonly string[],
  spareHosts = 0,
): HostTable {
  const table = kernel.createTable({
    resources: resourcesOf(resources),
    hostsMax: rows.length + spareHosts,
    masks: 2,
  });
  table.load(rows.map(rowOf));
  return table;
}

interface Case {
  readonly name: string;
  readonly resources: string;
  readonly rows: readonly string[];
  readonly demand: readonly number[];
  /** The hosts of mask 1; every host unless said. */
  readonly only?: readonly number[];
  /** winner (score), runner-up (score); ineligible; short of each resource */
  readonly expected: string;
}

const quarter = SCORE_MAX / 4;
const most = QUANTITY_MAX;

const cases: readonly Case[] = [
  { name: 'no hosts', resources: 'cpu:both', rows: [], demand: [1], expected: '-1 (-1), -1 (-1); 0; 0' },
  {
    name: 'one host has no runner-up',
    resources: 'cpu:both',
    rows: ['4/4'],
    demand: [1],
    expected: `0 (${3 * quarter}), -1 (-1); 0; 0`,
  },
  {
    name: 'an exact fit is a fit, with score 0',
    resources: 'cpu:both',
    rows: ['1/4', '2/4'],
    demand: [2],
    expected: '1 (0), -1 (-1); 0; 1',
  },
  {
    name: 'the most headroom wins',
    resources: 'cpu:both',
    rows: ['2/4', '4/4', '3/4'],
    demand: [1],
    expected: `1 (${3 * quarter}), 2 (${2 * quarter}); 0; 0`,
  },
  {
    name: 'the scarcer resource decides',
    resources: 'cpu:both memory:both',
    rows: ['4/4 2/8', '2/4 8/8'],
    demand: [0, 0],
    expected: `1 (${2 * quarter}), 0 (${quarter}); 0; 0 0`,
  },
  {
    name: 'equals: the lowest index wins, the next is runner-up',
    resources: 'cpu:both',
    rows: Array.from({ length: 40 }, () => '2/4'),
    demand: [1],
    expected: `0 (${quarter}), 1 (${quarter}); 0; 0`,
  },
  {
    name: 'equals far apart: the lowest index wins',
    resources: 'cpu:both',
    rows: Array.from({ length: 67 }, (_, host) =>
      host === 19 || host === 66 || host === 37 ? '3/4' : '2/4',
    ),
    demand: [1],
    expected: `19 (${2 * quarter}), 37 (${2 * quarter}); 0; 0`,
  },
  {
    name: 'an earlier equal stays runner-up when a better one comes',
    resources: 'cpu:both',
    rows: Array.from({ length: 50 }, (_, host) => (host === 49 ? '4/4' : '2/4')),
    demand: [1],
    expected: `49 (${3 * quarter}), 0 (${quarter}); 0; 0`,
  },
  {
    name: 'a host short of two resources counts in both',
    resources: 'cpu:both memory:both',
    rows: ['0/4 1/8', '4/4 1/8', '4/4 8/8'],
    demand: [1, 2],
    expected: `2 (${3 * quarter}), -1 (-1); 0; 1 2`,
  },
  {
    name: 'nobody fits',
    resources: 'cpu:both pods:hard',
    rows: ['0/4 9/9', '4/4 0/9'],
    demand: [1, 1],
    expected: '-1 (-1), -1 (-1); 0; 1 1',
  },
  {
    name: 'a host outside the mask is ineligible and short of nothing',
    resources: 'cpu:both',
    rows: ['4/4', '0/4', '3/4', '0/4'],
    demand: [1],
    only: [2, 3],
    expected: `2 (${2 * quarter}), -1 (-1); 2; 1`,
  },
  {
    name: 'an empty mask',
    resources: 'cpu:both',
    rows: ['4/4', '4/4'],
    demand: [0],
    only: [],
    expected: '-1 (-1), -1 (-1); 2; 0',
  },
  {
    name: 'no scored resource: all that fit are equal',
    resources: 'pods:hard',
    rows: ['0/9', '1/9', '9/9'],
    demand: [1],
    expected: `1 (${SCORE_MAX}), 2 (${SCORE_MAX}); 0; 1`,
  },
  {
    name: 'a scored resource forbids nothing: an overcommitted host is last, not out',
    resources: 'active:scored',
    rows: ['-3/4', '1/4', '3/4'],
    demand: [2],
    expected: `2 (${quarter}), 0 (0); 0; 0`,
  },
  {
    name: 'roles in any order keep the order of the agent',
    resources: 'active:scored memory:hard cpu:both disk:hard',
    rows: ['4/4 1/8 4/4 9/9', '4/4 8/8 0/4 9/9', '3/4 8/8 4/4 0/9', '2/4 8/8 3/4 9/9'],
    demand: [1, 2, 1, 1],
    expected: `3 (${quarter}), -1 (-1); 0; 0 1 1 1`,
  },
  {
    name: 'hard only and scored only may be of one kind: reserved and active',
    resources: 'reserved:hard active:scored',
    rows: ['1/4 4/4', '3/4 1/4', '2/4 3/4'],
    demand: [2, 1],
    expected: `2 (${2 * quarter}), 1 (0); 0; 1 0`,
  },
  {
    name: 'nothing is asked of hosts that have nothing',
    resources: 'cpu:both gpu:hard',
    rows: ['0/0 0/0', '0/0 0/0'],
    demand: [0, 0],
    expected: '0 (0), 1 (0); 0; 0 0',
  },
  {
    name: 'the largest quantities',
    resources: 'disk:hard',
    rows: [`${most}/${most}`, `${most - 1}/${most}`, `${-most}/${most}`],
    demand: [most],
    expected: `0 (${SCORE_MAX}), -1 (-1); 0; 2`,
  },
  {
    name: 'a demand beyond the largest is the largest',
    resources: 'disk:hard',
    rows: [`${most - 1}/${most}`],
    demand: [2 ** 52],
    expected: '-1 (-1), -1 (-1); 0; 1',
  },
  {
    name: 'capacities beyond 2^30 units score nothing',
    resources: 'disk:both',
    rows: [`5/${most}`, `${most}/${most}`, `${2 ** 30}/${2 ** 30}`],
    demand: [0],
    expected: `2 (${2 ** 30}), 0 (0); 0; 0`,
  },
  {
    name: 'deepest overcommitment against the largest demand',
    resources: 'active:scored',
    rows: [`${-most}/1`, '1/1'],
    demand: [most],
    expected: '0 (0), 1 (0); 0; 0',
  },
];

describe.each(implementations)('placement, %s', (_, { placement }) => {
  it.each(cases)('$name', ({ resources, rows, demand, only, expected }) => {
    const table = tableOf(placement, resources, rows);
    if (only !== undefined) table.setMask(1, (host) => only.includes(host));
    const choice = table.choose({ demand, mask: only === undefined ? EVERY_HOST : 1 });
    const { winner, winnerScore, runnerUp, runnerUpScore, ineligible, short } = choice;
    const actual = `${winner} (${winnerScore}), ${runnerUp} (${runnerUpScore}); ${ineligible}; ${short.join(' ')}`;
    expect(actual).toBe(expected);
  });

  it('says host by host what the choice counts', () => {
    const table = tableOf(placement, 'memory:hard active:scored', [
      '1/8 4/4',
      '8/8 3/4',
      '8/8 4/4',
      '0/8 4/4',
    ]);
    table.setMask(1, (host) => host !== 2);
    expect(table.verdicts({ demand: [2, 1], mask: 1 })).toEqual([
      { eligible: true, short: [0], score: -1 },
      { eligible: true, short: [], score: 2 * quarter },
      { eligible: false, short: [], score: -1 },
      { eligible: true, short: [0], score: -1 },
    ]);
  });

  it('places on the winner until the table is full, then gives back', () => {
    const table = tableOf(placement, 'cpu:both', ['4/4', '4/4', '2/2']);
    const item = { demand: [1] };
    const order: number[] = [];
    for (let { winner } = table.choose(item); winner >= 0; { winner } = table.choose(item)) {
      table.place(winner, item);
      order.push(winner);
    }
    expect(order).toEqual([0, 1, 0, 1, 2, 0, 1, 0, 1, 2]);
    expect([0, 1, 2].map((host) => table.freeOf(host))).toEqual([[0], [0], [0]]);
    table.release(1, item);
    expect(table.choose(item)).toMatchObject({ winner: 1, runnerUp: -1, short: [2] });
  });

  it('refuses a booking that leaves the range and changes nothing', () => {
    const table = tableOf(placement, 'a:hard b:both', [`${-most}/9 4/4`]);
    expect(() => table.place(0, { demand: [1, 1] })).toThrow();
    expect(() => table.release(0, { demand: [1, 1] })).toThrow();
    expect(() => table.place(1, { demand: [0, 0] })).toThrow();
    expect(() => table.place(-1, { demand: [0, 0] })).toThrow();
    expect(table.freeOf(0)).toEqual([-most, 4]);
  });

  it('takes further hosts up to its capacity; they are in no mask but the first', () => {
    const table = tableOf(placement, 'cpu:both', ['1/4'], 33);
    table.setMask(1, () => true);
    for (let host = 1; host < 34; host++) table.setHost(host, rowOf('4/4'));
    expect(table.hosts).toBe(34);
    expect(() => table.setHost(34, rowOf('4/4'))).toThrow();
    expect(() => table.setHost(36, rowOf('4/4'))).toThrow();
    expect(table.choose({ demand: [1] })).toMatchObject({ winner: 1, runnerUp: 2, ineligible: 0 });
    expect(table.choose({ demand: [1], mask: 1 })).toMatchObject({ winner: 0, runnerUp: -1, ineligible: 33 });
  });

  it('forgets hosts that a shorter load leaves out', () => {
    const table = tableOf(placement, 'cpu:both', ['1/4', '4/4', '4/4']);
    table.setMask(1, () => true);
    table.load(['1/4', '2/4'].map(rowOf));
    table.setHost(2, rowOf('4/4'));
    expect(table.choose({ demand: [0], mask: 1 })).toMatchObject({ winner: 1, runnerUp: 0, ineligible: 1 });
  });

  it('keeps two tables apart', () => {
    const [one, two] = [tableOf(placement, 'cpu:both', ['4/4']), tableOf(placement, 'cpu:both', ['4/4'])];
    one.place(0, { demand: [3] });
    expect([one.freeOf(0), two.freeOf(0)]).toEqual([[1], [4]]);
  });

  it('begins empty where another table was closed', () => {
    const first = tableOf(placement, 'cpu:both', ['4/4', '4/4']);
    first.setMask(1, () => true);
    first.close();
    const second = tableOf(placement, 'cpu:both', ['1/4', '2/4']);
    expect(second.choose({ demand: [1], mask: 1 })).toMatchObject({ winner: -1, ineligible: 2 });
    expect(second.choose({ demand: [1] })).toMatchObject({ winner: 1, runnerUp: 0 });
  });

  it('chooses among 10,000 hosts, the last of them the best', () => {
    const rows = Array.from({ length: 10_000 }, (_, host) => `${host % 97}/100 ${host % 89}/100`);
    const table = tableOf(placement, 'cpu:both memory:both', [...rows.slice(0, -1), '99/100 99/100']);
    table.setMask(2, (host) => host % 3 === 0);
    expect(table.choose({ demand: [90, 10], mask: 2 })).toEqual({
      winner: 9_999,
      winnerScore: 9 * Math.floor(SCORE_MAX / 100),
      runnerUp: 387,
      runnerUpScore: 6 * Math.floor(SCORE_MAX / 100),
      ineligible: 6_666,
      short: [3_092, 377],
    });
  });

  it('goes through 30 resources', () => {
    const text = Array.from({ length: 30 }, (_, r) => `r${r}:${r % 2 === 0 ? 'hard' : 'both'}`).join(' ');
    const table = tableOf(placement, text, [Array.from({ length: 30 }, (_, r) => `${r}/30`).join(' ')]);
    expect(table.choose({ demand: Array.from({ length: 30 }, () => 28) }).short).toEqual([
      ...Array.from({ length: 28 }, () => 1),
      0,
      0,
    ]);
    expect(table.verdicts({ demand: Array.from({ length: 30 }, () => 29) })[0]?.short).toHaveLength(29);
  });
});
