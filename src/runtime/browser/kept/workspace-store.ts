// One workspace's database, as its writer or a reader sees it. Holds: every write transaction first compares the epoch, so a
// writer that was replaced while it slept cannot write; a transaction that throws leaves nothing behind.
import type { IDBPTransaction } from 'idb';
import type { Scenario } from '../../../scenarios/index.ts';
import { engineVersion, type WorldRecord } from '../../../world.ts';
import type { Wall } from '../wall.ts';
import {
  Emptied,
  openWorkspace,
  storedFormat,
  storeNames,
  type WorkspaceDatabase,
  type WorkspaceSchema,
} from './database.ts';
import { recordsOf } from './records.ts';
import { finish, together } from './transaction.ts';

/** Somebody else writes the workspace now. */
export class Fenced extends Error {}

/** The workspace was written by a newer version of the sandbox. */
export class TooNew extends Error {}

/** Tails that were set aside and are still kept, the newest. */
const setAsideMax = 10;

type StoreName = (typeof storeNames)[number];

export type WriteTransaction<Name extends StoreName> = IDBPTransaction<
  WorkspaceSchema,
  ('head' | Name)[],
  'readwrite'
>;

export type Durability = 'relaxed' | 'strict';

/** Everything that opening needs, as it was at one moment. Nothing in it is to be trusted before it is checked. */
export interface Image {
  readonly head: unknown;
  readonly clock: unknown;
  /** The newest first; undefined where the pointer names one that is not there. */
  readonly manifests: readonly { readonly generation: number; readonly row: unknown }[];
  readonly chunks: ReadonlyMap<string, unknown>;
  /** From `since` on, in order. */
  readonly segments: readonly unknown[];
}

export class WorkspaceStore {
  readonly id: string;
  readonly #wall: Wall;
  #database: WorkspaceDatabase | undefined;
  #epoch = 0;

  private constructor(id: string, wall: Wall) {
    this.id = id;
    this.#wall = wall;
  }

  /** Rejects where the browser refuses; `whyNotKept` says it in words. */
  static async open(id: string, wall: Wall): Promise<WorkspaceStore> {
    const store = new WorkspaceStore(id, wall);
    await store.#connected();
    return store;
  }

