// The composition: kinds + agents + kernels + scenario + seed = a world. Everything in it is an object in one store; everything
// asked of it comes in as a request and, if it changed something, stands in the journal.
import { createAgents, type Agents } from './agents/index.ts';
import { authenticate } from './apis/authenticate.ts';
import { answer, type Faces } from './apis/faces.ts';
import { withZeros } from './apis/kubernetes/go-zeros.ts';
import { admissions } from './apis/kubernetes/admission/index.ts';
import { outageOf } from './apis/outage.ts';
import { KubernetesServer } from './apis/kubernetes/server.ts';
import type { Descriptions } from './apis/kubernetes/openapi.ts';
import { versionInfo } from './apis/kubernetes/version.ts';
import { sights } from './apis/vcenter/authorization/sight.ts';
import type { Actor, WireAnswer, WireRequest } from './apis/kubernetes/wire.ts';
import { Recorder } from './control/recorder.ts';
import { Runner, type Stall } from './control/runner.ts';
import type { Kernels } from './kernels/kernels.ts';
import { definitions, kindsOf } from './kinds/index.ts';
import { simulations, withStall, type Simulation } from './kinds/sandbox/simulation.ts';
import { fabricScope, firstScope, supervisorOf } from './kinds/vsphere/supervisor.ts';
import { inventoryOf, type Scenario } from './scenarios/index.ts';
import { emptyScopes, restoreScope, Scopes, type ScopeImage } from './scopes.ts';
import { Journal, type JournalRecord } from './sim/journal.ts';
import { Simulation as Clockwork, type Ran, type SimulationState } from './sim/simulation.ts';
import { assert } from './std/assert.ts';
import { createHash128 } from './std/hash.ts';
import { Kept } from './std/kept.ts';
import { limits } from './std/limits.ts';
import { parseTime } from './std/time.ts';
import { endpointsOf } from './store/apply/endpoints.ts';
import { hashStore } from './store/hash.ts';
import type { StoredObject } from './store/object.ts';
import { Pipeline, whole } from './store/pipeline.ts';
import { Store } from './store/store.ts';
import type { ReadView } from './store/view.ts';
import { tryEdit, tryPowerOn, type Trial } from './trial.ts';

/** Names the engine in journals, checkpoints and links. */
export const engineVersion = '0.1.0';

export interface WorldOptions {
  readonly scenario: Scenario;
  readonly kernels: Kernels;
  /** Descriptions of Kubernetes' fields for `explain`; a host may load them late. */
  readonly descriptions?: () => Descriptions;
  /** Version that `/version` gives instead of the release's own. */
  readonly kubernetesVersion?: string;
  /** Marks the tokens that a sign-in gives; a server that lets in others brings a secret. The default is the seed. */
  readonly tokenKey?: string;
  /** False for a host that neither keeps nor shares what is asked. */
  readonly keepsJournal?: boolean;
  /** Under test: errors in loops and undeclared reads throw. */
  readonly strict?: boolean;
}

/** What a journal record asks: a request by somebody, or only that time went on. */
export type Command =
  | { readonly type: 'request'; readonly request: WireRequest; readonly actor: Actor }
  | { readonly type: 'clock' };

export type WorldRecord = JournalRecord<Command>;

/** A world as plain data; with the journal's tail it is the world again. */
export interface Checkpoint {
  readonly engine: string;
  readonly scenario: Scenario;
  readonly clock: SimulationState;
  readonly scopes: readonly ScopeImage[];
  /** Number and sum of the last journal record that it contains. */
  readonly journal: { readonly seq: number; readonly sum: string };
}

/** The group of the sign-on that whoever is signed in is in. */
export { everyone } from './apis/sso/directory.ts';

/** The caller that nobody refuses: what a control plane's own admin.conf is. */
export const clusterAdmin: Actor = {
  user: 'kubernetes-admin',
  groups: ['system:masters', 'system:authenticated'],
};

/** Headers that a request keeps in the journal. */
const keptHeaders = ['content-type', 'accept', 'user-agent'];
const keptPrefix = 'impersonate-';

interface Beginning {
  /** The text of its scenario: of two with one name only the later one is kept. */
  readonly scenario: string;
  readonly checkpoint: Checkpoint;
}

