// What a VM may be made of on a cluster or a host: guests, versions of virtual hardware, devices that every VM comes with, networks and datastores
// within reach. Source: vim25 EnvironmentBrowser, VirtualMachineConfigOption, ConfigTarget.
import { networksIn, switchesIn } from '../../../kinds/vsphere/network.ts';
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import type { Host } from '../../../kinds/vsphere/host.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import { isObject, type Json, type JsonObject } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { datacenterOfHost } from '../inventory/places.ts';
import { hostOfComputeResource, list, titleOf } from '../inventory/places.ts';
import { guests, type Guest } from '../inventory/machines/guest-os.ts';
import { newestHardware, numberOf } from '../inventory/machines/versions.ts';
import { textsArg } from './arguments.ts';
import { usualDevices } from './devices.ts';
import { capability } from './host-config/capability.ts';
import { machineCapability } from './machine-capability.ts';
import { Inventory } from './properties.ts';
import { gone, invalidParameter, reference, referred, type VimCall, type VimMethod } from './method.ts';

const type = 'EnvironmentBrowser';
const [cpusMost, memoryMostMiB, disksMost] = [768, 24 * 1_024 * 1_024, 60];

/** The hosts that a browser is of: those of a cluster, a host alone, those of a VM's cluster. */
function hostsOf({ fabric, moid, body }: VimCall): readonly Host[] {
  const id = moid.replace(/^envbrowser-/, '');
  const hosts = list<Host>(fabric, 'hosts');
  const asked = referred(body['host'] ?? (isObject(body['spec']) ? getOwn(body['spec'], 'host') : undefined));
  if (asked !== undefined) {
    const found = hosts.filter(({ spec }) => spec.moid === asked);
    if (found.length === 0) throw invalidParameter('host');
    return found;
  }
  const cluster = list<Cluster>(fabric, 'clusters').find(({ spec }) => spec.moid === id)?.metadata.name;
  if (cluster !== undefined) return hosts.filter(({ spec }) => spec.cluster === cluster);
  const vm = fabric.get<VirtualMachine>('vsphere.sandbox/virtualmachines', id);
  const own = vm?.spec.cluster;
  if (own !== undefined && own !== '') return hosts.filter(({ spec }) => spec.cluster === own);
  const alone = hostOfComputeResource(id);
  const found = hosts.filter(
    ({ spec, metadata }) => spec.moid === alone || metadata.name === vm?.status?.host,
  );
  if (found.length === 0 && vm === undefined) throw gone(type, moid);
  return found;
}

const newest = ({ fabric }: VimCall): number => numberOf(newestHardware(fabric));

const keyOf = (version: number): string => `vmx-${String(version).padStart(2, '0')}`;

/** Versions of hardware that VMs may have here, the oldest first. */
const versions = (call: VimCall): readonly number[] =>
  [4, 7, 8, 9, 10, 11, 13, 14, 15, 17, 18, 19, 20, 21, 22].filter((version) => version <= newest(call));

function descriptors(call: VimCall): Json {
  const hosts = hostsOf(call).map(({ spec }) => reference('HostSystem', spec.moid));
  return versions(call).map((version) => ({
    _typeName: 'VirtualMachineConfigOptionDescriptor',
    key: keyOf(version),
    description: `Virtual hardware version ${version}`,
    host: hosts,
    createSupported: version > 4,
    defaultConfigOption: version === newest(call),
    runSupported: true,
    upgradeSupported: version > 4,
  }));
}

const cards = ['VirtualE1000', 'VirtualE1000e', 'VirtualVmxnet3', 'VirtualSriovEthernetCard'];
const diskControllers = [
  'VirtualIDEController',
  'VirtualBusLogicController',
  'VirtualLsiLogicController',
  'VirtualLsiLogicSASController',
  'ParaVirtualSCSIController',
  'VirtualAHCIController',
  'VirtualNVMEController',
];

const isWide = ({ id }: Guest): boolean => /64/.test(id) || id.startsWith('vmkernel');

