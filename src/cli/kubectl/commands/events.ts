// kubectl events: what was said, the oldest first, and on request what is said from then on. Source: kubectl pkg/cmd/events.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { quoteGo } from '../../../std/go-quote.ts';
import { parseTime } from '../../../std/time.ts';
import { close, err, next, now, out, type Run } from '../../effect.ts';
import { openStream } from '../api/client.ts';
import { apiVersionOf } from '../api/discovery.ts';
import { lookUpResource } from '../api/mapper.ts';
import type { Call, Command } from '../command.ts';
import { intervalOf, listAll } from '../describe/events.ts';
import { Failure, ownInterrupt, PlainFailure } from '../failure.ts';
import { allNamespacesFlag, chunkSizeFlag, printFlags } from '../flags/common.ts';
import { at, isObject, objectAt, textAt } from '../json.ts';
import { printerFor } from '../print/printer.ts';
import { TabWriter, tableTabs } from '../print/tab-writer.ts';
import { escapeTerminal } from '../print/terminal.ts';

/** The selector of what was said about one object, or nothing. */
function* about(call: Call): Run<Readonly<Record<string, string>>> {
  const text = call.flags.text('for');
  if (text === '') return {};
  const [resource = '', name, ...more] = text.split('/');
  if (name === undefined) throw new Failure('--for must be in resource/name form');
  if (more.length > 0) throw new Failure('arguments in resource/name form may not have more than one slash');
  const found = yield* lookUpResource(call.client, resource.toLowerCase());
  if (found === undefined)
    throw new PlainFailure(`the server doesn't have a resource type ${quoteGo(resource.toLowerCase())}`);
  const terms = [
    `involvedObject.apiVersion=${apiVersionOf(found)}`,
    `involvedObject.kind=${found.kind}`,
    `involvedObject.name=${name}`,
  ];
  return { fieldSelector: terms.join(',') };
}

function timeOf(event: Json): number {
  const series = at(event, 'series');
  const text = isObject(series)
    ? textAt(series, 'lastObservedTime')
    : textAt(event, 'lastTimestamp') || textAt(event, 'eventTime');
  return parseTime(text) ?? -Infinity;
}

type Show = (events: readonly JsonObject[], listed: boolean) => Run<void>;

function shower(call: Call): Show {
  const { flags, session } = call;
  if (flags.text('output') !== '') {
    const print = printerFor(flags, session, 'events');
    return function* (events, listed) {
      const list = { kind: 'EventList', apiVersion: 'v1', metadata: {}, items: events };
      // The list's items have no kind of their own to name: kubectl says nothing.
      if (listed) yield* out(flags.text('output') === 'name' ? '' : print(list));
      else for (const event of events) yield* out(print(event));
    };
  }
  const everywhere = flags.is('all-namespaces');
  const writer = new TabWriter(tableTabs);
  let isTitled = flags.is('no-headers');
  return function* (events) {
    if (!isTitled)
      writer.write(`${everywhere ? 'NAMESPACE\t' : ''}LAST SEEN\tTYPE\tREASON\tOBJECT\tMESSAGE\n`);
    isTitled = true;
    for (const event of events) {
      const cells = [
        intervalOf(event, yield* now()),
        textAt(event, 'type'),
        textAt(event, 'reason'),
        `${textAt(event, 'involvedObject', 'kind')}/${textAt(event, 'involvedObject', 'name')}`,
        textAt(event, 'message').trim(),
      ].map(escapeTerminal);
      writer.write(`${everywhere ? `${textAt(event, 'metadata', 'namespace')}\t` : ''}${cells.join('\t')}\n`);
    }
    yield* out(writer.flush());
  };
}

const withKind = (event: JsonObject): JsonObject => ({ kind: 'Event', apiVersion: 'v1', ...event });

function* follow(
  call: Call,
  path: string,
  query: Readonly<Record<string, string>>,
  isWanted: (event: JsonObject) => boolean,
): Run<void> {
  const show = shower(call);
  const stream = yield* openStream(call.client, { path, query: { ...query, watch: 'true' } });
  try {
    for (;;) {
      const arrival = yield* next([stream]);
      if (arrival === 'timeout' || 'ended' in arrival) return;
      const frame = JSON.parse(arrival.frame) as JsonObject;
      const event = objectAt(frame, 'object');
      const isShown = ['ADDED', 'MODIFIED'].includes(textAt(frame, 'type')) && isWanted(event);
      if (isShown) yield* show([withKind(event)], false);
    }
  } finally {
    yield* close(stream);
  }
}

function* run(call: Call): Run<void> {
  const { flags, client } = call;
  const query = yield* about(call);
  const types = flags.list('types').map((type) => type.toLowerCase());
  if (types.some((type) => type !== 'normal' && type !== 'warning'))
    throw new Failure('valid --types are Normal or Warning');
  const isWanted = (event: JsonObject): boolean =>
    types.length === 0 || types.includes(textAt(event, 'type').toLowerCase());
  const { namespace } = client.effective();
  const everywhere = flags.is('all-namespaces');
  const path = everywhere ? '/api/v1/events' : `/api/v1/namespaces/${namespace}/events`;
  if (flags.is('watch')) {
    yield* ownInterrupt(follow(call, path, query, isWanted));
    return;
  }
  const events = (yield* listAll(client, path, query)).filter(isObject).filter(isWanted).map(withKind);
  if (events.length === 0) {
    yield* err(everywhere ? 'No events found.\n' : `No events found in ${namespace} namespace.\n`);
    return;
  }
  const sorted = events.toSorted((a, b) => (timeOf(a) === timeOf(b) ? 0 : timeOf(a) - timeOf(b)));
  yield* shower(call)(sorted, true);
}

export const events: Command = {
  name: 'events',
  summary: 'show what was said about objects',
  usage: '[--for TYPE/NAME] [--watch] [--types=Normal,Warning]',
  flags: [
    { name: 'watch', short: 'w', type: 'bool', value: 'false', help: 'go on with what is said from now on' },
    allNamespacesFlag,
    { name: 'for', type: 'string', help: 'only what was said about this object, TYPE/NAME' },
    { name: 'types', type: 'list', help: 'only events of these types', choices: ['Normal', 'Warning'] },
    { name: 'no-headers', type: 'bool', value: 'false', help: 'leave the titles out' },
    chunkSizeFlag,
    ...printFlags,
  ],
  run,
};
