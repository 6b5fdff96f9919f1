// Reading the store: what a hook, a controller or a face may ask of one scope. Reads never wait and never change anything.
import type { Kind } from './kind.ts';
import type { StoredObject } from './object.ts';

/** Names a kind: its descriptor, or its id such as `core/pods` where only the type is imported. */
export type KindName = string;

export interface ListBy {
  readonly namespace?: string;
  /** Uid of an owner. */
  readonly owner?: string;
  /** One label that the objects must carry, `key=value`. */
  readonly label?: string;
  /** An index that the kind declares, and the value to look up. */
  readonly index?: readonly [name: string, value: string];
}

export interface ReadView {
  readonly scope: string;
  readonly now: number;
  /** Every kind of which something can be stored, in the version in which it is. */
  readonly kinds: readonly Kind[];
  /** Every kind that is served, each version its own. */
  readonly served: readonly Kind[];
  get<T extends StoredObject>(kind: KindName, name: string, namespace?: string): T | undefined;
  /** The same by the object's key. */
  at<T extends StoredObject>(kind: KindName, key: string): T | undefined;
  /** In key order. */
  list<T extends StoredObject>(kind: KindName, by?: ListBy): readonly T[];
  /** How many objects `list` would give, without making the list. */
  count(kind: KindName, by?: ListBy): number;
  /** The same view of another scope: crossing is explicit. */
  in(scope: string): ReadView;
}
