// Removes what lost its owner, and works off foreground and orphan deletions. Source: kubernetes pkg/controller/garbagecollector.
// Keys are `<kind> <namespace>/<name>` joined by `~`, because it looks at objects of every kind.
import { nobody, type Loop, type Outcome, type Write } from '../control/loop.ts';
import type { View } from '../control/view.ts';
import { limits } from '../std/limits.ts';
import type { Propagation } from '../store/deletion.ts';
import { kindId, type Kind } from '../store/kind.ts';
import { foregroundFinalizer, orphanFinalizer } from '../store/meta.ts';
import { isDeleting, keyOfObject, splitKey, type StoredObject } from '../store/object.ts';
import type { ReadView } from '../store/view.ts';

const mark = '~';

/** Events have no owners and end by themselves. */
const uncollected = 'core/events';

function collected(view: View): readonly Kind[] {
  return view.kinds.filter((kind) => kindId(kind) !== uncollected);
}

interface Dependent {
  readonly kind: Kind;
  readonly object: StoredObject;
}

function dependents(view: View, uid: string): readonly Dependent[] {
  return collected(view).flatMap((kind) =>
    view.list(kindId(kind), { owner: uid }).map((object) => ({ kind, object })),
  );
}

/** The object with a shorter list. */
function without(
  object: StoredObject,
  field: 'finalizers' | 'ownerReferences',
  rest: readonly unknown[],
): StoredObject {
  return { ...object, metadata: { ...object.metadata, [field]: rest } };
}

function dropFinalizer(kind: Kind, object: StoredObject, finalizer: string): Write {
  const finalizers = (object.metadata.finalizers ?? []).filter((name) => name !== finalizer);
  return {
    verb: 'update',
    kind,
    object: without(object, 'finalizers', finalizers),
    why: `${finalizer} is done`,
  };
}

type Owner = NonNullable<StoredObject['metadata']['ownerReferences']>[number];

/** The kind that an owner reference names. */
function kindOf(view: ReadView, apiVersion: string, name: string): Kind | undefined {
  const slash = apiVersion.indexOf('/');
  const group = slash < 0 ? '' : apiVersion.slice(0, slash);
  return view.kinds.find((kind) => kind.kind === name && kind.group === group);
}

/** The owner that a reference of the dependent's means, if it is there; of a kind that nobody knows nothing can be said. */
function ownerOf(
  view: ReadView,
  dependent: StoredObject,
  owner: Owner,
): StoredObject | 'unknown' | undefined {
  const kind = kindOf(view, owner.apiVersion, owner.kind);
  if (kind === undefined) return 'unknown';
  const namespace = kind.namespaced ? dependent.metadata.namespace : undefined;
  const found = view.get(kindId(kind), owner.name, namespace);
  return found?.metadata.uid === owner.uid ? found : undefined;
}

/** Whether it goes once its dependents have gone. */
function isWaiting({ metadata }: StoredObject): boolean {
  return (
    metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(foregroundFinalizer) === true
  );
}

/** What becomes of an object one of whose owners, by its uid, is gone or waits: it stays where another holds it, and is that one's alone. */
function letGo(
  view: View,
  { kind, object }: Dependent,
  uid: string,
  why: string,
  propagation: Propagation,
): Write {
  const { ownerReferences = [] } = object.metadata;
  const holding = ownerReferences.filter((reference) => {
    if (reference.uid === uid) return false;
    const owner = ownerOf(view, object, reference);
    return owner === 'unknown' || (owner !== undefined && !isWaiting(owner));
  });
  if (holding.length === 0) return { verb: 'delete', kind, object, why, propagation };
  return {
    verb: 'update',
    kind,
    object: without(object, 'ownerReferences', holding),
    why: 'another owner stays',
  };
}

/** The owner is gone: its dependents go too, unless another owner of theirs is still there. */
function collect(view: View, uid: string): Outcome | undefined {
  const open = dependents(view, uid).filter(({ object }) => !isDeleting(object));
  const writes = open
    .slice(0, limits.writesPerEventMax)
    .map((dependent) => letGo(view, dependent, uid, 'its owner is gone', 'Background'));
  if (open.length > writes.length) return { writes, again: 1 };
  return writes.length === 0 ? undefined : { writes };
}

/** A dependent that something waits for which it waits for itself holds up its owners no longer: else none of them ever went. */
function unblocked(view: View, { kind, object }: Dependent): readonly Write[] {
  const { ownerReferences = [] } = object.metadata;
  const isBlocking = ownerReferences.some((owner) => owner.blockOwnerDeletion === true);
  if (!isBlocking || !dependents(view, object.metadata.uid).some((each) => isWaiting(each.object))) return [];
  const references = ownerReferences.map((owner) => ({ ...owner, blockOwnerDeletion: false }));
  return [
    { verb: 'update', kind, object: without(object, 'ownerReferences', references), why: 'part of a circle' },
  ];
}

