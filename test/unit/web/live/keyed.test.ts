// A list by key against a plain sorted map, whatever comes and goes in whatever order.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Keyed } from '../../../../web/live/keyed.ts';
import type { Thing } from '../../../../web/live/objects.ts';

const thing = (name: string, version: number): Thing => ({
  metadata: { name, namespace: 'n', uid: name, resourceVersion: String(version), creationTimestamp: '' },
});

const step = fc.record({
  name: fc.constantFrom('a', 'b', 'c', 'd', 'e', '__proto__', 'constructor'),
  goes: fc.boolean(),
  told: fc.boolean(),
});

it('tells what is there, in the order of the keys', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const keyed = new Keyed<Thing>();
      const plain = new Map<string, Thing>();
      const expected = (): readonly Thing[] =>
        [...plain].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, one]) => one);
      steps.forEach(({ name, goes, told }, version) => {
        const one = thing(name, version);
        if (goes) {
          keyed.remove(one);
          plain.delete(name);
        } else {
          keyed.put(one);
          plain.set(name, one);
        }
        if (told) expect(keyed.list()).toEqual(expected());
      });
      expect(keyed.list()).toEqual(expected());
      expect(keyed.size).toBe(plain.size);
    }),
  );
});
