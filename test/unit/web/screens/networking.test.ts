/** What the networking screens count: unused addresses of a summary, the curve of boundaries, who holds what of a pool. */
import { describe, expect, it } from 'vitest';
import type { Supervisor, VirtualMachine } from '../../../../web/live/fabric.ts';
import type { NatRule, Segment, VirtualServer } from '../../../../web/live/nsx.ts';
import type { VsphereNetworking } from '../../../../web/live/network-stacks.ts';
import { holdingsOf, poolsOf } from '../../../../web/screens/networking/pools.ts';
import { isWithin, segmentAddresses, withinAny } from '../../../../web/screens/networking/segments.ts';
import { atBoundary, cidrsOf, covered, unusedOf } from '../../../../web/screens/networking/summaries.ts';

const cidrs = (...prefixes: readonly string[]) => cidrsOf(prefixes.map((prefix) => ({ prefix })));

describe('summaries', () => {
  it.each([
    ['10.15.8.1/32', ['10.15.8.1/32'], 0],
    ['10.15.8.0/31', ['10.15.8.0/32', '10.15.8.1/32'], 0],
    ['10.15.8.0/24', ['10.15.8.1/32', '10.15.8.2/32', '10.15.9.1/32'], 254],
    ['10.15.8.0/28', ['10.15.8.0/29', '10.15.8.1/32'], 8],
    ['10.15.8.0/24', [], 256],
  ])('%s for %j leaves %i addresses without a route', (block, routes, unused) => {
    const [cidr] = cidrs(block);
    expect(cidr && unusedOf(cidr, cidrs(...routes))).toBe(unused);
  });

  it('counts prefixes within others once', () => {
    expect(covered(cidrs('10.0.0.0/24', '10.0.0.0/28', '10.0.1.0/32'))).toBe(257);
  });

  it('turns routes into blocks of one length, and leaves shorter ones', () => {
    const routes = cidrs('10.15.8.1/32', '10.15.8.200/32', '10.15.9.1/32', '10.244.0.0/20');
    expect(atBoundary(routes, 24)).toEqual({ bits: 24, routes: 3, unused: 2 * 256 - 3 });
    expect(atBoundary(routes, 32)).toEqual({ bits: 32, routes: 4, unused: 0 });
  });
});

describe('segments', () => {
  it('give Pods all but network, gateway and broadcast', () => {
    expect(segmentAddresses('10.244.1.48/28')).toBe(13);
    expect(segmentAddresses('not a block')).toBe(0);
  });
  it.each([
    ['10.244.1.50', true],
    ['10.244.1.64', false],
    ['<none>', false],
  ])('10.244.1.48/28 holds %s: %s', (address, is) => {
    expect(isWithin('10.244.1.48/28', address)).toBe(is);
    expect(withinAny(['10.0.0.0/24', '10.244.1.48/28', 'no block'])(address)).toBe(is);
  });
});

