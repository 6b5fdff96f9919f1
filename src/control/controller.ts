// A kind's controller: `(object, view) => outcome`, run as a loop. It says the status it saw and the children there should
// be; this file turns that into writes. Holds: status reports what was seen; a child carries only what its owner states.
import { apiVersionOf, kindId, type Kind } from '../store/kind.ts';
import { controllerOf, keyOf, keyOfObject, type StoredObject } from '../store/object.ts';
import type { Status } from '../store/refusal.ts';
import type { KindName } from '../store/view.ts';
import { nobody, type Loop, type NewObject, type Note, type Outcome, type Wake, type Write } from './loop.ts';
import { withStated } from './stated.ts';
import type { View } from './view.ts';

export interface Child {
  readonly kind: Kind;
  /** What the owner states; namespace and owner reference are filled in. */
  readonly object: NewObject & { readonly metadata: { readonly name: string } };
}

export interface Reconciled<T> {
  readonly status?: T extends { readonly status?: infer S } ? S : never;
  /** Labels, annotations or finalizers of the object itself that the controller states. */
  readonly metadata?: Partial<StoredObject['metadata']>;
  /** All children there should be: others of the owned kinds are removed. Absent: children are left alone. */
  readonly children?: readonly Child[];
  /** For kinds that fan out: what to make and what to take away now. */
  readonly writes?: readonly Write[];
  readonly notes?: readonly Note[];
  readonly again?: number;
}

export interface Controller<T extends StoredObject> {
  readonly kind: Kind<T>;
  readonly name: string;
  readonly owns?: readonly Kind[];
  readonly observes?: Readonly<Record<KindName, Wake>>;
  readonly observesAll?: Loop['observesAll'];
  readonly observesCustom?: Loop['observesAll'];
  readonly consults?: readonly KindName[];
  readonly consultsAll?: true;
  readonly wakeMs?: number;
  readonly reconcile: (object: T, view: View) => Reconciled<T> | undefined;
  readonly refused?: (object: T, write: Write, status: Status, view: View) => Reconciled<T> | undefined;
  /** What is to go with an object of that key, which is there no more: what has no owner for the garbage collector. */
  readonly gone?: (key: string, view: View) => readonly Write[];
}

/** The reference that an owner's child carries. */
export function ownerReference(kind: Kind, owner: StoredObject) {
  return {
    apiVersion: apiVersionOf(kind),
    kind: kind.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid,
    controller: true,
    blockOwnerDeletion: true,
  };
}

const own: Wake = (_prev, _next, key) => [key];

function ownerWake(kind: Kind): Wake {
  const apiVersion = apiVersionOf(kind);
  const keyIn = (object: StoredObject | undefined): string | undefined => {
    const owner = object === undefined ? undefined : controllerOf(object);
    if (object === undefined || owner?.kind !== kind.kind || owner.apiVersion !== apiVersion)
      return undefined;
    return keyOf(object.metadata.namespace, owner.name);
  };
  return (prev, next) => {
    const after = keyIn(next);
    // Mostly the owners are those of before, and mostly they are of another kind.
    const isSame = prev?.metadata.ownerReferences === next?.metadata.ownerReferences;
    const before = isSame && next !== undefined ? after : keyIn(prev);
    if (before === after) return after === undefined ? nobody : [after];
    return [before, after].filter((key) => key !== undefined);
  };
}

/** Most changes wake nobody, or in one way only. */
function both(some: readonly string[], more: readonly string[]): readonly string[] {
  if (some.length === 0) return more;
  return more.length === 0 ? some : [...some, ...more];
}

