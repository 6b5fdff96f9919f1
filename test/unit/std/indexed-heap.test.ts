import fc from 'fast-check';
import { expect, it } from 'vitest';
import { IndexedHeap } from '../../../src/std/indexed-heap.ts';

interface Item {
  readonly id: string;
  readonly at: number;
  readonly seq: number;
}

const before = (a: Item, b: Item): boolean => a.at < b.at || (a.at === b.at && a.seq < b.seq);

const id = fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j');

const step = fc.oneof(
  fc.record({ do: fc.constant('set' as const), id, at: fc.nat(9) }),
  fc.record({ do: fc.constant('remove' as const), id }),
  fc.record({ do: fc.constant('pop' as const) }),
);

it('behaves like a sorted list, whatever is put in, moved, taken out', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const heap = new IndexedHeap<Item>();
      let model: Item[] = [];
      let seq = 0;
      const without = (name: string): Item[] => model.filter((item) => item.id !== name);
      for (const action of steps) {
        if (action.do === 'set') {
          const item = { id: action.id, at: action.at, seq: seq++ };
          heap.set(item);
          model = [...without(item.id), item];
        } else if (action.do === 'remove') {
          expect(heap.remove(action.id)).toEqual(model.find((item) => item.id === action.id));
          model = without(action.id);
        } else {
          const popped = heap.pop();
          expect(popped).toEqual(model[0]);
          if (popped !== undefined) model = without(popped.id);
        }
        model.sort((a, b) => (before(a, b) ? -1 : 1));
        expect(heap.sorted()).toEqual(model);
        expect([heap.peek(), heap.size]).toEqual([model[0], model.length]);
        for (const item of model) expect(heap.get(item.id)).toEqual(item);
      }
    }),
  );
});

it('keeps its order when it grows past the room that it begins with', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(50), { minLength: 200, maxLength: 400 }), (times) => {
      const heap = new IndexedHeap<Item>();
      const items = times.map((at, seq) => ({ id: String(seq), at, seq }));
      for (const item of items) heap.set(item);
      const popped = items.map(() => heap.pop());
      expect(popped).toEqual([...items].sort((a, b) => (before(a, b) ? -1 : 1)));
      expect(heap.pop()).toBeUndefined();
    }),
    { numRuns: 20 },
  );
});
