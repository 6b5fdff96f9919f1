// The discrete-event loop: takes the next entry, moves the clock to it, lets the handler act. Knows no Kubernetes.
// Holds: time never goes back; a handler may only queue at or after now. Nothing here waits or looks at a wall clock:
// the caller decides how far to run and how many events a slice may take.

import { assert } from '../std/assert.ts';
import { Queue, type Entry } from './queue.ts';

export interface SimulationState {
  readonly now: number;
  readonly seq: number;
  readonly entries: readonly Entry[];
}

export interface Ran {
  readonly events: number;
  /** False when the slice ended before everything due was done. */
  readonly done: boolean;
}

export class Simulation {
  #now: number;
  readonly #queue: Queue;
  readonly #handle: (id: string) => void;

  constructor(state: SimulationState, handle: (id: string) => void) {
    this.#now = state.now;
    this.#queue = new Queue(state.entries, state.seq);
    this.#handle = handle;
  }

  get now(): number {
    return this.#now;
  }

  get state(): SimulationState {
    return { now: this.#now, seq: this.#queue.seq, entries: this.#queue.entries() };
  }

  get next(): Entry | undefined {
    return this.#queue.peek();
  }

  get pending(): number {
    return this.#queue.size;
  }

  wake(id: string, delayMs: number): void {
    assert(delayMs >= 0, `${id} is woken in the past by ${delayMs} ms`);
    this.#queue.wake(id, this.#now + delayMs);
  }

  cancel(id: string): void {
    this.#queue.cancel(id);
  }

  /** Handles the next entry if it is due at or before `until`. */
  step(until: number): boolean {
    const entry = this.#queue.peek();
    if (entry === undefined || entry.at > until) return false;
    this.#queue.pop();
    if (entry.at > this.#now) this.#now = entry.at;
    this.#handle(entry.id);
    return true;
  }

  /**
   * Runs everything due at or before `until`, but at most `eventsMax` events; the clock reaches `until` only when
   * nothing due is left.
   */
  run(until: number, eventsMax: number): Ran {
    let events = 0;
    while (events < eventsMax && this.step(until)) events += 1;
    const next = this.#queue.peek();
    const done = next === undefined || next.at > until;
    if (done && until > this.#now) this.#now = until;
    return { events, done };
  }
}
