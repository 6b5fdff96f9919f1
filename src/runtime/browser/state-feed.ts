// The state of the world to whoever follows it: at once when asked for, then whenever it changed, at most once a frame; ten times a
// second where only time went by, since the page draws its clock anew each time and every frame of it would be a third of a core.
import type { WorldState } from './door.ts';
import type { Wall } from './wall.ts';
import { whenClosed } from './watch-port.ts';

const frameMs = 16;
const clockMs = 100;

export class StateFeed {
  readonly #state: () => WorldState | undefined;
  readonly #wall: Wall;
  readonly #ports = new Set<MessagePort>();
  #toldAt = -frameMs;
  #isDue = false;
  #isClockDue = false;
  /** What was told last: what lasts, and the clock. */
  #told = '';
  #toldTime = '';

  constructor(state: () => WorldState | undefined, wall: Wall) {
    this.#state = state;
    this.#wall = wall;
  }

  follow(port: MessagePort): void {
    this.#ports.add(port);
    whenClosed(port, () => this.#ports.delete(port));
    const state = this.#state();
    if (state !== undefined) port.postMessage(state);
  }

  /** Something may have changed. */
  change(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    this.#later(frameMs, () => (this.#isDue = false));
  }

  /** Tells now, so that an answer cannot overtake the state that it led to. */
  tellNow(): void {
    this.#tell(true);
  }

  /** Looks again once so much time is over since something was told. */
  #later(ms: number, before: () => void): void {
    const look = (): void => {
      before();
      this.#tell(false);
    };
    this.#wall.later(look, Math.max(0, this.#toldAt + ms - this.#wall.now()));
  }

  #tell(isUrgent: boolean): void {
    const state = this.#state();
    if (state === undefined) return;
    const { now, next, revision, ...lasting } = state;
    const text = JSON.stringify(lasting);
    const time = `${now} ${next?.at} ${revision}`;
    if (text === this.#told) {
      if (time === this.#toldTime) return;
      if (!isUrgent && this.#wall.now() < this.#toldAt + clockMs) {
        if (!this.#isClockDue) this.#later(clockMs, () => (this.#isClockDue = false));
        this.#isClockDue = true;
        return;
      }
    }
    this.#told = text;
    this.#toldTime = time;
    this.#toldAt = this.#wall.now();
    for (const port of this.#ports) port.postMessage(state);
  }
}
