// Watches: the tail of a scope's change log for one kind, through the client's selectors. Holds etcd's promises: ordered,
// unique, reliable, atomic, resumable; a bookmark comes only after everything before it. A watch from before the log's
// window gets one ERROR event with code 410, inside an answer 200, and ends. A revision that is not reached yet is refused,
// unlike in the API server, where such a watch is silent: a client that outlived its world is told so.
import { assert } from '../../std/assert.ts';
import { bytesToBase64 } from '../../std/base64.ts';
import type { JsonObject } from '../../std/draft.ts';
import { limits } from '../../std/limits.ts';
import { apiVersionOf, kindId, type Kind } from '../../store/kind.ts';
import type { Change } from '../../store/log.ts';
import type { StoredObject } from '../../store/object.ts';
import { expired, Refusal } from '../../store/refusal.ts';
import type { ReadView } from '../../store/view.ts';
import { checkReached, listOptions, revisionOf } from './list-options.ts';
import { checkListed, negotiate, negotiateStream, type Accepted } from './negotiate.ts';
import { encodeEvent, encodeProtobuf } from './protobuf/encode.ts';
import type { Query } from './query.ts';
import { includeOf, type Target } from './read.ts';
import { inSight, selectionOf, selectorsOf, type Selection } from './select.ts';
import { projected, shown, type Showing } from './showing.ts';
import { partialMetadata, tableText } from './table.ts';
import { textOf } from './text.ts';
import { mediaTypes, type FrameSink, type WireStream } from './wire.ts';

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';

/** Last versions with the revision of their removal: many watches tell of the same one. */
const lastOf = new WeakMap<Change, StoredObject>();

function lastVersion(change: Change, prev: StoredObject): StoredObject {
  const known = lastOf.get(change);
  if (known !== undefined) return known;
  const last = { ...prev, metadata: { ...prev.metadata, resourceVersion: String(change.rv) } };
  lastOf.set(change, last);
  return last;
}

