// A binary heap whose items are found again by id, so that an item can be moved or taken out.
// Used by the event queue; order is the caller's `before`, which must be total.

interface Identified {
  readonly id: string;
}

export class IndexedHeap<Item extends Identified> {
  readonly #items: Item[] = [];
  readonly #places = new Map<string, number>();
  readonly #before: (a: Item, b: Item) => boolean;

  constructor(before: (a: Item, b: Item) => boolean) {
    this.#before = before;
  }

  get size(): number {
    return this.#items.length;
  }

  get(id: string): Item | undefined {
    const place = this.#places.get(id);
    return place === undefined ? undefined : this.#items[place];
  }

  peek(): Item | undefined {
    return this.#items[0];
  }

  /** Puts the item in, in the place of the one with the same id if there is one. */
  set(item: Item): void {
    const place = this.#places.get(item.id);
    if (place === undefined) {
      this.#items.push(item);
      this.#rise(this.#items.length - 1, item);
    } else {
      this.#settle(place, item);
    }
  }

  remove(id: string): Item | undefined {
    const place = this.#places.get(id);
    if (place === undefined) return undefined;
    const item = this.#items[place];
    const last = this.#items.pop();
    this.#places.delete(id);
    if (last !== undefined && place < this.#items.length) this.#settle(place, last);
    return item;
  }

  pop(): Item | undefined {
    const first = this.#items[0];
    return first === undefined ? undefined : this.remove(first.id);
  }

  /** All items in order; a copy. */
  sorted(): Item[] {
    return [...this.#items].sort((a, b) => (this.#before(a, b) ? -1 : 1));
  }

  #settle(place: number, item: Item): void {
    const parent = this.#items[(place - 1) >> 1];
    if (place > 0 && parent !== undefined && this.#before(item, parent)) this.#rise(place, item);
    else this.#sink(place, item);
  }

  #rise(from: number, item: Item): void {
    let place = from;
    while (place > 0) {
      const above = (place - 1) >> 1;
      const parent = this.#items[above] as Item;
      if (!this.#before(item, parent)) break;
      this.#put(place, parent);
      place = above;
    }
    this.#put(place, item);
  }

  #sink(from: number, item: Item): void {
    const size = this.#items.length;
    let place = from;
    for (;;) {
      let below = 2 * place + 1;
      if (below >= size) break;
      const right = this.#items[below + 1];
      if (right !== undefined && this.#before(right, this.#items[below] as Item)) below += 1;
      const child = this.#items[below] as Item;
      if (!this.#before(child, item)) break;
      this.#put(place, child);
      place = below;
    }
    this.#put(place, item);
  }

  #put(place: number, item: Item): void {
    this.#items[place] = item;
    this.#places.set(item.id, place);
  }
}