function guestOption(guest: Guest): JsonObject {
  const isWindows = guest.family === 'windowsGuest';
  const controller = isWindows ? 'VirtualLsiLogicSASController' : 'ParaVirtualSCSIController';
  return {
    _typeName: 'GuestOsDescriptor',
    id: guest.id,
    family: guest.family,
    fullName: guest.title,
    supportedMaxCPUs: isWide(guest) ? cpusMost : 32,
    numSupportedPhysicalSockets: isWide(guest) ? 128 : 32,
    numSupportedCoresPerSocket: isWide(guest) ? 256 : 32,
    supportedMinMemMB: 32,
    supportedMaxMemMB: isWide(guest) ? memoryMostMiB : 65_536,
    recommendedMemMB: isWindows ? 4_096 : 2_048,
    recommendedColorDepth: 32,
    supportedDiskControllerList: diskControllers,
    recommendedSCSIController: controller,
    recommendedDiskController: controller,
    supportedNumDisks: disksMost,
    recommendedDiskSizeMB: (isWindows ? 48 : 16) * 1_024,
    recommendedCdromController: 'VirtualAHCIController',
    supportedEthernetCard: cards,
    recommendedEthernetCard: isWindows ? 'VirtualE1000e' : 'VirtualVmxnet3',
    supportsSlaveDisk: true,
    smcRequired: false,
    supportsWakeOnLan: true,
    supportsVMI: false,
    supportsMemoryHotAdd: isWide(guest),
    supportsCpuHotAdd: isWide(guest),
    supportsCpuHotRemove: false,
    supportedFirmware: ['bios', 'efi'],
    recommendedFirmware: isWide(guest) && isWindows ? 'efi' : 'bios',
    supportedUSBControllerList: ['VirtualUSBController', 'VirtualUSBXHCIController'],
    recommendedUSBController: 'VirtualUSBXHCIController',
    supports3D: isWindows,
    smcRecommended: false,
    ich7mRecommended: false,
    usbRecommended: false,
    supportLevel: 'supported',
    supportedForCreate: true,
    numRecommendedPhysicalSockets: 1,
    numRecommendedCoresPerSocket: 1,
    supportsTPM20: isWide(guest),
  };
}

/** The options of one version of hardware, for all guests or for those that are asked for. */
function option(call: VimCall, key: string | undefined, asked: readonly string[]): Json {
  hostsOf(call);
  const version = key === undefined ? newest(call) : Number(/^vmx-(\d+)$/.exec(key)?.[1] ?? Number.NaN);
  if (!versions(call).includes(version)) throw invalidParameter('key');
  const all = guests();
  const found = asked.length === 0 ? all : all.filter(({ id }) => asked.includes(id));
  if (asked.length > 0 && found.length === 0) throw invalidParameter('spec.guestId');
  return {
    _typeName: 'VirtualMachineConfigOption',
    version: keyOf(version),
    description: `Virtual hardware version ${version}`,
    guestOSDescriptor: found.map(guestOption),
    guestOSDefaultIndex: 0,
    supportedMonitorType: ['debug', 'release', 'stats'],
    supportedOvfEnvironmentTransport: ['com.vmware.guestInfo', 'iso'],
    supportedOvfInstallTransport: ['iso'],
    propertyRelation: [],
    defaultDevice: usualDevices(),
    capabilities: machineCapability,
    hardwareOptions: {
      _typeName: 'VirtualHardwareOption',
      hwVersion: version,
      deviceListReadonly: false,
      numCPU: [...Array(128).keys()].map((nth) => nth + 1),
      numCpuReadonly: false,
    },
  };
}

const names = (value: Json | undefined): string | undefined =>
  typeof value === 'string' ? value : undefined;

function optionEx(call: VimCall): Json {
  const { spec } = call.body;
  if (!isObject(spec)) return option(call, undefined, []);
  return option(call, names(getOwn(spec, 'key')), textsArg(spec, 'guestId'));
}

