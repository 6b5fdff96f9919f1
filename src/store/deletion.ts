// What a deletion makes of an object: it goes at once, or lingers where grace, a finalizer or its kind holds it.
// Source: apiserver pkg/registry/rest/delete.go and pkg/registry/generic/registry/store.go.
import { copy, type Draft } from '../std/draft.ts';
import { formatTime } from '../std/time.ts';
import type { Kind } from './kind.ts';
import { foregroundFinalizer, orphanFinalizer } from './meta.ts';
import type { StoredObject } from './object.ts';
import { conflict } from './refusal.ts';

export interface Preconditions {
  readonly uid?: string;
  readonly resourceVersion?: string;
}

export type Propagation = 'Background' | 'Foreground' | 'Orphan';

export interface Deletion {
  readonly propagation?: Propagation;
  readonly graceSeconds?: number;
  readonly preconditions?: Preconditions;
}

type Meta = Draft<StoredObject['metadata']>;

/** The version that lingers; undefined where nothing holds the object. */
export function lingering(
  kind: Kind,
  prev: StoredObject,
  { propagation, graceSeconds }: Deletion,
  now: number,
): Draft<StoredObject> | undefined {
  const next = copy(prev);
  const { metadata } = next;
  addPropagation(metadata, propagation ?? defaultPropagation(kind, prev));
  const grace = graceOf(kind, prev, graceSeconds);
  const isHeld = (metadata.finalizers ?? []).length > 0 || kind.holds?.(prev) === true;
  if (grace === 0 && !isHeld) return undefined;
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, generation = 0 } = prev.metadata;
  if (deletionTimestamp === undefined || grace < deletionGracePeriodSeconds) {
    metadata.deletionTimestamp = formatTime(now + grace * 1000);
    // Kinds that hold themselves are deleted by a code of their own, which gives no grace.
    if (kind.holds === undefined) metadata.deletionGracePeriodSeconds = grace;
    if (kind.generation) metadata.generation = generation + 1;
    kind.deleting?.(next);
  }
  return next;
}

/** True of a deleted object that nothing holds any more. */
export function isFreed(kind: Kind, object: StoredObject): boolean {
  const { deletionTimestamp, deletionGracePeriodSeconds = 0, finalizers = [] } = object.metadata;
  return (
    deletionTimestamp !== undefined &&
    finalizers.length === 0 &&
    deletionGracePeriodSeconds === 0 &&
    kind.holds?.(object) !== true
  );
}

/** Throws a Refusal where the object is not the one that the client means. */
export function checkPreconditions(
  kind: Kind,
  prev: StoredObject,
  preconditions: Preconditions | undefined,
): void {
  const subject = { group: kind.group, plural: kind.kind };
  const { uid, resourceVersion } = prev.metadata;
  if (preconditions?.uid !== undefined && preconditions.uid !== uid) {
    throw conflict(
      subject,
      prev.metadata.name,
      `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid}). ` +
        'The object might have been deleted and then recreated',
    );
  }
  if (preconditions?.resourceVersion !== undefined && preconditions.resourceVersion !== resourceVersion) {
    throw conflict(
      subject,
      prev.metadata.name,
      `the ResourceVersion in the precondition (${preconditions.resourceVersion}) does not match the ` +
        `ResourceVersion in record (${resourceVersion}). The object might have been modified`,
    );
  }
}

/** What becomes of dependents where the delete does not say: as a finalizer says that is there, else as the kind has it. */
function defaultPropagation(
  kind: Kind,
  { metadata: { finalizers = [] } }: StoredObject,
): Propagation | undefined {
  return kind.orphans === undefined || finalizers.includes(foregroundFinalizer) ? undefined : 'Orphan';
}

function addPropagation(meta: Meta, propagation: Propagation | undefined): void {
  const others = (meta.finalizers ?? []).filter(
    (name) => name !== foregroundFinalizer && name !== orphanFinalizer,
  );
  if (propagation === undefined) return;
  if (propagation === 'Foreground') others.push(foregroundFinalizer);
  if (propagation === 'Orphan') others.push(orphanFinalizer);
  if (others.length > 0) meta.finalizers = others;
  else delete meta.finalizers;
}

/** Seconds that the object stays for its own end: what its kind says, and never longer than what already runs. */
function graceOf(kind: Kind, prev: StoredObject, asked: number | undefined): number {
  const grace = Math.max(0, kind.grace?.(prev, asked) ?? 0);
  const running =
    prev.metadata.deletionTimestamp === undefined ? undefined : prev.metadata.deletionGracePeriodSeconds;
  return running === undefined ? grace : Math.min(grace, running);
}
