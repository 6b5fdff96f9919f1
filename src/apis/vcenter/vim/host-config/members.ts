// What clients read of a host beyond its summary, and its managers: what each tells and what it changes. Source: vim25 HostSystem,
// HostConfigManager.
import type { Host } from '../../../../kinds/vsphere/host.ts';
import type { Json, JsonObject } from '../../../../std/draft.ts';
import { formatMilliTime } from '../../../../std/time.ts';
import { hostOf } from '../../inventory/host-changes.ts';
import { list } from '../../inventory/places.ts';
import type { Datastore } from '../../../../kinds/vsphere/datastore.ts';
import { numberArg, objectOf, textArg, textsArg } from '../arguments.ts';
import { productOf } from '../host-properties.ts';
import { refs } from '../machine-properties.ts';
import { invalidParameter, invalidState, reference, type VimCall, type VimMethod } from '../method.ts';
import { capability, datastoreCapabilities } from './capability.ts';
import {
  autoStart,
  configOf,
  dateTimeInfo,
  imageProfile,
  isPowerPolicy,
  lockdownOf,
  packages,
  powerCapability,
  powerInfo,
  timeZones,
  vsanConfig,
} from './config.ts';
import { dnsConfig, netConfigs, networkInfo } from './network.ts';
import {
  firewallInfo,
  restart,
  serviceInfo,
  setAllowed,
  setPolicy,
  setRuleset,
  setRunning,
} from './services.ts';
import { hostIdOf, hostOfManager, setOnHost, type Settings } from './settings.ts';
import {
  addGroup,
  addSwitch,
  removeGroup,
  removeSwitch,
  updateGroup,
  updateSwitch,
} from './standard-switches.ts';
import { mounts, storageDevice } from './storage.ts';

/** By the names that a host gives them: type, and what comes before the host's number in the id. */
const managers: Readonly<Record<string, readonly [type: string, prefix: string]>> = {
  advancedOption: ['OptionManager', 'EsxHostAdvSettings'],
  autoStartManager: ['HostAutoStartManager', 'autoStartManager'],
  datastoreSystem: ['HostDatastoreSystem', 'datastoreSystem'],
  dateTimeSystem: ['HostDateTimeSystem', 'dateTimeSystem'],
  firewallSystem: ['HostFirewallSystem', 'firewallSystem'],
  hostAccessManager: ['HostAccessManager', 'hostAccessManager'],
  imageConfigManager: ['HostImageConfigManager', 'imageConfigManager'],
  networkSystem: ['HostNetworkSystem', 'networkSystem'],
  powerSystem: ['HostPowerSystem', 'powerSystem'],
  serviceSystem: ['HostServiceSystem', 'serviceSystem'],
  storageSystem: ['HostStorageSystem', 'storageSystem'],
  virtualNicManager: ['HostVirtualNicManager', 'virtualNicManager'],
  vsanSystem: ['HostVsanSystem', 'vsanSystem'],
};

const configManager = (id: string): Json => ({
  _typeName: 'HostConfigManager',
  ...Object.fromEntries(
    Object.entries(managers).map(([name, [type, prefix]]) => [
      name,
      reference(type, `${prefix}-${/\d+$/.exec(id)?.[0] ?? ''}`),
    ]),
  ),
});

const read = 'System.Read';

/** Of the host itself: read only when asked for. */
const ofHost = (name: string, answer: (host: Host, call: VimCall) => Json): VimMethod => ({
  type: 'HostSystem',
  name,
  privilege: read,
  answer: (call) => answer(hostOf(call.fabric, call.moid), call),
});

/** Of one of a host's managers; a property where the name is small. */
const ofManager = (
  type: string,
  name: string,
  privilege: string,
  answer: (call: VimCall) => Json | undefined,
): VimMethod => ({ type, name, privilege, on: hostIdOf, answer });

/** A property of a manager, by what its host says. */
const tells = (type: string, name: string, told: (host: Host, call: VimCall) => Json): VimMethod =>
  ofManager(type, name, read, (call) => told(hostOfManager(call), call));

