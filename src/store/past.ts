// Looking back: one kind's objects as they were at an earlier revision, made by walking the change log from its end.
// Used by later pages of a list and by explanations. Deliberately absent: anything before the log's window.
import type { Scope } from './scope.ts';
import type { StoredObject } from './object.ts';

/** The objects of a kind at a revision, in key order; undefined when the log no longer reaches that far. */
export function objectsAt(scope: Scope, kind: string, rv: number): readonly StoredObject[] | undefined {
  const changes = scope.log.since(rv);
  if (changes === undefined) return undefined;
  const before = new Map<string, StoredObject | undefined>();
  for (const change of changes) {
    if (change.kind === kind && !before.has(change.key)) before.set(change.key, change.prev);
  }
  const present = scope.collection(kind).list();
  if (before.size === 0) return present;
  const objects = new Map<string, StoredObject>();
  for (const object of present)
    objects.set(`${object.metadata.namespace ?? ''}/${object.metadata.name}`, object);
  for (const [key, object] of before) {
    if (object === undefined) objects.delete(key);
    else objects.set(key, object);
  }
  return [...objects].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
}
