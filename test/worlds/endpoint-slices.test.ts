// EndpointSlices of Services without a selector: they show the Endpoints that people write.
import { describe, expect, it } from 'vitest';
import type { World } from '../../src/world.ts';
import { get, list, mergePatch, pass, podSpec, send, worldOf } from './setup.ts';

const ns = '/api/v1/namespaces/demo';
const slices = '/apis/discovery.k8s.io/v1/namespaces/demo/endpointslices';

const service = (spec: object = {}) => ({
  metadata: { name: 'outside' },
  spec: { ports: [{ port: 80 }], ...spec },
});
const written = (subsets: readonly object[], metadata: object = {}) => ({
  metadata: { name: 'outside', ...metadata },
  subsets,
});
const one = [{ addresses: [{ ip: '192.0.2.42' }], ports: [{ port: 9376 }] }];

function worldWith(endpoints: object, own: object = service()): World {
  const world = worldOf();
  expect(send(world, 'POST', `${ns}/services`, own).status).toBe(201);
  expect(send(world, 'POST', `${ns}/endpoints`, endpoints).status).toBe(201);
  pass(world, 1);
  return world;
}

const shown = (world: World) =>
  list(world, slices).map((slice) => {
    const { addressType, ports, endpoints } = slice as unknown as Record<string, unknown>;
    return { addressType, ports, endpoints };
  });

describe('Endpoints that somebody writes', () => {
  it('are shown under their labels, and are the owner', () => {
    const annotations = { note: 'kept', 'kubectl.kubernetes.io/last-applied-configuration': '{}' };
    const world = worldWith(written(one, { labels: { app: 'db' }, annotations }));
    const [slice, ...more] = list(world, slices);
    expect(more).toEqual([]);
    expect(slice).toMatchObject({
      metadata: {
        name: expect.stringMatching(/^outside-[a-z0-9]{5}$/),
        generateName: 'outside-',
        annotations: { note: 'kept' },
        labels: {
          app: 'db',
          'endpointslice.kubernetes.io/managed-by': 'endpointslicemirroring-controller.k8s.io',
          'kubernetes.io/service-name': 'outside',
        },
        ownerReferences: [{ apiVersion: 'v1', kind: 'Endpoints', name: 'outside', controller: true }],
      },
      addressType: 'IPv4',
      ports: [{ name: '', port: 9376, protocol: 'TCP' }],
      endpoints: [{ addresses: ['192.0.2.42'], conditions: { ready: true } }],
    });
    expect(slice?.metadata.annotations).toEqual({ note: 'kept' });
  });

  it('are a slice for each set of ports and each family', () => {
    const world = worldWith(
      written([
        {
          addresses: [{ ip: '192.0.2.1', hostname: 'a' }, { ip: '2001:db8::1' }],
          notReadyAddresses: [{ ip: '192.0.2.2' }],
          ports: [{ name: 'http', port: 80 }],
        },
        { addresses: [{ ip: '192.0.2.3' }], ports: [{ name: 'http', port: 81 }] },
      ]),
    );
    const http = (port: number) => [{ name: 'http', port, protocol: 'TCP' }];
    const at = (ip: string, ready = true, more: object = {}) => ({
      addresses: [ip],
      conditions: { ready },
      ...more,
    });
    expect(shown(world)).toHaveLength(3);
    expect(shown(world)).toEqual(
      expect.arrayContaining([
        {
          addressType: 'IPv4',
          ports: http(80),
          endpoints: [at('192.0.2.1', true, { hostname: 'a' }), at('192.0.2.2', false)],
        },
        { addressType: 'IPv6', ports: http(80), endpoints: [at('2001:db8::1')] },
        { addressType: 'IPv4', ports: http(81), endpoints: [at('192.0.2.3')] },
      ]),
    );
  });

  it('keep their slice when they change, and lose it when they go', () => {
    const world = worldWith(written(one));
    const [before] = list(world, slices);
    const subsets = [{ addresses: [{ ip: '192.0.2.43' }], ports: [{ port: 9376 }] }];
    send(world, 'PATCH', `${ns}/endpoints/outside`, { subsets }, mergePatch);
    pass(world, 1);
    const [after] = list(world, slices);
    expect(after?.metadata.name).toBe(before?.metadata.name);
    expect(shown(world)[0]?.endpoints).toEqual([{ addresses: ['192.0.2.43'], conditions: { ready: true } }]);
    send(world, 'DELETE', `${ns}/endpoints/outside`);
    pass(world, 5);
    expect(list(world, slices)).toEqual([]);
  });

  it.each<[string, object, object]>([
    [
      'wish not to be',
      written(one, { labels: { 'endpointslice.kubernetes.io/skip-mirror': 'true' } }),
      service(),
    ],
    [
      'hold an election',
      written(one, { annotations: { 'control-plane.alpha.kubernetes.io/leader': '{}' } }),
      service(),
    ],
    ['have no Service', written(one, { name: 'nobody' }), service()],
  ])('are not shown where they %s', (_, endpoints, own) => {
    expect(shown(worldWith(endpoints, own))).toEqual([]);
  });

  it('are no longer shown once their Service selects its Pods', () => {
    const world = worldWith(written(one));
    send(world, 'PATCH', `${ns}/services/outside`, { spec: { selector: { app: 'x' } } }, mergePatch);
    pass(world, 5);
    const by = list(world, slices).map(
      ({ metadata }) => metadata.labels?.['endpointslice.kubernetes.io/managed-by'],
    );
    expect(by).toEqual(['endpointslice-controller.k8s.io']);
  });

  it('are cut off at a thousand a subset, and that is said', () => {
    const addresses = Array.from({ length: 1_001 }, (__, index) => ({
      ip: `10.1.${Math.floor(index / 250)}.${(index % 250) + 1}`,
    }));
    const world = worldWith(written([{ addresses, ports: [{ port: 80 }] }]));
    expect(shown(world)[0]?.endpoints).toHaveLength(1_000);
    const events = list(world, '/api/v1/events') as unknown as readonly { reason: string; message: string }[];
    expect(events.find(({ reason }) => reason === 'TooManyAddressesToMirror')?.message).toBe(
      'A max of 1000 addresses can be mirrored to EndpointSlices per Endpoints subset. 1 addresses were skipped',
    );
  });
});

