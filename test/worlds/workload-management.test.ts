// Workload Management from the wish to the end: enabled on bare hosts, step by step; its control plane loses VMs and gets others; it is
// resized, updated and disabled.
import { describe, expect, it } from 'vitest';
import { presetNamed, type Scenario } from '../../src/scenarios/index.ts';
import { call, list, pass, paths, restored, send, setPower, worldOf, type Body } from './setup.ts';
import type { World } from '../../src/world.ts';
import { bare, cidr, cluster, enable, policy, spec } from './enabling.ts';

interface Info {
  readonly config_status: string;
  readonly kubernetes_status: string;
  readonly conditions: readonly {
    readonly type: string;
    readonly status: string;
    readonly messages: readonly unknown[];
  }[];
  readonly messages: readonly { readonly details: { readonly default_message: string } }[];
  readonly api_servers: readonly string[];
  readonly api_server_cluster_endpoint: string;
}

const info = (world: World): Info => call(world, { method: 'GET', path: cluster }).body as unknown as Info;

function reached(world: World, status: string, minutes: number): void {
  for (let minute = 0; minute < minutes && info(world).config_status !== status; minute++) pass(world, 60);
  expect(info(world).config_status).toBe(status);
}

function enabled(): World {
  const world = worldOf(bare);
  expect(enable(world).status).toBe(204);
  reached(world, 'RUNNING', 60);
  return world;
}

const machines = (world: World): readonly Body[] =>
  list(world, paths.vms).filter(({ spec: { role } }) => role === 'ControlPlane');
const named = (world: World): readonly string[] =>
  machines(world).map(({ spec: said }) => String(said['displayName']));
const hostsOf = (world: World): readonly unknown[] => machines(world).map(({ status }) => status?.['host']);

function placeOfLeader(world: World): string {
  const supervisor = call(world, {
    method: 'GET',
    path: '/scopes/fabric/apis/vsphere.sandbox/v1/supervisors/mgmt-cl01',
  }).body;
  const leader = supervisor.status?.['leader'];
  return String(machines(world).find(({ metadata }) => metadata.name === leader)?.status?.['host']);
}

describe('Workload Management', () => {
  it('is enabled on four bare hosts: conditions come true one by one, and then there are seven nodes', () => {
    const world = worldOf(bare);
    expect(call(world, { method: 'GET', path: cluster }).status).toBe(400);
    expect(call(world, { method: 'GET', path: paths.nodes }).status).toBe(503);
    expect(enable(world).status).toBe(204);
    const order: string[] = [];
    for (let minute = 0; minute < 60 && info(world).config_status !== 'RUNNING'; minute++) {
      pass(world, 30);
      for (const { type, status } of info(world).conditions)
        if (status === 'TRUE' && !order.includes(type)) order.push(type);
    }
    expect(order).toEqual([
      'InfrastructureInitialized',
      'ControlPlaneVMsDeployed',
      'KubernetesAPIServerLoadBalancerConfigured',
      'NodeAgentsInstalled',
      'ControlPlaneVMsConfigured',
      'CoreSupervisorServicesConfigured',
    ]);
    expect(info(world)).toMatchObject({
      config_status: 'RUNNING',
      kubernetes_status: 'READY',
      api_servers: ['10.0.10.51', '10.0.10.52', '10.0.10.53'],
      api_server_cluster_endpoint: '10.15.8.1',
      messages: [],
    });
    expect(new Set(hostsOf(world)).size).toBe(3);
    const nodes = list(world, paths.nodes);
    expect(nodes).toHaveLength(7);
    expect(
      send(world, 'POST', '/api/vcenter/namespaces/instances', { cluster: 'domain-c8', namespace: 'demo' })
        .status,
    ).toBe(204);
    pass(world, 30);
    expect(
      send(world, 'POST', paths.pods, {
        metadata: { name: 'web' },
        spec: { containers: [{ name: 'web', image: 'nginx' }] },
      }).status,
    ).toBe(201);
    pass(world, 60);
    expect(list(world, paths.pods)[0]?.status?.['phase']).toBe('Running');
  });
});

