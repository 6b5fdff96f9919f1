// Networks, distributed switches and datastores as vim25 tells them. Source: vim25 Network, DistributedVirtualPortgroup,
// DistributedVirtualSwitch, Datastore.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { isRunning, type Host } from '../../../kinds/vsphere/host.ts';
import {
  networksIn,
  switchesIn,
  type KnownNetwork,
  type KnownSwitch,
} from '../../../kinds/vsphere/network.ts';
import { filesIn } from '../../../kinds/vsphere/machine-files.ts';
import { vcenterIn } from '../../../kinds/vsphere/vcenter.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import { nasVolume } from './host-config/storage.ts';
import { formatMilliTime } from '../../../std/time.ts';
import type { ReadView } from '../../../store/view.ts';
import { entityOf } from '../authorization/entity.ts';
import { list, titleOf } from '../inventory/places.ts';
import { refs, type Properties } from './machine-properties.ts';
import { reference } from './method.ts';
import {
  overrides,
  portSetting,
  switchCapability,
  namesOfUplinks,
  switchSettings,
  vlanId,
  vlanSpecOf,
} from './switch-settings.ts';
import { pnicBacking, uplinkPortsOf } from './uplinks.ts';
import { datastoreUrl } from '../inventory/datastore-url.ts';
import { hostsReached } from './reach.ts';

function machinesOn(fabric: ReadView, network: string): Json {
  const found = list<VirtualMachine>(fabric, 'virtualmachines').filter(({ spec }) =>
    spec.hardware?.nics.some((nic) => nic.network === network),
  );
  return refs(
    'VirtualMachine',
    found.map(({ metadata }) => metadata.name),
  );
}

function portGroup(fabric: ReadView, { id, spec }: KnownNetwork): Properties {
  const owner = switchesIn(fabric).find((each) => each.id === spec.switch);
  const uplinkKeys = owner === undefined ? [] : uplinkPortsOf(owner).map(({ key }) => key);
  return {
    key: id,
    config: {
      _typeName: 'DVPortgroupConfigInfo',
      key: id,
      name: spec.displayName,
      numPorts: spec.isUplink === true ? uplinkKeys.length : (spec.ports ?? 8),
      ...(owner === undefined
        ? {}
        : { distributedVirtualSwitch: reference('VmwareDistributedVirtualSwitch', owner.id) }),
      defaultPortConfig: portSetting(
        vlanSpecOf(spec),
        owner === undefined ? [] : namesOfUplinks(owner.spec),
        spec.allows,
      ),
      ...(spec.description === undefined ? {} : { description: spec.description }),
      policy: overrides,
      portNameFormat: '',
      backingType: 'standard',
      type: 'earlyBinding',
      autoExpand: true,
      uplink: spec.isUplink === true,
      configVersion: '1',
    },
    portKeys: spec.isUplink === true ? [...uplinkKeys] : [],
  };
}

function network(fabric: ReadView, known: KnownNetwork): Properties {
  const { id, spec } = known;
  const { type } = entityOf(id);
  const isOpaque = spec.type === 'OPAQUE_NETWORK';
  return {
    name: spec.displayName,
    host: refs(
      'HostSystem',
      hostsReached(fabric, known).map((host) => host.spec.moid),
    ),
    vm: machinesOn(fabric, id),
    summary: {
      _typeName: isOpaque ? 'OpaqueNetworkSummary' : 'NetworkSummary',
      network: reference(type, id),
      name: spec.displayName,
      accessible: true,
      ipPoolName: '',
      ...(isOpaque ? { opaqueNetworkId: spec.displayName, opaqueNetworkType: 'nsx.LogicalSwitch' } : {}),
    },
    ...(spec.type === 'DISTRIBUTED_PORTGROUP' ? portGroup(fabric, known) : {}),
  };
}

const portsOf = (groups: readonly KnownNetwork[]): number =>
  groups.reduce((total, { spec }) => total + (spec.ports ?? 8), 0);

function backingOf(fabric: ReadView, known: KnownSwitch, id: string, group?: string) {
  const host = list<Host>(fabric, 'hosts').find(({ spec }) => spec.moid === id);
  return host === undefined ? {} : { backing: pnicBacking(fabric, known, host, group) };
}

