// The inventory by SOAP: a VM from its creation with disks and adapters to its end, pools, folders, storage policies; what each type of object
// tells of itself.
import { describe, expect, it } from 'vitest';
import type { XmlElement } from '../../../src/std/xml.ts';
import { escapeXml, readXml } from '../../../src/std/xml.ts';
import { guestIdOf, guestNameOf } from '../../../src/apis/vcenter/inventory/machines/guest-os.ts';
import { signedIn, textAt, within, type SoapClient } from './client.ts';

const collector = ['PropertyCollector', 'propertyCollector'] as const;

/** Values of properties of an object, by their paths. */
function read(client: SoapClient, type: string, id: string, ...paths: readonly string[]) {
  const specSet =
    `<specSet><propSet><type>${type}</type>${paths.map((path) => `<pathSet>${path}</pathSet>`).join('')}</propSet>` +
    `<objectSet><obj type="${type}">${id}</obj></objectSet></specSet>`;
  const [content] = client.returned(...collector, 'RetrieveProperties', specSet);
  const properties = content === undefined ? [] : within(content, 'propSet');
  return new Map(
    properties.map((each): [string, XmlElement] => [
      textAt(each, 'name') ?? '',
      each.children.find(({ name }) => name === 'val') as XmlElement,
    ]),
  );
}

const text = (client: SoapClient, type: string, id: string, path: string): string | undefined =>
  read(client, type, id, path).get(path)?.text;

/** Runs a task to its end, and gives the id of what it made. */
function done(client: SoapClient, [task]: readonly XmlElement[]): string {
  client.pass(30);
  const info = read(client, 'Task', task?.text ?? '', 'info').get('info');
  expect(textAt(info, 'state'), textAt(info, 'error', 'localizedMessage')).toBe('success');
  return textAt(info, 'result') ?? '';
}

const vmFolder = 'group-v4';
const pool = 'resgroup-9';

const disk = (key: number, gib: number) =>
  `<deviceChange><operation>add</operation><fileOperation>create</fileOperation><device xsi:type="VirtualDisk"><key>${key}</key><backing xsi:type="VirtualDiskFlatVer2BackingInfo"><fileName></fileName><diskMode>persistent</diskMode></backing><controllerKey>1000</controllerKey><unitNumber>-1</unitNumber><capacityInKB>${gib * 1024 * 1024}</capacityInKB></device></deviceChange>`;
const nic = (network: string) =>
  `<deviceChange><operation>add</operation><device xsi:type="VirtualVmxnet3"><key>-2</key><backing xsi:type="VirtualEthernetCardNetworkBackingInfo"><deviceName>${network}</deviceName></backing></device></deviceChange>`;
const controller =
  '<deviceChange><operation>add</operation><device xsi:type="ParaVirtualSCSIController"><key>1000</key><busNumber>0</busNumber><sharedBus>noSharing</sharedBus></device></deviceChange>';

function created(client: SoapClient, name: string): string {
  const config =
    `<config><name>${escapeXml(name)}</name><guestId>rhel8_64Guest</guestId><files><vmPathName>[vsanDatastore]</vmPathName></files>` +
    `<numCPUs>2</numCPUs><memoryMB>2048</memoryMB>${controller}${disk(-1, 10)}${nic('VM Network')}</config>`;
  const inner = `${config}<pool type="ResourcePool">${pool}</pool>`;
  return done(client, client.returned('Folder', vmFolder, 'CreateVM_Task', inner));
}

