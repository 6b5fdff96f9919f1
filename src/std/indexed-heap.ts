// A binary heap of what is due, whose items are found again by id, so that an item can be moved or taken out.
// Used by the event queue. What decides the order lies in columns of numbers: a heap of thousands is walked from top to bottom for
// every event, and each look at an item would be a miss of the cache.

/** Comes before another by its time, then by its sequence number, of which no two items have the same. */
export interface Due {
  readonly id: string;
  readonly at: number;
  readonly seq: number;
}

/** An item with its place in the heap: what moves in the heap tells nobody but itself. */
interface Slot<Item> {
  item: Item;
  place: number;
}

const roomAtFirst = 64;

function doubled(column: Float64Array): Float64Array<ArrayBuffer> {
  const larger = new Float64Array(2 * column.length);
  larger.set(column);
  return larger;
}

export class IndexedHeap<Item extends Due> {
  readonly #slots: Slot<Item>[] = [];
  readonly #byId = new Map<string, Slot<Item>>();
  /** `at` and `seq` of the slots. */
  #at = new Float64Array(roomAtFirst);
  #seq = new Float64Array(roomAtFirst);

  get size(): number {
    return this.#slots.length;
  }

  get(id: string): Item | undefined {
    return this.#byId.get(id)?.item;
  }

  peek(): Item | undefined {
    return this.#slots[0]?.item;
  }

  /** Puts the item in, in the place of the one with the same id if there is one. */
  set(item: Item): void {
    const known = this.#byId.get(item.id);
    if (known !== undefined) {
      known.item = item;
      this.#settle(known);
    } else this.add(item);
  }

  /** Puts an item in whose id is not there. */
  add(item: Item): void {
    const slot = { item, place: this.#slots.length };
    this.#slots.push(slot);
    this.#byId.set(item.id, slot);
    if (this.#slots.length > this.#at.length) {
      this.#at = doubled(this.#at);
      this.#seq = doubled(this.#seq);
    }
    this.#rise(slot);
  }

  remove(id: string): Item | undefined {
    const slot = this.#byId.get(id);
    return slot === undefined ? undefined : this.#take(slot);
  }

  pop(): Item | undefined {
    const first = this.#slots[0];
    return first === undefined ? undefined : this.#take(first);
  }

  #take(slot: Slot<Item>): Item {
    this.#byId.delete(slot.item.id);
    const last = this.#slots.pop() as Slot<Item>;
    if (last !== slot) {
      last.place = slot.place;
      this.#settle(last);
    }
    return slot.item;
  }

  /** All items in order; a copy. */
  sorted(): Item[] {
    return this.#slots.map(({ item }) => item).sort((a, b) => a.at - b.at || a.seq - b.seq);
  }

  #settle(slot: Slot<Item>): void {
    const { item, place } = slot;
    if (place > 0 && this.#isBehind((place - 1) >> 1, item.at, item.seq)) this.#rise(slot);
    else this.#sink(slot);
  }

  #rise(slot: Slot<Item>): void {
    const { at, seq } = slot.item;
    let place = slot.place;
    while (place > 0) {
      const above = (place - 1) >> 1;
      if (!this.#isBehind(above, at, seq)) break;
      this.#move(above, place);
      place = above;
    }
    this.#put(place, slot, at, seq);
  }

  #sink(slot: Slot<Item>): void {
    const { at, seq } = slot.item;
    const size = this.#slots.length;
    let place = slot.place;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= size) break;
      const right = below + 1;
      if (right < size && this.#isBehind(below, this.#at[right] as number, this.#seq[right] as number)) {
        below = right;
      }
      if (this.#isBehind(below, at, seq)) break;
      this.#move(below, place);
      place = below;
    }
    this.#put(place, slot, at, seq);
  }

  /** Whether what stands at a place comes after something else. */
  #isBehind(place: number, at: number, seq: number): boolean {
    const other = this.#at[place] as number;
    return other > at || (other === at && (this.#seq[place] as number) > seq);
  }

  #move(from: number, to: number): void {
    this.#put(to, this.#slots[from] as Slot<Item>, this.#at[from] as number, this.#seq[from] as number);
  }

  #put(place: number, slot: Slot<Item>, at: number, seq: number): void {
    this.#slots[place] = slot;
    this.#at[place] = at;
    this.#seq[place] = seq;
    slot.place = place;
  }
}
