// Waiting until an object is gone, as `kubectl delete` does. Source: kubectl pkg/cmd/wait/delete.go.
import type { JsonObject } from '../../../std/draft.ts';
import { close, next, type Run } from '../../effect.ts';
import { openStream, sendJson, type Client } from '../api/client.ts';
import { collectionPath, objectPath } from '../api/discovery.ts';
import { Failure, isNotFound, ownInterrupt } from '../failure.ts';
import { listAt, textAt } from '../json.ts';
import type { Info } from '../resources/info.ts';

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
  const { resource, namespace, name } = info;
  let found: JsonObject;
  try {
    found = yield* sendJson(client, { path: objectPath(resource, namespace, name) });
  } catch (failure) {
    if (isNotFound(failure)) return;
    throw failure;
  }
  if (uid !== '' && textAt(found, 'metadata', 'uid') !== uid) return;
  const path = collectionPath(resource, namespace);
  const fieldSelector = `metadata.name=${name}`;
  const list = yield* sendJson(client, { path, query: { fieldSelector } });
  if (listAt(list, 'items').length === 0) return;
  const resourceVersion = textAt(list, 'metadata', 'resourceVersion');
  const query = { allowWatchBookmarks: 'true', fieldSelector, resourceVersion, watch: 'true' };
  const stream = yield* openStream(client, { path, query });
  try {
    yield* ownInterrupt(deletion(stream, `${resource.plural}/${name}`, timeoutMs));
  } finally {
    yield* close(stream);
  }
}

function* deletion(stream: number, what: string, timeoutMs: number | undefined): Run<void> {
  for (;;) {
    const arrival = yield* next([stream], timeoutMs);
    if (arrival === 'timeout') throw new Failure(`timed out waiting for the condition on ${what}`);
    if ('ended' in arrival) return;
    if (textAt(JSON.parse(arrival.frame) as JsonObject, 'type') === 'DELETED') return;
  }
}
