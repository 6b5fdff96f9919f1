/** What an exported workspace leads to when Node runs it: the second opinion on what a browser kept. */
import { instantiateKernels } from '../../../src/runtime/node/kernels.ts';
import { World } from '../../../src/world.ts';
import type { Exported } from './history.ts';

/** The hash that the export names, and the one that its journal leads to here. */
export function replayed(text: string): {
  readonly named: string;
  readonly reached: string;
  readonly records: number;
} {
  const { scenario, journal, now, hash } = JSON.parse(text) as Exported;
  const world = World.create({ scenario, kernels: instantiateKernels() });
  for (const record of journal) world.replay(record);
  world.runTo(now);
  return { named: hash, reached: world.hash(), records: journal.length };
}
