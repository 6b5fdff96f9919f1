/** A host's configuration as vim25 tells it, and what an administrator changes of it: services, time, advanced settings. */
import type { Host } from '../../live/fabric.ts';
import { getJson, type Answer } from '../../live/request.ts';
import { rights } from '../../live/rights.svelte.ts';
import type { MenuItem } from '../../parts/menu.ts';
import { viJson } from '../../../src/apis/vcenter/wire.ts';
import { dialogs } from '../dialogs.svelte.ts';
import { choice } from '../inventory/form.ts';
import { ask, vim } from '../inventory/requests.ts';
import { hostEntity } from './actions.ts';

interface Named {
  readonly device: string;
  readonly key: string;
}

export interface Vnic extends Named {
  readonly portgroup: string;
  readonly spec: {
    readonly ip: { readonly ipAddress?: string; readonly subnetMask?: string };
    readonly mac: string;
    readonly mtu: number;
    readonly netStackInstanceKey: string;
    readonly distributedVirtualPort?: { readonly portgroupKey: string };
  };
}

export interface Pnic extends Named {
  readonly mac: string;
  readonly driver: string;
  readonly linkSpeed?: { readonly speedMb: number };
}

export interface Switch {
  readonly key: string;
  readonly mtu: number;
  readonly pnic: readonly string[];
  /** Of a standard switch. */
  readonly name?: string;
  readonly portgroup?: readonly string[];
  /** Of a distributed one. */
  readonly dvsName?: string;
}

export interface Hba extends Named {
  readonly model: string;
  readonly driver: string;
}

export interface Service {
  readonly key: string;
  readonly label: string;
  readonly running: boolean;
  readonly policy: 'on' | 'off' | 'automatic';
}

export interface Option {
  readonly key: string;
  readonly value: { readonly _typeName: string; readonly _value: string | number | boolean };
}

interface Config {
  readonly network: {
    readonly vswitch: readonly Switch[];
    readonly proxySwitch: readonly Switch[];
    readonly pnic: readonly Pnic[];
    readonly vnic: readonly Vnic[];
  };
  readonly virtualNicManagerInfo: {
    readonly netConfig: readonly { readonly nicType: string; readonly selectedVnic?: readonly string[] }[];
  };
  readonly storageDevice: { readonly hostBusAdapter: readonly Hba[] };
  readonly service: { readonly service: readonly Service[] };
  readonly dateTimeInfo: {
    readonly timeZone: { readonly name: string };
    readonly ntpConfig: { readonly server: readonly string[] };
  };
  readonly option: readonly Option[];
}

interface Reference {
  readonly type: string;
  readonly value: string;
}

type Managers = Readonly<Record<'advancedOption' | 'dateTimeSystem' | 'serviceSystem', Reference>>;

export interface Configuration extends Config {
  readonly managers: Managers;
}

/** Read as two properties: what is configured, and who configures it. */
export async function configurationOf({ spec }: Host): Promise<Answer<Configuration | undefined>> {
  const at = `${viJson}/HostSystem/${encodeURIComponent(spec.moid)}`;
  const [config, managers] = await Promise.all([
    getJson<Config>(`${at}/config`),
    getJson<Managers>(`${at}/configManager`),
  ]);
  if (!config.ok) return config;
  return managers.ok ? { ok: true, value: { ...config.value, managers: managers.value } } : managers;
}

export const policyWords: Readonly<Record<Service['policy'], string>> = {
  on: 'Start and stop with host',
  off: 'Start and stop manually',
  automatic: 'Start and stop with port usage',
};

/** What a VMkernel adapter is for, in the words of the vSphere Client. */
export const nicWords: Readonly<Record<string, string>> = {
  management: 'Management',
  vmotion: 'vMotion',
  vsan: 'vSAN',
  vSphereProvisioning: 'Provisioning',
  faultToleranceLogging: 'Fault Tolerance logging',
  vSphereReplication: 'vSphere Replication',
  vSphereReplicationNFC: 'vSphere Replication NFC',
};

