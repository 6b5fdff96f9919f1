// A Job and a CronJob. Source: kubectl pkg/describe/describe.go.
import type { JsonObject } from '../../../std/draft.ts';
import { humanDuration, parseTime } from '../../../std/time.ts';
import type { Run } from '../../effect.ts';
import { at, listAt, numberAt, objectAt, textAt } from '../json.ts';
import { Description, longTime } from './description.ts';
import type { Described } from './describer.ts';
import { eventsOf, writeEvents } from './events.ts';
import { controllerOf, selectorText, writeHead, writeAnnotations, writeTexts } from './metadata.ts';
import { writeTemplate } from './template.ts';

/** From here on a list of indexes ends at its next comma. */
const indexesCharsMax = 50;

function indexesText(indexes: string): string {
  if (indexes === '') return '<none>';
  const comma = indexes.indexOf(',', indexesCharsMax);
  return comma < 0 ? indexes : `${indexes.slice(0, comma + 1)}...`;
}

/** A field that is told only where it is set. */
function writeSet(
  description: Description,
  from: JsonObject,
  fields: readonly (readonly [title: string, member: string, unit?: string])[],
): void {
  for (const [title, member, unit = ''] of fields) {
    const value = at(from, member);
    if (value !== undefined) description.field(0, title, `${String(value)}${unit}`);
  }
}

/** A field that is told to be unset where it is. */
function writeUnset(
  description: Description,
  from: JsonObject,
  title: string,
  member: string,
  unit = '',
): void {
  const value = at(from, member);
  description.field(0, title, value === undefined ? '<unset>' : `${String(value)}${unit}`);
}

function writeTimes(description: Description, status: JsonObject): void {
  const [start, end] = ['startTime', 'completionTime'].map((member) => textAt(status, member)) as [
    string,
    string,
  ];
  if (start !== '') description.field(0, 'Start Time', longTime(start));
  if (end !== '') description.field(0, 'Completed At', longTime(end));
  const [from, until] = [parseTime(start), parseTime(end)];
  if (from !== undefined && until !== undefined)
    description.field(0, 'Duration', humanDuration(until - from));
}

function podsText(status: JsonObject): string {
  const [active, succeeded, failed] = ['active', 'succeeded', 'failed'].map((member) =>
    numberAt(status, member),
  );
  const ready = at(status, 'ready') === undefined ? '' : ` (${numberAt(status, 'ready')} Ready)`;
  return `${active} Active${ready} / ${succeeded} Succeeded / ${failed} Failed`;
}

export function* describeJob({ client, object, showEvents, now }: Described): Run<string> {
  const description = new Description();
  const [spec, status] = [objectAt(object, 'spec'), objectAt(object, 'status')];
  description.field(0, 'Name', textAt(object, 'metadata', 'name'));
  description.field(0, 'Namespace', textAt(object, 'metadata', 'namespace'));
  description.field(0, 'Selector', selectorText(at(spec, 'selector')));
  writeTexts(description, 'Labels', at(object, 'metadata', 'labels'));
  writeAnnotations(description, 'Annotations', at(object, 'metadata', 'annotations'));
  const controller = controllerOf(object);
  if (controller !== '') description.field(0, 'Controlled By', controller);
  writeSet(description, spec, [['Parallelism', 'parallelism']]);
  writeUnset(description, spec, 'Completions', 'completions');
  writeSet(description, spec, [
    ['Completion Mode', 'completionMode'],
    ['Suspend', 'suspend'],
    ['Backoff Limit', 'backoffLimit'],
    ['TTL Seconds After Finished', 'ttlSecondsAfterFinished'],
  ]);
  writeTimes(description, status);
  writeSet(description, spec, [['Active Deadline Seconds', 'activeDeadlineSeconds', 's']]);
  description.field(0, 'Pods Statuses', podsText(status));
  if (textAt(spec, 'completionMode') === 'Indexed')
    description.field(0, 'Completed Indexes', indexesText(textAt(status, 'completedIndexes')));
  writeTemplate(description, objectAt(spec, 'template'));
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}

function writeJobTemplate(description: Description, spec: JsonObject): void {
  const selector = at(spec, 'selector');
  description.field(0, 'Selector', selector === undefined ? '<unset>' : selectorText(selector));
  writeUnset(description, spec, 'Parallelism', 'parallelism');
  writeUnset(description, spec, 'Completions', 'completions');
  writeSet(description, spec, [['Active Deadline Seconds', 'activeDeadlineSeconds', 's']]);
  writeTemplate(description, objectAt(spec, 'template'));
}

export function* describeCronJob({ client, object, showEvents, now }: Described): Run<string> {
  const description = new Description();
  const [spec, status] = [objectAt(object, 'spec'), objectAt(object, 'status')];
  writeHead(description, object);
  description.field(0, 'Schedule', textAt(spec, 'schedule'));
  description.field(0, 'Concurrency Policy', textAt(spec, 'concurrencyPolicy'));
  const suspends = at(spec, 'suspend');
  description.field(0, 'Suspend', suspends === undefined ? '<unset>' : suspends === true ? 'True' : 'False');
  writeUnset(description, spec, 'Successful Job History Limit', 'successfulJobsHistoryLimit');
  writeUnset(description, spec, 'Failed Job History Limit', 'failedJobsHistoryLimit');
  writeUnset(description, spec, 'Starting Deadline Seconds', 'startingDeadlineSeconds', 's');
  writeJobTemplate(description, objectAt(spec, 'jobTemplate', 'spec'));
  const last = textAt(status, 'lastScheduleTime');
  description.field(0, 'Last Schedule Time', last === '' ? '<unset>' : longTime(last));
  const active = listAt(status, 'active').map((job) => textAt(job, 'name'));
  description.field(0, 'Active Jobs', active.length === 0 ? '<none>' : active.join(', '));
  if (showEvents) writeEvents(description, yield* eventsOf(client, object), now);
  return description.end();
}
