// What people asked of a world: the only input there is, so the thing to keep, to share and to replay.
// Holds: sequence numbers rise by one, times never fall, each record carries the hash of all before it. A sum is worked out when
// somebody asks for it: whoever writes does not wait for that.

import { canonicalJson } from '../std/canonical-json.ts';
import { hash128 } from '../std/hash.ts';
import type { Json } from '../std/draft.ts';

export interface JournalRecord<Command> {
  readonly seq: number;
  /** Simulated milliseconds since the Unix epoch: the record runs when nothing due at or before is left. */
  readonly at: number;
  /** Who asked, as the world authenticated them. */
  readonly actor: string;
  readonly command: Command;
  /** Hash of the record before and this one, 32 hex digits. */
  readonly sum: string;
}

/** The sum that the first record follows. */
export const journalRoot = '0'.repeat(32);

export const sumOf = <Command>(record: Omit<JournalRecord<Command>, 'sum'>, before: string): string =>
  hash128(before + canonicalJson([record.seq, record.at, record.actor, record.command] as unknown as Json));

export class Journal<Command> {
  readonly #records: JournalRecord<Command>[];
  /** Records after those, without their sums. */
  #unsummed: Omit<JournalRecord<Command>, 'sum'>[] = [];
  #sum: string;

  constructor(records: readonly JournalRecord<Command>[] = [], before = journalRoot) {
    this.#records = [...records];
    this.#sum = records.at(-1)?.sum ?? before;
  }

  get records(): readonly JournalRecord<Command>[] {
    this.#sumUp();
    return this.#records;
  }

  get sum(): string {
    this.#sumUp();
    return this.#sum;
  }

  append(at: number, actor: string, command: Command, seq: number): void {
    this.#unsummed.push({ seq, at, actor, command });
  }

  #sumUp(): void {
    for (const record of this.#unsummed) {
      this.#sum = sumOf(record, this.#sum);
      this.#records.push({ ...record, sum: this.#sum });
    }
    this.#unsummed = [];
  }
}

/** The number of records from the front that are whole: in sequence, in time, and chained by their sums. */
export const soundPrefix = <Command>(
  records: readonly JournalRecord<Command>[],
  before = journalRoot,
): number => {
  let sum = before;
  for (const [index, record] of records.entries()) {
    const previous = records[index - 1];
    const follows = previous === undefined || (record.seq === previous.seq + 1 && record.at >= previous.at);
    if (!follows || record.sum !== sumOf(record, sum)) return index;
    sum = record.sum;
  }
  return records.length;
};
