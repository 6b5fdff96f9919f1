// From a path to an operation, as clients that probe meet it: what is not there, what is asked with another method, what a release does not have;
// and what few scripts ask but some do: the appliance, controllers and drives of VMs, files of libraries in the older form.
import { describe, expect, it, test } from 'vitest';
import type { WireResponse } from '../../../../src/apis/kubernetes/wire.ts';
import { instantiateKernels } from '../../../../src/runtime/node/kernels.ts';
import type { Scenario } from '../../../../src/scenarios/index.ts';
import { World } from '../../../../src/world.ts';
import { Client, fourHosts, signedIn } from './support.ts';

const worldOf = (release: string) =>
  World.create({ scenario: { ...fourHosts(), release } as Scenario, kernels: instantiateKernels() });

describe('a path', () => {
  const { world } = new Client();
  const plain = (method: string, path: string) => world.request({ method, path }) as WireResponse;

  it('that is not there is not found, whoever asks, in the form of its root', () => {
    const api = plain('GET', '/api/vcenter/nothing/at/all');
    expect([api.status, JSON.parse(api.body)]).toEqual([
      404,
      {
        error_type: 'NOT_FOUND',
        messages: [{ args: [], default_message: 'Not found.', id: 'com.vmware.vapi.rest.httpNotFound' }],
      },
    ]);
    const rest = plain('GET', '/rest/com/vmware/nothing?x=1');
    expect([rest.status, JSON.parse(rest.body)]).toEqual([
      404,
      {
        type: 'com.vmware.vapi.std.errors.not_found',
        value: {
          error_type: 'NOT_FOUND',
          messages: [
            {
              args: ['/com/vmware/nothing'],
              default_message: 'Unable to find operations for URL: /com/vmware/nothing.',
              id: 'com.vmware.vapi.rest.operationsForUrlNotFound',
            },
          ],
        },
      },
    ]);
    expect(plain('GET', '/api/vcenter/vm').status).toBe(401);
  });

  it.each([
    ['PUT', '/api/vcenter/vm', 'GET, HEAD, OPTIONS, POST'],
    ['DELETE', '/api/vcenter/cluster', 'GET, HEAD, OPTIONS'],
    ['GET', '/api/vcenter/vm/vm-51/power?action=start', 'OPTIONS, POST'],
    ['PATCH', '/api/session', 'DELETE, GET, HEAD, OPTIONS, POST'],
    ['GET', '/rest/com/vmware/cis/session', 'DELETE, OPTIONS, POST'],
    ['POST', '/rest/com/vmware/content/library', 'GET, HEAD, OPTIONS'],
  ])('that is there and is asked by %s, %s, says by what it may be', (method, path, allow) => {
    expect(plain(method, path)).toMatchObject({ status: 405, headers: { allow } });
    expect(plain('OPTIONS', path)).toEqual({ status: 200, headers: { allow }, body: '' });
  });

  it('is asked by HEAD as by GET', () => {
    const client = signedIn();
    expect(client.ask('HEAD', '/api/vcenter/cluster').status).toBe(200);
    expect(client.ask('HEAD', '/api/vcenter/vm/vm-999').status).toBe(404);
    expect(plain('HEAD', '/api/vcenter/cluster').status).toBe(401);
  });

  it.each([
    '/api/vcenter/namespace-management/supervisors/summaries',
    '/api/vcenter/namespace-management/cluster-compatibility/v2',
    '/api/vcenter/namespace-management/clusters/domain-c8/topology',
  ])('%s came with 8.0', (path) => {
    for (const [release, status] of [
      ['7.0 U3', 404],
      ['8.0 U1', 200],
    ] as const) {
      const client = new Client(worldOf(release));
      client.signIn();
      expect([release, client.ask('GET', path).status]).toEqual([release, status]);
    }
  });
});

const vm = '/api/vcenter/vm/vm-51';

