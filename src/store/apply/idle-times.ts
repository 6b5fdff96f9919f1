// A write that changes nothing but the times of its managers changes nothing: the times go back, so that nothing is committed.
// Source: apiserver, pkg/endpoints/handlers/fieldmanager/equality.go.
import { equal } from '../../std/draft.ts';
import { isList, isMap, type Members } from './value.ts';

function split(object: Members): { readonly entries: readonly unknown[]; readonly rest: Members } {
  const metadata = isMap(object['metadata']) ? object['metadata'] : {};
  const { managedFields: entries, ...others } = metadata;
  return { entries: isList(entries) ? entries : [], rest: { ...object, metadata: others } };
}

function withoutTime(entry: unknown): unknown {
  if (!isMap(entry)) return entry;
  const { time: _time, ...rest } = entry;
  return rest;
}

/** The new version, or the previous one where they differ in the times of managedFields alone. */
export function unlessIdle<T extends object>(prev: T, next: T): T {
  const [was, is] = [split(prev as unknown as Members), split(next as unknown as Members)];
  if (was.entries.length === 0 || was.entries.length !== is.entries.length) return next;
  const same = was.entries.every((entry, i) => equal(withoutTime(entry), withoutTime(is.entries[i])));
  return same && equal(was.rest, is.rest) ? prev : next;
}
