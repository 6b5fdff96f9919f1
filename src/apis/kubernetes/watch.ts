// Watches: the tail of a scope's change log for one kind, through the client's selectors. Holds etcd's promises: ordered,
// unique, reliable, atomic, resumable; a bookmark comes only after everything before it. A watch from before the log's
// window gets one ERROR event with code 410, inside an answer 200, and ends.
import { limits } from '../../std/limits.ts';
import { apiVersionOf, kindId } from '../../store/kind.ts';
import type { Change } from '../../store/log.ts';
import type { StoredObject } from '../../store/object.ts';
import { badRequest, expired, Refusal, type Status } from '../../store/refusal.ts';
import { negotiate } from './negotiate.ts';
import { includeOf, projected, type Target } from './read.ts';
import type { ReadView } from '../../store/view.ts';
import type { Query } from './route.ts';
import { checkReached, revisionOf, selectionOf, type Selection } from './select.ts';
import { partialMetadata, tableOf } from './table.ts';
import { mediaTypes, type FrameSink, type WireStream } from './wire.ts';

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

/** What a selector makes of a change: entering counts as added, leaving as deleted. */
function seen(change: Change, selection: Selection): { type: EventType; object: StoredObject } | undefined {
  const { prev, next, rv } = change;
  const before = prev !== undefined && selection.matches(prev);
  const after = next !== undefined && selection.matches(next);
  if (after) return { type: before ? 'MODIFIED' : 'ADDED', object: next };
  if (!before) return undefined;
  return {
    type: 'DELETED',
    object: { ...prev, metadata: { ...prev.metadata, resourceVersion: String(rv) } },
  };
}

/** `view` gives the present each time: a watch outlives the moment in which it was asked for. */
export function watch(
  target: Omit<Target, 'view'> & { readonly view: () => ReadView },
  query: Query,
  accept: string | undefined,
  openWatches: number,
): WireStream {
  const accepted = negotiate(accept);
  const { scope, kind } = target;
  const id = kindId(kind);
  const selection = selectionOf(kind, query, target.name === '' ? undefined : target.name);
  const include = includeOf(query);
  const asked = revisionOf(query.get('resourceVersion'));
  const initial = initialEvents(query, asked);
  if (asked !== undefined) checkReached(asked, scope.revision);
  if (openWatches >= limits.watchesMax) {
    throw new Refusal(
      429,
      'TooManyRequests',
      `too many watches: the sandbox holds at most ${limits.watchesMax}`,
      {
        retryAfterSeconds: 1,
      },
    );
  }
  const bookmarks = query.flag('allowWatchBookmarks');
  let firstTable = true;

  const within = (object: StoredObject): boolean =>
    target.namespace === '' || object.metadata.namespace === target.namespace;

  const objectFor = (object: StoredObject): unknown => {
    if (accepted.form === 'metadata') return partialMetadata(object, accepted.metaVersion);
    if (accepted.form !== 'table') return object;
    const options = {
      metaVersion: accepted.metaVersion,
      include,
      now: target.view().now,
      withoutColumns: !firstTable,
    };
    firstTable = false;
    return tableOf(kind, [object], { resourceVersion: object.metadata.resourceVersion }, options);
  };

  const open = (sink: FrameSink): (() => void) => {
    const send = (type: EventType, object: unknown) => sink.frame(JSON.stringify({ type, object }));
    const tell = (change: Change) => {
      if (change.kind !== id || !within((change.next ?? change.prev) as StoredObject)) return;
      const event = seen(change, selection);
      if (event !== undefined) send(event.type, objectFor(projected(kind, event.object, target.view())));
    };
    const bookmark = (annotations?: Record<string, string>) =>
      send('BOOKMARK', {
        kind: kind.kind,
        apiVersion: apiVersionOf(kind),
        metadata: {
          resourceVersion: String(scope.revision),
          creationTimestamp: null,
          ...(annotations === undefined ? {} : { annotations }),
        },
      });
    if (initial) {
      for (const object of scope.collection(id).list()) {
        if (within(object) && selection.matches(object))
          send('ADDED', objectFor(projected(kind, object, target.view())));
      }
      if (query.flag('sendInitialEvents')) bookmark({ 'k8s.io/initial-events-end': 'true' });
    } else {
      const missed = scope.log.since(asked as number);
      if (missed === undefined) {
        const status: Status = expired(`too old resource version: ${asked} (${scope.log.compacted})`).status;
        send('ERROR', status);
        sink.end();
        return () => undefined;
      }
      for (const change of missed) tell(change);
    }
    const stop = scope.listen(tell);
    if (bookmarks) sink.onBookmark?.(() => bookmark());
    return stop;
  };
  const timeout = Number(query.get('timeoutSeconds') ?? '0');
  return {
    status: 200,
    headers: { 'content-type': `${mediaTypes.json};stream=watch`, 'cache-control': 'no-cache, private' },
    ...(timeout > 0 ? { timeoutSeconds: timeout } : {}),
    open,
  };
}

/** Whether the watch starts with what is there now. */
function initialEvents(query: Query, asked: number | undefined): boolean {
  const initial = query.get('sendInitialEvents');
  const match = query.get('resourceVersionMatch') ?? '';
  if (initial !== undefined && match !== 'NotOlderThan') {
    throw badRequest('sendInitialEvents requires resourceVersionMatch to be NotOlderThan');
  }
  if (initial === undefined && match !== '') {
    throw badRequest('resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided');
  }
  if (initial !== undefined) return query.flag('sendInitialEvents');
  return asked === undefined || asked === 0;
}
