// What stands between the default values of a write and its commit: quotas, limits, policies. Source: apiserver pkg/admission/interfaces.go.
import type { Draft, JsonObject } from '../std/draft.ts';
import { apiVersionOf, type Kind, type WriteContext } from './kind.ts';
import type { StoredObject } from './object.ts';
import type { Scope } from './scope.ts';

export type AdmissionVerb = 'connect' | 'create' | 'update' | 'delete';

interface Beside {
  readonly kind: Kind;
  readonly object: StoredObject;
}

const nobodyHears = (): void => undefined;
const nothing: readonly Beside[] = [];

/** A write on its way through admission, and what is to be committed with it. */
export class AdmissionRequest {
  readonly verb: AdmissionVerb;
  readonly kind: Kind;
  readonly key: string;
  /** The object to be, which admission may change; undefined for a delete. Of a connection, its options. */
  readonly next: Draft<StoredObject> | undefined;
  readonly prev: StoredObject | undefined;
  readonly context: WriteContext;
  readonly dryRun: boolean;
  /** The options of the write as the client gave them; undefined where no client asked, and for a connection. */
  readonly asked: JsonObject | undefined;
  /** Says something to the client beside the answer. */
  readonly warn: (text: string) => void;
  beside = nothing;
  readonly #scope: Scope;

  constructor(
    scope: Scope,
    verb: AdmissionVerb,
    kind: Kind,
    key: string,
    next: Draft<StoredObject> | undefined,
    prev: StoredObject | undefined,
    context: WriteContext,
    {
      dryRun = false,
      warn = nobodyHears,
      asked,
    }: { readonly dryRun?: boolean; readonly warn?: (text: string) => void; readonly asked?: JsonObject },
  ) {
    this.#scope = scope;
    this.verb = verb;
    this.kind = kind;
    this.key = key;
    this.next = next;
    this.prev = prev;
    this.context = context;
    this.dryRun = dryRun;
    this.asked = asked;
    this.warn = warn;
  }

  /** The kind that the scope serves under this type. */
  kindOf(apiVersion: string, kind: string): Kind | undefined {
    return this.#scope.kinds.find((served) => served.kind === kind && apiVersionOf(served) === apiVersion);
  }

  /** Commits a new version of another object of the scope together with this write, or not at all. */
  also(kind: Kind, object: StoredObject): void {
    this.beside = [...this.beside, { kind, object }];
  }
}

/** A step on the way in, which may throw a Refusal. Source: apiserver pkg/admission/interfaces.go. */
export interface Admission {
  readonly name: string;
  /** Ids of the only kinds that it looks at; absent where it may look at any. */
  readonly kinds?: readonly string[];
  /** Whether it looks at connections too, and not at writes alone. */
  readonly connects?: true;
  /** May change what comes in, before the kind's own hooks see it. */
  readonly admit?: (request: AdmissionRequest) => void;
  /** Looks at what would be committed, once the kind finds nothing wrong with it; may change nothing of it. */
  readonly validate?: (request: AdmissionRequest) => void;
}
