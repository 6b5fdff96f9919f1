// What a write does to the ownership of fields, and what applying a configuration makes of an object. Knows sets, types and
// versions, no Kubernetes metadata. Source: structured-merge-diff, merge/update.go.
import { equal } from '../../std/draft.ts';
import { compare, type Comparison } from './compare.ts';
import { difference, intersection, noFields, pathsOf, union, type FieldSet } from './field-set.ts';
import type { Path } from './element.ts';
import { identity, withFields, type Manager, type Managers, type Writer } from './managers.ts';
import { merge } from './merge.ts';
import { withNamedFields } from './named-fields.ts';
import { reconcile } from './reconcile.ts';
import { removeItems } from './remove.ts';
import { compareText } from './text-order.ts';
import { toFieldSet } from './to-field-set.ts';
import type { Typed } from './typed.ts';

/** What a kind's versions have to say. */
export interface Versions {
  /** The object in another version, undefined where the version is not served: its managers are forgotten. */
  readonly convert: (object: Typed, apiVersion: string) => Typed | undefined;
  /** What of a set a write to this endpoint may own; what it never keeps it never gives to anybody. */
  readonly ownable: (set: FieldSet, apiVersion: string) => FieldSet;
}

export interface Conflict {
  readonly manager: Manager;
  readonly path: Path;
}

type Draft = Map<string, Manager>;

/** Whoever the object's versions no longer know is left out; the others' sets are those of today's schema. */
function present(versions: Versions, live: Typed, managers: Managers): Draft {
  const result: Draft = new Map();
  for (const [id, manager] of managers) {
    const object = versions.convert(live, manager.apiVersion);
    if (object === undefined) continue;
    const set = reconcile(object.type, manager.set);
    result.set(id, set === manager.set ? manager : withFields(manager, set));
  }
  return result;
}

/** What changed in each version that a manager speaks; the objects are in the writer's. */
class Comparisons {
  readonly #versions: Versions;
  readonly #before: Typed;
  readonly #after: Typed;
  readonly #known = new Map<string, Comparison | undefined>();

  constructor(versions: Versions, before: Typed, after: Typed, apiVersion: string) {
    this.#versions = versions;
    this.#before = before;
    this.#after = after;
    this.#known.set(apiVersion, this.#compare(before, after, apiVersion));
  }

  /** Undefined where the version is not served. */
  at(apiVersion: string): Comparison | undefined {
    if (!this.#known.has(apiVersion)) {
      const before = this.#versions.convert(this.#before, apiVersion);
      const after = this.#versions.convert(this.#after, apiVersion);
      const served = before !== undefined && after !== undefined;
      this.#known.set(apiVersion, served ? this.#compare(before, after, apiVersion) : undefined);
    }
    return this.#known.get(apiVersion);
  }

  #compare(before: Typed, after: Typed, apiVersion: string): Comparison {
    const { added, modified, removed } = compare(after.type, before.value, after.value);
    const { ownable } = this.#versions;
    return {
      added: ownable(added, apiVersion),
      modified: ownable(modified, apiVersion),
      removed: ownable(removed, apiVersion),
    };
  }
}

/** Takes what the write changed from everybody else; what they would lose to it without force is a conflict. */
function takeFrom(managers: Draft, writer: string, comparisons: Comparisons): readonly Conflict[] {
  const conflicts: Conflict[] = [];
  for (const id of [...managers.keys()].sort(compareText)) {
    const manager = managers.get(id) as Manager;
    if (id === writer) continue;
    const comparison = comparisons.at(manager.apiVersion);
    if (comparison === undefined) {
      managers.delete(id);
      continue;
    }
    const { added, modified, removed } = comparison;
    const lost = intersection(manager.set, union(modified, added));
    for (const path of pathsOf(lost)) conflicts.push({ manager, path });
    const gone = intersection(manager.set, removed);
    const set = difference(difference(manager.set, lost), gone);
    if (set.size === 0) managers.delete(id);
    else if (lost.size > 0 || gone.size > 0) managers.set(id, withFields(manager, set));
  }
  return conflicts;
}

/**
 * Ownership after a write that is no apply: the writer gets what it changed and nobody keeps what is gone. `current` is the
 * set of this write alone, without what the writer had before; empty where it changed nothing that can be owned.
 */
