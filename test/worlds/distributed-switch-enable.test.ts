// Enabling a Supervisor on a distributed switch alone, in both forms: what is refused, and what waits for its load balancer; its networks.
import { describe, expect, it } from 'vitest';
import type { World } from '../../src/world.ts';
import {
  bare,
  onSwitch,
  management,
  cluster,
  policy,
  fabric,
  netop,
  signIn,
  primary,
  haProxy,
  spec,
  enable,
  info,
  messages,
  reached,
  refusal,
} from './distributed-switch.ts';
import { get, list, pass, send, worldOf, type Answer } from './setup.ts';

describe('a load balancer that does not answer', () => {
  it.each([
    ['is not there', { servers: [{ host: '10.0.10.99', port: 5556 }] }, /no route to host/],
    ['has another port', { servers: [{ host: '10.0.10.6', port: 443 }] }, /connection refused/],
    ['does not know the password', { password: 'wrong' }, /401 Unauthorized/],
    ['shows another certificate', { certificate_authority_chain: 'none' }, /x509: certificate signed by/],
  ])('since it %s leaves the API without an address until that is mended', (_what, change, words) => {
    const world = worldOf(bare);
    const wrong = { ...haProxy.ha_proxy_config_create_spec, ...change };
    const config = { ...haProxy, ha_proxy_config_create_spec: wrong };
    expect(enable(world, { ...spec, load_balancer_config_spec: config }).status).toBe(204);
    pass(world, 3_600);
    expect(info(world).config_status).toBe('CONFIGURING');
    expect(messages(world)).toMatch(/Timed out waiting for LB service update\. .* will be retried\./);
    expect(messages(world)).toMatch(words);
    const mended = {
      provider: 'HA_PROXY',
      ha_proxy_config_set_spec: haProxy.ha_proxy_config_create_spec,
      address_ranges: haProxy.address_ranges,
    };
    expect(send(world, 'PUT', `${cluster}/load-balancers/haproxy`, mended).status).toBe(204);
    reached(world);
    expect(info(world).api_server_cluster_endpoint).toBe('10.0.30.1');
  });
});

const network = (change: object) => ({
  workload_networks_spec: {
    supervisor_primary_workload_network: {
      ...primary,
      vsphere_network: { ...primary.vsphere_network, ...change },
    },
  },
});
const balancer = (change: object) => ({ load_balancer_config_spec: { ...haProxy, ...change } });

/** Each refused as vCenter refuses it, and nothing of it begun. */
const refused: readonly (readonly [what: string, change: object, type: string, words: RegExp])[] = [
  [
    'no workload network',
    { workload_networks_spec: undefined },
    'INVALID_ARGUMENT',
    /missing a required field 'workload_networks_spec'/,
  ],
  [
    'no load balancer',
    { load_balancer_config_spec: undefined },
    'INVALID_ARGUMENT',
    /'load_balancer_config_spec'/,
  ],
  ['networks of NSX', { ncp_cluster_network_spec: {} }, 'INVALID_ARGUMENT', /must not be set/],
  ['a network that there is not', network({ portgroup: 'dvportgroup-99' }), 'NOT_FOUND', /dvportgroup-99/],
  [
    'a standard port group',
    network({ portgroup: 'network-10' }),
    'INVALID_ARGUMENT',
    /not a distributed port group/,
  ],
  [
    'the uplinks',
    network({ portgroup: 'dvportgroup-12' }),
    'INVALID_ARGUMENT',
    /not a distributed port group/,
  ],
  [
    'the uplinks as the management network',
    { master_management_network: { ...spec.master_management_network, network: 'dvportgroup-12' } },
    'INVALID_ARGUMENT',
    /\(dvportgroup-12\) is the uplink port group of its switch/,
  ],
  [
    'three addresses',
    network({ address_ranges: [{ address: '10.0.20.10', count: 3 }] }),
    'INVALID_ARGUMENT',
    /at least 4 are required/,
  ],
  [
    'a range beyond its subnet',
    network({ address_ranges: [{ address: '10.0.20.250', count: 10 }] }),
    'INVALID_ARGUMENT',
    /must lie in the subnet/,
  ],
  [
    'a range with the gateway',
    network({ gateway: '10.0.20.12' }),
    'INVALID_ARGUMENT',
    /must not contain the gateway/,
  ],
  [
    'no range at all',
    network({ address_ranges: [{ address: '10.0.20', count: 10 }] }),
    'INVALID_ARGUMENT',
    /no range of IPv4 addresses/,
  ],
  ['DHCP', network({ ip_assignment_mode: 'DHCP' }), 'UNSUPPORTED', /DHCP is not supported/],
  [
    'a name with capitals',
    { workload_networks_spec: { supervisor_primary_workload_network: { ...primary, network: 'Primary' } } },
    'INVALID_ARGUMENT',
    /'Primary'/,
  ],
  [
    'addresses of the management network',
    network({ address_ranges: [{ address: '10.0.10.60', count: 10 }], gateway: '10.0.10.1' }),
    'INVALID_ARGUMENT',
    /overlaps with .*master_management_network/,
  ],
  [
    'virtual servers in the workload network’s range',
    balancer({ address_ranges: [{ address: '10.0.20.40', count: 20 }] }),
    'INVALID_ARGUMENT',
    /overlaps/,
  ],
  ['HAProxy without addresses', balancer({ address_ranges: [] }), 'INVALID_ARGUMENT', /address_ranges/],
  ['Avi without its controller', balancer({ provider: 'AVI' }), 'INVALID_ARGUMENT', /avi_config_create_spec/],
];

