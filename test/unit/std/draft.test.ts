import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { copy, copyJson, equal, freezeDeep } from '../../../src/std/draft.ts';
import type { Json } from '../../../src/std/draft.ts';
import { getOwn, setOwn } from '../../../src/std/own.ts';

const polluting = JSON.parse('{"__proto__":{"polluted":true},"constructor":1,"a":[{"b":null}]}') as object;

describe('copy', () => {
  it('copies every JSON value to an equal one that shares nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const copied = copyJson(freezeDeep(value) as Json);
        expect(copied).toEqual(value);
        expect(equal(copied, value)).toBe(true);
        expect(typeof copied !== 'object' || copied === null || !Object.isFrozen(copied)).toBe(true);
      }),
    );
  });

  it('keeps a member named __proto__ a member', () => {
    const copied = copy(polluting);
    expect(Object.keys(copied)).toEqual(['__proto__', 'constructor', 'a']);
    expect(Object.getPrototypeOf(copied)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  it('gives a draft that can be changed where the original cannot', () => {
    const original = freezeDeep({ spec: { ports: [{ port: 80 }] } } as const);
    const draft: { spec: { ports: { port: number }[] } } = copy<{
      readonly spec: { readonly ports: readonly { readonly port: number }[] };
    }>(original);
    draft.spec.ports.push({ port: 81 });
    expect(draft.spec.ports).toHaveLength(2);
    expect(original.spec.ports).toHaveLength(1);
  });
});

describe('freezeDeep', () => {
  it('freezes to the last leaf', () => {
    const value = freezeDeep({ a: [{ b: { c: 1 } }] });
    expect([value, value.a, value.a[0], value.a[0]?.b].every(Object.isFrozen)).toBe(true);
  });

  it('does not walk into what is already frozen', () => {
    const inner = { deep: { untouched: 1 } };
    Object.freeze(inner);
    freezeDeep({ inner });
    expect(Object.isFrozen(inner.deep)).toBe(false);
  });
});

describe('equal', () => {
  it.each<[unknown, unknown, boolean]>([
    [{ a: 1, b: 2 }, { b: 2, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, true],
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [{ a: 1, b: undefined }, { a: 1, c: undefined }, true],
    [{ a: undefined }, { a: null }, false],
    [{ a: 1 }, { b: 1 }, false],
    [{ a: 1 }, { a: 1, b: 2 }, false],
    [{}, [], false],
    [[], {}, false],
    [[1, 2], [2, 1], false],
    [[1], [1, 2], false],
    [null, {}, false],
    ['1', 1, false],
    [0, -0, true],
    [JSON.parse('{"__proto__":{}}'), { x: {} }, false],
    [{ x: {} }, JSON.parse('{"__proto__":{}}'), false],
    [JSON.parse('{"__proto__":{}}'), JSON.parse('{"__proto__":{}}'), true],
    [{ constructor: {} }, {}, false],
  ])('%j and %j: %s', (a, b, expected) => expect(equal(a, b)).toBe(expected));

  it('agrees with the text of both sides', () => {
    const small = fc.jsonValue({ maxDepth: 3 });
    fc.assert(
      fc.property(small, small, (a, b) => {
        expect(equal(a, b)).toBe(equal(b, a));
        expect(equal(a, copyJson(a as Json))).toBe(true);
        if (JSON.stringify(a) === JSON.stringify(b)) expect(equal(a, b)).toBe(true);
      }),
    );
  });
});

describe('own members', () => {
  it('sees no inherited member', () => {
    expect(getOwn<unknown>({}, 'constructor')).toBeUndefined();
    expect(getOwn<unknown>({}, '__proto__')).toBeUndefined();
    expect(getOwn(undefined, 'a')).toBeUndefined();
    expect(getOwn({ a: 1 }, 'a')).toBe(1);
  });

  it('sets __proto__ as a member like any other', () => {
    const record: { [key: string]: object } = {};
    setOwn(record, '__proto__', { polluted: true });
    setOwn(record, 'a', {});
    expect(Object.keys(record)).toEqual(['__proto__', 'a']);
    expect('polluted' in record).toBe(false);
  });
});
