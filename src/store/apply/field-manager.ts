// The door: who owns what after a write, and what applying a configuration makes of an object. The order of the steps is the
// API server's. Deliberately absent: decoding, defaults, validation; callers pass what they read and commit what they get.
// Source: apimachinery, pkg/util/managedfields/internal/fieldmanager.go and the managers that it chains.
import { badRequest, Refusal } from '../refusal.ts';
import { capped } from './cap.ts';
import { check } from './check.ts';
import { applyConflict } from './conflicts.ts';
import { equalSets, union, type FieldSet } from './field-set.ts';
import type { FieldType } from './field-type.ts';
import { withLastApplied, withoutOwn } from './last-applied.ts';
import {
  identity,
  isReset,
  readManagers,
  withFields,
  writeManagers,
  type ManagedFieldsEntry,
  type Managers,
  type Writer,
} from './managers.ts';
import { withoutMeta } from './meta-fields.ts';
import { mistakesText, type Typed } from './typed.ts';
import { apply, update, type Merged, type Versions } from './updater.ts';
import { isList, isMap, type Members } from './value.ts';

/** Where a write goes: a kind in one of its versions, or a subresource of it. */
export interface Endpoint {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  /** `status`, `scale`, or empty. */
  readonly subresource: string;
  readonly type: FieldType;
  /** An object of which nothing is said yet, as the kind has it. */
  readonly empty: Members;
  /** What of a set a write to this endpoint may own. */
  readonly ownable: (set: FieldSet) => FieldSet;
  /** List items, by their step, that such a write may not own either, wherever they are. */
  readonly unowned?: RegExp | undefined;
  /** The object in another version of the kind; absent where there is one version. */
  readonly convert?: (object: Typed, apiVersion: string) => Typed | undefined;
}

export interface FieldWrite {
  /** What the client calls itself, or the first word of its user agent. */
  readonly manager: string;
  /** Now, as metadata writes it: `2026-01-01T00:00:00Z`. */
  readonly time: string;
}

function apiVersionOf({ group, version }: Endpoint): string {
  return group === '' ? version : `${group}/${version}`;
}

function versionsOf(endpoint: Endpoint): Versions {
  const own = apiVersionOf(endpoint);
  return {
    convert: (object, apiVersion) =>
      apiVersion === own && isOf(object, own) ? object : endpoint.convert?.(object, apiVersion),
    ownable: (set, apiVersion) => (apiVersion === own ? endpoint.ownable(set) : set),
  };
}

function isOf({ value }: Typed, apiVersion: string): boolean {
  return !isMap(value) || (value['apiVersion'] ?? apiVersion) === apiVersion;
}

function writerOf(endpoint: Endpoint, name: string, operation: 'Apply' | 'Update'): Writer {
  const { subresource } = endpoint;
  return {
    manager: name === '' ? 'unknown' : name,
    operation,
    subresource,
    apiVersion: apiVersionOf(endpoint),
  };
}

function metadataOf(object: Members | undefined): Members {
  const metadata = object?.['metadata'];
  return isMap(metadata) ? metadata : {};
}

function entriesOf(object: Members | undefined): readonly unknown[] | undefined {
  const entries = metadataOf(object)['managedFields'];
  return isList(entries) ? entries : undefined;
}

/** The object with other entries, or with none. */
function withEntries(object: Members, entries: readonly ManagedFieldsEntry[] | undefined): Members {
  if (entries === undefined && entriesOf(object) === undefined) return object;
  const { managedFields: _before, ...metadata } = metadataOf(object);
  return {
    ...object,
    metadata: entries === undefined ? metadata : { ...metadata, managedFields: entries },
  };
}

/** What counts of entries that nobody can read: nothing. */
function managersOf(entries: readonly unknown[] | undefined): Managers {
  const read = readManagers(entries);
  return 'error' in read ? new Map() : read.managers;
}

/** A client may write the entries of a whole object, clear them, or leave them away, which changes nothing. */
function managersOfWrite(endpoint: Endpoint, live: Members | undefined, next: Members): Managers {
  const stated = entriesOf(next);
  if (endpoint.subresource !== '') return managersOf(entriesOf(live));
  if (isReset(stated)) return new Map();
  const managers = managersOf(stated);
  return managers.size > 0 ? managers : managersOf(entriesOf(live));
}

/** Ownership after an update: the manager gets what it changed. */
function updated(
  endpoint: Endpoint,
  live: Members,
  next: Members,
  managers: Managers,
  write: FieldWrite,
): Managers {
  const { type } = endpoint;
  const writer = writerOf(endpoint, write.manager, 'Update');
  const after = update(
    versionsOf(endpoint),
    { type, value: withEntries(live, undefined) },
    { type, value: withEntries(next, undefined) },
    managers,
    writer.apiVersion,
  );
  const changed = withoutMeta(after.current);
  if (changed.size === 0) return capped(after.managers);
  const id = identity(writer);
  const before = after.managers.get(id);
  const set = before === undefined ? changed : union(before.set, changed);
  return capped(
    new Map([...after.managers, [id, withFields({ ...writer, time: undefined, set }, set, write.time)]]),
  );
}

