// JSON Web Tokens (RFC 7519) signed with a shared key, HMAC-SHA256 (RFC 7515): claims that nobody can make or change who does not
// hold the key. Deliberately absent: other algorithms, which a token must not choose, and what the claims mean.
import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToBase64Url, fromBase64Url, toBase64Url } from './base64.ts';
import type { JsonObject } from './draft.ts';
import { hash128 } from './hash.ts';
import { scanJson } from './json-scan.ts';

const encoder = new TextEncoder();

function signatureOf(key: string, text: string): string {
  return bytesToBase64Url(hmac(sha256, encoder.encode(key), encoder.encode(text)));
}

export function signJwt(key: string, claims: Readonly<Record<string, unknown>>): string {
  const header = { alg: 'HS256', kid: hash128(`key of ${key}`) };
  const text = `${toBase64Url(JSON.stringify(header))}.${toBase64Url(JSON.stringify(claims))}`;
  return `${text}.${signatureOf(key, text)}`;
}

/** Whether a text has the three parts of such a token, whoever signed it. */
export function isJwt(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}

/** What a token claims, or undefined where it is none that the key's holder signed. */
export function readJwt(key: string, token: string): JsonObject | undefined {
  const [header = '', body = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || signature === '' || signature !== signatureOf(key, `${header}.${body}`))
    return undefined;
  const decoded = fromBase64Url(body);
  if ('badAt' in decoded) return undefined;
  const read = scanJson(decoded.text);
  if ('error' in read || typeof read.value !== 'object' || read.value === null) return undefined;
  return Array.isArray(read.value) ? undefined : (read.value as JsonObject);
}