const services = (name: string, answer: (call: VimCall) => undefined): VimMethod =>
  ofManager('HostServiceSystem', name, 'Host.Config.NetService', answer);

const rulesets = (name: string, enabled: boolean): VimMethod =>
  ofManager('HostFirewallSystem', name, 'Host.Config.NetService', (call) => setRuleset(call, enabled));

/** An NTP client asks the servers that it is told; the clock of this world is right as it is. */
function updateDateTime(call: VimCall): undefined {
  const config = objectOf(call.body['config'], 'config');
  const zone = config['timeZone'];
  if (zone !== undefined && zone !== 'UTC') throw invalidParameter('config.timeZone');
  const ntp = config['ntpConfig'];
  if (ntp === undefined) return undefined;
  const ntpServers = textsArg(objectOf(ntp, 'config.ntpConfig'), 'server');
  hostOfManager(call);
  setOnHost(call, (settings) => ({ ...settings, ntpServers }), 'Change date and time configuration');
  return undefined;
}

function configurePower(call: VimCall): undefined {
  const powerPolicy = numberArg(call.body, 'key');
  if (!isPowerPolicy(powerPolicy)) throw invalidParameter('key');
  hostOfManager(call);
  setOnHost(call, (settings) => ({ ...settings, powerPolicy }), 'Change power policy');
  return undefined;
}

type Lockdown = Settings['lockdown'];

/** A mode that the host is in already is no state to enter it from. */
function setLockdown(call: VimCall, mode: Lockdown): undefined {
  if (hostOfManager(call).spec.settings?.lockdown === mode)
    throw invalidState(`the host's lockdown mode is ${mode ?? 'lockdownDisabled'} already`);
  setOnHost(
    call,
    ({ lockdown: _before, ...others }) => (mode === undefined ? others : { ...others, lockdown: mode }),
    'Change lockdown mode',
  );
  return undefined;
}

const lockdown = (name: string, mode: Lockdown): VimMethod => ({
  type: 'HostSystem',
  name,
  privilege: 'Host.Config.Settings',
  answer: (call) => setLockdown(call, mode),
});

function changeLockdown(call: VimCall): undefined {
  const mode = textArg(call.body, 'mode');
  if (mode === 'lockdownDisabled') return setLockdown(call, undefined);
  if (mode !== 'lockdownNormal' && mode !== 'lockdownStrict') throw invalidParameter('mode');
  return setLockdown(call, mode);
}

function netConfigOf(call: VimCall): JsonObject {
  const nicType = textArg(call.body, 'nicType');
  const found = netConfigs(call.fabric, hostOfManager(call)).find((each) => each['nicType'] === nicType);
  if (found === undefined) throw invalidParameter('nicType');
  return found;
}

const storesOf = ({ fabric }: VimCall, { spec }: Host): Json =>
  refs(
    'Datastore',
    list<Datastore>(fabric, 'datastores')
      .filter(({ metadata }) => spec.datastores?.includes(metadata.name))
      .map((store) => store.spec.moid),
  );

