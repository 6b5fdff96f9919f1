// Waiting until an object is gone, as `kubectl delete` does. Source: kubectl pkg/cmd/wait/delete.go.
import type { JsonObject } from '../../../std/draft.ts';
import type { Run } from '../../effect.ts';
import { sendJson, type Client } from '../api/client.ts';
import { objectPath } from '../api/discovery.ts';
import { Failure, isNotFound } from '../failure.ts';
import { textAt } from '../json.ts';
import type { Info } from '../resources/info.ts';
import { followObject } from './follow-object.ts';

/** What kubectl says of a wait that took too long. */
export function lateFor({ resource, name }: Info): Failure {
  return new Failure(`timed out waiting for the condition on ${resource.plural}/${name}`);
}

/**
 * @param uid of the object that was deleted: another object of that name does not count
 * @param timeoutMs undefined for as long as it takes
 */
export function* waitUntilGone(
  client: Client,
  info: Info,
  uid: string,
  timeoutMs: number | undefined,
): Run<void> {
  let found: JsonObject;
  try {
    found = yield* sendJson(client, { path: objectPath(info.resource, info.namespace, info.name) });
  } catch (failure) {
    if (isNotFound(failure)) return;
    throw failure;
  }
  if (uid !== '' && textAt(found, 'metadata', 'uid') !== uid) return;
  yield* followObject(client, info, {
    timeoutMs,
    late: () => lateFor(info),
    onMissing: () => true,
    *onObject(_object, isDeleted) {
      yield* [];
      return isDeleted;
    },
  });
}
