/** How new a VM's hardware and VMware Tools are, and when they become newer; each a request of the vSphere Automation API. */
import type { VirtualMachine } from '../../live/fabric.ts';
import { getJson, write, type Answer } from '../../live/request.ts';
import { viJson } from '../../../src/apis/vcenter/wire.ts';
import { dialogs } from '../dialogs.svelte.ts';
import { choice } from '../inventory/form.ts';
import { pathOf } from '../inventory/machine-actions.ts';
import { ask, request } from '../inventory/requests.ts';

/** The first ESXi that has each version of virtual hardware. */
const esxiOf: Readonly<Record<number, string>> = {
  10: '5.5',
  11: '6.0',
  13: '6.5',
  14: '6.7',
  15: '6.7 U2',
  17: '7.0',
  18: '7.0 U1',
  19: '7.0 U2',
  20: '8.0',
  21: '8.0 U2',
  22: '9.0',
};

/** The number of `VMX_20`, and of `vmx-20`. */
export const numberOf = (version: string): number => Number(/\d+$/.exec(version)?.[0] ?? 0);

/** `ESXi 8.0 and later (VM version 20)`. */
export function compatibilityOf(version: string): string {
  const number = numberOf(version);
  const esxi = esxiOf[number];
  return esxi === undefined ? `VM version ${number}` : `ESXi ${esxi} and later (VM version ${number})`;
}

/** `GET vm/{vm}/tools`. */
export interface Tools {
  readonly version: string;
  readonly version_status: string;
  readonly upgrade_policy: 'MANUAL' | 'UPGRADE_AT_POWER_CYCLE';
  readonly run_state: string;
}

export const readTools = (vm: VirtualMachine): Promise<Answer<Tools>> =>
  getJson(`${pathOf(vm.metadata.name)}/tools`);

/** The newest hardware that the VM may have where it is, as its environment offers it: `vmx-20`. */
export async function newestHardware({ metadata }: VirtualMachine): Promise<Answer<string>> {
  const of = `${viJson}/VirtualMachine/${encodeURIComponent(metadata.name)}/environmentBrowser`;
  const browser = await getJson<{ readonly value: string }>(of);
  if (!browser.ok) return browser;
  const offered = await write<readonly { readonly key: string }[]>(
    'POST',
    `${viJson}/EnvironmentBrowser/${encodeURIComponent(browser.value.value)}/QueryConfigOptionDescriptor`,
    {},
  );
  if (!offered.ok) return offered;
  const newest = offered.value.reduce((most, { key }) => (numberOf(key) > numberOf(most) ? key : most), '');
  return { ok: true, value: newest };
}

export function upgradeHardware(vm: VirtualMachine, newest: string): void {
  const { displayName } = vm.spec;
  const version = `VMX_${numberOf(newest)}`;
  ask(
    {
      title: `Upgrade the hardware of ${displayName}?`,
      verb: 'Upgrade',
      text: `To ${compatibilityOf(newest)}. There is no way back but a snapshot.`,
    },
    request(
      `Upgraded the hardware of ${displayName}`,
      'POST',
      `${pathOf(vm.metadata.name)}/hardware?action=upgrade`,
      { version },
      `govc vm.upgrade -vm ${displayName} -version ${numberOf(newest)}`,
    ),
  );
}

export const policyWords: Readonly<Record<string, string>> = {
  NEVER: 'Not scheduled',
  AFTER_CLEAN_SHUTDOWN: 'At the next power on, after a normal guest OS shutdown only',
  ALWAYS: 'At the next power on',
};

export function scheduleUpgrade(vm: VirtualMachine, newest: string): void {
  const { displayName, hardware } = vm.spec;
  dialogs.show({
    kind: 'form',
    form: {
      title: `Schedule VM Compatibility Upgrade of ${displayName}`,
      verb: 'OK',
      fields: [
        {
          ...choice('policy', 'Upgrade', hardware?.upgradePolicy ?? 'NEVER', policyWords),
          help: `To ${compatibilityOf(newest)}`,
        },
      ],
      action: (values) => {
        const policy = values['policy'] ?? 'NEVER';
        const version = policy === 'NEVER' ? {} : { upgrade_version: `VMX_${numberOf(newest)}` };
        const body = { upgrade_policy: policy, ...version };
        return request(
          `Scheduled the hardware of ${displayName}`,
          'PATCH',
          `${pathOf(vm.metadata.name)}/hardware`,
          body,
        );
      },
    },
  });
}

export function editToolsPolicy(vm: VirtualMachine, policy: string): void {
  const { displayName } = vm.spec;
  dialogs.show({
    kind: 'form',
    form: {
      title: `VMware Tools of ${displayName}`,
      verb: 'OK',
      fields: [
        {
          id: 'automatic',
          label: 'Automatically upgrade on reboot',
          type: 'check',
          value: String(policy === 'UPGRADE_AT_POWER_CYCLE'),
        },
      ],
      action: (values) =>
        request(
          `Set when the VMware Tools of ${displayName} are upgraded`,
          'PATCH',
          `${pathOf(vm.metadata.name)}/tools`,
          {
            upgrade_policy: values['automatic'] === 'true' ? 'UPGRADE_AT_POWER_CYCLE' : 'MANUAL',
          },
        ),
    },
  });
}
