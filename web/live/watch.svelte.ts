/**
 * A collection, live: listed in pages, watched from there, resumed where a watch ended, listed again where the log no longer reaches
 * (410). It is told once a frame, a long one less often. A while after the last that held it has gone it closes.
 */
import { mediaTypes } from '../../src/apis/kubernetes/wire.ts';
import type { WatchBatch } from '../../src/runtime/browser/door.ts';
import { lastUpdateMs, nextFrame } from './frame.ts';
import { Keyed } from './keyed.ts';
import type { ColumnDefinition, TableRow, Thing } from './objects.ts';
import { type Problem, problemOf, unanswered } from './problem.ts';
import { type Answer, type Asker, getJson, openAs } from './request.ts';

export interface WatchSpec {
  /** Path of the collection, without query. */
  readonly path: string;
  /** Selectors: `fieldSelector=spec.nodeName%3Desxi-01`. */
  readonly query?: string | undefined;
  /** Rows of the server's own table, with each object's metadata, instead of the objects. */
  readonly table?: boolean;
  /** Whom it is read as; the person unless said. */
  readonly asker?: Asker;
}

/** `loading` until the first list is whole; `live` then; `failed` while the list is refused or nobody answers. */
export type Phase = 'loading' | 'live' | 'failed';

const pageItems = 2_000;
const lingerMs = 10_000;
const retryFirstMs = 500;
const retryMostMs = 8_000;
/** A list of n is told at most every n / 40 ms: 10,000 four times a second; on a slow machine less often still. */
const itemsPerMs = 40;
/** Of the time at most one part in so many goes into telling long lists: the rest is for scrolling them. */
const tellingShare = 8;
/** What is shown is never older than this. */
const restMostMs = 1_500;
const frameMs = 16;

interface WireList {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items?: readonly Thing[];
  readonly columnDefinitions?: readonly ColumnDefinition[];
  readonly rows?: readonly { readonly cells: TableRow['cells']; readonly object: Thing }[];
}

interface WireEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR';
  readonly object: Thing & WireList & { readonly code?: number };
}

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const passes = ({ code }: Problem): boolean => code === 0 || code === 429 || code >= 500;

export class Watch<T extends Thing> {
  #items = $state.raw<readonly T[]>([]);
  #columns = $state.raw<readonly ColumnDefinition[]>([]);
  #phase = $state<Phase>('loading');
  #problem = $state.raw<Problem>();
  readonly #spec: WatchSpec;
  #objects = new Keyed<T>();
  #holders = 0;
  /** Rises whenever what runs is to end: an older run's answers are dropped. */
  #run = 0;
  #running = false;
  #close: () => void = () => undefined;
  #toldAtMs = 0;
  #waiting = false;
  /** The objects are a whole list of this run. */
  #listed = false;

  constructor(spec: WatchSpec) {
    this.#spec = spec;
  }

  get items(): readonly T[] {
    return this.#items;
  }

  /** Of a table; empty until its first list. */
  get columns(): readonly ColumnDefinition[] {
    return this.#columns;
  }

  get phase(): Phase {
    return this.#phase;
  }

  get problem(): Problem | undefined {
    return this.#problem;
  }

