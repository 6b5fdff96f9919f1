// VMs of people's own, by REST: made, sized, wired, powered, moved, copied, deleted; placed by DRS, restarted by HA, moved for maintenance; and
// those of a Supervisor, which nobody else changes.
import { describe, expect, it, test } from 'vitest';
import { signedIn, type Client } from './support.ts';

const failure = (type: string, message: string | RegExp) => ({
  error_type: type,
  messages: expect.arrayContaining([
    expect.objectContaining({
      default_message: typeof message === 'string' ? message : expect.stringMatching(message),
    }),
  ]) as unknown,
});

const vms = '/api/vcenter/vm';
const placement = { folder: 'group-v4', cluster: 'domain-c8', datastore: 'datastore-22' };
const web = { guest_OS: 'UBUNTU_64', name: 'web 01', placement };

function made(client: Client, body: object = web): string {
  const { status, body: id } = client.ask('POST', vms, body);
  expect(status, JSON.stringify(id)).toBe(201);
  return String(id);
}

function done(client: Client, method: string, path: string, body?: unknown): void {
  expect(client.ask(method, path, body), path).toEqual({ status: 204, body: undefined });
}

const stateOf = (client: Client, vm: string) =>
  (client.ask('GET', `${vms}/${vm}/power`).body as { state: string }).state;

interface Stored {
  readonly spec: { readonly cpus: number };
  readonly status: { readonly host: string; readonly powerState: string };
}

const stored = (client: Client, vm: string): Stored =>
  client.world.view('fabric').get('vsphere.sandbox/virtualmachines', vm) as never;

const free = (client: Client): number =>
  (client.ask('GET', '/api/vcenter/datastore?datastores=datastore-22').body as { free_space: number }[])[0]
    ?.free_space ?? 0;

const gib = 2 ** 30;

