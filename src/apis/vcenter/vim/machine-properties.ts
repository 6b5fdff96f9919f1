// VMs as vim25 tells them. Source: vim25 VirtualMachine.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { isRunning, type Host } from '../../../kinds/vsphere/host.ts';
import { filesIn } from '../../../kinds/vsphere/machine-files.ts';
import { networksIn } from '../../../kinds/vsphere/network.ts';
import type { Hardware, VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import { formatMilliTime } from '../../../std/time.ts';
import type { ReadView } from '../../../store/view.ts';
import { entityOf } from '../authorization/entity.ts';
import { list, titleOf } from '../inventory/places.ts';
import { addressesOf, guestOsOf, hostNameOf } from '../inventory/machines/guest.ts';
import { toolsRun } from '../inventory/machines/power.ts';
import { toolsVersion } from '../inventory/machines/compatibility.ts';
import { devicesOf } from './devices.ts';
import { machineCapability, machineFlags, powerButtons, toolsConfig } from './machine-capability.ts';
import { guestIdOf, guestTitleOf } from '../inventory/machines/guest-os.ts';
import { member, reference } from './method.ts';
import { powers } from './powers.ts';
import { snapshotInfoOf } from './snapshots.ts';
import { UseReader } from './use.ts';

export type Properties = Readonly<Record<string, Json>>;

export const refs = (type: string, ids: readonly string[]): Json => ids.map((id) => reference(type, id));

/** What a VM may take at most and what it is sure of; none is limited here. */
const allocation = (reservation: number): Json => ({
  _typeName: 'ResourceAllocationInfo',
  reservation,
  expandableReservation: false,
  limit: -1,
  shares: { _typeName: 'SharesInfo', shares: 1_000, level: 'normal' },
});

/** Where its files are, as far as it has any. */
function filesOf(fabric: ReadView, { spec }: VirtualMachine, home: string) {
  const store = fabric.get<Datastore>('vsphere.sandbox/datastores', home);
  const folder = store === undefined ? '' : `[${titleOf(store)}] ${spec.displayName}`;
  return {
    _typeName: 'VirtualMachineFileInfo',
    vmPathName: folder === '' ? '' : `${folder}/${spec.displayName}.vmx`,
    snapshotDirectory: folder,
    suspendDirectory: folder,
    logDirectory: folder,
  };
}

function runtimeOf(fabric: ReadView, { status }: VirtualMachine) {
  const host = list<Host>(fabric, 'hosts').find(({ metadata }) => metadata.name === status?.host);
  const isOn = status?.powerState === 'POWERED_ON';
  return {
    _typeName: 'VirtualMachineRuntimeInfo',
    ...(host === undefined ? {} : { host: reference('HostSystem', host.spec.moid) }),
    connectionState: host === undefined || isRunning(host) ? 'connected' : 'disconnected',
    powerState: powers[status?.powerState ?? 'POWERED_OFF'],
    toolsInstallerMounted: false,
    ...(isOn && status.changedAt !== undefined ? { bootTime: formatMilliTime(status.changedAt) } : {}),
    numMksConnections: 0,
    consolidationNeeded: false,
    faultToleranceState: 'notConfigured',
    recordReplayState: 'inactive',
    suspendInterval: 0,
  };
}

/** What VMware Tools tell, once they run; of a vSphere Pod's CRX nothing. */
function guestOf(fabric: ReadView, vm: VirtualMachine, guestId: string) {
  const { spec } = vm;
  const isRunningNow = toolsRun(vm, fabric.now);
  const addresses = isRunningNow ? addressesOf(fabric, vm) : [];
  const ipAddress = addresses[0]?.[0]?.ip_address;
  const nics = isRunningNow ? (spec.hardware?.nics ?? []) : [];
  const known = nics.length === 0 ? [] : networksIn(fabric);
  const net = nics.map(({ key, macAddress, network, connected }, nth) => ({
    _typeName: 'GuestNicInfo',
    network: known.find(({ id }) => id === network)?.spec.displayName ?? '',
    ipAddress: (addresses[nth] ?? []).map(({ ip_address }) => ip_address),
    macAddress,
    connected,
    deviceConfigId: Number(key),
  }));
  const told = {
    toolsStatus: isRunningNow ? 'toolsOk' : 'toolsNotRunning',
    toolsRunningStatus: isRunningNow ? 'guestToolsRunning' : 'guestToolsNotRunning',
    toolsVersionStatus: 'guestToolsUnmanaged',
    toolsVersionStatus2: 'guestToolsUnmanaged',
    ...(isRunningNow ? { guestId, hostName: hostNameOf(vm) } : {}),
    ...(ipAddress === undefined ? {} : { ipAddress }),
  };
  return { told, net, guestState: isRunningNow ? 'running' : 'notRunning' };
}

const rootsOf = (snapshots: Json): Json =>
  ((member(snapshots, 'rootSnapshotList') ?? []) as readonly Json[]).flatMap(
    (root) => member(root, 'snapshot') ?? [],
  );

const bootable = { CDROM: 'Cdrom', DISK: 'Disk', ETHERNET: 'Ethernet', FLOPPY: 'Floppy' } as const;

/** How its firmware starts it. */
function bootOptionsOf({ boot, bootDevices }: Hardware): Json {
  return {
    _typeName: 'VirtualMachineBootOptions',
    bootDelay: boot?.delayMs ?? 0,
    enterBIOSSetup: boot?.enterSetup === true,
    efiSecureBootEnabled: boot?.secure === true,
    bootRetryEnabled: boot?.retry === true,
    bootRetryDelay: boot?.retryDelayMs ?? 10_000,
    ...(bootDevices === undefined
      ? {}
      : {
          bootOrder: bootDevices.map(({ type, nic, disks }) => ({
            _typeName: `VirtualMachineBootOptionsBootable${bootable[type]}Device`,
            ...(type === 'CDROM' || type === 'FLOPPY' ? {} : { deviceKey: Number(nic ?? disks?.[0] ?? 0) }),
          })),
        }),
    networkBootProtocol: 'ipv4',
  };
}

export function machineProperties(fabric: ReadView, id: string): Properties | undefined {
  const found = fabric.get<VirtualMachine>('vsphere.sandbox/virtualmachines', id);
  if (found === undefined) return undefined;
  const { spec, status } = found;
  const { hardware } = spec;
  const runtime = runtimeOf(fabric, found);
  const snapshots = snapshotInfoOf(found);
  const guestName = guestOsOf(found);
  const guestId = guestIdOf(guestName);
  const guestFullName = guestTitleOf(guestName);
  const guest = guestOf(fabric, found, guestId);
  const stores = filesIn(fabric)(found);
  const files = filesOf(fabric, found, stores[0] ?? '');
  const names = {
    name: spec.displayName,
    uuid: spec.uuid,
    instanceUuid: spec.uuid,
    template: spec.isTemplate === true,
  };
  const datastore = stores.flatMap((name) => {
    const store = fabric.get<Datastore>('vsphere.sandbox/datastores', name);
    return store === undefined ? [] : [store.spec.moid];
  });
  const used = new UseReader(fabric).ofMachine(found);
  const capacityMiB = (hardware?.disks ?? []).reduce((total, disk) => total + disk.capacityMiB, 0);
  const networks = [...new Set((hardware?.nics ?? []).map(({ network }) => network))];
  const uptimeSeconds =
    runtime.powerState === 'poweredOn'
      ? Math.floor((fabric.now - (status?.changedAt ?? fabric.now)) / 1_000)
      : 0;
  return {
    name: spec.displayName,
    environmentBrowser: reference('EnvironmentBrowser', `envbrowser-${id}`),
    capability: machineCapability,
    runtime,
    ...(spec.resourcePool === undefined || spec.isTemplate === true
      ? {}
      : { resourcePool: reference('ResourcePool', spec.resourcePool) }),
    datastore: refs('Datastore', datastore),
    network: networks.map((network) => reference(entityOf(network).type, network)),
    ...(snapshots === undefined ? {} : { snapshot: snapshots, rootSnapshot: rootsOf(snapshots) }),
    guestHeartbeatStatus: guest.guestState === 'running' ? 'green' : 'gray',
    config: {
      _typeName: 'VirtualMachineConfigInfo',
      changeVersion: found.metadata.resourceVersion,
      modified: found.metadata.creationTimestamp,
      ...names,
      guestId,
      guestFullName,
      alternateGuestName: '',
      annotation: spec.notes ?? '',
      version: (hardware?.version ?? 'VMX_19').toLowerCase().replace('_', '-'),
      firmware: (hardware?.firmware ?? 'BIOS').toLowerCase(),
      files,
      extraConfig: (spec.extraConfig ?? []).map(({ key, value }) => ({
        _typeName: 'OptionValue',
        key,
        value: { _typeName: 'string', _value: value },
      })),
      tools: toolsConfig(toolsVersion),
      flags: machineFlags,
      defaultPowerOps: powerButtons,
      ...(hardware === undefined ? {} : { bootOptions: bootOptionsOf(hardware) }),
      hardware: {
        _typeName: 'VirtualHardware',
        numCPU: spec.cpus,
        numCoresPerSocket: hardware?.coresPerSocket ?? 1,
        memoryMB: spec.memoryMiB,
        device: devicesOf(fabric, found),
      },
      cpuAllocation: allocation(spec.cpuReservationMHz),
      memoryAllocation: allocation(spec.memoryReservationMiB),
      cpuHotAddEnabled: hardware?.cpuHotAdd === true,
      cpuHotRemoveEnabled: hardware?.cpuHotRemove === true,
      memoryHotAddEnabled: hardware?.memoryHotAdd === true,
    },
    resourceConfig: {
      _typeName: 'ResourceConfigSpec',
      entity: reference('VirtualMachine', id),
      cpuAllocation: allocation(spec.cpuReservationMHz),
      memoryAllocation: allocation(spec.memoryReservationMiB),
    },
    guest: {
      _typeName: 'GuestInfo',
      ...guest.told,
      ...(guest.guestState === 'running' ? { toolsVersion: String(toolsVersion) } : {}),
      guestState: guest.guestState,
      net: guest.net,
    },
    summary: {
      _typeName: 'VirtualMachineSummary',
      vm: reference('VirtualMachine', id),
      runtime,
      guest: { _typeName: 'VirtualMachineGuestSummary', guestId, guestFullName, ...guest.told },
      config: {
        _typeName: 'VirtualMachineConfigSummary',
        ...names,
        guestId,
        guestFullName,
        vmPathName: files.vmPathName,
        annotation: spec.notes ?? '',
        memorySizeMB: spec.memoryMiB,
        numCpu: spec.cpus,
        cpuReservation: spec.cpuReservationMHz,
        memoryReservation: spec.memoryReservationMiB,
        numEthernetCards: hardware?.nics.length ?? 0,
        numVirtualDisks: hardware?.disks.length ?? 0,
      },
      storage: {
        _typeName: 'VirtualMachineStorageSummary',
        committed: capacityMiB * bytesPerMiB,
        uncommitted: 0,
        unshared: capacityMiB * bytesPerMiB,
        timestamp: formatMilliTime(fabric.now),
      },
      quickStats: {
        _typeName: 'VirtualMachineQuickStats',
        guestHeartbeatStatus: guest.guestState === 'running' ? 'green' : 'gray',
        uptimeSeconds,
        overallCpuUsage: used.cpuMHz,
        overallCpuDemand: used.cpuMHz,
        guestMemoryUsage: used.memoryMiB,
        hostMemoryUsage: used.memoryMiB,
      },
      overallStatus: 'green',
    },
  };
}
