// A host's storage: what it boots from, its disks of vSAN, the LUNs of shared datastores, and what is mounted. Source: vim25 HostStorageSystem,
// HostFileSystemVolumeInfo.
import type { Datastore } from '../../../../kinds/vsphere/datastore.ts';
import type { Host } from '../../../../kinds/vsphere/host.ts';
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { fnv1a32, uuidFrom } from '../../../../std/hash.ts';
import { bytesPerMiB } from '../../../../std/mebibyte.ts';
import type { ReadView } from '../../../../store/view.ts';
import { list } from '../../inventory/places.ts';
import { adapters, hexOf } from './hardware.ts';

const bootMiB = 240 * 1_024;
const cacheMiB = 800 * 1_024;
const capacityDisks = 2;
const blockBytes = 512;

interface Disk {
  readonly name: string;
  readonly adapter: (typeof adapters)[number];
  readonly vendor: string;
  readonly model: string;
  readonly capacityMiB: number;
  readonly isLocal: boolean;
  readonly isSsd: boolean;
}

const [sata, sas] = adapters;

const mountedOn = (fabric: ReadView, { spec }: Host): readonly Datastore[] =>
  list<Datastore>(fabric, 'datastores').filter(({ metadata }) => spec.datastores?.includes(metadata.name));

/** A host's part of a vSAN datastore, in disks of one size. */
function vsanDisks(fabric: ReadView, host: Host, store: Datastore): readonly Disk[] {
  const members = list<Host>(fabric, 'hosts').filter(({ spec }) =>
    spec.datastores?.includes(store.metadata.name),
  );
  const each = Math.floor(store.spec.capacityMiB / Math.max(1, members.length) / capacityDisks);
  const disk = (nth: number, capacityMiB: number): Disk => ({
    name: `naa.5002538${hexOf(`${host.spec.moid}/${store.spec.moid}`, 6)}${nth.toString(16).padStart(3, '0')}`,
    adapter: sas,
    vendor: 'SAMSUNG',
    model: nth === 0 ? 'MZILT800HBHQ0D3' : 'MZILT3T8HBLS0D3',
    capacityMiB,
    isLocal: true,
    isSsd: true,
  });
  return [disk(0, cacheMiB), ...Array.from({ length: capacityDisks }, (_, nth) => disk(nth + 1, each))];
}

function disksOf(fabric: ReadView, host: Host): readonly Disk[] {
  const boot: Disk = {
    name: `t10.ATA_____INTEL_SSDSCKKB240G8_____________________${hexOf(host.spec.moid, 8).toUpperCase()}`,
    adapter: sata,
    vendor: 'ATA',
    model: 'INTEL SSDSCKKB24',
    capacityMiB: bootMiB,
    isLocal: true,
    isSsd: true,
  };
  const others = mountedOn(fabric, host).flatMap((store): readonly Disk[] => {
    if (store.spec.type === 'NFS') return [];
    if (store.spec.type === 'vsan') return vsanDisks(fabric, host, store);
    return [
      {
        name: `naa.60002ac0000000000000${hexOf(store.spec.moid, 8)}0001`,
        adapter: sas,
        vendor: '3PARdata',
        model: 'VV',
        capacityMiB: store.spec.capacityMiB,
        isLocal: store.spec.host !== undefined,
        isSsd: true,
      },
    ];
  });
  return [boot, ...others];
}

const uuidOf = ({ name }: Disk): string => uuidFrom(fnv1a32(name), 'lun').replaceAll('-', '');
const lunKey = (disk: Disk): string => `key-vim.host.ScsiDisk-${uuidOf(disk)}`;
const adapterType = ({ device }: Disk['adapter']): string =>
  device === sata.device ? 'BlockHba' : 'ParallelScsiHba';
const adapterKey = (adapter: Disk['adapter']): string =>
  `key-vim.host.${adapterType(adapter)}-${adapter.device}`;
const pathOf = ({ adapter }: Disk, target: number): string => `${adapter.device}:C0:T${target}:L0`;

function scsiLun(disk: Disk): JsonObject {
  const { name, vendor, model, capacityMiB, isLocal, isSsd } = disk;
  return {
    _typeName: 'HostScsiDisk',
    deviceName: `/vmfs/devices/disks/${name}`,
    deviceType: 'disk',
    key: lunKey(disk),
    uuid: uuidOf(disk),
    canonicalName: name,
    displayName: `${isLocal ? 'Local ' : ''}${vendor} Disk (${name})`,
    lunType: 'disk',
    vendor: vendor.padEnd(8),
    model: model.padEnd(16),
    revision: '1.00',
    scsiLevel: 6,
    serialNumber: 'unavailable',
    queueDepth: 64,
    operationalState: ['ok'],
    vStorageSupport: 'vStorageUnsupported',
    capacity: {
      _typeName: 'HostDiskDimensionsLba',
      blockSize: blockBytes,
      block: (capacityMiB * bytesPerMiB) / blockBytes,
    },
    devicePath: `/vmfs/devices/disks/${name}`,
    ssd: isSsd,
    localDisk: isLocal,
    scsiDiskType: 'native512',
  };
}

/** Disks with their numbers as targets of their adapters. */
function targets(disks: readonly Disk[], adapter: Disk['adapter']): readonly (readonly [number, Disk])[] {
  return disks.filter((disk) => disk.adapter === adapter).map((disk, nth) => [nth, disk]);
}

