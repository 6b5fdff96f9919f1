// The route kernels from text to text, and the peers on the same bytes in the same run. Time is the processor's; a median of
// REPEATS pairs, so that a busy machine slows both sides alike. Peers are devDependencies or found on PATH.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TABLE_A } from '../../src/kernels/route-memory.ts';
import { createRouteTables, type ReadOptions, type RouteTables } from '../../src/kernels/route-tables.ts';
import type { KernelExports } from '../../src/kernels/exports.ts';
import { compileKernels } from '../../src/runtime/node/kernels.ts';
import { bgpText, fibText, ipv6Text, vipText } from './route-sets.ts';
import { processorMs, processorNow } from './processor.ts';
import { borderOf, median, stagesOf, type Stages } from './stages.ts';
import type { Row } from './measure.ts';

const REPEATS = 9;
const instantiate = compileKernels();

interface Peer {
  readonly name: string;
  /** Processor milliseconds for the text. */
  readonly run: (text: string, bytes: Uint8Array) => number;
}

export async function measureRoutes(): Promise<Row[]> {
  const peers = await findPeers();
  const { iprange, cidrTools, fastCidrTools } = peers;
  return [
    ...exactRows('vip 100k', vipText(100_000), [iprange, cidrTools, fastCidrTools]),
    ...exactRows('vip 1M', vipText(1_000_000), [iprange, cidrTools, fastCidrTools]),
    ...exactRows('bgp 1M', bgpText(1_000_000), [iprange]),
    ...exactRows('ipv6 200k', ipv6Text(200_000), [cidrTools]),
    ...otherRows(),
  ];
}

function exactRows(name: string, text: string, peers: readonly Peer[]): Row[] {
  const bytes = new TextEncoder().encode(text);
  const lines = text.split('\n').length - 1;
  const kernel = instantiate();
  const work = (tables: RouteTables): void => tables.exact('A');
  const cold = processorMs(() => stagesOf(bytes, work, kernel, processorNow));
  const stages: Stages[] = [];
  const own: number[] = [];
  const theirs = peers.map((): number[] => []);
  const copies: number[] = [];
  const borders: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    own.push(processorMs(() => stages.push(stagesOf(bytes, work, kernel, processorNow))));
    borders.push(borderOf(bytes, kernel, processorNow));
    copies.push(copyNsPerByte(kernel));
    peers.forEach((peer, at) => theirs[at]?.push(peer.run(text, bytes)));
  }
  const ms = median(own);
  const perPrefix = (of: keyof Stages): number => (median(stages.map((each) => each[of])) * 1e6) / lines;
  const nsPerPrefix = (ms * 1e6) / lines;
  return [
    row(`exact ${name}, text to text, warm`, ms, 'ms', `${lines} lines; processor time`),
    row(`exact ${name}, cold`, cold, 'ms', 'memory touched for the first time'),
    row(`exact ${name}, read`, perPrefix('read'), 'ns/prefix', 'with copying the text in'),
    row(`exact ${name}, aggregate`, perPrefix('work'), 'ns/prefix', ''),
    row(`exact ${name}, print`, perPrefix('print'), 'ns/prefix', 'of the input'),
    row(`exact ${name}, at the border`, (median(borders) / ms) * 100, '%', 'copying in and views, of all'),
    row(
      `exact ${name}, in memory.copy bytes`,
      nsPerPrefix / median(copies),
      'bytes/prefix',
      'ns a prefix over ns a byte',
    ),
    row(`exact ${name}, memory`, kernel.memory.buffer.byteLength / lines, 'bytes/prefix', ''),
    ...peers.map((peer, at) => {
      const times = theirs[at] ?? [];
      const ratio = median(times.map((time, repeat) => time / (own[repeat] ?? NaN)));
      return row(`exact ${name}, ${peer.name}`, ratio, 'times', `it takes ${median(times).toFixed(1)} ms`);
    }),
  ];
}

