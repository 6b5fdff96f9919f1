/** What is done to a VM: its power, its size, where it runs. VMs of a Supervisor belong to their managers. */
import type { VirtualMachine } from '../../live/fabric.ts';
import { kinds } from '../../live/kinds.ts';
import { rights } from '../../live/rights.svelte.ts';
import type { MenuItem } from '../../parts/menu.ts';
import { perform } from '../actions.ts';
import { dialogs } from '../dialogs.svelte.ts';
import { hrefOfObject } from '../places.ts';
import { router } from '../router.svelte.ts';
import { whole } from './form.ts';
import { ask, request, vim } from './requests.ts';

export const pathOf = (vm: string): string => `/api/vcenter/vm/${encodeURIComponent(vm)}`;

/** vCPUs and GiB that a VM of vSphere 8 may have. */
const [cpusMax, gibMax] = [768, 24 * 1024];

interface PowerAction {
  readonly action: 'start' | 'stop' | 'suspend' | 'reset';
  readonly label: string;
  readonly flag: string;
  readonly done: string;
  readonly privilege: string;
  readonly fits: (state: string) => boolean;
}

const powers: readonly PowerAction[] = [
  {
    action: 'start',
    label: 'Power On',
    flag: '-on',
    done: 'Powered on',
    privilege: 'VirtualMachine.Interact.PowerOn',
    fits: (state) => state !== 'POWERED_ON',
  },
  {
    action: 'stop',
    label: 'Power Off',
    flag: '-off',
    done: 'Powered off',
    privilege: 'VirtualMachine.Interact.PowerOff',
    fits: (state) => state !== 'POWERED_OFF',
  },
  {
    action: 'suspend',
    label: 'Suspend',
    flag: '-suspend',
    done: 'Suspended',
    privilege: 'VirtualMachine.Interact.Suspend',
    fits: (state) => state === 'POWERED_ON',
  },
  {
    action: 'reset',
    label: 'Reset',
    flag: '-reset',
    done: 'Reset',
    privilege: 'VirtualMachine.Interact.Reset',
    fits: (state) => state === 'POWERED_ON',
  },
];

/** A refusal is told in a dialog that lets it be asked again. */
async function power(vm: string, title: string, { action, label, flag, done }: PowerAction): Promise<void> {
  const path = `${pathOf(vm)}/power?action=${action}`;
  const act = request(`${done} ${title}`, 'POST', path, undefined, `govc vm.power ${flag} ${title}`);
  const problem = await perform(act);
  if (problem !== undefined)
    ask({ title: `${label} of ${title} was refused`, verb: 'Try again', text: problem.message }, act);
}

function editSettings(vm: string, title: string, cpus: number, memoryMiB: number): void {
  dialogs.show({
    kind: 'form',
    form: {
      title: `Edit Settings of ${title}`,
      verb: 'OK',
      fields: [
        {
          id: 'cpus',
          label: 'CPU',
          type: 'number',
          value: String(cpus),
          required: true,
          check: whole(1, cpusMax),
        },
        {
          id: 'memory',
          label: 'Memory (MB)',
          type: 'number',
          value: String(memoryMiB),
          required: true,
          check: whole(4, gibMax * 1024),
          help: 'A multiple of 4; while the VM is on only as far as it may be added hot',
        },
      ],
      action: (values) => {
        const [count, size_MiB] = [Number(values['cpus']), Number(values['memory'])];
        const govc = `govc vm.change -vm ${title} -c ${count} -m ${size_MiB}`;
        if (count === cpus)
          return request(
            `Changed the memory of ${title}`,
            'PATCH',
            `${pathOf(vm)}/hardware/memory`,
            { size_MiB },
            govc,
          );
        const first = request(
          `Changed the hardware of ${title}`,
          'PATCH',
          `${pathOf(vm)}/hardware/cpu`,
          { count },
          govc,
        );
        if (size_MiB === memoryMiB) return first;
        const then = request('', 'PATCH', `${pathOf(vm)}/hardware/memory`, { size_MiB });
        return {
          did: first.did,
          send: async () => {
            const answer = await first.send();
            return answer.ok ? then.send() : answer;
          },
        };
      },
    },
  });
}

/** Another host by its id; where it is now is not offered. */
function migrate(
  vm: string,
  title: string,
  hosts: readonly { readonly moid: string; readonly name: string }[],
): void {
  dialogs.show({
    kind: 'form',
    form: {
      title: `Migrate ${title}`,
      verb: 'Migrate',
      fields: [
        {
          id: 'host',
          label: 'Host',
          type: 'select',
          value: hosts[0]?.moid ?? '',
          required: true,
          options: hosts.map(({ moid, name }) => ({ value: moid, label: name })),
          help: 'A running VM goes on running',
        },
      ],
      action: ({ host = '' }) => {
        const name = hosts.find(({ moid }) => moid === host)?.name ?? host;
        const body = { placement: { host } };
        const govc = `govc vm.migrate -host ${name} ${title}`;
        return request(`Migrated ${title} to ${name}`, 'POST', `${pathOf(vm)}?action=relocate`, body, govc);
      },
    },
  });
}

function cloneMachine(vm: string, title: string): void {
  dialogs.show({
    kind: 'form',
    form: {
      title: `Clone ${title}`,
      verb: 'Clone',
      fields: [
        { id: 'name', label: 'Virtual machine name', type: 'text', value: `${title}-clone`, required: true },
        { id: 'power', label: 'Power on after creation', type: 'check', value: 'false' },
      ],
      action: ({ name = '', power: isOn = 'false' }) =>
        request(
          `Cloned ${title} to ${name}`,
          'POST',
          '/api/vcenter/vm?action=clone',
          { source: vm, name, power_on: isOn === 'true' },
          `govc vm.clone -vm ${title} -on=${isOn} ${name}`,
        ),
    },
  });
}