/** What is within reach of all of the hosts. */
function target(call: VimCall): Json {
  const { fabric } = call;
  const hosts = hostsOf(call);
  const inventory = new Inventory(fabric);
  const summaryOf = (id: string): Json => inventory.properties(id)?.['summary'] ?? {};
  const [first] = hosts;
  const datacenter = first === undefined ? undefined : datacenterOfHost(fabric, first)?.metadata.name;
  const known = networksIn(fabric).filter(({ spec }) => spec.datacenter === datacenter);
  const switches = switchesIn(fabric).filter(({ spec }) =>
    hosts.some((host) => spec.hosts.includes(host.spec.moid)),
  );
  const stores = list<Datastore>(fabric, 'datastores').filter(({ metadata }) =>
    hosts.some(({ spec }) => spec.datastores?.includes(metadata.name)),
  );
  const cores = hosts.map(({ spec }) => spec.cpu.sockets * spec.cpu.coresPerSocket);
  const memoryMost = Math.max(0, ...hosts.map(({ spec }) => spec.memoryMiB));
  return {
    _typeName: 'ConfigTarget',
    numCpus: Math.max(0, ...cores) * 2,
    numCpuCores: Math.max(0, ...cores),
    numNumaNodes: first?.spec.cpu.sockets ?? 1,
    maxCpusPerHost: Math.max(0, ...cores) * 2,
    smcPresent: false,
    datastore: stores.map((store) => ({
      _typeName: 'VirtualMachineDatastoreInfo',
      name: titleOf(store),
      datastore: summaryOf(store.spec.moid),
      capability: inventory.properties(store.spec.moid)?.['capability'] ?? {},
      maxFileSize: 62 * 1_024 * 1_024 * 1_024 * 1_024,
      mode: 'readWrite',
    })),
    network: known
      .filter(({ spec }) => spec.type === 'STANDARD_PORTGROUP')
      .map(({ id, spec }) => ({
        _typeName: 'VirtualMachineNetworkInfo',
        name: spec.displayName,
        network: summaryOf(id),
      })),
    opaqueNetwork: known
      .filter(({ spec }) => spec.type === 'OPAQUE_NETWORK')
      .map(({ id, spec }) => ({
        _typeName: 'OpaqueNetworkTargetInfo',
        name: spec.displayName,
        network: summaryOf(id),
      })),
    distributedVirtualPortgroup: switches.flatMap(({ id, spec: owner }) =>
      known
        .filter(({ spec }) => spec.switch === id)
        .map((group) => ({
          _typeName: 'DistributedVirtualPortgroupInfo',
          switchName: owner.displayName,
          switchUuid: owner.uuid,
          portgroupName: group.spec.displayName,
          portgroupKey: group.id,
          portgroupType: 'earlyBinding',
          uplinkPortgroup: group.spec.isUplink === true,
          portgroup: reference('DistributedVirtualPortgroup', group.id),
        })),
    ),
    distributedVirtualSwitch: switches.map(({ id, spec }) => ({
      _typeName: 'DistributedVirtualSwitchInfo',
      switchName: spec.displayName,
      switchUuid: spec.uuid,
      distributedVirtualSwitch: reference('VmwareDistributedVirtualSwitch', id),
    })),
    maxMemMBOptimalPerf: memoryMost,
    supportedMaxMemMB: memoryMost,
    autoVmotion: false,
  };
}

const privilege = 'System.View';

export const environmentBrowserMethods: readonly VimMethod[] = [
  { type, name: 'QueryConfigOptionDescriptor', privilege, answer: descriptors },
  { type, name: 'QueryConfigOption', privilege, answer: (call) => option(call, names(call.body['key']), []) },
  { type, name: 'QueryConfigOptionEx', privilege, answer: optionEx },
  { type, name: 'QueryConfigTarget', privilege, answer: target },
  { type, name: 'QueryTargetCapabilities', privilege, answer: () => capability },
];
