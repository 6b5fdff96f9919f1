// Objects that live through applies: what becomes of them, who owns what, and what is refused.
import { describe, expect, test } from 'vitest';
import type { Members } from '../../../../src/store/apply/value.ts';
import { builtIn, configMap, custom, deployment, Life, ownersOf, pod, withoutEntries } from './support.ts';

function dataOf(life: Life): unknown {
  return life.object['data'];
}

describe('an apply', () => {
  test('makes an object and owns what it states, and nothing that names the object', () => {
    const life = new Life(configMap).apply('kubectl', { metadata: { namespace: 'ns' }, data: { a: '1' } });
    expect(life.object).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: {
        name: 'x',
        namespace: 'ns',
        managedFields: [
          {
            manager: 'kubectl',
            operation: 'Apply',
            apiVersion: 'v1',
            time: '2026-01-01T00:00:00Z',
            fieldsType: 'FieldsV1',
            fieldsV1: { 'f:data': { 'f:a': {} } },
          },
        ],
      },
      data: { a: '1' },
    });
  });

  test('twice changes nothing, whoever wrote elsewhere in between', () => {
    const life = new Life(configMap)
      .apply('one', { data: { a: '1' } })
      .update('two', { data: { a: '1', b: '2' } });
    const before = life.object;
    expect(life.apply('one', { data: { a: '1' } }).object).toEqual(before);
  });

  test('removes what it stated and states no more, unless another owns it', () => {
    const life = new Life(configMap).apply('one', { data: { a: '1', b: '1', c: '1' } });
    life.apply('two', { data: { b: '1' } });
    life.update('three', { data: { a: '1', b: '1', c: '3', d: '3' } });
    life.apply('one', { data: {} });
    expect(dataOf(life)).toEqual({ b: '1', c: '3', d: '3' });
    expect(ownersOf(life.object)).toEqual({
      'one Apply': ['.data'],
      'two Apply': ['.data.b'],
      'three Update': ['.data.c', '.data.d'],
    });
    life.apply('two', {});
    expect(dataOf(life)).toEqual({ c: '3', d: '3' });
  });

  test('leaves beside what it removes what nobody owns', () => {
    const life = new Life(deployment).apply('one', { spec: { minReadySeconds: 5, paused: true } });
    life.live = { ...life.object, spec: { minReadySeconds: 5, paused: true, replicas: 1 } };
    life.apply('one', { spec: { minReadySeconds: 5 } });
    expect(life.object['spec']).toEqual({ minReadySeconds: 5, replicas: 1 });
  });

  test('of the same value shares a field; who lets go of it leaves it to the other', () => {
    const life = new Life(configMap).apply('one', { data: { a: '1' } }).apply('two', { data: { a: '1' } });
    expect(ownersOf(life.object)).toEqual({ 'two Apply': ['.data.a'], 'one Apply': ['.data.a'] });
    // A manager that changed nothing yet has no time, and so comes first.
    expect(
      (life.object['metadata'] as { managedFields: Members[] }).managedFields.map((entry) => entry['time']),
    ).toEqual([undefined, '2026-01-01T00:00:00Z']);
    life.apply('one', {});
    expect(dataOf(life)).toEqual({ a: '1' });
    expect(ownersOf(life.object)).toEqual({ 'two Apply': ['.data.a'] });
    life.apply('two', {});
    expect(dataOf(life)).toBeUndefined();
    expect(ownersOf(life.object)).toEqual({});
  });

  test('with force takes a field for itself', () => {
    const life = new Life(deployment).update('kubectl-scale', { spec: { replicas: 3, paused: true } });
    life.apply('kubectl', { spec: { replicas: 5 } }, true);
    expect(life.object['spec']).toMatchObject({ replicas: 5, paused: true });
    expect(ownersOf(life.object)).toEqual({
      'kubectl Apply': ['.spec.replicas'],
      'kubectl-scale Update': ['.spec.paused'],
    });
  });

  test('loses a field to an update, and conflicts over it afterwards', () => {
    const life = new Life(deployment).apply('kubectl', { spec: { replicas: 1 } });
    life.update('kubectl-edit', { spec: { replicas: 4 } });
    expect(ownersOf(life.object)).toEqual({ 'kubectl-edit Update': ['.spec.replicas'] });
    expect(life.refusal('other', { spec: { replicas: 1 } }).message).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl-edit" using apps/v1: .spec.replicas',
    );
    expect(life.apply('other', { spec: { replicas: 4 } }).object['spec']).toEqual({ replicas: 4 });
  });

  test('tells list items by their keys, with the defaults of keys', () => {
    const container = (name: string, rest: object): object => ({ name, ...rest });
    const template = (...containers: object[]): Members => ({ spec: { template: { spec: { containers } } } });
    const life = new Life(deployment).apply('app', template(container('a', { image: 'a:1' })));
    life.apply(
      'mesh',
      template(container('sidecar', { image: 's:1' }), container('a', { ports: [{ containerPort: 80 }] })),
    );
    expect(life.object['spec']).toMatchObject({
      template: {
        spec: {
          containers: [
            { name: 'sidecar', image: 's:1' },
            { name: 'a', image: 'a:1', ports: [{ containerPort: 80 }] },
          ],
        },
      },
    });
    life.apply(
      'app',
      template(
        container('a', { image: 'a:2', ports: [{ containerPort: 80, protocol: 'TCP', name: 'http' }] }),
      ),
    );
    const containers = '.spec.template.spec.containers';
    expect(ownersOf(life.object)['app Apply']).toEqual([
      `${containers}[name="a"]`,
      `${containers}[name="a"].image`,
      `${containers}[name="a"].name`,
      `${containers}[name="a"].ports[containerPort=80,protocol="TCP"]`,
      `${containers}[name="a"].ports[containerPort=80,protocol="TCP"].containerPort`,
      `${containers}[name="a"].ports[containerPort=80,protocol="TCP"].name`,
      `${containers}[name="a"].ports[containerPort=80,protocol="TCP"].protocol`,
    ]);
    life.apply('mesh', template(container('a', {})));
    expect(life.object['spec']).toMatchObject({
      template: { spec: { containers: [{ name: 'a', image: 'a:2', ports: [{ name: 'http' }] }] } },
    });
  });

  test('knows sets, atomic lists and atomic maps of built-in kinds', () => {
    const life = new Life(pod).apply('one', {
      metadata: { finalizers: ['a.io/x'] },
      spec: {
        containers: [{ name: 'c', args: ['1'] }],
        nodeSelector: { a: '1' },
        tolerations: [{ key: 'k' }],
      },
    });
    life.apply('two', { metadata: { finalizers: ['b.io/y'] } });
    expect((life.object['metadata'] as Members)['finalizers']).toEqual(['a.io/x', 'b.io/y']);
    const refused = life.refusal('two', {
      metadata: { finalizers: ['b.io/y'] },
      spec: { containers: [{ name: 'c', args: ['1', '2'] }], nodeSelector: { b: '2' }, tolerations: [] },
    });
    expect(refused.message).toBe(
      'Apply failed with 3 conflicts: conflicts with "one":\n' +
        '- .spec.nodeSelector\n- .spec.tolerations\n- .spec.containers[name="c"].args',
    );
  });

  test('of a custom kind without a schema deduces maps and takes lists whole', () => {
    const life = new Life(custom(undefined)).apply('one', { spec: { a: { x: 1 }, list: [{ name: 'a' }] } });
    life.apply('two', { spec: { a: { y: 2 } } });
    expect(life.object['spec']).toEqual({ a: { x: 1, y: 2 }, list: [{ name: 'a' }] });
    expect(life.refusal('two', { spec: { a: { y: 2 }, list: [] } }).message).toBe(
      'Apply failed with 1 conflict: conflict with "one": .spec.list',
    );
    expect(ownersOf(new Life(custom(undefined)).update('one', { spec: { a: 1 } }).object)).toEqual({
      'one Update': ['.spec', '.spec.a'],
    });
  });

  test('of a custom kind follows its schema, unknown fields and embedded resources included', () => {
    const life = new Life(
      custom({
        type: 'object',
        properties: {
          spec: {
            type: 'object',
            properties: {
              parts: { type: 'array', items: { type: 'string' } },
              template: {
                type: 'object',
                'x-kubernetes-embedded-resource': true,
                'x-kubernetes-preserve-unknown-fields': true,
              },
            },
          },
        },
      }),
    ).apply('one', {
      spec: {
        parts: ['a'],
        template: { kind: 'Pod', metadata: { finalizers: ['f/f'] }, extra: { deep: [1] } },
      },
    });
    expect(ownersOf(life.object)).toEqual({
      'one Apply': [
        '.spec.parts',
        '.spec.template.extra',
        '.spec.template.kind',
        '.spec.template.extra.deep',
        '.spec.template.metadata.finalizers[="f/f"]',
      ],
    });
    expect(life.refusal('two', { spec: { parts: ['b'] } }).message).toBe(
      'Apply failed with 1 conflict: conflict with "one": .spec.parts',
    );
    expect(life.refusal('two', { spec: { colour: 'red' } }).message).toBe(
      'failed to create typed patch object (/x; example.com/v1, Kind=Widget): .spec.colour: field not declared in schema',
    );
  });

  test('of a status owns the status alone', () => {
    const status = builtIn('', 'Pod', 'status');
    const life = new Life(pod).apply('one', {
      spec: { containers: [{ name: 'c' }] },
      status: { phase: 'Running' },
    });
    expect(ownersOf(life.object)['one Apply']).toEqual([
      '.spec.containers[name="c"]',
      '.spec.containers[name="c"].name',
    ]);
    life.apply('kubelet', { spec: { nodeName: 'n' }, status: { podIP: '10.0.0.1' } }, false, status);
    expect(ownersOf(life.object)['kubelet Apply status']).toEqual(['.status.podIP']);
  });

  test('is refused where it is of another kind or states entries', () => {
    const life = new Life(configMap);
    expect(life.refusal('one', { kind: 'Secret' })).toMatchObject({
      code: 400,
      reason: 'BadRequest',
      message: 'invalid object type: /v1, Kind=Secret',
    });
    expect(life.refusal('one', { apiVersion: 'apps/v1' }).message).toBe(
      'invalid object type: apps/v1, Kind=ConfigMap',
    );
    expect(life.refusal('one', { metadata: { managedFields: [] } })).toMatchObject({
      code: 400,
      message: 'metadata.managedFields must be nil',
    });
    expect(new Life(configMap).apply('one', { metadata: { managedFields: null } }).live).toBeDefined();
  });

  test('is refused where it is not of its schema, in the words of the API server', () => {
    const refused = new Life(pod).refusal('one', {
      metadata: { namespace: 'ns' },
      spec: { containers: [{ name: 'a' }, { name: 'a' }], replicas: 1 },
    });
    expect(refused).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      code: 500,
      message:
        'failed to create typed patch object (ns/x; /v1, Kind=Pod): errors:\n' +
        '  .spec.containers: duplicate entries for key [name="a"]\n  .spec.replicas: field not declared in schema',
    });
  });

  test('is refused where nobody can read the entries that are there', () => {
    const life = new Life(configMap).update('one', { data: { a: '1' } });
    const entry = { manager: 'x', operation: 'Apply', apiVersion: 'v1', fieldsType: 'FieldsV2' };
    life.live = { ...life.object, metadata: { name: 'x', managedFields: [entry] } };
    expect(life.refusal('two', { data: { a: '2' } })).toMatchObject({
      code: 500,
      message: 'failed to decode managed fields: invalid fieldsType "FieldsV2" in managed fields entry 0',
    });
  });

  test('leaves what it is given alone', () => {
    const life = new Life(configMap).apply('one', { data: { a: '1', b: '1' } });
    const live = JSON.stringify(life.object);
    const held = life.object;
    life.apply('one', { data: { a: '2' } });
    expect(JSON.stringify(held)).toBe(live);
    expect(withoutEntries(life.object)).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'x' },
      data: { a: '2' },
    });
  });
});

