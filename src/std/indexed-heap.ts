// A binary heap whose items are found again by id, so that an item can be moved or taken out.
// Used by the event queue; order is the caller's `before`, which must be total.

interface Identified {
  readonly id: string;
}

/** An item with its place in the heap: what moves in the heap tells nobody but itself. */
interface Slot<Item> {
  item: Item;
  place: number;
}

export class IndexedHeap<Item extends Identified> {
  readonly #slots: Slot<Item>[] = [];
  readonly #byId = new Map<string, Slot<Item>>();
  readonly #before: (a: Item, b: Item) => boolean;

  constructor(before: (a: Item, b: Item) => boolean) {
    this.#before = before;
  }

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
      return;
    }
    const slot = { item, place: this.#slots.length };
    this.#slots.push(slot);
    this.#byId.set(item.id, slot);
    this.#rise(slot);
  }

  remove(id: string): Item | undefined {
    const slot = this.#byId.get(id);
    if (slot === undefined) return undefined;
    this.#byId.delete(id);
    const last = this.#slots.pop() as Slot<Item>;
    if (last !== slot) {
      last.place = slot.place;
      this.#settle(last);
    }
    return slot.item;
  }

  pop(): Item | undefined {
    const first = this.#slots[0];
    return first === undefined ? undefined : this.remove(first.item.id);
  }

  /** All items in order; a copy. */
  sorted(): Item[] {
    return this.#slots.map(({ item }) => item).sort((a, b) => (this.#before(a, b) ? -1 : 1));
  }

  #settle(slot: Slot<Item>): void {
    const parent = this.#slots[(slot.place - 1) >> 1];
    if (slot.place > 0 && parent !== undefined && this.#before(slot.item, parent.item)) this.#rise(slot);
    else this.#sink(slot);
  }

  #rise(slot: Slot<Item>): void {
    let place = slot.place;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#slots[above] as Slot<Item>;
      if (!this.#before(slot.item, parent.item)) break;
      this.#put(place, parent);
      place = above;
    }
    this.#put(place, slot);
  }

  #sink(slot: Slot<Item>): void {
    const size = this.#slots.length;
    let place = slot.place;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= size) break;
      let child = this.#slots[below] as Slot<Item>;
      const right = this.#slots[below + 1];
      if (right !== undefined && this.#before(right.item, child.item)) {
        below += 1;
        child = right;
      }
      if (!this.#before(child.item, slot.item)) break;
      this.#put(place, child);
      place = below;
    }
    this.#put(place, slot);
  }

  #put(place: number, slot: Slot<Item>): void {
    this.#slots[place] = slot;
    slot.place = place;
  }
}
