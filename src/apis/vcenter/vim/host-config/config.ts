// A host's configuration as a whole, what it is capable of, its clock, its image. Source: vim25 HostConfigInfo, HostCapability,
// HostDateTimeSystem, HostImageConfigManager.
import type { Cluster } from '../../../../kinds/vsphere/cluster.ts';
import type { Host } from '../../../../kinds/vsphere/host.ts';
import type { Datastore } from '../../../../kinds/vsphere/datastore.ts';
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { formatMilliTime } from '../../../../std/time.ts';
import type { ReadView } from '../../../../store/view.ts';
import { thumbprintOf } from '../../inventory/host-changes.ts';
import { list } from '../../inventory/places.ts';
import { reference } from '../method.ts';
import { datastoreCapabilities } from './capability.ts';
import { networkInfo, netConfigs, routerOf } from './network.ts';
import { optionsOf } from './options.ts';
import { firewallInfo, serviceInfo } from './services.ts';
import { mounts, storageDevice } from './storage.ts';
import { vsanUuid } from '../vsan-clusters.ts';

const timeZone: Json = {
  _typeName: 'HostDateTimeSystemTimeZone',
  key: 'UTC',
  name: 'UTC',
  description: 'UTC',
  gmtOffset: 0,
};

export const timeZones = (): Json => [timeZone];

export function dateTimeInfo(host: Host): JsonObject {
  const server = host.spec.settings?.ntpServers ?? [routerOf(host)];
  return {
    _typeName: 'HostDateTimeInfo',
    timeZone,
    systemClockProtocol: 'ntp',
    ntpConfig: {
      _typeName: 'HostNtpConfig',
      server,
      configFile: ['tos maxdist 15', ...server.map((each) => `server ${each}`)],
    },
    enabled: true,
  };
}

const releaseOfBuild = (host: Host): readonly [version: string, build: string] => {
  const [version = '', build = ''] = host.spec.build.split(', ');
  return [version, build];
};

export function imageProfile(host: Host): JsonObject {
  const [version, build] = releaseOfBuild(host);
  return {
    _typeName: 'HostImageProfileSummary',
    name: `ESXi-${version}-${build}-standard`,
    vendor: 'VMware, Inc.',
  };
}

/** VIBs that say what makes a host a host of a Supervisor; those of drivers and tools are left out. */
export function packages(fabric: ReadView, host: Host): Json {
  const [version, build] = releaseOfBuild(host);
  const vib = (name: string, summary: string, of = `${version}-${build}`) => ({
    _typeName: 'SoftwarePackage',
    name,
    version: of,
    type: 'bootbank',
    vendor: 'VMware',
    acceptanceLevel: 'vmware_certified',
    summary,
    description: summary,
    referenceURL: [],
    creationDate: formatMilliTime(0),
    depends: [],
    conflicts: [],
    replaces: [],
    provides: [],
    maintenanceModeRequired: false,
    hardwarePlatformsRequired: [],
    capability: {
      _typeName: 'SoftwarePackageCapability',
      liveInstallAllowed: true,
      liveRemoveAllowed: false,
      statelessReady: true,
      overlay: false,
    },
    tag: [],
    payload: [name],
  });
  const cluster = fabric.get<Cluster>('vsphere.sandbox/clusters', host.spec.cluster);
  return [
    vib('esx-base', 'Base system'),
    vib('esx-dvfilter-generic-fastpath', 'ESX Distributed Virtual Filter Generic Fastpath'),
    vib('esx-xserver', 'X.org X server'),
    vib('vsan', 'VSAN for ESXi'),
    vib('vsanhealth', 'VSAN Health for ESXi'),
    ...(cluster?.spec.ha.enabled === true
      ? [vib('vmware-fdm', 'VMware vSphere High Availability Agent')]
      : []),
    ...(host.status?.sphereletReady === undefined ? [] : [vib('spherelet', 'Spherelet')]),
  ];
}

const balanced = 2;
const policies = ['static', 'dynamic', 'low', 'custom'];

const powerPolicy = (key: number): JsonObject => {
  const shortName = policies[key - 1] ?? '';
  return {
    _typeName: 'HostPowerPolicy',
    key,
    name: `PowerPolicy.${shortName}.name`,
    shortName,
    description: `PowerPolicy.${shortName}.description`,
  };
};

export const isPowerPolicy = (key: number): boolean => policies[key - 1] !== undefined;

export const powerInfo = ({ spec }: Host): JsonObject => ({
  _typeName: 'PowerSystemInfo',
  currentPolicy: powerPolicy(spec.settings?.powerPolicy ?? balanced),
});

export const powerCapability: JsonObject = {
  _typeName: 'PowerSystemCapability',
  availablePolicy: policies.map((_, nth) => powerPolicy(nth + 1)),
};

