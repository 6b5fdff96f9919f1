// The smaller parts: reading entries, their order and bound, versions, the scale subresource, what endpoints own, idle writes.
import { describe, expect, test } from 'vitest';
import { capped } from '../../../../src/store/apply/cap.ts';
import { fieldElement, showPath } from '../../../../src/store/apply/element.ts';
import { emptyObject } from '../../../../src/store/apply/empty-objects.ts';
import type { Endpoint } from '../../../../src/store/apply/field-manager.ts';
import { pathsOf } from '../../../../src/store/apply/field-set.ts';
import { fromFieldsV1 } from '../../../../src/store/apply/fields-v1.ts';
import { unlessIdle } from '../../../../src/store/apply/idle-times.ts';
import { readManagers, writeManagers } from '../../../../src/store/apply/managers.ts';
import { ownedFields, type OwningKind } from '../../../../src/store/apply/owned-fields.ts';
import { entriesAfterScale, entriesOfScale } from '../../../../src/store/apply/scale.ts';
import type { Typed } from '../../../../src/store/apply/typed.ts';
import type { Members } from '../../../../src/store/apply/value.ts';
import { custom, Life, ownersOf } from './support.ts';

interface Brief {
  readonly manager: string;
  readonly operation?: 'Apply' | 'Update';
  readonly apiVersion?: string;
  readonly time?: string;
  readonly subresource?: string;
  readonly fields?: object;
}

function entry({ manager, fields = { 'f:a': {} }, ...rest }: Brief): object {
  return {
    manager,
    operation: 'Update',
    apiVersion: 'v1',
    fieldsType: 'FieldsV1',
    fieldsV1: fields,
    ...rest,
  };
}

function managersOf(entries: readonly object[]): ReturnType<typeof capped> {
  const read = readManagers(entries);
  if ('error' in read) throw new Error(read.error);
  return read.managers;
}

describe('entries', () => {
  test.each<[string, object, string]>([
    ['operation', { operation: 'Delete' }, 'operation must be `Apply` or `Update`'],
    ['apiVersion', { apiVersion: '' }, 'apiVersion must not be empty'],
    ['no fieldsType', { fieldsType: undefined }, 'missing fieldsType in managed fields entry 0'],
    ['fieldsType', { fieldsType: 'V2' }, 'invalid fieldsType "V2" in managed fields entry 0'],
    [
      'fields',
      { fieldsV1: { x: {} } },
      'error decoding versioned set from entry 0: error decoding set: ' +
        'parsing key as path element: key must be 2 characters long:',
    ],
  ])('of a wrong %s are not read', (_name, wrong, error) => {
    expect(readManagers([{ ...entry({ manager: 'm' }), ...wrong }])).toEqual({ error });
  });

  test('come by operation, time, name, version and subresource', () => {
    const [early, late] = ['2001-01-01T01:00:00Z', '2002-01-01T01:00:00Z'];
    const ordered: readonly Brief[] = [
      { manager: 'b', operation: 'Apply' },
      { manager: 'a', operation: 'Apply', time: early },
      { manager: 'a', operation: 'Apply', time: early, subresource: 'status' },
      { manager: 'c', operation: 'Apply', time: late },
      { manager: 'z' },
      { manager: 'a', time: early },
      { manager: 'a', time: early, apiVersion: 'v2' },
      { manager: 'b', time: early },
      { manager: 'a', time: late, subresource: 'scale' },
    ];
    const entries = ordered.map(entry);
    expect(writeManagers(managersOf(entries.toReversed()))).toEqual(entries);
    expect(writeManagers(new Map())).toBeUndefined();
  });

  test('of one manager that applies are one, whatever its version', () => {
    const twice = ['v1', 'v2'].map((apiVersion) => entry({ manager: 'm', operation: 'Apply', apiVersion }));
    expect(writeManagers(managersOf(twice))).toHaveLength(1);
  });

  test('past ten updaters fold the oldest of each version, and leave those that apply', () => {
    const at = (i: number): string => `2001-01-01T00:00:${String(i).padStart(2, '0')}Z`;
    const updater = (i: number, apiVersion: string): object =>
      entry({ manager: `m${i}`, apiVersion, time: at(i), fields: { [`f:${i}`]: {} } });
    const entries = [
      entry({ manager: 'applier', operation: 'Apply' }),
      updater(0, 'v2'),
      ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10].map((i) => updater(i, 'v1')),
      updater(11, 'v2'),
    ];
    const folded = writeManagers(capped(managersOf(entries))) ?? [];
    expect(folded.map(({ manager, apiVersion, time }) => [manager, apiVersion, time])).toEqual([
      ['applier', 'v1', undefined],
      ['m0', 'v2', at(0)],
      ['ancient-changes', 'v1', at(3)],
      ...[4, 5, 6, 7, 8, 9, 10].map((i) => [`m${i}`, 'v1', at(i)]),
      ['m11', 'v2', at(11)],
    ]);
    expect(folded[2]?.fieldsV1).toEqual({ 'f:1': {}, 'f:2': {}, 'f:3': {} });
  });
});

