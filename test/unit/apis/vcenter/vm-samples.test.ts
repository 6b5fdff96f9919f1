// Bodies as published samples send them for VMs: adapters, drives, copies, tasks in place of an end; and what is refused in vCenter's words.
import { describe, expect, it } from 'vitest';
import { signedIn, supervisorOf, type Client } from './support.ts';

const vms = '/api/vcenter/vm';

function made(client: Client): string {
  const { status, body } = client.ask('POST', vms, {
    guest_OS: 'RHEL_7_64',
    name: 'test_vm1',
    hardware_version: 'VMX_11',
    memory: { hot_add_enabled: true, size_MiB: 1024 },
    placement: {
      cluster: 'domain-c8',
      datastore: 'datastore-22',
      folder: 'group-v4',
      resource_pool: 'resgroup-9',
    },
    disks: [],
  });
  expect(status, JSON.stringify(body)).toBe(201);
  return `${vms}/${String(body)}`;
}

describe('an adapter', () => {
  it.each([
    ['sata', { pci_slot_number: 34 }, '15000', { type: 'AHCI', bus: 0 }],
    ['nvme', {}, '31000', { bus: 0 }],
    ['scsi', { type: 'LSILOGICSAS', sharing: 'NONE' }, '1000', { type: 'LSILOGICSAS' }],
  ])('of %s is added, told and removed', (kind, body, key, told) => {
    const client = signedIn();
    const vm = made(client);
    const path = `${vm}/hardware/adapter/${kind}`;
    expect(client.ask('GET', path).body).toEqual([]);
    expect(client.ask('POST', path, body)).toEqual({ status: 201, body: key });
    expect(client.ask('GET', path).body).toEqual([{ adapter: key }]);
    expect(client.ask('GET', `${path}/${key}`).body).toMatchObject(told);
    expect(client.ask('POST', path, body)).toMatchObject({
      status: 400,
      body: { error_type: 'UNSUPPORTED' },
    });
    expect(client.ask('DELETE', `${path}/${key}`).status).toBe(204);
    expect(client.ask('GET', path).body).toEqual([]);
  });

  it('with a disk stays', () => {
    const client = signedIn();
    const vm = made(client);
    const disk = { type: 'SATA', new_vmdk: { capacity: 320_000 } };
    expect(client.ask('POST', `${vm}/hardware/disk`, disk)).toEqual({ status: 201, body: '2000' });
    const adapter = `${vm}/hardware/adapter/sata/15000`;
    expect(client.ask('DELETE', adapter)).toMatchObject({
      status: 400,
      body: { error_type: 'RESOURCE_IN_USE' },
    });
    expect(client.ask('DELETE', `${vm}/hardware/disk/2000`).status).toBe(204);
    expect(client.ask('DELETE', adapter).status).toBe(404);
  });
});

it('a task is told in place of an end, and tells what came of it', () => {
  const client = signedIn();
  const vm = made(client);
  const source = vm.slice(vms.length + 1);
  const clone = client.ask('POST', `${vms}?action=clone&vmw-task=true`, { source, name: 'copy' });
  expect(clone).toEqual({ status: 202, body: expect.stringMatching(/^task-\d+$/) as string });
  client.pass(30);
  const task = client.ask('GET', `/api/cis/tasks/${String(clone.body)}`).body as { result: string };
  expect(task).toMatchObject({
    status: 'SUCCEEDED',
    service: 'com.vmware.vcenter.vm',
    description: { default_message: 'Create virtual machine' },
  });
  expect(client.ask('GET', `${vms}/${task.result}`).body).toMatchObject({ name: 'copy' });
  const moved = client.ask('POST', `${vm}?action=relocate&vmw-task=true`, { placement: { host: 'host-22' } });
  expect(moved).toEqual({ status: 202, body: expect.stringMatching(/^task-\d+$/) as string });
});

