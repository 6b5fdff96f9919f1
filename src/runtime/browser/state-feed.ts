// The state of the world to whoever follows it: at once when asked for, then whenever it changed, at most once a frame.
import type { WorldState } from './door.ts';
import type { Wall } from './wall.ts';
import { whenClosed } from './watch-port.ts';

const frameMs = 16;

export class StateFeed {
  readonly #state: () => WorldState | undefined;
  readonly #wall: Wall;
  readonly #ports = new Set<MessagePort>();
  #toldAt = -frameMs;
  #isDue = false;
  #told = '';

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
    this.#wall.later(() => this.#tell(), Math.max(0, this.#toldAt + frameMs - this.#wall.now()));
  }

  /** Tells now, so that an answer cannot overtake the state that it led to. */
  tellNow(): void {
    this.#tell();
  }

  #tell(): void {
    this.#isDue = false;
    const state = this.#state();
    if (state === undefined) return;
    const text = JSON.stringify(state);
    if (text === this.#told) return;
    this.#told = text;
    this.#toldAt = this.#wall.now();
    for (const port of this.#ports) port.postMessage(state);
  }
}