function distributedSwitch(fabric: ReadView, known: KnownSwitch): Properties {
  const { id, spec } = known;
  const createdAt = vcenterIn(fabric)?.metadata.creationTimestamp ?? formatMilliTime(0);
  const groups = networksIn(fabric).filter((group) => group.spec.switch === id);
  const uplinks = groups.filter((group) => group.spec.isUplink === true);
  const productInfo = {
    _typeName: 'DistributedVirtualSwitchProductSpec',
    name: 'DVS',
    vendor: 'VMware, Inc.',
    version: spec.version,
    forwardingClass: 'etherswitch',
  };
  const uplinkPortPolicy = {
    _typeName: 'DVSNameArrayUplinkPortPolicy',
    uplinkPortName: [...namesOfUplinks(spec)],
  };
  return {
    name: spec.displayName,
    uuid: spec.uuid,
    portgroup: refs(
      'DistributedVirtualPortgroup',
      groups.map((group) => group.id),
    ),
    summary: {
      _typeName: 'DVSSummary',
      name: spec.displayName,
      uuid: spec.uuid,
      numPorts: portsOf(groups),
      productInfo,
      hostMember: refs('HostSystem', spec.hosts),
      numHosts: spec.hosts.length,
    },
    capability: switchCapability,
    config: {
      _typeName: 'VMwareDVSConfigInfo',
      ...switchSettings,
      networkResourceManagementEnabled: spec.ioControl ?? true,
      multicastFilteringMode: spec.multicast ?? 'legacyFiltering',
      defaultPortConfig: portSetting(vlanId(0), namesOfUplinks(spec)),
      createTime: createdAt,
      ...(spec.description === undefined ? {} : { description: spec.description }),
      ...(spec.discovery === undefined
        ? {}
        : { linkDiscoveryProtocolConfig: { _typeName: 'LinkDiscoveryProtocolConfig', ...spec.discovery } }),
      uuid: spec.uuid,
      name: spec.displayName,
      numStandalonePorts: 0,
      numPorts: portsOf(groups),
      maxPorts: 2_147_483_647,
      uplinkPortPolicy,
      uplinkPortgroup: refs(
        'DistributedVirtualPortgroup',
        uplinks.map((group) => group.id),
      ),
      host: spec.hosts.map((host) => ({
        _typeName: 'DistributedVirtualSwitchHostMember',
        config: {
          _typeName: 'DistributedVirtualSwitchHostMemberConfigInfo',
          host: reference('HostSystem', host),
          maxProxySwitchPorts: 512,
          ...backingOf(fabric, known, host, uplinks[0]?.id),
        },
        productInfo,
        status: 'up',
      })),
      productInfo,
      maxMtu: spec.mtu,
      configVersion: '1',
    },
  };
}

/** Of a network or a distributed switch; undefined where there is none of that id. */
export function networkProperties(fabric: ReadView, id: string): Properties | undefined {
  const known = networksIn(fabric).find((each) => each.id === id);
  if (known !== undefined) return network(fabric, known);
  const owner = switchesIn(fabric).find((each) => each.id === id);
  return owner === undefined ? undefined : distributedSwitch(fabric, owner);
}

const infoTypes: Readonly<Record<string, string>> = {
  VMFS: 'VmfsDatastoreInfo',
  NFS: 'NasDatastoreInfo',
  VSAN: 'VsanDatastoreInfo',
};

export function datastoreProperties(fabric: ReadView, id: string): Properties | undefined {
  const found = list<Datastore>(fabric, 'datastores').find(({ spec }) => spec.moid === id);
  if (found === undefined) return undefined;
  const { metadata, spec, status } = found;
  const name = titleOf(found);
  const url = datastoreUrl(found);
  const freeSpace = (status?.freeMiB ?? 0) * bytesPerMiB;
  const hosts = list<Host>(fabric, 'hosts').filter((host) => host.spec.datastores?.includes(metadata.name));
  const filesOf = filesIn(fabric);
  const machines = list<VirtualMachine>(fabric, 'virtualmachines').filter((vm) =>
    filesOf(vm).includes(metadata.name),
  );
  return {
    name,
    capability: {
      _typeName: 'DatastoreCapability',
      directoryHierarchySupported: true,
      rawDiskMappingsSupported: spec.type === 'VMFS',
      perFileThinProvisioningSupported: true,
      storageIORMSupported: spec.type !== 'vsan',
      nativeSnapshotSupported: false,
      topLevelDirectoryCreateSupported: spec.type !== 'vsan',
      seSparseSupported: spec.type === 'VMFS',
      vmfsSparseSupported: spec.type !== 'vsan',
      vsanSparseSupported: spec.type === 'vsan',
      upitSupported: false,
      vmdkExpandSupported: true,
    },
    browser: reference('HostDatastoreBrowser', `datastoreBrowser-${id}`),
    info: {
      _typeName: infoTypes[spec.type.toUpperCase()] ?? 'DatastoreInfo',
      name,
      url,
      freeSpace,
      maxFileSize: 0,
      timestamp: formatMilliTime(fabric.now),
      ...(spec.nas === undefined ? {} : { nas: nasVolume(found, spec.nas) }),
    },
    host: hosts.map((host) => ({
      _typeName: 'DatastoreHostMount',
      key: reference('HostSystem', host.spec.moid),
      mountInfo: {
        _typeName: 'HostMountInfo',
        path: `/vmfs/volumes/${spec.moid}`,
        accessMode: spec.nas?.isReadOnly === true ? 'readOnly' : 'readWrite',
        mounted: true,
        accessible: isRunning(host),
      },
    })),
    vm: refs(
      'VirtualMachine',
      machines.map((vm) => vm.metadata.name),
    ),
    summary: {
      _typeName: 'DatastoreSummary',
      datastore: reference('Datastore', id),
      name,
      url,
      capacity: spec.capacityMiB * bytesPerMiB,
      freeSpace,
      uncommitted: 0,
      accessible: true,
      multipleHostAccess: spec.host === undefined,
      type: spec.type,
      maintenanceMode: 'normal',
    },
  };
}
