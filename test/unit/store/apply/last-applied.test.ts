// Objects that kubectl applied client-side and applies server-side now.
import { describe, expect, test } from 'vitest';
import type { Members } from '../../../../src/store/apply/value.ts';
import { configMap, deployment, Life, ownersOf } from './support.ts';

const annotation = 'kubectl.kubernetes.io/last-applied-configuration';

function annotated(lastApplied: unknown): Members {
  const text = typeof lastApplied === 'string' ? lastApplied : JSON.stringify(lastApplied);
  return { annotations: { [annotation]: text, 'example.com/kept': 'yes' } };
}

function annotationOf(life: Life): unknown {
  const metadata = life.object['metadata'] as { annotations?: Record<string, unknown> };
  return metadata.annotations?.[annotation];
}

const last = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'x' },
  spec: { replicas: 1, paused: true },
};

describe('kubectl', () => {
  test('has no conflict over what its annotation states and the object still has', () => {
    const life = new Life(deployment).update('kubectl-client-side-apply', {
      metadata: annotated(last),
      spec: { replicas: 1, paused: true },
    });
    life.apply('kubectl', { spec: { replicas: 5 } });
    expect(life.object['spec']).toEqual({ replicas: 5, paused: true });
    expect(ownersOf(life.object)).toMatchObject({ 'kubectl Apply': ['.spec.replicas'] });
  });

  test('has one over what changed since', () => {
    const life = new Life(deployment).update('kubectl-client-side-apply', {
      metadata: annotated(last),
      spec: { replicas: 3, paused: true },
    });
    const refused = life.refusal('kubectl', { spec: { replicas: 5, paused: false } });
    expect(refused.message).toBe(
      'Apply failed with 1 conflict: conflict with "kubectl-client-side-apply" using apps/v1: .spec.replicas',
    );
  });

  test.each<[string, unknown]>([
    ['of another version', { ...last, apiVersion: 'extensions/v1beta1' }],
    ['that is no JSON', 'invalid-object'],
    ['that is no object', '[]'],
    ['that is not of the schema', { ...last, spec: { replicas: 'one' } }],
    ['that is empty', ''],
  ])('has one where the annotation is one %s', (_name, lastApplied) => {
    const life = new Life(deployment).update('kubectl-client-side-apply', {
      metadata: annotated(lastApplied),
      spec: { replicas: 1 },
    });
    expect(life.refusal('kubectl', { spec: { replicas: 5 } }).reason).toBe('Conflict');
  });

  test('keeps the annotation saying what is applied now', () => {
    const life = new Life(configMap).update('kubectl-client-side-apply', {
      metadata: annotated({ apiVersion: 'v1', kind: 'ConfigMap', data: { a: '1' } }),
      data: { a: '1' },
    });
    const configuration = {
      metadata: { annotations: { [annotation]: 'stale', z: '1' } },
      data: { b: '<&>', a: '2' },
    };
    life.apply('kubectl', configuration, true);
    expect(annotationOf(life)).toBe(
      '{"apiVersion":"v1","data":{"a":"2","b":"\\u003c\\u0026\\u003e"},"kind":"ConfigMap",' +
        '"metadata":{"annotations":{"z":"1"},"name":"x"}}\n',
    );
    expect(life.object['metadata']).toMatchObject({ annotations: { 'example.com/kept': 'yes', z: '1' } });
  });

  test('drops the annotation where it would be too large', () => {
    const life = new Life(configMap).update('kubectl-client-side-apply', {
      metadata: annotated({}),
      data: {},
    });
    life.apply('kubectl', { data: { a: 'x'.repeat(256 * 1024) } });
    expect(annotationOf(life)).toBeUndefined();
    expect(life.object['metadata']).toMatchObject({ annotations: { 'example.com/kept': 'yes' } });
  });

  test('makes no annotation where there is none', () => {
    const life = new Life(configMap).apply('kubectl', { data: { a: '1' } });
    expect(life.object['metadata']).not.toHaveProperty('annotations');
  });
});

test('others have nothing to do with the annotation', () => {
  const life = new Life(deployment).update('kubectl-client-side-apply', {
    metadata: annotated(last),
    spec: { replicas: 1, paused: true },
  });
  expect(life.refusal('flux', { spec: { replicas: 5 } }).reason).toBe('Conflict');
  life.apply('flux', { spec: { replicas: 1 } });
  expect(annotationOf(life)).toBe(JSON.stringify(last));
});
