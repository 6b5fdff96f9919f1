// Who reaches whom, with the rule that decides: policies as tables over one world of two namespaces.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Pod } from '../../../../src/kinds/core/pod/pod.ts';
import { reach, type Port, type Source } from '../../../../src/kinds/networking/reach.ts';
import type { Way } from '../../../../src/kinds/networking/service-ways.ts';
import { firstScope } from '../../../../src/kinds/vsphere/supervisor.ts';
import type { Checkpoint, World } from '../../../../src/world.ts';
import { call, get, pass, restored, send, worldOf } from '../../../worlds/setup.ts';

let begun: Checkpoint;

const pod = (name: string, labels: object) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  spec: {
    containers: [{ name: 'main', image: 'nginx:1.25', ports: [{ name: 'http', containerPort: 8080 }] }],
  },
});

/** `demo` is a vSphere Namespace; `plain` is none. */
beforeAll(() => {
  const world = worldOf();
  const made = (path: string, object: object) => {
    const { status, body } = send(world, 'POST', path, object);
    expect(status, body.message).toBe(201);
  };
  made('/api/v1/namespaces', {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: 'plain', labels: { team: 'red' } },
  });
  pass(world, 20);
  made('/api/v1/namespaces/demo/pods', pod('web', { app: 'web' }));
  made('/api/v1/namespaces/demo/pods', pod('api', { app: 'api' }));
  made('/api/v1/namespaces/plain/pods', pod('probe', { app: 'probe' }));
  made('/api/v1/namespaces/demo/services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web' },
    spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 'http' }] },
  });
  made('/api/v1/namespaces/demo/services', {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'empty' },
    spec: { selector: { app: 'nobody' }, ports: [{ port: 80 }] },
  });
  pass(world, 120);
  begun = world.checkpoint();
});

const view = (world: World) => world.view(firstScope);

function podOf(world: World, key: string): Pod {
  const [namespace = '', name = ''] = key.split('/');
  const found = view(world).get<Pod>('core/pods', name, namespace);
  if (found?.status?.podIP === undefined) throw new Error(`${key} has no address`);
  return found;
}

interface Service {
  readonly spec: { readonly clusterIP: string };
  readonly status?: { readonly loadBalancer?: { readonly ingress?: readonly { readonly ip: string }[] } };
}

/** `demo/web` is a Pod, `cluster web` a Service, `balancer web` its outer address, anything else an address. */
function addressOf(world: World, target: string): string {
  if (target.includes('/')) return podOf(world, target).status?.podIP ?? '';
  const [how, name] = target.split(' ');
  if (name === undefined) return target;
  const service = view(world).get('core/services', name, 'demo') as unknown as Service;
  return how === 'cluster' ? service.spec.clusterIP : (service.status?.loadBalancer?.ingress?.[0]?.ip ?? '');
}

function policy(name: string, spec: object, namespace = 'demo') {
  return {
    namespace,
    object: { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name }, spec },
  };
}

type Policy = ReturnType<typeof policy>;

function verdict(
  policies: readonly Policy[],
  from: string,
  to: string,
  port: number,
  protocol = 'TCP',
): string {
  const world = restored(begun);
  for (const { namespace, object } of policies) {
    const path = `/apis/networking.k8s.io/v1/namespaces/${namespace}/networkpolicies`;
    expect(send(world, 'POST', path, object).status).toBe(201);
  }
  const source: Source = from.includes('/') ? { pod: podOf(world, from) } : { address: from };
  const asked: Port = { number: port, protocol: protocol as Port['protocol'] };
  const { allowed, rule } = reach(source, addressOf(world, to), asked, view(world));
  return `${allowed ? 'yes' : 'no'}: ${rule}`;
}

const selectWeb = { podSelector: { matchLabels: { app: 'web' } } };
const open = (...peers: readonly object[]) => policy('open', { ...selectWeb, ingress: [{ from: peers }] });
const onPorts = (...ports: readonly object[]) => policy('open', { ...selectWeb, ingress: [{ ports }] });
const opened = (named: string) => `yes: demo-open-allowlist: ${named}-ingress-allow`;
const isolated = 'no: demo: isolated for ingress by open';
const outside = '198.51.100.7';

describe('by default', () => {
  it.each([
    ['within a namespace', 'demo/api', 'demo/web', 8080, 'yes: demo: default-allow within the namespace'],
    [
      'from another namespace',
      'plain/probe',
      'demo/web',
      8080,
      'no: demo: default-ingress-deny of the namespace',
    ],
    ['from outside', outside, 'demo/web', 8080, 'no: demo: default-ingress-deny of the namespace'],
    ['by the load balancer', outside, 'balancer web', 80, 'no: demo: default-ingress-deny of the namespace'],
    [
      'to a namespace of the system',
      'demo/web',
      'plain/probe',
      8080,
      'yes: plain: default-allow of a system namespace',
    ],
    ['to the world', 'demo/web', outside, 443, 'yes: demo: default-egress-allow of the namespace'],
    ['by a Service', 'demo/api', 'cluster web', 80, 'yes: demo: default-allow within the namespace'],
    [
      'at a port that a Service has not',
      'demo/api',
      'cluster web',
      81,
      'no: service demo/web has no port 81/TCP',
    ],
    ['a Service of nobody', 'demo/api', 'cluster empty', 80, 'no: service demo/empty has no ready endpoint'],
  ])('%s', (_what, from, to, port, said) => {
    expect(verdict([], from, to, port)).toBe(said);
  });
});

