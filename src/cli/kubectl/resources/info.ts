// An object that a command works on: where it is, where it came from, and itself once it is known.
import type { JsonObject } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import { sendJson, type Ask, type Client } from '../api/client.ts';
import { objectPath, type Resource } from '../api/discovery.ts';
import { isNotFound } from '../failure.ts';
import { objectAt } from '../json.ts';

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
