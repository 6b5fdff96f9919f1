// Runs the loops: turns commits into wake-ups, wake-ups into runs, outcomes into writes through the pipeline. Holds: waking
// depends on the commit alone; a key is queued once; every write passes the pipeline under the loop's name; a livelock
// ends in a named stall, never in a hang. Each run goes to its end before the next, so a loop never sees a conflict.
import { assert } from '../std/assert.ts';
import { copy, type Draft, type Json } from '../std/draft.ts';
import { limits } from '../std/limits.ts';
import { getOwn } from '../std/own.ts';
import type { Signature } from '../store/apply/ownership.ts';
import type { Change } from '../store/log.ts';
import { keyOfObject, type StoredObject } from '../store/object.ts';
import { whole, type Pipeline } from '../store/pipeline.ts';
import { Refusal } from '../store/refusal.ts';
import type { Store } from '../store/store.ts';
import type { KindName } from '../store/view.ts';
import { daemonOf } from './daemons.ts';
import { latency } from './latency.ts';
import type { Ledger, Loop, Outcome, Write } from './loop.ts';
import type { Recorder } from './recorder.ts';
import { LoopView, type OnRead, type View } from './view.ts';

/** Where time comes from: the simulation's clock and queue. */
export interface Clock {
  readonly now: number;
  wake(worker: string, key: string, delayMs: number): void;
  /** Takes back all that is queued for a worker. */
  cancel(worker: string): void;
}

export interface Stall {
  readonly reason: 'Livelock' | 'LoopFailed';
  readonly loops: readonly string[];
  readonly key: string;
  readonly message: string;
}

export interface RunnerOptions {
  readonly store: Store;
  readonly pipeline: Pipeline;
  readonly recorder: Recorder;
  readonly clock: Clock;
  readonly seed: number;
  /** Called once a stalled key is taken out of the queue. */
  readonly onStall: (stall: Stall) => void;
  /** Under test: reads that a loop does not declare, and errors inside a loop, throw. */
  readonly strict: boolean;
}

/** A loop at work in one scope. */
interface Bound {
  readonly loop: Loop;
  readonly scope: string;
  /** Under this name it is woken: `<loop> <scope>`. */
  readonly worker: string;
  /** Who owns what the loop writes. */
  readonly signature: Signature;
  /** The scopes that it hears. */
  readonly hears: readonly string[];
  readonly declared: ReadonlySet<KindName>;
}

/** Whom a commit concerns, in the order in which loops were added. */
interface Audience {
  readonly ledgers: readonly Ledger[];
  readonly wakes: readonly ((change: Change) => void)[];
}

export class Runner {
  readonly #options: RunnerOptions;
  readonly #bound = new Map<string, Bound>();
  /** Whom a commit of a kind in a scope concerns; found when first needed. */
  readonly #audiences = new Map<string, Map<KindName, Audience>>();
  /** Scopes whose loops stand still. */
  readonly #suspended = new Set<string>();
  #running: { readonly bound: Bound; readonly key: string } | undefined;

  constructor(options: RunnerOptions) {
    this.#options = options;
  }