// Beside a kube-controller-manager of 1.33: who owns what, the time of the change, null for a list of nothing.
describe('what a Service selects', () => {
  const trigger = 'endpoints.kubernetes.io/last-change-trigger-time';
  const selecting = { selector: { app: 'db' }, ports: [{ port: 80, appProtocol: 'http' }] };

  it('is shown with the time of what changed; nobody owns the Endpoints, which go with the Service', () => {
    const world = worldOf();
    send(world, 'POST', `${ns}/services`, service(selecting));
    pass(world, 5);
    const { creationTimestamp: created } = get(world, `${ns}/services/outside`).metadata as unknown as Record<
      string,
      string
    >;
    const endpoints = () => get(world, `${ns}/endpoints/outside`);
    const [slice] = list(world, slices);
    expect(slice).toMatchObject({ endpoints: null, ports: null });
    expect(slice?.metadata.annotations).toEqual({ [trigger]: created });
    expect(endpoints().metadata.annotations).toEqual({ [trigger]: created });
    expect(endpoints().metadata).not.toHaveProperty('ownerReferences');
    const pod = { metadata: { name: 'db', labels: { app: 'db' } }, spec: podSpec() };
    send(world, 'POST', `${ns}/pods`, pod);
    pass(world, 60);
    const ready = (
      (get(world, `${ns}/pods/db`).status?.['conditions'] ?? []) as Record<string, string>[]
    ).find(({ type }) => type === 'Ready');
    const port = { port: 80, protocol: 'TCP', appProtocol: 'http' };
    expect(endpoints().metadata.annotations).toEqual({ [trigger]: ready?.['lastTransitionTime'] });
    expect(endpoints()).toMatchObject({ subsets: [{ ports: [port] }] });
    expect(list(world, slices)[0]).toMatchObject({
      metadata: { annotations: { [trigger]: ready?.['lastTransitionTime'] } },
      ports: [{ name: '', ...port }],
    });
    send(world, 'DELETE', `${ns}/pods/db`, { gracePeriodSeconds: 0 });
    pass(world, 5);
    expect(list(world, slices)[0]?.metadata.annotations ?? {}).toEqual({});
    send(world, 'DELETE', `${ns}/services/outside`);
    pass(world, 5);
    expect(list(world, `${ns}/endpoints`)).toEqual([]);
  });
});
