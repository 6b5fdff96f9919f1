import { expect, test } from 'vitest';
import { isRequest, journalStart, tailAfter } from '../../../../src/runtime/browser/kept/records.ts';
import { Journal } from '../../../../src/sim/journal.ts';
import { limits } from '../../../../src/std/limits.ts';
import type { Command, WorldRecord } from '../../../../src/world.ts';
import { freshBrowser, openTab } from './browser.ts';

const journal = new Journal<Command>();
for (let seq = 1; seq <= 8; seq++) journal.append(seq * 10, 'clock', { type: 'clock' }, seq);
const all = journal.records;
const segments = (records: readonly unknown[], size = 3): unknown[] =>
  Array.from({ length: Math.ceil(records.length / size) }, (_, index) => ({
    records: records.slice(index * size, (index + 1) * size),
  }));
const without = (seq: number): readonly WorldRecord[] => all.filter((record) => record.seq !== seq);
const broken = (seq: number, by: unknown): readonly unknown[] =>
  all.map((record) => (record.seq === seq ? by : record));
const after = (seq: number) => (seq === 0 ? journalStart : { seq, sum: all[seq - 1]!.sum });
const { at: _at, ...noTime } = all[3]!;

const cases: readonly [
  what: string,
  segments: readonly unknown[],
  after: { seq: number; sum: string },
  sound: number[],
  lost: number,
][] = [
  ['nothing is kept', [], after(0), [], 0],
  ['all of it', segments(all), after(0), [1, 2, 3, 4, 5, 6, 7, 8], 0],
  ['the end of it', segments(all), after(5), [6, 7, 8], 0],
  ['nothing after the end', segments(all), after(8), [], 0],
  ['segments begin inside', segments(all.slice(3)), after(5), [6, 7, 8], 0],
  ['segments begin too late', segments(all.slice(5)), after(3), [], 3],
  ['one is missing', segments(without(4)), after(0), [1, 2, 3], 4],
  ['one twice', segments([...all.slice(0, 4), ...all.slice(3)]), after(0), [1, 2, 3, 4], 5],
  ['one is changed', segments(broken(4, { ...all[3], at: 41 })), after(0), [1, 2, 3], 5],
  ['one has no time', segments(broken(4, noTime)), after(0), [1, 2, 3], 5],
  ['one goes back in time', segments(broken(4, { ...all[3], at: 1 })), after(0), [1, 2, 3], 5],
  ['one is nothing', segments(broken(4, null)), after(0), [1, 2, 3], 5],
  ['what is damaged lies before', segments(broken(4, null)), after(5), [6, 7, 8], 0],
  ['what is damaged is just before', segments(broken(5, null)), after(5), [6, 7, 8], 0],
  ['what is damaged is just after', segments(broken(6, null)), after(5), [], 3],
  ['another history', segments(all), { seq: 5, sum: 'f'.repeat(32) }, [], 3],
  ['a segment is none', [...segments(all.slice(0, 3)), 7, ...segments(all.slice(6))], after(0), [1, 2, 3], 3],
];

test.each(cases)('the tail where %s', (_what, kept, place, sound, lost) => {
  const tail = tailAfter(kept, place);
  expect({ records: tail.records.map(({ seq }) => seq), lost: tail.lost }).toEqual({ records: sound, lost });
});

test('journalRecordBytesMax: a request as long passes, a longer one is neither asked nor read', async () => {
  const path = '/api/v1/namespaces/demo/configmaps?fieldManager=';
  const request = (bytes: number) => ({ method: 'POST', path: path.padEnd(bytes, 'x'), headers: {} });
  expect(isRequest(request(limits.journalRecordBytesMax))).toBe(true);
  expect(isRequest(request(limits.journalRecordBytesMax + 1))).toBe(false);
  freshBrowser();
  const tab = await openTab();
  const most = await tab.host.request(request(limits.journalRecordBytesMax));
  expect(most.status).not.toBe(413);
  const over = await tab.host.request(request(limits.journalRecordBytesMax + 1));
  expect(JSON.parse(over.body)).toMatchObject({
    code: 413,
    reason: 'RequestEntityTooLarge',
    message: 'Request entity too large: limit is 4194304',
  });
});
