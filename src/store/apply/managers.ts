// Who owns which fields of an object: metadata.managedFields, read and written. A manager is told from others by its name,
// its subresource, what it does and, if it updates, its version: one that applies has one entry whatever it applies with.
// Source: apimachinery, pkg/util/managedfields/internal/managedfields.go.
import type { JsonObject } from '../../std/draft.ts';
import { parseTime } from '../../std/time.ts';
import type { FieldSet } from './field-set.ts';
import { fromFieldsV1, toFieldsV1 } from './fields-v1.ts';
import { goJsonText } from './go-json.ts';
import { compareText } from './text-order.ts';
import { isMap } from './value.ts';

export interface Manager {
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly subresource: string;
  readonly apiVersion: string;
  /** As in metadata, to the second; undefined where the manager never changed the object. */
  readonly time: string | undefined;
  readonly set: FieldSet;
  /** The stored entry that says the same, kept so that a write that leaves it alone shares it. */
  readonly entry?: ManagedFieldsEntry | undefined;
}

/** Who writes, told from other managers; time and set do not matter. */
export type Writer = Omit<Manager, 'entry' | 'set' | 'time'>;

/** Managers by their identity. */
export type Managers = ReadonlyMap<string, Manager>;

/** An entry of metadata.managedFields. */
export interface ManagedFieldsEntry {
  readonly manager?: string;
  readonly operation: 'Apply' | 'Update';
  readonly apiVersion: string;
  readonly time?: string;
  readonly fieldsType: 'FieldsV1';
  readonly fieldsV1: JsonObject;
  readonly subresource?: string;
}

/** What tells one manager from another; Kubernetes also sorts by this text. */
export function identity(of: Writer): string {
  const members = [
    ...(of.manager === '' ? [] : [`"manager":${goJsonText(of.manager)}`]),
    `"operation":"${of.operation}"`,
    ...(of.operation === 'Apply' ? [] : [`"apiVersion":${goJsonText(of.apiVersion)}`]),
    ...(of.subresource === '' ? [] : [`"subresource":${goJsonText(of.subresource)}`]),
  ];
  return `{${members.join(',')}}`;
}

export type ManagersRead = { readonly managers: Managers } | { readonly error: string };

/** Reads the entries of an object; the first mistake in apimachinery's words. */
export function readManagers(entries: readonly unknown[] | undefined): ManagersRead {
  const managers = new Map<string, Manager>();
  for (const [index, entry] of (entries ?? []).entries()) {
    const read = readEntry(isMap(entry) ? entry : {}, index);
    if ('error' in read) return read;
    managers.set(identity(read), read);
  }
  return { managers };
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function readEntry(
  entry: Readonly<Record<string, unknown>>,
  index: number,
): Manager | { readonly error: string } {
  const operation = entry['operation'];
  if (operation !== 'Apply' && operation !== 'Update') {
    return { error: 'operation must be `Apply` or `Update`' };
  }
  const apiVersion = text(entry['apiVersion']);
  if (apiVersion === '') return { error: 'apiVersion must not be empty' };
  const fieldsType = text(entry['fieldsType']);
  if (fieldsType === '') return { error: `missing fieldsType in managed fields entry ${index}` };
  if (fieldsType !== 'FieldsV1') {
    return { error: `invalid fieldsType ${goJsonText(fieldsType)} in managed fields entry ${index}` };
  }
  const fields = fromFieldsV1(entry['fieldsV1'] ?? {});
  if ('error' in fields) {
    return { error: `error decoding versioned set from entry ${index}: error decoding set: ${fields.error}` };
  }
  const time = text(entry['time']);
  return {
    manager: text(entry['manager']),
    operation,
    subresource: text(entry['subresource']),
    apiVersion,
    time: time === '' ? undefined : time,
    set: fields.set,
    entry: Object.isFrozen(entry) ? (entry as unknown as ManagedFieldsEntry) : undefined,
  };
}

interface Timed {
  readonly time?: string | undefined;
}

/** What a stored entry and what is read of it both say of themselves. */
type Signed = Timed & Pick<ManagedFieldsEntry, 'manager' | 'operation' | 'apiVersion' | 'subresource'>;

function seconds({ time }: Timed): number {
  return time === undefined ? 0 : Math.floor((parseTime(time) ?? 0) / 1000);
}

/** The older first, without a time first of all. */
export function compareTimes(a: Timed, b: Timed): number {
  return seconds(a) - seconds(b);
}

/** Kubernetes' order of them. */
export function compareManagers(a: Signed, b: Signed): number {
  return (
    compareText(a.operation, b.operation) ||
    compareTimes(a, b) ||
    compareText(a.manager ?? '', b.manager ?? '') ||
    compareText(a.apiVersion, b.apiVersion) ||
    compareText(a.subresource ?? '', b.subresource ?? '')
  );
}

/** The entries in Kubernetes' order; undefined where nobody owns anything, for then the member is absent. */
export function writeManagers(
  managers: Managers,
  toFields = toFieldsV1,
): readonly ManagedFieldsEntry[] | undefined {
  if (managers.size === 0) return undefined;
  return [...managers.values()]
    .sort(compareManagers)
    .map((manager) => manager.entry ?? writeEntry(manager, toFields));
}

function writeEntry(
  { manager, operation, apiVersion, time, set, subresource }: Manager,
  toFields: typeof toFieldsV1,
): ManagedFieldsEntry {
  // Member by member: literals put together of parts take as long as all the rest of an entry.
  const entry: { -readonly [Name in keyof ManagedFieldsEntry]?: ManagedFieldsEntry[Name] } = {};
  if (manager !== '') entry.manager = manager;
  entry.operation = operation;
  entry.apiVersion = apiVersion;
  if (time !== undefined) entry.time = time;
  entry.fieldsType = 'FieldsV1';
  entry.fieldsV1 = toFields(set);
  if (subresource !== '') entry.subresource = subresource;
  return entry as ManagedFieldsEntry;
}

/** The manager with another set, or written at another time: its entry is another one. */
export function withFields(manager: Manager, set: FieldSet, time = manager.time): Manager {
  return { ...manager, set, time, entry: undefined };
}

/** True where a client clears all ownership: no entry at all, or one that says nothing. */
export function isReset(entries: readonly unknown[] | undefined): boolean {
  if (entries === undefined || entries.length > 1) return false;
  const [only] = entries;
  return entries.length === 0 || (isMap(only) && Object.values(only).every((member) => member === undefined));
}
