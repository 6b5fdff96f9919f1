// Event of events.k8s.io: the core group's Events in newer words. They are the same objects.
// Source: kubernetes pkg/apis/events/v1/conversion.go, pkg/apis/core/validation/events.go.
import type { EventsV1Event } from '#types';
import type { Draft } from '../../std/draft.ts';
import { isQualifiedName } from '../../std/names.ts';
import type { Causes } from '../../store/causes.ts';
import type { Kind } from '../../store/kind.ts';
import type { Stored, StoredObject } from '../../store/object.ts';
import { events as coreEvents, type Event as CoreEvent } from '../core/event.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';

type Event = Stored<EventsV1Event>;

const nothing = { component: '', host: '' };

/** Without members that are undefined. */
function some<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as T;
}

function fromStored(object: StoredObject): StoredObject {
  const { metadata, ...event } = object as CoreEvent;
  return some({
    metadata,
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    eventTime: event.eventTime ?? null,
    series: event.series,
    reportingController: event.reportingComponent || undefined,
    reportingInstance: event.reportingInstance || undefined,
    action: event.action,
    reason: event.reason,
    regarding: event.involvedObject,
    related: event.related,
    note: event.message,
    type: event.type,
    deprecatedSource: event.source ?? {},
    deprecatedFirstTimestamp: event.firstTimestamp ?? null,
    deprecatedLastTimestamp: event.lastTimestamp ?? null,
    deprecatedCount: event.count,
  }) as unknown as StoredObject;
}

function toStored(draft: Draft<StoredObject>): Draft<StoredObject> {
  const { metadata, ...event } = draft as unknown as Draft<Event>;
  return some({
    metadata,
    apiVersion: 'v1',
    kind: 'Event',
    involvedObject: event.regarding ?? {},
    reason: event.reason,
    message: event.note,
    source: Object.keys(event.deprecatedSource ?? {}).length === 0 ? undefined : event.deprecatedSource,
    firstTimestamp: event.deprecatedFirstTimestamp ?? undefined,
    lastTimestamp: event.deprecatedLastTimestamp ?? undefined,
    count: event.deprecatedCount,
    type: event.type,
    eventTime: event.eventTime ?? undefined,
    series: event.series,
    action: event.action,
    related: event.related,
    reportingComponent: event.reportingController ?? '',
    reportingInstance: event.reportingInstance ?? '',
  }) as unknown as Draft<StoredObject>;
}

const shortMax = 128;
const noteMax = 1024;

function validate(draft: Draft<StoredObject>, causes: Causes): void {
  const event = draft as unknown as Event;
  const { reportingController = '', reportingInstance = '', action = '', reason = '', note = '' } = event;
  const short = (field: string, value: string): void => {
    if (value === '') causes.required(field);
    if (value.length > shortMax) causes.invalid(field, '', `can have at most ${shortMax} characters`);
  };
  if (event.eventTime) {
    if (reportingController === '') causes.required('reportingController');
    causes.invalidEach('reportingController', reportingController, isQualifiedName(reportingController));
    short('reportingInstance', reportingInstance);
    short('action', action);
    short('reason', reason);
    if (note.length > noteMax) causes.invalid('message', '', `can have at most ${noteMax} characters`);
  } else causes.required('eventTime');
  if (event.type !== 'Normal' && event.type !== 'Warning')
    causes.invalid('type', '', `has invalid value: ${event.type ?? ''}`);
  const isUnset = 'needs to be unset';
  if (event.deprecatedFirstTimestamp) causes.invalid('firstTimestamp', '', isUnset);
  if (event.deprecatedLastTimestamp) causes.invalid('lastTimestamp', '', isUnset);
  if (event.deprecatedCount) causes.invalid('count', '', isUnset);
  const { component, host } = { ...nothing, ...event.deprecatedSource };
  if (component !== '' || host !== '') causes.invalid('source', '', isUnset);
}

/** Of the core's fields, those that stand for something here. */
const fields = Object.fromEntries(
  Object.entries(coreEvents.fields ?? {})
    .filter(([name]) => name !== 'source' && name !== 'reportingComponent')
    .map(([name, read]) => [name.replace('involvedObject.', 'regarding.'), read]),
);

/** Selectors read the objects as they are stored. */
export const newEvents: Kind<Event> = {
  ...kubernetesKind<Event>({
    group: 'events.k8s.io',
    kind: 'Event',
    plural: 'events',
    short: ['ev'],
    namespaced: true,
    fields: {
      ...(fields as unknown as NonNullable<Kind<Event>['fields']>),
      reportingController: (event) => (event as unknown as CoreEvent).reportingComponent ?? '',
    },
    columns: coreEvents.columns.map((column) => ({
      ...column,
      cell: (event: Event, now: number) =>
        column.cell(toStored(event as unknown as Draft<StoredObject>) as unknown as CoreEvent, now),
    })),
  }),
  converts: { stored: coreEvents as Kind, fromStored, toStored, validate },
};
