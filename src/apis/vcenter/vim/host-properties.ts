// Hosts as vim25 tells them. Source: vim25 HostSystem.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { coresOf, type Host } from '../../../kinds/vsphere/host.ts';
import { networksIn } from '../../../kinds/vsphere/network.ts';
import { vcenterIn } from '../../../kinds/vsphere/vcenter.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json, JsonObject } from '../../../std/draft.ts';
import { fnv1a32, uuidFrom } from '../../../std/hash.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import { formatMilliTime } from '../../../std/time.ts';
import type { ReadView } from '../../../store/view.ts';
import { entityOf } from '../authorization/entity.ts';
import { list } from '../inventory/places.ts';
import { adapters, hexOf, nicCount } from './host-config/hardware.ts';
import { refs, type Properties } from './machine-properties.ts';
import { powers } from './powers.ts';
import { reference } from './method.ts';
import { UseReader } from './use.ts';
import { reach } from './reach.ts';

const connections = {
  CONNECTED: 'connected',
  DISCONNECTED: 'disconnected',
  NOT_RESPONDING: 'notResponding',
} as const;

/** As fdm reports it, in vim25's words. */
const fdmState = (state: string): string => `${state.charAt(0).toLowerCase()}${state.slice(1)}`;

/** The networks that reach the host. */
function networksOf(fabric: ReadView, host: Host): Json {
  const reaches = reach(fabric);
  const reached = networksIn(fabric).filter((network) => reaches(network, host));
  return reached.map(({ id }) => reference(entityOf(id).type, id));
}

/** ESXi, as the host says what it is. */
export function productOf({ spec }: Host): JsonObject {
  const [version = '', build = ''] = spec.build.split(', ');
  return {
    _typeName: 'AboutInfo',
    name: 'VMware ESXi',
    fullName: `VMware ESXi ${version} build-${build}`,
    vendor: 'VMware, Inc.',
    version,
    build,
    localeVersion: 'INTL',
    localeBuild: '000',
    apiType: 'HostAgent',
    apiVersion: `${version}.0`,
    osType: 'vmnix-x86',
    productLineId: 'embeddedEsx',
    licenseProductName: 'VMware ESX Server',
    licenseProductVersion: `${version.split('.')[0] ?? ''}.0`,
  };
}

/** One of its processors, with the threads that are on it. */
function cpuPackage({ spec }: Host, nth: number): Json {
  const threads = spec.cpu.coresPerSocket * 2;
  return {
    _typeName: 'HostCpuPackage',
    index: nth,
    vendor: spec.cpu.model.includes('AMD') ? 'amd' : 'intel',
    hz: spec.cpu.mhz * 1_000_000,
    busHz: 100_000_000,
    description: spec.cpu.model,
    threadId: Array.from({ length: threads }, (_, thread) => nth * threads + thread),
    cpuFeature: [],
  };
}

export function hostProperties(fabric: ReadView, id: string): Properties | undefined {
  const found = list<Host>(fabric, 'hosts').find(({ spec }) => spec.moid === id);
  if (found === undefined) return undefined;
  const { metadata, spec, status } = found;
  const isOn = status?.powerState === 'POWERED_ON';
  const used = new UseReader(fabric).ofHost(found);
  const runtime = {
    _typeName: 'HostRuntimeInfo',
    connectionState: connections[status?.connectionState ?? 'NOT_RESPONDING'],
    powerState: powers[status?.powerState ?? 'POWERED_OFF'],
    inMaintenanceMode: status?.inMaintenanceMode === true,
    inQuarantineMode: false,
    ...(isOn && status.changedAt !== undefined ? { bootTime: formatMilliTime(status.changedAt) } : {}),
    ...(status?.haState === undefined
      ? {}
      : { dasHostState: { _typeName: 'ClusterDasFdmHostState', state: fdmState(status.haState) } }),
  };
  const vms = fabric.list<VirtualMachine>('vsphere.sandbox/virtualmachines', {
    index: ['host', metadata.name],
  });
  const stores = list<Datastore>(fabric, 'datastores').filter((store) =>
    spec.datastores?.includes(store.metadata.name),
  );
  const hardware = {
    _typeName: 'HostHardwareSummary',
    vendor: 'VMware, Inc.',
    model: 'Supervisor Sandbox',
    uuid: uuidFrom(fnv1a32(metadata.name), 'hardware'),
    memorySize: spec.memoryMiB * bytesPerMiB,
    cpuModel: spec.cpu.model,
    cpuMhz: spec.cpu.mhz,
    numCpuPkgs: spec.cpu.sockets,
    numCpuCores: coresOf(found),
    numCpuThreads: coresOf(found) * 2,
    numNics: nicCount,
    numHBAs: adapters.length,
  };
  const config = {
    _typeName: 'HostConfigSummary',
    name: metadata.name,
    port: 443,
    product: productOf(found),
    vmotionEnabled: true,
  };
  return {
    name: metadata.name,
    runtime,
    hardware: {
      _typeName: 'HostHardwareInfo',
      systemInfo: {
        _typeName: 'HostSystemInfo',
        vendor: hardware.vendor,
        model: hardware.model,
        uuid: hardware.uuid,
        serialNumber: `VMware-${hexOf(id, 8)}`,
      },
      cpuPowerManagementInfo: {
        _typeName: 'HostCpuPowerManagementInfo',
        currentPolicy: 'Balanced',
        hardwareSupport: 'ACPI P-states, ACPI C-states',
      },
      biosInfo: {
        _typeName: 'HostBIOSInfo',
        biosVersion: '1.9.2',
        releaseDate: '2022-11-17T00:00:00Z',
        vendor: 'VMware, Inc.',
        majorRelease: 1,
        minorRelease: 9,
      },
      cpuPkg: Array.from({ length: hardware.numCpuPkgs }, (_, nth) => cpuPackage(found, nth)),
      cpuInfo: {
        _typeName: 'HostCpuInfo',
        numCpuPackages: hardware.numCpuPkgs,
        numCpuCores: hardware.numCpuCores,
        numCpuThreads: hardware.numCpuThreads,
        hz: spec.cpu.mhz * 1_000_000,
      },
      memorySize: hardware.memorySize,
    },
    network: networksOf(fabric, found),
    vm: refs(
      'VirtualMachine',
      vms.map((vm) => vm.metadata.name),
    ),
    datastore: refs(
      'Datastore',
      stores.map((store) => store.spec.moid),
    ),
    summary: {
      _typeName: 'HostListSummary',
      host: reference('HostSystem', id),
      hardware,
      runtime,
      config,
      quickStats: {
        _typeName: 'HostListSummaryQuickStats',
        overallCpuUsage: used.cpuMHz,
        overallMemoryUsage: used.memoryMiB,
        distributedCpuFairness: 0,
        distributedMemoryFairness: 0,
        uptime:
          isOn && status.changedAt !== undefined ? Math.floor((fabric.now - status.changedAt) / 1_000) : 0,
      },
      overallStatus: 'green',
      rebootRequired: false,
      managementServerIp: vcenterIn(fabric)?.spec.fqdn ?? '',
    },
  };
}