describe('a peer', () => {
  const red = { namespaceSelector: { matchLabels: { team: 'red' } } };
  const probe = { podSelector: { matchLabels: { app: 'probe' } } };
  it.each([
    ['anybody', open(), outside, opened('all')],
    [
      'a Pod of the same namespace',
      open({ podSelector: { matchLabels: { app: 'api' } } }),
      'demo/api',
      opened('all'),
    ],
    ['a Pod selector means no other namespace', open(probe), 'plain/probe', isolated],
    ['a namespace', open(red), 'plain/probe', opened('all')],
    ['a Pod of a namespace', open({ ...red, ...probe }), 'plain/probe', opened('all')],
    [
      'another Pod of it',
      open({ ...red, podSelector: { matchLabels: { app: 'x' } } }),
      'plain/probe',
      isolated,
    ],
    ['a block', open({ ipBlock: { cidr: '198.51.100.0/24' } }), outside, opened('all')],
    [
      'what a block leaves out',
      open({ ipBlock: { cidr: '198.51.100.0/24', except: ['198.51.100.0/28'] } }),
      outside,
      isolated,
    ],
    ['its own namespace too is isolated', open(red), 'demo/api', isolated],
    [
      'who is not selected',
      policy('open', { podSelector: { matchLabels: { app: 'x' } } }),
      'demo/api',
      'yes: demo: default-allow within the namespace',
    ],
    ['nobody', policy('open', selectWeb), 'demo/api', isolated],
    [
      'only egress',
      policy('open', { ...selectWeb, policyTypes: ['Egress'] }),
      'demo/api',
      'yes: demo: default-allow within the namespace',
    ],
  ])('%s', (_what, given, from, said) => {
    expect(verdict([given], from, 'demo/web', 8080)).toBe(said);
  });
});

describe('a port', () => {
  it.each([
    ['by number', onPorts({ port: 8080 }), 8080, 'TCP', opened('TCP.8080')],
    ['another number', onPorts({ port: 80 }), 8080, 'TCP', isolated],
    ['by name', onPorts({ port: 'http' }), 8080, 'TCP', opened('TCP.8080')],
    ['by a name that the Pod has not', onPorts({ port: 'admin' }), 8080, 'TCP', isolated],
    ['in a range', onPorts({ port: 8000, endPort: 8080 }), 8080, 'TCP', opened('TCP.8080')],
    ['beyond a range', onPorts({ port: 8000, endPort: 8079 }), 8080, 'TCP', isolated],
    ['of another protocol', onPorts({ port: 8080, protocol: 'UDP' }), 8080, 'TCP', isolated],
    ['any of a protocol', onPorts({ protocol: 'UDP' }), 53, 'UDP', opened('UDP.53')],
  ])('%s', (_what, given, port, protocol, said) => {
    expect(verdict([given], outside, 'demo/web', port, protocol)).toBe(said);
  });
});

describe('both ends', () => {
  const out = (spec: object) => policy('out', { podSelector: {}, policyTypes: ['Egress'], ...spec });
  it.each([
    ['the source has the first word', [out({})], 'no: demo: isolated for egress by out'],
    ['the target the last', [out({ egress: [{}] })], 'yes: demo: default-allow within the namespace'],
    [
      'a Service is judged by its Pod’s port',
      [out({ egress: [{ ports: [{ port: 80 }] }] })],
      'no: demo: isolated for egress by out',
    ],
    [
      'policies add up',
      [out({}), policy('also', { podSelector: {}, egress: [{ ports: [{ port: 8080 }] }], ingress: [{}] })],
      'yes: demo-also-allowlist: all-ingress-allow',
    ],
  ])('%s', (_what, policies, said) => {
    expect(verdict(policies, 'demo/api', 'cluster web', 80)).toBe(said);
  });

  it('the load balancer comes through once it is let in', () => {
    expect(verdict([open({ ipBlock: { cidr: '0.0.0.0/0' } })], outside, 'balancer web', 80)).toBe(
      opened('all'),
    );
  });
});

describe('who reaches a Service, as its page asks', () => {
  function waysTo(world: World, service: string): readonly string[] {
    const { ways } = get(world, `/sandbox/reach/supervisor/demo/${service}`) as unknown as {
      ways: readonly Way[];
    };
    return ways.map(
      ({ from, port, allowed, rule, targetPort }) =>
        `${from} ${port} to ${targetPort}: ${allowed ? 'yes' : 'no'}, ${rule}`,
    );
  }

  it('says who comes in by default', () =>
    expect(waysTo(restored(begun), 'web')).toEqual([
      'outside 80 to 8080: no, demo: default-ingress-deny of the namespace',
      'namespace 80 to 8080: yes, demo: default-allow within the namespace',
      'elsewhere 80 to 8080: no, demo: default-ingress-deny of the namespace',
    ]));

  it('says who comes in by a policy', () => {
    const world = restored(begun);
    const { object } = policy('open', {
      ...selectWeb,
      ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }],
    });
    expect(
      send(world, 'POST', '/apis/networking.k8s.io/v1/namespaces/demo/networkpolicies', object).status,
    ).toBe(201);
    expect(waysTo(world, 'web')[0]).toBe('outside 80 to 8080: yes, demo-open-allowlist: all-ingress-allow');
  });

  it('says that nobody answers', () =>
    expect(waysTo(restored(begun), 'empty')).toEqual([
      'namespace 80 to 80: no, service demo/empty has no ready endpoint',
      'elsewhere 80 to 80: no, service demo/empty has no ready endpoint',
    ]));

  it('is not there for a Service that is not', () =>
    expect(call(restored(begun), { method: 'GET', path: '/sandbox/reach/supervisor/demo/none' }).status).toBe(
      404,
    ));
});
