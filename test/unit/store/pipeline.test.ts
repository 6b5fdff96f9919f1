// The way into the store, by itself: the order of its steps, what a refusal and a dry run leave behind, what deletion waits for.
import { beforeEach, describe, expect, it } from 'vitest';
import { definitions } from '#schemas';
import { configMaps } from '../../../src/kinds/core/config-map.ts';
import type { Draft } from '../../../src/std/draft.ts';
import { limits } from '../../../src/std/limits.ts';
import type { Kind } from '../../../src/store/kind.ts';
import type { StoredObject } from '../../../src/store/object.ts';
import type { Admission } from '../../../src/store/admission.ts';
import { Pipeline, whole } from '../../../src/store/pipeline.ts';
import { Refusal } from '../../../src/store/refusal.ts';
import { endpointsOf } from '../../../src/store/apply/endpoints.ts';
import { Store } from '../../../src/store/store.ts';

interface Job extends StoredObject {
  readonly spec?: { readonly size?: number; readonly colour?: string };
  readonly status?: { readonly done?: number };
}

/** What happened to a write, step by step. */
let steps: string[];

const jobs = {
  group: 'tests.sandbox',
  version: 'v1',
  kind: 'Job',
  plural: 'jobs',
  singular: 'job',
  schema: 'tests.sandbox.v1.Job',
  namespaced: true,
  generation: true,
  subresources: [{ name: 'status', verbs: ['get', 'update', 'patch'] }],
  columns: [],
  defaults(draft: Draft<Job>) {
    steps.push('defaults');
    draft.spec ??= {};
    draft.spec.size ??= 1;
  },
  prepare() {
    steps.push('prepare');
  },
  validate(next: Job, _prev: Job | undefined, causes: { invalid: (...told: readonly string[]) => void }) {
    steps.push('validate');
    if ((next.spec?.size ?? 0) > 9) causes.invalid('spec.size', String(next.spec?.size), 'too large');
  },
  grace: (_job: Job, asked: number | undefined) => asked ?? 0,
} as unknown as Kind;

const admission: Admission = {
  name: 'watchful',
  admit: ({ verb, next }) => {
    steps.push(`admit ${verb}`);
    if ((next as Draft<Job> | undefined)?.spec?.colour === 'red') {
      throw new Refusal(403, 'Forbidden', 'no red ones');
    }
  },
  validate: (request) => {
    const { verb, next, prev, warn } = request;
    steps.push(`judge ${verb}`);
    const colour = (next as Draft<Job> | undefined)?.spec?.colour;
    if (colour === 'green')
      request.also(jobs, { ...(prev as Job), metadata: { ...(prev as Job).metadata, name: 'b' } });
    if (colour === 'black') throw new Refusal(403, 'Forbidden', 'no black ones');
    if (colour === 'grey') warn('rather dull');
  },
};

const by = { by: 'somebody', why: 'a test' };
const key = 'demo/a';
let store: Store;
let pipeline: Pipeline;
let nowMs: number;

beforeEach(() => {
  steps = [];
  nowMs = 0;
  store = new Store();
  const scope = store.add({ name: 'test', plane: 'supervisor', revision: 1_000 });
  scope.serve(jobs);
  scope.serve(configMaps);
  pipeline = new Pipeline(store, 42, [admission], () => nowMs, endpointsOf(definitions));
});

const job = (spec?: Job['spec'], metadata: object = {}) =>
  ({ metadata: { name: 'a', namespace: 'demo', ...metadata }, ...(spec && { spec }) }) as Draft<StoredObject>;
const create = (spec?: Job['spec'], metadata?: object) =>
  pipeline.create('test', jobs, job(spec, metadata), by) as Job;
const present = () => store.scope('test').collection('tests.sandbox/jobs').get(key) as Job | undefined;
const change = (to: (draft: Draft<Job>) => void, options: object = {}) =>
  pipeline.update(
    'test',
    jobs,
    key,
    (prev) => {
      const draft = structuredClone(prev) as Draft<Job>;
      to(draft);
      return draft;
    },
    { ...by, ...options },
  ) as Job;
const remove = (options: object = {}) => pipeline.delete('test', jobs, key, { ...by, ...options });

describe('a create', () => {
  it('goes through its steps in their order and comes out with what the server gives', () => {
    nowMs = 5_000;
    const made = create();
    expect(steps).toEqual(['defaults', 'admit create', 'prepare', 'validate', 'judge create']);
    expect(made).toMatchObject({
      apiVersion: 'tests.sandbox/v1',
      kind: 'Job',
      metadata: { resourceVersion: '1001', generation: 1, creationTimestamp: '1970-01-01T00:00:05Z' },
      spec: { size: 1 },
    });
  });

  it.each([
    ['what admission refuses', { colour: 'red' }, 'no red ones'],
    ['what is not valid', { size: 10 }, 'spec.size'],
  ])('leaves nothing behind of %s', (_what, spec, why) => {
    expect(() => create(spec)).toThrow(why);
    expect([present(), store.scope('test').revision]).toEqual([undefined, 1_000]);
  });

  it('of a name that is taken, or with a revision of its own, is refused', () => {
    create();
    expect(() => create()).toThrow('jobs.tests.sandbox "a" already exists');
    expect(() => create(undefined, { name: 'b', resourceVersion: '7' })).toThrow(
      'resourceVersion should not be set on objects to be created',
    );
  });

  it('takes no status from outside, and from a loop of the world it does', () => {
    const withStatus = { ...job(), status: { done: 3 } } as Draft<StoredObject>;
    expect(pipeline.create('test', jobs, withStatus, by)).not.toHaveProperty('status');
    const other = { ...job(undefined, { name: 'b' }), status: { done: 3 } } as Draft<StoredObject>;
    expect(pipeline.create('test', jobs, other, { ...by, subresource: whole })).toMatchObject({
      status: { done: 3 },
    });
  });

  it('in a scope that is full is refused with the limit’s name', () => {
    const scope = store.scope('test');
    for (let index = 0; index < limits.scopeObjectsMax; index++) {
      const metadata = { name: `c${index}`, uid: '', resourceVersion: '1', creationTimestamp: '' };
      scope.restore('core/configmaps', { apiVersion: 'v1', kind: 'ConfigMap', metadata });
    }
    expect(() => create()).toThrow(/holds at most 1500000 \(limit scopeObjectsMax\); delete something/);
    scope.remove('core/configmaps', '/c0', 0, 'somebody', 'why');
    expect(create().metadata.name).toBe('a');
  });
});

