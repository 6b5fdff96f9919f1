// A checkpoint cut into chunks: objects in key order, queue entries in the order in which they run. Where a chunk ends depends on
// keys alone, so what comes or goes changes one chunk and leaves the others as they were; which ones changed is told by the
// identity of what is in them, since nothing of it is ever changed in place.
import { keyedHash } from '../../../std/hash.ts';
import type { ScopeImage } from '../../../scopes.ts';
import type { Checkpoint } from '../../../world.ts';

export type KeptObject = ScopeImage['kinds'][number][1][number];
export type KeptEntry = Checkpoint['clock']['entries'][number];

/** On average a chunk ends after so many items past its least; never past its most. */
const itemsMin = 16;
const endsOneIn = 64;
const itemsMax = 192;

/** Cuts a list into ranges of neighbours. */
export function* cut<Item>(
  items: readonly Item[],
  keyOf: (item: Item) => string,
): Generator<readonly [first: Item, ...rest: Item[]]> {
  let range: Item[] = [];
  for (const item of items) {
    range.push(item);
    const isEnd =
      range.length >= itemsMax || (range.length >= itemsMin && keyedHash(0, keyOf(item)) % endsOneIn === 0);
    if (!isEnd) continue;
    yield range as [Item, ...Item[]];
    range = [];
  }
  if (range.length > 0) yield range as [Item, ...Item[]];
}

export function keyOfObject({ metadata: { namespace, name } }: KeptObject): string {
  return `${namespace ?? ''}/${name}`;
}

/** Whether two ranges hold the very same versions. */
export function isSame(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length === b.length && a.every((item, index) => item === b[index]);
}

/** A checkpoint's table of contents: the checkpoint with the hashes of chunks in place of objects and queue entries. */
export interface Manifest extends Omit<Checkpoint, 'scopes' | 'clock'> {
  readonly clock: Omit<Checkpoint['clock'], 'entries'> & { readonly entries: readonly string[] };
  readonly scopes: readonly (Omit<ScopeImage, 'kinds'> & {
    /** Kind id and the hashes of its chunks, in key order. */
    readonly kinds: readonly (readonly [kind: string, chunks: readonly string[]])[];
  })[];
}

export function chunksOf({ clock, scopes }: Manifest): ReadonlySet<string> {
  return new Set([...clock.entries, ...scopes.flatMap(({ kinds }) => kinds.flatMap(([, chunks]) => chunks))]);
}