/** What a selector makes of a change: entering counts as added, leaving as deleted. */
function seen(change: Change, selection: Selection): { type: EventType; object: StoredObject } | undefined {
  const { prev, next } = change;
  const before = prev !== undefined && selection.matches(prev);
  const after = next !== undefined && selection.matches(next);
  if (after) return { type: before ? 'MODIFIED' : 'ADDED', object: next };
  return before ? { type: 'DELETED', object: lastVersion(change, prev) } : undefined;
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

type Frame = (type: EventType, text: string) => string;

const jsonFrame: Frame = (type, text) => `{"type":"${type}","object":${text}}`;

const protobufFrame: Frame = (type, text) => {
  const object = encodeProtobuf(JSON.parse(text) as JsonObject);
  assert(object !== undefined, 'what has no protobuf was refused when it was negotiated');
  return bytesToBase64(encodeEvent(type, object));
};

/** Keeps the last frame, which is the same for many watches: a change goes to all of them in a row, who know it by its identity. */
function sharing(frameOf: Frame): Frame {
  let said: { readonly type: EventType; readonly text: string; readonly frame: string } | undefined;
  return (type, text) => {
    if (said?.type !== type || said.text !== text) said = { type, text, frame: frameOf(type, text) };
    return said.frame;
  };
}

/** By what a watch is in: how its frames are made, and what it says that it is. */
const streams = {
  json: { frameOf: sharing(jsonFrame), type: mediaTypes.json },
  protobuf: { frameOf: sharing(protobufFrame), type: `${mediaTypes.protobuf};stream=watch` },
} as const;

/** Goes on until a change after which the caller sees others: then the list is to be asked for again. */
function endedBy(
  { scope, turnsSight }: Pick<Watched, 'scope' | 'turnsSight'>,
  stop: () => void,
  sink: FrameSink,
  send: (type: EventType, object: object) => void,
): () => void {
  if (turnsSight === undefined) return stop;
  const stopAll = (): void => {
    stop();
    unlisten();
  };
  const unlisten = scope.listen((change) => {
    if (!turnsSight(change)) return;
    stopAll();
    send('ERROR', expired('What the caller may see has changed').status);
    sink.end();
  });
  return stopAll;
}

type Watched = Omit<Target, 'view' | 'name'> & {
  readonly view: () => ReadView;
  /** Whether a change lets the caller see other objects than before; such a watch ends, as one whose revision is too old. */
  readonly turnsSight?: (change: Change) => boolean;
};

/** `view` gives the present each time: a watch outlives the moment in which it was asked for. */
export function watch(
  target: Watched,
  query: Query,
  accept: string | undefined,
  openWatches: number,
): WireStream {
  checkListed(accept, target.kind);
  const selectors = selectorsOf(query);
  const options = listOptions(query, true);
  const { scope, kind } = target;
  const id = kindId(kind);
  const selection = inSight(selectionOf(kind, selectors), kind, target.sight);
  const include = includeOf(query);
  negotiate(accept, kind, 'list');
  const asked = revisionOf(options.resourceVersion, false) ?? 0;
  checkReached(asked, scope.revision);
  const accepted = negotiateStream(accept, kind);
  const { frameOf, type: mediaType } = streams[accepted.encoding];
  if (openWatches >= limits.watchesMax) throw tooMany();
  const isInitial = options.sendInitialEvents ?? asked === 0;
  let firstTable = true;

  const within = (object: StoredObject): boolean =>
    target.namespace === '' || object.metadata.namespace === target.namespace;

  const frameFor = (type: EventType, object: StoredObject): string => {
    const showing = { kind, endpoints: target.endpoints, view: target.view() };
    const isObject = accepted.form === 'object';
    return frameOf(type, isObject ? textOf(showing, object) : otherText(showing, object));
  };
  const otherText = (showing: Showing, object: StoredObject): string => {
    const { form, metaVersion } = accepted;
    if (form !== 'table') return JSON.stringify(partialMetadata(shown(showing, object), metaVersion));
    const tableOptions = { metaVersion, include, now: showing.view.now, withoutColumns: !firstTable };
    firstTable = false;
    const row = include === 'Object' ? shown(showing, object) : projected(showing, object);
    return tableText(kind, [row], { resourceVersion: object.metadata.resourceVersion }, tableOptions);
  };

  const open = (sink: FrameSink): (() => void) => {
    const send = (type: EventType, object: object) => sink.frame(frameOf(type, JSON.stringify(object)));
    const tell = (change: Change) => {
      if (!within((change.next ?? change.prev) as StoredObject)) return;
      const event = seen(change, selection);
      if (event !== undefined) sink.frame(frameFor(event.type, event.object));
    };
    const bookmark = (annotations?: Record<string, string>) =>
      send('BOOKMARK', {
        ...bookmarkType(kind, accepted),
        metadata: {
          resourceVersion: String(scope.revision),
          ...(accepted.form === 'table' ? {} : { creationTimestamp: null }),
          ...(annotations === undefined ? {} : { annotations }),
        },
      });
    if (isInitial) {
      const present = kind.computed?.list(target.view(), target.namespace) ?? scope.collection(id).list();
      for (const object of present) {
        if (within(object) && selection.matches(object)) sink.frame(frameFor('ADDED', object));
      }
      if (options.sendInitialEvents === true && options.bookmarks)
        bookmark({ 'k8s.io/initial-events-end': 'true' });
    } else if (asked > 0) {
      const missed = scope.log.since(asked);
      if (missed === undefined) {
        const { status } = expired(`too old resource version: ${asked} (${scope.log.compacted})`);
        send('ERROR', status);
        sink.end();
        return () => undefined;
      }
      for (const change of missed) if (change.kind === id) tell(change);
    }
    const stop = scope.listen(tell, id);
    if (options.bookmarks) sink.onBookmark?.(() => bookmark());
    return endedBy(target, stop, sink, send);
  };
  return {
    status: 200,
    headers: { 'content-type': mediaType, 'cache-control': 'no-cache, private' },
    ...(accepted.encoding === 'protobuf' ? { binary: true } : {}),
    ...(options.timeoutSeconds > 0 ? { timeoutSeconds: options.timeoutSeconds } : {}),
    open,
  };
}
