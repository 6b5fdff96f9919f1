// JSON Web Tokens (RFC 7519) signed with ES256 (RFC 7515, RFC 7518 3.4): claims that nobody can make or change who does not hold the
// key, and that anybody can check who has its public half (RFC 7517). What is signed is the key's and the claims' alone (RFC 6979),
// so the same world makes the same tokens. Deliberately absent: other algorithms, which a token must not choose, and what the claims
// mean.
import { sha256, sha512 } from '@noble/hashes/sha2.js';
import { hexToBytes } from '@noble/hashes/utils.js';
import { bytesToBase64Url, fromBase64Url, toBase64Url } from './base64.ts';
import type { JsonObject } from './draft.ts';
import { scanJson } from './json-scan.ts';
import { Kept } from './kept.ts';
import { limits } from './limits.ts';
import { p256 } from './p256.ts';

export const algorithm = 'ES256';

const encoder = new TextEncoder();

interface KeyPair {
  readonly secret: Uint8Array;
  /** How a key is written for others to check by, its members in go-jose's order. */
  readonly published: Readonly<Record<'use' | 'kty' | 'kid' | 'crv' | 'alg' | 'x' | 'y', string>>;
  /** The first part of every token that it signs. */
  readonly header: string;
}

/** What stands before the point in a SubjectPublicKeyInfo of this curve (RFC 5480). */
const publicKeyInfo = hexToBytes('3059301306072a8648ce3d020106082a8648ce3d030107034200');
const coordinateBytes = 32;

const pairs = new Kept<KeyPair>(limits.tokenKeysKeptMax);

function pairOf(key: string): KeyPair {
  const known = pairs.get(key);
  if (known !== undefined) return known;
  const seed = sha512(encoder.encode(`service accounts' tokens of ${key}`));
  const secret = p256().utils.randomSecretKey(seed.subarray(0, p256().lengths.seed));
  const point = p256().getPublicKey(secret, false);
  // kube-apiserver names a key by the hash of its public half (pkg/serviceaccount/jwt.go, keyIDFromPublicKey).
  const kid = bytesToBase64Url(sha256(Uint8Array.from([...publicKeyInfo, ...point])));
  const [x, y] = [point.subarray(1, 1 + coordinateBytes), point.subarray(1 + coordinateBytes)];
  const [textOfX, textOfY] = [bytesToBase64Url(x), bytesToBase64Url(y)];
  return pairs.set(key, {
    secret,
    published: { use: 'sig', kty: 'EC', kid, crv: 'P-256', alg: algorithm, x: textOfX, y: textOfY },
    header: toBase64Url(JSON.stringify({ alg: algorithm, kid })),
  });
}

/** The public half of a key, as a JSON Web Key. */
export function publicKey(key: string): KeyPair['published'] {
  return pairOf(key).published;
}

function signatureOf(key: string, text: string): string {
  return bytesToBase64Url(p256().sign(encoder.encode(text), pairOf(key).secret));
}

export function signJwt(key: string, claims: Readonly<Record<string, unknown>>): string {
  const text = `${pairOf(key).header}.${toBase64Url(JSON.stringify(claims))}`;
  return `${text}.${signatureOf(key, text)}`;
}

/** Whether a text has the three parts of such a token, whoever signed it. */
export function isJwt(text: string): boolean {
  return /^[\w-]+\.[\w-]+\.[\w-]+$/.test(text);
}

// A signature takes a millisecond, and a client brings its token with every request.
const proven = new Kept<true>(limits.tokensKeptMax);

/** Whether the key signed the token: signing anew gives the same, in a third of the time that checking takes. */
function isSigned(key: string, text: string, signature: string): boolean {
  const name = `${key}\n${text}.${signature}`;
  if (proven.get(name) === true) return true;
  if (!text.startsWith(`${pairOf(key).header}.`) || signatureOf(key, text) !== signature) return false;
  return proven.set(name, true);
}

/** What a token claims, or undefined where it is none that the key's holder signed. */
export function readJwt(key: string, token: string): JsonObject | undefined {
  const [header = '', body = '', signature = '', ...rest] = token.split('.');
  if (rest.length > 0 || !isSigned(key, `${header}.${body}`, signature)) return undefined;
  const decoded = fromBase64Url(body);
  if ('badAt' in decoded) return undefined;
  const read = scanJson(decoded.text);
  if ('error' in read || typeof read.value !== 'object' || read.value === null) return undefined;
  return Array.isArray(read.value) ? undefined : (read.value as JsonObject);
}
