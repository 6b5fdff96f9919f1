// One text for one JSON value, whatever the order in which its members were set: the JSON Canonicalization Scheme,
// RFC 8785. Holds: equal values give equal texts, different values different texts. This is what gets hashed.
import { assert } from './assert.ts';

const PLAIN_TEXT = /^[ !#-[\]-~]*$/;

/**
 * The canonical text: no white space, members in the order of their UTF-16 code units, undefined members dropped.
 * Asserts on what JSON has no word for (NaN, infinities, functions, undefined outside an object).
 */
export function canonicalJson(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'number':
      assert(Number.isFinite(value), `${value} has no JSON form`);
      return String(value);
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      if (value === null) return 'null';
      return Array.isArray(value) ? listText(value) : objectText(value as Record<string, unknown>);
    default:
      assert(false, `a ${typeof value} has no JSON form`);
  }
}

function quote(text: string): string {
  return PLAIN_TEXT.test(text) ? `"${text}"` : JSON.stringify(text);
}

function listText(items: readonly unknown[]): string {
  let text = '[';
  for (let i = 0; i < items.length; i++) {
    if (i > 0) text += ',';
    text += canonicalJson(items[i]);
  }
  return text + ']';
}

function objectText(object: Readonly<Record<string, unknown>>): string {
  const keys = Object.keys(object);
  if (!isSorted(keys)) keys.sort();
  let text = '{';
  let separator = '';
  for (const key of keys) {
    const member = object[key];
    if (member === undefined) continue;
    text += `${separator}${quote(key)}:${canonicalJson(member)}`;
    separator = ',';
  }
  return text + '}';
}

function isSorted(keys: readonly string[]): boolean {
  for (let i = 1; i < keys.length; i++) {
    if ((keys[i - 1] ?? '') > (keys[i] ?? '')) return false;
  }
  return true;
}
