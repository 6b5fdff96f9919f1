// The moments at which something is due, soonest first: a binary heap. What is due within one millisecond shares its moment, so there
// are far fewer of them than wake-ups.

/** A moment and what is due in it, in the order in which it came. */
export interface Moment<Item> {
  /** Simulated milliseconds since the Unix epoch. */
  readonly at: number;
  readonly items: Item[];
  /** How many of the items are dealt with. */
  done: number;
}

export class Moments<Item> {
  readonly #heap: Moment<Item>[] = [];
  readonly #byTime = new Map<number, Moment<Item>>();

  /** The soonest. */
  get first(): Moment<Item> | undefined {
    return this.#heap[0];
  }

  /** The one at a time, made where there is none. */
  at(at: number): Moment<Item> {
    let moment = this.#byTime.get(at);
    if (moment === undefined) {
      moment = { at, items: [], done: 0 };
      this.#byTime.set(at, moment);
      this.#rise(moment);
    }
    return moment;
  }

  /** Takes the soonest away. */
  shift(): void {
    const first = this.#heap[0];
    if (first === undefined) return;
    this.#byTime.delete(first.at);
    const last = this.#heap.pop() as Moment<Item>;
    if (last !== first) this.#sink(last);
  }

  #rise(moment: Moment<Item>): void {
    const heap = this.#heap;
    let place = heap.length;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const other = heap[above] as Moment<Item>;
      if (other.at < moment.at) break;
      heap[place] = other;
      place = above;
    }
    heap[place] = moment;
  }

  /** Puts a moment in the place of the soonest. */
  #sink(moment: Moment<Item>): void {
    const heap = this.#heap;
    let place = 0;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= heap.length) break;
      const right = heap[below + 1];
      if (right !== undefined && right.at < (heap[below] as Moment<Item>).at) below += 1;
      const other = heap[below] as Moment<Item>;
      if (other.at > moment.at) break;
      heap[place] = other;
      place = below;
    }
    heap[place] = moment;
  }
}
