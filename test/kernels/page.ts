// The kernels' figures inside a browser: chromium.mjs bundles this into a page and asks for them. Time is the wall's.
import { merge } from 'fast-cidr-tools';
import { mergeCidr } from 'cidr-tools';
import type { KernelExports } from '../../src/kernels/exports.ts';
import { createKernels } from '../../src/kernels/kernels.ts';
import { createRouteTables } from '../../src/kernels/route-tables.ts';
import { instantiate } from '../../src/runtime/browser/kernels.ts';
import { choosing, itemsOf, tableOf } from './choosing.ts';
import { fibText, ipv6Text, vipText } from './route-sets.ts';
import { borderOf, median, stagesOf, type Stages } from './stages.ts';
import type { Row } from './measure.ts';

const REPEATS = 9;
const CHOOSES = 2_000;

type Peer = readonly [name: string, run: (lines: string[]) => readonly string[], repeats: number];

const cidrTools: Peer = ['cidr-tools', (lines) => mergeCidr(lines), REPEATS];
/** It takes seconds. */
const fastCidrTools: Peer = ['fast-cidr-tools', (lines) => merge(lines), 3];

declare global {
  var kernelFigures: (() => Promise<Row[]>) | undefined;
}

globalThis.kernelFigures = async () => [
  ...(await exactRows('vip 1M', vipText(1_000_000), [cidrTools])),
  ...(await exactRows('vip 100k', vipText(100_000), [cidrTools, fastCidrTools])),
  ...(await exactRows('ipv6 200k', ipv6Text(200_000), [cidrTools])),
  await ortcRow(),
  ...(await chooseRows()),
];

const now = (): number => performance.now();

function timed(run: () => unknown): number {
  const start = now();
  run();
  return now() - start;
}

async function exactRows(name: string, text: string, peers: readonly Peer[]): Promise<Row[]> {
  const bytes = new TextEncoder().encode(text);
  const lines = text.split('\n').length - 1;
  const kernel = await instantiate();
  const own: number[] = [];
  const run = (stages: Stages[]): number =>
    timed(() => stages.push(stagesOf(bytes, (tables) => tables.exact('A'), kernel, now)));
  const cold = run([]);
  run([]);
  const stages: Stages[] = [];
  const borders: number[] = [];
  const theirs = peers.map((): number[] => []);
  const split = text.trimEnd().split('\n');
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    own.push(run(stages));
    borders.push(borderOf(bytes, kernel, now));
    for (const [at, [, merged, repeats]] of peers.entries())
      if (repeat < repeats) theirs[at]?.push(timed(() => `${merged(split).join('\n')}\n`));
  }
  const ms = median(own);
  const perPrefix = (of: keyof Stages): number => (median(stages.map((each) => each[of])) * 1e6) / lines;
  return [
    row(`exact ${name}, text to text, warm`, ms, 'ms', `${lines} lines; ${cold.toFixed(1)} ms cold`),
    row(`exact ${name}, read`, perPrefix('read'), 'ns/prefix', 'with copying the text in'),
    row(`exact ${name}, aggregate`, perPrefix('work'), 'ns/prefix', ''),
    row(`exact ${name}, print`, perPrefix('print'), 'ns/prefix', 'of the input'),
    row(`exact ${name}, at the border`, (median(borders) / ms) * 100, '%', 'copying in and views, of all'),
    ...peers.map(([peer], at) => {
      const theirMs = median(theirs[at] ?? []);
      return row(`exact ${name}, ${peer}`, theirMs / ms, 'times', `it takes ${theirMs.toFixed(0)} ms`);
    }),
  ];
}

async function ortcRow(): Promise<Row> {
  const bytes = new TextEncoder().encode(fibText(100_000, 16));
  const kernel: KernelExports = await instantiate();
  const times = Array.from({ length: REPEATS + 2 }, () => {
    const tables = createRouteTables(kernel, { nextHops: 'required' });
    tables.read('A', bytes);
    tables.readEnd('A');
    return timed(() => kernel.routesOrtc(kernel.arenaBase(), false));
  });
  return row('ortc, fib 100k, 16 next hops', median(times.slice(2)), 'ms', 'without reading and printing');
}

async function chooseRows(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const hosts of [1_000, 5_000]) {
    for (const mask of [0, 1]) {
      const kernels = createKernels(await instantiate());
      const run = choosing(tableOf(kernels, hosts), itemsOf(mask), CHOOSES);
      const times = Array.from({ length: REPEATS + 2 }, () => timed(run)).slice(2);
      const name = `choose, ${hosts} hosts${mask === 1 ? ', half of them in the mask' : ''}, rate`;
      rows.push(row(name, (CHOOSES * 1e3) / median(times), 'pods/s', 'through the port'));
    }
  }
  return rows;
}

function row(name: string, value: number, unit: string, note: string): Row {
  return { name, value, unit, note };
}
