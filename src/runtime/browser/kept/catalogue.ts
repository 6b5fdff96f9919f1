// The list of workspaces that this browser keeps, and which of them opens next.
import type { IDBPObjectStore, IDBPTransaction } from 'idb';
import type { Scenario } from '../../../scenarios/index.ts';
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

export class Catalogue {
  readonly #database: CatalogueDatabase;

  private constructor(database: CatalogueDatabase) {
    this.#database = database;
  }

  /** Rejects where the browser refuses storage. */
  static async open(wall: Wall): Promise<Catalogue> {
    return new Catalogue(await openCatalogue(wall));
  }

  async get(id: string): Promise<WorkspaceEntry | undefined> {
    return await this.#read(({ workspaces }) => workspaces.get(id));
  }

  /** The workspace that opens next; where there is none, the given one, from now on: two tabs that ask at once get the same. */
  currentOr(fresh: WorkspaceEntry): Promise<WorkspaceEntry> {
    return this.#write(async ({ workspaces, current }) => {
      const id = await current.get('current');
      const kept = id === undefined ? undefined : await workspaces.get(id);
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

  /** It cannot be opened any more, but its rows stay to be exported. In its place comes the given one. */
  setAside(entry: WorkspaceEntry, why: string, fresh: WorkspaceEntry): Promise<void> {
    return this.#write(async ({ workspaces, current }) => {
      await workspaces.put({ ...entry, aside: why });
      await workspaces.put(fresh);
      await current.put(fresh.id, 'current');
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

  close(): void {
    this.#database.close();
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
