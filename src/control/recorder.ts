// Records Kubernetes Events as client-go's recorder does: the same note about the same object counts up the event that is there
// instead of making another, notes that differ in their message alone are combined when they become many, and what is still too
// much is not heard. Source: client-go tools/record, events_cache.go. There what was said is remembered, here it is read from the
// events: what was not heard is not counted later, and notes that are the same are always heard. Notes of an action are events of
// events.k8s.io (tools/events), which have series.
import type { CoreV1Event, EventSource, ObjectReference } from '#types';
import { Kept } from '../std/kept.ts';
import { limits } from '../std/limits.ts';
import { inOnePiece } from '../std/one-piece.ts';
import { formatMicroTime, formatTime, MINUTE_MS, parseTime } from '../std/time.ts';
import type { Kind } from '../store/kind.ts';
import type { Stored, StoredObject } from '../store/object.ts';
import type { Pipeline, WriteOptions } from '../store/pipeline.ts';
import { Refusal } from '../store/refusal.ts';
import { daemonOf } from './daemons.ts';
import type { Note } from './loop.ts';
import type { View } from './view.ts';

type StoredEvent = Stored<CoreV1Event>;

export const eventKind = 'core/events';

/** Events of cluster-scoped objects live here. */
const clusterNamespace = 'default';

export function referenceTo(
  { kind, metadata, apiVersion }: StoredObject,
  fieldPath?: string,
): ObjectReference {
  const { namespace, name, uid, resourceVersion } = metadata;
  const reference =
    namespace === undefined
      ? { kind, name, uid, apiVersion, resourceVersion }
      : { kind, namespace, name, uid, apiVersion, resourceVersion };
  return fieldPath === undefined ? reference : { ...reference, fieldPath };
}

const combinedPrefix = '(combined from similar events): ';
/** So many messages of one reason are events of their own, the next ones are combined. */
const separateMax = 9;
/** After so much silence messages are not similar any more. */
const combinedMs = 10 * MINUTE_MS;
/** How much is heard at once, and how long it takes until one more is. */
const heardMax = 25;
const heardAgainMs = 5 * MINUTE_MS;
/** What is said again within so long goes on in its series (client-go tools/events, finishTime). */
const seriesMs = 6 * MINUTE_MS;

const msOf = (text: string | undefined): number => parseTime(text ?? '') ?? 0;

/** @param alike events that differ in their message alone */
function isCombined(alike: readonly StoredEvent[], now: number): boolean {
  const times = alike.map(({ lastTimestamp }) => msOf(lastTimestamp)).sort((a, b) => b - a);
  const silence = times.findIndex((time, index) => (times[index - 1] ?? now) - time > combinedMs);
  return (silence === -1 ? times.length : silence) >= separateMax;
}

function isTooMuch(alike: readonly StoredEvent[], now: number): boolean {
  const said = alike.reduce((sum, { count = 1 }) => sum + count, 0);
  if (said < heardMax) return false;
  const first = Math.min(...alike.map(({ firstTimestamp }) => msOf(firstTimestamp)));
  return said >= heardMax + Math.floor((now - first) / heardAgainMs);
}

/** When an event of a series was last said, in simulated milliseconds. */
export const lastSaid = ({ series, eventTime }: Pick<CoreV1Event, 'series' | 'eventTime'>): number =>
  msOf(series?.lastObservedTime ?? eventTime);

/** Who says something, and as whom it is signed. */
interface Speaker {
  readonly source: EventSource;
  readonly signature: { readonly manager: string };
}

function speakerOf(component: string, host: string | undefined): Speaker {
  const source = host === undefined ? { component } : { component, host };
  return { source, signature: { manager: daemonOf(component) } };
}

export class Recorder {
  readonly #pipeline: Pipeline;
  readonly #kind: Kind;
  /** Many say many things: each source is one object. */
  readonly #speakers = new Kept<Speaker>(limits.eventSourcesKeptMax);
  /** What was last referred to: one run mostly says several things of one object. */
  #last: { readonly note: Note; readonly reference: ObjectReference } | undefined;
  #lastSpeaker: Speaker = { source: {}, signature: { manager: '' } };

  constructor(pipeline: Pipeline, kind: Kind) {
    this.#pipeline = pipeline;
    this.#kind = kind;
  }

  /**
   * What one run has to say, in its order. An event that the server refuses (a quota, a limit, a namespace that ends) is dropped: nobody waits
   * for it.
   */
  record(loop: string, notes: readonly Note[], view: View): void {
    let about: string | undefined;
    let said: StoredEvent[] = [];
    for (const note of notes) {
      const { uid } = note.about.metadata;
      if (uid !== about) {
        about = uid;
        said = [...view.list<StoredEvent>(eventKind, { index: ['involved', uid] })];
      }
      try {
        this.#record(loop, note, view, said);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
      }
    }
  }