describe('a VM', () => {
  it('is made off, with what its guest usually has, and takes the room of its disks', () => {
    const client = signedIn();
    const before = free(client);
    const vm = made(client, {
      ...web,
      cpu: { count: 4, cores_per_socket: 2, hot_add_enabled: true },
      memory: { size_MiB: 4_096 },
      disks: [{ new_vmdk: { capacity: 20 * gib } }, { type: 'SATA', new_vmdk: { capacity: 5 * gib } }],
      nics: [{ backing: { type: 'DISTRIBUTED_PORTGROUP', network: 'dvportgroup-14' } }],
    });
    expect(before - free(client)).toBe(25 * gib);
    expect(client.ask('GET', `${vms}/${vm}`).body).toEqual({
      guest_OS: 'UBUNTU_64',
      name: 'web 01',
      identity: { name: 'web 01', instance_uuid: expect.any(String), bios_uuid: expect.any(String) },
      power_state: 'POWERED_OFF',
      instant_clone_frozen: false,
      hardware: { version: 'VMX_20', upgrade_policy: 'NEVER', upgrade_status: 'NONE' },
      boot: { type: 'BIOS', delay: 0, retry: false, retry_delay: 10_000, enter_setup_mode: false },
      boot_devices: [],
      cpu: { count: 4, cores_per_socket: 2, hot_add_enabled: true, hot_remove_enabled: false },
      memory: { size_MiB: 4_096, hot_add_enabled: false },
      disks: {
        '2000': {
          label: 'Hard disk 1',
          type: 'SCSI',
          scsi: { bus: 0, unit: 0 },
          backing: { type: 'VMDK_FILE', vmdk_file: '[vsanDatastore] web 01/web 01.vmdk' },
          capacity: 20 * gib,
        },
        '2001': {
          label: 'Hard disk 2',
          type: 'SATA',
          sata: { bus: 0, unit: 0 },
          backing: { type: 'VMDK_FILE', vmdk_file: '[vsanDatastore] web 01/web 01_1.vmdk' },
          capacity: 5 * gib,
        },
      },
      nics: {
        '4000': {
          label: 'Network adapter 1',
          type: 'VMXNET3',
          upt_compatibility_enabled: false,
          mac_type: 'ASSIGNED',
          mac_address: expect.stringMatching(/^00:50:56:[89ab]/),
          wake_on_lan_enabled: false,
          backing: {
            type: 'DISTRIBUTED_PORTGROUP',
            network: 'dvportgroup-14',
            distributed_switch_uuid: expect.stringMatching(/^(?:[0-9a-f]{2} ){7}[0-9a-f]{2}-/) as string,
          },
          state: 'NOT_CONNECTED',
          start_connected: false,
          allow_guest_control: true,
        },
      },
      cdroms: {},
      floppies: {},
      parallel_ports: {},
      serial_ports: {},
      sata_adapters: {},
      scsi_adapters: {
        '1000': { label: 'SCSI controller 0', type: 'PVSCSI', scsi: { bus: 0, unit: 7 }, sharing: 'NONE' },
      },
      nvme_adapters: {},
    });
    expect(client.ask('GET', `/rest/vcenter/vm/${vm}`).body).toMatchObject({
      value: { disks: [{ key: '2000', value: { label: 'Hard disk 1' } }, { key: '2001' }], cdroms: [] },
    });
    expect(client.ask('GET', `${vms}?names=web%2001`).body).toEqual([
      { vm, name: 'web 01', power_state: 'POWERED_OFF', cpu_count: 4, memory_size_MiB: 4_096 },
    ]);
    done(client, 'DELETE', `${vms}/${vm}`);
    expect(free(client)).toBe(before);
    expect(client.ask('GET', `${vms}/${vm}`)).toMatchObject({
      status: 404,
      body: failure('NOT_FOUND', `Virtual machine with identifier '${vm}' does not exist.`),
    });
  });

  it('goes through its states, and is refused what does not fit them', () => {
    const client = signedIn();
    const vm = made(client);
    const power = (action: string) => client.ask('POST', `${vms}/${vm}/power?action=${action}`);
    const off = failure('NOT_ALLOWED_IN_CURRENT_STATE', /in the current state \(Powered off\)\.$/);
    const already = (state: string) =>
      failure('ALREADY_IN_DESIRED_STATE', `Virtual machine is already ${state}.`);
    const steps: readonly (readonly [action: string, status: number, body: unknown, state: string])[] = [
      ['stop', 400, already('powered off'), 'POWERED_OFF'],
      ['reset', 400, off, 'POWERED_OFF'],
      ['suspend', 400, off, 'POWERED_OFF'],
      ['start', 204, undefined, 'POWERED_ON'],
      ['start', 400, already('powered on'), 'POWERED_ON'],
      ['reset', 204, undefined, 'POWERED_ON'],
      ['suspend', 204, undefined, 'SUSPENDED'],
      ['suspend', 400, already('suspended'), 'SUSPENDED'],
      ['start', 204, undefined, 'POWERED_ON'],
      ['stop', 204, undefined, 'POWERED_OFF'],
    ];
    for (const [action, status, body, state] of steps) {
      const answered = power(action);
      expect(answered.status, action).toBe(status);
      if (body !== undefined) expect(answered.body).toMatchObject(body as object);
      expect(stateOf(client, vm)).toBe(state);
    }
    done(client, 'POST', `${vms}/${vm}/power?action=start`);
    expect(client.ask('DELETE', `${vms}/${vm}`)).toMatchObject({
      status: 400,
      body: failure('NOT_ALLOWED_IN_CURRENT_STATE', /\(Powered on\)\.$/),
    });
  });

  it('shuts its guest down once VMware Tools run, and is off a little later', () => {
    const client = signedIn();
    const vm = made(client);
    const guest = `${vms}/${vm}/guest/power`;
    done(client, 'POST', `/api/vcenter/vm/${vm}/power?action=start`);
    expect(client.ask('GET', guest).body).toEqual({ state: 'NOT_RUNNING', operations_ready: false });
    expect(client.ask('POST', `${guest}?action=shutdown`)).toMatchObject({
      status: 503,
      body: failure('SERVICE_UNAVAILABLE', /VMware Tools is not running/),
    });
    client.pass(30);
    expect(client.ask('GET', guest).body).toEqual({ state: 'RUNNING', operations_ready: true });
    done(client, 'POST', `${guest}?action=shutdown`);
    expect(stateOf(client, vm)).toBe('POWERED_ON');
    client.pass(20);
    expect(stateOf(client, vm)).toBe('POWERED_OFF');
  });

  it('is reconfigured: what is on only as far as it may be hot', () => {
    const client = signedIn();
    const vm = made(client);
    const at = `${vms}/${vm}/hardware`;
    done(client, 'PATCH', `${at}/cpu`, { count: 2 });
    done(client, 'PATCH', `${at}/memory`, { size_MiB: 1_024, hot_add_enabled: true });
    expect(client.ask('PATCH', `${at}/memory`, { size_MiB: 1_023 })).toMatchObject({
      status: 400,
      body: failure('INVALID_ARGUMENT', /not a multiple of 4 MB/),
    });
    done(client, 'POST', `${vms}/${vm}/power?action=start`);
    expect(client.ask('PATCH', `${at}/cpu`, { count: 4 })).toMatchObject({
      status: 400,
      body: failure(
        'NOT_ALLOWED_IN_CURRENT_STATE',
        'CPU hot plug is not supported for this virtual machine.',
      ),
    });
    done(client, 'PATCH', `${at}/memory`, { size_MiB: 2_048 });
    expect(client.ask('GET', `${at}/memory`).body).toMatchObject({ size_MiB: 2_048, hot_add_enabled: true });
    const disk = String(client.ask('POST', `${at}/disk`, { new_vmdk: { capacity: gib } }).body);
    expect(client.ask('GET', `${at}/disk`).body).toEqual([{ disk: '2000' }, { disk }]);
    done(client, 'DELETE', `${at}/disk/${disk}`);
    const nic = { backing: { type: 'STANDARD_PORTGROUP', network: 'network-10' } };
    const key = String(client.ask('POST', `${at}/ethernet`, nic).body);
    done(client, 'POST', `${at}/ethernet/${key}?action=connect`);
    done(client, 'POST', `${at}/ethernet/${key}?action=disconnect`);
    expect(client.ask('GET', `${at}/ethernet/${key}`).body).toMatchObject({ state: 'NOT_CONNECTED' });
    expect(client.ask('GET', `${at}/disk/9`)).toMatchObject({ status: 404 });
  });

  it('moves to another host while it runs, and to another datastore with its disks', () => {
    const client = signedIn();
    const vm = made(client);
    done(client, 'POST', `${vms}/${vm}/power?action=start`);
    for (const [host, name] of [
      ['host-23', 'esxi-03.sandbox.lab'],
      ['host-24', 'esxi-04.sandbox.lab'],
    ]) {
      done(client, 'POST', `${vms}/${vm}?action=relocate`, { placement: { host } });
      expect(stored(client, vm).status).toMatchObject({ host: name, powerState: 'POWERED_ON' });
    }
    client.ask('POST', '/sdk/vim25/8.0.1.0/HostSystem/host-21/EnterMaintenanceMode_Task');
    expect(
      client.ask('POST', `${vms}/${vm}?action=relocate`, { placement: { host: 'host-21' } }),
    ).toMatchObject({
      status: 400,
      body: failure('NOT_ALLOWED_IN_CURRENT_STATE', /current state of the host/),
    });
  });

  it('is copied with disks and addresses of its own', () => {
    const client = signedIn();
    const nics = [{ backing: { type: 'STANDARD_PORTGROUP', network: 'network-10' } }];
    const vm = made(client, { ...web, nics });
    const { body: copy } = client.ask('POST', `${vms}?action=clone`, {
      source: vm,
      name: 'web 02',
      power_on: true,
    });
    const told = (id: unknown) =>
      client.ask('GET', `${vms}/${String(id)}`).body as { nics: Record<string, { mac_address: string }> };
    expect(told(copy)).toMatchObject({
      power_state: 'POWERED_ON',
      disks: { '2000': { backing: { vmdk_file: '[vsanDatastore] web 02/web 02.vmdk' } } },
    });
    expect(told(copy).nics['4000']?.mac_address).not.toBe(told(vm).nics['4000']?.mac_address);
    const without = (keys: readonly string[]) =>
      client.ask('POST', `${vms}?action=clone`, { source: vm, name: 'bare', disks_to_remove: keys });
    expect(without(['2001'])).toMatchObject({ status: 404, body: failure('NOT_FOUND', /'2001'/) });
    expect(client.ask('GET', `${vms}/${String(without(['2000']).body)}`).body).toMatchObject({ disks: {} });
  });
});

