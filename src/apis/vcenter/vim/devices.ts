// Virtual devices of a VM, as vim25 has them: what every VM comes with, its controllers, disks and network adapters. Source: vim25 VirtualDevice
// and its heirs.
import { networksIn, switchesIn } from '../../../kinds/vsphere/network.ts';
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import type { Hardware, VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { fnv1a32, uuidFrom } from '../../../std/hash.ts';
import type { ReadView } from '../../../store/view.ts';
import { diskInfo, type Disk, type Nic } from '../inventory/machines/machine.ts';
import { datastoreAt, scsiControllers } from './machine-spec.ts';
import { reference } from './method.ts';

const kiBPerMiB = 1024;

const described = (label: string, summary: string): Json => ({ _typeName: 'Description', label, summary });

/** Keys are the API's own, the same in every VM. */
const built: readonly (readonly [type: string, key: number, label: string, members?: object])[] = [
  ['VirtualIDEController', 200, 'IDE 0', { busNumber: 0 }],
  ['VirtualIDEController', 201, 'IDE 1', { busNumber: 1 }],
  ['VirtualPS2Controller', 300, 'PS2 controller 0', { busNumber: 0 }],
  ['VirtualPCIController', 100, 'PCI controller 0', { busNumber: 0 }],
  ['VirtualSIOController', 400, 'SIO controller 0', { busNumber: 0 }],
  ['VirtualKeyboard', 600, 'Keyboard', { controllerKey: 300, unitNumber: 0 }],
  ['VirtualPointingDevice', 700, 'Pointing device', { controllerKey: 300, unitNumber: 1 }],
  ['VirtualMachineVideoCard', 500, 'Video card', { controllerKey: 100, unitNumber: 0 }],
  ['VirtualMachineVMCIDevice', 12_000, 'VMCI device', { controllerKey: 100, unitNumber: 17 }],
];

/** The controller of each bus, and where its unit stands. */
const controllers = {
  SCSI: ['ParaVirtualSCSIController', 1_000, 'SCSI controller 0', 'VMware paravirtual SCSI'],
  SATA: ['VirtualAHCIController', 15_000, 'SATA controller 0', 'AHCI'],
  NVME: ['VirtualNVMEController', 31_000, 'NVME controller 0', 'NVME'],
} as const;

export const adapterDevices: Readonly<Record<string, string>> = {
  VMXNET3: 'VirtualVmxnet3',
  VMXNET2: 'VirtualVmxnet2',
  VMXNET: 'VirtualVmxnet',
  E1000: 'VirtualE1000',
  E1000E: 'VirtualE1000e',
  PCNET32: 'VirtualPCNet32',
};

const controllerKey = ({ bus, unit }: Disk): number =>
  bus === 'IDE' ? (unit < 2 ? 200 : 201) : controllers[bus][1];

function diskJson(fabric: ReadView, disk: Disk, nth: number): Json {
  const { label, backing } = diskInfo(fabric, disk, nth);
  const capacityInKB = disk.capacityMiB * kiBPerMiB;
  const store = fabric.get<Datastore>('vsphere.sandbox/datastores', disk.datastore);
  return {
    _typeName: 'VirtualDisk',
    key: Number(disk.key),
    deviceInfo: described(label, `${String(capacityInKB).replace(/\B(?=(?:\d{3})+$)/g, ',')} KB`),
    backing: {
      _typeName: 'VirtualDiskFlatVer2BackingInfo',
      fileName: backing.vmdk_file,
      ...(store === undefined ? {} : { datastore: reference('Datastore', store.spec.moid) }),
      diskMode: 'persistent',
      split: false,
      writeThrough: false,
      thinProvisioned: true,
      uuid: uuidFrom(fnv1a32(disk.file), disk.key),
    },
    controllerKey: controllerKey(disk),
    unitNumber: disk.bus === 'IDE' ? disk.unit % 2 : disk.unit,
    capacityInKB,
    capacityInBytes: capacityInKB * 1_024,
  };
}

export function networkBacking(fabric: ReadView, id: string): Json {
  const known = networksIn(fabric).find((network) => network.id === id);
  const name = known?.spec.displayName ?? id;
  if (known?.spec.type === 'DISTRIBUTED_PORTGROUP') {
    const owner = switchesIn(fabric).find((each) => each.id === known.spec.switch);
    return {
      _typeName: 'VirtualEthernetCardDistributedVirtualPortBackingInfo',
      port: {
        _typeName: 'DistributedVirtualSwitchPortConnection',
        switchUuid: owner?.spec.uuid ?? '',
        portgroupKey: id,
      },
    };
  }
  if (known?.spec.type === 'OPAQUE_NETWORK')
    return {
      _typeName: 'VirtualEthernetCardOpaqueNetworkBackingInfo',
      opaqueNetworkId: name,
      opaqueNetworkType: 'nsx.LogicalSwitch',
    };
  return {
    _typeName: 'VirtualEthernetCardNetworkBackingInfo',
    deviceName: name,
    network: reference('Network', id),
  };
}

function nicJson(fabric: ReadView, nic: Nic, nth: number, isOn: boolean): Json {
  const known = networksIn(fabric).find((network) => network.id === nic.network);
  return {
    _typeName: adapterDevices[nic.type] ?? 'VirtualVmxnet3',
    key: Number(nic.key),
    deviceInfo: described(`Network adapter ${nth + 1}`, known?.spec.displayName ?? nic.network),
    backing: networkBacking(fabric, nic.network),
    connectable: {
      _typeName: 'VirtualDeviceConnectInfo',
      startConnected: nic.startConnected !== false,
      allowGuestControl: true,
      connected: isOn && nic.connected,
      status: 'ok',
    },
    controllerKey: 100,
    unitNumber: 7 + nth,
    addressType: nic.isManual === true ? 'manual' : 'assigned',
    macAddress: nic.macAddress,
    wakeOnLanEnabled: false,
  };
}

type Cdrom = NonNullable<Hardware['cdroms']>[number];

/** The datastore that a path such as `[vsanDatastore] isos/photon.iso` begins with. */
function storeOf(fabric: ReadView, path: string): Json {
  const id = datastoreAt(fabric, path);
  return id === undefined ? {} : { datastore: reference('Datastore', id) };
}

function cdromJson(fabric: ReadView, drive: Cdrom, nth: number, isOn: boolean): Json {
  const { bus, unit, hostDevice = '' } = drive;
  const isRemote = drive.backing === 'CLIENT_DEVICE';
  return {
    _typeName: 'VirtualCdrom',
    key: Number(drive.key),
    deviceInfo: described(
      `CD/DVD drive ${nth + 1}`,
      drive.file === undefined ? (isRemote ? 'Remote ATAPI' : 'ATAPI') : `ISO ${drive.file}`,
    ),
    backing:
      drive.file !== undefined
        ? {
            _typeName: 'VirtualCdromIsoBackingInfo',
            fileName: drive.file,
            ...(storeOf(fabric, drive.file) as object),
          }
        : {
            _typeName: isRemote ? 'VirtualCdromRemoteAtapiBackingInfo' : 'VirtualCdromAtapiBackingInfo',
            deviceName: hostDevice,
            useAutoDetect: !isRemote && hostDevice === '',
          },
    connectable: {
      _typeName: 'VirtualDeviceConnectInfo',
      startConnected: drive.startConnected,
      allowGuestControl: true,
      connected: isOn && drive.connected,
      status: 'untried',
    },
    controllerKey: bus === 'SATA' ? controllers.SATA[1] : unit < 2 ? 200 : 201,
    unitNumber: bus === 'SATA' ? unit : unit % 2,
  };
}

const scsiSummaries: Readonly<Record<string, string>> = {
  LSILOGIC: 'LSI Logic',
  LSILOGICSAS: 'LSI Logic SAS',
  BUSLOGIC: 'BusLogic',
};

/** What every VM comes with. */
export const usualDevices = (): readonly Json[] =>
  built.map(([type, key, label, members]) => ({
    _typeName: type,
    key,
    deviceInfo: described(label, label),
    ...members,
  }));

/** All devices of a VM, its disks and adapters last. */
export function devicesOf(fabric: ReadView, { spec, status }: VirtualMachine): Json[] {
  const disks = spec.hardware?.disks ?? [];
  const isOn = status?.powerState === 'POWERED_ON';
  const drives = spec.hardware?.cdroms ?? [];
  const adapter = spec.hardware?.scsiAdapter;
  const used = Object.entries(controllers).filter(
    ([bus]) =>
      disks.some((disk) => disk.bus === bus) ||
      drives.some((drive) => drive.bus === bus) ||
      spec.hardware?.adapters?.some((each) => each === bus) === true ||
      (bus === 'SCSI' && adapter !== undefined),
  );
  return [
    ...usualDevices(),
    ...used.map(([bus, [type, key, label, summary]]): Json => ({
      _typeName: bus === 'SCSI' ? (scsiControllers[adapter ?? ''] ?? type) : type,
      key,
      deviceInfo: described(label, bus === 'SCSI' ? (scsiSummaries[adapter ?? ''] ?? summary) : summary),
      controllerKey: 100,
      busNumber: 0,
      device: disks.filter((disk) => disk.bus === bus).map((disk) => Number(disk.key)),
      ...(bus === 'SCSI' ? { sharedBus: 'noSharing', scsiCtlrUnitNumber: 7 } : {}),
    })),
    ...drives.map((drive, nth) => cdromJson(fabric, drive, nth, isOn)),
    ...disks.map((disk, nth) => diskJson(fabric, disk, nth)),
    ...(spec.hardware?.nics ?? []).map((nic, nth) => nicJson(fabric, nic, nth, isOn)),
  ];
}
