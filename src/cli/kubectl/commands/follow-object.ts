// One object followed as it changes: a list with its name, then a watch. Source: client-go tools/watch/until.go.
import type { JsonObject } from '../../../std/draft.ts';
import { close, next, now, type Run } from '../../effect.ts';
import { openStream, sendJson, type Client } from '../api/client.ts';
import { collectionPath } from '../api/discovery.ts';
import { ownInterrupt } from '../failure.ts';
import { isObject, listAt, objectAt, textAt } from '../json.ts';
import type { Info } from '../resources/info.ts';

export interface Following {
  /** Milliseconds of the cluster's time; undefined for as long as it takes. */
  readonly timeoutMs: number | undefined;
  /** What the list is asked besides the name. */
  readonly listQuery?: Readonly<Record<string, string>>;
  /** Thrown when the time is over. */
  readonly late: () => Error;
  /** Called when the list has no such object; answers whether that is the end. */
  readonly onMissing?: () => boolean;
  /** Answers whether that is the end. */
  readonly onObject: (object: JsonObject, isDeleted: boolean) => Run<boolean>;
}

/** Hands the object over until told that it is enough, or the server ends the watch. */
export function* followObject(client: Client, info: Info, following: Following): Run<void> {
  yield* ownInterrupt(follow(client, info, following));
}

function* follow(client: Client, { resource, namespace, name }: Info, following: Following): Run<void> {
  const { timeoutMs, listQuery, onMissing, onObject } = following;
  const end = timeoutMs === undefined ? undefined : (yield* now()) + timeoutMs;
  const path = collectionPath(resource, namespace);
  const fieldSelector = `metadata.name=${name}`;
  const list = yield* sendJson(client, { path, query: { fieldSelector, ...listQuery } });
  const items = listAt(list, 'items').filter(isObject);
  if (items.length === 0 && onMissing?.() === true) return;
  for (const item of items) if (yield* onObject(item, false)) return;
  const resourceVersion = textAt(list, 'metadata', 'resourceVersion');
  const query = { allowWatchBookmarks: 'true', fieldSelector, resourceVersion, watch: 'true' };
  const stream = yield* openStream(client, { path, query });
  try {
    for (;;) {
      const leftMs = end === undefined ? undefined : end - (yield* now());
      if (leftMs !== undefined && leftMs <= 0) throw following.late();
      const arrival = yield* next([stream], leftMs);
      if (arrival === 'timeout') throw following.late();
      if ('ended' in arrival) return;
      const event = JSON.parse(arrival.frame) as JsonObject;
      const type = textAt(event, 'type');
      const isDeleted = type === 'DELETED';
      if (!isDeleted && type !== 'ADDED' && type !== 'MODIFIED') continue;
      if (yield* onObject(objectAt(event, 'object'), isDeleted)) return;
    }
  } finally {
    yield* close(stream);
  }
}
