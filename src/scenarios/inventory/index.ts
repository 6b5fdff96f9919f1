// From a scenario to the objects that its world starts with: inventory by counts, names by rule. Pure data in, pure data out.
import { releaseOf } from '../../releases/release.ts';
import type { Seed } from '../../store/seed.ts';
import type { Scenario } from '../scenario.ts';
import { fabric } from './fabric.ts';

/** Everything that the scenario's world starts with. `startedAt` is its first moment, in simulated milliseconds. */
export function inventoryOf(scenario: Scenario, startedAt: number): readonly Seed[] {
  const release = releaseOf(scenario.release);
  if (release === undefined) throw new Error(`there is no release ${scenario.release}`);
  return fabric(scenario, release, startedAt);
}