describe('a virtual machine', () => {
  it('is made with its devices, and tells of them', () => {
    const client = signedIn();
    const vm = created(client, 'web & co');
    expect(vm).toMatch(/^vm-\d+$/);
    const told = read(client, 'VirtualMachine', vm, 'name', 'config', 'parent', 'datastore', 'network');
    expect(told.get('name')?.text).toBe('web & co');
    expect(told.get('parent')?.attributes).toMatchObject({ type: 'Folder' });
    const config = told.get('config');
    expect(textAt(config, 'guestId')).toBe('rhel8_64Guest');
    expect(textAt(config, 'guestFullName')).toBe('Red Hat Enterprise Linux 8 (64-bit)');
    const devices = config?.children
      .find(({ name }) => name === 'hardware')
      ?.children.filter(({ name }) => name === 'device');
    expect(devices?.map((device) => device.attributes['xsi:type'])).toEqual(
      expect.arrayContaining(['ParaVirtualSCSIController', 'VirtualDisk', 'VirtualVmxnet3']),
    );
    const [first] = devices?.filter((device) => device.attributes['xsi:type'] === 'VirtualDisk') ?? [];
    expect(textAt(first, 'capacityInKB')).toBe('10485760');
    expect(textAt(first, 'backing', 'fileName')).toBe('[vsanDatastore] web & co/web & co.vmdk');
  });

  it('lives: power, migration, more disks, a copy, the end', () => {
    const client = signedIn();
    const vm = ['VirtualMachine', created(client, 'web')] as const;
    const power = () => text(client, ...vm, 'runtime.powerState');
    done(client, client.returned(...vm, 'PowerOnVM_Task'));
    expect(power()).toBe('poweredOn');
    expect(client.call(...vm, 'Destroy_Task').status).toBe(500);
    done(client, client.returned(...vm, 'SuspendVM_Task'));
    expect(power()).toBe('suspended');
    done(client, client.returned(...vm, 'PowerOnVM_Task'));
    const host = text(client, ...vm, 'runtime.host') ?? '';
    const other = ['host-21', 'host-22'].find((each) => each !== host) ?? '';
    done(
      client,
      client.returned(...vm, 'RelocateVM_Task', `<spec><host type="HostSystem">${other}</host></spec>`),
    );
    expect(text(client, ...vm, 'runtime.host')).toBe(other);
    done(
      client,
      client.returned(...vm, 'ReconfigVM_Task', `<spec>${disk(-1, 20)}${nic('DVPG-Workload')}</spec>`),
    );
    expect(text(client, ...vm, 'summary.config.numVirtualDisks')).toBe('2');
    expect(text(client, ...vm, 'summary.config.numEthernetCards')).toBe('2');
    const remove =
      '<deviceChange><operation>remove</operation><device xsi:type="VirtualVmxnet3"><key>4001</key></device></deviceChange>';
    done(client, client.returned(...vm, 'ReconfigVM_Task', `<spec>${remove}</spec>`));
    expect(text(client, ...vm, 'summary.config.numEthernetCards')).toBe('1');
    const copy = done(
      client,
      client.returned(
        ...vm,
        'CloneVM_Task',
        `<folder type="Folder">${vmFolder}</folder><name>copy</name><spec><location/><template>false</template><powerOn>true</powerOn></spec>`,
      ),
    );
    expect(text(client, 'VirtualMachine', copy, 'runtime.powerState')).toBe('poweredOn');
    done(client, client.returned('VirtualMachine', copy, 'PowerOffVM_Task'));
    done(client, client.returned('VirtualMachine', copy, 'Destroy_Task'));
    expect(client.call('VirtualMachine', copy, 'PowerOnVM_Task').body).toContain(
      'ManagedObjectNotFoundFault',
    );
  });

  it.each([
    ['<config><name>x</name></config>', 'config.files.vmPathName'],
    ['<config><files><vmPathName>[vsanDatastore]</vmPathName></files></config>', 'config.name'],
    [
      `<config><name>x</name><files><vmPathName>[vsanDatastore]</vmPathName></files>${nic('nowhere')}</config>`,
      'deviceChange.device.backing',
    ],
  ])('is refused by the parameter that is wrong: %.60s', (config, parameter) => {
    const answer = signedIn().call(
      'Folder',
      vmFolder,
      'CreateVM_Task',
      `${config}<pool type="ResourcePool">${pool}</pool>`,
    );
    expect(answer.body).toContain(`A specified parameter was not correct: ${parameter}`);
    expect(answer.body).toContain('xsi:type="InvalidArgument"');
  });
});

describe('pools and folders', () => {
  it('a pool is made, changed and deleted', () => {
    const client = signedIn();
    const allocation = (limit: number) =>
      `<cpuAllocation><reservation>100</reservation><expandableReservation>true</expandableReservation><limit>${limit}</limit><shares><shares>0</shares><level>high</level></shares></cpuAllocation>`;
    const [made] = client.returned(
      'ResourcePool',
      pool,
      'CreateResourcePool',
      `<name>small</name><spec>${allocation(1000)}</spec>`,
    );
    const own = ['ResourcePool', made?.text ?? ''] as const;
    const config = () => read(client, ...own, 'config').get('config');
    expect(textAt(config(), 'cpuAllocation', 'limit')).toBe('1000');
    expect(textAt(config(), 'cpuAllocation', 'shares', 'level')).toBe('high');
    client.returned(...own, 'UpdateConfig', `<name>smaller</name><config>${allocation(500)}</config>`);
    expect(textAt(config(), 'cpuAllocation', 'limit')).toBe('500');
    expect(text(client, ...own, 'name')).toBe('smaller');
    expect(text(client, 'ResourcePool', pool, 'runtime.cpu.reservationUsed')).toBe('100');
    done(client, client.returned(...own, 'Destroy_Task'));
    expect(client.call(...own, 'UpdateConfig', '').status).toBe(500);
  });

  it('a VM is moved into a folder, which goes only once it is empty', () => {
    const client = signedIn();
    const [made] = client.returned('Folder', vmFolder, 'CreateFolder', '<name>team</name>');
    const folder = ['Folder', made?.text ?? ''] as const;
    const vm = created(client, 'web');
    done(
      client,
      client.returned(...folder, 'MoveIntoFolder_Task', `<list type="VirtualMachine">${vm}</list>`),
    );
    expect(text(client, 'VirtualMachine', vm, 'parent')).toBe(folder[1]);
    expect(client.call(...folder, 'Destroy_Task').body).toContain('ResourceInUse');
    expect(
      client.call(...folder, 'MoveIntoFolder_Task', `<list type="Folder">${folder[1]}</list>`).body,
    ).toContain('InvalidArgument');
    done(client, client.returned('VirtualMachine', vm, 'Destroy_Task'));
    done(client, client.returned(...folder, 'Destroy_Task'));
  });
});

