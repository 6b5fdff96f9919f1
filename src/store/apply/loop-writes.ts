// What a write of a loop of the world makes of an object's entries. It costs what the write changed, not what the object has:
// the loop's entry stays open, and only what it takes from others is told apart.
import type { JsonObject } from '../../std/draft.ts';
import type { StoredObject } from '../object.ts';
import { compare } from './compare.ts';
import { fieldElement } from './element.ts';
import type { Endpoint } from './field-manager.ts';
import { difference, intersection, noFields, union, type FieldSet } from './field-set.ts';
import { fromFieldsV1, toFieldsV1 } from './fields-v1.ts';
import { withoutMeta } from './meta-fields.ts';
import { compareManagers } from './managers.ts';
import { entriesOf, isOpen, type LoopEntry } from './open-entries.ts';
import { withoutItems } from './owned-fields.ts';
import { isMap, type Members } from './value.ts';

/** Who writes, and when: `kube-controller-manager`, `2026-01-01T00:00:00Z`. */
export interface LoopWrite {
  readonly manager: string;
  readonly time: string;
}

type Part = 'status' | '';

const statusElement = fieldElement('status');

interface Opened {
  readonly time: string;
  readonly lists: Map<Part, readonly LoopEntry[]>;
}

function apiVersionOf({ group, version }: Endpoint): string {
  return group === '' ? version : `${group}/${version}`;
}

function partOf({ subresource = '' }: LoopEntry): string {
  return subresource;
}

function statusOf(object: object): unknown {
  return (object as { readonly status?: unknown }).status;
}

/** Metadata that no write of a field changes. */
const unowned = ['managedFields', 'resourceVersion', 'generation'];

/** True where a member of either, beside those named, is another; one that is only in `prev` is missing in `next`. */
function isElsewhere(prev: Members, next: Members, without: readonly string[]): boolean {
  for (const name in next) if (prev[name] !== next[name] && !without.includes(name)) return true;
  for (const name in prev) if (next[name] === undefined && !without.includes(name)) return true;
  return false;
}

/** True where something beside the status may be another. */
function changesRest(prev: StoredObject, next: StoredObject): boolean {
  return (
    isElsewhere(prev as unknown as Members, next as unknown as Members, ['status', 'metadata']) ||
    isElsewhere(prev.metadata as unknown as Members, next.metadata as unknown as Members, unowned)
  );
}

function restOf(object: StoredObject): Members {
  const { managedFields: _entries, ...metadata } = object.metadata;
  const { status: _status, ...rest } = object as StoredObject & { readonly status?: unknown };
  return { ...rest, metadata };
}

interface Changes {
  readonly set: FieldSet;
  readonly gone: FieldSet;
}

function owned({ ownable, unowned }: Endpoint, set: FieldSet): FieldSet {
  return withoutItems(ownable(set), unowned);
}

function changesOf(endpoint: Endpoint, before: Members, after: Members): Changes {
  const { added, modified, removed } = compare(endpoint.type, before, after);
  return {
    set: withoutMeta(owned(endpoint, union(added, modified))),
    gone: owned(endpoint, removed),
  };
}

/** Entries of loops are mostly the same few: equal ones are one object. */
export class LoopWrites {
  /** What each daemon last opened of a kind: it writes the same again within the second. */
  readonly #opened = new WeakMap<Endpoint, Map<string, Opened>>();
  readonly #sets = new WeakMap<object, FieldSet>();

