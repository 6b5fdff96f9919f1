// The objects of one kind in one scope, in etcd's key order, with the lookups that loops and faces need.
// Holds: every list comes in key order whatever the history, so a world restored from a checkpoint behaves the same.
import { assert } from '../std/assert.ts';
import { getOwn } from '../std/own.ts';
import type { StoredObject } from './object.ts';
import type { Kind } from './kind.ts';
import type { ListBy } from './view.ts';

/** A place that stays while versions of its object come and go; lists and indexes share it. */
interface Cell {
  readonly key: string;
  object: StoredObject;
}

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

const byKey = (a: Cell, b: Cell): number => (a.key < b.key ? -1 : 1);

/**
 * Cells in key order, put in order only when somebody looks: a storm of inserts and removals between two looks costs one
 * merge, not a shift of the whole list each.
 */
class Cells {
  #sorted: Cell[] = [];
  // Many lists are in order from the start: they have neither of these.
  #added: Cell[] | undefined;
  #removed: Set<Cell> | undefined;

  constructor(...cells: readonly Cell[]) {
    for (const cell of cells) this.add(cell);
  }

  get size(): number {
    return this.#sorted.length + (this.#added?.length ?? 0) - (this.#removed?.size ?? 0);
  }

  add(cell: Cell): void {
    if (this.#removed?.delete(cell) === true) return;
    const last = this.#sorted.at(-1);
    if (this.#added !== undefined) this.#added.push(cell);
    // A list that grows from nothing takes room for many at once; many stay small.
    else if (last === undefined) this.#sorted = [cell];
    else if (last.key < cell.key) this.#sorted.push(cell);
    else this.#added = [cell];
  }

  /** Must only be called with a cell that was added. */
  remove(cell: Cell): void {
    this.#removed ??= new Set();
    this.#removed.add(cell);
  }

  get all(): readonly Cell[] {
    const removed = this.#removed;
    if (removed !== undefined) {
      const isLeft = (cell: Cell): boolean => !removed.has(cell);
      this.#sorted = this.#sorted.filter(isLeft);
      this.#added = this.#added?.filter(isLeft);
      this.#removed = undefined;
    }
    if (this.#added !== undefined) {
      this.#sorted = merged(this.#sorted, this.#added.sort(byKey));
      this.#added = undefined;
    }
    return this.#sorted;
  }
}

function merged(a: readonly Cell[], b: readonly Cell[]): Cell[] {
  const result: Cell[] = new Array<Cell>(a.length + b.length);
  let left = 0;
  let right = 0;
  for (let place = 0; place < result.length; place++) {
    const first = a[left];
    const second = b[right];
    if (second === undefined || (first !== undefined && first.key < second.key)) {
      result[place] = first as Cell;
      left += 1;
    } else {
      result[place] = second;
      right += 1;
    }
  }
  return result;
}

interface Reading {
  /** The values under which an object is found. */
  valuesOf(object: StoredObject): readonly string[];
  /** Whether two versions have the same values for certain; absent where only a look at the values tells. */
  isSame?(prev: StoredObject, next: StoredObject): boolean;
}

const nothing: readonly string[] = [];

/** Reads values off a part of the object that mostly stays the same from version to version, once for each such part. */
function remembered<Part extends object>(
  partOf: (object: StoredObject) => Part | undefined,
  valuesOf: (part: Part) => readonly string[],
): Reading {
  const known = new WeakMap<Part, readonly string[]>();
  return {
    valuesOf(object) {
      const part = partOf(object);
      if (part === undefined) return nothing;
      let values = known.get(part);
      if (values === undefined) {
        values = valuesOf(part);
        known.set(part, values);
      }
      return values;
    },
    isSame: (prev, next) => partOf(prev) === partOf(next),
  };
}

const ownersOf = remembered(
  ({ metadata }) => metadata.ownerReferences,
  (owners) => owners.map(({ uid }) => uid),
);

const labelsOf = remembered(
  ({ metadata }) => metadata.labels,
  (labels) => Object.keys(labels).map((key) => `${key}=${getOwn(labels, key)}`),
);

/** Cells under each of the values that a function reads off their objects. */
class Index {
  readonly #reading: Reading;
  /** Most values are those of one object alone: there its cell is all there is. */
  readonly #buckets = new Map<string, Cell | Cells>();

  constructor(reading: Reading, cells: readonly Cell[]) {
    this.#reading = reading;
    for (const cell of cells) for (const value of reading.valuesOf(cell.object)) this.#put(value, cell);
  }

  cells(value: string): readonly Cell[] {
    const bucket = this.#buckets.get(value);
    if (bucket === undefined) return [];
    return bucket instanceof Cells ? bucket.all : [bucket];
  }

  size(value: string): number {
    const bucket = this.#buckets.get(value);
    if (bucket === undefined) return 0;
    return bucket instanceof Cells ? bucket.size : 1;
  }

  change(cell: Cell, prev: StoredObject | undefined, next: StoredObject | undefined): void {
    const reading = this.#reading;
    if (prev !== undefined && next !== undefined && reading.isSame?.(prev, next) === true) return;
    const before = prev === undefined ? nothing : reading.valuesOf(prev);
    const after = next === undefined ? nothing : reading.valuesOf(next);
    if (before === after) return;
    for (const value of before) if (!after.includes(value)) this.#take(value, cell);
    for (const value of after) if (!before.includes(value)) this.#put(value, cell);
  }

  #put(value: string, cell: Cell): void {
    const bucket = this.#buckets.get(value);
    if (bucket === undefined) this.#buckets.set(value, cell);
    else if (bucket instanceof Cells) bucket.add(cell);
    else this.#buckets.set(value, new Cells(bucket, cell));
  }

  #take(value: string, cell: Cell): void {
    const bucket = this.#buckets.get(value);
    if (bucket instanceof Cells) bucket.remove(cell);
    if (bucket === cell || (bucket instanceof Cells && bucket.size === 0)) this.#buckets.delete(value);
  }
}