describe('the world', () => {
  it('powers VMs on where there is most room, and none that fits nowhere', () => {
    const client = signedIn();
    const big = { ...web, cpu: { count: 8 }, memory: { size_MiB: 64 * 1_024 } };
    const hosts = ['a', 'b', 'c', 'd'].map((name) => {
      const vm = made(client, { ...big, name });
      done(client, 'POST', `${vms}/${vm}/power?action=start`);
      return stored(client, vm).status.host;
    });
    expect(new Set(hosts).size).toBe(4);
  });

  it('restarts a VM by HA when its host fails, and leaves alone one that was off', () => {
    const client = signedIn();
    const [on, off] = [made(client), made(client, { ...web, name: 'web 02' })] as const;
    done(client, 'POST', `${vms}/${on}/power?action=start`);
    for (const vm of [on, off])
      done(client, 'POST', `${vms}/${vm}?action=relocate`, { placement: { host: 'host-24' } });
    client.ask('POST', '/sdk/vim25/8.0.1.0/HostSystem/host-24/ShutdownHost_Task');
    client.pass(5);
    expect(stateOf(client, on)).toBe('POWERED_OFF');
    client.pass(180);
    expect(stored(client, on).status).toMatchObject({ powerState: 'POWERED_ON' });
    expect(stored(client, on).status.host).not.toBe('esxi-04.sandbox.lab');
    expect(stored(client, off).status).toMatchObject({
      powerState: 'POWERED_OFF',
      host: 'esxi-04.sandbox.lab',
    });
  });

  it('moves a running VM off a host that enters maintenance mode', () => {
    const client = signedIn();
    const vm = made(client);
    done(client, 'POST', `${vms}/${vm}/power?action=start`);
    done(client, 'POST', `${vms}/${vm}?action=relocate`, { placement: { host: 'host-24' } });
    client.ask('POST', '/sdk/vim25/8.0.1.0/HostSystem/host-24/EnterMaintenanceMode_Task');
    client.pass(120);
    expect(stored(client, vm).status.host).not.toBe('esxi-04.sandbox.lab');
    expect(stored(client, vm).status.powerState).toBe('POWERED_ON');
    expect(client.world.view('fabric').get('vsphere.sandbox/hosts', 'esxi-04.sandbox.lab')).toMatchObject({
      status: { inMaintenanceMode: true },
    });
  });

  it('counts what VMs use only while they are on, the same as anew', () => {
    const client = signedIn();
    const vm = made(client);
    for (const action of ['start', 'suspend', 'start', 'stop']) {
      done(client, 'POST', `${vms}/${vm}/power?action=${action}`);
      const { kept, recounted } = client.world.ledgers();
      expect(kept).toEqual(recounted);
    }
  });
});

