import { expect, it } from 'vitest';
import { Queue } from '../../../src/sim/queue.ts';

const drained = (queue: Queue): string[] => {
  const order: string[] = [];
  for (let entry = queue.pop(); entry !== undefined; entry = queue.pop())
    order.push(`${entry.id}@${entry.at}`);
  return order;
};

it('runs by time, and at one time in the order in which ids were queued', () => {
  const queue = new Queue();
  queue.wake('late', 30);
  queue.wake('second', 10);
  queue.wake('third', 10);
  queue.wake('first', 5);
  expect(drained(queue)).toEqual(['first@5', 'second@10', 'third@10', 'late@30']);
});

it('holds an id once: the sooner of its times stands', () => {
  const queue = new Queue();
  queue.wake('a', 20);
  queue.wake('b', 15);
  queue.wake('a', 30);
  queue.wake('a', 10);
  expect(queue.size).toBe(2);
  expect(drained(queue)).toEqual(['a@10', 'b@15']);
});

it('keeps the longer of the chains that lead to an id', () => {
  const queue = new Queue();
  queue.wake('a', 20, 5);
  queue.wake('a', 30, 7);
  queue.wake('a', 10, 1);
  expect(queue.entries()).toEqual([{ id: 'a', at: 10, seq: 1, chain: 7 }]);
});

it('forgets what is cancelled', () => {
  const queue = new Queue();
  queue.wake('a', 1);
  queue.wake('b', 2);
  queue.cancel('a');
  queue.cancel('never queued');
  expect(drained(queue)).toEqual(['b@2']);
});

it('is plain data: made again from its entries and its sequence it goes on alike', () => {
  const queue = new Queue();
  for (const [id, at] of [
    ['a', 3],
    ['b', 1],
    ['c', 3],
  ] as const)
    queue.wake(id, at);
  const again = new Queue(JSON.parse(JSON.stringify(queue.entries())) as never, queue.seq);
  for (const one of [queue, again]) one.wake('d', 3);
  expect(drained(again)).toEqual(drained(queue));
});