describe('what objects tell', () => {
  const client = signedIn();
  it.each<[string, string, string, string]>([
    ['Folder', 'group-v4', 'childType', 'ArrayOfString'],
    ['Folder', 'group-s6', 'childEntity', 'ArrayOfManagedObjectReference'],
    ['Datacenter', 'datacenter-3', 'network', 'ArrayOfManagedObjectReference'],
    ['ClusterComputeResource', 'domain-c8', 'configurationEx', 'ClusterConfigInfoEx'],
    ['ClusterComputeResource', 'domain-c8', 'summary.effectiveCpu', 'xsd:int'],
    ['HostSystem', 'host-21', 'runtime.bootTime', 'xsd:dateTime'],
    ['HostSystem', 'host-21', 'hardware.memorySize', 'xsd:long'],
    ['HostSystem', 'host-21', 'vm', 'ArrayOfManagedObjectReference'],
    ['ResourcePool', 'resgroup-9', 'runtime.memory.maxUsage', 'xsd:long'],
    ['Datastore', 'datastore-22', 'info', 'VsanDatastoreInfo'],
    ['Network', 'network-10', 'summary', 'NetworkSummary'],
    ['DistributedVirtualPortgroup', 'dvportgroup-13', 'config', 'DVPortgroupConfigInfo'],
    ['VmwareDistributedVirtualSwitch', 'dvs-11', 'config', 'VMwareDVSConfigInfo'],
    ['VirtualMachine', 'vm-51', 'guest.toolsStatus', 'xsd:string'],
    ['VirtualMachine', 'vm-51', 'config.hardware.device', 'ArrayOfVirtualDevice'],
    ['SessionManager', 'SessionManager', 'currentSession', 'UserSession'],
    ['EventManager', 'EventManager', 'description', 'EventDescription'],
  ])('%s %s %s is %s', (type, id, path, wanted) => {
    expect(read(client, type, id, path).get(path)?.attributes['xsi:type']).toBe(wanted);
  });

  it('and nothing of what they do not have', () => {
    expect(read(client, 'HostSystem', 'host-21', 'name', 'no.such.thing').size).toBe(1);
  });
});

it('what a vSphere Namespace has lies where it was made, and in nothing that vim25 does not know', () => {
  const client = signedIn();
  client.pass(600);
  const children = read(client, 'ResourcePool', pool, 'resourcePool').get('resourcePool')?.children ?? [];
  const names = children.map((child) => text(client, 'ResourcePool', child.text, 'name'));
  expect(names).toContain('demo');
  for (const child of children) expect(text(client, 'ResourcePool', child.text, 'parent')).toBe(pool);
});

it('the storage policy service tells of its policies', () => {
  const client = signedIn();
  const ask = (method: string, type: string, id: string, inner = '') => {
    const { status, body } = client.call(type, id, method, inner, '/pbm/sdk');
    expect(status, body).toBe(200);
    return within(readXml(body), 'Body')[0]?.children[0]?.children ?? [];
  };
  const [content] = ask('PbmRetrieveServiceContent', 'PbmServiceInstance', 'ServiceInstance');
  expect(textAt(content, 'profileManager')).toBe('ProfileManager');
  const manager = ['PbmProfileProfileManager', 'ProfileManager'] as const;
  const [first] = ask(
    'PbmQueryProfile',
    ...manager,
    '<resourceType><resourceType>STORAGE</resourceType></resourceType>',
  );
  const id = textAt(first, 'uniqueId') ?? '';
  const [profile] = ask(
    'PbmRetrieveContent',
    ...manager,
    `<profileIds><uniqueId>${id}</uniqueId></profileIds>`,
  );
  expect(textAt(profile, 'name')).toBe('vSAN Default Storage Policy');
  const asked = `<placementSubjectRequirement xsi:type="PbmPlacementCapabilityProfileRequirement"><profileId><uniqueId>${id}</uniqueId></profileId></placementSubjectRequirement>`;
  const results = ask('PbmCheckRequirements', 'PbmPlacementSolver', 'placementSolver', asked);
  expect(results.map((result) => [textAt(result, 'hub', 'hubId'), within(result, 'error').length])).toEqual([
    ['datastore-22', 0],
  ]);
});

it.each([
  ['RHEL_8_64', 'rhel8_64Guest'],
  ['UBUNTU_64', 'ubuntu64Guest'],
  ['OTHER_3X_LINUX_64', 'other3xLinux64Guest'],
  ['WINDOWS_9_SERVER_64', 'windows9Server64Guest'],
  ['WINDOWS_SERVER_2019', 'windows2019srv_64Guest'],
  ['VMWARE_PHOTON_64', 'vmwarePhoton64Guest'],
  ['CRXPOD_1', 'crxPod1Guest'],
  ['WINDOWS_SERVER_2021', 'windows2019srvNext_64Guest'],
  ['OTHER', 'otherGuest'],
])('guest %s is %s', (name, id) => {
  expect(guestIdOf(name)).toBe(id);
  expect(guestNameOf(id)).toBe(name);
});
