// The entries of the world's loops. A loop writes often, so its entry says only who wrote and when; what it owns is told from the
// object when somebody looks: all that no other entry states. Such an entry is open: it has no fieldsType. One of the
// subresource status is open for the status, one without for everything else; an object has at most one of each. What an open
// entry does state (fieldsV1) it owns beside that.
// Holds: closing the entries gives what tracking each write would have given, but where two loops write parts of one status,
// the later has it all, and what others of them do to a loop's own object beside its status counts as that loop's.
import { getOwn } from '../../std/own.ts';
import type { StoredObject } from '../object.ts';
import { fieldElement, type Element } from './element.ts';
import type { Endpoint } from './field-manager.ts';
import { difference, noFields, union, type FieldNode, type FieldSet } from './field-set.ts';
import { toFieldsV1Once } from './fields-v1.ts';
import { identity, readManagers, withFields, writeManagers, type ManagedFieldsEntry } from './managers.ts';
import { withoutMeta } from './meta-fields.ts';
import { SharedNode } from './shared-node.ts';
import { statedFields } from './stated-fields.ts';
import { isMap, type Members } from './value.ts';

/** An entry that is not told yet, or one that is. */
export type LoopEntry = Omit<ManagedFieldsEntry, 'fieldsType' | 'fieldsV1'> &
  Partial<Pick<ManagedFieldsEntry, 'fieldsType' | 'fieldsV1'>>;

const status = fieldElement('status');

export function isOpen(entry: unknown): entry is LoopEntry {
  return isMap(entry) && getOwn(entry, 'fieldsType') === undefined;
}

/** The entries as the store keeps them. */
export function entriesOf(object: StoredObject): readonly LoopEntry[] | undefined {
  return object.metadata.managedFields as readonly LoopEntry[] | undefined;
}

/** An entry with what it states, be it open or not. */
export function stated(entry: LoopEntry): ManagedFieldsEntry {
  return isOpen(entry) ? { ...entry, fieldsType: 'FieldsV1', fieldsV1: entry.fieldsV1 ?? {} } : told(entry);
}

function told(entry: LoopEntry): ManagedFieldsEntry {
  return entry as ManagedFieldsEntry;
}

function owned({ ownable }: Endpoint, set: FieldSet): FieldSet {
  return withoutMeta(ownable(set));
}

/** What of a member of the object a loop may own; the same for all objects that share the node. */
function ownedOf(endpoint: Endpoint, element: Element, node: SharedNode): FieldNode | undefined {
  if (node.owned?.endpoint !== endpoint || node.owned.element !== element) {
    const left = owned(endpoint, new Map([[element, node]])).get(element);
    const isShared = left === undefined || left instanceof SharedNode;
    node.owned = { endpoint, element, node: isShared ? left : new SharedNode(left.member, left.children) };
  }
  return node.owned.node;
}

/** All that the object says, as its creation would have added it. */
function fieldsOf(endpoint: Endpoint, object: StoredObject): FieldSet {
  const single = new Map<Element, FieldNode>();
  const fields = new Map<Element, FieldNode>();
  for (const [element, node] of statedFields(endpoint, object as unknown as Members)) {
    if (node.children === undefined) single.set(element, node);
    else {
      const left = ownedOf(endpoint, element, node);
      if (left !== undefined) fields.set(element, left);
    }
  }
  return union(fields, owned(endpoint, single));
}

/** The entries with nothing left open; `endpoint` is that of a loop. */
export function closedEntries(
  endpoint: Endpoint,
  object: StoredObject,
): readonly ManagedFieldsEntry[] | undefined {
  const entries = entriesOf(object) ?? [];
  const open = entries.filter(isOpen);
  if (open.length === 0) return entries.length === 0 ? undefined : entries.map(told);
  const read = readManagers(entries.map(stated));
  if ('error' in read) return undefined;
  const managers = new Map(read.managers);
  let taken = noFields;
  for (const { set } of managers.values()) taken = union(taken, set);
  const free = new Map(difference(fieldsOf(endpoint, object), taken));
  const ofStatus = new Map<string, FieldNode>();
  const node = free.get(status);
  if (node !== undefined) ofStatus.set(status, node);
  free.delete(status);
  for (const entry of open) {
    const id = identity({ manager: '', subresource: '', ...entry });
    const manager = managers.get(id);
    if (manager === undefined) continue;
    const set = union(manager.set, entry.subresource === 'status' ? ofStatus : free);
    if (set.size === 0) managers.delete(id);
    else managers.set(id, withFields(manager, set));
  }
  return writeManagers(managers, toFieldsV1Once);
}
