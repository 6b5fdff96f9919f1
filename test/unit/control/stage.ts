// A small stage for loops: one scope that serves ConfigMaps, Secrets and Events, the write pipeline, the clock, the runner.
import { Recorder } from '../../../src/control/recorder.ts';
import { Runner, type Stall } from '../../../src/control/runner.ts';
import type { Loop } from '../../../src/control/loop.ts';
import { definitions } from '#schemas';
import { configMaps } from '../../../src/kinds/core/config-map.ts';
import { events } from '../../../src/kinds/core/event.ts';
import { secrets } from '../../../src/kinds/core/secret.ts';
import { Simulation, type SimulationState } from '../../../src/sim/simulation.ts';
import type { Draft } from '../../../src/std/draft.ts';
import type { Kind } from '../../../src/store/kind.ts';
import type { StoredObject } from '../../../src/store/object.ts';
import { Pipeline, whole } from '../../../src/store/pipeline.ts';
import { endpointsOf } from '../../../src/store/apply/endpoints.ts';
import { Store } from '../../../src/store/store.ts';

export type ConfigMap = StoredObject & { readonly data?: Readonly<Record<string, string>> };

const kinds: readonly Kind[] = [configMaps, secrets, events];

export const maps = 'core/configmaps';

export interface Stage {
  readonly store: Store;
  readonly pipeline: Pipeline;
  readonly clock: Simulation;
  readonly runner: Runner;
  readonly stalls: readonly Stall[];
  /** Writes as a user would; `undefined` deletes. */
  write(name: string, data: Readonly<Record<string, string>> | undefined): void;
  data(name: string): Readonly<Record<string, string>> | undefined;
  pass(ms: number): void;
}

const start: SimulationState = { now: Date.UTC(2023, 3, 18), seq: 0, entries: [], trail: [] };

export function stageOf(loops: readonly Loop[], strict = true): Stage {
  const store = new Store();
  const scope = store.add({ name: 'test', plane: 'supervisor', revision: 1_000 });
  for (const kind of kinds) scope.serve(kind);
  const stalls: Stall[] = [];
  const clock: Simulation = new Simulation(start, {
    run: (worker, key) => runner.run(worker, key),
    endless: (circle) => runner.endless(circle),
  });
  const pipeline = new Pipeline(store, 1, [], () => clock.now, endpointsOf(definitions));
  const runner = new Runner({
    store,
    pipeline,
    recorder: new Recorder(pipeline, events),
    clock,
    seed: 1,
    onStall: (stall) => stalls.push(stall),
    strict,
  });
  scope.listen((change) => runner.heard('test', change));
  for (const loop of loops) runner.add(loop, 'test', []);
  const options = { by: 'somebody', why: 'asked' };
  return {
    store,
    pipeline,
    clock,
    runner,
    stalls,
    write(name, data) {
      const key = `demo/${name}`;
      if (data === undefined) pipeline.delete('test', configMaps, key, options);
      else if (scope.collection(maps).get(key) === undefined) {
        const draft = { metadata: { name, namespace: 'demo' }, data };
        pipeline.create('test', configMaps, draft as unknown as Draft<StoredObject>, options);
      } else {
        const change = (prev: StoredObject) =>
          ({ ...prev, metadata: { ...prev.metadata }, data }) as StoredObject;
        pipeline.update('test', configMaps, key, change, { ...options, subresource: whole });
      }
    },
    data: (name) => (scope.collection(maps).get(`demo/${name}`) as ConfigMap | undefined)?.data,
    pass: (ms) => {
      clock.run(clock.now + ms, 1_000_000);
    },
  };
}

/** Says what the data of the map should be, from what it is. */
export function setter(
  name: string,
  next: (data: Readonly<Record<string, string>>) => Readonly<Record<string, string>>,
  more: Partial<Loop> = {},
): Loop {
  return {
    name,
    observes: { [maps]: (prev, object) => [`demo/${(object ?? prev)?.metadata.name ?? ''}`] },
    run(key, view) {
      const object = view.get<ConfigMap>(maps, key.slice('demo/'.length), 'demo');
      if (object === undefined) return undefined;
      const data = next(object.data ?? {});
      const changed = { ...object, data } as StoredObject;
      return { writes: [{ verb: 'update', kind: configMaps, object: changed, why: 'wanted' }] };
    },
    ...more,
  };
}
