// A Supervisor on a distributed switch alone: what it is, what runs there, and what it refuses.
import { describe, expect, it } from 'vitest';
import {
  bare,
  onSwitch,
  cluster,
  fabric,
  netop,
  haProxy,
  avi,
  spec,
  enable,
  info,
  reached,
  enabled,
  controlPlane,
  ingressOf,
  names,
} from './distributed-switch.ts';
import { runJournals } from './journals.ts';
import { deployment, get, list, pass, paths, podSpec, send, service, worldOf, type Body } from './setup.ts';

describe('a Supervisor on a distributed switch', () => {
  it.each([
    ['HAProxy', haProxy, '10.0.30.1', 'vmware-system-lbapi', 'vmware-system-ako'],
    ['the NSX Advanced Load Balancer', avi, '10.0.31.1', 'vmware-system-ako', 'vmware-system-lbapi'],
  ])('is enabled with %s, which gives its API an address', (_what, balancer, endpoint, driver, other) => {
    const world = enabled({ ...spec, load_balancer_config_spec: balancer });
    expect(info(world)).toMatchObject({
      network_provider: 'VSPHERE_NETWORK',
      api_server_cluster_endpoint: endpoint,
      messages: [],
      workload_networks: {
        supervisor_primary_workload_network: { network: 'primary', namespaces: [] },
      },
      load_balancers: [{ id: balancer.id, provider: balancer.provider }],
    });
    expect(JSON.stringify(info(world))).not.toContain('VMware1!');
    expect(ingressOf(world, '/api/v1/namespaces/kube-system/services/kube-apiserver-lb-svc')).toBe(endpoint);
    expect(controlPlane(world).map(({ spec: vm }) => vm['workloadIp'])).toEqual([
      '10.0.20.10',
      '10.0.20.11',
      '10.0.20.12',
    ]);
    const namespaces = names(world, '/api/v1/namespaces');
    expect(namespaces).toEqual(expect.arrayContaining(['vmware-system-netop', driver]));
    expect(namespaces).not.toContain(other);
    expect(namespaces).not.toContain('vmware-system-nsx');
    for (const plural of ['segments', 'tier1s', 'natrules', 'virtualservers'])
      expect(list(world, fabric('nsx.sandbox', plural))).toEqual([]);
    const systemPods = list(world, '/api/v1/namespaces/vmware-system-netop/pods');
    expect(systemPods).toHaveLength(3);
    for (const { status } of systemPods) expect(status?.['podIP']).toMatch(/^10\.244\.\d+\.\d+$/);
  });

  it.each([
    ['7.0 U3', 3],
    ['8.0 U1', 7],
  ])('of %s has %i nodes', (release, count) => {
    const world = enabled(spec, { ...bare, release });
    expect(list(world, paths.nodes)).toHaveLength(count);
  });

  it('has its networks and its load balancer as objects of the network operator', () => {
    const world = worldOf(onSwitch);
    expect(list(world, netop('networks'))).toMatchObject([
      {
        metadata: { name: 'primary', namespace: 'demo' },
        spec: { type: 'vsphere-distributed', providerRef: { kind: 'VSphereDistributedNetwork' } },
      },
    ]);
    expect(list(world, netop('vspheredistributednetworks'))).toMatchObject([
      {
        spec: {
          portGroupID: 'dvportgroup-14',
          gateway: '10.0.20.1',
          ipPools: [{ name: 'primary-ippool-0' }],
        },
      },
    ]);
    expect(list(world, netop('ippools')).map(({ status }) => status?.['allocated'])).toEqual([1, 3]);
    expect(list(world, netop('loadbalancerconfigs'))).toMatchObject([
      { spec: { type: 'haproxy' }, status: { conditions: [{ type: 'Ready' }] } },
    ]);
    expect(list(world, netop('haproxyloadbalancerconfigs'))).toMatchObject([
      {
        spec: {
          endPointURLs: ['https://10.0.10.6:5556/v2'],
          credentialSecretRef: { name: 'haproxy-lb-config' },
        },
      },
    ]);
    expect(list(world, netop('aviloadbalancerconfigs'))).toEqual([]);
    expect(names(world, '/api/v1/namespaces/vmware-system-netop/secrets')).toContain('haproxy-lb-config');
    expect(send(world, 'DELETE', `${netop('namespaces/demo/networks')}/primary`).status).toBe(403);
    expect(get(world, '/api/v1/namespaces/demo').metadata.annotations).not.toHaveProperty('ncp/subnet-0');
    expect(get(world, `${fabric('vsphere.sandbox', 'namespaces')}/demo`).status?.['configStatus']).toBe(
      'RUNNING',
    );
  });

  it('on NSX has none of them', () => {
    const world = worldOf();
    for (const plural of ['networks', 'ippools', 'loadbalancerconfigs', 'gatewayclasses'])
      expect(list(world, netop(plural))).toEqual([]);
  });

  it('goes with its virtual servers, and another one can come', () => {
    const world = enabled();
    expect(send(world, 'POST', `${cluster}?action=disable`).status).toBe(204);
    for (let minute = 0; minute < 60; minute++) pass(world, 60);
    expect(list(world, fabric('lb.sandbox', 'virtualservers'))).toEqual([]);
    expect(controlPlane(world)).toEqual([]);
    expect(enable(world).status).toBe(204);
  });

  it('replaces a control plane VM with one that has another address of its workload network', () => {
    const world = enabled();
    expect(send(world, 'PATCH', cluster, { size_hint: 'MEDIUM' }).status).toBe(204);
    pass(world, 60);
    reached(world);
    const addresses = controlPlane(world).map(({ spec: vm }) => String(vm['workloadIp']));
    expect(new Set(addresses).size).toBe(3);
    for (const address of addresses) expect(address).toMatch(/^10\.0\.20\.1[0-3]$/);
  });
});

