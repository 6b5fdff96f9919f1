// What a distributed switch and its port groups are set to: as vCenter makes them, but for what can be chosen here, which is names, VLANs, the
// size of frames, what ports let through, and how uplinks are discovered. Source: vim25 VMwareDVSPortSetting, VMwareDVSPortgroupPolicy, DVSCapability.
import type { DistributedSwitch } from '../../../kinds/vsphere/distributed-switch.ts';
import type { Network } from '../../../kinds/vsphere/network.ts';
import type { Json, JsonObject } from '../../../std/draft.ts';

const flag = (value: boolean): JsonObject => ({ _typeName: 'BoolPolicy', inherited: false, value });
const text = (value: string): JsonObject => ({ _typeName: 'StringPolicy', inherited: false, value });

const shaping: JsonObject = {
  _typeName: 'DVSTrafficShapingPolicy',
  inherited: false,
  enabled: flag(false),
  averageBandwidth: { _typeName: 'LongPolicy', inherited: false, value: 100_000_000 },
  peakBandwidth: { _typeName: 'LongPolicy', inherited: false, value: 100_000_000 },
  burstSize: { _typeName: 'LongPolicy', inherited: false, value: 104_857_600 },
};

export const namesOfUplinks = ({
  uplinks,
  uplinkNames,
}: Pick<DistributedSwitch['spec'], 'uplinks' | 'uplinkNames'>): readonly string[] =>
  uplinkNames ?? Array.from({ length: uplinks }, (_, nth) => `Uplink ${nth + 1}`);

const teaming = (uplinks: readonly string[]): JsonObject => ({
  _typeName: 'VmwareUplinkPortTeamingPolicy',
  inherited: false,
  policy: text('loadbalance_srcid'),
  reversePolicy: flag(true),
  notifySwitches: flag(true),
  rollingOrder: flag(false),
  failureCriteria: {
    _typeName: 'DVSFailureCriteria',
    inherited: false,
    checkSpeed: text('minimum'),
    speed: { _typeName: 'IntPolicy', inherited: false, value: 10 },
    checkDuplex: flag(false),
    fullDuplex: flag(false),
    checkErrorPercent: flag(false),
    percentage: { _typeName: 'IntPolicy', inherited: false, value: 0 },
    checkBeacon: flag(false),
  },
  uplinkPortOrder: {
    _typeName: 'VMwareUplinkPortOrderPolicy',
    inherited: false,
    activeUplinkPort: [...uplinks],
    standbyUplinkPort: [],
  },
});

/** Of the ports of a switch or of a port group, by their VLAN. */
export const portSetting = (
  vlan: Json,
  uplinks: readonly string[],
  allows: Network['spec']['allows'] = [],
): JsonObject => ({
  _typeName: 'VMwareDVSPortSetting',
  blocked: flag(false),
  inShapingPolicy: shaping,
  outShapingPolicy: shaping,
  networkResourcePoolKey: text('-1'),
  vlan,
  uplinkTeamingPolicy: teaming(uplinks),
  securityPolicy: {
    _typeName: 'DVSSecurityPolicy',
    inherited: false,
    allowPromiscuous: flag(allows.includes('Promiscuous')),
    macChanges: flag(allows.includes('MacChanges')),
    forgedTransmits: flag(allows.includes('ForgedTransmits')),
  },
  ipfixEnabled: flag(false),
  txUplink: flag(false),
  lacpPolicy: {
    _typeName: 'VMwareUplinkLacpPolicy',
    inherited: false,
    enable: flag(false),
    mode: text('passive'),
  },
  macManagementPolicy: {
    _typeName: 'DVSMacManagementPolicy',
    inherited: false,
    allowPromiscuous: allows.includes('Promiscuous'),
    macChanges: allows.includes('MacChanges'),
    forgedTransmits: allows.includes('ForgedTransmits'),
    macLearningPolicy: {
      _typeName: 'DVSMacLearningPolicy',
      inherited: false,
      enabled: false,
      allowUnicastFlooding: true,
      limit: 4_096,
      limitPolicy: 'DROP',
    },
  },
});

export const vlanId = (id: number): JsonObject => ({
  _typeName: 'VmwareDistributedVirtualSwitchVlanIdSpec',
  inherited: false,
  vlanId: id,
});

const trunkOf = (ranges: NonNullable<Network['spec']['trunk']>): JsonObject => ({
  _typeName: 'VmwareDistributedVirtualSwitchTrunkVlanSpec',
  inherited: false,
  vlanId: ranges.map(({ start, end }) => ({ _typeName: 'NumericRange', start, end })),
});

/** Uplinks carry all VLANs. */
export function vlanSpecOf({ isUplink, trunk, vlan = 0 }: Network['spec']): JsonObject {
  if (isUplink === true) return trunkOf([{ start: 0, end: 4_094 }]);
  return trunk === undefined ? vlanId(vlan) : trunkOf(trunk);
}

/** Nothing is counted. */
export const portStatistics: JsonObject = {
  _typeName: 'DistributedVirtualSwitchPortStatistics',
  ...Object.fromEntries(
    ['packetsIn', 'bytesIn', 'packetsOut', 'bytesOut'].flatMap((name) => {
      const [, what = '', way = ''] = /^([a-z]+)(In|Out)$/.exec(name) ?? [];
      return ['Multicast', 'Unicast', 'Broadcast'].map((kind) => [`${what}${way}${kind}`, 0]);
    }),
  ),
  packetsInDropped: 0,
  packetsOutDropped: 0,
  packetsInException: 0,
  packetsOutException: 0,
};

/** What single ports may have otherwise than their group. */
export const overrides: JsonObject = {
  _typeName: 'VMwareDVSPortgroupPolicy',
  blockOverrideAllowed: true,
  shapingOverrideAllowed: false,
  vendorConfigOverrideAllowed: false,
  livePortMovingAllowed: false,
  portConfigResetAtDisconnect: true,
  networkResourcePoolOverrideAllowed: false,
  trafficFilterOverrideAllowed: false,
  vlanOverrideAllowed: false,
  uplinkTeamingOverrideAllowed: false,
  securityPolicyOverrideAllowed: false,
  ipfixOverrideAllowed: false,
  macManagementOverrideAllowed: false,
};

export const switchCapability: JsonObject = {
  _typeName: 'DVSCapability',
  dvsOperationSupported: true,
  dvPortGroupOperationSupported: true,
  dvPortOperationSupported: true,
};

/** Of the switch as a whole. */
export const switchSettings: JsonObject = {
  contact: { _typeName: 'DVSContactInfo' },
  networkResourceControlVersion: 'version3',
  lacpApiVersion: 'multipleLag',
  linkDiscoveryProtocolConfig: {
    _typeName: 'LinkDiscoveryProtocolConfig',
    protocol: 'cdp',
    operation: 'listen',
  },
  healthCheckConfig: [
    { _typeName: 'VMwareDVSVlanMtuHealthCheckConfig', enable: false, interval: 1 },
    { _typeName: 'VMwareDVSTeamingHealthCheckConfig', enable: false, interval: 1 },
  ],
  policy: {
    _typeName: 'DVSPolicy',
    autoPreInstallAllowed: false,
    autoUpgradeAllowed: false,
    partialUpgradeAllowed: true,
  },
  pvlanConfig: [],
  vspanSession: [],
  lacpGroupConfig: [],
  ipfixConfig: {
    _typeName: 'VMwareIpfixConfig',
    activeFlowTimeout: 60,
    idleFlowTimeout: 15,
    samplingRate: 4_096,
    internalFlowsOnly: false,
  },
};
