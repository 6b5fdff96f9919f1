import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { equal, freezeDeep } from '../../../src/std/draft.ts';
import type { Json, JsonObject } from '../../../src/std/draft.ts';
import { applyMergePatch, createMergePatch } from '../../../src/std/merge-patch.ts';
import { goldenRows } from './golden.ts';

const { notes, rows } = goldenRows('./merge-patch.golden.tsv');
const document = freezeDeep(JSON.parse(notes[1] ?? '') as Json);

describe('applyMergePatch', () => {
  it.each(rows)('%s', (patch, expected) => {
    const result = applyMergePatch(document, JSON.parse(patch) as Json);
    if (expected.startsWith('error: ')) expect(result).toEqual({ error: expected.slice('error: '.length) });
    else
      expect(JSON.stringify('value' in result && sorted(result.value))).toBe(
        JSON.stringify(JSON.parse(expected)),
      );
  });

  // The examples of RFC 7386, appendix A, whose patches are objects.
  it.each<[Json, Json, Json]>([
    [{ a: 'b' }, { a: 'c' }, { a: 'c' }],
    [{ a: 'b' }, { b: 'c' }, { a: 'b', b: 'c' }],
    [{ a: 'b' }, { a: null }, {}],
    [{ a: 'b', b: 'c' }, { a: null }, { b: 'c' }],
    [{ a: ['b'] }, { a: 'c' }, { a: 'c' }],
    [{ a: 'c' }, { a: ['b'] }, { a: ['b'] }],
    [{ a: { b: 'c' } }, { a: { b: 'd', c: null } }, { a: { b: 'd' } }],
    [{ a: [{ b: 'c' }] }, { a: [1] }, { a: [1] }],
    [{ e: null }, { a: 1 }, { e: null, a: 1 }],
    [[1, 2], { a: 'b', c: null }, { a: 'b' }],
    [{}, { a: { bb: { ccc: null } } }, { a: { bb: {} } }],
  ])('%j with %j is %j', (target, patch, value) => expect(applyMergePatch(target, patch)).toEqual({ value }));
});

function sorted(value: Json): Json {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(sorted);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(members.map(([key, member]) => [key, sorted(member)]));
}

describe('createMergePatch', () => {
  it.each<[JsonObject, JsonObject, JsonObject]>([
    [{ a: 1 }, { a: 1 }, {}],
    [{ a: 1 }, { a: 2 }, { a: 2 }],
    [{ a: 1, b: 2 }, { b: 2 }, { a: null }],
    [{ a: { b: 1, c: 2 } }, { a: { b: 1, c: 3 } }, { a: { c: 3 } }],
    [{ a: { b: 1 } }, { a: {} }, { a: { b: null } }],
    [{ a: [1, 2] }, { a: [1] }, { a: [1] }],
    [{ a: {} }, { a: 1 }, { a: 1 }],
    [{ metadata: { labels: { x: 'y' } } }, { metadata: {} }, { metadata: { labels: null } }],
  ])('from %j to %j is %j', (original, modified, patch) => {
    expect(createMergePatch(original, modified)).toEqual(patch);
  });

  it('leads from one object to the other where no null is involved', () => {
    const { object } = fc.letrec((tie) => ({
      leaf: fc.oneof(fc.string(), fc.integer(), fc.boolean()),
      value: fc.oneof({ maxDepth: 4 }, tie('leaf'), tie('object'), fc.array(tie('leaf'))),
      object: fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), tie('value'), {
        noNullPrototype: true,
      }),
    }));
    fc.assert(
      fc.property(object, object, (from, to) => {
        const [original, modified] = [freezeDeep(from) as JsonObject, freezeDeep(to) as JsonObject];
        const result = applyMergePatch(original, createMergePatch(original, modified));
        expect('value' in result && equal(result.value, modified)).toBe(true);
      }),
    );
  });
});
