// One scope of the store: the fabric, a Supervisor, a guest cluster. Its own kinds, revision counter, change log and
// watches; dropped as a whole. Holds: what is committed is frozen; revisions rise by one with each commit.
import { assert } from '../std/assert.ts';
import { freezeDeep, type Draft } from '../std/draft.ts';
import { Collection } from './collection.ts';
import { kindId, type Kind, type Plane } from './kind.ts';
import { ChangeLog, type Change } from './log.ts';
import { keyOfObject, type StoredObject } from './object.ts';
import { shareParts } from './shared-parts.ts';

export interface ScopeOptions {
  readonly name: string;
  readonly plane: Plane;
  /** The revision that the scope starts after; well above 1, so that revision 1 is honestly compacted. */
  readonly revision: number;
}

type Listener = (change: Change) => void;

const everyKind = '*';

export class Scope {
  readonly name: string;
  readonly plane: Plane;
  readonly log: ChangeLog;
  readonly #collections = new Map<string, Collection>();
  #kinds: readonly Kind[] = [];
  #storedKinds: readonly Kind[] | undefined;
  /** By the kind that they hear of, which may be every kind. */
  readonly #listeners = new Map<string, Set<Listener>>();
  #revision: number;
  #objects = 0;

  constructor(options: ScopeOptions) {
    this.name = options.name;
    this.plane = options.plane;
    this.#revision = options.revision;
    this.log = new ChangeLog(options.revision);
  }

  get revision(): number {
    return this.#revision;
  }

  /** How many objects the scope holds, of all kinds. */
  get objects(): number {
    return this.#objects;
  }

  /** Every kind that is served, each version its own; the same list until that changes. */
  get kinds(): readonly Kind[] {
    return this.#kinds;
  }

  /** Every kind that is stored, each once, in the version in which it is stored; the same list until that changes. */
  get storedKinds(): readonly Kind[] {
    this.#storedKinds ??= [...this.#collections.values()].map((collection) => collection.kind);
    return this.#storedKinds;
  }

  /** Serves a kind from now on. */
  serve(kind: Kind): void {
    const id = kindId(kind);
    const isForm = kind.converts !== undefined;
    assert(this.#collections.has(id) === isForm, `${id} is not served once as it is stored in ${this.name}`);
    if (!isForm) this.#collections.set(id, new Collection(kind));
    this.#storedKinds = undefined;
    this.#kinds = [...this.#kinds, kind];
  }

  /** Serves these versions of a kind, and no others from now on; what is stored of it stays. */
  serveVersions(stored: Kind, served: readonly Kind[]): void {
    const id = kindId(stored);
    const known = this.#collections.get(id);
    if (known === undefined) this.#collections.set(id, new Collection(stored));
    else known.kind = stored;
    this.#storedKinds = undefined;
    this.#kinds = [...this.#kinds.filter((kind) => kindId(kind) !== id), ...served];
  }

  /** Ends a kind with all that is stored of it. */
  drop(id: string): void {
    this.#objects -= this.#collections.get(id)?.size ?? 0;
    this.#collections.delete(id);
    this.#storedKinds = undefined;
    this.#kinds = this.#kinds.filter((kind) => kindId(kind) !== id);
  }

  serves(id: string): boolean {
    return this.#collections.has(id);
  }

  collection(id: string): Collection {
    const collection = this.#collections.get(id);
    assert(collection !== undefined, `${this.name} serves no ${id}`);
    return collection;
  }

  collections(): Iterable<[string, Collection]> {
    return this.#collections.entries();
  }

  /** Hears of every commit after it happened, in order: of one kind, or of all where none is named. Returns how to stop. */
  listen(listener: Listener, kind = everyKind): () => void {
    const listeners = this.#listeners.get(kind) ?? new Set();
    this.#listeners.set(kind, listeners.add(listener));
    return () => listeners.delete(listener);
  }

  /**
   * Commits a new object, which gets the new revision and is frozen where it is; undefined, and nothing is committed, where its key is
   * there already. Only the write pipeline calls this, and `put`.
   */
  add(
    kind: string,
    key: string,
    object: StoredObject,
    at: number,
    by: string,
    why: string,
  ): StoredObject | undefined {
    (object as Draft<StoredObject>).metadata.resourceVersion = String(this.#revision + 1);
    const collection = this.collection(kind);
    const { newest } = collection;
    // What has no spec, such as an event, is made from no template.
    if (newest !== undefined && 'spec' in object) shareParts(object, newest);
    const next = freezeDeep(object);
    if (!collection.add(key, next)) return undefined;
    this.#objects += 1;
    this.#commit({ rv: this.#revision + 1, at, kind, key, prev: undefined, next, by, why });
    return next;
  }

  /**
   * Commits a new version of what is stored; what is new of it is frozen, and so the scope's. `managedFields` are those of the object
   * where they are not given.
   */
  put(
    kind: string,
    key: string,
    object: StoredObject,
    at: number,
    by: string,
    why: string,
    managedFields = object.metadata.managedFields,
  ): StoredObject {
    const metadata = { ...object.metadata, resourceVersion: String(this.#revision + 1) };
    if (managedFields !== undefined) metadata.managedFields = managedFields;
    const isShared = Object.isFrozen(object);
    if (!isShared) (object as Draft<StoredObject>).metadata = metadata as Draft<StoredObject>['metadata'];
    const next = freezeDeep(isShared ? { ...object, metadata } : object);
    const placed = this.collection(kind).set(key, next);
    this.#commit({ rv: this.#revision + 1, at, kind, key: placed.key, prev: placed.prev, next, by, why });
    return next;
  }

  /** Commits a removal; the answer is the last version with the removal's own revision, as etcd's watch tells it. */
  remove(kind: string, key: string, at: number, by: string, why: string): StoredObject {
    const prev = this.collection(kind).remove(key);
    assert(prev !== undefined, `${kind} ${key} is removed but not there`);
    this.#objects -= 1;
    const rv = this.#revision + 1;
    this.#commit({ rv, at, kind, key, prev, next: undefined, by, why });
    return freezeDeep({ ...prev, metadata: { ...prev.metadata, resourceVersion: String(rv) } });
  }

  /** Takes an object from a checkpoint as it is: no new revision, nobody is told. */
  restore(kind: string, object: Draft<StoredObject> | StoredObject): void {
    const key = keyOfObject(object as StoredObject);
    const isNew = this.collection(kind).add(key, freezeDeep(object as StoredObject));
    assert(isNew, `${kind} ${key} is restored twice`);
    this.#objects += 1;
  }

  #commit(change: Change): void {
    this.#revision = change.rv;
    this.log.append(change);
    this.#tell(everyKind, change);
    this.#tell(change.kind, change);
  }

  #tell(kind: string, change: Change): void {
    const listeners = this.#listeners.get(kind);
    if (listeners !== undefined) for (const listener of listeners) listener(change);
  }
}