describe('an update', () => {
  it('that changes nothing commits nothing', () => {
    const made = create();
    expect(change(() => undefined)).toBe(made);
    expect(store.scope('test').revision).toBe(1_001);
  });

  it('counts a generation for the spec, none for labels or status', () => {
    create();
    const generations = [
      change((draft) => (draft.metadata.labels = { tier: 'a' })),
      change((draft) => (draft.status = { done: 1 }), { subresource: 'status' }),
      change((draft) => (draft.spec = { size: 2 })),
    ].map(({ metadata }) => metadata.generation);
    expect(generations).toEqual([1, 1, 2]);
  });

  it('of the status keeps the spec, and the other way round', () => {
    create();
    change(
      (draft) => {
        draft.spec = { size: 5 };
        draft.status = { done: 1 };
      },
      { subresource: 'status' },
    );
    expect(present()).toMatchObject({ spec: { size: 1 }, status: { done: 1 } });
    change((draft) => {
      draft.spec = { size: 5 };
      draft.status = { done: 9 };
    });
    expect(present()).toMatchObject({ spec: { size: 5 }, status: { done: 1 } });
  });

  it('with a revision that is not the present one is a conflict', () => {
    create();
    change((draft) => (draft.spec = { size: 2 }));
    expect(() => change((draft) => (draft.metadata.resourceVersion = '1001'))).toThrow(
      'Operation cannot be fulfilled on jobs.tests.sandbox "a": the object has been modified; please apply your changes to the latest version and try again',
    );
  });

  it('is judged once it is valid: refused, warned of, or committed together with another object', () => {
    create();
    expect(() => change((draft) => (draft.spec = { size: 10, colour: 'black' }))).toThrow('spec.size');
    expect(() => change((draft) => (draft.spec = { size: 2, colour: 'black' }))).toThrow('no black ones');
    const warned: string[] = [];
    const warn = (text: string) => void warned.push(text);
    change((draft) => (draft.spec = { size: 2, colour: 'grey' }), { warn });
    expect(warned).toEqual(['rather dull']);
    create({ size: 1 }, { name: 'b' });
    const beside = () =>
      store.scope('test').collection('tests.sandbox/jobs').get('demo/b') as Job | undefined;
    change((draft) => (draft.spec = { size: 3, colour: 'green' }), { dryRun: true });
    expect(beside()?.spec).toEqual({ size: 1 });
    change((draft) => (draft.spec = { size: 3, colour: 'green' }));
    expect(beside()?.spec).toEqual({ size: 2, colour: 'grey' });
  });

  it('as a dry run goes through every step and commits nothing', () => {
    create();
    steps = [];
    const shown = change((draft) => (draft.spec = { size: 3 }), { dryRun: true });
    expect(steps).toEqual(['defaults', 'admit update', 'prepare', 'validate', 'judge update']);
    expect([shown.spec?.size, present()?.spec?.size]).toEqual([3, 1]);
    expect(() => change((draft) => (draft.spec = { size: 10 }), { dryRun: true })).toThrow('spec.size');
  });
});

describe('a delete', () => {
  it('removes at once what nothing holds', () => {
    create();
    expect(remove()).toMatchObject({ gone: true, object: { metadata: { resourceVersion: '1002' } } });
    expect(present()).toBeUndefined();
  });

  it('waits for the last finalizer', () => {
    create(undefined, { finalizers: ['a.test/one', 'a.test/two'] });
    expect(remove().gone).toBe(false);
    change((draft) => (draft.metadata.finalizers = ['a.test/two']));
    expect(present()?.metadata.deletionTimestamp).toBe('1970-01-01T00:00:00Z');
    change((draft) => delete draft.metadata.finalizers);
    expect(present()).toBeUndefined();
  });

  it('waits for its grace, which only shrinks', () => {
    create();
    expect(remove({ graceSeconds: 30 }).gone).toBe(false);
    remove({ graceSeconds: 60 });
    expect(present()?.metadata.deletionGracePeriodSeconds).toBe(30);
    expect(remove({ graceSeconds: 0 }).gone).toBe(true);
  });

  it('keeps to its preconditions, and a dry run removes nothing', () => {
    const { uid } = create().metadata;
    expect(() => remove({ preconditions: { uid: 'another' } })).toThrow(
      'Operation cannot be fulfilled on Job.tests.sandbox "a": the UID in the precondition (another) does not match',
    );
    expect(remove({ dryRun: true, preconditions: { uid } }).gone).toBe(true);
    expect(present()).toBeDefined();
  });
});