  get loops(): readonly { readonly name: string; readonly scope: string }[] {
    return [...this.#bound.values()].map(({ loop, scope }) => ({ name: loop.name, scope }));
  }

  /** Sets a loop to work on a scope; it hears that scope and those named beside it. */
  add(loop: Loop, scope: string, hears: readonly string[]): void {
    const worker = `${loop.name} ${scope}`;
    assert(!this.#bound.has(worker), `${worker} is added twice`);
    const declared = new Set([
      ...Object.keys(loop.observes),
      ...(loop.consults ?? []),
      ...(loop.ledger?.kinds ?? []),
    ]);
    const signature = { manager: daemonOf(loop.name) };
    this.#bound.set(worker, { loop, scope, worker, signature, hears: [scope, ...hears], declared });
    this.#audiences.clear();
  }

  /** Takes all loops off a scope that is gone, with what is queued for them. */
  remove(scope: string): void {
    for (const [worker, bound] of this.#bound) {
      if (bound.scope !== scope) continue;
      this.#options.clock.cancel(worker);
      this.#bound.delete(worker);
    }
    this.#suspended.delete(scope);
    this.#audiences.clear();
  }

  /** Nothing of the scope is run until `resume`: what was due until then is found anew. */
  suspend(scope: string): void {
    this.#suspended.add(scope);
  }

  isSuspended(scope: string): boolean {
    return this.#suspended.has(scope);
  }

  resume(scope: string): void {
    if (this.#suspended.delete(scope)) this.wakeAll(scope);
  }

  #audienceOf(scope: string, kind: KindName): Audience {
    let ofScope = this.#audiences.get(scope);
    if (ofScope === undefined) this.#audiences.set(scope, (ofScope = new Map()));
    let audience = ofScope.get(kind);
    if (audience === undefined) {
      const bound = [...this.#bound.values()];
      audience = {
        ledgers: bound.flatMap(({ loop: { ledger }, hears }) =>
          ledger !== undefined && hears.includes(scope) && ledger.kinds.includes(kind) ? [ledger] : [],
        ),
        wakes: this.#wakesBy(scope, kind).map(({ wake }) => wake),
      };
      ofScope.set(kind, audience);
    }
    return audience;
  }

  #wakesBy(scope: string, kind: KindName) {
    return [...this.#bound.values()].flatMap((bound) =>
      this.#wakesOf(bound, scope, kind).map((wake) => ({ scope: bound.scope, wake })),
    );
  }

  #wakesOf(bound: Bound, scope: string, kind: KindName): readonly ((change: Change) => void)[] {
    const { observes, observesAll, observesCustom } = bound.loop;
    const wakes: ((change: Change) => void)[] = [];
    const wake = bound.hears.includes(scope) ? getOwn(observes, kind) : undefined;
    if (wake !== undefined) {
      wakes.push((change) => {
        for (const key of wake(change.prev, change.next, change.key)) this.#wake(bound, key, change);
      });
    }
    const served = this.#options.store.scope(scope);
    const isCustom = served.collection(kind).kind.custom !== undefined;
    for (const wakeOf of [observesAll, isCustom ? observesCustom : undefined]) {
      if (wakeOf === undefined || scope !== bound.scope) continue;
      wakes.push((change) => {
        const changed = served.collection(kind).kind;
        for (const key of wakeOf(changed, change.prev, change.next)) this.#wake(bound, key, change);
      });
    }
    return wakes;
  }

  /** Must be called with every commit of every scope. */
  heard(scope: string, change: Change): void {
    const { ledgers, wakes } = this.#audienceOf(scope, change.kind);
    for (const ledger of ledgers) ledger.fold(change.kind, change.prev, change.next);
    for (const wake of wakes) wake(change);
  }

  /** Ledgers are thrown away and folded again from what is stored. */
  recount(): void {
    const { store } = this.#options;
    for (const { loop, hears } of this.#bound.values()) {
      const { ledger } = loop;
      if (ledger === undefined) continue;
      ledger.reset();
      for (const scope of store.scopes) {
        if (!hears.includes(scope.name)) continue;
        for (const kind of ledger.kinds) {
          if (!scope.serves(kind)) continue;
          for (const object of scope.collection(kind).list()) ledger.fold(kind, undefined, object);
        }
      }
    }
  }

  /** What each ledger holds, to compare with a recount. */
  ledgers(): Readonly<Record<string, Json>> {
    const result: Record<string, Json> = {};
    for (const [id, { loop }] of this.#bound)
      if (loop.ledger !== undefined) result[id] = loop.ledger.snapshot();
    return result;
  }

  /** Wakes every loop, or every one of a scope, for everything that is stored: how a new world starts. */
  wakeAll(of?: string): void {
    for (const scope of this.#options.store.scopes) {
      for (const [kind, collection] of scope.collections()) {
        const wakes = this.#wakesBy(scope.name, kind).filter((each) => of === undefined || each.scope === of);
        if (wakes.length === 0) continue;
        for (const object of collection.list()) {
          const change = {
            kind,
            key: keyOfObject(object),
            prev: undefined,
            next: object,
            by: '',
            why: 'start',
          };
          for (const { wake } of wakes) wake({ ...change, rv: 0, at: this.#options.clock.now });
        }
      }
    }
  }

  /** Runs what was queued. */
  run(worker: string, key: string): void {
    const bound = this.#bound.get(worker);
    assert(bound !== undefined, `nobody runs ${worker} ${key}`);
    const { loop, scope } = bound;
    if (this.#suspended.has(scope)) return;
    const onRead: OnRead = this.#options.strict ? (kind) => this.#checkRead(bound, kind) : undefined;
    const view = new LoopView(
      this.#options.store,
      scope,
      this.#options.clock.now,
      this.#options.seed,
      onRead,
    );
    this.#running = { bound, key };
    try {
      const outcome = loop.run(key, view);
      if (outcome !== undefined) this.#apply(bound, key, outcome, view);
    } catch (error) {
      if (this.#options.strict) throw error;
      const why = error instanceof Error ? error.message : String(error);
      this.#options.onStall({
        reason: 'LoopFailed',
        loops: [loop.name],
        key,
        message: `${loop.name} failed on ${key}: ${why}`,
      });
    } finally {
      this.#running = undefined;
    }
  }

  /**
   * Says which loops go round in a circle; the last id of it is the one that was not run. Each wakes the next, and none of
   * them ever lets time pass.
   */
  endless(circle: readonly string[]): void {
    const loops = [...new Set(circle.map((id) => id.slice(0, id.indexOf(' '))))].sort();
    const key = circle.at(-1)?.split(' ')[2] ?? '';
    const quarrel =
      loops.length === 1
        ? `${loops[0]} keeps waking itself`
        : `${loops.join(' and ')} keep undoing each other's work`;
    const message =
      `${quarrel} on ${key}: ${limits.wakesInARowMax} runs in a row without coming to rest. ` +
      'The key is no longer run until something else changes it.';
    this.#options.onStall({ reason: 'Livelock', loops, key, message });
  }

  #wake(bound: Bound, key: string, change: Change): void {
    // What a run writes does not wake the key that wrote it: what is left to do, it says with `again`.
    if (this.#isRunning(bound, key) && change.by === bound.loop.name) return;
    const delayMs = bound.loop.wakeMs ?? latency.watchHopMs;
    if (!key.startsWith('*')) {
      this.#options.clock.wake(bound.worker, key, delayMs);
      return;
    }
    assert(bound.loop.expand !== undefined, `${bound.loop.name} does not say what ${key} stands for`);
    const view = this.#options.store.view(bound.scope, this.#options.clock.now);
    for (const meant of bound.loop.expand(key, view)) {
      if (!this.#isRunning(bound, meant)) this.#options.clock.wake(bound.worker, meant, delayMs);
    }
  }

  #isRunning(bound: Bound, key: string): boolean {
    return this.#running?.bound === bound && this.#running.key === key;
  }

  #apply(bound: Bound, key: string, outcome: Outcome, view: View): void {
    for (const write of outcome.writes ?? []) {
      try {
        this.#write(bound, write);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        this.#refuse(bound, key, write, error, view);
        return;
      }
    }
    if (outcome.notes !== undefined) this.#options.recorder.record(bound.loop.name, outcome.notes, view);
    if (outcome.again !== undefined) this.#options.clock.wake(bound.worker, key, outcome.again);
  }

  /** A write of the loop was refused: the loop's own answer, or another try later. What it meant to say is not said. */
  #refuse(bound: Bound, key: string, write: Write, refusal: Refusal, view: View): void {
    const isEnding =
      refusal.status.details?.causes?.some(({ reason }) => reason === 'NamespaceTerminating') === true;
    if (isEnding) return;
    const answer = bound.loop.refused?.(key, write, refusal.status, view);
    if (answer !== undefined) {
      this.#apply(bound, key, answer, view);
      return;
    }
    // A policy or a quota may deny any write; anything else that a loop does not expect is its mistake.
    if (this.#options.strict && bound.loop.refused === undefined && !refusal.isDenial) throw refusal;
    this.#options.clock.wake(bound.worker, key, latency.refusedRetryMs);
  }

  #write(bound: Bound, write: Write): void {
    const { pipeline } = this.#options;
    const scopeName = write.in ?? bound.scope;
    const kind = write.kind;
    const { signature } = bound;
    const signed = { by: bound.loop.name, why: write.why, subresource: whole, signature };
    if (write.verb === 'create') {
      pipeline.create(scopeName, kind, copy(write.object) as unknown as Draft<StoredObject>, signed);
    } else if (write.verb === 'update') {
      const { object } = write;
      pipeline.update(
        scopeName,
        kind,
        keyOfObject(object),
        (prev) => {
          assert(
            prev.metadata.resourceVersion === object.metadata.resourceVersion,
            `${bound.loop.name} writes ${kind.kind} ${object.metadata.name} from a version that is not the present one`,
          );
          return object;
        },
        signed,
      );
    } else {
      const { graceSeconds, propagation } = write;
      pipeline.delete(scopeName, kind, keyOfObject(write.object), {
        ...signed,
        ...(graceSeconds === undefined ? {} : { graceSeconds }),
        ...(propagation === undefined ? {} : { propagation }),
      });
    }
  }

  #checkRead({ loop, declared }: Bound, kind: KindName): void {
    const readsAll = [loop.observesAll, loop.observesCustom, loop.consultsAll].some(Boolean);
    assert(
      readsAll || declared.has(kind) || kind === 'core/events',
      `${loop.name} reads ${kind}, which it neither observes nor consults`,
    );
  }
}