/** An owner that waits for its dependents, or lets them go. */
function finish(view: View, kind: Kind, object: StoredObject): Outcome | undefined {
  const { finalizers = [], uid } = object.metadata;
  const found = dependents(view, uid);
  if (finalizers.includes(orphanFinalizer)) {
    const writes: Write[] = found.slice(0, limits.writesPerEventMax).map((dependent) => {
      const ownerReferences = (dependent.object.metadata.ownerReferences ?? []).filter(
        (owner) => owner.uid !== uid,
      );
      return {
        verb: 'update',
        kind: dependent.kind,
        object: without(dependent.object, 'ownerReferences', ownerReferences),
        why: 'orphaned',
      };
    });
    if (found.length > writes.length) return { writes, again: 1 };
    return { writes: [...writes, dropFinalizer(kind, object, orphanFinalizer)] };
  }
  if (!finalizers.includes(foregroundFinalizer)) return undefined;
  const blocking = found.filter(({ object: { metadata } }) =>
    metadata.ownerReferences?.some((owner) => owner.uid === uid && owner.blockOwnerDeletion === true),
  );
  if (blocking.length === 0) return { writes: [dropFinalizer(kind, object, foregroundFinalizer)] };
  const open = found.filter((dependent) => !isDeleting(dependent.object));
  const writes: Write[] = [];
  for (const dependent of open) {
    const why = 'its owner is deleted in the foreground';
    const write = letGo(view, dependent, uid, why, 'Foreground');
    const freed = write.verb === 'delete' ? unblocked(view, dependent) : [];
    if (writes.length + freed.length >= limits.writesPerEventMax) break;
    writes.push(...freed, write);
  }
  return writes.length > 0 ? { writes, again: 1 } : undefined;
}

/** An owner by its reference, in the namespace of the dependent that named it: what `run` finds the object by. */
function ownerKey({ apiVersion, kind, name }: Owner, namespace: string): string {
  return ['owner', apiVersion, kind, `${namespace}/${name}`].join(mark);
}

function wakes(
  kind: Kind,
  prev: StoredObject | undefined,
  next: StoredObject | undefined,
): readonly string[] {
  if (kindId(kind) === uncollected) return nobody;
  if (next === undefined) {
    if (prev === undefined) return nobody;
    // A dependent is gone: an owner that waits for it may go on.
    const { uid, namespace = '', ownerReferences = [] } = prev.metadata;
    return [`uid${mark}${uid}`, ...ownerReferences.map((owner) => ownerKey(owner, namespace))];
  }
  const { finalizers = [], ownerReferences = [] } = next.metadata;
  const isHeld = isDeleting(next) && finalizers.length > 0;
  const owners = prev === undefined ? ownerReferences : [];
  if (!isHeld && owners.length === 0) return nobody;
  const own = `${kindId(kind)}${mark}${keyOfObject(next)}`;
  return [...(isHeld ? [own] : []), ...owners.map(({ uid }) => `*${uid}${mark}${own}`)];
}

/** The object that a key names: by kind and key, or by how an owner reference spells it. */
function meant(key: string, view: View): { readonly kind: Kind; readonly object: StoredObject } | undefined {
  const [first = '', second = '', third = '', fourth = ''] = key.split(mark);
  const kind =
    first === 'owner'
      ? kindOf(view, second, third)
      : view.kinds.find((candidate) => kindId(candidate) === first);
  if (kind === undefined) return undefined;
  const { namespace, name } = splitKey(first === 'owner' ? fourth : second);
  const object = view.get(kindId(kind), name, kind.namespaced ? namespace : undefined);
  return object === undefined ? undefined : { kind, object };
}

function isOrphan(view: ReadView, uid: string, kindName: string, key: string): boolean {
  if (view.kinds.every((kind) => kindId(kind) !== kindName)) return false;
  const { namespace, name } = splitKey(key);
  const object = view.get(kindName, name, namespace);
  const owner = object?.metadata.ownerReferences?.find((candidate) => candidate.uid === uid);
  return object !== undefined && owner !== undefined && ownerOf(view, object, owner) === undefined;
}

export const garbageCollector: Loop = {
  name: 'garbage-collector',
  observes: {},
  observesAll: wakes,
  /** A new object stands for the owner that it names, if that is not there: it is collected at once. */
  expand(pattern, view) {
    const [uid = '', kindName = '', objectKey = ''] = pattern.slice(1).split(mark);
    return isOrphan(view, uid, kindName, objectKey) ? [`uid${mark}${uid}`] : [];
  },
  run(key, view) {
    const [first = '', uid = ''] = key.split(mark);
    if (first === 'uid') return collect(view, uid);
    const found = meant(key, view);
    return found === undefined || !isDeleting(found.object)
      ? undefined
      : finish(view, found.kind, found.object);
  },
};
