// vCenter's content library service: a subscribed library becomes what its source is when it is asked to, or by itself at the hours that are
// meant for it, metadata first; an item's content comes when the item is asked for.
import { latency } from '../control/latency.ts';
import { nobody, type Loop, type Outcome, type Write } from '../control/loop.ts';
import type { View } from '../control/view.ts';
import { libraryItems, libraryItemsKind, type LibraryItem } from '../kinds/vsphere/library-item.ts';
import { sourceAt } from '../kinds/vsphere/library-source.ts';
import { libraries, librariesKind, type Library } from '../kinds/vsphere/library.ts';
import { usualLibrarySync, vcenterIn, vcentersKind } from '../kinds/vsphere/vcenter.ts';
import { uuidFrom } from '../std/hash.ts';
import { limits } from '../std/limits.ts';
import { DAY_MS, HOUR_MS, parseTime } from '../std/time.ts';
import { keyOfObject, splitKey, type StoredObject } from '../store/object.ts';

interface Asked {
  readonly spec: { readonly syncAskedAt?: number };
  readonly status?: { readonly syncedAt?: number };
}

/** When it was asked, where it has not been done since. */
function openAt({ spec, status }: Asked): number | undefined {
  const { syncAskedAt: asked } = spec;
  return asked === undefined || (status?.syncedAt ?? -1) >= asked ? undefined : asked;
}

/** Items that are missing, and those that its source has no longer. */
function differences(library: Library, present: readonly LibraryItem[], view: View): readonly Write[] {
  const { subscription } = library.spec;
  const source = sourceAt(view, subscription?.url ?? '') ?? [];
  const missing = source
    .filter(({ name }) => !present.some(({ spec }) => spec.displayName === name))
    .map(({ name, type, sizeMiB }): Write => {
      const id = uuidFrom(0, 'library item', library.metadata.name, name);
      const cached = subscription?.onDemand !== true;
      const spec = { library: library.metadata.name, displayName: name, type, sizeMiB };
      const status = { cached, syncedAt: view.now, modifiedAt: view.now, contentVersion: 1 };
      const object = { metadata: { name: id }, spec, status };
      return { verb: 'create', kind: libraryItems, object, why: 'its source has it' };
    });
  const gone = present
    .filter(({ spec }) => !source.some(({ name }) => name === spec.displayName))
    .map((object): Write => ({
      verb: 'delete',
      kind: libraryItems,
      object,
      why: 'its source has it no longer',
    }));
  return [...missing, ...gone];
}

/** When a library is next synchronized by itself: an interval after the last time, within the hours; undefined where it never is. */
function automaticAt({ metadata, spec, status }: Library, view: View): number | undefined {
  const { automatic, startHour, stopHour } = vcenterIn(view)?.spec.librarySync ?? usualLibrarySync;
  if (!automatic || spec.subscription?.automaticSync !== true) return undefined;
  const last = status?.syncedAt ?? parseTime(metadata.creationTimestamp) ?? view.now;
  const due = Math.max(view.now, last + latency.libraryRefreshMs);
  const midnight = due - (due % DAY_MS);
  const hour = (due - midnight) / HOUR_MS;
  const isOpen =
    startHour < stopHour ? hour >= startHour && hour < stopHour : hour >= startHour || hour < stopHour;
  return isOpen ? due : midnight + startHour * HOUR_MS + (hour < startHour ? 0 : DAY_MS);
}

/** Asks for what is due by itself, or waits for it. */
function syncByItself(library: Library, view: View): Outcome | undefined {
  const at = automaticAt(library, view);
  if (at === undefined) return undefined;
  if (at > view.now) return { again: at - view.now };
  const object: Library = { ...library, spec: { ...library.spec, syncAskedAt: view.now } };
  return { writes: [{ verb: 'update', kind: libraries, object, why: 'it is time' }], again: 1 };
}

function syncLibrary(library: Library, view: View): Outcome | undefined {
  const asked = openAt(library);
  if (asked === undefined) return syncByItself(library, view);
  const { uid, name } = library.metadata;
  const left = asked + view.draw(uid, `sync ${asked}`, latency.librarySyncMs) - view.now;
  if (left > 0) return { again: left };
  const present = view.list<LibraryItem>(libraryItemsKind, { index: ['library', name] });
  const writes = differences(library, present, view);
  if (writes.length > limits.writesPerEventMax - 1)
    return { writes: writes.slice(0, limits.writesPerEventMax - 1), again: 1 };
  const version = (library.status?.version ?? 1) + (writes.length === 0 ? 0 : 1);
  const status = { ...library.status, syncedAt: view.now, modifiedAt: view.now, version };
  const object: Library = { ...library, status };
  const next = automaticAt(object, view);
  return {
    writes: [...writes, { verb: 'update', kind: libraries, object, why: 'synchronized' }],
    ...(next === undefined ? {} : { again: next - view.now }),
  };
}

function syncItem(item: LibraryItem, view: View): Outcome | undefined {
  const asked = openAt(item);
  if (asked === undefined) return undefined;
  const left = asked + view.draw(item.metadata.uid, `sync ${asked}`, latency.libraryItemSyncMs) - view.now;
  if (left > 0) return { again: left };
  const object: LibraryItem = { ...item, status: { ...item.status, cached: true, syncedAt: view.now } };
  return { writes: [{ verb: 'update', kind: libraryItems, object, why: 'its content is here' }] };
}

const wake = (_prev: StoredObject | undefined, next: StoredObject | undefined): readonly string[] =>
  next === undefined || openAt(next as unknown as Asked) === undefined ? nobody : [keyOfObject(next)];

const isAutomatic = (library: Library): boolean => library.spec.subscription?.automaticSync === true;

export const contentLibrary: Loop = {
  name: 'content-library',
  observes: {
    [librariesKind]: (prev, next) =>
      next !== undefined && isAutomatic(next as Library) ? [keyOfObject(next)] : wake(prev, next),
    [libraryItemsKind]: wake,
    [vcentersKind]: () => ['*'],
  },
  expand: (_pattern, view) => view.list<Library>(librariesKind).filter(isAutomatic).map(keyOfObject),
  run(key, view): Outcome | undefined {
    const { name } = splitKey(key);
    const library = view.get<Library>(librariesKind, name);
    if (library !== undefined) return syncLibrary(library, view);
    const item = view.get<LibraryItem>(libraryItemsKind, name);
    return item === undefined ? undefined : syncItem(item, view);
  },
};