describe('enabling on a distributed switch is refused for', () => {
  it.each(refused)('%s', (_what, change, type, words) => {
    const world = worldOf(bare);
    const before = world.revision;
    const [said, told] = refusal(enable(world, { ...spec, ...change }));
    expect(said).toBe(type);
    expect(told).toMatch(words);
    expect(world.revision).toBe(before);
  });

  it('a release that knows only NSX, and the compatibility list says the same', () => {
    const world = worldOf({ ...bare, release: '7.0 GA' });
    expect(refusal(enable(world))).toEqual(['UNSUPPORTED', expect.stringMatching(/VSPHERE_NETWORK/)]);
    const path = `${management}/cluster-compatibility?network_provider=VSPHERE_NETWORK`;
    expect(get(world, path)).toMatchObject([{ cluster: 'domain-c8', compatible: false }]);
  });

  it('NSX where there is none', () => {
    const world = worldOf({ ...bare, network: { ...bare.network, stack: 'VDS' } });
    const nsx = { ...spec, network_provider: 'NSXT_CONTAINER_PLUGIN', ncp_cluster_network_spec: {} };
    expect(refusal(enable(world, nsx))).toEqual(['UNSUPPORTED', expect.stringMatching(/edge cluster/)]);
  });
});

describe('the newer form', () => {
  const workloads = {
    network: {
      network: 'primary',
      network_type: 'VSPHERE',
      vsphere: { dvpg: 'dvportgroup-14' },
      ip_management: {
        dhcp_enabled: false,
        gateway_address: '10.0.20.1/24',
        ip_assignments: [
          { assignee: 'NODE', ranges: [{ address: '10.0.20.10', count: 40 }] },
          { assignee: 'SERVICE', ranges: [{ address: '10.96.0.0', count: 512 }] },
        ],
      },
    },
    edge: {
      id: 'avi',
      provider: 'NSX_ADVANCED',
      nsx_advanced: { server: { host: '10.0.10.7', port: 443 }, ...signIn },
    },
    kube_api_server_options: {},
    storage: { ephemeral_storage_policy: policy, image_storage_policy: policy },
  };
  const asked = {
    name: 'sv-vds',
    control_plane: {
      size: 'TINY',
      storage_policy: policy,
      network: {
        backing: { backing: 'NETWORK', network: 'dvportgroup-13' },
        ip_management: {
          dhcp_enabled: false,
          gateway_address: '10.0.10.1/24',
          ip_assignments: [{ assignee: 'NODE', ranges: [{ address: '10.0.10.50', count: 5 }] }],
        },
      },
    },
    workloads,
  };
  const post = (world: World, body: unknown): Answer =>
    send(world, 'POST', `${management}/supervisors/domain-c8?action=enable_on_compute_cluster`, body);

  it('enables one with Avi, whose API is reached by the address that it gives', () => {
    const world = worldOf(bare);
    expect(post(world, asked)).toMatchObject({ status: 200 });
    reached(world);
    expect(info(world).api_server_cluster_endpoint).toBe('10.0.31.1');
    expect(get(world, `${fabric('vsphere.sandbox', 'supervisors')}/sv-vds`).spec['fqdn']).toBe('10.0.31.1');
  });

  it('does not take NSX’s edge for it', () => {
    const edge = { provider: 'NSX' };
    const answer = post(worldOf(bare), { ...asked, workloads: { ...workloads, edge } });
    expect(refusal(answer)).toEqual(['INVALID_ARGUMENT', expect.stringMatching(/HAPROXY or NSX_ADVANCED/)]);
  });
});

