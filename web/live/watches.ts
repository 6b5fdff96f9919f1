/** The watches of the page: of the same collection there is one, however many parts of the page read it. */
import type { Thing } from './objects.ts';
import { Watch, type WatchSpec } from './watch.svelte.ts';

const open = new Map<string, Watch<Thing>>();
/** Above this, those that stopped are forgotten. */
const keptMax = 64;

export function watchOf(spec: WatchSpec): Watch<Thing> {
  const key = `${spec.asker ?? 'person'} ${spec.table ? 'table' : ''} ${spec.path} ${spec.query ?? ''}`;
  const known = open.get(key);
  if (known !== undefined) return known;
  if (open.size >= keptMax) for (const [other, watch] of open) if (!watch.isRunning) open.delete(other);
  const watch = new Watch<Thing>(spec);
  open.set(key, watch);
  return watch;
}

/** All watches list again: another world is behind the door. */
export function restartWatches(): void {
  for (const [key, watch] of open) {
    if (watch.isRunning) watch.restart();
    else open.delete(key);
  }
}
