import { expect, it } from 'vitest';
import { Kept } from '../../../src/std/kept.ts';
import { limits } from '../../../src/std/limits.ts';

it('keeps up to so many, and then begins anew', () => {
  const kept = new Kept<number>(2);
  expect([kept.set('a', 1), kept.set('b', 2)]).toEqual([1, 2]);
  expect(['a', 'b'].map((key) => kept.get(key))).toEqual([1, 2]);
  expect(kept.set('c', 3)).toBe(3);
  expect(['a', 'b', 'c'].map((key) => kept.get(key))).toEqual([undefined, undefined, 3]);
});

it('keeps nothing under a key that is too long', () => {
  const kept = new Kept<number>(2);
  const longest = 'x'.repeat(limits.keptKeyCharactersMax);
  expect([kept.set(longest, 1), kept.set(`${longest}x`, 2)]).toEqual([1, 2]);
  expect([kept.get(longest), kept.get(`${longest}x`)]).toEqual([1, undefined]);
});
