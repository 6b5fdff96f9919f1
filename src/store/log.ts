// The change log of a scope: what moves the world. A watch is its tail, waking is a function of one change, looking back
// walks it. Holds: revisions rise strictly. It is a window: what fell out of it is gone, and said so.
import { limits } from '../std/limits.ts';
import type { StoredObject } from './object.ts';

export interface Change {
  /** The scope's revision that this change made. */
  readonly rv: number;
  /** Simulated milliseconds since the Unix epoch. */
  readonly at: number;
  readonly kind: string;
  readonly key: string;
  readonly prev: StoredObject | undefined;
  readonly next: StoredObject | undefined;
  /** The user or the loop that wrote. */
  readonly by: string;
  readonly why: string;
}

export class ChangeLog {
  #changes: Change[] = [];
  #start = 0;
  #compacted: number;

  constructor(revision: number) {
    this.#compacted = revision;
  }

  /** Changes at or below this revision are not kept. */
  get compacted(): number {
    return this.#compacted;
  }

  append(change: Change): void {
    this.#changes.push(change);
    if (this.#changes.length - this.#start <= limits.changesKeptMax) return;
    this.#compacted = (this.#changes[this.#start] as Change).rv;
    this.#start += 1;
    if (this.#start > limits.changesKeptMax / 2) {
      this.#changes = this.#changes.slice(this.#start);
      this.#start = 0;
    }
  }

  /** The changes after a revision in order, or undefined when some of them are no longer kept. */
  since(rv: number): readonly Change[] | undefined {
    if (rv < this.#compacted) return undefined;
    let low = this.#start;
    let high = this.#changes.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#changes[middle] as Change).rv <= rv) low = middle + 1;
      else high = middle;
    }
    return this.#changes.slice(low);
  }
}