/** Each refused as vCenter refuses it, and nothing of it begun. */
const refused: readonly (readonly [what: string, change: object, type: string, words: RegExp])[] = [
  [
    'four management addresses',
    {
      master_management_network: {
        ...spec.master_management_network,
        address_range: { ...spec.master_management_network.address_range, address_count: 4 },
      },
    },
    'INVALID_ARGUMENT',
    /at least 5 consecutive addresses/,
  ],
  [
    'DHCP',
    { master_management_network: { mode: 'DHCP', network: 'dvportgroup-13' } },
    'INVALID_ARGUMENT',
    /STATICRANGE/,
  ],
  ['an unknown policy', { master_storage_policy: 'gold' }, 'NOT_FOUND', /'gold' does not exist/],
  ['a size of its own', { size_hint: 'HUGE' }, 'INVALID_ARGUMENT', /not one of TINY, SMALL/],
  [
    'pod ranges that are too small',
    { ncp_cluster_network_spec: { ...spec.ncp_cluster_network_spec, pod_cidrs: [cidr('10.244.0.0/24')] } },
    'INVALID_ARGUMENT',
    /at least a \/23/,
  ],
  [
    'an unknown switch',
    {
      ncp_cluster_network_spec: { ...spec.ncp_cluster_network_spec, cluster_distributed_switch: '50 2b' },
    },
    'NOT_FOUND',
    /Distributed switch with identifier '50 2b' does not exist/,
  ],
  [
    'an unknown edge cluster',
    { ncp_cluster_network_spec: { ...spec.ncp_cluster_network_spec, nsx_edge_cluster: 'edge-9' } },
    'NOT_FOUND',
    /Edge cluster with identifier 'edge-9' does not exist/,
  ],
  [
    'ranges that overlap',
    {
      ncp_cluster_network_spec: { ...spec.ncp_cluster_network_spec, egress_cidrs: [cidr('10.15.8.128/25')] },
    },
    'INVALID_ARGUMENT',
    /overlaps with CIDR/,
  ],
  [
    'ranges on the management network',
    {
      ncp_cluster_network_spec: { ...spec.ncp_cluster_network_spec, ingress_cidrs: [cidr('10.0.10.128/25')] },
    },
    'INVALID_ARGUMENT',
    /overlaps/,
  ],
  [
    'routed mode with egress',
    { ncp_cluster_network_spec: { ...spec.ncp_cluster_network_spec, routed_mode: true } },
    'INVALID_ARGUMENT',
    /must not be set in routed mode/,
  ],
  [
    'an unknown Tier-0',
    { ncp_cluster_network_spec: { ...spec.ncp_cluster_network_spec, nsx_tier0_gateway: 't0-no' } },
    'NOT_FOUND',
    /t0-no/,
  ],
];

describe('enabling is refused for', () => {
  it.each(refused)('%s', (_what, change, type, words) => {
    const world = worldOf(bare);
    const before = world.revision;
    const answered = enable(world, { ...spec, ...change }).body as unknown as {
      readonly error_type: string;
      readonly messages: readonly { readonly default_message: string }[];
    };
    expect(answered.error_type).toBe(type);
    expect(answered.messages[0]?.default_message).toMatch(words);
    expect(world.revision).toBe(before);
  });

  it('a cluster that has it, and one while the service is stopped', () => {
    const world = enabled();
    expect(enable(world)).toMatchObject({ status: 400, body: { error_type: 'ALREADY_EXISTS' } });
    expect(send(world, 'POST', '/api/vcenter/services/wcp?action=stop').status).toBe(204);
    expect(send(world, 'POST', `${cluster}?action=disable`)).toMatchObject({
      status: 503,
      body: { error_type: 'SERVICE_UNAVAILABLE' },
    });
  });
});

