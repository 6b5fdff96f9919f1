// Plain JSON data as values: the types, deep copy to a mutable draft, deep freeze and deep equality. Holds: a frozen
// object is frozen all the way down, so freezing a commit costs only what the commit made new. Deliberately absent:
// cycles, dates, maps, classes; none of them is JSON. Recursion is safe because every parser limits depth.
import { setOwn } from './own.ts';

export type Json = string | number | boolean | null | readonly Json[] | JsonObject;

export interface JsonObject {
  readonly [key: string]: Json;
}

/** Json that may be changed. */
export type MutableJson = string | number | boolean | null | MutableJson[] | { [key: string]: MutableJson };

/** The mutable, deep version of a readonly type; for Json itself it is MutableJson. */
export type Draft<T> = T extends object ? { -readonly [K in keyof T]: Draft<T[K]> } : T;

/** A deep copy of plain JSON data, own members only, nothing of it frozen. */
export function copy<T>(value: T): Draft<T> {
  return copyValue(value) as Draft<T>;
}

/** `copy` for values of which nothing is known but that they are JSON. */
export function copyJson(value: Json): MutableJson {
  return copyValue(value) as MutableJson;
}

function copyValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) {
    const items: unknown[] = new Array(value.length);
    for (let i = 0; i < value.length; i++) items[i] = copyValue(value[i]);
    return items;
  }
  const source = value as Record<string, unknown>;
  const result: Record<string, unknown> = {};
  // What JSON inherits cannot be enumerated, so this sees own members only, and makes no list of them.
  for (const key in source) {
    const member = source[key];
    const copied = typeof member === 'object' && member !== null ? copyValue(member) : member;
    if (key === '__proto__') setOwn(result, key, copied);
    else result[key] = copied;
  }
  return result;
}

/**
 * Freezes the value in place and returns it. Stops at what is already frozen, so a new version of an object that
 * shares most of its parts with the previous one is frozen in time proportional to what changed.
 */
export function freezeDeep<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) freezeParts(value);
  return value;
}

function freezeParts(value: object): void {
  Object.freeze(value);
  if (Array.isArray(value)) {
    // By index: an iterator for each list of each commit is most of what the garbage collector would see of this.
    for (let i = 0; i < value.length; i++) freezeDeep(value[i]);
    return;
  }
  const source = value as Record<string, unknown>;
  for (const key in source) {
    const member = source[key];
    if (typeof member === 'object' && member !== null && !Object.isFrozen(member)) freezeParts(member);
  }
}

/** Deep equality of JSON data, order of members aside. A member that is undefined counts as absent. */
export function equal(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a)) return Array.isArray(b) && equalItems(a, b);
  return !Array.isArray(b) && equalMembers(a as Record<string, unknown>, b as Record<string, unknown>);
}

function equalItems(a: readonly unknown[], b: readonly unknown[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) {
    if (!equal(a[i], b[i])) return false;
  }
  return true;
}

function equalMembers(a: Readonly<Record<string, unknown>>, b: Readonly<Record<string, unknown>>): boolean {
  let present = 0;
  for (const key in a) {
    const left = a[key];
    if (left === undefined) continue;
    present++;
    // Inherited members are functions, which no JSON equals; only `__proto__` reads as an object.
    if (key === '__proto__' && !Object.hasOwn(b, key)) return false;
    const right = b[key];
    if (left !== right && !equal(left, right)) return false;
  }
  for (const key in b) {
    if (b[key] !== undefined) present--;
  }
  return present === 0;
}

/** Whether a JSON value is an object, not a list and not null. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
