// The databases in the browser: one small one that lists the workspaces, and one a workspace. Their shape, how they are opened,
// and what to tell people when the browser refuses. In a worker there is no localStorage, so the list is a database too.
import { deleteDB, openDB, type DBSchema, type IDBPDatabase } from 'idb';
import type { Scenario } from '../../../scenarios/index.ts';
import type { WorldRecord } from '../../../world.ts';
import type { Speed } from '../../pace.ts';
import type { Wall } from '../wall.ts';

/** The format that is written; a workspace of a newer one is not touched. */
export const storedFormat = 1;

export interface Head {
  readonly format: number;
  /** Rises with each writer: who holds an older number may not write any more. */
  readonly epoch: number;
  readonly engine: string;
  readonly scenario: Scenario;
}

/** Where the clock stood after a record, and its pace: one row that is overwritten, since time goes by without records. */
export interface ClockRow {
  readonly now: number;
  readonly seq: number;
  readonly running: boolean;
  readonly speed: Speed;
}

/** The records of one flush. */
export interface Segment {
  readonly records: readonly WorldRecord[];
}

/** A checkpoint's table of contents, as text, with the hash of the text. */
export interface ManifestRow {
  readonly text: string;
  readonly sum: string;
}

/** What could not be used and is not thrown away either. */
export interface SetAside {
  /** Milliseconds since the Unix epoch, by the wall clock. */
  readonly at: number;
  readonly why: string;
  readonly segments: readonly unknown[];
}

export interface WorkspaceSchema extends DBSchema {
  head: { key: 'head'; value: Head };
  clock: { key: 'clock'; value: ClockRow };
  /** Generations of checkpoints, the newest first. */
  pointer: { key: 'pointer'; value: readonly number[] };
  /** By the number of their first record. */
  segments: { key: number; value: Segment };
  manifests: { key: number; value: ManifestRow };
  /** Objects of a key range as JSON text, by the hash of the text. */
  chunks: { key: string; value: string };
  aside: { key: number; value: SetAside };
}

export const storeNames = [
  'head',
  'clock',
  'pointer',
  'segments',
  'manifests',
  'chunks',
  'aside',
] as const satisfies readonly (keyof WorkspaceSchema)[];

export type WorkspaceDatabase = IDBPDatabase<WorkspaceSchema>;

export interface WorkspaceEntry {
  readonly id: string;
  readonly title: string;
  readonly scenario: Scenario;
  /** Milliseconds since the Unix epoch, by the wall clock. */
  readonly createdAt: number;
  /** Why it can no longer be opened; its rows are still there to be exported. */
  readonly aside?: string;
}

export interface CatalogueSchema extends DBSchema {
  workspaces: { key: string; value: WorkspaceEntry };
  /** The workspace that is opened next. */
  current: { key: 'current'; value: string };
}

export type CatalogueDatabase = IDBPDatabase<CatalogueSchema>;

const catalogueName = 'supervisor-sandbox';

/** Attempts to open a database, and the pauses between them: trouble with the files behind it does not go away by insisting. */
const pausesMs = [200, 600] as const;
/** An open that hangs longer is taken as refused. */
const openMs = 5_000;

class OpeningHangs extends Error {}

/** A workspace that was kept is no longer there: site data was cleared while its page was open. */
export class Emptied extends Error {}

async function insist<T>(wall: Wall, open: () => Promise<T>): Promise<T> {
  for (const pauseMs of pausesMs) {
    try {
      return await inTime(wall, open());
    } catch (error) {
      if (isForbidden(error) || error instanceof OpeningHangs) throw error;
      await wall.sleep(pauseMs);
    }
  }
  return await inTime(wall, open());
}

async function inTime<T>(wall: Wall, work: Promise<T>): Promise<T> {
  const late = wall.sleep(openMs).then(() => {
    throw new OpeningHangs('the browser does not open its storage');
  });
  // Whoever comes second must not count as an error that nobody looks at.
  late.catch(() => undefined);
  work.catch(() => undefined);
  return await Promise.race([work, late]);
}

function isForbidden(error: unknown): boolean {
  return (
    typeof indexedDB === 'undefined' || (error instanceof DOMException && error.name === 'SecurityError')
  );
}

export interface OpenedCatalogue {
  readonly database: CatalogueDatabase;
  /** The browser found what it kept for this page damaged, and has removed all of it. */
  readonly wasLost: boolean;
}

export function openCatalogue(wall: Wall): Promise<OpenedCatalogue> {
  return insist(wall, async () => {
    let wasLost = false;
    const database = await openDB<CatalogueSchema>(catalogueName, 1, {
      upgrade(created, _oldVersion, _newVersion, _transaction, event) {
        // Chromium alone says it, in a field of its own.
        wasLost = (event as { readonly dataLoss?: unknown }).dataLoss === 'total';
        created.createObjectStore('workspaces', { keyPath: 'id' });
        created.createObjectStore('current');
      },
    });
    return { database, wasLost };
  });
}

const nameOf = (id: string): string => `${catalogueName}-${id}`;

/** `onLost` is called when the browser closes the database by itself, or another tab wants it gone. */
export function openWorkspace(id: string, wall: Wall, onLost: () => void): Promise<WorkspaceDatabase> {
  return insist(wall, async () => {
    const database = await openDB<WorkspaceSchema>(nameOf(id), 1, {
      upgrade(created) {
        for (const name of storeNames) {
          if (name === 'aside') created.createObjectStore(name, { autoIncrement: true });
          else created.createObjectStore(name);
        }
      },
      blocking() {
        database.close();
        onLost();
      },
      terminated: onLost,
    });
    return database;
  });
}

export async function deleteWorkspace(id: string): Promise<void> {
  await deleteDB(nameOf(id));
}

/** The browser's refusal in words for people: what it means and what to do. */
export function whyNotKept(error: unknown): string {
  const name = error instanceof DOMException ? error.name : '';
  if (typeof indexedDB === 'undefined' || name === 'SecurityError')
    return 'The browser lets this page store nothing, because it is in a sandboxed frame or storage is turned off. Open it in a tab of its own to keep what you do.';
  if (name === 'QuotaExceededError')
    return 'The browser has no room left for this page. Export the workspace, then free storage or remove old workspaces.';
  if (error instanceof Emptied)
    return 'What this page had kept was removed from the browser while it was open. Export the workspace to keep what is on show.';
  if (name === 'InvalidStateError' || name === 'NotFoundError')
    return 'The browser closed its storage, as some do in private windows. Export the workspace to keep it.';
  const detail = error instanceof Error && error.message !== '' ? error.message : String(error);
  return `The browser could not use its storage (${detail}). Export the workspace to keep it, then load the page again.`;
}