describe('workload networks', () => {
  const networks = `${cluster}/networks`;
  const second = {
    network: 'second',
    network_provider: 'VSPHERE_NETWORK',
    vsphere_network: {
      portgroup: 'dvportgroup-13',
      address_ranges: [{ address: '10.0.40.10', count: 20 }],
      gateway: '10.0.40.1',
      subnet_mask: '255.255.255.0',
    },
  };
  const createNamespace = (world: World, body: object): Answer =>
    send(world, 'POST', '/api/vcenter/namespaces/instances', { cluster: 'domain-c8', ...body });

  it('are listed, added, grown and removed; a namespace has one of them', () => {
    const world = worldOf(onSwitch);
    expect(get(world, networks)).toMatchObject([{ network: 'primary', namespaces: ['demo'] }]);
    expect(send(world, 'POST', networks, second).status).toBe(204);
    expect(createNamespace(world, { namespace: 'team', networks: ['second'] }).status).toBe(204);
    pass(world, 10);
    expect(get(world, `${networks}/second`)).toMatchObject({ namespaces: ['team'] });
    expect(get(world, '/api/vcenter/namespaces/instances/team')).toMatchObject({ networks: ['second'] });
    expect(get(world, '/api/vcenter/namespaces/instances/demo')).toMatchObject({ networks: ['primary'] });
    expect(list(world, netop('namespaces/team/networks')).map(({ metadata }) => metadata.name)).toEqual([
      'second',
    ]);
    const more = [...second.vsphere_network.address_ranges, { address: '10.0.40.100', count: 5 }];
    const grow = { network_provider: 'VSPHERE_NETWORK', vsphere_network: { address_ranges: more } };
    expect(send(world, 'PATCH', `${networks}/second`, grow).status).toBe(204);
    expect(list(world, netop('ippools'))).toHaveLength(4);
    expect(send(world, 'DELETE', '/api/vcenter/namespaces/instances/team').status).toBe(204);
    pass(world, 60);
    expect(send(world, 'DELETE', `${networks}/second`).status).toBe(204);
    expect(get(world, networks)).toHaveLength(1);
  });

  const nsxNetwork = { network: 'n', network_provider: 'NSXT_CONTAINER_PLUGIN', nsx_network: {} };
  const shrunk = {
    network_provider: 'VSPHERE_NETWORK',
    vsphere_network: { address_ranges: [{ address: '10.0.20.10', count: 5 }] },
  };
  it.each<[string, string, string, object | undefined, string, RegExp]>([
    ['a network of NSX', 'POST', networks, nsxNetwork, 'UNSUPPORTED', /VSPHERE_NETWORK/],
    [
      'a second one of a name',
      'POST',
      networks,
      { ...second, network: 'primary' },
      'ALREADY_EXISTS',
      /'primary'/,
    ],
    ['addresses less', 'PATCH', `${networks}/primary`, shrunk, 'INVALID_ARGUMENT', /Only the addition/],
    ['the end of one in use', 'DELETE', `${networks}/primary`, undefined, 'RESOURCE_IN_USE', /in use/],
    ['one that is not', 'GET', `${networks}/none`, undefined, 'NOT_FOUND', /'none'/],
    [
      'less for virtual servers',
      'PATCH',
      `${cluster}/load-balancers/load-balancer`,
      { address_ranges: [{ address: '10.0.30.1', count: 2 }] },
      'INVALID_ARGUMENT',
      /Only the addition/,
    ],
    [
      'another kind of load balancer',
      'PATCH',
      `${cluster}/load-balancers/load-balancer`,
      { provider: 'AVI' },
      'INVALID_ARGUMENT',
      /HA_PROXY/,
    ],
    [
      'two networks of a namespace',
      'POST',
      '/api/vcenter/namespaces/instances',
      { cluster: 'domain-c8', namespace: 'team', networks: ['primary', 'second'] },
      'UNSUPPORTED',
      /one network/,
    ],
    [
      'a namespace on a network that is not',
      'POST',
      '/api/vcenter/namespaces/instances',
      { cluster: 'domain-c8', namespace: 'team', networks: ['none'] },
      'NOT_FOUND',
      /'none'/,
    ],
    [
      'CIDRs of NSX',
      'PATCH',
      cluster,
      { ncp_cluster_network_spec: {} },
      'INVALID_ARGUMENT',
      /must not be set/,
    ],
  ])('are refused: %s', (_what, method, path, body, type, words) => {
    const world = worldOf(onSwitch);
    const [said, told] = refusal(send(world, method, path, body));
    expect(said).toBe(type);
    expect(told).toMatch(words);
  });

  it('are none on NSX', () => {
    const world = worldOf();
    expect(get(world, networks)).toEqual([]);
    expect(refusal(send(world, 'POST', networks, second))[0]).toBe('UNSUPPORTED');
    const answer = createNamespace(world, { namespace: 'team', networks: ['primary'] });
    expect(refusal(answer)).toEqual(['UNSUPPORTED', expect.stringMatching(/uses NSX/)]);
  });

  it('are told of each switch, by its managed object id', () => {
    const path = `${management}/distributed-switch-compatibility?cluster=domain-c8&network_provider=VSPHERE_NETWORK`;
    expect(get(worldOf(bare), path)).toMatchObject([
      {
        distributed_switch: 'dvs-11',
        compatible: true,
        network_provider: 'VSPHERE_NETWORK',
        compatible_networks: ['dvportgroup-13', 'dvportgroup-14'],
      },
    ]);
  });
});