describe('vSphere Pods on a distributed switch', () => {
  const words =
    'pods "web" is forbidden: vSphere Pods are not supported on a Supervisor that is configured with the vSphere Distributed Switch (VDS) networking stack';

  it('of people’s own are refused, and their Deployments say so', () => {
    const world = worldOf(onSwitch);
    expect(send(world, 'POST', paths.pods, { metadata: { name: 'web' }, spec: podSpec() })).toMatchObject({
      status: 403,
      body: { message: words, reason: 'Forbidden' },
    });
    send(world, 'POST', paths.deployments, deployment('web', 2));
    pass(world, 30);
    expect(get(world, `${paths.deployments}/web`).status?.['conditions']).toMatchObject(
      expect.arrayContaining([
        expect.objectContaining({ type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate' }),
      ]),
    );
    const events = list(world, '/api/v1/namespaces/demo/events') as unknown as readonly Body[];
    expect(events.filter(({ reason }) => reason === 'FailedCreate')[0]?.message).toMatch(
      /^Error creating: pods "web-.*VDS\) networking stack$/,
    );
    expect(list(world, paths.pods)).toEqual([]);
  });

  it('of Supervisor Services run, with addresses of the workload network that are no control plane VM’s', () => {
    const world = worldOf(onSwitch);
    const namespace = 'svc-contour-domain-c8';
    send(world, 'POST', '/api/v1/namespaces', { metadata: { name: namespace } });
    pass(world, 5);
    const pods = `/api/v1/namespaces/${namespace}/pods`;
    for (const name of ['a', 'b'])
      expect(send(world, 'POST', pods, { metadata: { name }, spec: podSpec() }).status).toBe(201);
    pass(world, 120);
    expect(list(world, pods).map(({ status }) => [status?.['phase'], status?.['podIP']])).toEqual([
      ['Running', '10.0.20.14'],
      ['Running', '10.0.20.15'],
    ]);
    expect(list(world, netop('ippools'))[1]?.status?.['allocated']).toBe(5);
  });

  it('of 7.0 U3 find no node, even those of the system’s', () => {
    const world = worldOf({ ...onSwitch, release: '7.0 U3' });
    const namespace = 'svc-contour-domain-c8';
    send(world, 'POST', '/api/v1/namespaces', { metadata: { name: namespace } });
    pass(world, 5);
    send(world, 'POST', `/api/v1/namespaces/${namespace}/pods`, { metadata: { name: 'a' }, spec: podSpec() });
    pass(world, 60);
    const [pod] = list(world, `/api/v1/namespaces/${namespace}/pods`);
    expect(pod?.status?.['conditions']).toMatchObject([
      { type: 'PodScheduled', status: 'False', message: expect.stringMatching(/^0\/3 nodes are available/) },
    ]);
  });
});

describe('a Service of type LoadBalancer on a distributed switch', () => {
  it('gets an address of the load balancer, which comes back with it; the next waits when none is left', () => {
    const world = enabled();
    send(world, 'POST', '/api/vcenter/namespaces/instances', { cluster: 'domain-c8', namespace: 'demo' });
    pass(world, 10);
    for (const name of ['a', 'b', 'c', 'd'])
      send(world, 'POST', paths.services, service(name, name, 'LoadBalancer'));
    pass(world, 30);
    const at = (name: string) => ingressOf(world, `${paths.services}/${name}`);
    expect(['a', 'b', 'c', 'd'].map(at)).toEqual(['10.0.30.2', '10.0.30.3', '10.0.30.4', undefined]);
    const events = list(world, '/api/v1/namespaces/demo/events') as unknown as readonly Body[];
    expect(events.find(({ reason }) => reason === 'SyncLoadBalancerFailed')?.message).toMatch(
      /no address of 10\.0\.30\.1-10\.0\.30\.4 is free$/,
    );
    send(world, 'DELETE', `${paths.services}/b`);
    pass(world, 30);
    expect(at('d')).toBe('10.0.30.3');
  });
});

describe('whatever is done to it', () => {
  it('holds what must hold', () => {
    runJournals({ seed: 11, cases: 4, scenario: onSwitch });
  });
});
