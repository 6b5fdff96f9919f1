// Events of an object, as descriptions end with them. Their ages are counted by the simulated clock.
import type { Json, JsonObject } from '../../../std/draft.ts';
import { humanDuration, parseTime } from '../../../std/time.ts';
import type { Run } from '../../effect.ts';
import { sendJson, type Client } from '../api/client.ts';
import { isExpected } from '../failure.ts';
import { at, listAt, numberAt, textAt } from '../json.ts';
import type { Description } from './description.ts';

export interface EventsOf {
  readonly name: string;
  readonly namespace: string;
  /** Left out where events of several kinds of a name count. */
  readonly kind?: string;
  readonly uid: string;
}

const pagesMax = 100;

/** All items of a list, page by page. */
export function* listAll(
  client: Client,
  path: string,
  query: Readonly<Record<string, string>>,
): Run<readonly Json[]> {
  const items: Json[] = [];
  let next: string | undefined;
  for (let page = 0; page < pagesMax; page++) {
    const list: JsonObject = yield* sendJson(client, {
      path,
      query: { ...query, limit: '500', continue: next },
    });
    items.push(...listAt(list, 'items'));
    next = textAt(list, 'metadata', 'continue');
    if (next === '') break;
  }
  return items;
}

/** The events about an object; none where they may not be read. */
export function* searchEvents(
  client: Client,
  { name, namespace, kind, uid }: EventsOf,
): Run<readonly Json[]> {
  const terms = [
    `involvedObject.name=${name}`,
    `involvedObject.namespace=${namespace}`,
    ...(kind === undefined ? [] : [`involvedObject.kind=${kind}`]),
    `involvedObject.uid=${uid}`,
  ];
  const within = namespace === '' ? '' : `/namespaces/${namespace}`;
  try {
    return yield* listAll(client, `/api/v1${within}/events`, { fieldSelector: terms.join(',') });
  } catch (failure) {
    if (isExpected(failure)) return [];
    throw failure;
  }
}

export function* eventsOf(client: Client, object: JsonObject): Run<readonly Json[]> {
  return yield* searchEvents(client, {
    name: textAt(object, 'metadata', 'name'),
    namespace: textAt(object, 'metadata', 'namespace'),
    kind: textAt(object, 'kind'),
    uid: textAt(object, 'metadata', 'uid'),
  });
}

/** How long ago a moment was, as kubectl says it. */
export function ageOf(time: string, now: number): string {
  const ms = parseTime(time);
  return ms === undefined ? '<unknown>' : humanDuration(now - ms);
}

export function writeEvents(description: Description, events: readonly Json[], now: number): void {
  if (events.length === 0) {
    description.write(0, 'Events:\t<none>\n');
    return;
  }
  description.flush();
  const lastAt = (event: Json) => parseTime(textAt(event, 'lastTimestamp')) ?? -Infinity;
  const sorted = events.toSorted((a, b) => (lastAt(a) === lastAt(b) ? 0 : lastAt(a) - lastAt(b)));
  description.write(0, 'Events:\n  Type\tReason\tAge\tFrom\tMessage\n');
  description.write(1, '----\t------\t----\t----\t-------\n');
  for (const event of sorted) {
    const source = textAt(event, 'source', 'component') || textAt(event, 'reportingComponent');
    const cells = [
      textAt(event, 'type'),
      textAt(event, 'reason'),
      intervalOf(event, now),
      source,
      textAt(event, 'message').trim(),
    ];
    description.write(1, `${cells.join('\t')}\n`);
  }
}

/** How long ago an event was said, and how often. */
export function intervalOf(event: Json, now: number): string {
  const first = ageOf(textAt(event, 'eventTime') || textAt(event, 'firstTimestamp'), now);
  if (at(event, 'series') !== undefined && at(event, 'series') !== null) {
    const last = ageOf(textAt(event, 'series', 'lastObservedTime'), now);
    return `${last} (x${numberAt(event, 'series', 'count')} over ${first})`;
  }
  const count = numberAt(event, 'count');
  return count > 1 ? `${ageOf(textAt(event, 'lastTimestamp'), now)} (x${count} over ${first})` : first;
}
