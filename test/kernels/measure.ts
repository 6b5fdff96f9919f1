// What the kernels cost and how far ahead of the plain oracle they are: medians in one process, so that a busy machine
// slows both sides alike. Bundled and run by bench.mjs.
import { gzipSync } from 'node:zlib';
import { wasmBase64 } from '#wasm';
import { createKernels, type Kernels } from '../../src/kernels/kernels.ts';
import { compileKernels } from '../../src/runtime/node/kernels.ts';
import { choosing, itemsOf, tableOf } from './choosing.ts';
import { measureFleet } from './measure-fleet.ts';
import { measureRoutes } from './measure-routes.ts';
import { processorMs } from './processor.ts';
import { oracle } from './oracle.ts';

export interface Row {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly note: string;
}

const REPEATS = 9;
/** Long enough for the engine to replace its first, quick code by the optimized one. */
const WARM_UP_MS = 100;
const WARM_UP_RUNS_MAX = 200;

export async function measureKernels(): Promise<Row[]> {
  const kernels = createKernels(compileKernels()());
  return [...moduleRows(), ...placementRows(kernels), ...measureFleet(), ...(await measureRoutes())];
}

function moduleRows(): Row[] {
  const wasm = Buffer.from(wasmBase64, 'base64');
  let copies = 0;
  // The engine remembers what it compiled: a custom section that differs makes every copy new to it.
  const compile = medianMs(() => compileKernels(withCustomSection(wasm, copies++))());
  const instantiate = compileKernels();
  const instance = medianMs(() => instantiate());
  return [
    row('module', wasm.length, 'bytes', 'raw'),
    row('module, gzip', gzipSync(wasm, { level: 9 }).length, 'bytes', 'gzip -9'),
    row('compile and instantiate', compile, 'ms', 'synchronous, Node'),
    row('instantiate', instance, 'ms', 'what one more world costs'),
  ];
}

function withCustomSection(wasm: Uint8Array, content: number): Uint8Array {
  return Uint8Array.from([...wasm, 0, 3, 1, 0x23, content]);
}

function placementRows(kernels: Kernels): Row[] {
  return [64, 1000, 5000].flatMap((hosts) =>
    [0, 1].flatMap((mask): Row[] => {
      const chooses = Math.ceil(2_000_000 / hosts);
      const items = itemsOf(mask);
      const kernelMs = medianMs(choosing(tableOf(kernels, hosts), items, chooses)) / chooses;
      const oracleChooses = Math.ceil(chooses / 10);
      const oracleMs = medianMs(choosing(tableOf(oracle, hosts), items, oracleChooses)) / oracleChooses;
      const name = `choose, ${hosts} hosts${mask === 1 ? ', half of them in the mask' : ''}`;
      return [
        row(name, (kernelMs * 1e6) / hosts, 'ns/host', '2 resources, through the port'),
        row(`${name}, rate`, 1e3 / kernelMs, 'pods/s', 'winner, runner-up, scores, reasons'),
        row(`${name}, ratio`, oracleMs / kernelMs, 'times', 'faster than the plain oracle'),
      ];
    }),
  );
}

function row(name: string, value: number, unit: string, note: string): Row {
  return { name, value, unit, note };
}

/** The median of REPEATS runs in ms, after some that warm up; `before` is not timed. */
function medianMs(run: () => unknown, before: () => void = () => {}): number {
  const timed = (): number => {
    before();
    return processorMs(run);
  };
  for (let warm = 0; warm < WARM_UP_MS;) warm += Math.max(timed(), WARM_UP_MS / WARM_UP_RUNS_MAX);
  const times = Array.from({ length: REPEATS }, timed).sort((a, b) => a - b);
  return times[Math.floor(REPEATS / 2)] ?? NaN;
}
