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
  run(worker: string, key: string): void;
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

  /** What is due next, and when. */
  get next(): { readonly worker: string; readonly key: string; readonly at: number } | undefined {
    const wake = this.#queue.peek();
    return wake === undefined ? undefined : { worker: wake.worker, key: wake.key, at: wake.moment.at };
  }

  get pending(): number {
    return this.#queue.size;
  }

  wake(worker: string, key: string, delayMs: number): void {
    assert(
      delayMs >= 1 && Number.isSafeInteger(delayMs),
      `${worker} ${key} is woken after ${delayMs} ms: time, whole milliseconds of it, must pass between a cause and what comes of it`,
    );
    const follows = this.#chain !== undefined && delayMs < pauseMs;
    if (follows) this.#hasWoken = true;
    this.#queue.wake(worker, key, this.#now + delayMs, follows ? (this.#chain ?? 0) + 1 : 0);
  }

  /** Takes back all that is queued for a worker. */
  cancel(worker: string): void {
    this.#queue.cancel(worker);
  }

  /** Handles the next entry if it is due at or before `until`. */
  step(until: number): boolean {
    const wake = this.#queue.peek();
    if (wake === undefined || wake.moment.at > until) return false;
    this.#queue.pop();
    const { worker, key, chain } = wake;
    if (wake.moment.at > this.#now) this.#now = wake.moment.at;
    const isLong = chain > limits.wakesInARowMax;
    if (isLong && this.#isCut(`${worker} ${key}`)) return true;
    this.#chain = chain;
    this.#hasWoken = false;
    try {
      this.#handlers.run(worker, key);
    } finally {
      this.#chain = undefined;
    }
    if (isLong && this.#hasWoken) this.#trail = [...this.#trail, `${worker} ${key}`].slice(-trailMax);
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
    const done = next === undefined || next.moment.at > until;
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
