// VMs out of the inventory and into it again, by their configuration files; and what those files keep.
import { describe, expect, it } from 'vitest';
import { networksIn } from '../../../../src/kinds/vsphere/network.ts';
import type { VirtualMachine } from '../../../../src/kinds/vsphere/virtual-machine.ts';
import {
  configurationFile,
  readConfigurationFile,
} from '../../../../src/apis/vcenter/inventory/machines/configuration-file.ts';
import { isOwn } from '../../../../src/apis/vcenter/inventory/machines/machine.ts';
import { Client } from './support.ts';

const vms = '/api/vcenter/vm';

const placement = { folder: 'group-v4', resource_pool: 'resgroup-9', datastore: 'datastore-22' };

function made(client: Client, more: object = {}): string {
  const { fabric } = { fabric: client.world.view('fabric') };
  const network = networksIn(fabric).find(({ spec }) => spec.displayName === 'DVPG-Workload')?.id ?? '';
  const spec = {
    name: 'web',
    guest_OS: 'UBUNTU_64',
    placement,
    cpu: { count: 4, cores_per_socket: 2 },
    memory: { size_MiB: 2_048 },
    disks: [
      { type: 'SCSI', new_vmdk: { capacity: 10 * 1_073_741_824 } },
      { type: 'SATA', new_vmdk: { capacity: 1_073_741_824, name: 'data' } },
    ],
    nics: [
      {
        backing: { type: 'DISTRIBUTED_PORTGROUP', network },
        mac_type: 'MANUAL',
        mac_address: '00:50:56:00:00:07',
        start_connected: true,
      },
    ],
    ...more,
  };
  const { status, body } = client.ask('POST', vms, spec);
  expect({ status, body }).toMatchObject({ status: 201 });
  return String(body);
}

function administrator(): Client {
  const client = new Client();
  client.signIn();
  return client;
}

const stripped = (client: Client, id: string) => {
  const { identity, ...rest } = client.ask('GET', `${vms}/${id}`).body as Record<string, unknown>;
  return { ...rest, uuid: (identity as { bios_uuid: string }).bios_uuid };
};

const freeOf = (client: Client): number =>
  (client.ask('GET', '/api/vcenter/datastore/datastore-22').body as { free_space: number }).free_space;

const path = '[vsanDatastore] web/web.vmx';
const register = (client: Client, more: object = {}) =>
  client.ask('POST', `${vms}?action=register`, {
    datastore_path: path,
    placement: { folder: 'group-v4', resource_pool: 'resgroup-9' },
    ...more,
  });

describe('a VM', () => {
  it('is the same once it is registered again, and its disks take the room that they took', () => {
    const client = administrator();
    const id = made(client);
    const [before, free] = [stripped(client, id), freeOf(client)];
    expect(client.ask('POST', `${vms}/${id}?action=unregister`).status).toBe(204);
    expect(client.ask('GET', `${vms}/${id}`).status).toBe(404);
    expect(free - freeOf(client)).toBeLessThanOrEqual(1_048_576);
    const { status, body } = register(client);
    expect(status).toBe(201);
    expect(stripped(client, String(body))).toEqual(before);
    expect(freeOf(client)).toBe(free);
    expect(client.ask('POST', `${vms}/${String(body)}/power?action=start`).status).toBe(204);
  });

  it('is not unregistered while it runs, nor registered twice, nor out of nothing', () => {
    const client = administrator();
    const id = made(client);
    expect(register(client)).toMatchObject({ status: 400, body: { error_type: 'ALREADY_EXISTS' } });
    client.ask('POST', `${vms}/${id}/power?action=start`);
    expect(client.ask('POST', `${vms}/${id}?action=unregister`)).toMatchObject({
      status: 400,
      body: { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' },
    });
    expect(register(client, { datastore_path: '[vsanDatastore] no/no.vmx' }).status).toBe(404);
    expect(register(client, { datastore_path: '[nowhere] no/no.vmx' }).status).toBe(400);
    expect(client.ask('POST', `${vms}/vm-51?action=unregister`).status).toBe(400);
  });

  it('is not registered without its disks', () => {
    const client = administrator();
    const id = made(client);
    client.ask('POST', `${vms}/${id}?action=unregister`);
    client.ask('DELETE', '/folder/web/data.vmdk?dcPath=dc01&dsName=vsanDatastore');
    expect(register(client)).toMatchObject({ status: 404, body: { error_type: 'NOT_FOUND' } });
  });
});

it('a configuration file keeps whatever a name and notes are', () => {
  const client = administrator();
  const id = made(client);
  const fabric = client.world.view('fabric');
  const vm = fabric.get<VirtualMachine>('vsphere.sandbox/virtualmachines', id);
  if (vm === undefined || !isOwn(vm)) throw new Error('no VM');
  const alphabet = ['"', '|', '\\', '=', '\n', ' ', 'ä', '𝄞', 'a', '22', '|22', '#'];
  let state = 7;
  for (let run = 0; run < 200; run += 1) {
    const words = Array.from({ length: run % 9 }, () => {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      return alphabet[state % alphabet.length];
    }).join('');
    const changed = { ...vm, spec: { ...vm.spec, displayName: `x${words}`, notes: words } };
    expect(readConfigurationFile(configurationFile(fabric, changed))).toMatchObject({
      name: `x${words}`,
      notes: words,
      cpus: 4,
    });
  }
  expect(readConfigurationFile('nothing = "of a VM"')).toBeUndefined();
});
