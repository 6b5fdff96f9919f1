// What every VM here can, the flags that it runs with, what its power buttons do, how Tools are kept: the same for each, as vCenter makes a VM
// for which nobody chose otherwise. Source: vim25 VirtualMachineCapability, VirtualMachineFlagInfo, ToolsConfigInfo.
import type { JsonObject } from '../../../std/draft.ts';

const can = [
  ...['snapshotOperationsSupported', 'multipleSnapshotsSupported', 'snapshotConfigSupported'],
  ...['poweredOffSnapshotsSupported', 'memorySnapshotsSupported', 'revertToSnapshotSupported'],
  ...['quiescedSnapshotsSupported', 'consolePreferencesSupported', 'cpuFeatureMaskSupported'],
  ...['s1AcpiManagementSupported', 'toolsAutoUpdateSupported', 'swapPlacementSupported'],
  ...['toolsSyncTimeSupported', 'virtualMmuUsageSupported', 'diskSharesSupported', 'bootOptionsSupported'],
  ...['bootRetryOptionsSupported', 'settingVideoRamSizeSupported', 'changeTrackingSupported'],
  ...['multipleCoresPerSocketSupported', 'hostBasedReplicationSupported', 'guestAutoLockSupported'],
  ...['memoryReservationLockSupported', 'featureRequirementSupported', 'nestedHVSupported', 'vPMCSupported'],
  ...['secureBootSupported', 'poweredOnMonitorTypeChangeSupported', 'vmNpivWwnDisableSupported'],
];

const cannot = [
  ...['disableSnapshotsSupported', 'lockSnapshotsSupported', 'settingScreenResolutionSupported'],
  ...['vmNpivWwnSupported', 'npivWwnOnNonRdmVmSupported', 'vmNpivWwnUpdateSupported'],
  ...['settingDisplayTopologySupported', 'recordReplaySupported', 'seSparseDiskSupported'],
];

export const machineCapability: JsonObject = {
  _typeName: 'VirtualMachineCapability',
  ...Object.fromEntries([...can.map((name) => [name, true]), ...cannot.map((name) => [name, false])]),
};

export const machineFlags: JsonObject = {
  _typeName: 'VirtualMachineFlagInfo',
  disableAcceleration: false,
  enableLogging: true,
  useToe: false,
  runWithDebugInfo: false,
  monitorType: 'release',
  htSharing: 'any',
  snapshotDisabled: false,
  snapshotLocked: false,
  diskUuidEnabled: false,
  virtualMmuUsage: 'automatic',
  virtualExecUsage: 'hvAuto',
  snapshotPowerOffBehavior: 'powerOff',
  recordReplayEnabled: false,
  faultToleranceType: 'unset',
  cbrcCacheEnabled: false,
  vvtdEnabled: false,
  vbsEnabled: false,
};

export const powerButtons: JsonObject = {
  _typeName: 'VirtualMachineDefaultPowerOpInfo',
  powerOffType: 'soft',
  suspendType: 'hard',
  resetType: 'soft',
  defaultPowerOffType: 'soft',
  defaultSuspendType: 'hard',
  defaultResetType: 'soft',
  standbyAction: 'checkpoint',
};

/** They come with the guest's own packages. */
export const toolsConfig = (version: number): JsonObject => ({
  _typeName: 'ToolsConfigInfo',
  toolsVersion: version,
  toolsInstallType: 'guestToolsTypeOpenVMTools',
  afterPowerOn: true,
  afterResume: true,
  beforeGuestStandby: true,
  beforeGuestShutdown: true,
  beforeGuestReboot: false,
  toolsUpgradePolicy: 'manual',
  syncTimeWithHostAllowed: true,
  syncTimeWithHost: false,
  lastInstallInfo: { _typeName: 'ToolsConfigInfoToolsLastInstallInfo', counter: 0 },
});
