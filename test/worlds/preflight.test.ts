// What a cluster lacks before Workload Management: said alike by pre-flight, the compatibility list and the refusal of enabling; and what
// the wizard's FIX asks for, after which it is enabled.
import { describe, expect, it } from 'vitest';
import { presetNamed, type Scenario } from '../../src/scenarios/index.ts';
import type { World } from '../../src/world.ts';
import { bare, enable } from './enabling.ts';
import { call, list, pass, paths, send, worldOf } from './setup.ts';

type Ask = readonly [type: string, moid: string, method: string, body?: object];

const addHost = (hostName: string): Ask => [
  'ClusterComputeResource',
  'domain-c8',
  'AddHost_Task',
  { spec: { hostName, userName: 'root', password: 'VMware1!', force: false }, asConnected: true },
];
const drs = (enabled: boolean): Ask => [
  'ClusterComputeResource',
  'domain-c8',
  'ReconfigureComputeResource_Task',
  {
    modify: true,
    spec: { _typeName: 'ClusterConfigSpecEx', drsConfig: { enabled, defaultVmBehavior: 'fullyAutomated' } },
  },
];
const asks = (world: World, [type, moid, method, body = {}]: Ask): number =>
  send(world, 'POST', `/sdk/vim25/8.0.1.0/${type}/${moid}/${method}`, body).status;

const hostNamed = (world: World, name: string): string =>
  String(list(world, paths.hosts).find(({ metadata }) => metadata.name === name)?.spec['moid']);

/** What a cluster lacks, how it came to, and what the wizard's FIX asks for. */
const lacking: readonly (readonly [
  what: string,
  hosts: number,
  breaks: readonly Ask[],
  words: string,
  mends: (world: World) => readonly Ask[],
])[] = [
  [
    'two hosts',
    2,
    [],
    'Cluster domain-c8 has 2 hosts; at least 4 hosts are required.',
    () => [addHost('esxi-03.sandbox.lab'), addHost('esxi-04.sandbox.lab')],
  ],
  [
    'a host with an upper-case name',
    4,
    [addHost('ESXi-05.sandbox.lab')],
    'Hosts of cluster domain-c8 have upper case letters in their names: ESXi-05.sandbox.lab. A Kubernetes node cannot be named so.',
    (world) => {
      const moid = hostNamed(world, 'ESXi-05.sandbox.lab');
      return [
        ['HostSystem', moid, 'DisconnectHost_Task'],
        ['HostSystem', moid, 'Destroy_Task'],
        addHost('esxi-05.sandbox.lab'),
      ];
    },
  ],
  [
    'DRS that is off',
    4,
    [drs(false)],
    'Cluster domain-c8 does not have DRS enabled in fully automated mode.',
    () => [drs(true)],
  ],
  [
    'a host in maintenance mode',
    4,
    [['HostSystem', 'host-24', 'EnterMaintenanceMode_Task']],
    'Cluster domain-c8 has hosts that are disconnected or in maintenance mode: esxi-04.sandbox.lab.',
    () => [['HostSystem', 'host-24', 'ExitMaintenanceMode_Task']],
  ],
];

describe('a cluster is not compatible with', () => {
  it.each(lacking)('%s, and is once that is mended', (_what, count, breaks, words, mends) => {
    const world = worldOf({ ...bare, hosts: { ...bare.hosts, count } });
    for (const each of breaks) expect(asks(world, each)).toBe(200);
    pass(world, 60);
    const compatibility = () => {
      const path = '/api/vcenter/namespace-management/cluster-compatibility';
      const [only] = call(world, { method: 'GET', path }).body as unknown as readonly {
        readonly compatible: boolean;
        readonly incompatibility_reasons: readonly { readonly default_message: string }[];
      }[];
      return [
        only?.compatible,
        only?.incompatibility_reasons.map((reason) => reason.default_message),
      ] as const;
    };
    const missing = () => {
      const { clusters } = call(world, { method: 'GET', path: '/sandbox/preflight' }).body as unknown as {
        readonly clusters: readonly {
          readonly requirements: readonly { readonly isMet: boolean; readonly message: string }[];
        }[];
      };
      return clusters[0]?.requirements.flatMap(({ isMet, message }) => (isMet ? [] : [message]));
    };
    const refusal = enable(world);
    expect(refusal).toMatchObject({ status: 400, body: { error_type: 'UNSUPPORTED' } });
    expect(JSON.stringify(refusal.body)).toContain(words);
    expect(compatibility()).toEqual([false, expect.arrayContaining([words])]);
    expect(missing()).toContain(words);
    for (const each of mends(world)) expect(asks(world, each)).toBe(200);
    pass(world, 60);
    expect(compatibility()).toEqual([true, []]);
    expect(missing()).toEqual([]);
    expect(enable(world).status).toBe(204);
  });
});

it('a cluster that is to be one zone of three needs room for one control plane VM, and no fourth host', () => {
  const world = worldOf(presetNamed('three-zones') as Scenario);
  const missing = (query: string) => {
    const { clusters } = call(world, { method: 'GET', path: `/sandbox/preflight${query}` })
      .body as unknown as {
      readonly clusters: readonly {
        readonly requirements: readonly { readonly isMet: boolean; readonly id: string }[];
      }[];
    };
    return clusters.map(({ requirements }) => requirements.flatMap(({ isMet, id }) => (isMet ? [] : [id])));
  };
  expect(missing('')).toEqual([['hosts'], ['hosts'], ['hosts']]);
  expect(missing('?network_provider=NSXT_CONTAINER_PLUGIN&zonal=true')).toEqual([[], [], []]);
});