/** Runs a controller as a loop. */
export function loopOf<T extends StoredObject>(controller: Controller<T>): Loop {
  const kind = controller.kind;
  const id = kindId(kind);
  const observes: Record<KindName, Wake> = { [id]: own };
  for (const child of controller.owns ?? []) observes[kindId(child)] = ownerWake(kind);
  for (const [observed, wake] of Object.entries(controller.observes ?? {})) {
    const already = observes[observed];
    observes[observed] =
      already === undefined
        ? wake
        : (prev, next, key) => both(already(prev, next, key), wake(prev, next, key));
  }
  const outcomeOf = (object: T, reconciled: Reconciled<T> | undefined, view: View): Outcome | undefined =>
    reconciled === undefined ? undefined : toOutcome(controller, object, reconciled, view);
  const find = (key: string, view: View): T | undefined => view.at<T>(id, key);
  return {
    name: controller.name,
    observes,
    ...(controller.observesAll === undefined ? {} : { observesAll: controller.observesAll }),
    ...(controller.observesCustom === undefined ? {} : { observesCustom: controller.observesCustom }),
    ...(controller.consults === undefined ? {} : { consults: controller.consults }),
    ...(controller.consultsAll === undefined ? {} : { consultsAll: controller.consultsAll }),
    ...(controller.wakeMs === undefined ? {} : { wakeMs: controller.wakeMs }),
    expand(pattern, view) {
      const namespace = pattern.slice(1);
      return view.list(id, namespace === '' ? undefined : { namespace }).map(keyOfObject);
    },
    run(key, view) {
      const object = find(key, view);
      if (object !== undefined) return outcomeOf(object, controller.reconcile(object, view), view);
      return controller.gone === undefined ? undefined : { writes: controller.gone(key, view) };
    },
    ...(controller.refused === undefined
      ? {}
      : {
          refused(key: string, write: Write, status: Status, view: View) {
            const object = find(key, view);
            return object === undefined
              ? undefined
              : outcomeOf(object, controller.refused?.(object, write, status, view), view);
          },
        }),
  };
}

function toOutcome<T extends StoredObject>(
  controller: Controller<T>,
  object: T,
  reconciled: Reconciled<T>,
  view: View,
): Outcome {
  const writes: Write[] = [];
  const kind = controller.kind;
  if (reconciled.children !== undefined)
    writes.push(...childWrites(controller, object, reconciled.children, view));
  if (reconciled.writes !== undefined) writes.push(...reconciled.writes);
  let next: T = object;
  if (reconciled.metadata !== undefined) {
    const metadata = withStated(object.metadata, reconciled.metadata);
    if (metadata !== object.metadata) next = { ...next, metadata };
  }
  if (reconciled.status !== undefined) next = { ...next, status: reconciled.status };
  if (next !== object) writes.push({ verb: 'update', kind, object: next, why: 'status' });
  return {
    writes,
    ...(reconciled.notes === undefined ? {} : { notes: reconciled.notes }),
    ...(reconciled.again === undefined ? {} : { again: reconciled.again }),
  };
}

function childWrites<T extends StoredObject>(
  controller: Controller<T>,
  object: T,
  children: readonly Child[],
  view: View,
): Write[] {
  const writes: Write[] = [];
  const owner = ownerReference(controller.kind, object);
  const namespace = object.metadata.namespace;
  const stated = new Set<string>();
  for (const child of children) {
    stated.add(`${kindId(child.kind)} ${child.object.metadata.name}`);
    const present = view.get(kindId(child.kind), child.object.metadata.name, namespace);
    if (present === undefined) {
      const metadata = {
        ...child.object.metadata,
        ...(namespace === undefined ? {} : { namespace }),
        ownerReferences: [owner],
      };
      writes.push({ verb: 'create', kind: child.kind, object: { ...child.object, metadata }, why: 'wanted' });
      continue;
    }
    const next = withStated(present, child.object);
    if (next !== present) writes.push({ verb: 'update', kind: child.kind, object: next, why: 'wanted' });
  }
  for (const kind of controller.owns ?? []) {
    for (const present of view.list(kindId(kind), { owner: object.metadata.uid })) {
      if (stated.has(`${kindId(kind)} ${present.metadata.name}`)) continue;
      if (present.metadata.deletionTimestamp !== undefined) continue;
      writes.push({
        verb: 'delete',
        kind,
        object: present,
        why: 'not wanted any more',
        propagation: 'Background',
      });
    }
  }
  return writes;
}