const refusals: readonly (readonly [body: object, status: number, type: string, message: string | RegExp])[] =
  [
    [{}, 400, 'INVALID_ARGUMENT', "Structure 'operation-input' is missing a field: guest_OS"],
    [{ ...web, guest_OS: 'Ubuntu 22' }, 400, 'INVALID_ARGUMENT', /is not a guest operating system/],
    [
      { ...web, placement: { ...placement, folder: undefined } },
      400,
      'INVALID_ARGUMENT',
      "Structure 'placement' is missing a field: folder",
    ],
    [
      { ...web, placement: { ...placement, cluster: undefined } },
      400,
      'INVALID_ARGUMENT',
      "Structure 'placement' is missing a field: resource_pool",
    ],
    [
      { ...web, placement: { ...placement, folder: 'group-h5' } },
      400,
      'INVALID_ARGUMENT',
      /is not a folder of type VIRTUAL_MACHINE/,
    ],
    [
      { ...web, placement: { ...placement, cluster: 'domain-c9' } },
      404,
      'NOT_FOUND',
      "Cluster with identifier 'domain-c9' does not exist.",
    ],
    [{ ...web, placement: { ...placement, datastore: 'datastore-1' } }, 404, 'NOT_FOUND', /Datastore/],
    [
      { ...web, placement: { ...placement, cluster: undefined, resource_pool: 'resgroup-443' } },
      400,
      'NOT_ALLOWED_IN_CURRENT_STATE',
      /managed by VMware vSphere Workload Management/,
    ],
    [
      { ...web, cpu: { count: 3, cores_per_socket: 2 } },
      400,
      'INVALID_ARGUMENT',
      /not a multiple of the cores per socket/,
    ],
    [
      { ...web, disks: [{ new_vmdk: { capacity: 40 * 1_024 * gib } }] },
      500,
      'UNABLE_TO_ALLOCATE_RESOURCE',
      "Insufficient disk space on datastore 'vsanDatastore'.",
    ],
    [{ ...web, disks: [{}] }, 400, 'INVALID_ARGUMENT', /Exactly one of/],
    [
      { ...web, nics: [{ backing: { type: 'STANDARD_PORTGROUP', network: 'network-1' } }] },
      404,
      'NOT_FOUND',
      /Network/,
    ],
    [{ ...web, storage_policy: { policy: 'none' } }, 404, 'NOT_FOUND', /Storage policy/],
  ];

