/** What vCenter says of its own configuration: settings, licence, alarm definitions, its appliance; and what an administrator changes of the last. */
import { getJson, write, type Answer } from '../../live/request.ts';
import { rights } from '../../live/rights.svelte.ts';
import { viJson } from '../../../src/apis/vcenter/wire.ts';
import { rootFolder } from '../administration/vim.ts';
import { dialogs } from '../dialogs.svelte.ts';
import { choice } from '../inventory/form.ts';
import { request } from '../inventory/requests.ts';
import type { Option } from './host-config.ts';

export interface License {
  readonly name: string;
  readonly licenseKey: string;
}

export interface AlarmDefinition {
  readonly key: string;
  readonly name: string;
  readonly description: string;
  readonly enabled: boolean;
}

export interface ApplianceSettings {
  readonly timeSync: string;
  readonly ntp: readonly string[];
  readonly timezone: string;
  readonly dns: readonly string[];
  readonly domains: readonly string[];
  readonly ssh: boolean;
  readonly dcui: boolean;
}

export interface VCenterConfiguration {
  readonly options: readonly Option[];
  readonly licenses: readonly License[];
  readonly remainingHours: number;
}

const appliance = '/api/appliance';

/** All of them by their names, or the first that is refused. */
async function together<T>(asked: {
  readonly [K in keyof T]: Promise<Answer<T[K]>>;
}): Promise<Answer<T>> {
  const values: Partial<T> = {};
  for (const name of Object.keys(asked) as (keyof T)[]) {
    const answer = await asked[name];
    if (!answer.ok) return answer;
    values[name] = answer.value;
  }
  return { ok: true, value: values as T };
}

export async function configurationOfVCenter(): Promise<Answer<VCenterConfiguration | undefined>> {
  const asked = await together<{
    options: readonly Option[];
    licenses: readonly License[];
    source: { readonly remainingHours: number };
  }>({
    options: getJson(`${viJson}/OptionManager/VpxSettings/setting`),
    licenses: getJson(`${viJson}/LicenseManager/LicenseManager/licenses`),
    source: getJson(`${viJson}/LicenseManager/LicenseManager/source`),
  });
  if (!asked.ok) return asked;
  const { source, ...rest } = asked.value;
  return { ok: true, value: { ...rest, remainingHours: source.remainingHours } };
}

/** Definitions in the order of vCenter's. */
export async function alarmDefinitions(): Promise<Answer<readonly AlarmDefinition[]>> {
  const all = `${viJson}/AlarmManager/AlarmManager/GetAlarm`;
  const listed = await write<readonly { readonly value: string }[]>('POST', all, {});
  if (!listed.ok) return listed;
  const asked = listed.value.map(
    ({ value }) => [value, getJson<AlarmDefinition>(`${viJson}/Alarm/${value}/info`)] as const,
  );
  const infos = await together<Readonly<Record<string, AlarmDefinition>>>(Object.fromEntries(asked));
  return infos.ok ? { ok: true, value: Object.values(infos.value) } : infos;
}

export const applianceSettings = async (): Promise<Answer<ApplianceSettings | undefined>> => {
  const asked = await together<Omit<ApplianceSettings, 'dns'> & { dns: { servers: readonly string[] } }>({
    timeSync: getJson(`${appliance}/timesync`),
    ntp: getJson(`${appliance}/ntp`),
    timezone: getJson(`${appliance}/system/time/timezone`),
    dns: getJson(`${appliance}/networking/dns/servers`),
    domains: getJson(`${appliance}/networking/dns/domains`),
    ssh: getJson(`${appliance}/access/ssh`),
    dcui: getJson(`${appliance}/access/dcui`),
  });
  return asked.ok ? { ok: true, value: { ...asked.value, dns: asked.value.dns.servers } } : asked;
};

export const lacksSettings = (): string | undefined => rights.lacks('Global.Settings', rootFolder);

const words = (text = ''): readonly string[] => text.split(/[\s,]+/).filter(Boolean);

export function editNtp({ ntp }: ApplianceSettings): void {
  dialogs.show({
    kind: 'form',
    form: {
      title: 'Edit NTP Servers',
      verb: 'OK',
      fields: [
        {
          id: 'servers',
          label: 'NTP servers',
          type: 'text',
          value: ntp.join(', '),
          help: 'Names or addresses, separated by commas',
        },
      ],
      action: ({ servers }) =>
        request('Set the NTP servers of vCenter', 'PUT', `${appliance}/ntp`, { servers: words(servers) }),
    },
  });
}

const onOff = { true: 'Activated', false: 'Deactivated' };

export function editSsh({ ssh }: ApplianceSettings): void {
  dialogs.show({
    kind: 'form',
    form: {
      title: 'Edit SSH Login',
      verb: 'OK',
      fields: [choice('enabled', 'SSH login', String(ssh), onOff)],
      action: ({ enabled }) =>
        request('Set SSH login of vCenter', 'PUT', `${appliance}/access/ssh`, {
          enabled: enabled === 'true',
        }),
    },
  });
}

export const onOffWord = (isOn: boolean): string => onOff[isOn ? 'true' : 'false'];
