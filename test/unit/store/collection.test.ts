import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Collection } from '../../../src/store/collection.ts';
import type { Kind } from '../../../src/store/kind.ts';
import { keyOfObject, type StoredObject } from '../../../src/store/object.ts';
import type { ListBy } from '../../../src/store/view.ts';

/** A kind with a lookup of its own: things by the first letter of their name. */
const things: Kind = {
  group: 'test',
  version: 'v1',
  kind: 'Thing',
  plural: 'things',
  namespaced: true,
  planes: ['fabric'],
  schema: 'Thing',
  columns: [],
  indexes: { initial: ({ metadata }) => [metadata.name.slice(0, 1)] },
};

interface Shape {
  readonly namespace: string;
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly owners: readonly string[];
}

const thing = ({ namespace, name, labels, owners }: Shape): StoredObject => ({
  apiVersion: 'test/v1',
  kind: 'Thing',
  metadata: {
    name,
    namespace,
    uid: name,
    resourceVersion: '1',
    creationTimestamp: '',
    labels,
    ownerReferences: owners.map((uid) => ({ apiVersion: 'v1', kind: 'Owner', name: uid, uid })),
  },
});

const namespace = fc.constantFrom('a', 'a-b', 'a0', 'b', 'ab');
const name = fc.constantFrom('x', 'x-1', 'x0', 'y', '__proto__');
const shape: fc.Arbitrary<Shape> = fc.record({
  namespace,
  name,
  labels: fc.dictionary(fc.constantFrom('app', 'tier'), fc.constantFrom('1', '2'), { noNullPrototype: true }),
  owners: fc.uniqueArray(fc.constantFrom('o1', 'o2'), { maxLength: 2 }),
});

const step = fc.oneof(
  { weight: 3, arbitrary: shape.map((set) => ({ set })) },
  { weight: 2, arbitrary: fc.record({ namespace, name }).map((remove) => ({ remove })) },
  { weight: 1, arbitrary: fc.constant('look' as const) },
);

const looks: readonly ListBy[] = [
  ...['a', 'a-b', 'b', 'c'].map((value) => ({ namespace: value })),
  { owner: 'o1' },
  { label: 'app=1' },
  { label: 'tier=2', namespace: 'a' },
  { index: ['initial', 'x'] },
  { index: ['initial', 'y'], namespace: 'ab' },
];

const fits = ({ metadata }: StoredObject, by: ListBy): boolean =>
  (by.namespace === undefined || metadata.namespace === by.namespace) &&
  (by.owner === undefined || metadata.ownerReferences?.some(({ uid }) => uid === by.owner) === true) &&
  (by.label === undefined ||
    Object.entries(metadata.labels ?? {}).some(([key, value]) => `${key}=${value}` === by.label)) &&
  (by.index === undefined || metadata.name.startsWith(by.index[1]));

describe('a collection', () => {
  it('lists and counts as a search through everything would, in key order', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const collection = new Collection(things);
        const model = new Map<string, StoredObject>();
        const check = (): void => {
          const all = [...model].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, object]) => object);
          expect(collection.list()).toEqual(all);
          expect(collection.count()).toBe(all.length);
          for (const by of looks) {
            const wanted = all.filter((object) => fits(object, by));
            expect(collection.list(by)).toEqual(wanted);
            expect(collection.count(by)).toBe(wanted.length);
          }
        };
        for (const action of steps) {
          if (action === 'look') check();
          else if ('set' in action) {
            const object = thing(action.set);
            const key = keyOfObject(object);
            if (model.has(key)) expect(collection.set(key, object).prev).toBe(model.get(key));
            else collection.add(key, object);
            model.set(key, object);
          } else {
            const key = `${action.remove.namespace}/${action.remove.name}`;
            expect(collection.remove(key)).toBe(model.get(key));
            model.delete(key);
          }
        }
        check();
      }),
    );
  });

  it('takes no key in twice, and changes none that is not there', () => {
    const collection = new Collection(things);
    const object = thing({ namespace: 'a', name: 'b', labels: {}, owners: [] });
    expect(() => collection.set('a/b', object)).toThrow('things a/b is changed but not there');
    expect(collection.add('a/b', object)).toBe(true);
    expect(collection.add('a/b', { ...object })).toBe(false);
    expect(collection.size).toBe(1);
    for (const found of [collection.get('a/b'), ...collection.list()]) expect(found).toBe(object);
  });

  it('refuses a lookup that its kind does not declare', () => {
    expect(() => new Collection(things).list({ index: ['colour', 'red'] })).toThrow(
      'things have no index colour',
    );
  });
});
