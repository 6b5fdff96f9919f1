/** What Node and Chromium both do with a journal, to be compared: run it, go back in it, and go on from there otherwise. */
import type { Kernels } from '../../../src/kernels/kernels.ts';
import type { Scenario } from '../../../src/scenarios/index.ts';
import { World, type Checkpoint, type WorldRecord } from '../../../src/world.ts';
import { busyWork, doStep } from './busy.ts';

export interface Exported {
  readonly scenario: Scenario;
  readonly journal: readonly WorldRecord[];
  readonly now: number;
  readonly hash: string;
}

export interface History {
  /** State hashes on the way, after every fourth record. */
  readonly hashes: readonly string[];
  readonly end: string;
  /** Some earlier moments: from the beginning, and from a checkpoint that went through JSON where that is before. */
  readonly past: readonly { readonly at: number; readonly hash: string; readonly fromMiddle?: string }[];
  /** From the second of those moments on, with other things done. */
  readonly fork: string;
  /** The end once more, after all of that. */
  readonly endAfter: string;
}

/** Eighths of the time; the last is now, which lies behind every checkpoint. */
const parts = [1, 3, 5, 7, 8];

export function historyOf(kernels: Kernels, { scenario, journal, now }: Exported): History {
  const world = World.create({ kernels, scenario });
  const startsAt = world.now;
  const start = world.checkpoint();
  let middle: Checkpoint = start;
  const hashes: string[] = [];
  for (const [index, record] of journal.entries()) {
    world.replay(record);
    if (index % 4 === 3) hashes.push(world.hash());
    if (index === journal.length >> 1) middle = JSON.parse(JSON.stringify(world.checkpoint())) as Checkpoint;
  }
  world.runTo(now);
  const end = world.hash();
  const moments = parts.map((part) => startsAt + Math.floor(((now - startsAt) * part) / 8));
  const past = moments.map((at) => {
    const { hash } = pastOf(kernels, start, journal, at);
    return middle.clock.now <= at
      ? { at, hash, fromMiddle: pastOf(kernels, middle, journal, at).hash }
      : { at, hash };
  });
  const { world: fork } = pastOf(kernels, start, journal, moments[1] ?? now);
  for (const step of busyWork(99, 12)) doStep(fork, step);
  return { hashes, end, past, fork: fork.hash(), endAfter: world.hash() };
}

function pastOf(
  kernels: Kernels,
  from: Checkpoint,
  journal: readonly WorldRecord[],
  at: number,
): { readonly world: World; readonly hash: string } {
  const world = World.asOf({ kernels }, from, journal, at);
  return { world, hash: world.hash() };
}