  /** Becomes the workspace's writer: all earlier ones are fenced off from here on. Whether anything was kept before. */
  async takeOver(scenario: Scenario): Promise<boolean> {
    const database = await this.#connected();
    const transaction = database.transaction([...storeNames], 'readwrite', { durability: 'strict' });
    return await finish(transaction, async () => {
      const heads = transaction.objectStore('head');
      const before = await heads.get('head');
      if (before !== undefined && before.format > storedFormat)
        throw new TooNew('This workspace was kept by a newer version of the sandbox: load the page again.');
      // Where everything was cleared, whoever wrote before must not have the number of who writes now.
      this.#epoch = before === undefined ? Date.now() : before.epoch + 1;
      const head = before ?? { format: storedFormat, engine: engineVersion, scenario };
      await heads.put({ ...head, epoch: this.#epoch }, 'head');
      return before !== undefined;
    });
  }

  /**
   * One transaction over some stores, and one at a time, since all have the head: of two that were under way when it was killed,
   * Chromium takes back neither but finds its storage damaged and removes all of it (it restores the lock on the database that
   * they shared as one that only one may hold). Rejects with Fenced where another writer has taken over, with Emptied where
   * everything is gone; then nothing of it is stored.
   */
  async write<Name extends StoreName>(
    names: readonly Name[],
    durability: Durability,
    work: (transaction: WriteTransaction<Name>) => Promise<void>,
  ): Promise<void> {
    const database = await this.#connected();
    const all: ('head' | Name)[] = ['head', ...names];
    const transaction = database.transaction(all, 'readwrite', { durability });
    await finish(transaction, async () => {
      // Asked together with the work: its answer comes first, in time to take the rest back.
      const fence = async (): Promise<void> => {
        const head = await transaction.objectStore('head').get('head');
        if (head === undefined) throw new Emptied('nothing of the workspace is there any more');
        if (head.epoch !== this.#epoch) throw new Fenced('another tab writes this workspace now');
      };
      await together([fence, () => work(transaction)]);
    });
  }

  /** What is kept: checkpoints, and the journal from the older one's end on (all of it where there is none). */
  async read(): Promise<Image> {
    const database = await this.#connected();
    const transaction = database.transaction([...storeNames]);
    return await finish(transaction, async () => {
      const head: unknown = await transaction.objectStore('head').get('head');
      const clock: unknown = await transaction.objectStore('clock').get('clock');
      const pointer: unknown = await transaction.objectStore('pointer').get('pointer');
      const generations = (Array.isArray(pointer) ? pointer : []).filter((key) => Number.isInteger(key));
      const manifests: { generation: number; row: unknown }[] = [];
      for (const generation of generations as number[])
        manifests.push({ generation, row: await transaction.objectStore('manifests').get(generation) });
      const keys = await transaction.objectStore('chunks').getAllKeys();
      const texts: readonly unknown[] = await transaction.objectStore('chunks').getAll();
      return {
        head,
        clock,
        manifests,
        chunks: new Map(keys.map((key, index) => [key, texts[index]])),
        segments: await segmentsFrom(
          transaction,
          Math.min(...manifests.map(({ row }) => endOf(row)), Infinity),
        ),
      };
    });
  }

  /** Segments that hold anything after a record, in order; from the first one for 0. */
  async readSegments(after: number): Promise<readonly unknown[]> {
    const database = await this.#connected();
    const transaction = database.transaction([...storeNames]);
    return await finish(transaction, () => segmentsFrom(transaction, after));
  }

  /** Everything, as plain data, for the lowest rung: nothing is checked, nothing is left out. */
  async dump(): Promise<Readonly<Record<string, unknown>>> {
    const database = await this.#connected();
    const transaction = database.transaction([...storeNames]);
    return await finish(transaction, async () => {
      const result: Record<string, unknown> = {};
      for (const name of storeNames) {
        const keys: readonly IDBValidKey[] = await transaction.objectStore(name).getAllKeys();
        const values: readonly unknown[] = await transaction.objectStore(name).getAll();
        result[name] = keys.map((key, index) => [key, values[index]]);
      }
      return result;
    });
  }

  /** In place of everything after a record come these records; what was there is set aside. */
  async replaceTail(after: number, records: readonly WorldRecord[], why: string): Promise<void> {
    await this.write(['segments', 'aside'], 'strict', async (transaction) => {
      const segments = transaction.objectStore('segments');
      const old = await segmentsFrom(transaction, after);
      const first = await firstKey(transaction, after);
      if (first !== undefined) {
        const aside = transaction.objectStore('aside');
        await aside.add({ at: Date.now(), why, segments: old });
        const [...others] = await aside.getAllKeys();
        await together(others.slice(0, -setAsideMax).map((key) => () => aside.delete(key)));
        await segments.delete(IDBKeyRange.lowerBound(first));
      }
      const before = recordsOf(old).filter(({ seq }) => seq <= after);
      if (first !== undefined && before.length > 0) await segments.put({ records: before }, first);
      if (records.length > 0) await segments.put({ records }, after + 1);
    });
  }

  close(): void {
    this.#database?.close();
    this.#database = undefined;
  }

  async #connected(): Promise<WorkspaceDatabase> {
    this.#database ??= await openWorkspace(this.id, this.#wall, () => (this.#database = undefined));
    return this.#database;
  }
}

/** The last record that a checkpoint holds, as its row says; 0 where it says nothing, so that all is read. */
function endOf(row: unknown): number {
  try {
    const manifest = JSON.parse((row as { text: string }).text) as { journal: { seq: number } };
    return Number.isInteger(manifest.journal.seq) ? manifest.journal.seq : 0;
  } catch {
    return 0;
  }
}

type Reading = IDBPTransaction<WorkspaceSchema, StoreName[], 'readonly' | 'readwrite' | 'versionchange'>;

/** The key of the segment that holds the record after this one, or would. */
async function firstKey(
  transaction: Pick<Reading, 'objectStore'>,
  after: number,
): Promise<number | undefined> {
  const segments = transaction.objectStore('segments');
  const within = await segments.openKeyCursor(IDBKeyRange.upperBound(after + 1), 'prev');
  if (within !== null) return within.key;
  return (await segments.openKeyCursor(IDBKeyRange.lowerBound(after + 1)))?.key;
}

async function segmentsFrom(
  transaction: Pick<Reading, 'objectStore'>,
  after: number,
): Promise<readonly unknown[]> {
  const from = await firstKey(transaction, Number.isFinite(after) ? after : 0);
  if (from === undefined) return [];
  return await transaction.objectStore('segments').getAll(IDBKeyRange.lowerBound(from));
}