function toTemplate(vm: string, title: string): void {
  ask(
    {
      title: `Convert ${title} to a template?`,
      verb: 'Convert',
      text: 'It is copied from then on, and not powered on.',
    },
    vim(
      `Converted ${title} to a template`,
      'VirtualMachine',
      vm,
      'MarkAsTemplate',
      {},
      `govc vm.markastemplate ${title}`,
    ),
  );
}

function toMachine(vm: string, title: string, pool: string): void {
  const body = { pool: { _typeName: 'ManagedObjectReference', type: 'ResourcePool', value: pool } };
  ask(
    {
      title: `Convert ${title} to a virtual machine?`,
      verb: 'Convert',
      text: 'It can be powered on from then on.',
    },
    vim(
      `Converted ${title} to a virtual machine`,
      'VirtualMachine',
      vm,
      'MarkAsVirtualMachine',
      body,
      `govc vm.markasvm -pool ${pool} ${title}`,
    ),
  );
}

export interface MachineContext {
  /** Hosts that it may go to. */
  readonly hosts: readonly { readonly moid: string; readonly name: string }[];
}

export const machineEntity = (vm: string) => ({ type: 'VirtualMachine', value: vm });

/** By its power state, also where no more of it is known than a row of a table. */
export function powerItems(vm: string, title: string, state: string, reason?: string): MenuItem[] {
  return powers.map((item, nth) => ({
    label: item.label,
    icon: item.action === 'start' ? 'run' : item.action === 'stop' ? 'off' : undefined,
    ...(nth === 0 ? { section: 'Power' } : {}),
    reason:
      rights.lacks(item.privilege, machineEntity(vm)) ??
      reason ??
      (item.fits(state) ? undefined : `not while ${state.toLowerCase().replace('_', ' ')}`),
    onselect: () => void power(vm, title, item),
  })) as MenuItem[];
}

function unregister(vm: string, title: string): void {
  ask(
    {
      title: `Remove ${title} from the inventory?`,
      verb: 'Remove',
      text: 'Its files stay on its datastore, where it can be registered again.',
    },
    request(
      `Removed ${title} from the inventory`,
      'POST',
      `${pathOf(vm)}?action=unregister`,
      undefined,
      `govc vm.unregister ${title}`,
    ),
  );
}

export function removeMachine(vm: string, title: string): void {
  ask(
    {
      title: `Delete ${title} from disk?`,
      verb: 'Delete',
      text: 'Its disks go with it.',
      danger: true,
    },
    request(`Deleted ${title}`, 'DELETE', pathOf(vm), undefined, `govc vm.destroy ${title}`),
  );
}

export function machineActions(
  { metadata, spec, status }: VirtualMachine,
  { hosts }: MachineContext,
): MenuItem[] {
  const { name } = metadata;
  const { displayName: title, cpus, memoryMiB } = spec;
  const managed = spec.role === 'VM' ? undefined : 'managed by the Supervisor';
  const state = status?.powerState ?? 'POWERED_OFF';
  const lacks = (privilege: string) => rights.lacks(privilege, machineEntity(name));
  const isTemplate = spec.isTemplate === true;
  const others = hosts.filter((host) => host.name !== status?.host);
  return [
    ...powerItems(name, title, state, managed ?? (isTemplate ? 'it is a template' : undefined)),
    {
      label: 'Migrate…',
      icon: 'arrow',
      section: 'Virtual Machine',
      reason:
        lacks('Resource.HotMigrate') ??
        managed ??
        (others.length === 0 ? 'there is no other host' : undefined),
      onselect: () => migrate(name, title, others),
    },
    {
      label: 'Edit Settings…',
      icon: 'edit',
      reason: lacks('VirtualMachine.Config.CPUCount') ?? managed,
      onselect: () => editSettings(name, title, cpus, memoryMiB),
    },
    {
      label: isTemplate ? 'New VM from This Template…' : 'Clone to Virtual Machine…',
      icon: 'copy',
      reason: lacks('VirtualMachine.Provisioning.Clone') ?? managed,
      onselect: () => cloneMachine(name, title),
    },
    isTemplate
      ? {
          label: 'Convert to Virtual Machine…',
          reason: lacks('VirtualMachine.Provisioning.MarkAsVM'),
          onselect: () => toMachine(name, title, spec.resourcePool ?? ''),
        }
      : {
          label: 'Convert to Template…',
          reason:
            lacks('VirtualMachine.Provisioning.MarkAsTemplate') ??
            managed ??
            (state === 'POWERED_OFF' ? undefined : 'it is not powered off'),
          onselect: () => toTemplate(name, title),
        },
    {
      label: 'Remove from Inventory…',
      reason:
        lacks('VirtualMachine.Inventory.Unregister') ??
        managed ??
        (state === 'POWERED_OFF' ? undefined : 'it is not powered off'),
      onselect: () => unregister(name, title),
    },
    {
      label: 'Delete from Disk…',
      icon: 'remove',
      reason:
        lacks('VirtualMachine.Inventory.Delete') ??
        managed ??
        (state === 'POWERED_ON' ? 'it is powered on' : undefined),
      onselect: () => removeMachine(name, title),
    },
    {
      label: 'View YAML',
      icon: 'yaml',
      section: true,
      onselect: () => router.go(hrefOfObject(kinds.virtualMachines, '', name, 'yaml')),
    },
  ];
}
