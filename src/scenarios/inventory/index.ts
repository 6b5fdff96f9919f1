// From a scenario to the objects that its world starts with: inventory by counts, names by rule. Pure data in, pure data out.
import { releaseOf } from '../release.ts';
import type { Scenario } from '../scenario.ts';
import { fabric } from './fabric.ts';
import type { Seed } from './seed.ts';
import { supervisor } from './supervisor.ts';

export type { Seed } from './seed.ts';

export interface Inventory {
  readonly fabric: readonly Seed[];
  readonly supervisor: readonly Seed[];
}

/** Everything that the scenario's world starts with. `startedAt` is its first moment, in simulated milliseconds. */
export function inventoryOf(scenario: Scenario, startedAt: number): Inventory {
  const release = releaseOf(scenario.release);
  if (release === undefined) throw new Error(`there is no release ${scenario.release}`);
  return { fabric: fabric(scenario, release, startedAt), supervisor: supervisor(scenario, release) };
}
