// The age columns of tables: from an object's creation to now, as Kubernetes writes durations.
import { humanDuration, parseTime } from '../std/time.ts';
import type { Column } from '../store/kind.ts';
import type { StoredObject } from '../store/object.ts';

/** `<unknown>` where the moment is not known, as kubectl shows it. */
export function since(time: string | undefined, now: number): string {
  const at = time === undefined ? undefined : parseTime(time);
  return at === undefined ? '<unknown>' : humanDuration(now - at);
}

export const nameColumn: Column<StoredObject> = {
  name: 'Name',
  format: 'name',
  description: 'Name must be unique within a namespace.',
  cell: (object) => object.metadata.name,
};

export const ageColumn: Column<StoredObject> = {
  name: 'Age',
  description: 'CreationTimestamp is a timestamp representing the server time when this object was created.',
  cell: (object, now) => since(object.metadata.creationTimestamp, now),
};
