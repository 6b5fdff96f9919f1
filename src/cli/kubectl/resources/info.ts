// An object that a command works on: where it is, where it came from, and itself once it is known.
import { getOwn } from '../../../std/own.ts';
import type { Json, JsonObject } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import { sendJson, type Ask, type Client } from '../api/client.ts';
import { objectPath, type Resource } from '../api/discovery.ts';
import { isNotFound } from '../failure.ts';

export interface Info {
  readonly resource: Resource;
  /** Empty for objects of the cluster. */
  readonly namespace: string;
  readonly name: string;
  /** The file that it came from, or empty. */
  readonly source: string;
  /** The object, or the list or table of several. */
  readonly object: JsonObject;
}

export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

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

/** Gets an object; where it is missing because its namespace is, the failure says so. */
export function* getObject(
  client: Client,
  resource: Resource,
  namespace: string,
  name: string,
  ask: Partial<Ask> = {},
  subresource = '',
): Run<JsonObject> {
  const path = objectPath(resource, namespace, name, subresource);
  try {
    return yield* sendJson(
      client,
      { ...ask, path },
      { group: resource.group, plural: resource.plural, name },
    );
  } catch (failure) {
    const asks = isNotFound(failure) && resource.namespaced && namespace !== '' && namespace !== 'default';
    if (asks) {
      try {
        yield* sendJson(client, { path: `/api/v1/namespaces/${namespace}` });
      } catch (other) {
        if (isNotFound(other)) throw other;
      }
    }
    throw failure;
  }
}

/** The object as it can be created: a version of another object is of no use. */
export function withoutVersion(object: JsonObject): JsonObject {
  const metadata = objectAt(object, 'metadata');
  if (!('resourceVersion' in metadata)) return object;
  const { resourceVersion: _version, ...rest } = metadata;
  return { ...object, metadata: rest };
}
