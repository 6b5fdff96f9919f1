import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cut, isSame, keyOfObject, type KeptObject } from '../../../../src/runtime/browser/kept/chunks.ts';

const object = (name: string): KeptObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'demo', name, uid: name, resourceVersion: '1', creationTimestamp: '' },
});

const objects = (count: number): KeptObject[] =>
  Array.from({ length: count }, (_, index) => object(`c${String(index).padStart(6, '0')}`));

test('ranges hold all objects in order, none too small but the last, none too large', () => {
  fc.assert(
    fc.property(fc.nat(3_000), (count) => {
      const all = objects(count);
      const ranges = [...cut(all, keyOfObject)];
      expect(ranges.flat()).toEqual(all);
      for (const range of ranges.slice(0, -1)) expect(range.length).toBeGreaterThanOrEqual(16);
      for (const range of ranges) expect(range.length).toBeLessThanOrEqual(192);
    }),
    { numRuns: 30 },
  );
});

test('an object that comes, goes or changes touches the ranges at its place, not the others', () => {
  const all = objects(10_000);
  const before = [...cut(all, keyOfObject)];
  fc.assert(
    fc.property(fc.nat(9_999), fc.constantFrom('comes', 'goes', 'changes'), (at, how) => {
      const after = [...all];
      if (how === 'comes') after.splice(at, 0, object(`${all[at]!.metadata.name}-`));
      else if (how === 'goes') after.splice(at, 1);
      else after[at] = object(all[at]!.metadata.name);
      const fresh = [...cut(after, keyOfObject)].filter(
        (range) => !before.some((known) => isSame(known, range)),
      );
      // A range that must end because it is full moves the ends up to the next that the keys set.
      expect(fresh.length).toBeLessThanOrEqual(6);
    }),
    { numRuns: 100 },
  );
});
