// What Terraform's provider asks beyond what other clients do: a cluster's vSAN with every read of it, port groups by their switch's UUID, what
// moves between pools, the policy of a VM. Source: hashicorp/terraform-provider-vsphere, by its calls.
import { describe, expect, it } from 'vitest';
import { readXml } from '../../../src/std/xml.ts';
import { Client } from '../apis/vcenter/support.ts';
import { signedIn, textAt, within, type SoapClient } from './client.ts';

const cluster = '<cluster type="ClusterComputeResource">domain-c8</cluster>';
const vsan = ['VsanVcClusterConfigSystem', 'vsan-cluster-config-system'] as const;
const stretched = ['VimClusterVsanVcStretchedClusterSystem', 'vsan-stretched-cluster-system'] as const;

const answered = (client: SoapClient, ...[type, id, method, inner, path]: Parameters<SoapClient['call']>) => {
  const { status, body } = client.call(type, id, method, inner, path);
  return { status, children: within(readXml(body), 'Body')[0]?.children[0]?.children ?? [], body };
};

/** The same world by VI/JSON. */
function byVi({ world }: SoapClient): Client {
  const client = new Client(world);
  client.signIn();
  return client;
}

describe("a cluster's vSAN", () => {
  it('is told with its UUID, and on its hosts the same', () => {
    const client = signedIn();
    const { children } = answered(client, ...vsan, 'VsanClusterGetConfig', cluster, '/vsanHealth');
    expect(textAt(children[0], 'enabled')).toBe('true');
    const uuid = textAt(children[0], 'defaultConfig', 'uuid');
    expect(uuid).toMatch(/^[0-9a-f-]{36}$/);
    const host = byVi(client).ask('GET', '/sdk/vim25/8.0.1.0/HostVsanSystem/vsanSystem-21/config');
    expect(host.body).toMatchObject({ clusterInfo: { uuid } });
  });

  it('is not stretched', () => {
    expect(answered(signedIn(), ...stretched, 'VSANVcGetWitnessHosts', cluster, '/vsanHealth')).toMatchObject(
      {
        status: 200,
        children: [],
      },
    );
  });

  it.each<[what: string, config: string, status: number]>([
    ['as it is', '<vsanClusterConfig><enabled>true</enabled></vsanClusterConfig>', 200],
    ['with services that are off', '<unmapConfig><enable>false</enable></unmapConfig>', 200],
    ['without it', '<vsanClusterConfig><enabled>false</enabled></vsanClusterConfig>', 500],
    ['with another service', '<unmapConfig><enable>true</enable></unmapConfig>', 500],
  ])('configured %s', (_what, config, status) => {
    const spec = `${cluster}<vsanReconfigSpec>${config}<modify>true</modify></vsanReconfigSpec>`;
    const answer = answered(signedIn(), ...vsan, 'VsanClusterReconfig', spec, '/vsanHealth');
    expect(answer.status, answer.body).toBe(status);
    if (status !== 200) expect(answer.body).toContain('NotSupported');
  });
});

it('a cluster tells again what was set of it and has nothing to act on, and refuses what it does not know', () => {
  const client = signedIn();
  const reconfigure = (das: string) =>
    client.call(
      'ClusterComputeResource',
      'domain-c8',
      'ReconfigureComputeResource_Task',
      `<spec xsi:type="ClusterConfigSpecEx"><dasConfig>${das}</dasConfig><dpmConfig><enabled>false</enabled><defaultDpmBehavior>manual</defaultDpmBehavior></dpmConfig></spec><modify>true</modify>`,
    );
  const settings =
    '<vmComponentProtecting>enabled</vmComponentProtecting><defaultVmSettings><restartPriorityTimeout>600</restartPriorityTimeout><vmToolsMonitoringSettings><maxFailureWindow>-1</maxFailureWindow></vmToolsMonitoringSettings></defaultVmSettings>';
  expect(reconfigure(settings).status).toBe(200);
  const { body } = byVi(client).ask(
    'GET',
    '/sdk/vim25/8.0.1.0/ClusterComputeResource/domain-c8/configurationEx',
  );
  expect(body).toMatchObject({
    dasConfig: {
      vmComponentProtecting: 'enabled',
      defaultVmSettings: {
        restartPriorityTimeout: 600,
        vmToolsMonitoringSettings: { maxFailureWindow: -1, maxFailures: 3 },
      },
    },
    dpmConfigInfo: { enabled: false, defaultDpmBehavior: 'manual' },
    infraUpdateHaConfig: { enabled: false, behavior: 'Manual', severeRemediation: 'QuarantineMode' },
  });
  expect(reconfigure('<vmComponentProtecting>always</vmComponentProtecting>').body).toContain(
    'InvalidArgument',
  );
});

it('vSAN is turned on while a cluster has no hosts', () => {
  const client = signedIn();
  const id =
    client.returned('Folder', 'group-h5', 'CreateClusterEx', '<name>second</name><spec/>')[0]?.text ?? '';
  const second = `<cluster type="ClusterComputeResource">${id}</cluster>`;
  const isOn = () =>
    textAt(answered(client, ...vsan, 'VsanClusterGetConfig', second, '/vsanHealth').children[0], 'enabled');
  expect(isOn()).toBe('false');
  const spec = `${second}<vsanReconfigSpec><vsanClusterConfig><enabled>true</enabled></vsanClusterConfig><modify>true</modify></vsanReconfigSpec>`;
  expect(answered(client, ...vsan, 'VsanClusterReconfig', spec, '/vsanHealth').status).toBe(200);
  expect(isOn()).toBe('true');
});