export const lacksConfig = (host: Host, privilege: string): string | undefined =>
  rights.lacks(`Host.Config.${privilege}`, hostEntity(host.spec.moid));

export function serviceItems(
  host: Host,
  { serviceSystem: { type, value: id } }: Managers,
  { key, label, running, policy }: Service,
): readonly MenuItem[] {
  const name = host.metadata.name;
  const reason = lacksConfig(host, 'NetService');
  const held = reason === undefined ? {} : { reason };
  const act = (verb: string, past: string, method: string, command: string): void =>
    ask(
      { title: `${verb} ${label}?`, verb, text: `On host ${name}.` },
      vim(
        `${past} ${label} on ${name}`,
        type,
        id,
        method,
        { id: key },
        `govc host.service -host ${name} ${command} ${key}`,
      ),
    );
  const editPolicy = (): void =>
    dialogs.show({
      kind: 'form',
      form: {
        title: `Edit Startup Policy of ${label}`,
        verb: 'OK',
        fields: [choice('policy', 'Startup policy', policy, policyWords)],
        action: (values) =>
          vim(`Set the startup policy of ${label} on ${name}`, type, id, 'UpdateServicePolicy', {
            id: key,
            policy: values['policy'],
          }),
      },
    });
  return [
    ...(running
      ? [
          {
            label: 'Stop…',
            icon: 'off',
            ...held,
            onselect: () => act('Stop', 'Stopped', 'StopService', 'stop'),
          } as const,
          {
            label: 'Restart…',
            icon: 'refresh',
            ...held,
            onselect: () => act('Restart', 'Restarted', 'RestartService', 'restart'),
          } as const,
        ]
      : [
          {
            label: 'Start…',
            icon: 'run',
            ...held,
            onselect: () => act('Start', 'Started', 'StartService', 'start'),
          } as const,
        ]),
    { label: 'Edit Startup Policy…', icon: 'edit', ...held, onselect: editPolicy },
  ];
}

export function editTime(host: Host, { dateTimeInfo, managers }: Configuration): void {
  const { type, value: id } = managers.dateTimeSystem;
  const name = host.metadata.name;
  dialogs.show({
    kind: 'form',
    form: {
      title: 'Edit Time Configuration',
      verb: 'OK',
      fields: [
        {
          id: 'servers',
          label: 'NTP servers',
          type: 'text',
          value: dateTimeInfo.ntpConfig.server.join(', '),
          help: 'Names or addresses, separated by commas',
        },
      ],
      action: ({ servers = '' }) => {
        const server = servers.split(/[\s,]+/).filter(Boolean);
        const govc = `govc host.date.change -host ${name} ${server.map((each) => `-server ${each}`).join(' ')}`;
        const body = { config: { ntpConfig: { server } } };
        return vim(`Set the NTP servers of ${name}`, type, id, 'UpdateDateTimeConfig', body, govc);
      },
    },
  });
}

export function editOption(host: Host, { advancedOption }: Managers, { key, value }: Option): void {
  const name = host.metadata.name;
  dialogs.show({
    kind: 'form',
    form: {
      title: `Edit ${key}`,
      verb: 'OK',
      fields: [{ id: 'value', label: 'Value', type: 'text', value: String(value._value) }],
      action: (values) => {
        const text = values['value'] ?? '';
        const given =
          value._typeName === 'string'
            ? text
            : value._typeName === 'boolean'
              ? text === 'true'
              : Number(text);
        const changed = { _typeName: 'OptionValue', key, value: { ...value, _value: given } };
        return vim(
          `Set ${key} on ${name}`,
          advancedOption.type,
          advancedOption.value,
          'UpdateOptions',
          { changedValue: [changed] },
          `govc host.option.set -host ${name} ${key} ${text}`,
        );
      },
    },
  });
}