export function update(
  versions: Versions,
  live: Typed,
  next: Typed,
  managers: Managers,
  apiVersion: string,
): { readonly managers: Managers; readonly current: FieldSet } {
  const result = present(versions, live, managers);
  const comparisons = new Comparisons(versions, live, next, apiVersion);
  takeFrom(result, '', comparisons);
  const comparison = comparisons.at(apiVersion);
  const current = comparison === undefined ? noFields : union(comparison.modified, comparison.added);
  return { managers: result, current };
}

export type Merged =
  /** `value` is undefined where the object stays as it is; the managers may have changed all the same. */
  { readonly value: unknown; readonly managers: Managers } | { readonly conflicts: readonly Conflict[] };

/** Applies a configuration in the writer's version, in which the live object is given too. */
export function apply(
  versions: Versions,
  live: Typed,
  configuration: Typed,
  managers: Managers,
  writer: Writer,
  force: boolean,
): Merged {
  const result = present(versions, live, managers);
  const id = identity(writer);
  const last = result.get(id);
  const stated = versions.ownable(toFieldSet(configuration), writer.apiVersion);
  result.set(id, { ...writer, time: last?.time, set: stated });
  const merged: Typed = { type: live.type, value: merge(live.type, live.value, configuration.value) };
  const next = prune(versions, merged, result, writer.apiVersion, last);
  const conflicts = takeFrom(result, id, new Comparisons(versions, live, next, writer.apiVersion));
  if (conflicts.length > 0 && !force) return { conflicts };
  if (stated.size === 0) result.delete(id);
  return { value: equal(live.value, next.value) ? undefined : next.value, managers: result };
}

/** Removes what the manager stated last time, does not state now and nobody else owns. */
function prune(
  versions: Versions,
  merged: Typed,
  managers: Managers,
  apiVersion: string,
  last: Manager | undefined,
): Typed {
  // What is stated again, with all that leads to it, keeps everything that pruning would look at.
  if (last === undefined || isWithin(last, managers)) return merged;
  const before = versions.convert(merged, last.apiVersion);
  if (before === undefined) return merged;
  const { type } = before;
  const gone = withNamedFields(type, last.set);
  const namedOf = namedFields();
  const removed: Typed = { type, value: removeItems(before, gone) };
  const pruned = addBackOwned(versions, before, removed, managers, last.apiVersion, namedOf);
  const atLast = versions.convert(pruned, last.apiVersion);
  if (atLast === undefined) return merged;
  const lost = difference(namedOf(before), namedOf(atLast));
  const result: Typed = { type, value: removeItems(before, intersection(lost, gone)) };
  return versions.convert(result, apiVersion) ?? result;
}

/** True where the manager, in the same version, owns all that it owned. */
function isWithin(last: Manager, managers: Managers): boolean {
  const now = managers.get(identity(last));
  return now?.apiVersion === last.apiVersion && difference(last.set, now.set).size === 0;
}

/** The fields of a value with all that leads to them; a value is walked once. */
function namedFields(): (object: Typed) => FieldSet {
  const known = new Map<unknown, FieldSet>();
  return (object) => {
    const before = known.get(object.value);
    if (before !== undefined) return before;
    const set = withNamedFields(object.type, toFieldSet(object));
    known.set(object.value, set);
    return set;
  };
}

/** Brings back what somebody owns, the applying manager by what it states now included; `first` is the version to begin with. */
function addBackOwned(
  versions: Versions,
  merged: Typed,
  pruned: Typed,
  managers: Managers,
  first: string,
  namedOf: (object: Typed) => FieldSet,
): Typed {
  const owned = new Map<string, FieldSet>();
  for (const { apiVersion, set } of managers.values()) {
    owned.set(apiVersion, union(owned.get(apiVersion) ?? noFields, set));
  }
  const others = [...owned.keys()].filter((apiVersion) => apiVersion !== first);
  let result = pruned;
  for (const apiVersion of owned.has(first) ? [first, ...others] : others) {
    const whole = versions.convert(merged, apiVersion);
    const part = versions.convert(result, apiVersion);
    if (whole === undefined || part === undefined) continue;
    const { type } = whole;
    const kept = union(namedOf(part), withNamedFields(type, owned.get(apiVersion) ?? noFields));
    result = { type, value: removeItems(whole, difference(namedOf(whole), kept)) };
  }
  return result;
}
