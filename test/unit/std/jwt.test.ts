// Tokens as others check them: Node's OpenSSL, with the public half alone.
import { createHash, createPublicKey, verify, type JsonWebKey } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isJwt, publicKey, readJwt, signJwt } from '../../../src/std/jwt.ts';

const claims = { iss: 'somebody', sub: 'system:serviceaccount:demo:default', exp: 1_800_000_000 };

const keyOf = (key: string) => createPublicKey({ key: publicKey(key) as JsonWebKey, format: 'jwk' });

function isGood(key: string, token: string): boolean {
  const [header = '', body = '', signature = ''] = token.split('.');
  return verify(
    'sha256',
    Buffer.from(`${header}.${body}`),
    { key: keyOf(key), dsaEncoding: 'ieee-p1363' },
    Buffer.from(signature, 'base64url'),
  );
}

describe('a token', () => {
  it('is checked by anybody with the public key, and by that one alone', () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ unit: 'grapheme' }), (key, sub) => {
        const token = signJwt(key, { ...claims, sub });
        expect([isGood(key, token), isGood(`${key}-`, token)]).toEqual([true, false]);
        expect(readJwt(key, token)).toEqual({ ...claims, sub });
        expect(readJwt(`${key}-`, token)).toBeUndefined();
      }),
      { numRuns: 10 },
    );
  });

  it('names its key by the hash of what OpenSSL writes of it', () => {
    const [header = ''] = signJwt('a key', claims).split('.');
    const der = keyOf('a key').export({ type: 'spki', format: 'der' });
    const kid = createHash('sha256').update(der).digest('base64url');
    expect(JSON.parse(Buffer.from(header, 'base64url').toString())).toEqual({ alg: 'ES256', kid });
    expect(publicKey('a key').kid).toBe(kid);
  });

  it('is the same in every engine', () => {
    expect(signJwt('1', { sub: 'a' }).split('.').at(-1)).toBe(
      'Xqbz6xdr5LKvK4QlXsfCT6QjlHAvgvN7XnAQiEAcwBspNg4M8B2RqW73vvEXt_WmFt9nXcbTjXWmov1yXSaoAg',
    );
  });

  it('that was changed anywhere is none', () => {
    const token = signJwt('a key', claims);
    fc.assert(
      fc.property(fc.nat(token.length - 1), fc.constantFrom('A', 'w', '7', '.', ' '), (at, letter) => {
        fc.pre(token[at] !== letter);
        expect(readJwt('a key', `${token.slice(0, at)}${letter}${token.slice(at + 1)}`)).toBeUndefined();
      }),
    );
    expect(readJwt('a key', token)).toEqual(claims);
  });

  it('does not choose how it is signed', () => {
    const [, body = ''] = signJwt('a key', claims).split('.');
    const header = Buffer.from(JSON.stringify({ alg: 'none' })).toString('base64url');
    expect(readJwt('a key', `${header}.${body}.`)).toBeUndefined();
    expect(readJwt('a key', `${header}.${body}.e30`)).toBeUndefined();
  });

  it.each([
    ['a.b.c', true],
    ['a.b', false],
    ['a.b.c.d', false],
    ['a..c', false],
    ['', false],
  ])('%j has its parts: %s', (text, has) => expect(isJwt(text)).toBe(has));
});
