// The scopes of a world, and who works in each: the fabric from the start; a Supervisor's from the moment its API serves until it is gone.
import type { Agents } from './agents/index.ts';
import { contentOf } from './agents/wcp/content/index.ts';
import type { Runner } from './control/runner.ts';
import { definitionsKind } from './kinds/apiextensions/custom-resource-definition.ts';
import { restoreDefinitions, serveDefinitions } from './kinds/apiextensions/serve.ts';
import { kindsOf, kubernetesLoops, ownObjects } from './kinds/index.ts';
import type { Versions } from './kinds/apiextensions/custom-kind.ts';
import { productKinds } from './kinds/product/index.ts';
import { fabricScope, supervisorsKind, type Supervisor } from './kinds/vsphere/supervisor.ts';
import { releaseOf } from './releases/release.ts';
import type { Scenario } from './scenarios/index.ts';
import type { Simulation } from './sim/simulation.ts';
import { assert } from './std/assert.ts';
import { copy, type Draft } from './std/draft.ts';
import { kindId, type Plane } from './store/kind.ts';
import type { StoredObject } from './store/object.ts';
import { whole, type Pipeline } from './store/pipeline.ts';
import type { Scope } from './store/scope.ts';
import type { Seed } from './store/seed.ts';
import type { Store } from './store/store.ts';

export interface ScopeImage {
  readonly name: string;
  readonly plane: Plane;
  readonly revision: number;
  /** Kind id and objects in key order. */
  readonly kinds: readonly (readonly [kind: string, objects: readonly StoredObject[]])[];
}

/** A scope's first revision: well above 1, so that a client that watches from 1 is honestly too late. */
const firstRevision = 1_000;

const empty = (name: string, plane: Plane): ScopeImage => ({
  name,
  plane,
  revision: firstRevision,
  kinds: [],
});

/** What a world with such a fabric begins with: the fabric and its Supervisors, nothing in them yet. */
export function emptyScopes(fabric: readonly Seed[]): readonly ScopeImage[] {
  const supervisors = fabric.filter(({ kind }) => kind === supervisorsKind);
  const names = supervisors.map(({ object }) => (object as unknown as Supervisor).spec.scope);
  return [empty(fabricScope, 'fabric'), ...names.map((name) => empty(name, 'supervisor'))];
}

/** The kinds that come with the release of a scenario. */
function broughtWith({ release }: Scenario): readonly Versions[] {
  return productKinds(releaseOf(release)?.apis ?? []);
}

/** The scope that an image holds, with every kind that its plane serves. */
export function restoreScope(store: Store, image: ScopeImage, scenario: Scenario): Scope {
  const scope = store.add(image);
  for (const kind of kindsOf(scope.plane)) scope.serve(kind);
  if (scope.plane === 'supervisor')
    for (const { stored, served } of broughtWith(scenario)) scope.serveVersions(stored, served);
  restoreDefinitions(scope, image.kinds);
  for (const [kind, objects] of image.kinds) for (const object of objects) scope.restore(kind, object);
  return scope;
}

export interface ScopesOptions {
  readonly store: Store;
  readonly pipeline: Pipeline;
  readonly runner: Runner;
  readonly clock: Simulation;
  readonly agents: Agents;
  readonly scenario: Scenario;
}

export class Scopes {
  readonly #options: ScopesOptions;
  /** A Supervisor has changed: its scope may be to come or to go. */
  #isStale = false;

  /** Sets the loops to work on every scope that the store has; it must have the fabric. */
  constructor(options: ScopesOptions) {
    this.#options = options;
    const { store } = options;
    for (const scope of store.scopes) this.#start(scope);
    store.scope(fabricScope).listen(() => (this.#isStale = true), supervisorsKind);
    this.#isStale = true;
  }

  /** Puts the fabric's objects there, and on each of its Supervisors what it was enabled with. */
  sow(fabric: readonly Seed[]): void {
    this.#put(fabricScope, fabric);
    for (const supervisor of this.#supervisors) this.#bringUp(supervisor, 'AllNodes');
  }

  /**
   * Gives each Supervisor whose API serves its scope, takes it from those that are gone, and lets those stand still whose API does not
   * serve any more. Must be called after whatever may have changed a Supervisor.
   */
  settle(): void {
    if (!this.#isStale) return;
    this.#isStale = false;
    const { store, runner, scenario } = this.#options;
    const supervisors = this.#supervisors;
    for (const supervisor of supervisors) {
      const { scope: name } = supervisor.spec;
      const serves = supervisor.status?.apiServes === true;
      if (!store.has(name)) {
        if (!serves) continue;
        this.#start(restoreScope(store, empty(name, 'supervisor'), scenario));
        runner.recount();
        runner.wakeAll(name);
        this.#bringUp(supervisor, 'NoNodes');
      }
      if (serves) runner.resume(name);
      else runner.suspend(name);
    }
    const wanted = new Set(supervisors.map(({ spec }) => spec.scope));
    for (const { name, plane } of store.scopes)
      if (plane === 'supervisor' && !wanted.has(name)) this.#end(name);
  }

  get #supervisors(): readonly Supervisor[] {
    const { store, clock } = this.#options;
    return store.view(fabricScope, clock.now).list<Supervisor>(supervisorsKind);
  }

  #start(scope: Scope): void {
    const { runner, agents, scenario } = this.#options;
    scope.listen((change) => runner.heard(scope.name, change));
    if (scope.serves(definitionsKind)) serveDefinitions(scope, broughtWith(scenario));
    if (scope.plane === 'fabric') for (const loop of agents.fabric) runner.add(loop, scope.name, []);
    else
      for (const loop of [...kubernetesLoops(), ...agents.supervisor(scope.name)])
        runner.add(loop, scope.name, [fabricScope]);
  }

  #bringUp(supervisor: Supervisor, nodes: 'AllNodes' | 'NoNodes'): void {
    const { store, clock, scenario } = this.#options;
    const { scope } = supervisor.spec;
    const content = contentOf(supervisor, store.view(scope, clock.now), scenario.seed, nodes);
    this.#put(scope, [...ownObjects, ...content]);
  }

  #put(scope: string, seeds: readonly Seed[]): void {
    const { store, pipeline, scenario } = this.#options;
    const kinds = new Map(store.scope(scope).kinds.map((kind) => [kindId(kind), kind]));
    for (const { kind: id, object } of seeds) {
      const kind = kinds.get(id);
      assert(kind !== undefined, `${scope} serves no ${id}`);
      const signature = { manager: 'wcp' };
      const options = { by: 'scenario', why: scenario.preset, subresource: whole, signature };
      pipeline.create(scope, kind, copy(object) as unknown as Draft<StoredObject>, options);
    }
  }

  #end(name: string): void {
    const { store, runner } = this.#options;
    runner.remove(name);
    store.remove(name);
  }
}