/** How worlds begin: the way there is gone once. */
const beginnings = new Kept<Beginning>(limits.beginningsKeptMax);

const beginningKey = ({ preset, seed }: Scenario): string => `${preset} ${seed}`;

function beginningOf(scenario: Scenario): Checkpoint | undefined {
  const beginning = beginnings.get(beginningKey(scenario));
  return beginning?.scenario === JSON.stringify(scenario) ? beginning.checkpoint : undefined;
}

/** Keeps the checkpoint of a world that has just begun, for all that begin so; this engine must have made it. */
export function keepBeginning(checkpoint: Checkpoint): Checkpoint {
  const { engine, scenario } = checkpoint;
  assert(engine === engineVersion, `${engine} is another engine than ${engineVersion}`);
  beginnings.set(beginningKey(scenario), { scenario: JSON.stringify(scenario), checkpoint });
  return checkpoint;
}

export class World {
  readonly scenario: Scenario;
  readonly #store = new Store();
  readonly #clock: Clockwork;
  readonly #pipeline: Pipeline;
  readonly #runner: Runner;
  readonly #scopes: Scopes;
  readonly #faces: Faces;
  readonly #agents: Agents;
  readonly #options: WorldOptions;
  #journal = new Journal<Command>();
  #journalSeq = 0;

