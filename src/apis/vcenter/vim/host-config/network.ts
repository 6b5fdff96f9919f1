// A host's network: its adapters, the standard switch that ESXi comes with, the distributed switches that it is joined to, and vmk0, which here
// carries management, vMotion and vSAN alike. Source: vim25 HostNetworkSystem, HostVirtualNicManager.
import type { Datastore } from '../../../../kinds/vsphere/datastore.ts';
import type { Host } from '../../../../kinds/vsphere/host.ts';
import { networksIn, switchesIn, type KnownSwitch } from '../../../../kinds/vsphere/network.ts';
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { maskOf, networkOf, formatIpv4, parseIpv4 } from '../../../../std/ip.ts';
import type { ReadView } from '../../../../store/view.ts';
import { list } from '../../inventory/places.ts';
import { adaptersOn, pnicBacking, uplinkPortsOf } from '../uplinks.ts';
import { nicDriver, nicsOf, nicSpeedMb } from './hardware.ts';
import { managementGroup, standardSwitch } from './standard-switches.ts';

/** The management networks of all scenarios are of this length, with the router at the beginning, which answers DNS and NTP. */
export const managementBits = 24;
const portsMost = 9_216;

const nicKey = (device: string): string => `key-vim.host.PhysicalNic-${device}`;

/** The router of a host's management network. */
export function routerOf({ spec }: Host): string {
  const { base } = networkOf(parseIpv4(spec.managementIp) ?? 0, managementBits);
  return formatIpv4(base + 1);
}

const joined = (fabric: ReadView, { spec }: Host): readonly KnownSwitch[] =>
  switchesIn(fabric).filter((known) => known.spec.hosts.includes(spec.moid));

const policyOf = (nics: readonly string[]): JsonObject => ({
  _typeName: 'HostNetworkPolicy',
  security: {
    _typeName: 'HostNetworkSecurityPolicy',
    allowPromiscuous: false,
    macChanges: false,
    forgedTransmits: false,
  },
  nicTeaming: {
    _typeName: 'HostNicTeamingPolicy',
    policy: 'loadbalance_srcid',
    reversePolicy: true,
    notifySwitches: true,
    rollingOrder: false,
    failureCriteria: {
      _typeName: 'HostNicFailureCriteria',
      checkSpeed: 'minimum',
      speed: 10,
      checkDuplex: false,
      fullDuplex: false,
      checkErrorPercent: false,
      percentage: 0,
      checkBeacon: false,
    },
    nicOrder: { _typeName: 'HostNicOrderPolicy', activeNic: [...nics], standbyNic: [] },
  },
  offloadPolicy: {
    _typeName: 'HostNetOffloadCapabilities',
    csumOffload: true,
    tcpSegmentation: true,
    zeroCopyXmit: true,
  },
  shapingPolicy: { _typeName: 'HostNetworkTrafficShapingPolicy', enabled: false },
});

/** What a port group does not say itself it has from its switch. */
const inherited: JsonObject = {
  _typeName: 'HostNetworkPolicy',
  security: { _typeName: 'HostNetworkSecurityPolicy' },
  nicTeaming: {
    _typeName: 'HostNicTeamingPolicy',
    failureCriteria: { _typeName: 'HostNicFailureCriteria' },
  },
  offloadPolicy: { _typeName: 'HostNetOffloadCapabilities' },
  shapingPolicy: { _typeName: 'HostNetworkTrafficShapingPolicy' },
};

const link: JsonObject = { _typeName: 'PhysicalNicLinkInfo', speedMb: nicSpeedMb, duplex: true };

const pnics = (host: Host): Json =>
  nicsOf(host).map(({ device, pci, mac }) => ({
    _typeName: 'PhysicalNic',
    key: nicKey(device),
    device,
    pci,
    driver: nicDriver,
    linkSpeed: link,
    validLinkSpecification: [link],
    spec: { _typeName: 'PhysicalNicSpec', ip: { _typeName: 'HostIpConfig', dhcp: false }, linkSpeed: link },
    wakeOnLanSupported: false,
    mac,
    resourcePoolSchedulerAllowed: true,
    vmDirectPathGen2Supported: false,
    autoNegotiateSupported: false,
  }));

interface Group {
  readonly name: string;
  readonly vlan: number;
}

interface Standard {
  readonly name: string;
  readonly mtu: number;
  readonly groups: readonly Group[];
  readonly nics: readonly string[];
}

