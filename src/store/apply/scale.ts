// Ownership of a replica count through the scale subresource: Scale is another object with the same count. Its managers are
// those of the count, and whoever owns it there afterwards owns it in the object.
// Source: apimachinery, pkg/util/managedfields/scalehandler.go.
import { fieldElement, type Path } from './element.ts';
import { difference, fieldSet, has, union } from './field-set.ts';
import {
  identity,
  readManagers,
  withFields,
  writeManagers,
  type ManagedFieldsEntry,
  type Manager,
  type Managers,
} from './managers.ts';

const scaleVersion = 'autoscaling/v1';
const replicasOfScale: Path = [fieldElement('spec'), fieldElement('replicas')];

function managersOf(entries: readonly unknown[] | undefined): Managers {
  const read = readManagers(entries);
  return 'error' in read ? new Map() : read.managers;
}

/** The entries of an object's Scale: who owns the count; `replicas` is its path in the object. */
export function entriesOfScale(
  entries: readonly unknown[] | undefined,
  apiVersion: string,
  replicas: Path,
): readonly ManagedFieldsEntry[] | undefined {
  const scale = new Map<string, Manager>();
  for (const [id, manager] of managersOf(entries)) {
    if (manager.apiVersion !== apiVersion || !has(manager.set, replicas)) continue;
    scale.set(id, { ...withFields(manager, fieldSet(replicasOfScale)), apiVersion: scaleVersion });
  }
  return writeManagers(scale);
}

/** The entries of the object once its Scale was written. */
export function entriesAfterScale(
  entries: readonly unknown[] | undefined,
  entriesOfIt: readonly unknown[] | undefined,
  apiVersion: string,
  replicas: Path,
): readonly ManagedFieldsEntry[] | undefined {
  const owners = new Map<string, Manager>();
  for (const manager of managersOf(entriesOfIt).values()) {
    if (!has(manager.set, replicasOfScale)) continue;
    const owner = { ...manager, apiVersion, set: fieldSet(replicas), time: undefined, entry: undefined };
    owners.set(identity(owner), owner);
  }
  const result = new Map<string, Manager>();
  for (const [id, manager] of managersOf(entries)) {
    if (manager.apiVersion !== apiVersion) continue;
    if (!has(manager.set, replicas) || owners.delete(id)) {
      result.set(id, manager);
      continue;
    }
    const set = difference(manager.set, fieldSet(replicas));
    if (set.size > 0) result.set(id, withFields(manager, set));
  }
  for (const [id, owner] of owners) {
    const before = result.get(id);
    result.set(id, before === undefined ? owner : withFields(before, union(before.set, owner.set)));
  }
  return writeManagers(result);
}