it('an instant clone is of a VM that runs, and runs', () => {
  const client = signedIn();
  const vm = made(client);
  const asked = { source: vm.slice(vms.length + 1), name: 'instant' };
  const refused = client.ask('POST', `${vms}?action=instant-clone`, asked);
  expect(refused).toMatchObject({ status: 400, body: { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' } });
  client.ask('POST', `${vm}/power?action=start`);
  const { status, body } = client.ask('POST', `${vms}?action=instant-clone`, asked);
  expect(status).toBe(201);
  expect(client.ask('GET', `${vms}/${String(body)}/power`).body).toMatchObject({ state: 'POWERED_ON' });
});

it.each<[string, string, object]>([
  ['POST', '/hardware/floppy', { allow_guest_control: true }],
  ['POST', '/hardware/serial', { pci_slot_number: 5 }],
  ['POST', '/hardware/parallel', {}],
  ['POST', '/console/tickets', { type: 'VMRC' }],
  ['POST', '/tools/installer?action=connect', {}],
  ['POST', '/guest/processes?action=create', { credentials: {} }],
  ['POST', '/guest/filesystem/files?action=list', { credentials: {} }],
  ['POST', '/guest/filesystem?action=create', { credentials: {} }],
])('%s %s is not supported', (method, path, body) => {
  const client = signedIn();
  expect(client.ask(method, `${made(client)}${path}`, body)).toMatchObject({
    status: 400,
    body: {
      error_type: 'UNSUPPORTED',
      messages: [{ default_message: expect.stringMatching(/not supported/) as string }],
    },
  });
});

it.each<[string, string]>([
  ['GET', '/hardware/floppy/8000'],
  ['PATCH', '/hardware/serial/9000'],
  ['DELETE', '/hardware/parallel/10000'],
  ['POST', '/hardware/serial/9000?action=connect'],
  ['GET', '/data-sets/none'],
])('%s %s finds no such device', (method, path) => {
  const client = signedIn();
  expect(client.ask(method, `${made(client)}${path}`)).toMatchObject({
    status: 404,
    body: { error_type: 'NOT_FOUND' },
  });
});

it('compliance of all VMs is asked by what it is', () => {
  const client = signedIn();
  const policy = 'aa6d5a82-1c88-45da-85d3-3d74b91a5bad';
  const vm = made(client);
  const id = vm.slice(vms.length + 1);
  const path = '/api/vcenter/storage/policies/compliance/vm';
  expect(client.ask('GET', `${path}?status=FINE`)).toMatchObject({
    status: 400,
    body: { error_type: 'INVALID_ARGUMENT' },
  });
  expect(client.ask('GET', `${path}?status=COMPLIANT`).body).toEqual({});
  client.ask('PATCH', `${vm}/storage/policy`, { vm_home: { type: 'USE_SPECIFIED_POLICY', policy } });
  expect(client.ask('GET', `${path}?status=COMPLIANT`).body).toMatchObject({
    [id]: { vm_home: 'COMPLIANT', disks: {} },
  });
});

// Clients with generated bindings refuse an answer without a member that its structure requires. Source: vSphere Automation SDK for Python,
// vcenter_bindings 4.1.0.
it.each([
  ['appliance/shutdown', ['action', 'reason']],
  [
    'appliance/update/policy',
    ['default_URL', 'check_schedule', 'auto_stage', 'auto_update', 'manual_control', 'certificate_check'],
  ],
  ['appliance/recovery', ['supported']],
  [
    'esx/settings/depot-content/base-images',
    ['version', 'display_name', 'display_version', 'summary', 'category', 'kb', 'release_date'],
  ],
  [
    'vcenter/namespace-management/supervisors/{supervisor}/conditions',
    ['type', 'description', 'status', 'reason', 'severity', 'messages'],
  ],
])('%s has all that is required', (path, required) => {
  const client = signedIn();
  const { body } = client.ask('GET', `/api/${path.replace('{supervisor}', supervisorOf(client))}`);
  const told = (Array.isArray(body) ? body : [body]) as object[];
  expect(told.length).toBeGreaterThan(0);
  for (const each of told) expect(Object.keys(each)).toEqual(expect.arrayContaining(required));
});

it('what vCenter does not serve is refused in its own words', () => {
  expect(signedIn().ask('GET', '/api/hvc/links')).toMatchObject({
    status: 404,
    body: { error_type: 'NOT_FOUND' },
  });
});
