// What is still to happen: ids with a time. Plain data, so a checkpoint can hold it.
// Holds: an id is queued at most once; order is by time, then by the sequence in which entries came.

import { IndexedHeap } from '../std/indexed-heap.ts';

export interface Entry {
  readonly id: string;
  /** Simulated milliseconds since the Unix epoch. */
  readonly at: number;
  readonly seq: number;
}

export class Queue {
  readonly #heap = new IndexedHeap<Entry>((a, b) => a.at < b.at || (a.at === b.at && a.seq < b.seq));
  #seq: number;

  constructor(entries: readonly Entry[] = [], seq = 0) {
    this.#seq = seq;
    for (const entry of entries) this.#heap.set(entry);
  }

  get size(): number {
    return this.#heap.size;
  }

  /** The sequence number that the next entry gets. */
  get seq(): number {
    return this.#seq;
  }

  peek(): Entry | undefined {
    return this.#heap.peek();
  }

  pop(): Entry | undefined {
    return this.#heap.pop();
  }

  /** Queues the id; where it is queued already, the sooner of the two times stands. */
  wake(id: string, at: number): void {
    const queued = this.#heap.get(id);
    if (queued !== undefined && queued.at <= at) return;
    this.#heap.set({ id, at, seq: this.#seq++ });
  }

  cancel(id: string): void {
    this.#heap.remove(id);
  }

  /** All entries in the order in which they will run. */
  entries(): readonly Entry[] {
    return this.#heap.sorted();
  }
}
