import { beforeEach, describe, expect, it } from 'vitest';
import { configMaps } from '../../../src/kinds/core/config-map.ts';
import { secrets } from '../../../src/kinds/core/secret.ts';
import { limits } from '../../../src/std/limits.ts';
import type { Change } from '../../../src/store/log.ts';
import type { StoredObject } from '../../../src/store/object.ts';
import { objectsAt } from '../../../src/store/past.ts';
import { Scope } from '../../../src/store/scope.ts';

const maps = 'core/configmaps';

const map = (name: string, value: string): StoredObject & { readonly data: Record<string, string> } => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'demo', uid: name, resourceVersion: '', creationTimestamp: '' },
  data: { value },
});

let scope: Scope;
let heard: Change[];

beforeEach(() => {
  scope = new Scope({ name: 'test', plane: 'supervisor', revision: 1_000 });
  scope.serve(configMaps);
  scope.serve(secrets);
  heard = [];
  scope.listen((change) => heard.push(change));
});

const put = (name: string, value: string) => {
  const key = `demo/${name}`;
  const write = scope.collection(maps).get(key) === undefined ? scope.add : scope.put;
  return write.call(scope, maps, key, map(name, value), 5, 'somebody', 'why') as ReturnType<typeof map>;
};
const remove = (name: string) => scope.remove(maps, `demo/${name}`, 6, 'somebody', 'why');
const valuesAt = (rv: number) =>
  objectsAt(scope, maps, rv)?.map(
    (object) => `${object.metadata.name}=${(object as ReturnType<typeof map>).data['value']}`,
  );

describe('a commit', () => {
  it('gets the next revision, is frozen to the last leaf and told to every listener', () => {
    const first = put('a', '1');
    const second = put('a', '2');
    expect([first, second].map(({ metadata }) => metadata.resourceVersion)).toEqual(['1001', '1002']);
    expect(Object.isFrozen(second.data)).toBe(true);
    expect(heard.map(({ rv, prev, next }) => [rv, prev, next])).toEqual([
      [1_001, undefined, first],
      [1_002, first, second],
    ]);
    expect(scope.objects).toBe(1);
  });

  it('of a removal has a revision of its own, which the last version carries', () => {
    const last = put('a', '1');
    const gone = remove('a');
    expect(gone).toEqual({ ...last, metadata: { ...last.metadata, resourceVersion: '1002' } });
    expect(heard.at(-1)).toMatchObject({ rv: 1_002, key: 'demo/a', prev: last, next: undefined });
    expect([scope.objects, scope.revision]).toEqual([0, 1_002]);
  });

  it('is refused for a kind that is not served', () => {
    expect(() => scope.collection('core/pods')).toThrow('test serves no core/pods');
    expect(() => scope.serve(configMaps)).toThrow(
      'core/configmaps is not served once as it is stored in test',
    );
  });
});

describe('looking back', () => {
  it('gives a kind as it was at each earlier revision', () => {
    put('b', '1');
    put('a', '1');
    put('b', '2');
    scope.add('core/secrets', 'demo/s', { ...map('s', ''), kind: 'Secret' }, 5, 'somebody', 'why');
    remove('a');
    put('c', '1');
    expect([1_000, 1_001, 1_002, 1_003, 1_004, 1_005, 1_006].map((rv) => valuesAt(rv)?.join(' '))).toEqual([
      '',
      'b=1',
      'a=1 b=1',
      'a=1 b=2',
      'a=1 b=2',
      'b=2',
      'b=2 c=1',
    ]);
  });

  it('ends at the window of the log: what is older is said to be gone, never given in part', () => {
    for (let count = 0; count < limits.changesKeptMax; count++) put('a', `${count}`);
    expect(scope.log.compacted).toBe(1_000);
    expect(valuesAt(1_000)).toEqual([]);
    put('a', 'one more');
    expect(scope.log.compacted).toBe(1_001);
    expect(valuesAt(1_000)).toBeUndefined();
    expect(valuesAt(1_001)).toEqual(['a=0']);
    expect(scope.log.since(1_000)).toBeUndefined();
    expect(scope.log.since(scope.revision)).toEqual([]);
    for (let count = 0; count < limits.changesKeptMax; count++) put('a', `again ${count}`);
    expect(scope.log.since(scope.log.compacted)).toHaveLength(limits.changesKeptMax);
  });
});