describe('a control plane', () => {
  it('with one of three members left answers as etcd does without a majority', () => {
    const world = enabled();
    send(world, 'POST', '/api/vcenter/services/wcp?action=stop');
    const [stays = '', ...others] = [...new Set(hostsOf(world))].map(String);
    setPower(world, 'esxi-04.sandbox.lab', 'Off');
    for (const host of others) if (host !== 'esxi-04.sandbox.lab') setPower(world, host, 'Off');
    pass(world, 300);
    expect(hostsOf(world)).toContain(stays);
    expect(call(world, { method: 'GET', path: paths.nodes })).toMatchObject({
      status: 500,
      body: { message: 'etcdserver: request timed out' },
    });
  });

  it('gets another VM for one that does not come back, with the spare address, and loses the old one', () => {
    const world = enabled();
    // Nobody else may take it: HA finds no host.
    for (const host of ['esxi-04.sandbox.lab']) setPower(world, host, 'Off');
    pass(world, 60);
    const lost = placeOfLeader(world);
    setPower(world, lost, 'Off');
    pass(world, 120);
    expect(info(world)).toMatchObject({
      kubernetes_status: 'WARNING',
      kubernetes_status_messages: [
        { severity: 'ERROR', details: { args: ['Kubelet stopped posting node status.'] } },
      ],
    });
    expect(placeOfLeader(world)).not.toBe(lost);
    pass(world, 600);
    expect(
      info(world)
        .messages.map(({ details }) => details.default_message)
        .join(),
    ).toMatch(/Cannot place SupervisorControlPlaneVM \(4\)/);
    setPower(world, 'esxi-04.sandbox.lab', 'On');
    reached(world, 'RUNNING', 40);
    pass(world, 120);
    expect(info(world).kubernetes_status).toBe('READY');
    expect(hostsOf(world)).toContain('esxi-04.sandbox.lab');
    expect(list(world, paths.nodes).filter(({ metadata }) => metadata.name.startsWith('42'))).toHaveLength(3);
  });

  it('without two of three serves nobody; planned, with the service stopped, it comes back as it was', () => {
    const world = enabled();
    const before = named(world);
    send(world, 'POST', '/api/vcenter/services/wcp?action=stop');
    for (const { metadata } of list(world, paths.hosts)) setPower(world, metadata.name, 'Off');
    pass(world, 1_200);
    expect(call(world, { method: 'GET', path: paths.pods }).status).toBe(503);
    for (const { metadata } of list(world, paths.hosts)) setPower(world, metadata.name, 'On');
    pass(world, 900);
    send(world, 'POST', '/api/vcenter/services/wcp?action=start');
    pass(world, 600);
    expect(info(world)).toMatchObject({ config_status: 'RUNNING', kubernetes_status: 'READY' });
    expect(named(world)).toEqual(before);
    expect(list(world, paths.nodes)).toHaveLength(7);
  });

  it('takes another size VM by VM, and goes on serving', () => {
    const world = enabled();
    expect(send(world, 'PATCH', cluster, { size_hint: 'LARGE' }).status).toBe(204);
    pass(world, 60);
    expect(info(world).config_status).toBe('CONFIGURING');
    for (let minute = 0; minute < 60 && info(world).config_status !== 'RUNNING'; minute++) {
      pass(world, 60);
      expect(call(world, { method: 'GET', path: paths.nodes }).status).toBe(200);
    }
    expect(machines(world).map(({ spec: said }) => said['cpus'])).toEqual([16, 16, 16]);
  });

  it('is updated with its Spherelets, and says the new version once all of it is there', () => {
    const world = enabled();
    const software = '/api/vcenter/namespace-management/software/clusters/domain-c8';
    expect(call(world, { method: 'GET', path: software }).body).toMatchObject({
      state: 'READY',
      current_version: 'v1.24.9+vmware.wcp.1',
      available_versions: ['v1.25.6+vmware.wcp.2'],
    });
    expect(
      send(world, 'POST', `${software}?action=upgrade`, { desired_version: 'v1.25.6+vmware.wcp.2' }).status,
    ).toBe(204);
    expect(call(world, { method: 'GET', path: software }).body).toMatchObject({
      state: 'PENDING',
      desired_version: 'v1.25.6+vmware.wcp.2',
    });
    reached(world, 'RUNNING', 90);
    expect(call(world, { method: 'GET', path: software }).body).toMatchObject({
      state: 'READY',
      current_version: 'v1.25.6+vmware.wcp.2',
    });
    const versions = list(world, paths.nodes).map(
      ({ status }) =>
        (status?.['nodeInfo'] as { readonly kubeletVersion: string } | undefined)?.kubeletVersion,
    );
    expect(new Set(versions)).toEqual(new Set(['v1.25.6+vmware.wcp.2', 'v1.25.6-sph-3c1d5e8']));
  });

  it('is disabled: its namespaces, VMs and networks go, and it can be enabled again', () => {
    const world = enabled();
    send(world, 'POST', '/api/vcenter/namespaces/instances', { cluster: 'domain-c8', namespace: 'demo' });
    pass(world, 30);
    send(world, 'POST', paths.pods, {
      metadata: { name: 'web' },
      spec: { containers: [{ name: 'web', image: 'nginx' }] },
    });
    pass(world, 60);
    expect(send(world, 'POST', `${cluster}?action=disable`).status).toBe(204);
    pass(world, 30);
    expect(info(world).config_status).toBe('REMOVING');
    pass(world, 900);
    expect(call(world, { method: 'GET', path: cluster }).status).toBe(400);
    for (const kind of [
      'vsphere.sandbox/v1/virtualmachines',
      'vsphere.sandbox/v1/namespaces',
      'nsx.sandbox/v1/segments',
      'nsx.sandbox/v1/tier1s',
      'nsx.sandbox/v1/natrules',
      'nsx.sandbox/v1/virtualservers',
    ])
      expect(list(world, `/scopes/fabric/apis/${kind}`)).toEqual([]);
    expect(enable(world).status).toBe(204);
    reached(world, 'RUNNING', 60);
    expect(list(world, paths.nodes)).toHaveLength(7);
  });

  it('is the same world again from a checkpoint in the middle of configuring', () => {
    const world = worldOf(bare);
    enable(world);
    pass(world, 500);
    const again = restored(JSON.parse(JSON.stringify(world.checkpoint())) as ReturnType<World['checkpoint']>);
    pass(world, 2_000);
    pass(again, 2_000);
    expect(again.hash()).toBe(world.hash());
    expect(info(again).config_status).toBe('RUNNING');
  });
});

