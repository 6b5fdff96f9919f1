// Random journals: a world, a seed, so many things done to it. Each is also done again from the checkpoint before it and from
// one in its middle, which must lead to the same state hash.
import { dice } from '../dice.ts';
import { mend } from './faults.ts';
import { Invariants } from './invariants/index.ts';
import { operate } from './operations.ts';
import { fourHosts, restored, worldOf } from './setup.ts';
import type { Scenario } from '../../src/scenarios/index.ts';

export interface JournalOptions {
  readonly seed: number;
  readonly cases: number;
  /** Number of the first case. */
  readonly first?: number;
  /** Things done in a journal, at most. */
  readonly stepsMax?: number;
  readonly scenario?: Scenario;
}

/** Simulated time after which a world that is left alone must have come to rest. */
const restMs = 30 * 60_000;

const stepsMin = 3;

/** Looks often enough to notice; `everyStep`, to say after which step. */
function play(seed: number, number: number, scenario: Scenario, stepsMax: number, everyStep: boolean): void {
  const roll = dice(seed, number);
  const world = worldOf(scenario);
  const start = world.checkpoint();
  const log: string[] = [];
  try {
    const invariants = new Invariants(world);
    const steps = roll.between(stepsMin, stepsMax);
    const middle = roll.below(steps);
    let inMiddle = start;
    let recordsBefore = 0;
    for (let step = 0; step < steps; step++) {
      log.push(operate(world, roll));
      if (everyStep || step === middle) invariants.always();
      if (step === middle) {
        inMiddle = world.checkpoint();
        recordsBefore = world.journal.length;
      }
    }
    world.markClock();
    const hash = world.hash();
    const records = [...world.journal];
    const again = restored(start);
    for (const record of records) again.replay(record);
    if (again.hash() !== hash) throw new Error('the same journal leads to another world (62)');
    // A checkpoint is plain data: every fourth goes through its text, which makes a world of new objects.
    const isText = number % 4 === 0;
    const tail = restored(isText ? (JSON.parse(JSON.stringify(inMiddle)) as typeof inMiddle) : inMiddle);
    for (const record of records.slice(recordsBefore)) tail.replay(record);
    if (tail.hash() !== hash) throw new Error('a checkpoint and the tail lead to another world (63)');
    // Every other world goes on with what is broken in it.
    if (number % 2 === 0) mend(world);
    world.runTo(world.now + restMs);
    invariants.atRest();
  } catch (cause) {
    throw new Error(`journal ${number} of seed ${seed}: ${String(cause)}\n  ${log.join('\n  ')}`, { cause });
  }
}

/** Plays `cases` journals of a seed; throws at the first that breaks an invariant, with what was done until then. */
export function runJournals({
  seed,
  cases,
  first = 0,
  stepsMax = 10,
  scenario = fourHosts,
}: JournalOptions): void {
  for (let number = first; number < first + cases; number++) {
    try {
      play(seed, number, scenario, stepsMax, false);
    } catch (cause) {
      play(seed, number, scenario, stepsMax, true);
      throw cause;
    }
  }
}
