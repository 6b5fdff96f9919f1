/**
 * A list by key, as lists and watches build it: objects come and go in any order and are told in the order of their keys. Telling
 * costs one walk; only what joined since the last time is sorted.
 */
import { type Thing, keyOf } from './objects.ts';

export class Keyed<T extends Thing> {
  readonly #objects = new Map<string, T>();
  #order: readonly string[] = [];
  readonly #joined = new Set<string>();
  #left = false;

  get size(): number {
    return this.#objects.size;
  }

  put(object: T): void {
    const key = keyOf(object);
    if (!this.#objects.has(key)) this.#joined.add(key);
    this.#objects.set(key, object);
  }

  remove(object: Thing): void {
    const key = keyOf(object);
    if (!this.#objects.delete(key)) return;
    if (!this.#joined.delete(key)) this.#left = true;
  }

  list(): readonly T[] {
    if (this.#left || this.#joined.size > 0) this.#order = this.#merged();
    this.#left = false;
    this.#joined.clear();
    const objects: T[] = [];
    for (const key of this.#order) {
      const object = this.#objects.get(key);
      if (object !== undefined) objects.push(object);
    }
    return objects;
  }

  #merged(): readonly string[] {
    const joined = [...this.#joined].sort();
    const order: string[] = [];
    let at = 0;
    for (const key of this.#order) {
      // A key that left and joined again stands in both.
      if (!this.#objects.has(key) || this.#joined.has(key)) continue;
      for (let next = joined[at]; next !== undefined && next < key; next = joined[++at]) order.push(next);
      order.push(key);
    }
    return [...order, ...joined.slice(at)];
  }
}
