import type { CoreV1Event } from '#types';
import { expect, it } from 'vitest';
import type { Loop } from '../../../src/control/loop.ts';
import { MINUTE_MS } from '../../../src/std/time.ts';
import type { StoredObject } from '../../../src/store/object.ts';
import { maps, stageOf, type ConfigMap } from './stage.ts';

/** Says what the map says. */
const speaker: Loop = {
  name: 'speaker',
  observes: { [maps]: (_prev, next) => (next === undefined ? [] : [next.metadata.name]) },
  run(key, view) {
    const about = view.get<ConfigMap>(maps, key, 'demo') as StoredObject & ConfigMap;
    const { reason = 'Made', message = '' } = about.data ?? {};
    return { notes: [{ about, type: 'Normal', reason, message }] };
  },
};

/** What was said of one map, `message xCOUNT`, after each of the messages at its minute. */
function heard(said: readonly (readonly [minute: number, message: string, reason?: string])[]) {
  const stage = stageOf([speaker]);
  const start = stage.clock.now;
  for (const [index, [minute, message, reason = 'Made']] of said.entries()) {
    stage.pass(start + minute * MINUTE_MS - stage.clock.now);
    stage.write('a', { message, reason, index: String(index) });
    stage.pass(1000);
  }
  const events = stage.store.view('test', 0).list('core/events') as Iterable<StoredObject & CoreV1Event>;
  return [...events]
    .sort((a, b) => Number(a.metadata.resourceVersion) - Number(b.metadata.resourceVersion))
    .map(({ message, count }) => `${message} x${count}`)
    .toSorted();
}

const many = (count: number, minute = 0, reason = 'Made') =>
  Array.from({ length: count }, (_, index) => [minute, `${reason} ${index + 1}`, reason] as const);
const nine = many(9).map(([, message]) => `${message} x1`);
const combined = '(combined from similar events): ';

it.each([
  ['nine messages of a reason are nine events', many(9), nine],
  ['the tenth is combined', many(10), [`${combined}Made 10 x1`, ...nine]],
  ['and those after it, the last one told', many(20), [`${combined}Made 20 x11`, ...nine]],
  ['what is more than 25 at once is not heard', many(100), [`${combined}Made 25 x16`, ...nine]],
  [
    'until time has passed',
    [...many(100), [6, 'late'] as const, [6, 'later'] as const],
    [`${combined}late x17`, ...nine],
  ],
  [
    'a message that is there already is counted, however many there are',
    [...many(100), ...Array.from({ length: 30 }, () => [0, 'Made 3'] as const)],
    [`${combined}Made 25 x16`, ...nine.map((each) => each.replace('Made 3 x1', 'Made 3 x31'))],
  ],
  [
    'after ten minutes of silence messages are events of their own again',
    [...many(12), [11.1, 'new'] as const, [11.2, 'newer'] as const],
    [`${combined}Made 12 x3`, ...nine, 'new x1', 'newer x1'],
  ],
  [
    'another reason is counted for itself',
    [...many(12), ...many(2, 0, 'Lost')],
    [`${combined}Made 12 x3`, 'Lost 1 x1', 'Lost 2 x1', ...nine],
  ],
])('%s', (_, said, events) => {
  expect(heard(said)).toEqual(events);
});