describe('two versions that have each other’s names for two fields', () => {
  const swapped = ({ type, value }: Typed, apiVersion: string): Typed => {
    const object = value as Members & { spec?: { a?: unknown; b?: unknown } };
    if (object['apiVersion'] === apiVersion || object.spec === undefined)
      return { type, value: { ...object, apiVersion } };
    const { a: b, b: a, ...rest } = object.spec;
    return { type, value: { ...object, apiVersion, spec: { ...rest, a, b } } };
  };
  const convert: Endpoint['convert'] = (object, apiVersion) =>
    /^example\.com\/v[12]$/.test(apiVersion) ? swapped(object, apiVersion) : undefined;
  const v1: Endpoint = { ...custom(undefined), convert };
  const v2: Endpoint = { ...v1, version: 'v2' };

  function inTheSecond(life: Life): Life {
    const second = new Life(v2);
    second.live = swapped({ type: v2.type, value: life.object }, 'example.com/v2').value as Members;
    return second;
  }

  test('conflict over the same field, in the words of the version that its manager speaks', () => {
    const life = inTheSecond(new Life(v1).apply('one', { spec: { a: 1 } }));
    const refused = life.refusal('two', { spec: { b: 2 } });
    expect(refused.message).toBe('Apply failed with 1 conflict: conflict with "one": .spec.a');
  });

  test('prune what a manager applied in the other', () => {
    const life = inTheSecond(new Life(v1).apply('one', { spec: { a: 1 } }));
    life.apply('one', { spec: { a: 2 } });
    expect(life.object['spec']).toEqual({ a: 2 });
    expect(ownersOf(life.object)).toEqual({ 'one Apply': ['.spec', '.spec.a'] });
  });

  test('do not remove what another manager owns in the other', () => {
    const first = new Life(v1).apply('two', { spec: { b: 2 } });
    const life = inTheSecond(first).apply('one', { spec: { a: 2, c: 3 } });
    life.apply('one', {});
    expect(life.object['spec']).toEqual({ a: 2 });
    expect(ownersOf(life.object)).toEqual({ 'two Apply': ['.spec', '.spec.b'] });
  });
});

describe('a scale', () => {
  const replicas = [fieldElement('spec'), fieldElement('replicas')];
  const spec = { 'f:spec': { 'f:replicas': {} } };
  const more = { 'f:spec': { 'f:paused': {}, 'f:replicas': {} } };
  const apps = (brief: Brief): object => entry({ apiVersion: 'apps/v1', ...brief });
  const owner = (manager: string, rest: object = {}): object =>
    entry({ manager, apiVersion: 'autoscaling/v1', fields: spec, ...rest });

  test('has the managers of the count alone', () => {
    const entries = [
      apps({ manager: 'one', operation: 'Apply', fields: more }),
      apps({ manager: 'two', fields: { 'f:spec': { 'f:paused': {} } } }),
      apps({ manager: 'old', apiVersion: 'apps/v1beta1', fields: spec }),
    ];
    expect(entriesOfScale(entries, 'apps/v1', replicas)).toEqual([owner('one', { operation: 'Apply' })]);
    expect(entriesOfScale(undefined, 'apps/v1', replicas)).toBeUndefined();
  });

  test.each<[string, object[], object[], object[]]>([
    [
      'that takes the count',
      [apps({ manager: 'one', operation: 'Apply', fields: more, time: '2001-01-01T00:00:00Z' })],
      [owner('kubectl', { subresource: 'scale' })],
      [
        apps({
          manager: 'one',
          operation: 'Apply',
          fields: { 'f:spec': { 'f:paused': {} } },
          time: '2001-01-01T00:00:00Z',
        }),
        apps({ manager: 'kubectl', fields: spec, subresource: 'scale' }),
      ],
    ],
    [
      'that takes all that a manager had',
      [apps({ manager: 'one', fields: spec })],
      [owner('two', { operation: 'Apply', subresource: 'scale' })],
      [apps({ manager: 'two', operation: 'Apply', fields: spec, subresource: 'scale' })],
    ],
    [
      'that leaves the count',
      [apps({ manager: 'one', fields: more })],
      [owner('one')],
      [apps({ manager: 'one', fields: more })],
    ],
    [
      'of a manager of other fields',
      [apps({ manager: 'one', fields: { 'f:spec': { 'f:paused': {} } } })],
      [owner('one')],
      [apps({ manager: 'one', fields: more })],
    ],
  ])('%s', (_name, before, ofScale, after) => {
    expect(entriesAfterScale(before, ofScale, 'apps/v1', replicas)).toEqual(after);
  });
});