  /** The entries of a new object. */
  created(endpoint: Endpoint, object: object, write: LoopWrite): readonly LoopEntry[] {
    const opened = this.#opening(endpoint, '', write);
    const status = statusOf(object);
    const hasStatus = isMap(status) && Object.keys(status).length > 0;
    return hasStatus ? [...opened, this.#open(endpoint, 'status', write)] : opened;
  }

  /** The entries of a new version; an object that lost all of them stays without. */
  changed(
    endpoint: Endpoint,
    prev: StoredObject,
    next: StoredObject,
    write: LoopWrite,
  ): readonly LoopEntry[] | undefined {
    let entries = entriesOf(prev);
    if (entries === undefined || entries.length === 0) return undefined;
    const isStatus = statusOf(prev) !== statusOf(next);
    if (changesRest(prev, next)) {
      const maker = entries.find((entry) => isOpen(entry) && partOf(entry) === '');
      if (maker === undefined) {
        const changes = changesOf(endpoint, restOf(prev), restOf(next));
        entries = this.#taken(endpoint, entries, changes, write, isStatus);
      } else if (maker.manager === write.manager && maker.time !== write.time) {
        entries = entries.map((entry) => (entry === maker ? { ...maker, time: write.time } : entry));
      }
    }
    return isStatus ? this.#withStatus(endpoint, entries, prev, next, write) : entries;
  }

  /** What the loop changed beside the status becomes its own and nobody else's. */
  #taken(
    endpoint: Endpoint,
    entries: readonly LoopEntry[],
    { set, gone }: Changes,
    write: LoopWrite,
    isStatus: boolean,
  ): readonly LoopEntry[] {
    if (set.size === 0 && gone.size === 0) return entries;
    const result = this.#without(entries, union(set, gone), write.manager, '');
    const part: Part = ownPart(result, write.manager, isStatus);
    const own = result.findIndex((entry) => entry.manager === write.manager && partOf(entry) === part);
    const entry = own < 0 ? this.#new(endpoint, part, write) : (result[own] as LoopEntry);
    const fields = union(difference(this.#set(entry), gone), set);
    if (fields.size === 0) return result.filter((each) => each !== entry);
    const signed = { ...entry, time: write.time, fieldsV1: this.#fieldsV1(fields) };
    return (own < 0 ? [...result, signed] : result.with(own, signed)).toSorted(compareManagers);
  }

  /** The status that nobody else states is now the loop's. */
  #withStatus(
    endpoint: Endpoint,
    entries: readonly LoopEntry[],
    prev: StoredObject,
    next: StoredObject,
    write: LoopWrite,
  ): readonly LoopEntry[] {
    const { manager } = write;
    const opened = this.#open(endpoint, 'status', write);
    const [first, second] = entries;
    // Mostly there are two: whoever made the object, and whoever told its status last.
    if (first !== undefined && partOf(first) === '' && entries.length <= 2) {
      if (second === opened) return entries;
      if (second === undefined || isBareStatus(second)) return [first, opened];
    }
    let result = entries;
    if (entries.some((entry) => entry.manager !== manager && this.#tellsStatus(entry))) {
      const { set, gone } = changesOf(endpoint, { status: statusOf(prev) }, { status: statusOf(next) });
      result = this.#without(entries, union(set, gone), manager, 'status');
    }
    const kept: LoopEntry[] = [];
    let own = opened;
    for (const entry of result) {
      if (partOf(entry) !== 'status') kept.push(entry);
      else if (entry.manager === manager) own = this.#reopened(entry, opened);
      else if (!isOpen(entry)) kept.push(entry);
      else if (entry.fieldsV1 !== undefined) kept.push({ ...entry, fieldsType: 'FieldsV1' });
    }
    return [...kept, own];
  }

  #tellsStatus(entry: LoopEntry): boolean {
    return this.#set(entry).has(statusElement);
  }

  /** The loop's entry as it was, open again for the status. */
  #reopened(entry: LoopEntry, opened: LoopEntry): LoopEntry {
    const set = new Map(this.#set(entry));
    set.delete(statusElement);
    return set.size === 0 ? opened : { ...opened, fieldsV1: this.#fieldsV1(set) };
  }

  /** The entries of others without these fields; `part` is that of the loop's own entry. */
  #without(
    entries: readonly LoopEntry[],
    fields: FieldSet,
    manager: string,
    part: Part,
  ): readonly LoopEntry[] {
    const result: LoopEntry[] = [];
    for (const entry of entries) {
      const isOwn = entry.manager === manager && entry.operation === 'Update' && partOf(entry) === part;
      const set = this.#set(entry);
      if (isOwn || intersection(set, fields).size === 0) {
        result.push(entry);
        continue;
      }
      const left = difference(set, fields);
      if (left.size > 0) result.push({ ...entry, fieldsV1: this.#fieldsV1(left) });
      else if (isOpen(entry)) {
        const { fieldsV1: _fields, ...bare } = entry;
        result.push(bare);
      }
    }
    return result;
  }

  #set({ fieldsV1 }: LoopEntry): FieldSet {
    if (fieldsV1 === undefined) return noFields;
    let set = this.#sets.get(fieldsV1);
    if (set === undefined) {
      const read = fromFieldsV1(fieldsV1);
      set = 'error' in read ? noFields : read.set;
      this.#sets.set(fieldsV1, set);
    }
    return set;
  }

  #fieldsV1(set: FieldSet): JsonObject {
    const fields = toFieldsV1(set);
    this.#sets.set(fields, set);
    return fields;
  }

  #new(endpoint: Endpoint, part: Part, write: LoopWrite): LoopEntry {
    return { ...this.#open(endpoint, part, write), ...(part === '' ? { fieldsType: 'FieldsV1' } : {}) };
  }

  #open(endpoint: Endpoint, part: Part, write: LoopWrite): LoopEntry {
    return this.#opening(endpoint, part, write)[0] as LoopEntry;
  }

  /** An open entry by itself in a list. */
  #opening(endpoint: Endpoint, part: Part, { manager, time }: LoopWrite): readonly LoopEntry[] {
    let ofEndpoint = this.#opened.get(endpoint);
    if (ofEndpoint === undefined) this.#opened.set(endpoint, (ofEndpoint = new Map()));
    let opened = ofEndpoint.get(manager);
    if (opened?.time !== time) ofEndpoint.set(manager, (opened = { time, lists: new Map() }));
    let list = opened.lists.get(part);
    if (list === undefined) {
      const subresource = part === '' ? {} : { subresource: part };
      const apiVersion = apiVersionOf(endpoint);
      list = [{ manager, operation: 'Update', apiVersion, time, ...subresource }];
      opened.lists.set(part, list);
    }
    return list;
  }
}

function isBareStatus(entry: LoopEntry): boolean {
  return isOpen(entry) && partOf(entry) === 'status' && entry.fieldsV1 === undefined;
}

/** A loop that writes the status states beside it what else it wrote with it, unless it has an entry of the whole already. */
function ownPart(entries: readonly LoopEntry[], manager: string, isStatus: boolean): Part {
  const own = entries.filter((entry) => entry.manager === manager && entry.operation === 'Update');
  if (own.some((entry) => partOf(entry) === '')) return '';
  return isStatus || own.some((entry) => partOf(entry) === 'status') ? 'status' : '';
}
