// The list of workspaces that this browser keeps, and which of them opens next.
import type { IDBPObjectStore, IDBPTransaction } from 'idb';
import { scenarioFrom, type Scenario } from '../../../scenarios/index.ts';
import { hasLocks } from '../tabs/lock.ts';
import type { WorkspaceSummary } from '../door.ts';
import type { Wall } from '../wall.ts';
import {
  openCatalogue,
  type CatalogueDatabase,
  type CatalogueSchema,
  type WorkspaceEntry,
} from './database.ts';
import { finish } from './transaction.ts';

/** More than anybody wants to tell apart; past it one has to be removed first. */
export const workspacesMax = 50;

export function newEntry(scenario: Scenario, title: string): WorkspaceEntry {
  return { id: crypto.randomUUID(), title, scenario, createdAt: Date.now() };
}

/** A row as an entry; undefined where it is none: anybody on the origin may have written it. */
function entryFrom(row: unknown): WorkspaceEntry | undefined {
  if (typeof row !== 'object' || row === null) return undefined;
  const { title, scenario, createdAt, aside = '' } = row as Partial<WorkspaceEntry>;
  const isEntry =
    typeof title === 'string' &&
    Number.isFinite(createdAt) &&
    typeof aside === 'string' &&
    !('causes' in scenarioFrom(scenario));
  return isEntry ? (row as WorkspaceEntry) : undefined;
}

/**
 * Does something with the list. Rejects where nothing may be kept: no storage, or no locks that make one tab the writer.
 */
export async function withCatalogue<T>(wall: Wall, work: (catalogue: Catalogue) => Promise<T>): Promise<T> {
  if (!(await hasLocks())) throw new DOMException('there are no locks', 'SecurityError');
  const { database, wasLost } = await openCatalogue(wall);
  try {
    return await work(new Catalogue(database, wasLost));
  } finally {
    database.close();
  }
}

export class Catalogue {
  readonly #database: CatalogueDatabase;
  /** What the list had is gone with all that was kept: the browser found it damaged. */
  readonly wasLost: boolean;

  constructor(database: CatalogueDatabase, wasLost: boolean) {
    this.#database = database;
    this.wasLost = wasLost;
  }

  async get(id: string): Promise<WorkspaceEntry | undefined> {
    return entryFrom(await this.#read(({ workspaces }) => workspaces.get(id)));
  }

  /** The workspace that opens next; where there is none, the given one, from now on: two tabs that ask at once get the same. */
  currentOr(fresh: WorkspaceEntry): Promise<WorkspaceEntry> {
    return this.#write(async ({ workspaces, current }) => {
      const id = await current.get('current');
      const kept = id === undefined ? undefined : entryFrom(await workspaces.get(id));
      if (kept !== undefined && kept.aside === undefined) return kept;
      await workspaces.put(fresh);
      await current.put(fresh.id, 'current');
      return fresh;
    });
  }

  /** Adds a workspace, which opens next from now on; false where there are too many. */
  add(entry: WorkspaceEntry): Promise<boolean> {
    return this.#write(async ({ workspaces, current }) => {
      if ((await workspaces.count()) >= workspacesMax) return false;
      await workspaces.put(entry);
      await current.put(entry.id, 'current');
      return true;
    });
  }

  makeCurrent(id: string): Promise<void> {
    return this.#write(async ({ current }) => {
      await current.put(id, 'current');
    });
  }

  /**
   * It cannot be opened any more, but its rows stay to be exported. In its place comes the given one; false where there are too many.
   */
  setAside(entry: WorkspaceEntry, why: string, fresh: WorkspaceEntry): Promise<boolean> {
    return this.#write(async ({ workspaces, current }) => {
      if ((await workspaces.count()) >= workspacesMax) return false;
      await workspaces.put({ ...entry, aside: why });
      await workspaces.put(fresh);
      await current.put(fresh.id, 'current');
      return true;
    });
  }

  remove(id: string): Promise<void> {
    return this.#write(async ({ workspaces }) => {
      await workspaces.delete(id);
    });
  }

  async list(): Promise<readonly WorkspaceSummary[]> {
    const [entries, opensNext] = await this.#read(
      async ({ workspaces, current }) => [await workspaces.getAll(), await current.get('current')] as const,
    );
    return entries
      .flatMap((row) => entryFrom(row) ?? [])
      .toSorted((a, b) => b.createdAt - a.createdAt)
      .map(({ id, title, scenario, createdAt, aside }) => ({
        id,
        title,
        preset: scenario.preset,
        createdAt,
        current: id === opensNext,
        ...(aside === undefined ? {} : { aside }),
      }));
  }

  async #read<T>(work: (stores: Stores<'readonly'>) => Promise<T>): Promise<T> {
    const transaction = this.#database.transaction(storeNames);
    return await finish(transaction, () => work(storesOf(transaction)));
  }

  async #write<T>(work: (stores: Stores<'readwrite'>) => Promise<T>): Promise<T> {
    const transaction = this.#database.transaction(storeNames, 'readwrite', { durability: 'strict' });
    return await finish(transaction, () => work(storesOf(transaction)));
  }
}

type Names = ('workspaces' | 'current')[];

const storeNames: Names = ['workspaces', 'current'];

interface Stores<Mode extends 'readonly' | 'readwrite'> {
  readonly workspaces: IDBPObjectStore<CatalogueSchema, Names, 'workspaces', Mode>;
  readonly current: IDBPObjectStore<CatalogueSchema, Names, 'current', Mode>;
}

function storesOf<Mode extends 'readonly' | 'readwrite'>(
  transaction: IDBPTransaction<CatalogueSchema, Names, Mode>,
): Stores<Mode> {
  return {
    workspaces: transaction.objectStore('workspaces'),
    current: transaction.objectStore('current'),
  };
}
