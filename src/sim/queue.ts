// What is still to happen: ids with a time. Plain data, so a checkpoint can hold it.
// Holds: an id is queued at most once; order is by time, then by the sequence in which entries came.

import { IndexedHeap } from '../std/indexed-heap.ts';

export interface Entry {
  readonly id: string;
  /** Simulated milliseconds since the Unix epoch. */
  readonly at: number;
  readonly seq: number;
  /** How many wake-ups led here in a row, none of them a pause: a chain that does not end is a livelock. */
  readonly chain: number;
}

export class Queue {
  readonly #heap = new IndexedHeap<Entry>();
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

  /** Queues the id; where it is queued already, the sooner of the two times and the longer of the two chains stand. */
  wake(id: string, at: number, chain = 0): void {
    const queued = this.#heap.get(id);
    const longer = Math.max(chain, queued?.chain ?? 0);
    if (queued === undefined) this.#heap.add({ id, at, seq: this.#seq++, chain: longer });
    else if (at < queued.at) this.#heap.set({ id, at, seq: this.#seq++, chain: longer });
    else if (longer !== queued.chain) this.#heap.set({ ...queued, chain: longer });
  }

  cancel(id: string): void {
    this.#heap.remove(id);
  }

  /** All entries in the order in which they will run. */
  entries(): readonly Entry[] {
    return this.#heap.sorted();
  }
}
