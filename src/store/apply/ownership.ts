// Who owns which field, as every write of the pipeline leaves it. A client's write tells all entries apart; a loop's leaves its
// own open (open-entries.ts). Loops of the fabric, which is no Kubernetes API of the product, sign nothing.
import type { Draft } from '../../std/draft.ts';
import { formatTime } from '../../std/time.ts';
import type { Kind, Plane } from '../kind.ts';
import type { StoredObject } from '../object.ts';
import type { Endpoints } from './endpoints.ts';
import { trackFields, type Endpoint } from './field-manager.ts';
import { unlessIdle } from './idle-times.ts';
import { LoopWrites } from './loop-writes.ts';
import { closedEntries, entriesOf, isOpen } from './open-entries.ts';
import type { Members } from './value.ts';

/** Under whose name a write owns fields. */
export interface Signature {
  /** What a client calls itself, or the daemon that a loop is part of. */
  readonly manager: string;
  /** True where the object says already who owns what of it. */
  readonly isStated?: boolean;
}

interface Signed {
  readonly signature?: Signature;
  readonly subresource?: string;
}

/** The subresource of a loop's write. */
const whole = '*';

type Entries = Draft<StoredObject>['metadata']['managedFields'];

/** Gives the object these entries, or none. */
export function setEntries(object: Draft<StoredObject>, entries: readonly unknown[] | undefined): void {
  if (entries === undefined) delete object.metadata.managedFields;
  else object.metadata.managedFields = entries as Entries & {};
}

interface Told {
  readonly endpoint: Endpoint;
  readonly entries: Entries;
}

/** What was told of versions of objects: many look at the same one. */
const toldOf = new WeakMap<StoredObject, Told>();

function toldEntries(endpoint: Endpoint, object: StoredObject): Entries {
  const known = toldOf.get(object);
  if (known?.endpoint === endpoint) return known.entries;
  const entries = closedEntries(endpoint, object) as Entries;
  toldOf.set(object, { endpoint, entries });
  return entries;
}

/** The object with every entry told. */
export function told(endpoints: Endpoints, kind: Kind, object: StoredObject): StoredObject {
  if (entriesOf(object)?.some(isOpen) !== true) return object;
  const managedFields = toldEntries(endpoints(kind, whole), object);
  const { managedFields: _entries, ...metadata } = object.metadata;
  return { ...object, metadata: managedFields === undefined ? metadata : { ...metadata, managedFields } };
}

/** An object with what is written of its kind though nobody set it: null is owned, too. */
export type InFull = <T extends object>(kind: Kind, object: T) => T;

export class Ownership {
  readonly #endpoints: Endpoints;
  readonly #inFull: InFull;
  readonly #loops = new LoopWrites();

  constructor(endpoints: Endpoints, inFull: InFull) {
    this.#endpoints = endpoints;
    this.#inFull = inFull;
  }

  told(kind: Kind, object: StoredObject): StoredObject {
    return told(this.#endpoints, kind, object);
  }

  /** Says in the draft who owns what of it. `live` has its entries told; undefined for a create. */
  sign(
    { plane }: { readonly plane: Plane },
    kind: Kind,
    live: StoredObject | undefined,
    next: Draft<StoredObject>,
    { signature, subresource = '' }: Signed,
    now: number,
  ): void {
    if (signature?.isStated === true) return;
    if (signature === undefined) setEntries(next, live?.metadata.managedFields);
    else if (subresource !== whole) {
      const write = { manager: signature.manager, time: formatTime(now) };
      const endpoint = this.#endpoints(kind, subresource);
      const [before, after] = [live && this.#inFull(kind, live), this.#inFull(kind, next)];
      setEntries(
        next,
        trackFields(endpoint, before as Members | undefined, after as unknown as Members, write),
      );
    } else {
      const write = { manager: signature.manager, time: formatTime(now) };
      const isSigned = plane !== 'fabric';
      setEntries(next, isSigned ? this.#loops.created(this.#endpoints(kind, whole), next, write) : undefined);
    }
  }

  /** Puts the entries back as they were where a client's write changed nothing but their times. */
  rest(prev: StoredObject, live: StoredObject, next: Draft<StoredObject>): void {
    if (unlessIdle(live, next as StoredObject) === live) setEntries(next, entriesOf(prev));
  }

  /** Who owns what of the next version as a loop leaves it. */
  signed(
    { plane }: { readonly plane: Plane },
    kind: Kind,
    prev: StoredObject,
    next: StoredObject,
    { signature }: Signed,
    now: number,
  ): readonly unknown[] | undefined {
    if (signature === undefined || plane === 'fabric') return entriesOf(next);
    const write = { manager: signature.manager, time: formatTime(now) };
    return this.#loops.changed(this.#endpoints(kind, whole), prev, next, write);
  }
}
