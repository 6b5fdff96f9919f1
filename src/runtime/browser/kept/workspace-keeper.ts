// Keeps one workspace: its journal at once, a checkpoint when much has happened or nobody asks for anything. A checkpoint that
// storage refuses costs only time at the next opening, so it is not told; a record that storage refuses is.
import type { World, WorldRecord } from '../../../world.ts';
import type { Keeping } from '../door.ts';
import type { Wall } from '../wall.ts';
import { CheckpointWriter, type CheckpointBase } from './checkpoint-writer.ts';
import type { ClockRow } from './database.ts';
import { JournalWriter } from './journal-writer.ts';
import type { Kept, Keeper, WholeJournal } from './keeper.ts';
import { keptJournal } from './whole-journal.ts';
import { Fenced, type WorkspaceStore } from './workspace-store.ts';

export interface WorkspaceKeeperOptions {
  readonly store: WorkspaceStore;
  readonly wall: Wall;
  readonly world: World;
  /** The checkpoint that the world was opened from. */
  readonly base: CheckpointBase;
  /** Whether the world is as the newest checkpoint has it. */
  readonly isCheckpointed: boolean;
  readonly onChange: () => void;
  readonly onKept: (records: readonly WorldRecord[]) => void;
  readonly onFenced: () => void;
}

/** A checkpoint is due after so many records, so much text of them, or so long without a request. */
const recordsMax = 500;
const charactersMax = 4 * 1024 * 1024;
const idleMs = 30_000;

export class WorkspaceKeeper implements Keeper {
  readonly #options: WorkspaceKeeperOptions;
  readonly #journal: JournalWriter;
  readonly #checkpoints: CheckpointWriter;
  /** Where the world was at the last checkpoint; undefined before the first. */
  #at: { readonly revision: number; readonly seq: number; readonly bytes: number } | undefined;
  #checkpointAt: number;
  #recordAt: number;
  #checkpointing: Promise<void> | undefined;
  /** The last attempt was refused: the next one waits. */
  #isRefused = false;
  #isClosed = false;

  constructor(options: WorkspaceKeeperOptions) {
    this.#options = options;
    const { store, wall, world, onChange, onKept } = options;
    this.#journal = new JournalWriter({ store, wall, onChange, onKept, onFenced: () => this.#fenced() });
    this.#checkpoints = new CheckpointWriter(store, wall, options.base);
    this.#checkpointAt = wall.now();
    this.#recordAt = wall.now();
    if (options.isCheckpointed) this.#at = { revision: world.revision, seq: world.journalEnd.seq, bytes: 0 };
  }

  get keeping(): Keeping {
    return this.#journal.keeping;
  }

  get firstPendingAt(): number | undefined {
    return this.#journal.firstPendingAt;
  }

  keep(records: readonly WorldRecord[]): Promise<Kept> {
    if (records.length > 0) this.#recordAt = this.#options.wall.now();
    return this.#journal.keep(records);
  }

  note(row: ClockRow): void {
    this.#journal.note(row);
  }

  flush(): Promise<Kept> {
    return this.#journal.flush();
  }

  rest(isMuch: boolean): void {
    if (this.#isClosed || this.#checkpointing !== undefined || this.#journal.keeping.state === 'failed')
      return;
    if (!this.#isDue(isMuch)) return;
    this.#checkpointing = this.#checkpoint().finally(() => (this.#checkpointing = undefined));
  }

  async journal(): Promise<WholeJournal> {
    return await keptJournal(this.#options.store, this.#options.world);
  }

  async close(): Promise<void> {
    await this.#journal.flush();
    this.#isClosed = true;
    await this.#checkpointing;
    this.#journal.stop();
    this.#options.store.close();
  }

  #isDue(isMuch: boolean): boolean {
    const { world, wall } = this.#options;
    if (this.#isRefused && wall.now() - this.#checkpointAt < idleMs) return false;
    if (this.#at === undefined) return true;
    const records = world.journalEnd.seq - this.#at.seq;
    if (records === 0 && world.revision === this.#at.revision) return false;
    if (isMuch || records >= recordsMax || this.#journal.bytes - this.#at.bytes >= charactersMax) return true;
    return wall.now() - Math.max(this.#recordAt, this.#checkpointAt) >= idleMs;
  }

  async #checkpoint(): Promise<void> {
    const { world, wall } = this.#options;
    this.#checkpointAt = wall.now();
    try {
      const checkpoint = world.checkpoint();
      const at = { revision: world.revision, seq: checkpoint.journal.seq, bytes: this.#journal.bytes };
      await this.#checkpoints.write(checkpoint, async () => {
        if ((await this.#journal.keep([])) !== 'kept')
          throw new Error('the journal could not be kept so far');
      });
      this.#at = at;
      this.#isRefused = false;
    } catch (error) {
      this.#isRefused = true;
      if (error instanceof Fenced) this.#fenced();
    }
  }

  /** Writes nothing more: another tab has the workspace. Who still waits for an answer is told. */
  abandon(): void {
    this.#isClosed = true;
    this.#journal.stop();
    this.#options.store.close();
  }

  #fenced(): void {
    if (this.#isClosed) return;
    this.abandon();
    this.#options.onFenced();
  }
}
