// A namespace that ends: what keeps it, and what goes first.
import { describe, expect, it } from 'vitest';
import type { World } from '../../../../src/world.ts';
import { call, get, mergePatch, pass, podSpec, send, worldOf } from '../../../worlds/setup.ts';

const own = '/api/v1/namespaces/ending';
const maps = `${own}/configmaps`;

function ending(): World {
  const world = worldOf();
  send(world, 'POST', '/api/v1/namespaces', { metadata: { name: 'ending' } });
  pass(world, 10);
  return world;
}

const conditions = (world: World) =>
  (get(world, own).status?.['conditions'] ?? []) as {
    type: string;
    status: string;
    reason: string;
    message: string;
  }[];

const said = (world: World) =>
  conditions(world).map(({ type, status, reason, message }) => `${type}=${status} ${reason}: ${message}`);

const fine = [
  'NamespaceDeletionDiscoveryFailure=False ResourcesDiscovered: All resources successfully discovered',
  'NamespaceDeletionGroupVersionParsingFailure=False ParsedGroupVersions: All legacy kube types successfully parsed',
  'NamespaceDeletionContentFailure=False ContentDeleted: All content successfully deleted, may be waiting on finalization',
];

describe('a namespace that ends', () => {
  it('is gone when nothing keeps it', () => {
    const world = ending();
    send(world, 'POST', maps, { metadata: { name: 'a' } });
    send(world, 'DELETE', own);
    pass(world, 10);
    expect(call(world, { method: 'GET', path: own }).status).toBe(404);
  });

  it('says which finalizers keep what', () => {
    const world = ending();
    for (const name of ['a', 'b'])
      send(world, 'POST', maps, { metadata: { name, finalizers: ['example.com/keep'] } });
    send(world, 'POST', `${own}/secrets`, {
      metadata: { name: 's', finalizers: ['example.com/also', 'example.com/keep'] },
    });
    send(world, 'DELETE', own);
    pass(world, 10);
    expect(get(world, own).status?.['phase']).toBe('Terminating');
    expect(said(world)).toEqual([
      ...fine,
      'NamespaceContentRemaining=True SomeResourcesRemain: Some resources are remaining: ' +
        'configmaps. has 2 resource instances, secrets. has 1 resource instances',
      'NamespaceFinalizersRemaining=True SomeFinalizersRemain: Some content in the namespace has finalizers remaining: ' +
        'example.com/also in 1 resource instances, example.com/keep in 3 resource instances',
    ]);
    for (const path of [`${maps}/a`, `${maps}/b`, `${own}/secrets/s`])
      send(world, 'PATCH', path, { metadata: { finalizers: null } }, mergePatch);
    pass(world, 10);
    expect(call(world, { method: 'GET', path: own }).status).toBe(404);
  });

  it('lets its Pods end before what they need goes', () => {
    const world = ending();
    send(world, 'POST', maps, { metadata: { name: 'needed' } });
    const metadata = { name: 'a', finalizers: ['example.com/keep'] };
    send(world, 'POST', `${own}/pods`, { metadata, spec: podSpec() });
    pass(world, 60);
    send(world, 'DELETE', own);
    pass(world, 60);
    expect(said(world).slice(3)).toEqual([
      // A 1.33 counts nothing before the Pods are gone, and says so much meanwhile.
      'NamespaceContentRemaining=False ContentRemoved: All content successfully removed',
      'NamespaceFinalizersRemaining=False ContentHasNoFinalizers: All content-preserving finalizers finished',
    ]);
    expect(get(world, `${maps}/needed`).metadata.deletionTimestamp).toBeUndefined();
    send(world, 'PATCH', `${own}/pods/a`, { metadata: { finalizers: null } }, mergePatch);
    pass(world, 10);
    expect(call(world, { method: 'GET', path: own }).status).toBe(404);
  });
});

it('the root certificate comes back when it is deleted or made another', () => {
  const world = worldOf();
  const path = '/api/v1/namespaces/demo/configmaps/kube-root-ca.crt';
  const read = () => (get(world, path) as unknown as { data: object }).data;
  const before = read();
  send(world, 'DELETE', path);
  pass(world, 5);
  expect(read()).toEqual(before);
  send(world, 'PATCH', path, { data: { 'ca.crt': '', more: '1' } }, mergePatch);
  pass(world, 5);
  expect(read()).toEqual(before);
});
