// What a kind's hooks and admission may know of the write that calls them. Most writes ask little of it, so it is read when it is asked for.
import { roll } from '../std/hash.ts';
import { kindId, type Kind, type WriteContext } from './kind.ts';
import type { Scope } from './scope.ts';
import type { Store } from './store.ts';
import type { ReadView } from './view.ts';

interface Writer {
  readonly by: string;
  readonly groups?: readonly string[];
  readonly uid?: string;
  readonly extra?: Readonly<Record<string, readonly string[]>>;
  readonly subresource?: string;
  readonly warn?: (text: string) => void;
}

const noGroups: readonly string[] = [];

export class Writing implements WriteContext {
  readonly now: number;
  readonly #store: Store;
  readonly #seed: number;
  readonly #scope: Scope;
  readonly #kind: Kind;
  readonly #key: string;
  readonly #writer: Writer;
  #view: ReadView | undefined;

  constructor(
    store: Store,
    seed: number,
    scope: Scope,
    kind: Kind,
    key: string,
    now: number,
    writer: Writer,
  ) {
    this.now = now;
    this.#store = store;
    this.#seed = seed;
    this.#scope = scope;
    this.#kind = kind;
    this.#key = key;
    this.#writer = writer;
  }

  get by(): string {
    return this.#writer.by;
  }

  get groups(): readonly string[] {
    return this.#writer.groups ?? noGroups;
  }

  get uid(): string | undefined {
    return this.#writer.uid;
  }

  get extra(): Readonly<Record<string, readonly string[]>> | undefined {
    return this.#writer.extra;
  }

  get subresource(): string {
    return this.#writer.subresource ?? '';
  }

  get view(): ReadView {
    return (this.#view ??= this.#store.view(this.#scope.name, this.now));
  }

  warn(text: string): void {
    this.#writer.warn?.(text);
  }

  roll(bound: number, purpose: string): number {
    const { name, revision } = this.#scope;
    return roll(this.#seed, bound, name, kindId(this.#kind), this.#key, String(revision), purpose);
  }
}
