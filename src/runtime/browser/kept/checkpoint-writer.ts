// Checkpoints into storage: chunks by the hash of their text, only those that are not there yet, in slices between the world's
// events; the pointer flips last. Holds: the two newest generations stay whole, with the journal since the older one.
import { limits } from '../../../std/limits.ts';
import type { Checkpoint } from '../../../world.ts';
import { Turns } from '../slices.ts';
import type { Wall } from '../wall.ts';
import { chunksOf, cut, isSame, keyOfObject, type Manifest } from './chunks.ts';
import { digestOf } from './digest.ts';
import { together } from './transaction.ts';
import type { WorkspaceStore, WriteTransaction } from './workspace-store.ts';

/** Characters of chunks in one transaction, or one chunk: records are written in between, and wait for no more than that. */
const charactersPerWrite = 256 * 1024;

const flipped = ['pointer', 'manifests', 'chunks', 'segments'] as const;

/** What of an earlier checkpoint is known to be good. */
export interface CheckpointBase {
  /** Chunks that were read and found to be what their names say. */
  readonly sound: ReadonlySet<string>;
  /** The generation that the world was opened from; undefined where that is not known. */
  readonly generation: number | undefined;
}

interface Written {
  readonly items: readonly unknown[];
  readonly hash: string;
}

/** One checkpoint on its way into storage. */
interface Writing {
  readonly turns: Turns;
  readonly layout: Map<string, Written>;
  /** Texts that are still to be written, and how long they are together. */
  readonly batch: Map<string, string>;
  characters: number;
}

export class CheckpointWriter {
  readonly #store: WorkspaceStore;
  readonly #wall: Wall;
  /** Ranges of the last checkpoint by their list and first item: what is the same needs no hashing. */
  #layout: ReadonlyMap<string, Written> = new Map();
  /** Chunks that are known to be stored as they should be; any other is written, again if need be. */
  #sound: Set<string>;
  #generation: number | undefined;

  constructor(store: WorkspaceStore, wall: Wall, base: CheckpointBase) {
    this.#store = store;
    this.#wall = wall;
    this.#sound = new Set(base.sound);
    this.#generation = base.generation;
  }

  /**
   * Writes a checkpoint. Awaits `beforeFlip` ahead of the last step: the journal must be kept as far as the checkpoint goes.
   * Rejects where storage refuses; what was kept before stays whole.
   */
  async write(checkpoint: Checkpoint, beforeFlip: () => Promise<void>): Promise<void> {
    const writing = { turns: new Turns(this.#wall), layout: new Map(), batch: new Map(), characters: 0 };
    const scopes: Manifest['scopes'][number][] = [];
    for (const { kinds, ...scope } of checkpoint.scopes) {
      const lists: (readonly [string, readonly string[]])[] = [];
      for (const [kind, objects] of kinds)
        lists.push([kind, await this.#list(writing, `${scope.name} ${kind}`, objects, keyOfObject)]);
      scopes.push({ ...scope, kinds: lists });
    }
    const { entries, ...clock } = checkpoint.clock;
    const queue = await this.#list(writing, 'queue', entries, ({ id }) => id);
    await this.#put(writing);
    await beforeFlip();
    await this.#flip({ ...checkpoint, clock: { ...clock, entries: queue }, scopes });
    this.#layout = writing.layout;
  }

  /** The hashes of a list's chunks. Those that are not stored yet are stored before long. */
  async #list<Item>(
    writing: Writing,
    list: string,
    items: readonly Item[],
    keyOf: (item: Item) => string,
  ): Promise<readonly string[]> {
    const hashes: string[] = [];
    for (const range of cut(items, keyOf)) {
      const place = `${list} ${keyOf(range[0])}`;
      const before = this.#layout.get(place);
      const isUnchanged = before !== undefined && isSame(before.items, range);
      const hash = isUnchanged ? before.hash : await this.#chunk(writing, range);
      writing.layout.set(place, { items: range, hash });
      hashes.push(hash);
      await writing.turns.end();
    }
    return hashes;
  }

  async #chunk(writing: Writing, range: readonly unknown[]): Promise<string> {
    const texts: string[] = [];
    for (const item of range) {
      texts.push(JSON.stringify(item));
      await writing.turns.end();
    }
    const text = `[${texts.join(',')}]`;
    const hash = await digestOf(text);
    if (this.#sound.has(hash) || writing.batch.has(hash)) return hash;
    writing.batch.set(hash, text);
    writing.characters += text.length;
    if (writing.characters >= charactersPerWrite) await this.#put(writing);
    return hash;
  }

  async #put(writing: Writing): Promise<void> {
    if (writing.batch.size === 0) return;
    await this.#store.write(['chunks'], 'relaxed', async (transaction) => {
      const chunks = transaction.objectStore('chunks');
      await together(
        [...writing.batch].map(
          ([hash, text]) =>
            () =>
              chunks.put(text, hash),
        ),
      );
    });
    for (const hash of writing.batch.keys()) this.#sound.add(hash);
    writing.batch.clear();
    writing.characters = 0;
  }

  async #flip(manifest: Manifest): Promise<void> {
    const text = JSON.stringify(manifest);
    // Ahead of the transaction, which ends itself where anything else is awaited.
    const sum = await digestOf(text);
    let needed: ReadonlySet<string> = new Set();
    let generation = 0;
    await this.#store.write(flipped, 'strict', async (transaction) => {
      const manifests = transaction.objectStore('manifests');
      const pointer = (await transaction.objectStore('pointer').get('pointer')) ?? [];
      generation = Math.max(0, ...pointer) + 1;
      const previous = this.#generation ?? pointer[0];
      const kept = previous === undefined ? [generation] : [generation, previous];
      await manifests.put({ text, sum }, generation);
      await transaction.objectStore('pointer').put(kept, 'pointer');
      for (const old of pointer) if (!kept.includes(old)) await manifests.delete(old);
      const older = previous === undefined ? undefined : readManifest((await manifests.get(previous))?.text);
      needed = new Set([...chunksOf(manifest), ...(older === undefined ? [] : chunksOf(older))]);
      const chunks = transaction.objectStore('chunks');
      const unneeded = (await chunks.getAllKeys()).filter((key) => !needed.has(key));
      await together(unneeded.map((key) => () => chunks.delete(key)));
      await forgetJournal(transaction, manifest.journal.seq, older?.journal.seq);
    });
    this.#generation = generation;
    this.#sound = new Set([...this.#sound].filter((hash) => needed.has(hash)));
  }
}

/** A journal past its limit loses what no kept checkpoint needs; until then all of it stays, to be shared. */
async function forgetJournal(
  transaction: WriteTransaction<(typeof flipped)[number]>,
  end: number,
  olderEnd: number | undefined,
): Promise<void> {
  if (olderEnd === undefined || end <= limits.journalRecordsMax) return;
  const segments = transaction.objectStore('segments');
  const needed = await segments.openKeyCursor(IDBKeyRange.upperBound(olderEnd + 1), 'prev');
  if (needed !== null) await segments.delete(IDBKeyRange.upperBound(needed.key, true));
}

function readManifest(text: string | undefined): Manifest | undefined {
  try {
    return text === undefined ? undefined : (JSON.parse(text) as Manifest);
  } catch {
    return undefined;
  }
}
