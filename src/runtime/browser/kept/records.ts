// Journal records out of storage, which anybody on the origin may have written: what looks like a record, and of that what follows
// a known place by the chain of sums (sim/journal.ts).
import type { WireRequest } from '../../../apis/kubernetes/wire.ts';
import { journalRoot, soundPrefix } from '../../../sim/journal.ts';
import { limits } from '../../../std/limits.ts';
import { utf8Length } from '../../../std/utf8.ts';
import type { WorldRecord } from '../../../world.ts';

type Dictionary = Readonly<Record<string, unknown>>;

function isDictionary(value: unknown): value is Dictionary {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

/** Whether a record of the request would be longer than any may be. */
export function isTooLong({ path, headers = {}, body = '' }: WireRequest): boolean {
  const texts = [path, body, ...Object.entries(headers).flat()];
  return texts.reduce((bytes, text) => bytes + utf8Length(text), 0) > limits.journalRecordBytesMax;
}

/** Whether a value has the shape of a request, and no more than its length; what is in it is the world's to judge. */
export function isRequest(value: unknown): value is WireRequest {
  if (!isDictionary(value)) return false;
  const { method, path, headers = {}, body = '', binary = false } = value;
  return (
    isText(method) &&
    isText(path) &&
    isDictionary(headers) &&
    Object.values(headers).every(isText) &&
    isText(body) &&
    typeof binary === 'boolean' &&
    !isTooLong(value as unknown as WireRequest)
  );
}

function isActor(value: unknown): boolean {
  return (
    isDictionary(value) &&
    isText(value['user']) &&
    Array.isArray(value['groups']) &&
    value['groups'].every(isText)
  );
}

function isCommand(value: unknown): boolean {
  if (!isDictionary(value)) return false;
  if (value['type'] === 'clock') return true;
  return value['type'] === 'request' && isRequest(value['request']) && isActor(value['actor']);
}

function isRecord(value: unknown): value is WorldRecord {
  if (!isDictionary(value)) return false;
  const { seq, at, actor, command, sum } = value;
  return (
    Number.isSafeInteger(seq) &&
    Number.isSafeInteger(at) &&
    isText(actor) &&
    isText(sum) &&
    isCommand(command)
  );
}

/** What follows a place in a journal. */
export interface Tail {
  /** Whole, in sequence, and chained to the place by their sums. */
  readonly records: readonly WorldRecord[];
  /** How many more there were that are not. */
  readonly lost: number;
}

function valuesOf(segments: readonly unknown[]): readonly unknown[] {
  return segments.flatMap((segment): readonly unknown[] =>
    isDictionary(segment) && Array.isArray(segment['records']) ? segment['records'] : [undefined],
  );
}

/** The values up to the first that does not even look like a record. */
function readable(values: readonly unknown[]): readonly WorldRecord[] {
  const bad = values.findIndex((value) => !isRecord(value));
  return (bad < 0 ? values : values.slice(0, bad)) as readonly WorldRecord[];
}

/** What looks like records, from the front. */
export function recordsOf(segments: readonly unknown[]): readonly WorldRecord[] {
  return readable(valuesOf(segments));
}

/** The tail of a journal after the record with that number and sum; `journalStart` for all of it. */
export function tailAfter(
  segments: readonly unknown[],
  { seq: after, sum }: { readonly seq: number; readonly sum: string },
): Tail {
  const values = valuesOf(segments);
  // What comes before may be damaged: the place is counted from the last record there that is not.
  const known = values.findLastIndex((value) => isRecord(value) && value.seq <= after);
  const from = known < 0 ? 0 : known + 1 + after - (values[known] as WorldRecord).seq;
  const tail = readable(values.slice(from));
  const follows = tail[0]?.seq === after + 1;
  const records = follows ? tail.slice(0, soundPrefix(tail, sum)) : [];
  return { records, lost: Math.max(0, values.length - from) - records.length };
}

/** Where every journal begins. */
export const journalStart = { seq: 0, sum: journalRoot };
