// A standalone host in its compute resource, and what tasks tell of what they made.
import { describe, expect, it } from 'vitest';
import { signedIn, textAt, type SoapClient } from './client.ts';

const hostFolder = ['Folder', 'group-h5'] as const;

const fetch = (client: SoapClient, type: string, id: string, property: string) =>
  client.returned(type, id, 'Fetch', `<prop>${property}</prop>`);

/** What a task tells of what it made, once it is done. */
function resultOf(client: SoapClient, method: string, on: readonly [string, string], inner: string) {
  const [task] = client.returned(...on, method, inner);
  client.pass(10);
  const [info] = fetch(client, 'Task', task?.text ?? '', 'info');
  const result = info?.children.find(({ name }) => name === 'result');
  return { type: result?.attributes['type'], id: result?.text ?? '', state: textAt(info, 'state') };
}

const connection = (name: string) =>
  `<spec><hostName>${name}</hostName><userName>root</userName><password>VMware1!</password><force>true</force></spec>`;

const added = (client: SoapClient) => {
  const [folder] = fetch(client, 'Datacenter', 'datacenter-3', 'hostFolder');
  const id = folder?.text ?? hostFolder[1];
  return resultOf(
    client,
    'AddStandaloneHost_Task',
    ['Folder', id],
    `${connection('esxi-09.sandbox.lab')}<addConnected>true</addConnected>`,
  );
};

describe('a standalone host', () => {
  it('is in a compute resource of its name, whose pool it has', () => {
    const client = signedIn();
    const made = added(client);
    expect(made).toMatchObject({ type: 'ComputeResource', state: 'success' });
    const told = (property: string) => fetch(client, 'ComputeResource', made.id, property)[0]?.text;
    expect(told('name')).toBe('esxi-09.sandbox.lab');
    expect(fetch(client, 'HostSystem', told('host') ?? '', 'parent')[0]?.text).toBe(made.id);
    expect(fetch(client, 'ResourcePool', told('resourcePool') ?? '', 'owner')[0]?.text).toBe(made.id);
    expect(textAt(fetch(client, 'ComputeResource', made.id, 'summary')[0], 'numHosts')).toBe('1');
    const [option] = client.returned(
      'EnvironmentBrowser',
      told('environmentBrowser') ?? '',
      'QueryConfigOption',
    );
    expect(textAt(option, 'version')).toBe('vmx-20');
  });

  it('goes with its compute resource', () => {
    const client = signedIn();
    const { id } = added(client);
    client.call('ComputeResource', id, 'Destroy_Task');
    client.pass(10);
    expect(client.call('ComputeResource', id, 'Fetch', '<prop>name</prop>').body).toContain(
      'ManagedObjectNotFound',
    );
  });
});

it.each<[string, string, string, string, string]>([
  [
    'AddHost_Task',
    'ClusterComputeResource',
    'domain-c8',
    `${connection('esxi-08.sandbox.lab')}<asConnected>true</asConnected>`,
    'HostSystem',
  ],
  [
    'CreateDVPortgroup_Task',
    'VmwareDistributedVirtualSwitch',
    'dvs-11',
    '<spec><name>pg-a</name><type>earlyBinding</type></spec>',
    'DistributedVirtualPortgroup',
  ],
])('%s tells what it made', (method, type, id, inner, result) => {
  expect(resultOf(signedIn(), method, [type, id], inner)).toMatchObject({ type: result, state: 'success' });
});
