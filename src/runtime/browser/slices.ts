// Long runs of a world in slices: between two of them requests enter, so that opening a link or a workspace blocks nobody.
import type { World } from '../../world.ts';
import { sliceMs } from '../pace.ts';
import type { Wall } from './wall.ts';

/** Events between two looks at the wall clock. */
const eventsPerLook = 16;

/** Cuts one long piece of work into slices: `await turn.end()` breathes once the slice is over. */
export class Turns {
  readonly #wall: Wall;
  #until: number;

  constructor(wall: Wall) {
    this.#wall = wall;
    this.#until = wall.now() + sliceMs;
  }

  /** True when others had their turn in between, so that the caller looks whether it is still wanted. */
  async end(): Promise<boolean> {
    if (this.#wall.now() < this.#until) return false;
    await this.#wall.breathe();
    this.#until = this.#wall.now() + sliceMs;
    return true;
  }
}

/** Runs a world to a simulated moment; `isUnwanted` is asked after every slice and ends the run early. */
export async function runInSlices(
  world: World,
  until: number,
  turns: Turns,
  isUnwanted: () => boolean = () => false,
): Promise<void> {
  while (!world.run(until, eventsPerLook).done) {
    if ((await turns.end()) && isUnwanted()) return;
  }
}