/**
 * metadata.managedFields of an object that a create, update or patch makes; undefined where it has to be absent. `live` is
 * undefined for a create, `next` still has what the client wrote there. An object that lost all its entries stays without
 * until it is applied.
 */
export function trackFields(
  endpoint: Endpoint,
  live: Members | undefined,
  next: Members,
  write: FieldWrite,
): readonly ManagedFieldsEntry[] | undefined {
  const managers = managersOfWrite(endpoint, live, next);
  if (managers.size === 0 && live !== undefined) return undefined;
  return writeManagers(updated(endpoint, live ?? endpoint.empty, next, managers, write));
}

export interface ApplyWrite extends FieldWrite {
  /** Takes fields from those who own them with another value. */
  readonly force: boolean;
}

const beforeFirstApply = 'before-first-apply';

/**
 * The object that applying a configuration makes of the live one, managedFields included; `live` is undefined where there is
 * none yet. What was taken from a field's list or map may leave null, as an absent member does. Throws the Refusal of a
 * configuration of another kind (400), one that is not of its schema (500, as the API server says it), and conflicts (409).
 */
export function applyFields(
  endpoint: Endpoint,
  live: Members | undefined,
  configuration: Members,
  write: ApplyWrite,
): Members {
  const read = readManagers(entriesOf(live));
  if ('error' in read) throw unknownFailure(`failed to decode managed fields: ${read.error}`);
  checkKind(endpoint, configuration);
  const object = withEntries(live ?? endpoint.empty, undefined);
  let { managers } = read;
  if (managers.size === 0) {
    managers = updated(endpoint, endpoint.empty, object, managers, { ...write, manager: beforeFirstApply });
  }
  checkConfiguration(endpoint, configuration);
  const { type } = endpoint;
  const run = (force: boolean): Merged =>
    apply(
      versionsOf(endpoint),
      { type, value: object },
      { type, value: configuration },
      managers,
      writerOf(endpoint, write.manager, 'Apply'),
      force,
    );
  let merged = run(write.force);
  if ('conflicts' in merged && write.manager === 'kubectl') {
    const conflicts = withoutOwn({ type, value: object }, merged.conflicts);
    merged = conflicts.length === 0 ? run(true) : { conflicts };
  }
  if ('conflicts' in merged) throw applyConflict(merged.conflicts);
  const next = isMap(merged.value) ? merged.value : object;
  const time = merged.value === undefined ? undefined : write.time;
  const owned = stripped(endpoint, merged.managers, write.manager, time, read.managers);
  const result = write.manager === 'kubectl' ? withLastApplied(next, configuration) : next;
  return withEntries(result, writeManagers(owned));
}

/** The managers once what nobody owns is out of the applying one's set; its time is now where the object changed. */
function stripped(
  endpoint: Endpoint,
  managers: Managers,
  name: string,
  time: string | undefined,
  before: Managers,
): Managers {
  const id = identity(writerOf(endpoint, name, 'Apply'));
  const manager = managers.get(id);
  if (manager === undefined) return managers;
  const result = new Map(managers);
  const set = withoutMeta(manager.set);
  const last = before.get(id);
  const same = time === undefined && last?.apiVersion === manager.apiVersion && equalSets(last.set, set);
  if (set.size === 0) result.delete(id);
  else result.set(id, same ? last : withFields(manager, set, time));
  return result;
}

/** How errors name a kind: `apps/v1, Kind=Deployment`. */
function kindText(apiVersion: string, kind: string): string {
  const group = apiVersion.includes('/') ? '' : '/';
  return `${group}${apiVersion}, Kind=${kind}`;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function checkKind(endpoint: Endpoint, configuration: Members): void {
  const apiVersion = textOf(configuration['apiVersion']);
  const kind = textOf(configuration['kind']);
  if (apiVersion === apiVersionOf(endpoint) && kind === endpoint.kind) return;
  throw badRequest(`invalid object type: ${kindText(apiVersion, kind)}`);
}

/** How errors name a configuration: `demo/web; apps/v1, Kind=Deployment`. */
export function describeConfiguration(endpoint: Endpoint, configuration: Members): string {
  const metadata = metadataOf(configuration);
  const kind = kindText(apiVersionOf(endpoint), endpoint.kind);
  return `${textOf(metadata['namespace'])}/${textOf(metadata['name'])}; ${kind}`;
}

function checkConfiguration(endpoint: Endpoint, configuration: Members): void {
  const metadata = metadataOf(configuration);
  if (isList(metadata['managedFields'])) throw badRequest('metadata.managedFields must be nil');
  const mistakes = check(endpoint.type, configuration, false);
  if (mistakes.length === 0) return;
  const what = describeConfiguration(endpoint, configuration);
  throw unknownFailure(`failed to create typed patch object (${what}): ${mistakesText(mistakes)}`);
}

/** The API server knows no reason for what its field manager cannot do. */
function unknownFailure(message: string): Refusal {
  return new Refusal(500, '', message);
}