test.each(refusals)('a VM is not made of %j', (body, status, type, message) => {
  const client = signedIn();
  const count = () => client.world.view('fabric').count('vsphere.sandbox/virtualmachines');
  const before = count();
  expect(client.ask('POST', vms, body)).toMatchObject({ status, body: failure(type, message) });
  expect(count()).toBe(before);
});

test('two VMs of a folder have two names', () => {
  const client = signedIn();
  made(client);
  expect(client.ask('POST', vms, web)).toMatchObject({
    status: 400,
    body: failure('ALREADY_EXISTS', "Virtual machine with name 'web 01' already exists."),
  });
});

test('VMs of the Supervisor are changed by their managers alone', () => {
  const client = signedIn();
  const [first] = client.ask('GET', vms).body as { vm: string }[];
  const id = first?.vm ?? '';
  for (const [method, path, body] of [
    ['POST', `/power?action=stop`],
    ['PATCH', '/hardware/cpu', { count: 2 }],
    ['POST', '?action=relocate', { placement: { host: 'host-24' } }],
  ] as const)
    expect(client.ask(method, `${vms}/${id}${path}`, body)).toMatchObject({
      status: 400,
      body: failure('NOT_ALLOWED_IN_CURRENT_STATE', /is managed by ESX Agent Manager\.$/),
    });
});

