// Which objects a controller counts as its own: those that it owns and selects. One that left the selector is let go, one without
// an owner that is in it is taken in. Source: kubernetes pkg/controller/controller_ref_manager.go.
import type { LabelSelector } from '#types';
import { ownerReference } from '../../control/controller.ts';
import type { Wake, Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { equal } from '../../std/draft.ts';
import { kindId, type Kind } from '../../store/kind.ts';
import { controllerOf, isDeleting, type StoredObject } from '../../store/object.ts';
import { fromLabelSelector, matchesLabels } from '../../store/selectors.ts';

export interface Claims<T extends StoredObject> {
  /** Those that are its own already. */
  readonly mine: readonly T[];
  /** Those that the writes take in, as they will be. */
  readonly adopted: readonly T[];
  readonly writes: readonly Write[];
}

export interface Claiming<T extends StoredObject> {
  /** What is claimed. */
  readonly kind: Kind<T>;
  readonly ownerKind: Kind;
  readonly owner: StoredObject;
  readonly selector: LabelSelector;
  /** What of the selected may be the owner's at all; the default is everything. */
  readonly isMember?: (object: T) => boolean;
  readonly isAdoptable: (object: T) => boolean;
}

/** A predicate over labels; a selector that says nothing selects nothing. */
export function selects(selector: LabelSelector): (object: StoredObject) => boolean {
  const parsed = fromLabelSelector(selector);
  if (!('requirements' in parsed) || parsed.requirements.length === 0) return () => false;
  return ({ metadata }) => matchesLabels(parsed.requirements, metadata.labels ?? {});
}

/** Who may take in what has come to be without an owner, or without one has got other labels: everybody in its namespace. */
export const wakesForOrphan: Wake = (prev, next) => {
  if (next === undefined || isDeleting(next) || controllerOf(next) !== undefined) return [];
  const { labels = {}, namespace = '' } = next.metadata;
  const isSame =
    prev !== undefined && controllerOf(prev) === undefined && equal(prev.metadata.labels ?? {}, labels);
  return isSame || Object.keys(labels).length === 0 ? [] : [`*${namespace}`];
};

export function claims<T extends StoredObject>(
  { kind, ownerKind, owner, selector, isMember, isAdoptable }: Claiming<T>,
  view: View,
): Claims<T> {
  const { namespace = '', name, uid } = owner.metadata;
  const isSelected = selects(selector);
  const matches = (object: T): boolean => isSelected(object) && isMember?.(object) !== false;
  const withOwners = (object: T, ownerReferences: T['metadata']['ownerReferences']): T => ({
    ...object,
    metadata: { ...object.metadata, ownerReferences },
  });
  const update = (object: T, why: string): Write => ({
    verb: 'update',
    kind,
    object,
    why: `${why} ${name}`,
  });
  const owned = view
    .list<T>(kindId(kind), { owner: uid })
    .filter((object) => controllerOf(object)?.uid === uid);
  const writes: Write[] = [];
  for (const object of owned) {
    if (matches(object) || isDeleting(object) || isDeleting(owner)) continue;
    const others = (object.metadata.ownerReferences ?? []).filter((reference) => reference.uid !== uid);
    writes.push(update(withOwners(object, others), 'no longer matches'));
  }
  const [label] = Object.entries(selector.matchLabels ?? {});
  const labelled = label === undefined ? {} : { label: `${label[0]}=${label[1]}` };
  const candidates = isDeleting(owner) ? [] : view.list<T>(kindId(kind), { namespace, ...labelled });
  const adopted: T[] = [];
  for (const object of candidates) {
    if (controllerOf(object) !== undefined || isDeleting(object)) continue;
    if (!isAdoptable(object) || !matches(object)) continue;
    const references = [...(object.metadata.ownerReferences ?? []), ownerReference(ownerKind, owner)];
    adopted.push(withOwners(object, references));
  }
  writes.push(...adopted.map((object) => update(object, 'adopted by')));
  return { mine: owned.filter(matches), adopted, writes };
}
