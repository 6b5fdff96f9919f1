// kubectl get -w: what is there, then what changes, until the person has seen enough. Source: kubectl pkg/cmd/get/get.go.
import type { JsonObject } from '../../../std/draft.ts';
import { goJson } from '../../../std/go-value.ts';
import { close, next, now, out, type Run } from '../../effect.ts';
import { openStream } from '../api/client.ts';
import { collectionPath } from '../api/discovery.ts';
import { Failure, ownInterrupt, StatusFailure, throwAll } from '../failure.ts';
import { TabWriter, tableTabs } from '../print/tab-writer.ts';
import { isList, isObject, listAt, numberAt, objectAt, textAt } from '../json.ts';
import { plan, type Source } from '../resources/select.ts';
import { infosOf } from '../resources/visit.ts';
import type { GetView } from './get.ts';

/** Shows one object, or one table, of a watch. */
type Show = (object: JsonObject, eventType: string, rowless: boolean) => Run<void>;

export function* watchObjects(view: GetView): Run<void> {
  yield* ownInterrupt(follow(view));
}

function* follow(view: GetView): Run<void> {
  const { call } = view;
  const { client, flags } = call;
  const found = yield* plan(client, { ...view.selection, singleType: true });
  const visiting = {
    selection: view.selection,
    ask: view.ask,
    limit: flags.number('chunk-size'),
    latest: true,
    whole: true,
  };
  const { infos, failures } = yield* infosOf(client, found, visiting);
  throwAll(failures);
  const [info] = infos;
  const [source] = found.sources;
  if (info === undefined || source === undefined) throw new Failure('no objects passed to watch');
  if (new Set(infos.map(({ resource }) => resource)).size > 1) {
    throw new Failure(
      'watch is only supported on individual resources and resource collections - more than 1 resource was found',
    );
  }
  if (found.sources.length !== 1) {
    throw new Failure('you may only watch a single resource or type of resource at a time');
  }
  const show = shower(view, view.table?.(info.resource, false));
  const events = flags.is('output-watch-events');
  const listed = source.type === 'list';
  const unlisted = flags.is('watch-only');
  for (const { object } of infos) {
    const objects = isList(object) ? listAt(object, 'items').filter(isObject) : [object];
    for (const each of objects) yield* show(withKind(object, each), events ? 'ADDED' : '', unlisted);
  }
  // A watch of one object begins with that object, which has been shown already.
  const silent = !listed;
  const version = listed ? textAt(infos.at(-1)?.object, 'metadata', 'resourceVersion') : '0';
  const stream = yield* openStream(client, {
    ...view.ask,
    path: collectionPath(info.resource, info.namespace),
    query: { ...view.ask.query, ...selectorsOf(source, info.name), resourceVersion: version, watch: 'true' },
  });
  try {
    yield* showEvents(stream, show, events, silent);
  } finally {
    yield* close(stream);
  }
}

function* showEvents(stream: number, show: Show, events: boolean, silentAtFirst: boolean): Run<void> {
  let silent = silentAtFirst;
  for (;;) {
    const arrival = yield* next([stream]);
    if (arrival === 'timeout' || 'ended' in arrival) return;
    const event = JSON.parse(arrival.frame) as JsonObject;
    const type = textAt(event, 'type');
    const object = objectAt(event, 'object');
    if (type === 'ERROR') {
      throw new StatusFailure({
        message: textAt(object, 'message'),
        reason: textAt(object, 'reason'),
        code: numberAt(object, 'code'),
      });
    }
    if (type === 'BOOKMARK') continue;
    yield* show(object, events ? type : '', silent);
    silent = false;
  }
}

function withKind(list: JsonObject, item: JsonObject): JsonObject {
  if (item === list || 'kind' in item) return item;
  return { apiVersion: textAt(list, 'apiVersion'), kind: textAt(list, 'kind').replace(/List$/, ''), ...item };
}

function selectorsOf(source: Source, name: string): Readonly<Record<string, string | undefined>> {
  if (source.type !== 'list') return { fieldSelector: `metadata.name=${name}` };
  return {
    ...(source.fieldSelector === '' ? {} : { fieldSelector: source.fieldSelector }),
    ...(source.selector === '' ? {} : { labelSelector: source.selector }),
  };
}

function shower(view: GetView, table: ReturnType<NonNullable<GetView['table']>> | undefined): Show {
  if (table === undefined) {
    const printer = view.printer();
    const format = view.call.flags.text('output').toLowerCase();
    return function* (object, eventType, rowless) {
      if (rowless) return;
      // An event has no name of its own, and is a line of JSON as it came.
      if (eventType === '' || format === 'name') yield* out(printer(object));
      else if (format === 'json') yield* out(`{"type":"${eventType}","object":${goJson(object)}}\n`);
      else yield* out(printer({ type: eventType, object }));
    };
  }
  const writer = new TabWriter(tableTabs);
  return function* (object, eventType, rowless) {
    writer.write(table.print(object, yield* now(), eventType, rowless));
    yield* out(writer.flush());
  };
}
