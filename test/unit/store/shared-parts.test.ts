// What objects have in common is kept once, and reads as it did.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { copy, equal, freezeDeep } from '../../../src/std/draft.ts';
import { shareParts } from '../../../src/store/shared-parts.ts';

interface Row {
  readonly name: string;
  readonly known: unknown;
  readonly next: unknown;
  /** Paths of `next` that are then parts of `known`. */
  readonly shared: readonly string[];
  readonly isSame: boolean;
}

const rows: readonly Row[] = [
  { name: 'all of it', known: { a: [1] }, next: { a: [1] }, shared: ['a'], isSame: true },
  {
    name: 'what differs stays, its equal parts are shared',
    known: { spec: { name: 'x', tolerations: [{ key: 'a' }], env: {} } },
    next: { spec: { name: 'y', tolerations: [{ key: 'a' }], env: {} } },
    shared: ['spec.tolerations', 'spec.env'],
    isSame: false,
  },
  {
    name: 'another order of members is another text',
    known: { a: { b: 1, c: 2 } },
    next: { a: { c: 2, b: 1 } },
    shared: [],
    isSame: false,
  },
  {
    name: 'a list that is longer',
    known: [[1], [2]],
    next: [[1], [2], [3]],
    shared: ['0', '1'],
    isSame: false,
  },
  { name: 'a list that is shorter', known: [[1], [2]], next: [[1]], shared: ['0'], isSame: false },
  { name: 'a member more', known: { a: {} }, next: { a: {}, b: 1 }, shared: ['a'], isSame: false },
  { name: 'a member less', known: { a: {}, b: 1 }, next: { a: {} }, shared: ['a'], isSame: false },
  { name: 'a list is no object', known: { a: [] }, next: { a: {} }, shared: [], isSame: false },
  { name: 'null is nothing', known: { a: null }, next: { a: {} }, shared: [], isSame: false },
  { name: 'what is inherited is no part', known: {}, next: { constructor: {} }, shared: [], isSame: false },
];

function at(value: unknown, path: string): unknown {
  return path.split('.').reduce((part, name) => (part as Record<string, unknown>)[name], value);
}

test.each(rows)('$name', ({ known, next, shared, isSame }) => {
  const frozen = freezeDeep(known) as object;
  const draft = copy(next) as object;
  expect(shareParts(draft, frozen)).toBe(isSame);
  expect(JSON.stringify(draft)).toBe(JSON.stringify(next));
  for (const path of shared) expect(at(draft, path)).toBe(at(frozen, path));
});

test('a part that is frozen already is left as it is', () => {
  const part = freezeDeep({ a: [1] });
  const draft = { part };
  shareParts(draft, freezeDeep({ part: { a: [1] } }));
  expect(draft.part).toBe(part);
});

test('a member called __proto__ stays a member', () => {
  const draft = JSON.parse('{"a":{"__proto__":{}}}') as object;
  shareParts(draft, freezeDeep({ a: {} }));
  expect(JSON.stringify(draft)).toBe('{"a":{"__proto__":{}}}');
});

test('whatever the two are, the text stays, and so does what is known', () => {
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
  const json: fc.Arbitrary<object> = fc.jsonValue({ maxDepth: 4 }).filter(isObject);
  fc.assert(
    fc.property(json, json, fc.boolean(), (one, other, isTwin) => {
      const known = freezeDeep(copy(one as object));
      const next = (isTwin ? one : other) as object;
      const draft = copy(next);
      const before = JSON.stringify(known);
      const said = shareParts(draft, known);
      expect(JSON.stringify(draft)).toBe(JSON.stringify(next));
      expect(JSON.stringify(known)).toBe(before);
      if (said) expect(equal(draft, known)).toBe(true);
      if (isTwin && !before.includes('__proto__')) expect(said).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});