test('networks are those of the datacenter, of its switch and of NSX', () => {
  const client = signedIn();
  const told = client.ask('GET', '/api/vcenter/network').body as {
    name: string;
    network: string;
    type: string;
  }[];
  expect(told.slice(0, 4)).toEqual([
    { name: 'VM Network', network: 'network-10', type: 'STANDARD_PORTGROUP' },
    { name: 'DSwitch-DVUplinks', network: 'dvportgroup-12', type: 'DISTRIBUTED_PORTGROUP' },
    { name: 'DVPG-Management', network: 'dvportgroup-13', type: 'DISTRIBUTED_PORTGROUP' },
    { name: 'DVPG-Workload', network: 'dvportgroup-14', type: 'DISTRIBUTED_PORTGROUP' },
  ]);
  expect(client.ask('GET', '/api/vcenter/network?types=OPAQUE_NETWORK').body).not.toEqual([]);
  const sdk = (path: string, body?: unknown) => client.ask('POST', `/sdk/vim25/8.0.1.0/${path}`, body);
  expect(sdk('Folder/group-n7/CreateDVS_Task', { spec: { configSpec: { name: 'DSwitch 2' } } }).status).toBe(
    200,
  );
  const id = client.world.view('fabric').list('vsphere.sandbox/distributedswitches')[0]?.metadata.name ?? '';
  const group = {
    spec: [{ name: 'apps', type: 'earlyBinding', defaultPortConfig: { vlan: { vlanId: 30 } } }],
  };
  expect(sdk(`DistributedVirtualSwitch/${id}/AddDVPortgroup_Task`, group).status).toBe(200);
  const [apps] = client.ask('GET', '/api/vcenter/network?names=apps').body as { network: string }[];
  const nics = [{ backing: { type: 'DISTRIBUTED_PORTGROUP', network: apps?.network } }];
  const vm = made(client, { ...web, nics });
  expect(sdk(`DistributedVirtualSwitch/${id}/Destroy_Task`)).toMatchObject({
    status: 500,
    body: { _typeName: 'ResourceInUse' },
  });
  done(client, 'DELETE', `${vms}/${vm}`);
  expect(sdk(`DistributedVirtualSwitch/${id}/Destroy_Task`).status).toBe(200);
  expect(client.ask('GET', '/api/vcenter/network?names=apps').body).toEqual([]);
});

test('reservations and sizes are set by VI/JSON, as far as they are there', () => {
  const client = signedIn();
  const vm = made(client);
  const sdk = (type: string, id: string, method: string, body: unknown) =>
    client.ask('POST', `/sdk/vim25/8.0.1.0/${type}/${id}/${method}`, body);
  const set = (spec: unknown) => sdk('VirtualMachine', vm, 'ReconfigVM_Task', { spec });
  expect(set({ numCPUs: 2, memoryMB: 4_096, memoryAllocation: { reservation: 4_096 } }).status).toBe(200);
  expect(client.ask('GET', `${vms}/${vm}`).body).toMatchObject({
    cpu: { count: 2 },
    memory: { size_MiB: 4_096 },
  });
  expect(set({ memoryAllocation: { reservation: 8_192 } })).toMatchObject({
    body: { _typeName: 'InvalidArgument' },
  });
  expect(set({ numCPUs: -1 })).toMatchObject({ body: { _typeName: 'InvalidArgument' } });
  done(client, 'POST', `${vms}/${vm}/power?action=start`);
  expect(set({ numCPUs: 4 })).toMatchObject({ status: 500, body: { _typeName: 'InvalidPowerState' } });
  expect(set({ cpuAllocation: { reservation: 10_000_000 } })).toMatchObject({
    status: 500,
    body: { _typeName: 'InsufficientCpuResourcesFault' },
  });
  expect(sdk('HostSystem', 'host-24', 'DisconnectHost_Task', {}).status).toBe(200);
  expect(sdk('HostSystem', 'host-24', 'DisconnectHost_Task', {})).toMatchObject({
    body: { _typeName: 'InvalidState' },
  });
  expect(sdk('HostSystem', 'host-24', 'ReconnectHost_Task', {}).status).toBe(200);
});