describe('pools', () => {
  const metadata = (name: string) => ({
    name,
    uid: name,
    resourceVersion: '1',
    creationTimestamp: '2023-04-06T08:00:00Z',
  });
  const segment = (namespace: string, index: number, subnet: string): Segment => ({
    metadata: metadata(`s-${namespace}-${index}`),
    spec: { displayName: '', tier1: 't1', namespace, index, subnet, gateway: '' },
  });
  const server = (owner: string, ip: string): VirtualServer => ({
    metadata: metadata(`v-${owner}`),
    spec: { displayName: '', tier1: 't1', namespace: 'demo', owner, ip, ports: [80, 443] },
  });
  const rule: NatRule = {
    metadata: metadata('n-demo'),
    spec: { tier1: 't1', namespace: '', sources: ['10.244.0.0/20'], translated: '10.15.9.1' },
  };
  const world = {
    segments: [
      segment('demo', 1, '10.244.0.96/28'),
      segment('', 0, '10.244.0.16/28'),
      segment('elsewhere', 0, '192.168.0.0/28'),
    ],
    natRules: [rule],
    virtualServers: [server('web', '10.15.8.10'), server('api', '10.15.8.9')],
    balancedServers: [],
    machines: [],
  };
  const supervisor = (workloads: Supervisor['spec']['workloads']): Supervisor => ({
    metadata: metadata('sv1'),
    spec: {
      scope: 'supervisor',
      cluster: 'cl01',
      moid: 'domain-c8',
      version: 'v1.24.9',
      fqdn: 'sv1.sandbox.lab',
      size: 'SMALL',
      management: { floatingIp: '', startingAddress: '', addressCount: 5 },
      workloads,
    },
  });
  const onNsx = supervisor({
    serviceCidr: '10.96.0.0/23',
    nsx: {
      podCidrs: ['10.244.0.0/20'],
      ingressCidrs: ['10.15.8.0/24'],
      egressCidrs: ['10.15.9.0/24'],
      namespaceSubnetPrefix: 28,
      tier0: 't0-edge',
    },
  });

  it('of NSX hold what is theirs, by address', () => {
    const [ingress, egress, pods] = poolsOf(onNsx, []).map((pool) => holdingsOf(pool, world));
    expect(pods).toMatchObject([
      { prefix: '10.244.0.16/28', owner: 'control plane', why: 'first block' },
      { prefix: '10.244.0.96/28', owner: 'demo', why: 'block 2, added when full' },
    ]);
    expect(ingress).toMatchObject([
      { prefix: '10.15.8.9', owner: 'demo/api', why: 'ports 80, 443' },
      { prefix: '10.15.8.10', owner: 'demo/web' },
    ]);
    expect(egress).toMatchObject([
      { prefix: '10.15.9.1', owner: 'system namespaces', kind: 'tier1', name: 't1' },
    ]);
  });

  it('of NSX give out blocks, or addresses but the first and last', () => {
    expect(poolsOf(onNsx, []).map(({ capacity }) => capacity)).toEqual([254, 254, 256]);
  });

  it('of a distributed switch are the load balancer’s and the workload networks’', () => {
    const vsphere: VsphereNetworking = {
      primaryNetwork: 'primary',
      networks: [
        {
          name: 'primary',
          portGroup: 'dvportgroup-14',
          addressRanges: [{ address: '10.0.20.10', count: 20 }],
          gateway: '10.0.20.1',
          subnetMask: '255.255.255.0',
        },
      ],
      loadBalancer: {
        id: 'lb',
        provider: 'HA_PROXY',
        addressRanges: [{ address: '10.0.30.1', count: 8 }],
        servers: [{ host: '10.0.10.6', port: 5556 }],
        username: 'admin',
      },
    };
    const vm = {
      metadata: metadata('vm-51'),
      spec: { displayName: 'SupervisorControlPlaneVM (1)', workloadIp: '10.0.20.10' },
    } as VirtualMachine;
    const balanced = {
      metadata: metadata('b-web'),
      spec: {
        displayName: '',
        loadBalancer: 'haproxy01',
        namespace: 'demo',
        owner: 'web',
        ip: '10.0.30.2',
        ports: [80],
      },
    };
    const [virtual, workload] = poolsOf(supervisor({ serviceCidr: '10.96.0.0/23', vsphere }), []);
    const there = { ...world, balancedServers: [balanced], machines: [vm] };
    expect(virtual).toMatchObject({ texts: ['10.0.30.1-10.0.30.8'], capacity: 8 });
    expect(virtual && holdingsOf(virtual, there)).toMatchObject([{ prefix: '10.0.30.2', owner: 'demo/web' }]);
    expect(workload).toMatchObject({ texts: ['10.0.20.10-10.0.20.29'], capacity: 20 });
    expect(workload && holdingsOf(workload, there)).toMatchObject([{ prefix: '10.0.20.10', kind: 'vm' }]);
  });
});