describe('a conflict', () => {
  test('has a cause for each field', () => {
    const life = new Life(deployment).update('kubectl-client-side-apply', { spec: { replicas: 3 } });
    expect(life.refusal('other', { spec: { replicas: 5 } })).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message:
        'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using apps/v1: .spec.replicas',
      reason: 'Conflict',
      details: {
        causes: [
          {
            reason: 'FieldManagerConflict',
            message: 'conflict with "kubectl-client-side-apply" using apps/v1',
            field: '.spec.replicas',
          },
        ],
      },
      code: 409,
    });
  });

  test('with several managers groups their fields', () => {
    const life = new Life(configMap).apply('one', { data: { a: '1' } });
    life.update('two', { data: { a: '1', b: '2', c: '2' } });
    life.update(
      'three',
      { data: { a: '1', b: '2', c: '2', d: '3' } },
      { ...configMap, subresource: 'scale' },
    );
    const refused = life.refusal('four', { data: { a: '4', b: '4', c: '4', d: '4' } });
    expect(refused.message).toBe(
      'Apply failed with 4 conflicts: conflicts with "one":\n- .data.a\n' +
        'conflicts with "three" with subresource "scale" using v1:\n- .data.d\n' +
        'conflicts with "two" using v1:\n- .data.b\n- .data.c',
    );
    expect(refused.details?.causes?.map(({ message, field }) => `${message} ${field}`)).toEqual([
      'conflict with "one" .data.a',
      'conflict with "three" with subresource "scale" using v1 .data.d',
      'conflict with "two" using v1 .data.b',
      'conflict with "two" using v1 .data.c',
    ]);
    expect(dataOf(life)).toEqual({ a: '1', b: '2', c: '2', d: '3' });
  });
});