const transport = ({ adapter }: Disk): Json => ({
  _typeName: adapter === sata ? 'HostBlockAdapterTargetTransport' : 'HostParallelScsiTargetTransport',
});

function topology(disks: readonly Disk[]): Json {
  return {
    _typeName: 'HostScsiTopology',
    adapter: adapters.map((adapter) => ({
      _typeName: 'HostScsiTopologyInterface',
      key: `key-vim.host.ScsiTopology.Interface-${adapter.device}`,
      adapter: adapterKey(adapter),
      target: targets(disks, adapter).map(([target, disk]) => ({
        _typeName: 'HostScsiTopologyTarget',
        key: `key-vim.host.ScsiTopology.Target-${adapter.device}:0:${target}`,
        target,
        lun: [
          {
            _typeName: 'HostScsiTopologyLun',
            key: `key-vim.host.ScsiTopology.Lun-${uuidOf(disk)}`,
            lun: 0,
            scsiLun: lunKey(disk),
          },
        ],
        transport: transport(disk),
      })),
    })),
  };
}

function multipath(disks: readonly Disk[]): Json {
  const lun = adapters.flatMap((adapter) =>
    targets(disks, adapter).map(([target, disk]) => {
      const name = pathOf(disk, target);
      return {
        _typeName: 'HostMultipathInfoLogicalUnit',
        key: `key-vim.host.MultipathInfo.LogicalUnit-${uuidOf(disk)}`,
        id: uuidOf(disk),
        lun: lunKey(disk),
        path: [
          {
            _typeName: 'HostMultipathInfoPath',
            key: `key-vim.host.MultipathInfo.Path-${name}`,
            name,
            pathState: 'active',
            state: 'active',
            isWorkingPath: true,
            adapter: adapterKey(adapter),
            lun: `key-vim.host.MultipathInfo.LogicalUnit-${uuidOf(disk)}`,
            transport: transport(disk),
          },
        ],
        policy: {
          _typeName: 'HostMultipathInfoFixedLogicalUnitPolicy',
          policy: 'VMW_PSP_FIXED',
          prefer: name,
        },
        storageArrayTypePolicy: {
          _typeName: 'HostMultipathInfoLogicalUnitStorageArrayTypePolicy',
          policy: 'VMW_SATP_LOCAL',
        },
      };
    }),
  );
  return { _typeName: 'HostMultipathInfo', lun };
}

export function storageDevice(fabric: ReadView, host: Host): JsonObject {
  const disks = disksOf(fabric, host);
  return {
    _typeName: 'HostStorageDeviceInfo',
    hostBusAdapter: adapters.map((adapter, bus) => ({
      _typeName: `Host${adapterType(adapter)}`,
      key: adapterKey(adapter),
      device: adapter.device,
      bus,
      status: 'unknown',
      model: adapter.model,
      driver: adapter.driver,
      pci: adapter.pci,
    })),
    scsiLun: disks.map(scsiLun),
    scsiTopology: topology(disks),
    multipathInfo: multipath(disks),
    softwareInternetScsiEnabled: false,
  };
}

/** A datastore on a share as its hosts have it. */
export const nasVolume = (
  { metadata, spec }: Datastore,
  { server, path }: NonNullable<Datastore['spec']['nas']>,
): JsonObject => ({
  _typeName: 'HostNasVolume',
  type: 'NFS',
  name: spec.displayName ?? metadata.name,
  capacity: spec.capacityMiB * bytesPerMiB,
  remoteHost: server,
  remotePath: path,
  remoteHostNames: [server],
  securityType: 'AUTH_SYS',
  protocolEndpoint: '',
});

const volumeTypes = { vsan: 'vsan', VMFS: 'VMFS', NFS: 'NFS' } as const;

function volumeOf(store: Datastore): JsonObject {
  const { type, moid, capacityMiB } = store.spec;
  const name = store.spec.displayName ?? store.metadata.name;
  const capacity = capacityMiB * bytesPerMiB;
  if (type === 'VMFS') {
    const extent = {
      _typeName: 'HostScsiDiskPartition',
      diskName: `naa.60002ac0000000000000${hexOf(moid, 8)}0001`,
      partition: 1,
    };
    return {
      _typeName: 'HostVmfsVolume',
      type: 'VMFS',
      name,
      capacity,
      blockSizeMb: 1,
      maxBlocks: 63_963_136,
      majorVersion: 6,
      version: '6.82',
      uuid: moid,
      extent: [extent],
      vmfsUpgradable: false,
      local: store.spec.host !== undefined,
    };
  }
  const { nas } = store.spec;
  return nas === undefined
    ? { _typeName: 'HostFileSystemVolume', type: volumeTypes[type], name, capacity }
    : nasVolume(store, nas);
}

export const mounts = (fabric: ReadView, host: Host): JsonObject => ({
  _typeName: 'HostFileSystemVolumeInfo',
  volumeTypeList: ['VMFS', 'NFS', 'NFS41', 'vsan', 'vfat', 'VVOL', 'VFFS', 'OTHER', 'PMEM'],
  mountInfo: mountedOn(fabric, host).map((store) => ({
    _typeName: 'HostFileSystemMountInfo',
    mountInfo: {
      _typeName: 'HostMountInfo',
      path: `/vmfs/volumes/${store.spec.moid}`,
      accessMode: store.spec.nas?.isReadOnly === true ? 'readOnly' : 'readWrite',
      mounted: true,
      accessible: true,
    },
    volume: volumeOf(store),
  })),
});
