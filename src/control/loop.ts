// A control loop: woken by commits, handed a key, says what should be written. Controllers of kinds and agents alike run as
// loops. Holds: a loop may run at any time, any number of times; it reads through its view and keeps nothing but a
// ledger, which can be thrown away; the only timer is `again`.
import type { Draft, Json } from '../std/draft.ts';
import type { Kind } from '../store/kind.ts';
import type { StoredObject } from '../store/object.ts';
import type { Propagation } from '../store/deletion.ts';
import type { Status } from '../store/refusal.ts';
import type { KindName, ReadView } from '../store/view.ts';
import type { View } from './view.ts';

/** An object to be created: what the loop states; the pipeline fills in the rest. */
export interface NewObject {
  readonly metadata: {
    readonly name?: string;
    readonly generateName?: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
    readonly ownerReferences?: StoredObject['metadata']['ownerReferences'];
  };
}

interface Aim {
  readonly kind: Kind;
  /** Another scope than the loop's own: crossing is explicit. */
  readonly in?: string;
  readonly why: string;
}

export interface Create extends Aim {
  readonly verb: 'create';
  readonly object: NewObject;
}

export interface Update extends Aim {
  readonly verb: 'update';
  /** The next version, made from the one the view gave and sharing with it what stays. */
  readonly object: StoredObject;
}

export interface Delete extends Aim {
  readonly verb: 'delete';
  readonly object: StoredObject;
  readonly graceSeconds?: number;
  readonly propagation?: Propagation;
}

export type Write = Create | Update | Delete;

/** A Kubernetes Event to be recorded; the same note again counts up the one that is there. */
export interface Note {
  readonly about: StoredObject;
  readonly type: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
  /** Who reports it, where that is not the loop's own name. */
  readonly component?: string;
  /** The node it is reported from. */
  readonly host?: string;
  /** A part of the object, such as `spec.containers{web}`. */
  readonly fieldPath?: string;
  /** What was being done, where its reporter writes events.k8s.io: those have series instead of counts. */
  readonly action?: string;
  /** The other object that an action is about. */
  readonly related?: StoredObject;
}

export interface Outcome {
  readonly writes?: readonly Write[];
  readonly notes?: readonly Note[];
  /**
   * Run the same key again after this many milliseconds, unless woken sooner. A run's own writes do not wake its own key:
   * a loop that has more to do says so here.
   */
  readonly again?: number;
}

/**
 * Which of its keys a commit wakes: a pure function of the commit alone. A key that begins with `*` is a pattern, which the
 * loop's `expand` turns into keys: `*demo` for every key of the namespace demo.
 */
export type Wake = (
  prev: StoredObject | undefined,
  next: StoredObject | undefined,
  /** The object's. */
  key: string,
) => readonly string[];

/** Whom most commits wake: one list for all of them. */
export const nobody: readonly string[] = [];

/** A fold over the change log that a loop keeps for speed; never saved. Holds: a recount gives the same snapshot. */
export interface Ledger {
  readonly kinds: readonly KindName[];
  reset(): void;
  fold(kind: KindName, prev: StoredObject | undefined, next: StoredObject | undefined): void;
  snapshot(): Json;
}

export interface Loop {
  /** The name of the real daemon or controller; it signs the loop's writes and events. */
  readonly name: string;
  readonly observes: Readonly<Record<KindName, Wake>>;
  /** Woken by every kind that is served now or later, beside those it observes by name; it may read them all. */
  readonly observesAll?: (
    kind: Kind,
    prev: StoredObject | undefined,
    next: StoredObject | undefined,
  ) => readonly string[];
  /** The same, but woken only by kinds that came as data. */
  readonly observesCustom?: Loop['observesAll'];
  /** Kinds that it reads but is not woken by: what they say matters only at the moment of another wake. */
  readonly consults?: readonly KindName[];
  /** The same of every kind that is served now or later. */
  readonly consultsAll?: true;
  /** The keys that a pattern stands for, by what is stored at the moment of the commit. */
  readonly expand?: (pattern: string, view: ReadView) => readonly string[];
  /** From a commit to the run it wakes; the default is a watch hop. */
  readonly wakeMs?: number;
  readonly run: (key: string, view: View) => Outcome | undefined;
  /** What to do when the pipeline refuses a write of the loop; the default is a Warning event on the object. */
  readonly refused?: (key: string, write: Write, status: Status, view: View) => Outcome | undefined;
  readonly ledger?: Ledger;
}

/** The draft that the pipeline takes for a new object. */
export type NewDraft = Draft<StoredObject>;
