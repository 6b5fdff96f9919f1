import { expect, it } from 'vitest';
import { Journal, journalRoot, soundPrefix, type JournalRecord } from '../../../src/sim/journal.ts';

type Command = { readonly say: string };

function journalOf(...words: string[]): Journal<Command> {
  const journal = new Journal<Command>();
  for (const [index, say] of words.entries()) journal.append(index * 10, 'somebody', { say }, index + 1);
  return journal;
}

it('chains each record to all before it', () => {
  const journal = journalOf('a', 'b', 'c');
  const other = journalOf('a', 'x', 'c');
  expect(journal.records[0]?.sum).toBe(other.records[0]?.sum);
  expect(journal.records[2]?.sum).not.toBe(other.records[2]?.sum);
  expect(journal.sum).toBe(journal.records[2]?.sum);
  expect(journal.sum).toMatch(/^[0-9a-f]{32}$/);
});

it('goes on where another ended', () => {
  const whole = journalOf('a', 'b', 'c');
  const tail = new Journal<Command>([], whole.records[0]?.sum);
  tail.append(10, 'somebody', { say: 'b' }, 2);
  tail.append(20, 'somebody', { say: 'c' }, 3);
  expect(tail.records).toEqual(whole.records.slice(1));
  expect(soundPrefix(tail.records, whole.records[0]?.sum)).toBe(2);
});

type Records = readonly JournalRecord<Command>[];

const change = (records: Records, index: number, how: Partial<JournalRecord<Command>>): Records =>
  records.map((record, place) => (place === index ? { ...record, ...how } : record));

it.each<[string, number, (records: Records) => Records]>([
  ['whole', 4, (records) => records],
  ['nothing', 0, () => []],
  ['cut off', 2, (records) => records.slice(0, 2)],
  ['another command', 1, (records) => change(records, 1, { command: { say: 'x' } })],
  ['another actor', 2, (records) => change(records, 2, { actor: 'somebody else' })],
  ['another time', 3, (records) => change(records, 3, { at: 31 })],
  ['another sum', 0, (records) => change(records, 0, { sum: journalRoot })],
  ['a record left out', 1, (records) => [...records.slice(0, 1), ...records.slice(2)]],
  ['two in the wrong order', 1, ([a, b, c, d]) => [a, c, b, d] as Records],
  ['a record twice', 2, ([a, b, c, d]) => [a, b, b, c, d] as Records],
])('%s: %i records are sound', (_, sound, damage) => {
  expect(soundPrefix(damage(journalOf('a', 'b', 'c', 'd').records))).toBe(sound);
});