  /** @param said what has been said of the object so far */
  #record(loop: string, note: Note, view: View, said: StoredEvent[]): void {
    const component = note.component ?? loop;
    if (note.action !== undefined) {
      this.#recordAction(loop, component, note, view, said);
      return;
    }
    const now = formatTime(view.now);
    const { source, signature } = this.#speaker(component, note.host);
    const options = { by: loop, why: note.reason, subresource: '*', signature };
    const isAlike = ({ reason, type, source: by }: StoredEvent): boolean =>
      reason === note.reason && type === note.type && by?.component === component && by.host === note.host;
    let message = inOnePiece(note.message);
    let same = said.find(
      (event) =>
        event.message === message && event.involvedObject.fieldPath === note.fieldPath && isAlike(event),
    );
    if (same === undefined && said.length >= separateMax) {
      const alike = said.filter(isAlike);
      if (isTooMuch(alike, view.now)) return;
      if (isCombined(alike, view.now)) {
        message = combinedPrefix + message;
        same = alike.find((event) => event.message?.startsWith(combinedPrefix));
      }
    }
    if (same !== undefined) {
      const counted = { ...same, message, count: (same.count ?? 1) + 1, lastTimestamp: now };
      said[said.indexOf(same)] = this.#update(view, counted, options);
      return;
    }
    const event = {
      ...this.#begun(note, message, view),
      source,
      firstTimestamp: now,
      lastTimestamp: now,
      count: 1,
      type: note.type,
      // A combined one does not say who reports it.
      reportingComponent: message.startsWith(combinedPrefix) ? '' : component,
      reportingInstance: note.host ?? '',
    };
    said.push(this.#pipeline.create(view.scope, this.#kind, event as never, options) as StoredEvent);
  }

  /** What is said again of the same version of the object goes on in its series, in the first words. */
  #recordAction(loop: string, component: string, note: Note, view: View, said: StoredEvent[]): void {
    const { metadata } = note.about;
    const now = formatMicroTime(view.now);
    const related = note.related === undefined ? undefined : referenceTo(note.related);
    const same = said.find(
      (event) =>
        event.reason === note.reason &&
        event.type === note.type &&
        event.action === note.action &&
        event.reportingComponent === component &&
        event.involvedObject.resourceVersion === metadata.resourceVersion &&
        event.related?.uid === related?.uid &&
        view.now - lastSaid(event) <= seriesMs,
    );
    const { signature } = this.#speaker(component, undefined);
    const options = { by: loop, why: note.reason, subresource: '*', signature };
    if (same !== undefined) {
      const series = { count: (same.series?.count ?? 1) + 1, lastObservedTime: now };
      said[said.indexOf(same)] = this.#update(view, { ...same, series }, options);
      return;
    }
    const event = {
      ...this.#begun(note, inOnePiece(note.message), view),
      type: note.type,
      eventTime: now,
      action: note.action,
      ...(related === undefined ? {} : { related }),
      reportingComponent: component,
      reportingInstance: note.host === undefined ? component : `${component}-${note.host}`,
    };
    said.push(this.#pipeline.create(view.scope, this.#kind, event as never, options) as StoredEvent);
  }

  /** How every event begins. What the pipeline fills in has its place already: an object that grows is made again and again. */
  #begun(note: Note, message: string, view: View) {
    const { name, namespace = clusterNamespace } = note.about.metadata;
    const metadata = {
      name: eventName(name, view),
      namespace,
      uid: '',
      resourceVersion: '',
      creationTimestamp: '',
      managedFields: undefined,
    };
    const { reason } = note;
    return {
      kind: 'Event',
      apiVersion: 'v1',
      metadata,
      involvedObject: this.#reference(note),
      reason,
      message,
    };
  }

  #update(view: View, event: StoredEvent, options: WriteOptions): StoredEvent {
    const { namespace, name } = event.metadata;
    const key = `${namespace}/${name}`;
    return this.#pipeline.update(view.scope, this.#kind, key, () => event, options) as StoredEvent;
  }

  #reference(note: Note): ObjectReference {
    const last = this.#last;
    if (last?.note.about === note.about && last.note.fieldPath === note.fieldPath) return last.reference;
    const reference = referenceTo(note.about, note.fieldPath);
    this.#last = { note, reference };
    return reference;
  }

  #speaker(component: string, host: string | undefined): Speaker {
    const last = this.#lastSpeaker;
    if (last.source.component === component && last.source.host === host) return last;
    const key = `${component} ${host ?? ''}`;
    const known = this.#speakers.get(key);
    this.#lastSpeaker = known ?? this.#speakers.set(key, speakerOf(component, host));
    return this.#lastSpeaker;
  }
}

/** `<object>.<nanoseconds in hex>`; the revision stands where a real clock has nanoseconds, so names never meet. */
function eventName(objectName: string, view: View): string {
  const nanoseconds = BigInt(view.now) * 1_000_000n + BigInt(view.revision % 1_000_000);
  return `${objectName}.${nanoseconds.toString(16)}`;
}
