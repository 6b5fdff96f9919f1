// A VM template as an item of a library: made of a VM, told, deployed, gone with its item.
import { expect, it } from 'vitest';
import { signedIn, type Client } from './support.ts';

const vms = '/api/vcenter/vm';
const items = '/api/vcenter/vm-template/library-items';
const placement = { folder: 'group-v4', cluster: 'domain-c8' };

function library(client: Client): string {
  return client.ask('POST', '/api/content/local-library', {
    name: 'goldens',
    storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-22' }],
  }).body as string;
}

function machine(client: Client): string {
  return client.ask('POST', vms, {
    name: 'golden',
    guest_OS: 'UBUNTU_64',
    placement: { ...placement, datastore: 'datastore-22' },
    cpu: { count: 2 },
    memory: { size_MiB: 2_048 },
    nics: [{ backing: { type: 'DISTRIBUTED_PORTGROUP', network: 'dvportgroup-14' } }],
  }).body as string;
}

const made = (client: Client, name = 'ubuntu') =>
  client.ask('POST', items, { source_vm: machine(client), name, library: library(client), placement });

const namesOf = (client: Client): readonly string[] =>
  (client.ask('GET', vms).body as readonly { readonly name: string }[]).map(({ name }) => name);

it('is made, told, deployed with other sizes and a guest of its own', () => {
  const client = signedIn();
  const { status, body: item } = made(client);
  expect(status).toBe(201);
  expect(client.ask('GET', `/api/content/library/item/${String(item)}`).body).toMatchObject({
    name: 'ubuntu',
    type: 'vm-template',
  });
  const told = client.ask('GET', `${items}/${String(item)}`);
  expect(told).toMatchObject({
    status: 200,
    body: {
      guest_OS: 'UBUNTU_64',
      cpu: { count: 2 },
      memory: { size_MiB: 2_048 },
      vm_home_storage: { datastore: 'datastore-22' },
      nics: { 4000: { network: 'dvportgroup-14', backing_type: 'DISTRIBUTED_PORTGROUP' } },
    },
  });
  const deployed = client.ask('POST', `${items}/${String(item)}?action=deploy`, {
    name: 'web',
    description: 'of the team',
    placement,
    powered_on: true,
    hardware_customization: { cpu_update: { num_cpus: 4 }, memory_update: { memory: 4_096 } },
  });
  expect(deployed.status, JSON.stringify(deployed.body)).toBe(201);
  expect(client.ask('GET', `${vms}/${String(deployed.body)}`).body).toMatchObject({
    name: 'web',
    power_state: 'POWERED_ON',
    cpu: { count: 4 },
    memory: { size_MiB: 4_096 },
  });
});

it('goes with its item, and not what was deployed from it', () => {
  const client = signedIn();
  const item = made(client).body as string;
  client.ask('POST', `${items}/${item}?action=deploy`, { name: 'web', placement });
  expect(client.ask('DELETE', `/api/content/library/item/${item}`).status).toBe(204);
  expect(client.ask('GET', `${items}/${item}`).status).toBe(404);
  expect(namesOf(client)).toContain('web');
  expect(namesOf(client)).not.toContain('ubuntu');
});

it.each<[string, object, number, string]>([
  ['more CPUs than a VM can have', { cpu_update: { num_cpus: 10_000 } }, 400, 'INVALID_ARGUMENT'],
  ['other disks', { disks_to_remove: ['2000'] }, 400, 'UNSUPPORTED'],
])('is not deployed with %s', (_, hardware_customization, status, error_type) => {
  const client = signedIn();
  const item = made(client).body as string;
  const body = { name: 'web', placement, hardware_customization };
  expect(client.ask('POST', `${items}/${item}?action=deploy`, body)).toMatchObject({
    status,
    body: { error_type },
  });
  expect(namesOf(client)).not.toContain('web');
});

it('has a name of its own in the library; where it has not, nothing is left behind', () => {
  const client = signedIn();
  const [source_vm, id] = [machine(client), library(client)];
  const body = { source_vm, name: 'ubuntu', library: id, placement };
  expect(client.ask('POST', items, body).status).toBe(201);
  const before = namesOf(client);
  expect(client.ask('POST', items, body)).toMatchObject({
    status: 400,
    body: { error_type: 'ALREADY_EXISTS' },
  });
  expect(namesOf(client)).toEqual(before);
});

it('is nothing that other items are', () => {
  const client = signedIn();
  const item = client.ask('POST', '/api/content/library/item', {
    library_id: library(client),
    name: 'disc',
    type: 'iso',
  }).body as string;
  expect(client.ask('GET', `${items}/${item}`)).toMatchObject({
    status: 400,
    body: { error_type: 'INVALID_ARGUMENT' },
  });
});

it('is checked out once at a time, checked in as the next version, and rolled back', () => {
  const client = signedIn();
  const { body: item } = made(client);
  const path = `${items}/${String(item)}`;
  const [template] = (client.ask('GET', `${path}/versions`).body as { vm_template: string }[]).map(
    ({ vm_template }) => vm_template,
  );
  const checkOut = (name: string) =>
    client.ask('POST', `${path}/check-outs?action=check-out`, { name, placement });
  const { status, body: vm } = checkOut('out');
  expect([status, client.ask('GET', `${path}/check-outs`).body]).toEqual([201, [{ vm }]]);
  expect(checkOut('out-again')).toMatchObject({
    status: 500,
    body: { error_type: 'UNABLE_TO_ALLOCATE_RESOURCE' },
  });
  const one = `${path}/check-outs/${String(vm)}`;
  expect(client.ask('GET', one).body).toMatchObject({ user: expect.stringContaining('administrator') });
  expect(client.ask('GET', `${vms}/${String(vm)}/library-item`).body).toEqual({
    check_out: { library_item: item },
  });
  client.ask('PATCH', `${vms}/${String(vm)}/hardware/cpu`, { count: 8 });
  client.ask('POST', `${vms}/${String(vm)}/power?action=start`);
  expect(client.ask('POST', `${one}?action=check-in`, { message: 'more' }).status).toBe(400);
  client.ask('POST', `${vms}/${String(vm)}/power?action=stop`);
  expect(client.ask('POST', `${one}?action=check-in`, { message: 'more' })).toEqual({
    status: 200,
    body: '2',
  });
  expect(client.ask('GET', path).body).toMatchObject({ cpu: { count: 8 } });
  expect(client.ask('GET', `${path}/check-outs`).body).toEqual([]);
  expect(client.ask('GET', `${path}/versions`).body).toEqual([
    { version: '2', vm_template: vm },
    { version: '1', vm_template: template },
  ]);
  expect(client.ask('GET', one).status).toBe(400);
  expect(client.ask('POST', `${path}/versions/2?action=rollback`, {}).status).toBe(400);
  expect(client.ask('POST', `${path}/versions/1?action=rollback`, {}).body).toBe('3');
  expect(client.ask('GET', path).body).toMatchObject({ cpu: { count: 2 } });
  expect(client.ask('DELETE', `${path}/versions/2`).status).toBe(204);
  expect(client.ask('GET', `${vms}/${String(vm)}`).status).toBe(404);
  const { body: second } = checkOut('out');
  expect(client.ask('DELETE', `${path}/check-outs/${String(second)}`).status).toBe(204);
  expect(namesOf(client)).not.toContain('out');
});
