// What a VM starts from and the drives that it has: as made, as changed, as refused.
import { describe, expect, it } from 'vitest';
import { signedIn, type Client } from './support.ts';

const path = '/api/vcenter/vm';

function make(client: Client, more: object = {}): string {
  const { status, body } = client.ask('POST', path, {
    name: 'web-01',
    guest_OS: 'RHEL_8_64',
    placement: { folder: 'group-v4', cluster: 'domain-c8', datastore: 'datastore-22' },
    ...more,
  });
  expect([status, body]).toEqual([201, expect.stringMatching(/^vm-\d+$/)]);
  return `${path}/${String(body)}`;
}

it('a VM starts as it was made to start', () => {
  const client = signedIn();
  const vm = make(client, {
    boot: { type: 'EFI', delay: 5_000, enter_setup_mode: true },
    boot_devices: [{ type: 'CDROM' }, { type: 'DISK' }],
    scsi_adapters: [{ type: 'LSILOGICSAS' }],
    sata_adapters: [{}],
    floppies: [],
  });
  expect(client.ask('GET', vm).body).toMatchObject({
    boot: { type: 'EFI', delay: 5_000, retry: false, enter_setup_mode: true },
    boot_devices: [{ type: 'CDROM' }, { type: 'DISK', disks: ['2000'] }],
    scsi_adapters: { 1000: { type: 'LSILOGICSAS' } },
  });
  expect(client.ask('GET', `${vm}/hardware/adapter/sata`).body).toEqual([{ adapter: '15000' }]);
  expect(client.ask('GET', `${vm}/hardware/adapter/scsi`).body).toEqual([{ adapter: '1000' }]);
  expect(client.ask('GET', `${vm}/hardware/adapter/scsi/1000`).body).toMatchObject({ type: 'LSILOGICSAS' });
  expect(client.ask('PATCH', `${vm}/hardware/boot`, { retry: true, retry_delay: 20_000 }).status).toBe(204);
  expect(client.ask('GET', `${vm}/hardware/boot`).body).toMatchObject({
    type: 'EFI',
    delay: 5_000,
    retry: true,
    retry_delay: 20_000,
  });
  const devices = [{ type: 'DISK', disks: ['2000'] }];
  expect(client.ask('PUT', `${vm}/hardware/boot/device`, devices).status).toBe(204);
  expect(client.ask('GET', `${vm}/hardware/boot/device`).body).toEqual(devices);
  expect(client.ask('PUT', `${vm}/hardware/boot/device`, [{ type: 'DISK' }]).status).toBe(400);
  const other = client.ask('PUT', `${vm}/hardware/boot/device`, [{ type: 'ETHERNET', nic: '4000' }]);
  expect(other).toMatchObject({ status: 404, body: { messages: [{ args: ['4000'] }] } });
  client.ask('POST', `${vm}/power?action=start`);
  expect(client.ask('PATCH', `${vm}/hardware/boot`, { delay: 1 })).toMatchObject({
    status: 400,
    body: { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' },
  });
});

it('a VM has the drives that it is given, each in a place of its own', () => {
  const client = signedIn();
  const vm = make(client, { cdroms: [{ backing: { type: 'CLIENT_DEVICE' }, start_connected: true }] });
  const drives = `${vm}/hardware/cdrom`;
  expect(client.ask('POST', drives, { type: 'SATA' })).toEqual({ status: 201, body: '16000' });
  expect(client.ask('POST', drives, { type: 'IDE', ide: { primary: true, master: true } }).status).toBe(400);
  const image = { type: 'SATA', backing: { type: 'ISO_FILE', iso_file: '[vsanDatastore] iso/a.iso' } };
  expect(client.ask('POST', drives, image)).toMatchObject({ status: 404, body: { error_type: 'NOT_FOUND' } });
  expect(client.ask('GET', drives).body).toEqual([{ cdrom: '3000' }, { cdrom: '16000' }]);
  expect(client.ask('GET', `${drives}/3000`).body).toEqual({
    type: 'IDE',
    label: 'CD/DVD drive 1',
    ide: { primary: true, master: true },
    backing: { type: 'CLIENT_DEVICE', device_access_type: 'EMULATION' },
    state: 'NOT_CONNECTED',
    start_connected: true,
    allow_guest_control: true,
  });
  expect(client.ask('POST', `${drives}/3000?action=connect`).status).toBe(400);
  client.ask('POST', `${vm}/power?action=start`);
  expect(client.ask('GET', `${drives}/3000`).body).toMatchObject({ state: 'CONNECTED' });
  expect(client.ask('POST', `${drives}/3000?action=disconnect`).status).toBe(204);
  expect(client.ask('POST', drives, {}).status).toBe(400);
  expect(client.ask('PATCH', `${drives}/3000`, { backing: { type: 'HOST_DEVICE' } }).status).toBe(204);
  expect(client.ask('GET', vm).body).toMatchObject({
    cdroms: { 3000: { backing: { type: 'HOST_DEVICE', auto_detect: true }, state: 'NOT_CONNECTED' } },
  });
  expect(client.ask('DELETE', `${drives}/16000`).status).toBe(204);
  expect(client.ask('GET', drives).body).toEqual([{ cdrom: '3000' }]);
});

it('VMware Tools answer a while after the start', () => {
  const client = signedIn();
  const nics = [{ backing: { type: 'STANDARD_PORTGROUP', network: 'network-10' } }];
  const vm = make(client, { nics });
  expect(client.ask('GET', `${vm}/tools`).body).toMatchObject({ run_state: 'NOT_RUNNING' });
  client.ask('POST', `${vm}/power?action=start`);
  expect(client.ask('GET', `${vm}/guest/networking/interfaces`).status).toBe(503);
  client.pass(120);
  expect(client.ask('GET', `${vm}/tools`).body).toMatchObject({ run_state: 'RUNNING' });
  expect(client.ask('GET', `${vm}/guest/networking/interfaces`).body).toEqual([
    { nic: '4000', mac_address: expect.stringMatching(/^00:50:56:/) },
  ]);
});

describe('a disk whose file stays', () => {
  const withDisk = (client: Client, name: string): string =>
    make(client, { name, disks: [{ new_vmdk: { capacity: 10 * 2 ** 30 } }] });
  const file = '[vsanDatastore] disks/disks.vmdk';
  const backing = { type: 'VMDK_FILE', vmdk_file: file };
  const setting = (): { client: Client; at: string; free: () => number } => {
    const client = signedIn();
    const at = `${withDisk(client, 'disks')}/hardware/disk`;
    const free = () =>
      (client.ask('GET', '/api/vcenter/datastore/datastore-22').body as { free_space: number }).free_space;
    return { client, at, free };
  };

  it('is taken off one VM and put on another, with its room all the while', () => {
    const { client, at, free } = setting();
    const before = free();
    expect(client.ask('DELETE', `${at}/2000`).status).toBe(204);
    expect(free()).toBe(before);
    const other = `${withDisk(client, 'other')}/hardware/disk`;
    const between = free();
    const { status, body: key } = client.ask('POST', other, { type: 'SATA', backing });
    expect([status, free()]).toEqual([201, between]);
    expect(client.ask('GET', `${other}/${String(key)}`).body).toMatchObject({
      backing,
      capacity: 10 * 2 ** 30,
    });
    expect(client.ask('POST', at, { backing })).toMatchObject({
      status: 400,
      body: { error_type: 'RESOURCE_IN_USE' },
    });
    // A disk of its own comes beside it, where its name is free.
    client.ask('DELETE', `${other}/${String(key)}`);
    const { body: next } = client.ask('POST', at, { new_vmdk: { capacity: 2 ** 30 } });
    expect(client.ask('GET', `${at}/${String(next)}`).body).toMatchObject({
      backing: { vmdk_file: '[vsanDatastore] disks/disks_1.vmdk' },
    });
    expect(client.ask('PATCH', `${at}/${String(next)}`, { backing }).status).toBe(204);
    expect(client.ask('GET', `${at}/${String(next)}`).body).toMatchObject({
      backing,
      capacity: 10 * 2 ** 30,
    });
  });

  it.each(['[vsanDatastore] disks/none.vmdk', '[elsewhere] disks/disks.vmdk', 'disks.vmdk', ''])(
    'is not %j',
    (vmdk_file) => {
      const { client, at } = setting();
      expect(client.ask('POST', at, { backing: { type: 'VMDK_FILE', vmdk_file } })).toMatchObject({
        status: 404,
        body: { error_type: 'NOT_FOUND' },
      });
    },
  );
});
