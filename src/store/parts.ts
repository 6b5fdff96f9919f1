// The parts of an object that a write may change: status, or everything else; and what of that a generation counts.
// Source: kubernetes pkg/registry, strategy.go of each kind.
import { copy, equal, type Draft } from '../std/draft.ts';
import { getOwn } from '../std/own.ts';
import { metaKept } from './apply/owned-fields.ts';
import { hasStatus, type Kind } from './kind.ts';
import type { StoredObject } from './object.ts';

type WithStatus = Draft<StoredObject> & { status?: unknown };

/** A write of the status keeps everything else, and the other way round. */
export function keepParts(
  kind: Kind,
  next: Draft<StoredObject>,
  prev: StoredObject,
  subresource: string,
): void {
  if (subresource === 'status' || subresource === 'approval') keepAllButStatus(kind, next, prev);
  else if (hasStatus(kind)) {
    const { status } = prev as { status?: unknown };
    if (status === undefined) delete (next as WithStatus).status;
    else (next as WithStatus).status = status;
  }
}

function keepAllButStatus({ group, kind, definition }: Kind, next: WithStatus, prev: StoredObject): void {
  const { metadata, status } = next;
  const before = copy(prev);
  for (const member of Object.keys(next))
    if (!Object.hasOwn(before, member)) delete (next as unknown as Record<string, unknown>)[member];
  Object.assign(next, before, { status: status ?? {} });
  const kept = metaKept({ group, kind, custom: definition !== undefined });
  if (kept === 'all') {
    next.metadata.resourceVersion = metadata.resourceVersion;
    return;
  }
  next.metadata = metadata;
  for (const member of kept) {
    if (before.metadata[member] === undefined) delete metadata[member];
    else Object.assign(metadata, { [member]: before.metadata[member] });
  }
}

const isCounted = (member: string): boolean => member !== 'metadata' && member !== 'status';

function isSameBut(uncounted: readonly string[], a: unknown, b: unknown): boolean {
  const rest = (value: unknown): object =>
    Object.fromEntries(Object.entries(value ?? {}).filter(([name]) => !uncounted.includes(name)));
  return equal(rest(a), rest(b));
}

/** Whether everything but metadata and status is the same: what a generation counts. */
export function isSameOutside({ uncounted }: Kind, next: object, prev: object): boolean {
  const [a, b] = [next, prev] as [Record<string, unknown>, Record<string, unknown>];
  const isSame = (name: string): boolean => {
    const [one, other] = [getOwn(a, name), getOwn(b, name)];
    return (
      equal(one, other) || (name === 'spec' && uncounted !== undefined && isSameBut(uncounted, one, other))
    );
  };
  for (const name of Object.keys(a)) if (isCounted(name) && !isSame(name)) return false;
  for (const name of Object.keys(b))
    if (isCounted(name) && !Object.hasOwn(a, name) && !isSame(name)) return false;
  return true;
}

export function countGeneration(
  kind: Kind,
  next: Draft<StoredObject>,
  prev: StoredObject,
  subresource: string,
): void {
  if (!kind.generation) {
    delete next.metadata.generation;
    return;
  }
  const before = prev.metadata.generation ?? 0;
  const isSame =
    isSameOutside(kind, next, prev) &&
    (kind.countsAnnotations !== true ||
      subresource === 'status' ||
      equal(next.metadata.annotations ?? {}, prev.metadata.annotations ?? {}));
  next.metadata.generation = kind.generation === 'fixed' || isSame ? before : before + 1;
}

/** An object that lost its last owner or finalizer has no list of them: Go leaves empty ones out. */
export function withoutEmptyLists(object: StoredObject): StoredObject {
  const { finalizers, ownerReferences } = object.metadata;
  if (finalizers?.length !== 0 && ownerReferences?.length !== 0) return object;
  const { finalizers: _finalizers, ownerReferences: _owners, ...metadata } = object.metadata;
  return {
    ...object,
    metadata: {
      ...metadata,
      ...(ownerReferences?.length ? { ownerReferences } : {}),
      ...(finalizers?.length ? { finalizers } : {}),
    },
  };
}