export const lockdownOf = ({ spec }: Host): string => spec.settings?.lockdown ?? 'lockdownDisabled';

export const autoStart: JsonObject = {
  _typeName: 'HostAutoStartManagerConfig',
  defaults: {
    _typeName: 'AutoStartDefaults',
    enabled: false,
    startDelay: 120,
    stopDelay: 120,
    waitForHeartbeat: false,
    stopAction: 'PowerOff',
  },
  powerInfo: [],
};

/** The vSAN cluster's UUID is its cluster's. */
const vsanOwner = (fabric: ReadView, { spec }: Host): string =>
  fabric.get<Cluster>('vsphere.sandbox/clusters', spec.cluster)?.spec.moid ?? spec.moid;

export function vsanConfig(fabric: ReadView, host: Host): JsonObject {
  const { spec } = host;
  const store = list<Datastore>(fabric, 'datastores').find(
    (each) => each.spec.type === 'vsan' && spec.datastores?.includes(each.metadata.name),
  );
  return {
    _typeName: 'VsanHostConfigInfo',
    enabled: store !== undefined,
    hostSystem: reference('HostSystem', spec.moid),
    clusterInfo:
      store === undefined
        ? { _typeName: 'VsanHostConfigInfoClusterInfo' }
        : {
            _typeName: 'VsanHostConfigInfoClusterInfo',
            uuid: vsanUuid(vsanOwner(fabric, host)),
            nodeUuid: vsanUuid(spec.moid),
          },
    storageInfo: { _typeName: 'VsanHostConfigInfoStorageInfo', autoClaimStorage: false },
    networkInfo: {
      _typeName: 'VsanHostConfigInfoNetworkInfo',
      port:
        store === undefined ? [] : [{ _typeName: 'VsanHostConfigInfoNetworkInfoPortConfig', device: 'vmk0' }],
    },
  };
}

export function configOf(fabric: ReadView, host: Host, product: Json): JsonObject {
  const network = networkInfo(fabric, host);
  const netConfig = netConfigs(fabric, host);
  return {
    _typeName: 'HostConfigInfo',
    host: reference('HostSystem', host.spec.moid),
    product,
    hyperThread: {
      _typeName: 'HostHyperThreadScheduleInfo',
      available: true,
      active: true,
      config: true,
    },
    storageDevice: storageDevice(fabric, host),
    multipathState: { _typeName: 'HostMultipathStateInfo', path: [] },
    fileSystemVolume: mounts(fabric, host),
    network,
    vmotion: {
      _typeName: 'HostVMotionInfo',
      netConfig: {
        _typeName: 'HostVMotionNetConfig',
        candidateVnic: network['vnic'] ?? [],
        selectedVnic: 'key-vim.host.VirtualNic-vmk0',
      },
    },
    virtualNicManagerInfo: { _typeName: 'HostVirtualNicManagerInfo', netConfig },
    capabilities: {
      _typeName: 'HostNetCapabilities',
      canSetPhysicalNicLinkSpeed: true,
      supportsNicTeaming: true,
      supportsVlan: true,
      usesServiceConsoleNic: false,
      supportsNetworkHints: true,
      maxPortGroupsPerVswitch: 512,
      vswitchConfigSupported: true,
      vnicConfigSupported: true,
      ipRouteConfigSupported: true,
      dnsConfigSupported: true,
      dhcpOnVnicSupported: true,
      ipV6Supported: true,
    },
    datastoreCapabilities,
    offloadCapabilities: {
      _typeName: 'HostNetOffloadCapabilities',
      csumOffload: true,
      tcpSegmentation: true,
      zeroCopyXmit: true,
    },
    service: serviceInfo(fabric, host),
    firewall: firewallInfo(host),
    autoStart,
    option: [...optionsOf(host)],
    dateTimeInfo: dateTimeInfo(host),
    systemResources: { _typeName: 'HostSystemResourceInfo', key: 'host' },
    flags: { _typeName: 'HostFlagInfo', backgroundSnapshotsEnabled: false },
    adminDisabled: host.spec.settings?.lockdown !== undefined,
    lockdownMode: lockdownOf(host),
    ipmi: { _typeName: 'HostIpmiInfo' },
    sslThumbprintInfo: {
      _typeName: 'HostSslThumbprintInfo',
      principal: 'vpxuser',
      ownerTag: '',
      sslThumbprints: [thumbprintOf(host.metadata.name)],
    },
    cpuFeatureMask: [],
    powerSystemCapability: powerCapability,
    powerSystemInfo: powerInfo(host),
    vsanHostConfig: vsanConfig(fabric, host),
    featureCapability: [],
    featureVersion: [],
    certificate: [],
  };
}
