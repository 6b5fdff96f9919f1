import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isLink, parseFragment, printFragment } from '../../../src/share/fragment.ts';
import { limits } from '../../../src/std/limits.ts';

const refused: readonly [what: string, hash: string, says: RegExp][] = [
  ['a route', '#/hosts', /not a link of the sandbox: one begins with #s=/],
  ['nothing', '', /not a link of the sandbox/],
  ['no version', '#s=', /damaged: it does not begin with the number of its version/],
  ['version 0', '#s=0.d.AAAA', /damaged/],
  ['a version that is no number', '#s=x.d.AAAA', /damaged/],
  ['a version with a sign', '#s=+1.d.AAAA', /damaged/],
  ['a newer version', '#s=2.d.AAAA', /version 2 and this sandbox reads up to 1: load the page again/],
  ['a far newer version', '#s=999999.d.AAAA', /version 999999/],
  ['an unknown codec', '#s=1.lz.AAAA', /packed in a way that this sandbox does not know: lz/],
  ['no codec', '#s=1', /packed in a way that this sandbox does not know/],
  ['no payload', '#s=1.d.', /damaged/],
  ['a fourth part', '#s=1.d.AAAA.AAAA', /damaged/],
  ['padding', '#s=1.d.AAA=', /damaged/],
  ['the other alphabet', '#s=1.d.AA+/', /damaged/],
  ['percent signs', '#s=1.d.AA%41', /damaged/],
];

test.each(refused)('refused: %s', (_what, hash, says) => {
  const parsed = parseFragment(hash);
  expect('error' in parsed && parsed.error).toMatch(says);
});

test('linkCharactersMax: the value passes, one more does not', () => {
  const whole = (length: number): string => `#s=1.d.${'A'.repeat(length - '#s=1.d.'.length)}`;
  expect(parseFragment(whole(limits.linkCharactersMax))).toHaveProperty('fragment');
  expect(parseFragment(whole(limits.linkCharactersMax + 1))).toEqual({
    error: 'The link is too long: it has 32769 characters, at most 32768 characters are read.',
  });
});

test('what is printed is parsed', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[A-Za-z0-9_-]+$/), (payload) => {
      const printed = printFragment(payload);
      expect(isLink(printed)).toBe(true);
      expect(parseFragment(printed)).toEqual({ fragment: { version: 1, payload } });
    }),
  );
});

test('anything is answered', () => {
  fc.assert(
    fc.property(fc.string(), (text) => 'error' in parseFragment(`#s=${text}`) || /^1\.d\./.test(text)),
  );
});
