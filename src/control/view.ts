// What a loop sees while it runs: one scope of the store at one moment, and keyed chance. Under test it remembers which
// kinds were read, so that a loop that reads what it does not observe is caught.
import { roll as keyedRoll } from '../std/hash.ts';
import type { Kind } from '../store/kind.ts';
import type { StoredObject } from '../store/object.ts';
import type { Store, StoreView } from '../store/store.ts';
import type { KindName, ListBy, ReadView } from '../store/view.ts';
import type { Span } from './latency.ts';

export interface View extends ReadView {
  /** The revision of the view's scope. */
  readonly revision: number;
  in(scope: string): View;
  /** A die below `bound` that always falls the same for the same world, uid and purpose. */
  roll(uid: string, purpose: string, bound: number): number;
  /** A delay out of a span, drawn in the same way. */
  draw(uid: string, purpose: string, span: Span): number;
}

/** Who hears of each read, or nobody. */
export type OnRead = ((kind: KindName) => void) | undefined;

export class LoopView implements View {
  readonly #store: Store;
  readonly #view: StoreView;
  readonly #seed: number;
  readonly #onRead: OnRead;

  constructor(store: Store, scope: string, now: number, seed: number, onRead: OnRead) {
    this.#store = store;
    this.#view = store.view(scope, now);
    this.#seed = seed;
    this.#onRead = onRead;
  }

  get scope(): string {
    return this.#view.scope;
  }

  get now(): number {
    return this.#view.now;
  }

  get revision(): number {
    return this.#store.scope(this.#view.scope).revision;
  }

  get served(): readonly Kind[] {
    return this.#view.served;
  }

  get kinds(): readonly Kind[] {
    return this.#view.kinds;
  }

  get<T extends StoredObject>(kind: KindName, name: string, namespace?: string): T | undefined {
    this.#onRead?.(kind);
    return this.#view.get<T>(kind, name, namespace);
  }

  at<T extends StoredObject>(kind: KindName, key: string): T | undefined {
    this.#onRead?.(kind);
    return this.#view.at<T>(kind, key);
  }

  list<T extends StoredObject>(kind: KindName, by?: ListBy): readonly T[] {
    this.#onRead?.(kind);
    return this.#view.list<T>(kind, by);
  }

  count(kind: KindName, by?: ListBy): number {
    this.#onRead?.(kind);
    return this.#view.count(kind, by);
  }

  in(scope: string): View {
    return new LoopView(this.#store, scope, this.#view.now, this.#seed, this.#onRead);
  }

  roll(uid: string, purpose: string, bound: number): number {
    return keyedRoll(this.#seed, bound, uid, purpose);
  }

  draw(uid: string, purpose: string, [leastMs, mostMs]: Span): number {
    return leastMs + this.roll(uid, purpose, mostMs - leastMs + 1);
  }
}
