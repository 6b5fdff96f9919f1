// What vCenter tells of the machines that a Supervisor runs on, and of guests as VMware Tools know them.
import { describe, expect, it } from 'vitest';
import { instantiateKernels } from '../../../../src/runtime/node/kernels.ts';
import { viJson } from '../../../../src/apis/vcenter/wire.ts';
import { presetNamed, type Scenario } from '../../../../src/scenarios/index.ts';
import { World } from '../../../../src/world.ts';
import { Client, signedIn } from './support.ts';

const path = '/api/vcenter/vm';
const networks = (client: Client) =>
  new Map(
    (client.ask('GET', '/api/vcenter/network').body as { name: string; network: string }[]).map(
      ({ name, network }) => [network, name],
    ),
  );

it('a control plane VM has a disk, eth0 in the management network and eth1 in the segment of its own', () => {
  const client = signedIn();
  const vm = `${path}/vm-51`;
  expect(client.ask('GET', vm).body).toMatchObject({
    guest_OS: 'VMWARE_PHOTON_64',
    disks: {
      2000: {
        label: 'Hard disk 1',
        type: 'SCSI',
        capacity: 16 * 2 ** 30,
        backing: {
          vmdk_file: '[vsanDatastore] SupervisorControlPlaneVM (1)/SupervisorControlPlaneVM (1).vmdk',
        },
      },
    },
    nics: {
      4000: { label: 'Network adapter 1', backing: { network: 'dvportgroup-13' }, state: 'CONNECTED' },
      4001: {
        backing: { type: 'OPAQUE_NETWORK', opaque_network_type: 'nsx.LogicalSwitch' },
        mac_type: 'ASSIGNED',
      },
    },
  });
  const { body } = client.ask('GET', `${vm}/hardware/ethernet/4001`);
  const { backing } = body as { backing: { network: string } };
  expect(networks(client).get(backing.network)).toMatch(/^vm-domain-c8:.+-control-plane$/);
  expect(client.ask('DELETE', `${vm}/hardware/ethernet/4001`)).toMatchObject({
    status: 400,
    body: { messages: [{ args: ['vm-51', 'ESX Agent Manager'] }] },
  });
});

it('Tools of a control plane VM tell its node, its addresses, the floating one of the leader, its way out', () => {
  const client = signedIn();
  client.pass(60);
  const guest = (vm: string, what: string) => client.ask('GET', `${path}/${vm}/guest/${what}`).body;
  expect(guest('vm-51', 'identity')).toMatchObject({
    family: 'LINUX',
    full_name: { default_message: 'VMware Photon OS (64-bit)' },
    host_name: expect.stringMatching(/^42[0-9a-f]{30}$/),
    ip_address: '10.0.10.51',
  });
  // vim25 tells of the same guest.
  const { host_name } = guest('vm-51', 'identity') as { host_name: string };
  expect(client.ask('GET', `${viJson}/VirtualMachine/vm-51/guest`).body).toMatchObject({
    hostName: host_name,
    ipAddress: '10.0.10.51',
    net: [{ ipAddress: ['10.0.10.51', '10.0.10.50'] }, { ipAddress: ['10.244.0.2'] }],
  });
  const addresses = (vm: string) =>
    (guest(vm, 'networking/interfaces') as { ip: { ip_addresses: object[] } }[]).map(({ ip }) =>
      ip.ip_addresses.map((address) => Object.values(address).join(' ')),
    );
  expect(addresses('vm-51')).toEqual([
    ['10.0.10.51 24 PREFERRED', '10.0.10.50 24 PREFERRED'],
    ['10.244.0.2 28 PREFERRED'],
  ]);
  expect(addresses('vm-52')).toEqual([['10.0.10.52 24 PREFERRED'], ['10.244.0.3 28 PREFERRED']]);
  expect(guest('vm-51', 'networking/routes')).toMatchObject([{ gateway_address: '10.0.10.1' }]);
  expect(guest('vm-51', 'operations')).toEqual({
    guest_operations_ready: true,
    interactive_guest_operations_ready: false,
  });
});

it('VMs that a Supervisor gets when it is enabled are made alike', () => {
  const client = new Client();
  client.signIn();
  const disable = '/api/vcenter/namespace-management/clusters/domain-c8';
  const before = client.ask('GET', disable).body as Record<string, unknown>;
  const policies = client.ask('GET', '/api/vcenter/storage/policies').body as { policy: string }[];
  client.ask('POST', `${disable}?action=disable`);
  client.pass(1_800);
  const policy = policies[0]?.policy ?? '';
  const { network } = before['master_management_network'] as { network: string };
  const enabled = client.ask('POST', `${disable}?action=enable`, {
    size_hint: 'TINY',
    network_provider: 'NSXT_CONTAINER_PLUGIN',
    service_cidr: { address: '10.96.0.0', prefix: 22 },
    master_management_network: before['master_management_network'],
    ncp_cluster_network_spec: {
      cluster_distributed_switch: (before['ncp_cluster_network_info'] as Record<string, unknown>)[
        'cluster_distributed_switch'
      ],
      nsx_edge_cluster: (before['ncp_cluster_network_info'] as Record<string, unknown>)['nsx_edge_cluster'],
      pod_cidrs: [{ address: '10.244.0.0', prefix: 20 }],
      ingress_cidrs: [{ address: '10.15.8.0', prefix: 24 }],
      egress_cidrs: [{ address: '10.15.9.0', prefix: 24 }],
    },
    master_DNS: ['10.0.10.2'],
    worker_DNS: ['10.0.10.2'],
    master_NTP_servers: ['10.0.10.2'],
    master_storage_policy: policy,
    ephemeral_storage_policy: policy,
    image_storage: { storage_policy: policy },
  });
  expect(enabled.status).toBe(204);
  client.pass(1_800);
  const [vm] = client.ask('GET', `${path}?names=SupervisorControlPlaneVM%20(1)`).body as { vm: string }[];
  expect(client.ask('GET', `${path}/${vm?.vm ?? ''}`).body).toMatchObject({
    disks: { 2000: { capacity: 16 * 2 ** 30 } },
    nics: { 4000: { backing: { network } }, 4001: { backing: { type: 'OPAQUE_NETWORK' } } },
  });
  expect(client.ask('GET', `${path}/${vm?.vm ?? ''}/storage/policy`).body).toMatchObject({ vm_home: policy });
});

