// A VM becomes an OVF template of a library, and VMs are deployed from it.
import { expect, it } from 'vitest';
import { signedIn, type Client } from './support.ts';

const vms = '/api/vcenter/vm';
const ovf = '/api/vcenter/ovf/library-item';

function library(client: Client): string {
  return client.ask('POST', '/api/content/local-library', {
    name: 'goldens',
    storage_backings: [{ type: 'DATASTORE', datastore_id: 'datastore-22' }],
  }).body as string;
}

function machine(client: Client): string {
  return client.ask('POST', vms, {
    name: 'golden',
    guest_OS: 'RHEL_8_64',
    placement: { folder: 'group-v4', cluster: 'domain-c8', datastore: 'datastore-22' },
    cpu: { count: 2 },
    memory: { size_MiB: 3_072 },
    disks: [{ new_vmdk: { capacity: 20 * 2 ** 30 } }, { new_vmdk: { capacity: 5 * 2 ** 30 } }],
    nics: [{ backing: { type: 'STANDARD_PORTGROUP', network: 'network-10' } }],
  }).body as string;
}

const capture = (client: Client, id: string, library_id: string) =>
  client.ask('POST', ovf, {
    source: { type: 'VirtualMachine', id },
    target: { library_id },
    create_spec: { name: 'golden_image', description: 'an OVF example', flags: [] },
  });

it('is captured, summed up, deployed', () => {
  const client = signedIn();
  const [id, goldens] = [machine(client), library(client)];
  const { status, body } = capture(client, id, goldens);
  const { succeeded, ovf_library_item_id: item } = body as {
    succeeded: boolean;
    ovf_library_item_id: string;
  };
  expect([status, succeeded]).toEqual([200, true]);
  expect(client.ask('GET', `/api/content/library/item/${item}`).body).toMatchObject({
    name: 'golden_image',
    type: 'ovf',
    library_id: goldens,
  });
  const files = client.ask('GET', `/api/content/library/item/${item}/file`).body as readonly {
    name: string;
  }[];
  expect(files.map(({ name }) => name)).toEqual([
    'golden_image.ovf',
    'golden_image-1.vmdk',
    'golden_image-2.vmdk',
  ]);
  const target = { resource_pool_id: 'resgroup-9' };
  expect(client.ask('POST', `${ovf}/${item}?action=filter`, { target }).body).toMatchObject({
    name: 'golden_image',
    annotation: 'an OVF example',
    networks: ['VM Network'],
  });
  const deployed = client.ask('POST', `${ovf}/${item}?action=deploy`, {
    target,
    deployment_spec: {
      name: 'from-ovf',
      annotation: 'of the team',
      accept_all_EULA: true,
      network_mappings: { 'VM Network': 'dvportgroup-14' },
    },
  });
  expect(deployed).toMatchObject({
    status: 200,
    body: { succeeded: true, resource_id: { type: 'VirtualMachine' } },
  });
  const { resource_id } = deployed.body as { resource_id: { id: string } };
  expect(client.ask('GET', `${vms}/${resource_id.id}`).body).toMatchObject({
    name: 'from-ovf',
    guest_OS: 'RHEL_8_64',
    cpu: { count: 2 },
    memory: { size_MiB: 3_072 },
    disks: { 2000: { capacity: 20 * 2 ** 30 }, 2001: { capacity: 5 * 2 ** 30 } },
    nics: { 4000: { backing: { network: 'dvportgroup-14' } } },
    power_state: 'POWERED_OFF',
  });
  expect(client.world.view('fabric').get('vsphere.sandbox/virtualmachines', resource_id.id)).toMatchObject({
    spec: { notes: 'of the team' },
  });
  const old = `/rest/com/vmware/vcenter/ovf/library-item/id:${item}?~action=deploy`;
  const network_mappings = [{ key: 'VM Network', value: 'network-10' }];
  expect(
    client.ask('POST', old, {
      target,
      deployment_spec: { name: 'older', accept_all_EULA: true, network_mappings },
    }),
  ).toMatchObject({ status: 200, body: { value: { succeeded: true } } });
});

it('is refused of a VM that runs, of a network that is not there, of what is no template', () => {
  const client = signedIn();
  const [id, goldens] = [machine(client), library(client)];
  const { ovf_library_item_id: item } = capture(client, id, goldens).body as { ovf_library_item_id: string };
  const target = { resource_pool_id: 'resgroup-9' };
  const deploy = (path: string, deployment_spec: object) =>
    client.ask('POST', `${ovf}/${path}?action=deploy`, { target, deployment_spec });
  expect(deploy(item, { network_mappings: { 'VM Network': 'network-999' } })).toMatchObject({ status: 404 });
  const iso = client.ask('POST', '/api/content/library/item', {
    library_id: goldens,
    name: 'disc',
    type: 'iso',
  });
  expect(deploy(String(iso.body), {})).toMatchObject({
    status: 400,
    body: { error_type: 'INVALID_ARGUMENT' },
  });
  expect(deploy('nothing', {}).status).toBe(404);
  expect(capture(client, id, goldens)).toMatchObject({ status: 400, body: { error_type: 'ALREADY_EXISTS' } });
  client.ask('POST', `${vms}/${id}/power?action=start`);
  expect(capture(client, id, goldens)).toMatchObject({
    status: 400,
    body: { error_type: 'NOT_ALLOWED_IN_CURRENT_STATE' },
  });
});
