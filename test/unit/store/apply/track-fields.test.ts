// Objects that live through updates: who owns what afterwards.
import { describe, expect, test } from 'vitest';
import { trackFields } from '../../../../src/store/apply/field-manager.ts';
import type { Members } from '../../../../src/store/apply/value.ts';
import { builtIn, configMap, deployment, Life, ownersOf } from './support.ts';

describe('an update', () => {
  test('owns what a create adds, not the parts that every object of the kind has', () => {
    const life = new Life(deployment).update('kubectl-create', {
      metadata: { labels: { app: 'web' } },
      spec: {
        replicas: 1,
        selector: { matchLabels: { app: 'web' } },
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: '25%', maxUnavailable: '25%' } },
        template: {
          metadata: { labels: { app: 'web' } },
          spec: {
            containers: [
              {
                name: 'nginx',
                image: 'nginx',
                resources: {},
                ports: [{ containerPort: 80, protocol: 'TCP' }],
              },
            ],
            volumes: [{ name: 'v', emptyDir: {} }],
            securityContext: {},
          },
        },
      },
      status: {},
    });
    expect(life.object['metadata']).toEqual({
      name: 'x',
      labels: { app: 'web' },
      managedFields: [
        {
          manager: 'kubectl-create',
          operation: 'Update',
          apiVersion: 'apps/v1',
          time: '2026-01-01T00:00:00Z',
          fieldsType: 'FieldsV1',
          fieldsV1: {
            'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
            'f:spec': {
              'f:replicas': {},
              'f:selector': {},
              'f:strategy': {
                'f:rollingUpdate': { '.': {}, 'f:maxSurge': {}, 'f:maxUnavailable': {} },
                'f:type': {},
              },
              'f:template': {
                'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
                'f:spec': {
                  'f:containers': {
                    'k:{"name":"nginx"}': {
                      '.': {},
                      'f:image': {},
                      'f:name': {},
                      'f:ports': {
                        '.': {},
                        'k:{"containerPort":80,"protocol":"TCP"}': {
                          '.': {},
                          'f:containerPort': {},
                          'f:protocol': {},
                        },
                      },
                      'f:resources': {},
                    },
                  },
                  'f:securityContext': {},
                  'f:volumes': { '.': {}, 'k:{"name":"v"}': { '.': {}, 'f:emptyDir': {}, 'f:name': {} } },
                },
              },
            },
          },
        },
      ],
    });
  });

  test('takes what it changes from whoever had it, and keeps what it had', () => {
    const life = new Life(configMap).update('one', { data: { a: '1', b: '1' } });
    life.update('two', { data: { a: '2', b: '1', c: '2' } });
    expect(ownersOf(life.object)).toEqual({
      'one Update': ['.data', '.data.b'],
      'two Update': ['.data.a', '.data.c'],
    });
    life.update('two', { data: { a: '2', b: '2' } });
    expect(ownersOf(life.object)).toEqual({ 'one Update': ['.data'], 'two Update': ['.data.a', '.data.b'] });
    life.update('three', {});
    expect((life.object['metadata'] as Members)['managedFields']).toBeUndefined();
  });

  test('that changes nothing moves no time and makes no entry', () => {
    const life = new Life(configMap).update('one', { data: { a: '1' } });
    const before = life.object;
    expect(life.update('two', { data: { a: '1' } }).object).toEqual(before);
    expect(life.update('one', { data: { a: '1' } }).object).toEqual(before);
    life.update('one', { data: { a: '2' } });
    expect((life.object['metadata'] as { managedFields: Members[] }).managedFields[0]).toMatchObject({
      time: '2026-01-01T00:00:03Z',
    });
  });

  test('shares the entries that it leaves alone', () => {
    const life = new Life(configMap).update('one', { data: { a: '1' } });
    const live = structuredClone(life.object) as { metadata: { managedFields: object[] } };
    Object.freeze(live.metadata.managedFields[0]);
    const write = { manager: 'two', time: '2026-01-01T00:01:00Z' };
    const entries = trackFields(
      configMap,
      live as unknown as Members,
      { ...live, data: { a: '1', b: '2' } },
      write,
    );
    expect(entries?.[0]).toBe(live.metadata.managedFields[0]);
    expect(entries?.[1]).toMatchObject({ manager: 'two' });
  });

  test('of an unnamed client is of "unknown"', () => {
    expect(ownersOf(new Life(configMap).update('', { data: { a: '1' } }).object)).toEqual({
      'unknown Update': ['.data', '.data.a'],
    });
  });

  test('clears all entries by stating none, and there are none until an apply', () => {
    for (const managedFields of [[], [{}]]) {
      const life = new Life(configMap).update('one', { data: { a: '1' } });
      life.update('two', { metadata: { managedFields }, data: { a: '1' } });
      expect(ownersOf(life.object)).toEqual({});
      life.update('two', { data: { a: '2' } });
      expect(ownersOf(life.object)).toEqual({});
      life.apply('three', { data: { b: '3' } });
      expect(ownersOf(life.object)).toEqual({
        'three Apply': ['.data.b'],
        'before-first-apply Update': ['.data', '.data.a'],
      });
    }
  });

  test('may write the entries itself, and broken ones count as none', () => {
    const life = new Life(configMap).update('one', { data: { a: '1' } });
    const entry = {
      manager: 'else',
      operation: 'Apply',
      apiVersion: 'v1',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:data': { 'f:a': {} } },
    };
    life.update('two', { metadata: { managedFields: [entry] }, data: { a: '1' } });
    expect(ownersOf(life.object)).toEqual({ 'else Apply': ['.data.a'] });
    const broken = { ...entry, operation: 'Delete' };
    life.update('two', { metadata: { managedFields: [broken] }, data: { a: '1' } });
    expect(ownersOf(life.object)).toEqual({ 'else Apply': ['.data.a'] });
  });

  test('of the status owns nothing else, and one of the object no status', () => {
    const status = builtIn('apps', 'Deployment', 'status');
    const life = new Life(deployment).update('kubectl', { spec: { replicas: 1 }, status: { replicas: 5 } });
    life.update(
      'controller',
      {
        metadata: { labels: { a: 'b' }, annotations: { c: 'd' } },
        spec: { replicas: 2 },
        status: { replicas: 2, conditions: [{ type: 'Available', status: 'True' }] },
      },
      status,
    );
    expect(ownersOf(life.object)).toEqual({
      'kubectl Update': ['.spec.replicas'],
      'controller Update status': [
        '.metadata.annotations',
        '.metadata.annotations.c',
        '.status.conditions',
        '.status.replicas',
        '.status.conditions[type="Available"]',
        '.status.conditions[type="Available"].status',
        '.status.conditions[type="Available"].type',
      ],
    });
  });

  test('beyond the tenth manager makes the oldest one', () => {
    const life = new Life(configMap);
    const data: Record<string, string> = {};
    for (let i = 0; i < 13; i++) {
      data[`k${i}`] = 'v';
      life.update(`m${i}`, { data: { ...data } });
    }
    const owners = ownersOf(life.object);
    expect(Object.keys(owners)).toEqual([
      'ancient-changes Update',
      ...[4, 5, 6, 7, 8, 9, 10, 11, 12].map((i) => `m${i} Update`),
    ]);
    expect(owners['ancient-changes Update']).toEqual([
      '.data',
      '.data.k0',
      '.data.k1',
      '.data.k2',
      '.data.k3',
    ]);
  });

  test('forgets managers of versions that are not served', () => {
    const life = new Life(deployment).update('one', { spec: { replicas: 1 } });
    const metadata = life.object['metadata'] as { managedFields: Members[] };
    life.live = {
      ...life.object,
      metadata: {
        ...metadata,
        managedFields: [{ ...metadata.managedFields[0], apiVersion: 'extensions/v1beta1' }],
      },
    };
    life.update('two', { spec: { replicas: 1, paused: true } });
    expect(ownersOf(life.object)).toEqual({ 'two Update': ['.spec.paused'] });
  });
});
