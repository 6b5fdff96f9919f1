// Two families of hashes. BLAKE3 names content: object hashes, state hashes, journal links. MurmurHash3 keys chance:
// hash(seed, purpose) instead of a running stream, so adding a controller never shifts another one's dice. Neither is
// a secret. Deliberately absent: random numbers without a key.
import { blake3 } from '@noble/hashes/blake3.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { assert } from './assert.ts';

const HASH_BYTES = 16;
const UINT32_VALUES = 0x1_0000_0000;
const encoder = new TextEncoder();

/** BLAKE3 (128 bits) of the UTF-8 form of a text, as 32 hexadecimal digits. */
export function hash128(text: string): string {
  return bytesToHex(blake3(encoder.encode(text), { dkLen: HASH_BYTES }));
}

export interface Hash128 {
  /** Adds a text. Do not cut a text inside a surrogate pair: the halves would be hashed as U+FFFD. */
  update(text: string): Hash128;
  /** Ends the hash; afterwards neither function may be called again. */
  digest(): string;
}

/** hash128 over many texts: equals the hash of their concatenation. */
export function createHash128(): Hash128 {
  const state = blake3.create({ dkLen: HASH_BYTES });
  const hash: Hash128 = {
    update(text) {
      state.update(encoder.encode(text));
      return hash;
    },
    digest: () => bytesToHex(state.digest()),
  };
  return hash;
}

/**
 * An unsigned 32-bit hash of the parts under a 32-bit seed: MurmurHash3 x86-32 (Austin Appleby, public domain, 2011)
 * over the UTF-16 code units, little end first, with the noncharacter U+FFFF between parts.
 */
export function keyedHash(seed: number, ...parts: readonly string[]): number {
  let hash = seed | 0;
  let units = 0;
  let half = 0;
  for (let p = 0; p < parts.length; p++) {
    const part = parts[p] ?? '';
    for (let i = p === 0 ? 0 : -1; i < part.length; i++) {
      const unit = i < 0 ? 0xffff : part.charCodeAt(i);
      if ((units++ & 1) === 0) {
        half = unit;
      } else {
        hash ^= scramble(half | (unit << 16));
        hash = (hash << 13) | (hash >>> 19);
        hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
      }
    }
  }
  if ((units & 1) === 1) hash ^= scramble(half);
  return mixed(hash ^ (units * 2));
}

function scramble(block: number): number {
  const mixed = Math.imul(block, 0xcc9e2d51);
  return Math.imul((mixed << 15) | (mixed >>> 17), 0x1b873593);
}

/**
 * A whole number in [0, bound), bound from 1 to 2^32, drawn by the key: floor(hash * bound / 2^32), computed exactly
 * in two halves. No value is favoured by more than one part in 2^32 / bound.
 */
export function roll(seed: number, bound: number, ...parts: readonly string[]): number {
  assert(Number.isInteger(bound) && bound >= 1 && bound <= UINT32_VALUES, `roll needs a bound, got ${bound}`);
  const hash = keyedHash(seed, ...parts);
  const low = Math.floor(((hash & 0xffff) * bound) / 0x10000);
  return Math.floor(((hash >>> 16) * bound + low) / 0x10000);
}

/**
 * A UUID shaped like version 4 (RFC 9562 section 5.4). Two independent keyed hashes give it 64 bits; the other two words
 * are mixed from them.
 */
export function uuidFrom(seed: number, ...parts: readonly string[]): string {
  const a = keyedHash(seed, ...parts);
  const b = keyedHash(seed ^ 0x5bd1e995, ...parts);
  const c = mixed(a + Math.imul(b, 0x9e3779b1));
  const d = mixed(b ^ Math.imul(a, 0x85ebca77));
  const versioned = (b & 0xffff0fff) | 0x4000;
  const variant = (c & 0x3fffffff) | 0x80000000;
  return uuidText([a, versioned, variant, d]);
}

const digitCodes = Array.from('0123456789abcdef', (digit) => digit.charCodeAt(0));
const dash = '-'.charCodeAt(0);
/** Room for the codes of one UUID. */
const uuidCodes: number[] = Array.from({ length: 36 }, () => dash);

/** Four words as the 36 characters of a UUID, made in one piece: uids are made often, and are keys of maps. */
function uuidText(words: readonly number[]): string {
  let place = 0;
  for (let nibble = 0; nibble < 32; nibble++) {
    if (nibble === 8 || nibble === 12 || nibble === 16 || nibble === 20) uuidCodes[place++] = dash;
    const word = words[nibble >> 3] as number;
    uuidCodes[place++] = digitCodes[(word >>> (28 - 4 * (nibble & 7))) & 0xf] as number;
  }
  return String.fromCharCode(...uuidCodes);
}

/** The last mixing step of MurmurHash3 x86-32. */
function mixed(word: number): number {
  let hash = word | 0;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

const fnvOffset = 0x811c9dc5;
const fnvPrime = 0x01000193;

/** FNV-1a, 32 bits, over the UTF-8 form (Fowler, Noll, Vo): what the names of a Deployment's sets are made of. */
export function fnv1a32(text: string): number {
  let hash = fnvOffset;
  for (const byte of encoder.encode(text)) hash = Math.imul(hash ^ byte, fnvPrime);
  return hash >>> 0;
}

/** FNV-1, its elder with the steps the other way round: what the names of revisions are made of. */
export function fnv132(text: string): number {
  let hash = fnvOffset;
  for (const byte of encoder.encode(text)) hash = Math.imul(hash, fnvPrime) ^ byte;
  return hash >>> 0;
}
