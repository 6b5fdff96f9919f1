// Tokens of a login: whoever holds the world's key signs them, nobody else; what they say is read only after its mark fits.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { basicCredentials, bearerOf, tokenFor } from '../../../src/apis/sign-in.ts';
import { toBase64Url } from '../../../src/std/base64.ts';
import { hash128 } from '../../../src/std/hash.ts';
import { HOUR_MS } from '../../../src/std/time.ts';

const jane = { name: 'jane', domain: 'vsphere.local', groups: ['Developers'] };
const key = 'the key of this world';
const now = 1_000;

/** A token with a mark that fits, whatever it claims. */
function signed(claims: string): string {
  const body = toBase64Url(claims);
  return `${body}.${hash128(`${key}\n${body}`)}`;
}

describe('a token', () => {
  const token = tokenFor(key, jane, now);

  it('names its bearer and the bearer’s groups', () => {
    expect(bearerOf(key, token, now)).toEqual({
      user: 'sso:jane@vsphere.local',
      groups: ['sso:Developers@vsphere.local', 'system:authenticated'],
    });
  });

  it('runs out after ten hours', () => {
    expect(bearerOf(key, token, now + 10 * HOUR_MS - 1)).toBeDefined();
    expect(bearerOf(key, token, now + 10 * HOUR_MS)).toBeUndefined();
  });

  it('of another world, or with one character changed, is nobody’s', () => {
    expect(bearerOf('another key', token, now)).toBeUndefined();
    for (let at = 0; at < token.length; at += 1) {
      const changed = token[at] === 'A' ? 'B' : 'A';
      expect(bearerOf(key, token.slice(0, at) + changed + token.slice(at + 1), now)).toBeUndefined();
    }
  });

  it.each([
    ['', 'nothing'],
    ['{', 'broken JSON'],
    ['null', 'null'],
    ['[]', 'a list'],
    ['{"exp":9e15}', 'no bearer'],
    ['{"sub":"a","exp":9e15,"groups":"b"}', 'groups that are no list'],
    ['{"sub":"a","exp":9e15,"groups":[1]}', 'a group that is no name'],
    ['{"sub":"a","exp":"9","groups":[]}', 'a time that is no number'],
  ])('that claims %j (%s) is nobody’s, although its mark fits', (claims) => {
    expect(bearerOf(key, signed(claims), now)).toBeUndefined();
  });

  it('made of anything at all never throws', () => {
    fc.assert(fc.property(fc.string(), (text) => bearerOf(key, text, now) === undefined));
    fc.assert(fc.property(fc.json(), (claims) => bearerOf(key, signed(claims), now) === undefined));
  });
});

it.each([
  [undefined, undefined],
  ['Bearer abc', undefined],
  ['Basic !!', undefined],
  [`Basic ${toBase64Url('no colon')}`, undefined],
  [`Basic ${toBase64Url('jane:a:b')}`, { name: 'jane', password: 'a:b' }],
])('credentials of %j are %j', (header, credentials) => {
  expect(basicCredentials(header)).toEqual(credentials);
});
