// What is still to happen: who is to be woken for which key, and when. Plain data, so a checkpoint can hold it.
// Holds: a worker has a key queued at most once; order is by time, then by the sequence in which entries came.

import { Moments, type Moment } from './moments.ts';

export interface Entry {
  /** `<worker> <key>`; no key has a space in it. */
  readonly id: string;
  /** Simulated milliseconds since the Unix epoch. */
  readonly at: number;
  readonly seq: number;
  /** How many wake-ups led here in a row, none of them a pause: a chain that does not end is a livelock. */
  readonly chain: number;
}

/** An entry at work. */
interface Wake {
  readonly worker: string;
  readonly key: string;
  readonly moment: Moment<Wake>;
  readonly seq: number;
  chain: number;
  /** It stays in its moment when it is taken back or moved to a sooner one. */
  isVoid: boolean;
}

/** So many more void wake-ups than others are left where they are. */
const voidsKept = 1_000;

export class Queue {
  readonly #byWorker = new Map<string, Map<string, Wake>>();
  #moments = new Moments<Wake>();
  #size = 0;
  #voids = 0;
  #seq: number;

  constructor(entries: readonly Entry[] = [], seq = 0) {
    this.#seq = seq;
    const sorted = [...entries].sort((a, b) => a.seq - b.seq);
    for (const { id, at, seq: order, chain } of sorted) {
      const end = id.lastIndexOf(' ');
      this.#add(id.slice(0, end), id.slice(end + 1), at, order, chain);
    }
  }

  get size(): number {
    return this.#size;
  }

  /** The sequence number that the next entry gets. */
  get seq(): number {
    return this.#seq;
  }

  /** What is due first. */
  peek(): Wake | undefined {
    for (;;) {
      const moment = this.#moments.first;
      if (moment === undefined) return undefined;
      for (; moment.done < moment.items.length; moment.done++) {
        const wake = moment.items[moment.done] as Wake;
        if (!wake.isVoid) return wake;
        this.#voids -= 1;
      }
      this.#moments.shift();
    }
  }

  pop(): Wake | undefined {
    const wake = this.peek();
    if (wake === undefined) return undefined;
    wake.moment.done += 1;
    this.#byWorker.get(wake.worker)?.delete(wake.key);
    this.#size -= 1;
    return wake;
  }

  /** Queues the key; where it is queued already, the sooner of the two times and the longer of the two chains stand. */
  wake(worker: string, key: string, at: number, chain = 0): void {
    const queued = this.#byWorker.get(worker)?.get(key);
    if (queued === undefined) {
      this.#add(worker, key, at, this.#seq++, chain);
      return;
    }
    const longer = Math.max(chain, queued.chain);
    if (at < queued.moment.at) {
      this.#void(queued);
      this.#add(worker, key, at, this.#seq++, longer);
      this.#sweep();
    } else queued.chain = longer;
  }

  /** Takes back all that is queued for a worker. */
  cancel(worker: string): void {
    for (const wake of this.#byWorker.get(worker)?.values() ?? []) this.#void(wake);
    this.#byWorker.delete(worker);
    this.#sweep();
  }

  /** All entries in the order in which they will run. */
  entries(): readonly Entry[] {
    return this.#wakes().map(({ worker, key, moment, seq, chain }) => ({
      id: `${worker} ${key}`,
      at: moment.at,
      seq,
      chain,
    }));
  }

  #wakes(): readonly Wake[] {
    const wakes = [...this.#byWorker.values()].flatMap((byKey) => [...byKey.values()]);
    return wakes.sort((a, b) => a.moment.at - b.moment.at || a.seq - b.seq);
  }

  #add(worker: string, key: string, at: number, seq: number, chain: number): void {
    let byKey = this.#byWorker.get(worker);
    if (byKey === undefined) this.#byWorker.set(worker, (byKey = new Map()));
    const moment = this.#moments.at(at);
    const wake = { worker, key, moment, seq, chain, isVoid: false };
    moment.items.push(wake);
    byKey.set(key, wake);
    this.#size += 1;
  }

  #void(wake: Wake): void {
    wake.isVoid = true;
    this.#size -= 1;
    this.#voids += 1;
  }

  /** Leaves out what is void, once that is most of what there is. */
  #sweep(): void {
    if (this.#voids <= this.#size + voidsKept) return;
    const wakes = this.#wakes();
    this.#byWorker.clear();
    this.#moments = new Moments();
    this.#size = 0;
    this.#voids = 0;
    for (const { worker, key, moment, seq, chain } of wakes) this.#add(worker, key, moment.at, seq, chain);
  }
}
