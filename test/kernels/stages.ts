// One run of a route kernel from text to text, in stages, and what of it is spent at the border: copying the text in and making views.
import type { KernelExports } from '../../src/kernels/exports.ts';
import { createRouteTables, type RouteTables } from '../../src/kernels/route-tables.ts';

/** Milliseconds. */
export interface Stages {
  readonly read: number;
  readonly work: number;
  readonly print: number;
}

/** Milliseconds from anywhere on. */
export type Clock = () => number;

/** The tables are new ones in the instance's memory, which is touched already unless this is its first run. */
export function stagesOf(
  bytes: Uint8Array,
  work: (tables: RouteTables) => unknown,
  kernel: KernelExports,
  now: Clock,
): Stages {
  const start = now();
  const tables = createRouteTables(kernel);
  tables.read('A', bytes);
  tables.readEnd('A');
  const read = now();
  work(tables);
  const worked = now();
  let printed = 0;
  for (const piece of tables.print('A')) printed += piece.length;
  const end = now();
  if (printed === 0) throw new Error('nothing was printed');
  return { read: read - start, work: worked - read, print: end - worked };
}

/** Milliseconds for what of a run is not the kernel: the same pieces are put into its input, and never read. */
export function borderOf(bytes: Uint8Array, kernel: KernelExports, now: Clock): number {
  const workspace = kernel.arenaBase();
  kernel.routesOpen(workspace, 0);
  kernel.routesInputAt(workspace);
  const start = now();
  for (let done = 0; done < bytes.length;) {
    const at = kernel.routesInputAt(workspace) >>> 0;
    const piece = bytes.subarray(done, done + kernel.routesInputRoom(workspace));
    new Uint8Array(kernel.memory.buffer, at, piece.length).set(piece);
    done += piece.length;
  }
  return now() - start;
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1] ?? NaN;
}
