// The hash that a name ends with so that new content is a new name: of config maps and secrets, as kubectl's --append-hash and
// kustomize's generators make it. Source: kubectl pkg/util/hash; kustomize api/hasher.
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { JsonObject } from '../std/draft.ts';
import { goJson } from '../std/go-value.ts';

const hashLength = 10;
/** Digits that could make a word, or look like part of one, and what stands in their place. */
const instead: Readonly<Record<string, string>> = { '0': 'g', '1': 'h', '3': 'k', a: 'm', e: 't' };

/** The hash of what an object consists of. */
export function nameHash(content: JsonObject): string {
  const digits = bytesToHex(sha256(new TextEncoder().encode(goJson(content))));
  return [...digits.slice(0, hashLength)].map((digit) => instead[digit] ?? digit).join('');
}
