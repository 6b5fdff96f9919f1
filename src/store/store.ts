// All scopes of a world, and what may be read of them. One mutable map of immutable objects: the present is here,
// the past is the change logs' business.
import { assert } from '../std/assert.ts';
import type { Kind } from './kind.ts';
import { keyOf, type StoredObject } from './object.ts';
import { Scope, type ScopeOptions } from './scope.ts';
import type { KindName, ListBy, ReadView } from './view.ts';

export class Store {
  readonly #scopes = new Map<string, Scope>();

  /** In the order in which they were added. */
  get scopes(): readonly Scope[] {
    return [...this.#scopes.values()];
  }

  add(options: ScopeOptions): Scope {
    assert(!this.#scopes.has(options.name), `scope ${options.name} is added twice`);
    const scope = new Scope(options);
    this.#scopes.set(options.name, scope);
    return scope;
  }

  /** Drops a scope with everything in it. */
  remove(name: string): void {
    this.#scopes.delete(name);
  }

  has(name: string): boolean {
    return this.#scopes.has(name);
  }

  scope(name: string): Scope {
    const scope = this.#scopes.get(name);
    assert(scope !== undefined, `there is no scope ${name}`);
    return scope;
  }

  view(scope: string, now: number): StoreView {
    return new StoreView(this, this.scope(scope), now);
  }
}

/** Reads of one scope at one moment. */
export class StoreView implements ReadView {
  readonly now: number;
  readonly #store: Store;
  readonly #scope: Scope;

  constructor(store: Store, scope: Scope, now: number) {
    this.#store = store;
    this.#scope = scope;
    this.now = now;
  }

  get scope(): string {
    return this.#scope.name;
  }

  get served(): readonly Kind[] {
    return this.#scope.kinds;
  }

  get kinds(): readonly Kind[] {
    return this.#scope.storedKinds;
  }

  get<T extends StoredObject>(kind: KindName, name: string, namespace?: string): T | undefined {
    return this.#scope.collection(kind).get(keyOf(namespace, name)) as T | undefined;
  }

  at<T extends StoredObject>(kind: KindName, key: string): T | undefined {
    return this.#scope.collection(kind).get(key) as T | undefined;
  }

  list<T extends StoredObject>(kind: KindName, by?: ListBy): readonly T[] {
    return this.#scope.collection(kind).list(by) as readonly T[];
  }

  count(kind: KindName, by?: ListBy): number {
    return this.#scope.collection(kind).count(by);
  }

  in(scope: string): ReadView {
    return new StoreView(this.#store, this.#store.scope(scope), this.now);
  }
}