describe('a Supervisor on three zones', () => {
  const zones = ['zone-a', 'zone-b', 'zone-c'] as const;
  const node = (address: string, count: number) => ({ address, count });
  const zonal = {
    zones,
    name: 'stretched',
    control_plane: {
      size: 'SMALL',
      storage_policy: policy,
      network: {
        backing: { backing: 'NETWORK', network: 'dvportgroup-13' },
        ip_management: {
          dhcp_enabled: false,
          gateway_address: '10.0.10.1/24',
          ip_assignments: [{ assignee: 'NODE', ranges: [node('10.0.10.50', 5)] }],
        },
      },
    },
    workloads: {
      network: {
        network_type: 'NSXT',
        ip_management: {
          dhcp_enabled: false,
          ip_assignments: [
            { assignee: 'POD', ranges: [node('10.244.0.0', 4_096)] },
            { assignee: 'SERVICE', ranges: [node('10.96.0.0', 512)] },
          ],
        },
      },
      edge: {
        provider: 'NSX',
        load_balancer_address_ranges: [node('10.15.8.0', 256)],
        nsx: { t0_gateway: 't0-edge', egress_ip_ranges: [node('10.15.9.0', 256)], routing_mode: 'NAT' },
      },
      kube_api_server_options: { security: { certificate_dns_names: ['sv.sandbox.lab'] } },
      storage: { ephemeral_storage_policy: policy, image_storage_policy: policy },
    },
  };
  const supervisors = '/api/vcenter/namespace-management/supervisors';

  it('has a control plane VM in each, its hosts carry their zone, and a user’s vSphere Pod is refused', () => {
    const world = worldOf(presetNamed('three-zones') as Scenario);
    const clusters = list(world, '/scopes/fabric/apis/vsphere.sandbox/v1/clusters').map(({ spec: said }) =>
      String(said['moid']),
    );
    for (const [place, zone] of zones.entries()) {
      expect(send(world, 'POST', '/api/vcenter/consumption-domains/zones', { zone }).status).toBe(201);
      const association = `/api/vcenter/consumption-domains/zones/cluster/${zone}/associations?action=add`;
      expect(send(world, 'POST', association, [clusters[place]]).status).toBe(200);
    }
    const two = send(world, 'POST', `${supervisors}?action=enable_on_zones`, {
      ...zonal,
      zones: zones.slice(1),
    });
    expect(two).toMatchObject({ status: 400, body: { error_type: 'INVALID_ARGUMENT' } });
    const enabled = send(world, 'POST', `${supervisors}?action=enable_on_zones`, zonal);
    expect(enabled.status).toBe(200);
    const supervisor = `${supervisors}/${String(JSON.parse(enabled.body.message ?? ''))}`;
    const summary = () =>
      call(world, { method: 'GET', path: `${supervisor}/summary` }).body as unknown as {
        readonly config_status: string;
      };
    for (let minute = 0; minute < 60 && summary().config_status !== 'RUNNING'; minute++) pass(world, 60);
    expect(summary().config_status).toBe('RUNNING');
    const inCluster = machines(world).map(({ spec: said }) => said['cluster']);
    expect(new Set(inCluster).size).toBe(3);
    const labels = list(world, paths.nodes).map(
      ({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone'],
    );
    expect(labels.toSorted()).toEqual(zones.flatMap((zone) => [zone, zone, zone, zone]));
    send(world, 'POST', '/api/vcenter/namespaces/instances', { cluster: clusters[1], namespace: 'demo' });
    pass(world, 60);
    expect(
      send(world, 'POST', paths.pods, {
        metadata: { name: 'web' },
        spec: { containers: [{ name: 'web', image: 'nginx' }] },
      }),
    ).toMatchObject({
      status: 403,
      body: { message: expect.stringContaining('vSphere Pods are not supported') },
    });
    expect(call(world, { method: 'GET', path: `${supervisor}/topology` }).body).toEqual(
      zones.map((zone, place) => ({ zone, clusters: [clusters[place]] })),
    );
  });
});