/** What a byte of memory.copy costs, over 16 MiB of the instance's own memory where it has them. */
function copyNsPerByte(kernel: KernelExports): number {
  const memory = new Uint8Array(kernel.memory.buffer);
  const half = Math.min(memory.length >> 1, 1 << 23);
  const start = performance.now();
  memory.copyWithin(half, 0, half);
  return ((performance.now() - start) * 1e6) / half;
}

/** The other kernels, warm: the median of REPEATS runs without reading and printing. */
function otherRows(): Row[] {
  const vip = new TextEncoder().encode(vipText(1_000_000));
  const fib = new TextEncoder().encode(fibText(100_000, 16));
  const work = (
    name: string,
    bytes: Uint8Array,
    options: ReadOptions,
    run: (kernel: KernelExports) => number,
    before: (kernel: KernelExports) => unknown = () => undefined,
  ): Row => {
    const kernel = instantiate();
    const times: number[] = [];
    let left = 0;
    for (let repeat = -2; repeat < REPEATS; repeat++) {
      const tables = createRouteTables(kernel, options);
      tables.read('A', bytes);
      tables.readEnd('A');
      before(kernel);
      const ms = processorMs(() => (left = run(kernel)));
      if (repeat >= 0) times.push(ms);
    }
    return row(name, median(times), 'ms', `${left} left; without reading and printing`);
  };
  const at = instantiate().arenaBase();
  const makeExact = (kernel: KernelExports): unknown => kernel.routesExact(at, TABLE_A);
  return [
    work('boundary /24, vip 1M', vip, {}, (kernel) => kernel.routesBoundary(at, 24, 64)),
    work('ortc, fib 100k, 16 next hops', fib, { nextHops: 'required' }, (kernel) =>
      kernel.routesOrtc(at, false),
    ),
    work('ortc, the same with a null route', fib, { nextHops: 'required', nullRoute: 'Null0' }, (kernel) =>
      kernel.routesOrtc(at, true),
    ),
    ...[16, 256, 1_024].map((routes) =>
      work(
        `budget, K = ${routes}, vip 1M`,
        vip,
        {},
        (kernel) => kernel.routesBudget(at, routes, routes),
        makeExact,
      ),
    ),
    work(
      'difference with itself, fib 100k',
      fib,
      { nextHops: 'kept' },
      (kernel) => kernel.routesDifference(at),
      (kernel) => kernel.routesCopy(at),
    ),
  ];
}

async function findPeers(): Promise<Readonly<Record<'iprange' | 'cidrTools' | 'fastCidrTools', Peer>>> {
  const { mergeCidr } = await import('cidr-tools');
  const { merge } = await import('fast-cidr-tools');
  const through =
    (aggregate: (lines: string[]) => readonly string[]) =>
    (text: string): number =>
      processorMs(() => `${aggregate(text.trimEnd().split('\n')).join('\n')}\n`);
  return {
    iprange: { name: 'iprange', run: (_, bytes) => processMs('iprange', bytes) },
    cidrTools: { name: 'cidr-tools', run: through((lines) => mergeCidr(lines)) },
    fastCidrTools: { name: 'fast-cidr-tools', run: through((lines) => merge(lines)) },
  };
}

/** Processor milliseconds of a program that reads a file of these bytes; NaN where it is not on PATH. */
function processMs(program: string, bytes: Uint8Array): number {
  const folder = mkdtempSync(join(tmpdir(), 'routes-'));
  try {
    const file = join(folder, 'routes.txt');
    writeFileSync(file, bytes);
    const script = `TIMEFORMAT='%U %S'; time "$0" "$1" > /dev/null`;
    const { stderr, status } = spawnSync('bash', ['-c', script, program, file], { encoding: 'utf8' });
    if (status !== 0) return NaN;
    const [user = NaN, system = NaN] = stderr.trim().split(/\s+/).map(Number);
    return (user + system) * 1e3;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function row(name: string, value: number, unit: string, note: string): Row {
  return { name, value, unit, note };
}
