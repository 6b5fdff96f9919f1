// Removes what lost its owner, and works off foreground and orphan deletions. Source: kubernetes pkg/controller/garbagecollector.
// Keys are `<kind> <namespace>/<name>` joined by `~`, because it looks at objects of every kind.
import type { Loop, Outcome, Write } from '../control/loop.ts';
import type { View } from '../control/view.ts';
import { limits } from '../std/limits.ts';
import { kindId, type Kind } from '../store/kind.ts';
import { foregroundFinalizer, orphanFinalizer } from '../store/meta.ts';
import { isDeleting, keyOfObject, splitKey, type StoredObject } from '../store/object.ts';

const mark = '~';

function dependents(view: View, kinds: readonly Kind[], uid: string): { kind: Kind; object: StoredObject }[] {
  return kinds.flatMap((kind) => view.list(kindId(kind), { owner: uid }).map((object) => ({ kind, object })));
}

function without(object: StoredObject, change: Partial<StoredObject['metadata']>): StoredObject {
  return { ...object, metadata: { ...object.metadata, ...change } };
}

function dropFinalizer(kind: Kind, object: StoredObject, finalizer: string): Write {
  const finalizers = (object.metadata.finalizers ?? []).filter((name) => name !== finalizer);
  return { verb: 'update', kind, object: without(object, { finalizers }), why: `${finalizer} is done` };
}

/** The owner is gone: its dependents go too, unless another owner of theirs is still there. */
function collect(view: View, kinds: readonly Kind[], uid: string): Outcome | undefined {
  const writes: Write[] = [];
  for (const { kind, object } of dependents(view, kinds, uid)) {
    if (isDeleting(object)) continue;
    if (writes.length >= limits.writesPerEventMax) return { writes, again: 1 };
    const others = (object.metadata.ownerReferences ?? []).filter((owner) => owner.uid !== uid);
    const living = others.filter((owner) => exists(view, kinds, object, owner));
    if (living.length > 0) {
      writes.push({
        verb: 'update',
        kind,
        object: without(object, { ownerReferences: others }),
        why: 'one owner is gone',
      });
    } else writes.push({ verb: 'delete', kind, object, why: 'its owner is gone', propagation: 'Background' });
  }
  return writes.length === 0 ? undefined : { writes };
}

type Owner = NonNullable<StoredObject['metadata']['ownerReferences']>[number];

function exists(view: View, kinds: readonly Kind[], dependent: StoredObject, owner: Owner): boolean {
  const kind = kinds.find(
    (candidate) => candidate.kind === owner.kind && owner.apiVersion.endsWith(candidate.version),
  );
  if (kind === undefined) return false;
  const namespace = kind.namespaced ? dependent.metadata.namespace : undefined;
  return view.get(kindId(kind), owner.name, namespace)?.metadata.uid === owner.uid;
}

/** An owner that waits for its dependents, or lets them go. */
function finish(view: View, kinds: readonly Kind[], kind: Kind, object: StoredObject): Outcome | undefined {
  const { finalizers = [], uid } = object.metadata;
  const found = dependents(view, kinds, uid);
  if (finalizers.includes(orphanFinalizer)) {
    const writes: Write[] = found.slice(0, limits.writesPerEventMax).map((dependent) => {
      const ownerReferences = (dependent.object.metadata.ownerReferences ?? []).filter(
        (owner) => owner.uid !== uid,
      );
      return {
        verb: 'update',
        kind: dependent.kind,
        object: without(dependent.object, { ownerReferences }),
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
  const writes: Write[] = open.slice(0, limits.writesPerEventMax).map((dependent) => ({
    verb: 'delete',
    kind: dependent.kind,
    object: dependent.object,
    why: 'its owner is deleted in the foreground',
    propagation: 'Foreground',
  }));
  return writes.length > 0 ? { writes, again: 1 } : undefined;
}

/** `kinds` are all kinds that the scope serves. */
export function garbageCollector(kinds: readonly Kind[]): Loop {
  // Events have no owners and end by themselves.
  const collected = kinds.filter((kind) => kindId(kind) !== 'core/events');
  const byId = new Map(collected.map((kind) => [kindId(kind), kind]));
  const observes = Object.fromEntries(
    collected.map((kind) => [
      kindId(kind),
      (prev: StoredObject | undefined, next: StoredObject | undefined) => {
        const keys: string[] = [];
        if (next === undefined && prev !== undefined) keys.push(`uid${mark}${prev.metadata.uid}`);
        if (next !== undefined && isDeleting(next) && (next.metadata.finalizers ?? []).length > 0) {
          keys.push(`${kindId(kind)}${mark}${keyOfObject(next)}`);
        }
        if (next === undefined && prev !== undefined) {
          // A dependent is gone: an owner that waits for it may go on.
          for (const owner of prev.metadata.ownerReferences ?? []) {
            const waiting = collected.find((candidate) => candidate.kind === owner.kind);
            if (waiting === undefined) continue;
            const namespace = waiting.namespaced ? (prev.metadata.namespace ?? '') : '';
            keys.push(`${kindId(waiting)}${mark}${namespace}/${owner.name}`);
          }
        } else if (next !== undefined && prev === undefined) {
          for (const owner of next.metadata.ownerReferences ?? [])
            keys.push(`uid${mark}${owner.uid}${mark}${kindId(kind)}${mark}${keyOfObject(next)}`);
        }
        return keys;
      },
    ]),
  );
  return {
    name: 'garbage-collector',
    observes,
    run(key, view) {
      const [first = '', second = '', third, fourth] = key.split(mark);
      if (first === 'uid') {
        if (third !== undefined) {
          // A new object: collected at once if the owner that it names is not there.
          const { namespace, name } = splitKey(fourth ?? '');
          const object = view.get(third, name, namespace);
          const owner = object?.metadata.ownerReferences?.find((candidate) => candidate.uid === second);
          if (object === undefined || owner === undefined || exists(view, collected, object, owner))
            return undefined;
        }
        return collect(view, collected, second);
      }
      const kind = byId.get(first);
      const { namespace, name } = splitKey(second);
      const object = kind === undefined ? undefined : view.get(first, name, namespace);
      return kind === undefined || object === undefined || !isDeleting(object)
        ? undefined
        : finish(view, collected, kind, object);
    },
  };
}