/** The one that ESXi comes with, without uplinks where a distributed switch has taken them, and vmk0 with them; then those that somebody made. */
function standardOf(fabric: ReadView, host: Host): readonly Standard[] {
  const { switches = [], portGroups: made = [] } = host.spec.settings ?? {};
  const isJoined = joined(fabric, host).length > 0;
  const built = ['VM Network', ...(isJoined ? [] : [managementGroup])].map((name) => ({ name, vlan: 0 }));
  const on = (name: string): readonly Group[] => made.filter((group) => group.switch === name);
  return [
    {
      name: standardSwitch,
      mtu: 1_500,
      groups: [...built, ...on(standardSwitch)],
      nics: isJoined ? [] : ['vmnic0'],
    },
    ...switches.map(({ name, mtu }) => ({ name, mtu, groups: on(name), nics: [] })),
  ];
}

const groupKey = (name: string): string => `key-vim.host.PortGroup-${name}`;
const switchKey = (name: string): string => `key-vim.host.VirtualSwitch-${name}`;

function standardSwitchOf({ name, mtu, groups, nics }: Standard): Json {
  const bridge = {
    _typeName: 'HostVirtualSwitchBondBridge',
    nicDevice: [...nics],
    beacon: { _typeName: 'HostVirtualSwitchBeaconConfig', interval: 1 },
    linkDiscoveryProtocolConfig: {
      _typeName: 'LinkDiscoveryProtocolConfig',
      protocol: 'cdp',
      operation: 'listen',
    },
  };
  return {
    _typeName: 'HostVirtualSwitch',
    name,
    key: switchKey(name),
    numPorts: portsMost,
    numPortsAvailable: portsMost - groups.length - nics.length,
    mtu,
    portgroup: groups.map((group) => groupKey(group.name)),
    pnic: nics.map(nicKey),
    spec: {
      _typeName: 'HostVirtualSwitchSpec',
      numPorts: 128,
      ...(nics.length === 0 ? {} : { bridge }),
      policy: policyOf(nics),
      mtu,
    },
  };
}

const portGroupsOf = ({ name: vswitchName, groups, nics }: Standard): readonly Json[] =>
  groups.map(({ name, vlan: vlanId }) => ({
    _typeName: 'HostPortGroup',
    key: groupKey(name),
    port: [],
    vswitch: switchKey(vswitchName),
    computedPolicy: policyOf(nics),
    spec: { _typeName: 'HostPortGroupSpec', name, vlanId, vswitchName, policy: inherited },
  }));

function proxySwitches(fabric: ReadView, host: Host): Json {
  return joined(fabric, host).map((known) => {
    const { id, spec } = known;
    const nics = adaptersOn(fabric, known, host);
    const uplinks = networksIn(fabric).find(
      (group) => group.spec.switch === id && group.spec.isUplink === true,
    );
    return {
      _typeName: 'HostProxySwitch',
      dvsUuid: spec.uuid,
      dvsName: spec.displayName,
      key: `key-vim.host.ProxySwitch-${spec.displayName}`,
      numPorts: portsMost,
      numPortsAvailable: portsMost - nics.length,
      uplinkPort: uplinkPortsOf(known)
        .filter((port) => port.host === host.spec.moid)
        .map(({ key, uplink }) => ({ _typeName: 'KeyValue', key, value: `Uplink ${uplink + 1}` })),
      mtu: spec.mtu,
      pnic: nics.map(({ device }) => nicKey(device)),
      spec: {
        _typeName: 'HostProxySwitchSpec',
        backing: pnicBacking(fabric, known, host, uplinks?.id),
      },
      configNumPorts: 512,
    };
  });
}

/** vmk0: on the distributed port group for management where there is one. */
function managementAdapter(fabric: ReadView, host: Host): JsonObject {
  const [first] = joined(fabric, host);
  const group = networksIn(fabric).find(
    ({ spec }) => spec.switch === first?.id && spec.isUplink !== true && first !== undefined,
  );
  const isDistributed = first !== undefined && group !== undefined;
  return {
    _typeName: 'HostVirtualNic',
    device: 'vmk0',
    key: 'key-vim.host.VirtualNic-vmk0',
    portgroup: isDistributed ? '' : managementGroup,
    spec: {
      _typeName: 'HostVirtualNicSpec',
      ip: {
        _typeName: 'HostIpConfig',
        dhcp: false,
        ipAddress: host.spec.managementIp,
        subnetMask: maskOf(managementBits),
        ipV6Config: {
          _typeName: 'HostIpConfigIpV6AddressConfiguration',
          autoConfigurationEnabled: false,
          dhcpV6Enabled: false,
        },
      },
      mac: nicsOf(host)[0]?.mac ?? '',
      ...(isDistributed
        ? {
            distributedVirtualPort: {
              _typeName: 'DistributedVirtualSwitchPortConnection',
              switchUuid: first.spec.uuid,
              portgroupKey: group.id,
              portKey: String(Number(/\d+$/.exec(host.spec.moid)?.[0] ?? 0)),
              connectionCookie: 0,
            },
          }
        : { portgroup: managementGroup }),
      mtu: 1_500,
      tsoEnabled: true,
      netStackInstanceKey: 'defaultTcpipStack',
    },
    port: 'key-vim.host.PortGroup.Port-67108868',
  };
}

