// Watches: the tail of a scope's change log for one kind, through the client's selectors. Holds etcd's promises: ordered,
// unique, reliable, atomic, resumable; a bookmark comes only after everything before it. A watch from before the log's
// window gets one ERROR event with code 410, inside an answer 200, and ends. A revision that is not reached yet is refused,
// unlike in the API server, where such a watch is silent: a client that outlived its world is told so.
import { limits } from '../../std/limits.ts';
import { apiVersionOf, kindId, storedKind, type Kind } from '../../store/kind.ts';
import type { Change } from '../../store/log.ts';
import type { StoredObject } from '../../store/object.ts';
import { expired, Refusal } from '../../store/refusal.ts';
import type { ReadView } from '../../store/view.ts';
import { checkReached, listOptions, revisionOf } from './list-options.ts';
import { negotiate, type Accepted } from './negotiate.ts';
import type { Query } from './query.ts';
import { includeOf, projected, shown, type Showing, type Target } from './read.ts';
import { selectionOf, type Selection } from './select.ts';
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

/** A bookmark is an object of the type that the watch tells, with nothing in it but how far the watch has come. */
function bookmarkType(kind: Kind, { form, metaVersion }: Accepted): object {
  if (form === 'object') return { kind: kind.kind, apiVersion: apiVersionOf(kind) };
  const apiVersion = `meta.k8s.io/${metaVersion}`;
  if (form !== 'table') return { kind: 'PartialObjectMetadata', apiVersion };
  return { kind: 'Table', apiVersion, columnDefinitions: [], rows: [] };
}

function tooMany(): Refusal {
  const message = `too many watches: the sandbox holds at most ${limits.watchesMax} (limit watchesMax)`;
  return new Refusal(429, 'TooManyRequests', message, { retryAfterSeconds: 1 });
}

interface Said {
  readonly object: StoredObject;
  readonly kind: Kind;
  readonly text: string;
}

/** What was said last of an object that only changes when written: a change goes to many watches in a row. */
let said: Said | undefined;

function textOf(showing: Showing, object: StoredObject): string {
  const { kind } = showing;
  if (storedKind(kind).project !== undefined) return JSON.stringify(shown(showing, object));
  if (said?.object !== object || said.kind !== kind) {
    said = { object, kind, text: JSON.stringify(shown(showing, object)) };
  }
  return said.text;
}

/** `view` gives the present each time: a watch outlives the moment in which it was asked for. */
export function watch(
  target: Omit<Target, 'view' | 'name'> & { readonly view: () => ReadView },
  query: Query,
  accept: string | undefined,
  openWatches: number,
): WireStream {
  const accepted = negotiate(accept);
  const options = listOptions(query, true);
  const { scope, kind } = target;
  const id = kindId(kind);
  const selection = selectionOf(kind, query);
  const include = includeOf(query);
  const asked = revisionOf(options.resourceVersion, false) ?? 0;
  checkReached(asked, scope.revision);
  if (openWatches >= limits.watchesMax) throw tooMany();
  const isInitial = options.sendInitialEvents ?? asked === 0;
  let firstTable = true;

  const within = (object: StoredObject): boolean =>
    target.namespace === '' || object.metadata.namespace === target.namespace;

  const textFor = (object: StoredObject): string => {
    const { form } = accepted;
    const showing = { kind, endpoints: target.endpoints, view: target.view() };
    return form === 'object' ? textOf(showing, object) : JSON.stringify(formOf(showing, object));
  };
  const formOf = (showing: Showing, object: StoredObject): object => {
    const { form, metaVersion } = accepted;
    if (form !== 'table') return partialMetadata(shown(showing, object), metaVersion);
    const tableOptions = { metaVersion, include, now: showing.view.now, withoutColumns: !firstTable };
    firstTable = false;
    const row = include === 'Object' ? shown(showing, object) : projected(showing, object);
    return tableOf(kind, [row], { resourceVersion: object.metadata.resourceVersion }, tableOptions);
  };

  const open = (sink: FrameSink): (() => void) => {
    const send = (type: EventType, text: string) => sink.frame(`{"type":"${type}","object":${text}}`);
    const tell = (change: Change) => {
      if (change.kind !== id || !within((change.next ?? change.prev) as StoredObject)) return;
      const event = seen(change, selection);
      if (event !== undefined) send(event.type, textFor(event.object));
    };
    const bookmark = (annotations?: Record<string, string>) =>
      send(
        'BOOKMARK',
        JSON.stringify({
          ...bookmarkType(kind, accepted),
          metadata: {
            resourceVersion: String(scope.revision),
            ...(accepted.form === 'table' ? {} : { creationTimestamp: null }),
            ...(annotations === undefined ? {} : { annotations }),
          },
        }),
      );
    if (isInitial) {
      const present = kind.computed?.list(target.view(), target.namespace) ?? scope.collection(id).list();
      for (const object of present) {
        if (within(object) && selection.matches(object)) send('ADDED', textFor(object));
      }
      if (options.sendInitialEvents === true && options.bookmarks)
        bookmark({ 'k8s.io/initial-events-end': 'true' });
    } else if (asked > 0) {
      const missed = scope.log.since(asked);
      if (missed === undefined) {
        const { status } = expired(`too old resource version: ${asked} (${scope.log.compacted})`);
        send('ERROR', JSON.stringify(status));
        sink.end();
        return () => undefined;
      }
      for (const change of missed) tell(change);
    }
    const stop = scope.listen(tell);
    if (options.bookmarks) sink.onBookmark?.(() => bookmark());
    return stop;
  };
  return {
    status: 200,
    headers: { 'content-type': mediaTypes.json, 'cache-control': 'no-cache, private' },
    ...(options.timeoutSeconds > 0 ? { timeoutSeconds: options.timeoutSeconds } : {}),
    open,
  };
}
