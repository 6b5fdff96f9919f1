// Revisions have the names that Kubernetes gives them: a hash over the same bytes.
import { expect, it } from 'vitest';
import { get, list, send, worldOf } from '../../../worlds/setup.ts';

it('a revision of a StatefulSet is named as Kubernetes 1.33 names it', () => {
  const world = worldOf();
  const labels = { app: 'foo' };
  send(world, 'POST', '/apis/apps/v1/namespaces/demo/statefulsets', {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name: 'test', annotations: { why: 'x' } },
    spec: {
      replicas: 0,
      serviceName: '',
      selector: { matchLabels: labels },
      template: {
        metadata: { labels, annotations: { test: 'value' } },
        spec: { containers: [{ name: 'test', image: 'test' }] },
      },
    },
  });
  world.runTo(world.now + 1000);
  const path = '/apis/apps/v1/namespaces/demo/controllerrevisions';
  expect(list(world, path).map(({ metadata }) => metadata.name)).toEqual(['test-c77f6d978']);
  expect(get(world, `${path}/test-c77f6d978`)).toMatchObject({
    metadata: {
      labels: { app: 'foo', 'controller.kubernetes.io/hash': 'c77f6d978' },
      annotations: { why: 'x' },
      ownerReferences: [{ kind: 'StatefulSet', name: 'test' }],
    },
    revision: 1,
    data: { spec: { template: { $patch: 'replace', metadata: { creationTimestamp: null } } } },
  });
});
