/** The placement lab's pure parts: the heat map, the sample, tables of a world, the best of policies. */
import { describe, expect, it } from 'vitest';
import type { Host, VirtualMachine } from '../../../../../web/live/fabric.ts';
import type { PlacementResult } from '../../../../../web/live/lab.ts';
import { heatOf, levelOf, nodeAt } from '../../../../../web/screens/lab/heat.ts';
import { allocated, fragmented, praiseOf } from '../../../../../web/screens/lab/policies.ts';
import { sampleTables } from '../../../../../web/screens/lab/sample.ts';
import { worldTables } from '../../../../../web/screens/lab/world-tables.ts';

describe('the heat map', () => {
  it.each([
    [-1, 'none'],
    [0, 'empty'],
    [0.01, 'low'],
    [0.25, 'some'],
    [0.5, 'half'],
    [0.99, 'high'],
    [1, 'full'],
    [1.4, 'full'],
  ])('%d is %s', (load, id) => {
    expect(levelOf(load).id).toBe(id);
  });

  it('draws a path a level and finds the node at a place', () => {
    const heat = heatOf([0, 1, 0], 2);
    expect([heat.columns, heat.rows]).toEqual([2, 2]);
    expect(heat.levels.map(({ level, nodes }) => [level.id, nodes])).toEqual([
      ['empty', 2],
      ['full', 1],
    ]);
    expect(heat.levels[1]?.path).toBe('M10 0h9v9h-9z');
    expect([nodeAt(heat, 3, 0.6, 0.1), nodeAt(heat, 3, 0.1, 0.6), nodeAt(heat, 3, 0.6, 0.6)]).toEqual([
      1,
      2,
      undefined,
    ]);
  });

  it('draws no nodes, and very many', () => {
    expect(heatOf([])).toMatchObject({ columns: 1, rows: 1, levels: [] });
    expect(heatOf(new Float32Array(100_000)).levels[0]?.nodes).toBe(100_000);
  });
});

const result = (policy: PlacementResult['policy'], placed: number, unusable: number): PlacementResult => ({
  policy,
  words: policy,
  pods: 10,
  placed,
  occupied: 1,
  uses: [{ name: 'GPU', capacity: 4000, used: 1000 }],
  fragments: { name: 'GPU', free: 3000, unusable },
  ms: 1,
  unplaced: [],
  unplacedShapes: 0,
  podsOn: new Int32Array(),
  loads: [],
});

describe('policies', () => {
  it('are praised for what they are best at', () => {
    const [balance, fgd] = [result('balance', 10, 400), { ...result('fgd', 9, 400) }];
    const more = { ...fgd, uses: [{ name: 'GPU', capacity: 4000, used: 2000 }] };
    expect([balance, more].map((each) => praiseOf(each, [balance, more]))).toEqual(['most Pods', 'most GPU']);
    expect([balance, fgd].map((each) => praiseOf(each, [balance, fgd]))).toEqual(['most Pods', '']);
    expect([fgd, fgd].map((each) => praiseOf(each, [fgd, fgd]))).toEqual(['', '']);
    expect(fragmented(fgd)).toBe(0.1);
    expect([allocated(fgd, 'GPU'), allocated(fgd, 'CPU')]).toEqual([0.25, undefined]);
  });
});

it('offers a sample that is the same each time, with as many cells as columns', () => {
  const { nodes, pods } = sampleTables();
  expect(sampleTables()).toEqual({ nodes, pods });
  for (const text of [nodes, pods]) {
    const [head = '', ...rows] = text.trimEnd().split('\n');
    expect(new Set(rows.map((row) => row.split(',').length))).toEqual(new Set([head.split(',').length]));
  }
});

it('reads a cluster of a world: its hosts, and what is on', () => {
  const host = (name: string, cluster: string, connectionState = 'CONNECTED') =>
    ({
      metadata: { name },
      spec: { cluster, cpu: { sockets: 2, coresPerSocket: 8, mhz: 2000 }, memoryMiB: 65_536 },
      status: { powerState: 'POWERED_ON', connectionState },
    }) as unknown as Host;
  const machine = (name: string, at: string | undefined, powerState: string, pod?: object) =>
    ({
      metadata: { name },
      spec: { cluster: 'c1', cpuReservationMHz: 1001, memoryMiB: 512, pod },
      status: { host: at, powerState },
    }) as unknown as VirtualMachine;
  const tables = worldTables(
    [host('e1', 'c1'), host('e2', 'c1', 'DISCONNECTED'), host('e9', 'c2')],
    [
      machine('vm-1', 'e1', 'POWERED_ON'),
      machine('vm-2', undefined, 'POWERED_ON', { namespace: 'demo', name: 'web' }),
      machine('vm-3', 'e1', 'POWERED_OFF'),
    ],
    'c1',
  );
  expect(tables.nodes.split('\r\n')).toEqual([
    'name,cpu_milli,memory_mib,gpu,model,maintenance',
    'e1,16000,65536,0,,no',
    'e2,16000,65536,0,,yes',
    '',
  ]);
  expect(tables.pods.split('\r\n')).toEqual([
    'name,cpu_milli,memory_mib,node',
    'vm-1,501,512,e1',
    'demo/web/vm-2,501,512,',
    '',
  ]);
});