  /** Starts it, or keeps it going. @returns what lets it go. */
  hold(): () => void {
    this.#holders += 1;
    if (!this.#running) this.restart();
    return () => {
      this.#holders -= 1;
      if (this.#holders === 0) setTimeout(() => this.#holders === 0 && this.#stop(), lingerMs);
    };
  }

  /** Lists again from the beginning: after a refusal, or when another world came in its place. */
  restart(): void {
    this.#stop();
    this.#running = true;
    this.#listed = false;
    this.#phase = 'loading';
    void this.#follow(this.#run);
  }

  get isRunning(): boolean {
    return this.#running;
  }

  #stop(): void {
    this.#run += 1;
    this.#running = false;
    this.#close();
    this.#close = () => undefined;
  }

  async #follow(run: number): Promise<void> {
    let retryMs = retryFirstMs;
    let version: string | undefined;
    while (run === this.#run) {
      if (version === undefined) {
        const listed = await this.#list(run);
        if (run !== this.#run) return;
        if (!listed.ok) {
          this.#problem = listed.problem;
          this.#phase = 'failed';
          if (!passes(listed.problem)) return;
          await pause(retryMs);
          retryMs = Math.min(retryMostMs, retryMs * 2);
          continue;
        }
        version = listed.value;
        this.#problem = undefined;
        this.#listed = true;
        nextFrame(this.#tell);
      }
      const ended: Answer<string | undefined> = await this.#watch(version, run);
      if (run !== this.#run) return;
      if (ended.ok) {
        version = ended.value;
        retryMs = retryFirstMs;
      } else {
        version = undefined;
        await pause(retryMs);
        retryMs = Math.min(retryMostMs, retryMs * 2);
      }
    }
  }

  /** All pages. @returns the revision to watch from. */
  async #list(run: number): Promise<Answer<string>> {
    const objects = new Keyed<T>();
    let next = '';
    do {
      const more = next === '' ? '' : `&continue=${encodeURIComponent(next)}`;
      const path = `${this.#spec.path}?limit=${pageItems}${more}${this.#spec.query ? `&${this.#spec.query}` : ''}`;
      const accept = this.#spec.table ? { accept: mediaTypes.table } : {};
      const page = await getJson<WireList>(path, accept, this.#spec.asker);
      if (run !== this.#run) return { ok: true, value: '' };
      if (!page.ok) {
        // The revision that the pages were of is gone: from the beginning.
        if (page.problem.code !== 410 || next === '') return page;
        next = '';
        continue;
      }
      const { items, rows, columnDefinitions, metadata } = page.value;
      if (columnDefinitions && columnDefinitions.length > 0) this.#columns = columnDefinitions;
      for (const item of items ?? []) objects.put(item as T);
      for (const row of rows ?? []) objects.put(rowOf(row) as unknown as T);
      next = metadata.continue ?? '';
      if (next === '') {
        this.#objects = objects;
        return { ok: true, value: metadata.resourceVersion };
      }
    } while (next !== '');
    return this.#list(run);
  }

  /** Watches until the stream ends. @returns the revision to go on from, or undefined to list again. */
  async #watch(from: string, run: number): Promise<Answer<string | undefined>> {
    let version: string | undefined = from;
    let end: () => void = () => undefined;
    const ended = new Promise<void>((resolve) => (end = resolve));
    const hear = (batch: WatchBatch): void => {
      if (run !== this.#run) return end();
      for (const frame of batch.frames) {
        const event = JSON.parse(frame) as WireEvent;
        if (event.type === 'ERROR') version = undefined;
        else version = this.#apply(event) ?? version;
      }
      if (batch.frames.length > 0) nextFrame(this.#tellPaced);
      if (batch.ended || version === undefined) end();
    };
    const query = `watch=true&allowWatchBookmarks=true&resourceVersion=${from}${this.#spec.query ? `&${this.#spec.query}` : ''}`;
    const headers = this.#spec.table ? { accept: mediaTypes.table } : {};
    try {
      const request = { method: 'GET', path: `${this.#spec.path}?${query}`, headers };
      const stream = await openAs(request, hear, this.#spec.asker);
      if (stream.answer.status !== 200) return { ok: false, problem: problemOf(stream.answer) };
      this.#close = () => {
        stream.close();
        end();
      };
      if (run !== this.#run) this.#close();
      await ended;
      stream.close();
      return { ok: true, value: version };
    } catch (error) {
      return { ok: false, problem: unanswered(error) };
    }
  }

  /** @returns the revision that the event brings. */
  #apply({ type, object }: WireEvent): string | undefined {
    if (type === 'BOOKMARK') return object.metadata.resourceVersion;
    const row = object.rows?.[0];
    const thing = (row === undefined ? object : rowOf(row)) as unknown as T;
    if (type === 'DELETED') this.#objects.remove(thing);
    else this.#objects.put(thing);
    return thing.metadata.resourceVersion;
  }

  /** Told with the next frame, or later where the list is long and was told just now. */
  readonly #tellPaced = (): void => {
    const isLong = this.#objects.size >= itemsPerMs * frameMs;
    const restMs = isLong ? Math.min(restMostMs, lastUpdateMs() * tellingShare) : 0;
    const waitMs = this.#toldAtMs + Math.max(this.#objects.size / itemsPerMs, restMs) - performance.now();
    if (waitMs <= frameMs) this.#tell();
    else if (!this.#waiting) {
      this.#waiting = true;
      setTimeout(() => {
        this.#waiting = false;
        nextFrame(this.#tell);
      }, waitMs);
    }
  };

  readonly #tell = (): void => {
    if (!this.#listed) return;
    this.#toldAtMs = performance.now();
    this.#items = this.#objects.list();
    this.#phase = 'live';
  };
}

const rowOf = ({
  cells,
  object,
}: {
  readonly cells: TableRow['cells'];
  readonly object: Thing;
}): TableRow => ({
  metadata: object.metadata,
  cells,
});
