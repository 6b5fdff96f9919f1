// JSON Merge Patch (RFC 7386) as kube-apiserver applies it through Go's evanphx/json-patch v4: what a patch adds anew
// keeps no null members, not even inside lists. Holds: neither argument is changed, untouched parts are shared.
import type { Json, JsonObject } from './draft.ts';
import { equal } from './draft.ts';
import { getOwn, setOwn } from './own.ts';

export type MergePatchResult = { readonly value: Json } | { readonly error: string };

/** Applies a merge patch; the error is the library's sentence for a patch that is neither object nor list. */
export function applyMergePatch(document: Json, patch: Json): MergePatchResult {
  if (typeof patch !== 'object' || patch === null) return { error: 'Invalid JSON Patch' };
  return { value: isObject(document) && isObject(patch) ? merged(document, patch) : withoutNulls(patch) };
}

function merged(document: JsonObject, patch: JsonObject): JsonObject {
  const result: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(document)) {
    if (getOwn(patch, key) !== null) setOwn(result, key, value);
  }
  for (const [key, value] of Object.entries(patch)) {
    if (value !== null) setOwn(result, key, mergedValue(getOwn(document, key) ?? null, value));
  }
  return result;
}

function mergedValue(current: Json, patch: Json): Json {
  if (!isObject(current)) return withoutNulls(patch);
  return isObject(patch) ? merged(current, patch) : patch;
}

function withoutNulls(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNulls);
  if (!isObject(value)) return value;
  const result: { [key: string]: Json } = {};
  for (const [key, member] of Object.entries(value)) {
    if (member !== null) setOwn(result, key, withoutNulls(member));
  }
  return result;
}

/**
 * The smallest merge patch that turns one object into the other: null for what is gone, lists whole. Empty when they
 * are equal. A member whose value becomes null cannot be said in a merge patch and comes out as removed.
 */
export function createMergePatch(original: JsonObject, modified: JsonObject): JsonObject {
  const patch: { [key: string]: Json } = {};
  for (const [key, value] of Object.entries(modified)) {
    const before = getOwn(original, key);
    if (before !== undefined && equal(before, value)) continue;
    setOwn(patch, key, isObject(before) && isObject(value) ? createMergePatch(before, value) : value);
  }
  for (const key of Object.keys(original)) {
    if (!Object.hasOwn(modified, key)) setOwn(patch, key, null);
  }
  return patch;
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
