// Reading JSON that came from a server or a file, whatever its shape: what is missing or of another kind is empty.
import { getOwn } from '../../std/own.ts';
import { isObject, type Json, type JsonObject } from '../../std/draft.ts';

export { isObject };

/** The member at a path, or undefined where any part of it is missing. */
export function at(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let current = value;
  for (const step of path) {
    if (typeof step === 'number')
      current = Array.isArray(current) ? (current as readonly Json[])[step] : undefined;
    else current = isObject(current) ? getOwn(current, step) : undefined;
  }
  return current;
}

export function textAt(value: Json | undefined, ...path: readonly (string | number)[]): string {
  const found = at(value, ...path);
  return typeof found === 'string' ? found : '';
}

export function numberAt(value: Json | undefined, ...path: readonly (string | number)[]): number {
  const found = at(value, ...path);
  return typeof found === 'number' ? found : 0;
}

export function listAt(value: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const found = at(value, ...path);
  return Array.isArray(found) ? (found as readonly Json[]) : [];
}

export function objectAt(value: Json | undefined, ...path: readonly (string | number)[]): JsonObject {
  const found = at(value, ...path);
  return isObject(found) ? found : {};
}

/** Members of a dictionary of texts, in the order of their keys. */
export function textsAt(
  value: Json | undefined,
  ...path: readonly (string | number)[]
): readonly (readonly [string, string])[] {
  return Object.entries(objectAt(value, ...path))
    .map(([key, member]) => [key, String(member)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Whether an object is a list of objects. */
export function isList(object: JsonObject): boolean {
  return Array.isArray(getOwn(object, 'items'));
}
