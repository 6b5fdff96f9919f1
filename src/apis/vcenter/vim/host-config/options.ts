// A host's advanced system settings: those that administrators of a Supervisor's hosts look at or are told to set. Source: vim25 OptionManager;
// ESXi's advanced options.
import type { Host } from '../../../../kinds/vsphere/host.ts';
import { isObject, type Json } from '../../../../std/draft.ts';
import { listArg } from '../arguments.ts';
import { invalidParameter, member, type VimCall } from '../method.ts';
import { hostOfManager, setOnHost } from './settings.ts';

const defaults: Readonly<Record<string, string | number>> = {
  'Annotations.WelcomeMessage': '',
  'Config.Defaults.security.host.ruissl': 1,
  'Config.Etc.issue': '',
  'Config.HostAgent.log.level': 'info',
  'Config.HostAgent.plugins.hostsvc.esxAdminsGroup': 'ESX Admins',
  'Config.HostAgent.plugins.hostsvc.esxAdminsGroupAutoAdd': 1,
  'DCUI.Access': 'root',
  'Disk.MaxLUN': 1_024,
  'Mem.AllocGuestLargePage': 1,
  'Mem.ShareForceSalting': 2,
  'NFS.MaxVolumes': 32,
  'Net.BlockGuestBPDU': 0,
  'Net.FollowHardwareMac': 1,
  'Net.TcpipHeapMax': 1_536,
  'Net.TcpipHeapSize': 0,
  'Power.CpuPolicy': 'Balanced',
  'ScratchConfig.ConfiguredScratchLocation': '/vmfs/volumes/OSDATA',
  'ScratchConfig.CurrentScratchLocation': '/vmfs/volumes/OSDATA',
  'Security.AccountLockFailures': 5,
  'Security.AccountUnlockTime': 900,
  'Security.PasswordHistory': 0,
  'Security.PasswordMaxDays': 99_999,
  'Security.PasswordQualityControl': 'retry=3 min=disabled,disabled,disabled,7,7',
  'Syslog.global.defaultRotate': 8,
  'Syslog.global.defaultSize': 1_024,
  'Syslog.global.logDir': '[] /scratch/log',
  'Syslog.global.logHost': '',
  'UserVars.DcuiTimeOut': 600,
  'UserVars.ESXiShellInteractiveTimeOut': 0,
  'UserVars.ESXiShellTimeOut': 0,
  'UserVars.HostClientSessionTimeout': 900,
  'UserVars.SuppressHyperthreadWarning': 0,
  'UserVars.SuppressShellWarning': 0,
  'VMkernel.Boot.hyperthreading': 1,
  'VSAN.ClomRepairDelay': 60,
  'VSAN.IgnoreClusterMemberListUpdates': 0,
};

/** An `OptionValue`. */
export type Option = { readonly _typeName: string; readonly key: string; readonly value: Json };

const boxedOption = (value: string | number): Json =>
  typeof value === 'number' ? { _typeName: 'long', _value: value } : { _typeName: 'string', _value: value };

/** Numbers are kept as their text. */
function valueOf({ spec }: Host, key: string): string | number {
  const usual = defaults[key] ?? '';
  const set = spec.settings?.options?.find((option) => option.key === key)?.text;
  return set === undefined ? usual : typeof usual === 'number' ? Number(set) : set;
}

export const optionsOf = (host: Host): readonly Option[] =>
  Object.keys(defaults).map((key) => ({
    _typeName: 'OptionValue',
    key,
    value: boxedOption(valueOf(host, key)),
  }));

export const supportedOptions = (): Json =>
  Object.entries(defaults).map(([key, value]) => ({
    _typeName: 'OptionDef',
    key,
    label: key.split('.').at(-1) ?? key,
    summary: key,
    optionType:
      typeof value === 'number'
        ? {
            _typeName: 'LongOption',
            valueIsReadonly: false,
            min: 0,
            max: 2_147_483_647,
            defaultValue: value,
          }
        : { _typeName: 'StringOption', valueIsReadonly: false, defaultValue: value },
  }));

const plainOf = (value: Json | undefined): Json | undefined =>
  isObject(value) ? member(value, '_value') : value;

/** A setting that ESXi does not have, or a value of another type, is refused. */
function asked(option: Json): { readonly key: string; readonly text: string } {
  const key = member(option, 'key');
  const value = plainOf(member(option, 'value'));
  const usual = typeof key === 'string' ? defaults[key] : undefined;
  if (typeof key !== 'string' || usual === undefined) throw invalidParameter('key');
  const isFitting =
    typeof usual === 'number' ? Number.isSafeInteger(value) && Number(value) >= 0 : typeof value === 'string';
  if (!isFitting) throw invalidParameter(`changedValue.${key}`);
  return { key, text: String(value) };
}

export function updateOptions(call: VimCall): undefined {
  const changed = listArg(call.body, 'changedValue').map(asked);
  hostOfManager(call);
  setOnHost(
    call,
    (settings) => {
      const keys = new Set(changed.map(({ key }) => key));
      const kept = settings.options?.filter(({ key }) => !keys.has(key)) ?? [];
      return { ...settings, options: [...kept, ...changed] };
    },
    'Update option values',
  );
  return undefined;
}
