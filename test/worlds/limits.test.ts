// Bounds that a client meets: each is said by name or in Kubernetes' words, and what was there stays.
import { describe, expect, it } from 'vitest';
import { limits } from '../../src/std/limits.ts';
import { firstScope } from '../../src/kinds/vsphere/supervisor.ts';
import { deployment, list, pass, paths, send, worldOf } from './setup.ts';

const configMaps = '/api/v1/namespaces/demo/configmaps';
const configMap = (name: string, metadata: object = {}, data: object = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, ...metadata },
  data,
});

describe('what one object may hold', () => {
  it.each([
    [
      'annotations',
      configMap('a', { annotations: { long: 'x'.repeat(limits.annotationsBytesMax) } }),
      'metadata.annotations: Too long: may not be more than 262144 bytes',
    ],
    [
      'data',
      configMap('a', {}, { long: 'x'.repeat(1024 * 1024 + 1) }),
      '[]: Too long: may not be more than 1048576 bytes',
    ],
  ])('%s', (_what, body, why) => {
    const world = worldOf();
    const { status, body: answer } = send(world, 'POST', configMaps, body);
    expect([status, answer.message]).toEqual([422, `ConfigMap "a" is invalid: ${why}`]);
    expect(send(world, 'GET', `${configMaps}/a`).status).toBe(404);
  });
});

it('a page of a list has its most, whatever the client asks for, and says how to go on', () => {
  const world = worldOf();
  const count = limits.listPageMax + 5;
  const before = world.view(firstScope).count('core/configmaps', { namespace: 'demo' });
  for (let index = before; index < count; index++) send(world, 'POST', configMaps, configMap(`c${index}`));
  const first = send(world, 'GET', `${configMaps}?limit=1000000`).body;
  expect(first.items).toHaveLength(limits.listPageMax);
  const next = encodeURIComponent(first.metadata.continue ?? '');
  const second = send(world, 'GET', `${configMaps}?limit=1000000&continue=${next}`).body;
  expect([second.items.length, second.metadata.continue]).toEqual([5, undefined]);
  const names = [...first.items, ...second.items].map(({ metadata }) => metadata.name);
  expect(new Set(names).size).toBe(count);
});

it('where no more Events may be, what they would tell goes on without them', () => {
  const world = worldOf();
  const quota = {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'silence' },
    spec: { hard: { 'count/events': '0' } },
  };
  expect(send(world, 'POST', '/api/v1/namespaces/demo/resourcequotas', quota).status).toBe(201);
  pass(world, 10);
  send(world, 'POST', paths.deployments, deployment('web', 3));
  pass(world, 120);
  expect(list(world, paths.pods).map(({ status }) => status?.['phase'])).toEqual([
    'Running',
    'Running',
    'Running',
  ]);
  expect(list(world, '/api/v1/namespaces/demo/events')).toEqual([]);
});
