// What ESXi of these releases can, the same on every host. Source: vim25 HostCapability, HostDatastoreSystemCapabilities.
import type { JsonObject } from '../../../../std/draft.ts';

const can = [
  ...[
    'backgroundSnapshotsSupported',
    'cloneFromSnapshotSupported',
    'cpuMemoryResourceConfigurationSupported',
  ],
  ...['datastorePrincipalSupported', 'deltaDiskBackingsSupported', 'firewallIpRulesSupported', 'ftSupported'],
  ...['highGuestMemSupported', 'ipmiSupported', 'iscsiSupported', 'localSwapDatastoreSupported'],
  ...['loginBySSLThumbprintSupported', 'maintenanceModeSupported', 'nfsSupported', 'nicTeamingSupported'],
  ...['perVMNetworkTrafficShapingSupported', 'perVmSwapFiles', 'preAssignedPCIUnitNumbersSupported'],
  ...['rebootSupported', 'recursiveResourcePoolsSupported', 'sanSupported', 'scaledScreenshotSupported'],
  ...['screenshotSupported', 'servicePackageInfoSupported', 'shutdownSupported', 'smpFtSupported'],
  ...['standbySupported', 'storageIORMSupported', 'storageVMotionSupported', 'suspendedRelocateSupported'],
  ...['unsharedSwapVMotionSupported', 'vStorageCapable', 'virtualExecUsageSupported'],
  ...[
    'vlanTaggingSupported',
    'vmDirectPathGen2Supported',
    'vmotionAcrossNetworkSupported',
    'vmotionSupported',
  ],
  ...['vmotionWithStorageVMotionSupported', 'snapshotRelayoutSupported', 'hbrNicSelectionSupported'],
  ...['vrNfcNicSelectionSupported', 'vsanSupported'],
] as const;

const cannot = ['recordReplaySupported', 'restrictedSnapshotRelocateSupported', 'tpmSupported'] as const;

const all = (names: readonly string[], value: boolean): JsonObject =>
  Object.fromEntries(names.map((name) => [name, value]));

export const capability: JsonObject = {
  _typeName: 'HostCapability',
  ...all(can, true),
  ...all(cannot, false),
  maxSupportedVMs: 1_024,
  maxRunningVMs: 0,
  maxSupportedVcpus: 768,
  maxRegisteredVMs: 4_096,
  maxHostRunningVms: 1_024,
  maxHostSupportedVcpus: 4_096,
  maxSupportedVmMemory: 25_149_440,
  maxNumDisksSVMotion: 248,
  maxVcpusPerFtVm: 8,
  replayUnsupportedReason: 'incompatibleCpu',
  ftCompatibilityIssues: [],
  replayCompatibilityIssues: [],
  supportedVmfsMajorVersion: [5, 6],
  supportedCpuFeature: [],
};

export const datastoreCapabilities: JsonObject = {
  _typeName: 'HostDatastoreSystemCapabilities',
  nfsMountCreationRequired: true,
  nfsMountCreationSupported: true,
  localDatastoreSupported: false,
  vmfsExtentExpansionSupported: true,
};