describe('a switch', () => {
  const uuidOf = (client: SoapClient): string => {
    const found = client.world.view('fabric').list('vsphere.sandbox/distributedswitches');
    return (found[0] as unknown as { spec: { uuid: string } }).spec.uuid;
  };

  function made(client: SoapClient): string {
    const spec =
      '<spec><configSpec xsi:type="VMwareDVSConfigSpec"><name>DVS0</name><uplinkPortPolicy xsi:type="DVSNameArrayUplinkPortPolicy"><uplinkPortName>north</uplinkPortName><uplinkPortName>south</uplinkPortName></uplinkPortPolicy><multicastFilteringMode>snooping</multicastFilteringMode></configSpec></spec>';
    client.returned('Folder', 'group-n7', 'CreateDVS_Task', spec);
    client.pass(10);
    const [first] = client.world.view('fabric').list('vsphere.sandbox/distributedswitches');
    return first?.metadata.name ?? '';
  }

  const configOf = (client: SoapClient, id: string): unknown =>
    byVi(client).ask('GET', `/sdk/vim25/8.0.1.0/VmwareDistributedVirtualSwitch/${id}/config`).body;

  it('controls its traffic once it is told to, and calls its uplinks as it was told', () => {
    const client = signedIn();
    const id = made(client);
    expect(configOf(client, id)).toMatchObject({
      networkResourceManagementEnabled: false,
      multicastFilteringMode: 'snooping',
      uplinkPortPolicy: { uplinkPortName: ['north', 'south'] },
      defaultPortConfig: {
        uplinkTeamingPolicy: { uplinkPortOrder: { activeUplinkPort: ['north', 'south'] } },
      },
    });
    const answer = client.call(
      'VmwareDistributedVirtualSwitch',
      id,
      'EnableNetworkResourceManagement',
      '<enable>true</enable>',
    );
    expect(answer.status, answer.body).toBe(200);
    expect(configOf(client, id)).toMatchObject({ networkResourceManagementEnabled: true });
  });

  it('finds its port groups by their keys, and no others', () => {
    const client = signedIn();
    const id = made(client);
    const group = `dvportgroup-${Number(id.split('-')[1]) + 1}`;
    const ask = (uuid: string, key: string) =>
      answered(
        client,
        'DistributedVirtualSwitchManager',
        'DVSManager',
        'DVSManagerLookupDvPortGroup',
        `<switchUuid>${uuid}</switchUuid><portgroupKey>${key}</portgroupKey>`,
      );
    expect(ask(uuidOf(client), group).children.map(({ text }) => text)).toEqual([group]);
    expect(ask(uuidOf(client), 'dvportgroup-none').children).toEqual([]);
    expect(ask('00 00', group).status).toBe(500);
  });
});

describe('a resource pool', () => {
  const allocation =
    '<reservation>0</reservation><expandableReservation>true</expandableReservation><limit>-1</limit><shares><shares>0</shares><level>normal</level></shares>';
  const spec = `<cpuAllocation>${allocation}</cpuAllocation><memoryAllocation>${allocation}</memoryAllocation>`;
  const pool = (client: SoapClient, name: string): string =>
    client.returned(
      'ResourcePool',
      'resgroup-9',
      'CreateResourcePool',
      `<name>${name}</name><spec>${spec}</spec>`,
    )[0]?.text ?? '';
  const moved = (client: SoapClient, into: string, type: string, id: string) =>
    client.call('ResourcePool', into, 'MoveIntoResourcePool', `<list type="${type}">${id}</list>`);
  const parentOf = (client: SoapClient, id: string): unknown =>
    (
      client.world.view('fabric').get('vsphere.sandbox/resourcepools', id) as unknown as {
        spec: { parent: string };
      }
    ).spec.parent;

  it('is moved into another, and never into itself', () => {
    const client = signedIn();
    const [gold, silver] = [pool(client, 'gold'), pool(client, 'silver')] as const;
    expect(moved(client, gold, 'ResourcePool', silver).status).toBe(200);
    expect(parentOf(client, silver)).toBe(gold);
    const refused = moved(client, silver, 'ResourcePool', gold);
    expect([refused.status, refused.body.includes('InvalidArgument')]).toEqual([500, true]);
    expect(parentOf(client, gold)).toBe('resgroup-9');
  });

  it('does not take what Workload Management has', () => {
    const client = signedIn();
    const gold = pool(client, 'gold');
    expect(moved(client, gold, 'VirtualMachine', 'vm-51').status).toBe(500);
    expect(moved(client, gold, 'HostSystem', 'host-22').body).toContain('InvalidArgument');
  });
});

it('a VM has the policy that it is placed by, and so have its disks', () => {
  const client = signedIn();
  const rest = byVi(client);
  const [{ policy } = { policy: '' }] = rest.ask('GET', '/api/vcenter/storage/policies').body as readonly {
    policy: string;
  }[];
  const placement = { folder: 'group-v4', cluster: 'domain-c8', datastore: 'datastore-22' };
  const made = (more: object) =>
    String(rest.ask('POST', '/api/vcenter/vm', { guest_OS: 'UBUNTU_64', placement, ...more }).body);
  const placed = made({ name: 'placed', storage_policy: { policy } });
  const ask = (key: string) =>
    answered(
      client,
      'PbmProfileProfileManager',
      'ProfileManager',
      'PbmQueryAssociatedProfile',
      `<entity><objectType>virtualMachine</objectType><key>${key}</key></entity>`,
      '/pbm/sdk',
    );
  expect(ask(placed).children.map((each) => textAt(each, 'uniqueId'))).toEqual([policy]);
  expect(ask(made({ name: 'not placed' })).children).toEqual([]);
  expect(ask('vm-0').status).toBe(500);
});
