// The journal into storage: what came in while one transaction was under way goes into the next, as one row. Holds: records are
// kept in order without a gap; `keep` says "kept" only after the transaction that holds the record completed; trouble is tried
// again a named number of times, then said, and tried once more with each later write, never in a loop.
import type { WorldRecord } from '../../../world.ts';
import type { Keeping } from '../door.ts';
import type { Wall } from '../wall.ts';
import { Emptied, whyNotKept, type ClockRow } from './database.ts';
import type { Kept } from './keeper.ts';
import { together } from './transaction.ts';
import { Fenced, type Durability, type WorkspaceStore } from './workspace-store.ts';

export interface JournalWriterOptions {
  readonly store: WorkspaceStore;
  readonly wall: Wall;
  readonly onChange: () => void;
  /** Hears of records that are kept, in order. */
  readonly onKept: (records: readonly WorldRecord[]) => void;
  /** Another writer has taken over: nothing more is written here. */
  readonly onFenced: () => void;
}

/** Pauses before a failed write is tried again. */
const pausesMs = [100, 400] as const;
/** A transaction that hangs longer is called a failure; should it still complete, its records are kept after all. */
const hangMs = 10_000;
/** Past so much time the next write goes to the disk itself, not only to the operating system. */
const strictMs = 5_000;

export class JournalWriter {
  readonly #options: JournalWriterOptions;
  #pending: WorldRecord[] = [];
  #waiting: ((kept: Kept) => void)[] = [];
  #row: ClockRow | undefined;
  #isWriting = false;
  #strictAt: number;
  #wantsStrict = false;
  #failure: string | undefined;
  #isFenced = false;
  #bytes = 0;
  /** When the transaction that is under way began. */
  #writingSince: number | undefined;
  #isWatched = false;

  constructor(options: JournalWriterOptions) {
    this.#options = options;
    this.#strictAt = options.wall.now();
  }

  get keeping(): Keeping {
    if (this.#failure !== undefined) return { state: 'failed', why: this.#failure };
    return { state: this.#pending.length === 0 ? 'saved' : 'saving' };
  }

  /** The simulated time of the first record that is not kept yet. */
  get firstPendingAt(): number | undefined {
    return this.#pending[0]?.at;
  }

  /** Characters of request bodies that were kept so far. */
  get bytes(): number {
    return this.#bytes;
  }

  keep(records: readonly WorldRecord[]): Promise<Kept> {
    if (this.#isFenced) return Promise.resolve('lost');
    if (records.length === 0 && this.#pending.length === 0) return Promise.resolve('kept');
    this.#pending.push(...records);
    const kept = new Promise<Kept>((resolve) => this.#waiting.push(resolve));
    if (records.length > 0) this.#options.onChange();
    this.#start();
    return kept;
  }

  note(row: ClockRow): void {
    this.#row = row;
    if (this.#isFenced || this.#failure !== undefined) return;
    this.#waiting.push(() => undefined);
    this.#start();
  }

  async flush(): Promise<Kept> {
    if (this.#isFenced) return 'lost';
    if (this.#row === undefined && this.#pending.length === 0)
      return this.#failure === undefined ? 'kept' : 'not-kept';
    this.#wantsStrict = true;
    const kept = new Promise<Kept>((resolve) => this.#waiting.push(resolve));
    this.#start();
    return await kept;
  }

  /** Nothing more is written; who still waits is told. */
  stop(): void {
    this.#isFenced = true;
    this.#settle('lost');
  }

  #start(): void {
    if (this.#isWriting) return;
    this.#isWriting = true;
    // What is asked in the same turn goes into the same row.
    this.#options.wall.later(() => void this.#writeAll(), 0);
  }

  async #writeAll(): Promise<void> {
    while (!this.#isFenced && this.#waiting.length > 0) {
      const waiting = this.#waiting;
      this.#waiting = [];
      const kept = await this.#writeOnce(waiting);
      for (const resolve of waiting) resolve(kept);
    }
    this.#isWriting = false;
  }

  async #writeOnce(waiting: readonly ((kept: Kept) => void)[]): Promise<Kept> {
    const { wall, onChange, onKept, onFenced } = this.#options;
    const records = [...this.#pending];
    const row = this.#row;
    this.#writingSince = wall.now();
    this.#watch(waiting, hangMs);
    try {
      await this.#try(records, row);
      this.#pending.splice(0, records.length);
      if (this.#row === row) this.#row = undefined;
      this.#failure = undefined;
      for (const { command } of records)
        if (command.type === 'request') this.#bytes += command.request.body?.length ?? 0;
      if (records.length > 0) onKept(records);
      return 'kept';
    } catch (error) {
      if (error instanceof Fenced) {
        this.stop();
        onFenced();
        return 'lost';
      }
      this.#failure = whyNotKept(error);
      return 'not-kept';
    } finally {
      this.#writingSince = undefined;
      onChange();
    }
  }

  /** Says so when a transaction hangs; one timer at a time. */
  #watch(waiting: readonly ((kept: Kept) => void)[], ms: number): void {
    if (this.#isWatched) return;
    this.#isWatched = true;
    const { wall, onChange } = this.#options;
    wall.later(() => {
      this.#isWatched = false;
      if (this.#writingSince === undefined || this.#isFenced) return;
      const leftMs = this.#writingSince + hangMs - wall.now();
      if (leftMs > 0) {
        this.#watch(waiting, leftMs);
        return;
      }
      this.#failure =
        'The browser does not answer when something is to be kept. Export the workspace to be safe.';
      for (const resolve of [...waiting, ...this.#waiting]) resolve('not-kept');
      onChange();
    }, ms);
  }

  async #try(records: readonly WorldRecord[], row: ClockRow | undefined): Promise<void> {
    const { wall } = this.#options;
    // After a failure was said, each write is one attempt.
    const pauses = this.#failure === undefined ? pausesMs : [];
    for (const pauseMs of pauses) {
      try {
        await this.#write(records, row);
        return;
      } catch (error) {
        if (error instanceof Fenced || error instanceof Emptied) throw error;
        if (isFull(error)) await this.#makeRoom();
        else await wall.sleep(pauseMs);
      }
    }
    await this.#write(records, row);
  }

  async #write(records: readonly WorldRecord[], row: ClockRow | undefined): Promise<void> {
    const { store, wall } = this.#options;
    const isStrict = this.#wantsStrict || wall.now() - this.#strictAt >= strictMs;
    const durability: Durability = isStrict ? 'strict' : 'relaxed';
    await store.write(['segments', 'clock'], durability, async (transaction) => {
      const [first] = records;
      const segments = transaction.objectStore('segments');
      const clock = transaction.objectStore('clock');
      await together([
        ...(first === undefined ? [] : [() => segments.put({ records }, first.seq)]),
        ...(row === undefined ? [] : [() => clock.put(row, 'clock')]),
      ]);
    });
    if (!isStrict) return;
    this.#strictAt = wall.now();
    this.#wantsStrict = false;
  }

  /** Frees what is only a second safety: what was set aside. */
  async #makeRoom(): Promise<void> {
    await this.#options.store.write(['aside'], 'relaxed', async (transaction) => {
      await transaction.objectStore('aside').clear();
    });
  }

  #settle(kept: Kept): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const resolve of waiting) resolve(kept);
  }
}

function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'QuotaExceededError';
}