export const hostConfigMethods: readonly VimMethod[] = [
  ofHost('config', (host, { fabric }) => configOf(fabric, host, productOf(host))),
  ofHost('configManager', ({ spec }) => configManager(spec.moid)),
  ofHost('capability', () => capability),
  ofHost('licensableResource', ({ spec }) => ({
    _typeName: 'HostLicensableResourceInfo',
    resource: [
      {
        _typeName: 'KeyAnyValue',
        key: 'numCpuPackages',
        value: { _typeName: 'int', _value: spec.cpu.sockets },
      },
    ],
  })),
  ofHost('datastoreBrowser', ({ spec }) =>
    reference('HostDatastoreBrowser', `datastoreBrowser-${spec.moid}`),
  ),
  tells('HostNetworkSystem', 'networkInfo', (host, { fabric }) => networkInfo(fabric, host)),
  tells('HostNetworkSystem', 'networkConfig', () => ({ _typeName: 'HostNetworkConfig' })),
  tells('HostNetworkSystem', 'dnsConfig', dnsConfig),
  tells('HostNetworkSystem', 'QueryNetworkHint', () => []),
  ofManager('HostNetworkSystem', 'RefreshNetworkSystem', read, (call) => void hostOfManager(call)),
  ...Object.entries({
    AddVirtualSwitch: addSwitch,
    UpdateVirtualSwitch: updateSwitch,
    RemoveVirtualSwitch: removeSwitch,
    AddPortGroup: addGroup,
    UpdatePortGroup: updateGroup,
    RemovePortGroup: removeGroup,
  }).map(([name, answer]) => ofManager('HostNetworkSystem', name, 'Host.Config.Network', answer)),
  tells('HostVsanSystem', 'config', (host, { fabric }) => vsanConfig(fabric, host)),
  tells('HostVirtualNicManager', 'info', (host, { fabric }) => ({
    _typeName: 'HostVirtualNicManagerInfo',
    netConfig: netConfigs(fabric, host),
  })),
  ofManager('HostVirtualNicManager', 'QueryNetConfig', read, netConfigOf),
  tells('HostStorageSystem', 'storageDeviceInfo', (host, { fabric }) => storageDevice(fabric, host)),
  tells('HostStorageSystem', 'fileSystemVolumeInfo', (host, { fabric }) => mounts(fabric, host)),
  // The disks are where they were.
  ...['RescanAllHba', 'RescanHba', 'RescanVmfs', 'RefreshStorageSystem'].map((name) =>
    ofManager('HostStorageSystem', name, 'Host.Config.Storage', (call) => {
      hostOfManager(call);
      return undefined;
    }),
  ),
  tells('HostDatastoreSystem', 'datastore', (host, call) => storesOf(call, host)),
  tells('HostDatastoreSystem', 'capabilities', () => datastoreCapabilities),
  tells('HostDatastoreSystem', 'QueryAvailableDisksForVmfs', () => []),
  tells('HostServiceSystem', 'serviceInfo', (host, { fabric }) => serviceInfo(fabric, host)),
  services('StartService', (call) => setRunning(call, true)),
  services('StopService', (call) => setRunning(call, false)),
  services('RestartService', restart),
  services('UpdateServicePolicy', setPolicy),
  services('RefreshServices', (call) => void hostOfManager(call)),
  tells('HostFirewallSystem', 'firewallInfo', firewallInfo),
  rulesets('EnableRuleset', true),
  rulesets('DisableRuleset', false),
  ofManager('HostFirewallSystem', 'UpdateRuleset', 'Host.Config.NetService', setAllowed),
  ofManager('HostFirewallSystem', 'RefreshFirewall', read, (call) => void hostOfManager(call)),
  tells('HostDateTimeSystem', 'dateTimeInfo', dateTimeInfo),
  tells('HostDateTimeSystem', 'QueryAvailableTimeZones', timeZones),
  ofManager('HostDateTimeSystem', 'QueryDateTime', read, ({ fabric }) => formatMilliTime(fabric.now)),
  ofManager('HostDateTimeSystem', 'UpdateDateTimeConfig', 'Host.Config.DateTime', updateDateTime),
  ofManager('HostDateTimeSystem', 'RefreshDateTimeSystem', read, (call) => void hostOfManager(call)),
  tells('HostImageConfigManager', 'HostImageConfigGetAcceptance', () => 'partner'),
  tells('HostImageConfigManager', 'HostImageConfigGetProfile', imageProfile),
  tells('HostImageConfigManager', 'FetchSoftwarePackages', (host, { fabric }) => packages(fabric, host)),
  tells('HostPowerSystem', 'capability', () => powerCapability),
  tells('HostPowerSystem', 'info', powerInfo),
  ofManager('HostPowerSystem', 'ConfigurePowerPolicy', 'Host.Config.Power', configurePower),
  tells('HostAccessManager', 'lockdownMode', lockdownOf),
  tells('HostAccessManager', 'QueryLockdownExceptions', () => []),
  ofManager('HostAccessManager', 'ChangeLockdownMode', 'Host.Config.Settings', changeLockdown),
  lockdown('EnterLockdownMode', 'lockdownNormal'),
  lockdown('ExitLockdownMode', undefined),
  tells('HostAutoStartManager', 'config', () => autoStart),
];
