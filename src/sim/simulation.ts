// The discrete-event loop: takes the next entry, moves the clock to it, lets the handler act. Knows no Kubernetes.
// Holds: time never goes back; a handler may only queue after now; a chain of wake-ups that never pauses is cut and told.
// Nothing here waits or looks at a wall clock: the caller decides how far to run and how many events a slice may take.

import { assert } from '../std/assert.ts';
import { limits } from '../std/limits.ts';
import { Queue, type Entry } from './queue.ts';

export interface SimulationState {
  readonly now: number;
  readonly seq: number;
  readonly entries: readonly Entry[];
  /** Ids that kept a chain going beyond its bound, in the order in which they ran. */
  readonly trail: readonly string[];
}

/** A wake-up after as long as this is a pause: what comes then is a new beginning. */
const pauseMs = 1_000;

/** Ids of a trail: a circle of more is cut all the same, but not all of it is told. */
const trailMax = 64;

export interface Handlers {
  run(id: string): void;
  /** A chain came back to an id that is on its trail already; the id, which is the last one given, is not run. */
  endless(circle: readonly string[]): void;
}

export interface Ran {
  readonly events: number;
  /** False when the slice ended before everything due was done. */
  readonly done: boolean;
}

export class Simulation {
  #now: number;
  readonly #queue: Queue;
  readonly #handlers: Handlers;
  #trail: string[];
  /** The chain of the entry that runs, or undefined between entries. */
  #chain: number | undefined;
  #hasWoken = false;

  constructor(state: SimulationState, handlers: Handlers) {
    this.#now = state.now;
    this.#queue = new Queue(state.entries, state.seq);
    this.#trail = [...state.trail];
    this.#handlers = handlers;
  }

  get now(): number {
    return this.#now;
  }

  get state(): SimulationState {
    return { now: this.#now, seq: this.#queue.seq, entries: this.#queue.entries(), trail: [...this.#trail] };
  }

  get next(): Entry | undefined {
    return this.#queue.peek();
  }

  get pending(): number {
    return this.#queue.size;
  }

  wake(id: string, delayMs: number): void {
    assert(
      delayMs >= 1 && Number.isSafeInteger(delayMs),
      `${id} is woken after ${delayMs} ms: time, whole milliseconds of it, must pass between a cause and what comes of it`,
    );
    const follows = this.#chain !== undefined && delayMs < pauseMs;
    if (follows) this.#hasWoken = true;
    this.#queue.wake(id, this.#now + delayMs, follows ? (this.#chain ?? 0) + 1 : 0);
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
    const isLong = entry.chain > limits.wakesInARowMax;
    if (isLong && this.#isCut(entry.id)) return true;
    this.#chain = entry.chain;
    this.#hasWoken = false;
    try {
      this.#handlers.run(entry.id);
    } finally {
      this.#chain = undefined;
    }
    if (isLong && this.#hasWoken) this.#trail = [...this.#trail, entry.id].slice(-trailMax);
    return true;
  }

  /**
   * Runs everything due at or before `until`, but at most `eventsMax` events; the clock reaches `until` only when
   * nothing due is left.
   */
  run(until: number, eventsMax: number): Ran {
    assert(Number.isSafeInteger(until), `${until} is no whole number of milliseconds`);
    let events = 0;
    while (events < eventsMax && this.step(until)) events += 1;
    const next = this.#queue.peek();
    const done = next === undefined || next.at > until;
    if (done && until > this.#now) this.#now = until;
    return { events, done };
  }

  #isCut(id: string): boolean {
    const place = this.#trail.indexOf(id);
    if (place < 0) return false;
    const circle = [...this.#trail.slice(place + 1), id];
    this.#trail = [];
    this.#handlers.endless(circle);
    return true;
  }
}
