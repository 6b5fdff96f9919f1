import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copyJson, freezeDeep } from '../../../src/std/draft.ts';
import type { Json } from '../../../src/std/draft.ts';
import { applyJsonPatch } from '../../../src/std/json-patch.ts';
import { limits } from '../../../src/std/limits.ts';
import { goldenRows } from './golden.ts';

const { notes, rows } = goldenRows('./json-patch.golden.tsv');
const document = freezeDeep(JSON.parse(notes[1] ?? '') as Json);

describe('applyJsonPatch', () => {
  it('has a golden table worth the name', () => expect(rows.length).toBeGreaterThan(90));

  it.each(rows)('%s', (patch, expected) => {
    const result = applyJsonPatch(document, JSON.parse(patch) as Json);
    if (expected.startsWith('error: '))
      expect(result).toMatchObject({ error: expected.slice('error: '.length) });
    else expect(result).toEqual({ value: JSON.parse(expected) as Json });
  });

  it.each<[Json, string]>([
    [{}, 'decode'],
    [[5], 'decode'],
    [Array<Json>(limits.jsonPatchOperationsMax + 1).fill({}), 'limit'],
    [[{ op: 'remove', path: '/gone' }], 'apply'],
  ])('says at which stage it refused', (patch, stage) => {
    expect(applyJsonPatch(document, patch)).toMatchObject({ stage });
  });

  it('takes as many operations as are allowed, and says how many there were beyond', () => {
    const test: Json = { op: 'test', path: '/x/a', value: 1 };
    expect(applyJsonPatch(document, Array<Json>(limits.jsonPatchOperationsMax).fill(test))).toEqual({
      value: document,
    });
    expect(applyJsonPatch(document, Array<Json>(limits.jsonPatchOperationsMax + 1).fill(test))).toMatchObject(
      {
        error: 'The allowed maximum operations in a JSON patch is 10000, got 10001',
      },
    );
  });

  it('stops copies that double', () => {
    const double: Json = { op: 'copy', from: '/a', path: '/a/-' };
    const result = applyJsonPatch({ a: ['x'] }, Array<Json>(60).fill(double));
    expect('error' in result && result.error).toMatch(
      /^Unable to complete the copy, the accumulated size increase/,
    );
  });

  it('makes no prototype of a member named __proto__', () => {
    const result = applyJsonPatch({}, [
      { op: 'add', path: '/__proto__', value: { polluted: true } },
      { op: 'add', path: '/a', value: {} },
    ]);
    expect('value' in result && Object.keys(result.value as object)).toEqual(['__proto__', 'a']);
    expect(applyJsonPatch({}, [{ op: 'add', path: '/constructor/x', value: 1 }])).toHaveProperty('error');
    expect('polluted' in {}).toBe(false);
  });

  it('leaves the document alone and what it returns shares nothing that can be changed', () => {
    const original: Json = freezeDeep({ a: { b: [1] } });
    const before = copyJson(original);
    const result = applyJsonPatch(original, [
      { op: 'copy', from: '/a', path: '/c' },
      { op: 'add', path: '/c/b/-', value: 2 },
    ]);
    expect(result).toEqual({ value: { a: { b: [1] }, c: { b: [1, 2] } } });
    expect(original).toEqual(before);
  });

  it('answers any operations with a value or an error', () => {
    const pointer = fc.stringMatching(/^(\/(a|b|0|1|-|-1|~01)){0,3}$/);
    const operation = fc.record(
      {
        op: fc.constantFrom('add', 'remove', 'replace', 'move', 'copy', 'test'),
        path: pointer,
        from: pointer,
        value: fc.jsonValue({ maxDepth: 2 }),
      },
      { requiredKeys: ['op'] },
    );
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.array(operation), (value, operations) => {
        const json = freezeDeep(JSON.parse(JSON.stringify(value)) as Json);
        const result = applyJsonPatch(json, JSON.parse(JSON.stringify(operations)) as Json);
        expect('value' in result).toBe(!('error' in result));
      }),
    );
  });
});
