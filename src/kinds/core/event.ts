// Event: what happened to an object, said by whoever did it. Lives an hour (agents/event-ttl).
import type { CoreV1Event } from '#types';
import { formatTime, parseTime } from '../../std/time.ts';
import type { Stored } from '../../store/object.ts';
import { since } from '../age.ts';
import { kubernetesKind } from '../kubernetes-kind.ts';

export type Event = Stored<CoreV1Event>;

/** When it was first said. */
const firstSeen = (event: Event, now: number): string => since(event.firstTimestamp ?? event.eventTime, now);

/** When it was last said; a series says so itself. */
function lastSeen(event: Event, now: number): string {
  const last = event.series?.lastObservedTime ?? event.lastTimestamp;
  return last === undefined ? firstSeen(event, now) : since(last, now);
}

function countOf({ series, count }: Event): number {
  return series === undefined ? (count ?? 1) : (series.count ?? 0);
}

/** Who said it and where: of the older form, or of the newer. */
function sourceOf({ source, reportingComponent, reportingInstance }: Event): string {
  const component = source?.component || reportingComponent || '';
  const instance = source?.host || reportingInstance || '';
  return instance === '' ? component : `${component}, ${instance}`;
}

export const events = kubernetesKind<Event>({
  group: '',
  kind: 'Event',
  plural: 'events',
  allowCreateOnUpdate: true,
  short: ['ev'],
  namespaced: true,
  defaults(event) {
    event.involvedObject ??= {};
  },
  validate(event, _prev, causes) {
    const about = event.involvedObject.namespace ?? '';
    const here = event.metadata.namespace ?? '';
    if (about === '' ? here !== 'default' && here !== 'kube-system' : about !== here) {
      causes.invalid('involvedObject.namespace', about, 'does not match event.namespace');
    }
  },
  fields: {
    'involvedObject.kind': (event) => event.involvedObject.kind ?? '',
    'involvedObject.namespace': (event) => event.involvedObject.namespace ?? '',
    'involvedObject.name': (event) => event.involvedObject.name ?? '',
    'involvedObject.uid': (event) => event.involvedObject.uid ?? '',
    'involvedObject.apiVersion': (event) => event.involvedObject.apiVersion ?? '',
    'involvedObject.resourceVersion': (event) => event.involvedObject.resourceVersion ?? '',
    'involvedObject.fieldPath': (event) => event.involvedObject.fieldPath ?? '',
    reason: (event) => event.reason ?? '',
    reportingComponent: (event) => event.reportingComponent ?? '',
    source: (event) => event.source?.component || (event.reportingComponent ?? ''),
    type: (event) => event.type ?? '',
  },
  indexes: { involved: (event) => [event.involvedObject.uid ?? ''], lease: (event) => [leaseOf(event)] },
  columns: [
    { name: 'Last Seen', cell: lastSeen },
    { name: 'Type', cell: (event) => event.type ?? '' },
    { name: 'Reason', cell: (event) => event.reason ?? '' },
    {
      name: 'Object',
      cell: ({ involvedObject: { kind = '', name = '' } }) =>
        name === '' ? kind.toLowerCase() : `${kind.toLowerCase()}/${name}`,
    },
    { name: 'Subobject', wide: true, cell: (event) => event.involvedObject.fieldPath ?? '' },
    { name: 'Source', wide: true, cell: sourceOf },
    { name: 'Message', cell: (event) => (event.message ?? '').trim() },
    { name: 'First Seen', wide: true, cell: firstSeen },
    { name: 'Count', wide: true, cell: (event) => String(countOf(event)) },
    { name: 'Name', format: 'name', wide: true, cell: (event) => event.metadata.name },
  ],
});

/** For how long a lease takes up more events. */
const leaseOpenMs = 60_000;

/** The lease that an event ends with: the minute in which it was last said, `2023-04-18T09:14`. */
export function leaseOf({ series, lastTimestamp, eventTime, metadata }: Event): string {
  const said = series?.lastObservedTime ?? lastTimestamp ?? eventTime ?? metadata.creationTimestamp;
  // The minute is in the text where the time is UTC's, as everybody writes it.
  return (said.endsWith('Z') ? said : formatTime(parseTime(said) ?? 0)).slice(0, 16);
}

/** When a lease takes up its last event, in simulated milliseconds. */
export function leaseEndMs(lease: string): number {
  return (parseTime(`${lease}:00Z`) ?? 0) + leaseOpenMs;
}
