// How fast simulated time goes by: pause, 1x to 1000x, as fast as the machine can, to the next change. Turns wall time into
// slices of the world's run, so that a request never waits longer than a slice. The caller brings the wall clock.
import { limits } from '../std/limits.ts';

/** What is paced: a world, or a door to one. */
export interface Paced {
  readonly now: number;
  readonly next: { readonly at: number } | undefined;
  run(until: number, eventsMax: number): { readonly events: number; readonly done: boolean };
  runToChange(until: number, eventsMax: number): boolean;
}

export interface WallClock {
  /** Milliseconds from any origin, never going back. */
  readonly now: () => number;
  readonly later: (run: () => void, ms: number) => unknown;
}

export type Speed = number | 'max';

export const speeds = [1, 10, 100, 1000] as const;

/** A slice ends after so much wall time: the world must answer in between. */
export const sliceMs = 8;
/** Events between two looks at the wall clock. */
const eventsPerLook = 32;
/** How often a running world moves on when little happens. */
const tickMs = 16;
/** `max` without anything due jumps at most so far at once, so that time still passes in an idle world. */
const idleJumpMs = 60_000;

export class Pace {
  readonly #world: () => Paced;
  readonly #wall: WallClock;
  readonly #onSlice: () => void;
  #speed: Speed = 1;
  #running = false;
  /** Wall and simulated time from which the present speed is counted. */
  #wallStart = 0;
  #simStart = 0;
  /** Set while an advance is under way: run there as fast as possible, then go on as before. */
  #target: { readonly at: number; readonly done: () => void } | undefined;
  #scheduled = false;

  constructor(world: () => Paced, wall: WallClock, onSlice: () => void) {
    this.#world = world;
    this.#wall = wall;
    this.#onSlice = onSlice;
  }

  get running(): boolean {
    return this.#running;
  }

  get speed(): Speed {
    return this.#speed;
  }

  get advancing(): boolean {
    return this.#target !== undefined;
  }

  play(speed: Speed = this.#speed): void {
    this.#speed = speed;
    this.#running = true;
    this.rebase();
    this.#schedule(0);
  }

  pause(): void {
    this.#running = false;
  }

  /** Starts counting anew from here: after a change of world or of speed. */
  rebase(): void {
    this.#wallStart = this.#wall.now();
    this.#simStart = this.#world().now;
  }

  /** Runs on to a simulated moment as fast as the machine can; `done` is called once it is reached. */
  advance(at: number, done: () => void): void {
    this.#target?.done();
    this.#target = { at, done };
    this.#schedule(0);
  }

  /** Steps to the next event that changes something, at most `spanMs` ahead; true if there was one. */
  step(spanMs: number): boolean {
    const world = this.#world();
    const changed = world.runToChange(world.now + spanMs, limits.eventsPerSliceMax);
    this.rebase();
    return changed;
  }

  #schedule(ms: number): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#wall.later(() => {
      this.#scheduled = false;
      this.#slice();
    }, ms);
  }

  #goal(): number {
    if (this.#target !== undefined) return this.#target.at;
    const world = this.#world();
    if (this.#speed === 'max') return world.next?.at ?? world.now + idleJumpMs;
    return Math.floor(this.#simStart + (this.#wall.now() - this.#wallStart) * this.#speed);
  }

  #slice(): void {
    const world = this.#world();
    if (!this.#running && this.#target === undefined) return;
    const until = this.#wall.now() + sliceMs;
    let goal = this.#goal();
    let done: boolean;
    do {
      done = world.run(goal, eventsPerLook).done;
      if (done && this.#speed === 'max' && this.#target === undefined) {
        goal = this.#goal();
        done = goal > world.now && world.next === undefined;
      }
    } while (!done && this.#wall.now() < until);
    if (done && this.#target !== undefined) {
      const target = this.#target;
      this.#target = undefined;
      this.rebase();
      target.done();
    }
    this.#onSlice();
    if (this.#running || this.#target !== undefined) this.#schedule(done ? tickMs : 0);
  }
}