export class Collection {
  /** The kind in the version in which its objects are stored. */
  kind: Kind;
  /** What was last taken in, whether it is still there or not. */
  newest: StoredObject | undefined;
  readonly #byKey = new Map<string, Cell>();
  /** What was last found: a write looks for what it changes more than once. */
  #found: Cell | undefined;
  readonly #cells = new Cells();
  /** Made when first asked for, kept from then on. */
  readonly #indexes = new Map<string, Index>();

  constructor(kind: Kind) {
    this.kind = kind;
  }

  get size(): number {
    return this.#cells.size;
  }

  get(key: string): StoredObject | undefined {
    return this.#find(key)?.object;
  }

  list(by?: ListBy): readonly StoredObject[] {
    return this.#cellsBy(by).map((cell) => cell.object);
  }

  count(by?: ListBy): number {
    if (by === undefined) return this.#cells.size;
    const found = by.namespace === undefined ? this.#indexed(by) : undefined;
    return found === undefined ? this.#cellsBy(by).length : found[0].size(found[1]);
  }

  /**
   * Takes in an object; false, and nothing is changed, where its key is there already. It looks into the map once: among a million names
   * a look waits for memory.
   */
  add(key: string, object: StoredObject): boolean {
    const cell = { key, object };
    const { size } = this.#byKey;
    this.#byKey.set(key, cell);
    if (this.#byKey.size === size) {
      const cells = this.#cells.all;
      this.#byKey.set(key, cells[placeOf(cells, key)] as Cell);
      return false;
    }
    this.newest = object;
    this.#cells.add(cell);
    for (const index of this.#indexes.values()) index.change(cell, undefined, object);
    return true;
  }

  /**
   * Puts the next version in the place of the one that is there, and gives that back, with the key as it was given first: where all say
   * that one, a look-up of it needs no comparison.
   */
  set(key: string, next: StoredObject): { readonly key: string; readonly prev: StoredObject } {
    const cell = this.#find(key);
    assert(cell !== undefined, `${this.kind.plural} ${key} is changed but not there`);
    const prev = cell.object;
    cell.object = next;
    for (const index of this.#indexes.values()) index.change(cell, prev, next);
    return { key: cell.key, prev };
  }

  remove(key: string): StoredObject | undefined {
    const cell = this.#find(key);
    if (cell === undefined) return undefined;
    this.#byKey.delete(key);
    this.#found = undefined;
    this.#cells.remove(cell);
    for (const index of this.#indexes.values()) index.change(cell, cell.object, undefined);
    return cell.object;
  }

  #find(key: string): Cell | undefined {
    if (this.#found?.key === key) return this.#found;
    const cell = this.#byKey.get(key);
    if (cell !== undefined) this.#found = cell;
    return cell;
  }

  #cellsBy(by: ListBy | undefined): readonly Cell[] {
    if (by === undefined) return this.#cells.all;
    const { namespace } = by;
    const found = this.#indexed(by);
    if (found === undefined) return namespace === undefined ? this.#cells.all : this.#inNamespace(namespace);
    const cells = found[0].cells(found[1]);
    return namespace === undefined
      ? cells
      : cells.filter((cell) => cell.object.metadata.namespace === namespace);
  }

  /** The index that answers, and the value to look up in it. */
  #indexed(by: ListBy): readonly [Index, string] | undefined {
    if (by.owner !== undefined) return [this.#index('owner', ownersOf), by.owner];
    if (by.index !== undefined) return [this.#ownIndex(by.index[0]), by.index[1]];
    return by.label === undefined ? undefined : [this.#index('label', labelsOf), by.label];
  }

  #inNamespace(namespace: string): readonly Cell[] {
    const cells = this.#cells.all;
    // The slash that ends a namespace in a key comes right before the digit 0.
    return cells.slice(placeOf(cells, `${namespace}/`), placeOf(cells, `${namespace}0`));
  }

  #index(name: string, reading: Reading): Index {
    const made = this.#indexes.get(name);
    if (made !== undefined) return made;
    const index = new Index(reading, this.#cells.all);
    this.#indexes.set(name, index);
    return index;
  }

  /** One that the kind declares. */
  #ownIndex(name: string): Index {
    const made = this.#indexes.get(name);
    if (made !== undefined) return made;
    const valuesOf = this.kind.indexes?.[name];
    if (valuesOf === undefined) throw new Error(`${this.kind.plural} have no index ${name}`);
    return this.#index(name, { valuesOf });
  }
}
