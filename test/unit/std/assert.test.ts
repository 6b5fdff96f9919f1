import { expect, it } from 'vitest';
import { assert, unreachable } from '../../../src/std/assert.ts';

it('passes what holds and throws with the reason what does not', () => {
  assert(true, 'never seen');
  expect(() => assert(0, 'a key has a scope')).toThrow('Broken invariant: a key has a scope');
  expect(() => unreachable('third' as never)).toThrow('Broken invariant: unexpected value "third"');
});