test.each<[path: string, body: unknown]>([
  ['/api/appliance/health/system', 'green'],
  ['/rest/appliance/health/mem', { value: 'green' }],
  ['/api/appliance/health/load/messages', []],
  ['/api/appliance/health/database', { status: 'HEALTHY', messages: [] }],
  ['/api/appliance/system/uptime', 1_040_490],
  [
    '/api/appliance/system/time',
    { seconds_since_epoch: 1_681_808_490, date: 'Tue 04-18-2023', time: '09:01:30 AM', timezone: 'UTC' },
  ],
  ['/api/appliance/networking/dns/hostname', 'vcsa01.sandbox.lab'],
  ['/api/appliance/networking/dns/servers', { mode: 'is_static', servers: ['10.0.10.1'] }],
  ['/api/appliance/networking/dns/domains', ['sandbox.lab']],
  ['/api/appliance/ntp', ['10.0.10.1']],
  ['/api/appliance/timesync', 'NTP'],
  ['/api/appliance/networking/proxy/http', { enabled: false, server: '', port: -1, username: '' }],
  ['/rest/appliance/local-accounts', { value: ['root'] }],
  ['/api/appliance/local-accounts/root', expect.objectContaining({ roles: ['superAdmin'], enabled: true })],
  ['/api/appliance/update', expect.objectContaining({ state: 'UP_TO_DATE', version: '8.0.1.00000' })],
  ['/api/appliance/recovery/backup/job', []],
  ['/api/appliance/vmon/service/wcp', expect.objectContaining({ state: 'STARTED', health: 'HEALTHY' })],
  ['/rest/vcenter/services', { value: expect.arrayContaining([expect.objectContaining({ key: 'wcp' })]) }],
  ['/api/vcenter/system-config/deployment-type', { type: 'VCSA_EMBEDDED' }],
  [
    '/api/vcenter/topology/nodes',
    [{ node: 'vcsa01.sandbox.lab', type: 'VCSA_EMBEDDED', replication_partners: [] }],
  ],
  [
    '/api/vcenter/namespace-management/clusters/domain-c8/workload-resource-options',
    {
      create_resource_quota_type: 'com.vmware.vcenter.namespace_management.resource_quota_options_v1',
      update_resource_quota_type: 'com.vmware.vcenter.namespace_management.resource_quota_options_v1_update',
    },
  ],
  [
    '/api/vcenter/namespace-management/cluster-compatibility/v2?zones=none',
    {
      compatible: false,
      zone_summaries: [],
      incompatibility_reasons: [
        expect.objectContaining({ default_message: 'A Supervisor is enabled on 1 or 3 zones, not on 0.' }),
      ],
    },
  ],
  ['/api/vcenter/namespace-management/supervisors/summaries?config_status=ERROR', { items: [] }],
  [`${vm}/hardware/cdrom`, []],
  [`${vm}/hardware/adapter/sata`, []],
  [`${vm}/hardware/boot/device`, []],
  [`${vm}/tools/installer`, { is_connected: false }],
])('GET %s', (path, expected) => {
  const client = signedIn();
  client.pass(90);
  const { status, body } = client.ask('GET', path);
  expect([status, body]).toEqual([200, expected]);
});

it('three zones with a cluster each are judged one by one', () => {
  const client = signedIn();
  const zones = '/api/vcenter/consumption-domains/zones';
  client.ask('POST', zones, { zone: 'zone-a' });
  client.ask('POST', `${zones}/cluster/zone-a/associations?action=add`, ['domain-c8']);
  client.ask('POST', zones, { zone: 'zone-b' });
  const path = '/api/vcenter/namespace-management/cluster-compatibility/v2';
  expect(client.ask('GET', path).body).toMatchObject({
    compatible: false,
    zone_summaries: [
      { zone: 'zone-a', compatible: true, cluster_summaries: [{ cluster: 'domain-c8', compatible: true }] },
      { zone: 'zone-b', compatible: false, cluster_summaries: [] },
    ],
    incompatibility_reasons: [{ default_message: 'A Supervisor is enabled on 1 or 3 zones, not on 2.' }],
  });
  expect(client.ask('GET', `${path}?zones=zone-a`).body).toMatchObject({
    compatible: true,
    incompatibility_reasons: [],
  });
});

it('Tier-0 gateways are those of the distributed switch that is named', () => {
  const client = signedIn();
  const path = '/api/vcenter/namespace-management';
  const [first] = client.ask('GET', `${path}/distributed-switch-compatibility?cluster=domain-c8`)
    .body as readonly {
    distributed_switch: string;
  }[];
  const uuid = first?.distributed_switch ?? '';
  const { body } = client.ask('GET', `${path}/nsx-tier0-gateways?distributed_switch=${uuid}`);
  expect(body).toEqual([{ tier0_gateway: expect.any(String), display_name: expect.any(String) }]);
  expect(client.ask('GET', `${path}/nsx-tier0-gateways`).status).toBe(400);
  expect(client.ask('GET', `${path}/nsx-tier0-gateways?distributed_switch=other`).status).toBe(404);
  const [tier0] = body as readonly { tier0_gateway: string }[];
  const [edge] = client.ask('GET', `${path}/edge-cluster-compatibility?cluster=domain-c8`).body as readonly {
    edge_cluster: string;
  }[];
  expect(client.ask('GET', `${path}/clusters/domain-c8`).body).toMatchObject({
    ncp_cluster_network_info: {
      cluster_distributed_switch: uuid,
      nsx_tier0_gateway: tier0?.tier0_gateway,
      nsx_edge_cluster: edge?.edge_cluster,
    },
  });
});
