// Hosts and VMs as vim25 tells them. Source: vim25 HostSystem, VirtualMachine.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { coresOf, isRunning, type Host } from '../../../kinds/vsphere/host.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import type { ReadView } from '../../../store/view.ts';
import { list } from '../inventory/places.ts';
import { reference } from './method.ts';

export type Properties = Readonly<Record<string, Json>>;

export const bytesPerMiB = 1024 * 1024;

export const refs = (type: string, ids: readonly string[]): Json => ids.map((id) => reference(type, id));

const powers = {
  POWERED_ON: 'poweredOn',
  POWERED_OFF: 'poweredOff',
  SUSPENDED: 'suspended',
  STANDBY: 'standBy',
} as const;
const connections = {
  CONNECTED: 'connected',
  DISCONNECTED: 'disconnected',
  NOT_RESPONDING: 'notResponding',
} as const;

export function hostProperties(fabric: ReadView, id: string): Properties | undefined {
  const found = list<Host>(fabric, 'hosts').find(({ spec }) => spec.moid === id);
  if (found === undefined) return undefined;
  const { metadata, spec, status } = found;
  const [version = '', build = ''] = spec.build.split(', ');
  const runtime = {
    _typeName: 'HostRuntimeInfo',
    connectionState: connections[status?.connectionState ?? 'NOT_RESPONDING'],
    powerState: powers[status?.powerState ?? 'POWERED_OFF'],
    inMaintenanceMode: status?.inMaintenanceMode === true,
  };
  const product = {
    _typeName: 'AboutInfo',
    name: 'VMware ESXi',
    fullName: `VMware ESXi ${version} build-${build}`,
    vendor: 'VMware, Inc.',
    version,
    build,
    apiType: 'HostAgent',
    apiVersion: `${version}.0`,
    osType: 'vmnix-x86',
    productLineId: 'embeddedEsx',
  };
  const vms = fabric.list<VirtualMachine>('vsphere.sandbox/virtualmachines', {
    index: ['host', metadata.name],
  });
  const stores = list<Datastore>(fabric, 'datastores').filter((store) =>
    spec.datastores?.includes(store.metadata.name),
  );
  return {
    name: metadata.name,
    runtime,
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
      hardware: {
        _typeName: 'HostHardwareSummary',
        vendor: 'VMware, Inc.',
        model: 'Supervisor Sandbox',
        memorySize: spec.memoryMiB * bytesPerMiB,
        cpuModel: spec.cpu.model,
        cpuMhz: spec.cpu.mhz,
        numCpuPkgs: spec.cpu.sockets,
        numCpuCores: coresOf(found),
        numCpuThreads: coresOf(found) * 2,
        numNics: 4,
        numHBAs: 2,
      },
      runtime,
      config: {
        _typeName: 'HostConfigSummary',
        name: metadata.name,
        port: 443,
        product,
        vmotionEnabled: true,
      },
      quickStats: { _typeName: 'HostListSummaryQuickStats' },
      overallStatus: 'green',
      rebootRequired: false,
    },
  };
}

export function machineProperties(fabric: ReadView, id: string): Properties | undefined {
  const found = fabric.get<VirtualMachine>('vsphere.sandbox/virtualmachines', id);
  if (found === undefined) return undefined;
  const { spec, status } = found;
  const host = list<Host>(fabric, 'hosts').find(({ metadata }) => metadata.name === status?.host);
  const runtime = {
    _typeName: 'VirtualMachineRuntimeInfo',
    ...(host === undefined ? {} : { host: reference('HostSystem', host.spec.moid) }),
    connectionState: host === undefined || isRunning(host) ? 'connected' : 'disconnected',
    powerState: powers[status?.powerState ?? 'POWERED_OFF'],
  };
  const guestId = (spec.guestOs ?? 'OTHER_LINUX_64').toLowerCase().replaceAll('_', '');
  const names = {
    name: spec.displayName,
    uuid: spec.uuid,
    instanceUuid: spec.uuid,
    template: false,
    guestId,
    guestFullName: spec.guestOs ?? '',
  };
  return {
    name: spec.displayName,
    runtime,
    ...(spec.resourcePool === undefined
      ? {}
      : { resourcePool: reference('ResourcePool', spec.resourcePool) }),
    config: {
      _typeName: 'VirtualMachineConfigInfo',
      ...names,
      version: (spec.hardware?.version ?? 'VMX_19').toLowerCase().replace('_', '-'),
      hardware: {
        _typeName: 'VirtualHardware',
        numCPU: spec.cpus,
        memoryMB: spec.memoryMiB,
        numCoresPerSocket: spec.hardware?.coresPerSocket ?? 1,
      },
    },
    guest: {
      _typeName: 'GuestInfo',
      guestState: runtime.powerState === 'poweredOn' ? 'running' : 'notRunning',
    },
    summary: {
      _typeName: 'VirtualMachineSummary',
      vm: reference('VirtualMachine', id),
      runtime,
      config: {
        _typeName: 'VirtualMachineConfigSummary',
        ...names,
        vmPathName:
          spec.hardware === undefined
            ? ''
            : `[${spec.hardware.datastore}] ${spec.displayName}/${spec.displayName}.vmx`,
        memorySizeMB: spec.memoryMiB,
        numCpu: spec.cpus,
        cpuReservation: spec.cpuReservationMHz,
        memoryReservation: spec.memoryReservationMiB,
        numEthernetCards: spec.hardware?.nics.length ?? 0,
        numVirtualDisks: spec.hardware?.disks.length ?? 0,
      },
      quickStats: { _typeName: 'VirtualMachineQuickStats' },
      overallStatus: 'green',
    },
  };
}