  private constructor(options: WorldOptions, clock: SimulationState, images: readonly ScopeImage[]) {
    this.#options = options;
    this.scenario = options.scenario;
    const { seed } = options.scenario;
    this.#clock = new Clockwork(clock, {
      run: (worker, key) => {
        this.#runner.run(worker, key);
        this.#scopes.settle();
      },
      endless: (circle) => this.#runner.endless(circle),
    });
    const now = () => this.#clock.now;
    for (const image of images) restoreScope(this.#store, image, options.scenario);
    this.#pipeline = new Pipeline(this.#store, seed, admissions, now, endpointsOf(definitions), withZeros);
    const events = kindsOf('supervisor').find(({ plural }) => plural === 'events');
    assert(events !== undefined, 'a Supervisor serves events');
    this.#runner = new Runner({
      store: this.#store,
      pipeline: this.#pipeline,
      recorder: new Recorder(this.#pipeline, events),
      clock: this.#clock,
      seed,
      onStall: (stall) => this.#stalled(stall),
      strict: options.strict === true,
    });
    this.#agents = createAgents(options.kernels, this.#tokenKey, seed);
    this.#scopes = new Scopes({
      store: this.#store,
      pipeline: this.#pipeline,
      runner: this.#runner,
      clock: this.#clock,
      agents: this.#agents,
      scenario: options.scenario,
    });
    const kubernetes = new KubernetesServer({
      store: this.#store,
      pipeline: this.#pipeline,
      definitions,
      descriptions: options.descriptions ?? (() => ({})),
      outage: (scope) => outageOf(this.view(scope)),
      version: (scope) =>
        versionInfo(
          options.kubernetesVersion ?? supervisorOf(this.view(scope))?.spec.version ?? 'v1.33.0',
          this.scenario.enabledAt,
        ),
      now,
      tokenKey: this.#tokenKey,
      sights,
    });
    this.#faces = {
      kubernetes,
      pipeline: this.#pipeline,
      tokenKey: this.#tokenKey,
      supervisor: () => this.#front,
      fabric: () => this.view(fabricScope),
      revision: () => this.#store.scope(fabricScope).revision,
      view: (scope) => this.view(scope),
      has: (scope) => this.#store.has(scope),
      place: (vm, hosts) => this.#agents.place(vm, hosts),
      explainPlacement: (scope, pod) => this.#agents.explainPlacement(this.#store, scope, pod),
      tryEdit: (scope, pod, place) => {
        const edit = this.#agents.explainPlacement(this.#store, scope, pod).edits[place];
        return edit && this.#inFork((fork) => tryEdit(fork, clusterAdmin, scope, pod, edit));
      },
      tryPowerOn: (vm, edit) => this.#inFork((fork) => tryPowerOn(fork, clusterAdmin, vm, edit)),
    };
  }

  /** A new world at the moment its scenario begins. */
  static create(options: WorldOptions): World {
    const { scenario } = options;
    const beginning = beginningOf(scenario) ?? keepBeginning(World.#begun(options).checkpoint());
    return World.restore(options, { ...beginning, scenario });
  }

  /** A world run from the moment its Supervisor was enabled to the moment its scenario begins. */
  static #begun(options: WorldOptions): World {
    const { scenario } = options;
    const startedAt = parseTime(scenario.enabledAt);
    const beginsAt = parseTime(scenario.startsAt);
    assert(startedAt !== undefined && beginsAt !== undefined, `${scenario.preset} says when it starts`);
    const fabric = inventoryOf(scenario, startedAt);
    const clock = { now: startedAt, seq: 0, entries: [], trail: [] };
    const world = new World(options, clock, emptyScopes(fabric));
    world.#runner.recount();
    world.#scopes.sow(fabric);
    world.runTo(beginsAt);
    return world;
  }

  /** The world that a checkpoint holds. Its objects become the world's own: they are frozen where they are. */
  static restore(options: Omit<WorldOptions, 'scenario'>, checkpoint: Checkpoint): World {
    const world = new World(
      { ...options, scenario: checkpoint.scenario },
      checkpoint.clock,
      checkpoint.scopes,
    );
    world.#scopes.settle();
    world.#runner.recount();
    // What another engine left as it should be may be something to do for this one.
    if (checkpoint.engine !== engineVersion) world.#runner.wakeAll();
    world.#journal = new Journal([], checkpoint.journal.sum);
    world.#journalSeq = checkpoint.journal.seq;
    return world;
  }

  /**
   * The world as it was at an earlier moment: from a checkpoint before it, through all that was asked until then. It is a world
   * of its own: asking something of it is going on from the past, and changes nothing in the world that it came from.
   */
  static asOf(
    options: Omit<WorldOptions, 'scenario'>,
    checkpoint: Checkpoint,
    records: readonly WorldRecord[],
    at: number,
  ): World {
    const world = World.restore(options, checkpoint);
    for (const record of records) {
      if (record.seq <= checkpoint.journal.seq) continue;
      if (record.at > at) break;
      world.replay(record);
    }
    world.runTo(at);
    return world;
  }

  /** Simulated milliseconds since the Unix epoch. */
  get now(): number {
    return this.#clock.now;
  }

  /** What was asked of this world since it was made or restored. */
  get journal(): readonly WorldRecord[] {
    return this.#journal.records;
  }

  get journalEnd(): { readonly seq: number; readonly sum: string } {
    return { seq: this.#journalSeq, sum: this.#journal.sum };
  }

  /** What is due next, or undefined when nothing is. */
  get next(): { readonly at: number; readonly what: string } | undefined {
    const { next } = this.#clock;
    if (next === undefined) return undefined;
    const { worker, key, at } = next;
    const loop = worker.slice(0, worker.indexOf(' '));
    return { at, what: `${loop}: ${key.startsWith('/') ? key.slice(1) : key}` };
  }

  /** Rises with every commit of any scope. */
  get revision(): number {
    return this.#store.scopes.reduce((total, scope) => total + scope.revision, 0);
  }

  get objects(): number {
    return this.#store.scopes.reduce((total, scope) => total + scope.objects, 0);
  }

  get pending(): number {
    return this.#clock.pending;
  }

  view(scope: string): ReadView {
    return this.#store.view(scope, this.now);
  }

  /** Runs what is due until a moment, at most so many events. */
  run(until: number, eventsMax: number = limits.eventsPerSliceMax): Ran {
    return this.#clock.run(until, eventsMax);
  }

  /** Runs to a moment whatever it takes; for tests and headless runs, where nobody waits for a slice. */
  runTo(until: number): void {
    while (!this.run(until).done);
  }

  /** Runs to the next event that changes something; false when there is none before `until`. */
  runToChange(until: number, eventsMax: number = limits.eventsPerSliceMax): boolean {
    const before = this.revision;
    for (let events = 0; events < eventsMax; events++) {
      if (!this.#clock.step(until)) return false;
      if (this.revision !== before) return true;
    }
    return false;
  }

  /** Writes down that time went on to here, so that a replay does too. */
  markClock(): void {
    this.#drain();
    this.#record({ type: 'clock' }, 'clock');
  }

  /** Who sends this request: by its token, else a stranger; undefined where it bears a token that proves nobody. */
  authenticate(request: WireRequest): Actor | undefined {
    return authenticate(this.view(fabricScope), this.#scopeAsked(request), this.#tokenKey, request);
  }

  /** Answers a request of any of the published faces. `actor` is given where the transport has authenticated already. */
  request(request: WireRequest, actor: Actor | undefined = this.authenticate(request)): WireAnswer {
    const reads = request.method === 'GET' || request.method === 'HEAD';
    if (reads) return answer(this.#faces, request, actor);
    // What is due comes first: then a replay, which runs the same, meets the same state.
    this.#drain();
    const before = this.revision;
    const answered = answer(this.#faces, request, actor);
    this.#scopes.settle();
    if (this.revision !== before && actor !== undefined && this.#options.keepsJournal !== false) {
      this.#record({ type: 'request', request: bare(request), actor }, actor.user);
    }
    return answered;
  }

  /** Does again what a record says. */
  replay(record: WorldRecord): void {
    this.runTo(record.at);
    if (record.command.type === 'request') this.request(record.command.request, record.command.actor);
    else this.markClock();
  }

  /** BLAKE3 (128 bits) over clock, sequence, queue and every object: equal hashes, equal worlds. */
  hash(): string {
    const hash = createHash128();
    const { now, seq, entries, trail } = this.#clock.state;
    hash.update(`${now} ${seq} ${trail.join()}\n`);
    for (const { at, seq: order, id, chain } of entries) hash.update(`${at} ${order} ${chain} ${id}\n`);
    hashStore(this.#store, hash);
    return hash.digest();
  }

  /** What comes of something that is done in a world that goes on from here. */
  #inFork(trial: (fork: World) => Trial): Trial {
    const fork = World.restore({ ...this.#options, keepsJournal: false }, this.checkpoint());
    const found = trial(fork);
    fork.#agents.close();
    return found;
  }

  /** The world as data. What is due at this instant is done first. */
  checkpoint(): Checkpoint {
    this.#drain();
    return {
      engine: engineVersion,
      scenario: this.scenario,
      clock: this.#clock.state,
      scopes: this.#store.scopes.map((scope) => ({
        name: scope.name,
        plane: scope.plane,
        revision: scope.revision,
        kinds: [...scope.collections()].map(([kind, collection]) => [kind, collection.list()] as const),
      })),
      journal: this.journalEnd,
    };
  }

  /** What each loop's ledger holds, and what a recount from the store gives; equal unless a fold is wrong. */
  ledgers(): { readonly kept: unknown; readonly recounted: unknown } {
    const kept = this.#runner.ledgers();
    this.#runner.recount();
    return { kept, recounted: this.#runner.ledgers() };
  }

  get #tokenKey(): string {
    return this.#options.tokenKey ?? String(this.scenario.seed);
  }

  /** The Supervisor that paths without a scope mean; undefined where there is none. */
  get #front(): ReadView | undefined {
    const scope = this.#store.has(firstScope)
      ? firstScope
      : this.#store.scopes.find(({ plane }) => plane === 'supervisor')?.name;
    return scope === undefined ? undefined : this.view(scope);
  }

  #scopeAsked({ path }: WireRequest): ReadView | undefined {
    const [, named = ''] = /^\/scopes\/([^/?]+)/.exec(path) ?? [];
    return named !== fabricScope && this.#store.has(named) ? this.view(named) : this.#front;
  }

  #drain(): void {
    this.runTo(this.now);
  }

  #record(command: Command, actor: string): void {
    this.#journalSeq += 1;
    this.#journal.append(this.now, actor, command, this.#journalSeq);
  }

  #stalled(stall: Stall): void {
    const object = this.view(fabricScope).get<Simulation>('sandbox/simulations', 'world');
    if (object === undefined) return;
    const options = { by: 'runner', why: stall.reason, subresource: whole };
    this.#pipeline.update(
      fabricScope,
      simulations,
      '/world',
      () => withStall(object, stall, this.now) as StoredObject,
      options,
    );
  }
}

/** The request as the journal keeps it: without credentials. */
function bare(request: WireRequest): WireRequest {
  const headers = Object.entries(request.headers ?? {}).filter(
    ([name]) => keptHeaders.includes(name) || name.startsWith(keptPrefix),
  );
  return { ...request, headers: Object.fromEntries(headers) };
}