const [stacks, defaultStack] = [['vSphereProvisioning', 'vmotion'], 'defaultTcpipStack'] as const;

export const dnsConfig = (host: Host): JsonObject => {
  const { name } = host.metadata;
  const dot = name.indexOf('.');
  const domainName = dot < 0 ? '' : name.slice(dot + 1);
  return {
    _typeName: 'HostDnsConfig',
    dhcp: false,
    hostName: dot < 0 ? name : name.slice(0, dot),
    domainName,
    address: [routerOf(host)],
    searchDomain: domainName === '' ? [] : [domainName],
  };
};

export function networkInfo(fabric: ReadView, host: Host): JsonObject {
  const standard = standardOf(fabric, host);
  const dns = dnsConfig(host);
  const { base } = networkOf(parseIpv4(host.spec.managementIp) ?? 0, managementBits);
  const routes = {
    _typeName: 'HostIpRouteConfig',
    defaultGateway: routerOf(host),
    gatewayDevice: 'vmk0',
  };
  const stack = (key: string, isDefault: boolean) => ({
    _typeName: 'HostNetStackInstance',
    key,
    name: isDefault ? key : '',
    dnsConfig: isDefault ? dns : { _typeName: 'HostDnsConfig', dhcp: false, hostName: '', domainName: '' },
    ipRouteConfig: isDefault ? routes : { _typeName: 'HostIpRouteConfig' },
    requestedMaxNumberOfConnections: 11_000,
    congestionControlAlgorithm: 'newreno',
    ipV6Enabled: false,
  });
  return {
    _typeName: 'HostNetworkInfo',
    vswitch: standard.map(standardSwitchOf),
    proxySwitch: proxySwitches(fabric, host),
    portgroup: standard.flatMap(portGroupsOf),
    pnic: pnics(host),
    vnic: [managementAdapter(fabric, host)],
    consoleVnic: [],
    dnsConfig: dns,
    ipRouteConfig: routes,
    routeTableInfo: {
      _typeName: 'HostIpRouteTableInfo',
      ipRoute: [
        {
          _typeName: 'HostIpRouteEntry',
          network: '0.0.0.0',
          prefixLength: 0,
          gateway: routerOf(host),
          deviceName: 'vmk0',
        },
        {
          _typeName: 'HostIpRouteEntry',
          network: formatIpv4(base),
          prefixLength: managementBits,
          gateway: '0.0.0.0',
          deviceName: 'vmk0',
        },
      ],
    },
    ipV6Enabled: false,
    atBootIpV6Enabled: false,
    netStackInstance: [...stacks.map((key) => stack(key, false)), stack(defaultStack, true)],
  };
}

/** What an adapter may be used for; what this one is. */
const uses = [
  'faultToleranceLogging',
  'management',
  'vSphereProvisioning',
  'vSphereReplication',
  'vSphereReplicationNFC',
  'vmotion',
  'vsan',
  'vsanWitness',
];

export function netConfigs(fabric: ReadView, host: Host): readonly JsonObject[] {
  const vnic = managementAdapter(fabric, host);
  const hasVsan = list<Datastore>(fabric, 'datastores').some(
    ({ metadata, spec }) => spec.type === 'vsan' && host.spec.datastores?.includes(metadata.name),
  );
  const used = new Set(['management', 'vmotion', ...(hasVsan ? ['vsan'] : [])]);
  return uses.map((nicType) => {
    const key = `${nicType}.${String(vnic['key'])}`;
    return {
      _typeName: 'VirtualNicManagerNetConfig',
      nicType,
      multiSelectAllowed: true,
      candidateVnic: [{ ...vnic, key }],
      selectedVnic: used.has(nicType) ? [key] : [],
    };
  });
}
