import { expect, test } from 'vitest';
import { instantiateKernels } from '../../src/runtime/node/kernels.ts';
import { presetNamed } from '../../src/scenarios/index.ts';
import { clusterAdmin, World } from '../../src/world.ts';
import type { WireResponse } from '../../src/apis/kubernetes/wire.ts';

const scenario = presetNamed('four-hosts')!;

test('the world starts', () => {
  const t0 = performance.now();
  const world = World.create({ scenario, kernels: instantiateKernels(), strict: true });
  console.log(
    'create ms',
    performance.now() - t0,
    'objects',
    world.objects,
    'rev',
    world.revision,
    'pending',
    world.pending,
  );
  const table = { accept: 'application/json;as=Table;v=v1;g=meta.k8s.io' };
  const show = (path: string) => {
    const r = world.request({ method: 'GET', path, headers: table }, clusterAdmin) as WireResponse;
    const t = JSON.parse(r.body);
    if (!t.rows) return console.log(path, r.status, r.body.slice(0, 500));
    console.log(path + '\n' + t.rows.map((row: any) => row.cells.join(' | ')).join('\n'));
  };
  show('/api/v1/nodes');
  show('/api/v1/namespaces');
  show('/api/v1/pods?limit=30');
  show('/api/v1/events?limit=20');
  show('/apis/apps/v1/deployments');
  show('/scopes/fabric/apis/nsx.sandbox/v1/segments');
  show('/scopes/fabric/apis/nsx.sandbox/v1/virtualservers');
  show('/scopes/fabric/apis/leaf.sandbox/v1/switches');
  show('/api/v1/services');
  show('/scopes/fabric/apis/vsphere.sandbox/v1/namespaces');
  console.log(world.hash());
  const body = JSON.stringify({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web' },
    spec: {
      replicas: 3,
      selector: { matchLabels: { app: 'web' } },
      template: {
        metadata: { labels: { app: 'web' } },
        spec: { containers: [{ name: 'web', image: 'nginx:1.25' }] },
      },
    },
  });
  const r = world.request(
    {
      method: 'POST',
      path: '/apis/apps/v1/namespaces/demo/deployments',
      body,
      headers: { 'content-type': 'application/json' },
    },
    clusterAdmin,
  ) as WireResponse;
  console.log(r.status, r.body.slice(0, 300));
  world.runTo(world.now + 60_000);
  show('/api/v1/namespaces/demo/pods');
  show('/api/v1/namespaces/demo/events');
  show('/apis/apps/v1/namespaces/demo/deployments');
  show('/apis/apps/v1/namespaces/demo/replicasets');
  show('/scopes/fabric/apis/sandbox/v1/simulations');
  expect(world.ledgers().kept).toEqual(world.ledgers().recounted);
});