describe('virtual hardware', () => {
  const made = (client: Client, hardware_version = 'VMX_13'): string => {
    const { body } = client.ask('POST', path, {
      name: 'old',
      guest_OS: 'RHEL_8_64',
      hardware_version,
      placement: { folder: 'group-v4', cluster: 'domain-c8', datastore: 'datastore-22' },
    });
    return `${path}/${String(body)}`;
  };
  const version = (client: Client, vm: string): unknown =>
    (client.ask('GET', `${vm}/hardware`).body as { version: string }).version;

  it('is upgraded while the VM is off, never back, never beyond what the vCenter has', () => {
    const client = signedIn();
    const vm = made(client);
    expect(client.ask('POST', `${vm}/hardware?action=upgrade`, { version: 'VMX_15' }).status).toBe(204);
    expect(version(client, vm)).toBe('VMX_15');
    expect(client.ask('POST', `${vm}/hardware?action=upgrade`, { version: 'VMX_13' })).toMatchObject({
      status: 400,
      body: { error_type: 'ALREADY_IN_DESIRED_STATE' },
    });
    expect(client.ask('POST', `${vm}/hardware?action=upgrade`, { version: 'VMX_99' })).toMatchObject({
      status: 400,
      body: { error_type: 'UNSUPPORTED' },
    });
    client.ask('POST', `${vm}/power?action=start`);
    expect(client.ask('POST', `${vm}/hardware?action=upgrade`)).toMatchObject({
      status: 400,
      body: { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' },
    });
  });

  it.each([
    ['NEVER', 'shutdown', 'VMX_13'],
    ['AFTER_CLEAN_SHUTDOWN', 'shutdown', 'VMX_17'],
    ['AFTER_CLEAN_SHUTDOWN', 'stop', 'VMX_13'],
    ['ALWAYS', 'stop', 'VMX_17'],
  ])('goes on by its policy %s after %s to %s', (upgrade_policy, how, after) => {
    const client = signedIn();
    const vm = made(client);
    client.ask('POST', `${vm}/power?action=start`);
    client.pass(60);
    const policy = { upgrade_policy, upgrade_version: 'VMX_17' };
    expect(client.ask('PATCH', `${vm}/hardware`, policy).status).toBe(204);
    expect(client.ask('GET', `${vm}/hardware`).body).toMatchObject({ upgrade_policy, version: 'VMX_13' });
    client.ask('POST', how === 'stop' ? `${vm}/power?action=stop` : `${vm}/guest/power?action=shutdown`);
    client.pass(300);
    client.ask('POST', `${vm}/power?action=start`);
    expect(version(client, vm)).toBe(after);
  });

  it('and Tools are renewed when somebody says so', () => {
    const client = signedIn();
    const vm = made(client);
    const upgrade_policy = 'UPGRADE_AT_POWER_CYCLE';
    expect(client.ask('PATCH', `${vm}/tools`, { upgrade_policy }).status).toBe(204);
    expect(client.ask('GET', `${vm}/tools`).body).toMatchObject({ upgrade_policy });
  });
});

it('a guest without Tools that run tells nothing', () => {
  const client = signedIn();
  const { body } = client.ask('POST', path, {
    name: 'web-01',
    guest_OS: 'RHEL_8_64',
    placement: { folder: 'group-v4', cluster: 'domain-c8', datastore: 'datastore-22' },
  });
  expect(client.ask('GET', `${path}/${String(body)}/guest/identity`)).toMatchObject({
    status: 503,
    body: { error_type: 'SERVICE_UNAVAILABLE', messages: [{ id: 'vmsg.ToolsUnavailable.summary' }] },
  });
});

it('on a distributed switch eth1 is in the primary workload network', () => {
  const scenario = presetNamed('vds-four-hosts') as Scenario;
  const client = new Client(World.create({ scenario, kernels: instantiateKernels() }));
  client.signIn();
  expect(client.ask('GET', `${path}/vm-51`).body).toMatchObject({
    nics: { 4001: { backing: { type: 'DISTRIBUTED_PORTGROUP', network: 'dvportgroup-14' } } },
  });
});
