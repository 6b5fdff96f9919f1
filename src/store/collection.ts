// The objects of one kind in one scope, in etcd's key order, with the lookups that loops and faces need.
// Holds: every list comes in key order whatever the history, so a world restored from a checkpoint behaves the same.
import { getOwn } from '../std/own.ts';
import { keyOfObject, type StoredObject } from './object.ts';
import type { Kind } from './kind.ts';
import type { ListBy } from './view.ts';

/** A place that stays while versions of its object come and go. */
interface Cell {
  readonly key: string;
  object: StoredObject;
}

const none: readonly Cell[] = [];

/** First place whose key is not before `key`. */
function placeOf(cells: readonly Cell[], key: string): number {
  let low = 0;
  let high = cells.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cells[middle] as Cell).key < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

function insert(cells: Cell[], cell: Cell): void {
  const last = cells.at(-1);
  if (last === undefined || last.key < cell.key) cells.push(cell);
  else cells.splice(placeOf(cells, cell.key), 0, cell);
}

function take(cells: Cell[], key: string): void {
  const place = placeOf(cells, key);
  if (cells[place]?.key === key) cells.splice(place, 1);
}

type IndexOf = (object: StoredObject) => readonly string[];

const ownersOf: IndexOf = (object) => (object.metadata.ownerReferences ?? []).map((owner) => owner.uid);

const labelsOf: IndexOf = (object) => {
  const labels = object.metadata.labels;
  return labels === undefined ? [] : Object.keys(labels).map((key) => `${key}=${getOwn(labels, key)}`);
};

class Index {
  readonly #valuesOf: IndexOf;
  readonly #cells = new Map<string, Cell[]>();

  constructor(valuesOf: IndexOf, cells: readonly Cell[]) {
    this.#valuesOf = valuesOf;
    for (const cell of cells) this.#put(cell, valuesOf(cell.object));
  }

  cells(value: string): readonly Cell[] {
    return this.#cells.get(value) ?? none;
  }

  change(cell: Cell, prev: StoredObject | undefined, next: StoredObject | undefined): void {
    const before = prev === undefined ? [] : this.#valuesOf(prev);
    const after = next === undefined ? [] : this.#valuesOf(next);
    if (before.length === after.length && before.every((value, index) => value === after[index])) return;
    for (const value of before) {
      const cells = this.#cells.get(value);
      if (cells === undefined) continue;
      take(cells, cell.key);
      if (cells.length === 0) this.#cells.delete(value);
    }
    this.#put(cell, after);
  }

  #put(cell: Cell, values: readonly string[]): void {
    for (const value of values) {
      const cells = this.#cells.get(value);
      if (cells === undefined) this.#cells.set(value, [cell]);
      else insert(cells, cell);
    }
  }
}

export class Collection {
  readonly kind: Kind;
  readonly #byKey = new Map<string, Cell>();
  readonly #cells: Cell[] = [];
  /** Made when first asked for, kept from then on. */
  readonly #indexes = new Map<string, Index>();

  constructor(kind: Kind) {
    this.kind = kind;
  }

  get size(): number {
    return this.#cells.length;
  }

  get(key: string): StoredObject | undefined {
    return this.#byKey.get(key)?.object;
  }

  list(by?: ListBy): readonly StoredObject[] {
    return this.#cellsBy(by).map((cell) => cell.object);
  }

  count(by?: ListBy): number {
    return this.#cellsBy(by).length;
  }

  /** At most `max` objects after the key, in key order: a page of a long list. */
  page(namespace: string | undefined, after: string, max: number): readonly StoredObject[] {
    const cells = namespace === undefined ? this.#cells : this.#inNamespace(namespace);
    let start = placeOf(cells, after);
    if (cells[start]?.key === after) start += 1;
    return cells.slice(start, start + max).map((cell) => cell.object);
  }

  set(next: StoredObject): StoredObject | undefined {
    const key = keyOfObject(next);
    const cell = this.#byKey.get(key);
    if (cell === undefined) {
      const made = { key, object: next };
      this.#byKey.set(key, made);
      insert(this.#cells, made);
      for (const index of this.#indexes.values()) index.change(made, undefined, next);
      return undefined;
    }
    const prev = cell.object;
    cell.object = next;
    for (const index of this.#indexes.values()) index.change(cell, prev, next);
    return prev;
  }

  remove(key: string): StoredObject | undefined {
    const cell = this.#byKey.get(key);
    if (cell === undefined) return undefined;
    this.#byKey.delete(key);
    take(this.#cells, key);
    for (const index of this.#indexes.values()) index.change(cell, cell.object, undefined);
    return cell.object;
  }

  #cellsBy(by: ListBy | undefined): readonly Cell[] {
    if (by === undefined) return this.#cells;
    const { namespace } = by;
    const found =
      by.owner !== undefined
        ? this.#index('owner', ownersOf).cells(by.owner)
        : by.index !== undefined
          ? this.#index(by.index[0], this.kind.indexes?.[by.index[0]]).cells(by.index[1])
          : by.label !== undefined
            ? this.#index('label', labelsOf).cells(by.label)
            : undefined;
    if (found === undefined) return namespace === undefined ? this.#cells : this.#inNamespace(namespace);
    return namespace === undefined
      ? found
      : found.filter((cell) => cell.object.metadata.namespace === namespace);
  }

  #inNamespace(namespace: string): readonly Cell[] {
    return this.#cells.slice(placeOf(this.#cells, `${namespace}/`), placeOf(this.#cells, `${namespace}0`));
  }

  #index(name: string, valuesOf: IndexOf | undefined): Index {
    const made = this.#indexes.get(name);
    if (made !== undefined) return made;
    if (valuesOf === undefined) throw new Error(`${this.kind.plural} have no index ${name}`);
    const index = new Index(valuesOf, this.#cells);
    this.#indexes.set(name, index);
    return index;
  }
}