describe('owned fields', () => {
  const all = {
    'f:metadata': { 'f:labels': { 'f:a': {} }, 'f:ownerReferences': { 'k:{"uid":"u"}': {} } },
    'f:spec': {
      'f:containers': { 'k:{"name":"c"}': { '.': {}, 'f:image': {}, 'f:resources': { 'f:limits': {} } } },
      'f:ephemeralContainers': { 'k:{"name":"e"}': { '.': {}, 'f:image': {} } },
    },
    'f:status': { 'f:phase': {} },
  };
  const read = fromFieldsV1(all);
  const whole = 'set' in read ? read.set : new Map();
  const meta = ['.metadata.labels.a', '.metadata.ownerReferences[uid="u"]'];
  const container = '.spec.containers[name="c"]';
  const spec = [
    container,
    `${container}.image`,
    `${container}.resources.limits`,
    '.spec.ephemeralContainers[name="e"]',
    '.spec.ephemeralContainers[name="e"].image',
  ];
  const of = (group: string, kind: string, rest: Partial<OwningKind> = {}): OwningKind => ({
    group,
    kind,
    custom: false,
    hasStatus: true,
    ...rest,
  });

  test.each<[string, OwningKind, string, readonly string[]]>([
    ['a kind with a status', of('apps', 'ReplicaSet'), '', [...meta, ...spec]],
    ['a kind without', of('', 'ConfigMap', { hasStatus: false }), '', [...meta, ...spec, '.status.phase']],
    ['a status', of('apps', 'ReplicaSet'), 'status', [...meta, '.status.phase']],
    ['a Deployment’s status', of('apps', 'Deployment'), 'status', [meta[1] ?? '', '.status.phase']],
    ['a Pod’s status', of('', 'Pod'), 'status', [meta[0] ?? '', '.status.phase']],
    ['a custom status', of('example.com', 'Widget', { custom: true }), 'status', ['.status.phase']],
    ['ephemeral containers', of('', 'Pod'), 'ephemeralcontainers', spec.slice(3)],
    ['a resize', of('', 'Pod'), 'resize', [container, `${container}.resources.limits`]],
    ['another subresource', of('', 'Pod'), 'eviction', [...meta, ...spec, '.status.phase']],
  ])('of %s', (_name, kind, subresource, expected) => {
    const shown = pathsOf(ownedFields(kind, subresource)(whole)).map(showPath);
    expect(shown.toSorted()).toEqual([...expected].sort());
  });

  test.each([
    ['io.k8s.api.apps.v1.ReplicaSet', ['metadata', 'spec', 'status']],
    ['io.k8s.api.core.v1.ConfigMap', ['metadata']],
    ['example.com.v1.Widget', []],
    ['io.k8s.api.core.v1.constructor', ['metadata']],
  ])('%s begins with its parts', (definition, parts) => {
    expect(Object.keys(emptyObject(definition))).toEqual(parts);
  });
});

describe('an idle write', () => {
  const object = (time: string, data: object, manager = 'm'): Members => ({
    metadata: { name: 'x', managedFields: [entry({ manager, time })] },
    data,
  });
  const prev = object('2001-01-01T00:00:00Z', { a: '1' });

  test.each<[string, Members, boolean]>([
    ['moves only times', object('2002-01-01T00:00:00Z', { a: '1' }), true],
    ['changes the object', object('2002-01-01T00:00:00Z', { a: '2' }), false],
    ['changes the managers', object('2001-01-01T00:00:00Z', { a: '1' }, 'n'), false],
    ['clears them', { metadata: { name: 'x' }, data: { a: '1' } }, false],
  ])('%s', (_name, next, idle) => {
    expect(unlessIdle(prev, next)).toBe(idle ? prev : next);
  });
});
