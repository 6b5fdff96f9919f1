import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Queue, type Entry } from '../../../src/sim/queue.ts';

const popped = (queue: Queue): string | undefined => {
  const wake = queue.pop();
  return wake === undefined ? undefined : `${wake.worker} ${wake.key}@${wake.moment.at}`;
};

const drained = (queue: Queue): string[] => {
  const order: string[] = [];
  for (let line = popped(queue); line !== undefined; line = popped(queue)) order.push(line);
  return order;
};

it('runs by time, and at one time in the order in which keys were queued', () => {
  const queue = new Queue();
  queue.wake('drs', 'late', 30);
  queue.wake('drs', 'second', 10);
  queue.wake('ha', 'third', 10);
  queue.wake('ha', 'first', 5);
  expect(drained(queue)).toEqual(['ha first@5', 'drs second@10', 'ha third@10', 'drs late@30']);
});

it('holds a key of a worker once: the sooner of its times stands', () => {
  const queue = new Queue();
  queue.wake('drs', 'a', 20);
  queue.wake('drs', 'b', 15);
  queue.wake('drs', 'a', 30);
  queue.wake('drs', 'a', 10);
  queue.wake('ha', 'a', 40);
  expect(queue.size).toBe(3);
  expect(drained(queue)).toEqual(['drs a@10', 'drs b@15', 'ha a@40']);
});

it('keeps the longer of the chains that lead to a key', () => {
  const queue = new Queue();
  queue.wake('drs', 'a', 20, 5);
  queue.wake('drs', 'a', 30, 7);
  queue.wake('drs', 'a', 10, 1);
  expect(queue.entries()).toEqual([{ id: 'drs a', at: 10, seq: 1, chain: 7 }]);
});

it('forgets what is cancelled', () => {
  const queue = new Queue();
  queue.wake('drs', 'a', 1);
  queue.wake('ha', 'b', 2);
  queue.wake('drs', 'c', 3);
  queue.cancel('drs');
  queue.cancel('nobody');
  expect([queue.size, drained(queue)]).toEqual([1, ['ha b@2']]);
});

it('is plain data: made again from its entries and its sequence it goes on alike', () => {
  const queue = new Queue();
  for (const [key, at] of [
    ['a', 3],
    ['b', 1],
    ['c', 3],
  ] as const)
    queue.wake('drs powered on', key, at);
  const again = new Queue(JSON.parse(JSON.stringify(queue.entries())) as never, queue.seq);
  for (const one of [queue, again]) one.wake('ha', 'd', 3);
  expect(drained(again)).toEqual(drained(queue));
});

const step = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(fc.constantFrom('p', 'q'), fc.constantFrom(...'abcdefgh'), fc.nat(9)) },
  { weight: 3, arbitrary: fc.constant('pop' as const) },
  { weight: 1, arbitrary: fc.constantFrom('cancel p' as const, 'cancel q' as const) },
);

it('behaves like a sorted list, whatever is queued, moved, taken back', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 80 }), (steps) => {
      const queue = new Queue();
      let model: Entry[] = [];
      let now = 0;
      let seq = 0;
      for (const action of steps) {
        if (action === 'pop') {
          const first = model.shift();
          expect(popped(queue)).toBe(first && `${first.id}@${first.at}`);
          now = first?.at ?? now;
        } else if (typeof action === 'string') {
          queue.cancel(action.slice(7));
          model = model.filter(({ id }) => !id.startsWith(action.slice(7)));
        } else {
          const [worker, key, delay] = action;
          const [id, at] = [`${worker} ${key}`, now + delay];
          queue.wake(worker, key, at);
          const known = model.find((entry) => entry.id === id);
          if (known === undefined || at < known.at)
            model = [...model.filter((entry) => entry !== known), { id, at, seq: seq++, chain: 0 }];
        }
        model.sort((a, b) => a.at - b.at || a.seq - b.seq);
        expect(queue.entries()).toEqual(model);
        expect([queue.size, queue.seq]).toEqual([model.length, seq]);
      }
    }),
  );
});

it('keeps its order while thousands are moved to sooner times', () => {
  const queue = new Queue();
  for (let round = 20; round > 0; round--)
    for (let key = 0; key < 300; key++) queue.wake('drs', String(key), round * 1_000 + ((key * 7) % 300));
  expect(drained(queue)).toEqual(
    Array.from({ length: 300 }, (_, place) => `drs ${(place * 43) % 300}@${1_000 + place}`),
  );
});
