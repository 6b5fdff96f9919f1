import { describe, expect, it } from 'vitest';
import { loopOf, type Controller } from '../../../src/control/controller.ts';
import { configMaps } from '../../../src/kinds/core/config-map.ts';
import { secrets } from '../../../src/kinds/core/secret.ts';
import { whole } from '../../../src/store/pipeline.ts';
import type { StoredObject } from '../../../src/store/object.ts';
import { stageOf, type ConfigMap } from './stage.ts';

/** A map owns a Secret for each of its members. */
const keeper: Controller<ConfigMap> = {
  kind: configMaps as unknown as Controller<ConfigMap>['kind'],
  name: 'keeper',
  owns: [secrets],
  reconcile: ({ data = {} }) => ({
    children: Object.keys(data).map((name) => ({
      kind: secrets,
      object: { metadata: { name, labels: { 'kept-by': 'keeper' } }, type: 'Opaque' },
    })),
  }),
};

type Secret = StoredObject & { readonly type: string };

function keeping(data: Readonly<Record<string, string>>) {
  const stage = stageOf([loopOf(keeper)]);
  stage.write('a', data);
  stage.pass(1_000);
  const list = (): readonly Secret[] => stage.store.view('test', 0).list<Secret>('core/secrets');
  return { stage, list, names: () => list().map(({ metadata }) => metadata.name) };
}

describe('children', () => {
  it('are made with their owner, and taken away when they are not wanted any more', () => {
    const { stage, list, names } = keeping({ x: '', y: '' });
    expect(names()).toEqual(['x', 'y']);
    expect(list()[0]?.metadata).toMatchObject({
      namespace: 'demo',
      labels: { 'kept-by': 'keeper' },
      ownerReferences: [
        { apiVersion: 'v1', kind: 'ConfigMap', name: 'a', controller: true, blockOwnerDeletion: true },
      ],
    });
    stage.write('a', { y: '', z: '' });
    stage.pass(1_000);
    expect(names()).toEqual(['y', 'z']);
  });

  const change = (how: (prev: Secret) => object) => {
    const kept = keeping({ x: '' });
    const options = { by: 'somebody', why: 'asked', subresource: whole };
    kept.stage.pipeline.update(
      'test',
      secrets,
      'demo/x',
      (prev) => how(prev as Secret) as StoredObject,
      options,
    );
    kept.stage.pass(1_000);
    return kept.list()[0]?.metadata.labels;
  };

  it('get back what their owner states', () => {
    expect(
      change((prev) => ({ ...prev, metadata: { ...prev.metadata, labels: { 'kept-by': 'me' } } })),
    ).toEqual({
      'kept-by': 'keeper',
    });
  });

  it('keep what others set', () => {
    expect(
      change((prev) => ({
        ...prev,
        metadata: { ...prev.metadata, labels: { ...prev.metadata.labels, mine: 'yes' } },
      })),
    ).toEqual({ 'kept-by': 'keeper', mine: 'yes' });
  });

  it('that somebody deletes come again', () => {
    const { stage, list, names } = keeping({ x: '' });
    const before = list()[0]?.metadata.uid;
    stage.pipeline.delete('test', secrets, 'demo/x', { by: 'somebody', why: 'asked' });
    stage.pass(1_000);
    expect(names()).toEqual(['x']);
    expect(list()[0]?.metadata.uid).not.toBe(before);
  });

  it('cost no commit while all is as it should be', () => {
    const { stage } = keeping({ x: '', y: '' });
    const { revision } = stage.store.scope('test');
    stage.runner.wakeAll();
    stage.pass(1_000);
    expect(stage.store.scope('test').revision).toBe(revision);
  });
});
