// Where the records of a world go: into the browser's storage, or nowhere. What a session needs to know of it.
import type { WorldRecord } from '../../../world.ts';
import type { Keeping } from '../door.ts';
import type { ClockRow } from './database.ts';

/** `lost`: another tab writes the workspace now, so what was asked here never happened there. */
export type Kept = 'kept' | 'not-kept' | 'lost';

export type WholeJournal = { readonly records: readonly WorldRecord[] } | { readonly error: string };

export interface Keeper {
  readonly keeping: Keeping;
  /** Keeps the records after all before them; resolves once they are kept, or cannot be. None waits for those before. */
  keep(records: readonly WorldRecord[]): Promise<Kept>;
  /** Notes where the clock is; kept with the next records, or by itself before long. */
  note(row: ClockRow): void;
  /** Keeps all that is noted, to the disk. */
  flush(): Promise<Kept>;
  /** A chance to write a checkpoint; called now and then, and at once where much would have to be run again. */
  rest(isMuch: boolean): void;
  /** Every record since the workspace began. */
  journal(): Promise<WholeJournal>;
  close(): Promise<void>;
}
