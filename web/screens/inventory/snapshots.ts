/** Snapshots of a VM, as people take, revert to and delete them: each a method of VI/JSON. */
import type { MachineSnapshot, VirtualMachine } from '../../live/fabric.ts';
import { rights } from '../../live/rights.svelte.ts';
import type { MenuItem } from '../../parts/menu.ts';
import { dialogs } from '../dialogs.svelte.ts';
import { machineEntity } from './machine-actions.ts';
import { ask, vim } from './requests.ts';

export interface Placed {
  readonly snapshot: MachineSnapshot;
  /** Of those that it was taken on, one on the other. */
  readonly depth: number;
  /** Whether the VM goes on from it. */
  readonly isCurrent: boolean;
}

/** In the order of the tree: each before those that were taken on it. */
export function inTree({ snapshots = [], currentSnapshot }: VirtualMachine['spec']): readonly Placed[] {
  const below = (above: string | undefined, depth: number): readonly Placed[] =>
    snapshots
      .filter(({ parent }) => parent === above)
      .flatMap((snapshot) => [
        { snapshot, depth, isCurrent: snapshot.id === currentSnapshot },
        ...below(snapshot.id, depth + 1),
      ]);
  return below(undefined, 0);
}

export const lacks = (vm: string, privilege: string) =>
  rights.lacks(`VirtualMachine.State.${privilege}`, machineEntity(vm));

const quoted = (text: string): string => (/^[\w.-]+$/.test(text) ? text : `"${text}"`);

export function takeSnapshot({ metadata, spec, status }: VirtualMachine): void {
  const isOn = status?.powerState === 'POWERED_ON';
  const nth = (spec.snapshots ?? []).length + 1;
  dialogs.show({
    kind: 'form',
    form: {
      title: `Take Snapshot of ${spec.displayName}`,
      verb: 'Create',
      fields: [
        { id: 'name', label: 'Name', type: 'text', value: `VM Snapshot ${nth}`, required: true },
        { id: 'description', label: 'Description', type: 'text', value: '' },
        ...(isOn
          ? [
              {
                id: 'memory',
                label: "Include virtual machine's memory",
                type: 'check' as const,
                value: 'true',
                help: 'Reverting to it leads to a VM that runs; it takes room on its datastore',
              },
            ]
          : []),
      ],
      action: ({ name = '', description = '', memory = 'false' }) => {
        const body = { name, description, memory: memory === 'true', quiesce: false };
        const govc = `govc snapshot.create -vm ${quoted(spec.displayName)} -m=${body.memory} ${quoted(name)}`;
        return vim(
          `Took snapshot ${name} of ${spec.displayName}`,
          'VirtualMachine',
          metadata.name,
          'CreateSnapshot_Task',
          body,
          govc,
        );
      },
    },
  });
}

export function deleteAll({ metadata, spec }: VirtualMachine): void {
  ask(
    {
      title: `Delete all snapshots of ${spec.displayName}?`,
      verb: 'Delete All',
      text: 'It stays as it is now, and can be reverted to none of them.',
      danger: true,
    },
    vim(
      `Deleted all snapshots of ${spec.displayName}`,
      'VirtualMachine',
      metadata.name,
      'RemoveAllSnapshots_Task',
      {},
      `govc snapshot.remove -vm ${quoted(spec.displayName)} "*"`,
    ),
  );
}

function revert({ spec }: VirtualMachine, { id, name, hasMemory }: MachineSnapshot): void {
  ask(
    {
      title: `Revert to ${name}?`,
      verb: 'Revert',
      text: `What ${spec.displayName} is now is lost, unless a snapshot has it; it ${hasMemory ? 'runs' : 'is off'} afterwards.`,
    },
    vim(
      `Reverted ${spec.displayName} to ${name}`,
      'VirtualMachineSnapshot',
      id,
      'RevertToSnapshot_Task',
      {},
      `govc snapshot.revert -vm ${quoted(spec.displayName)} ${quoted(name)}`,
    ),
  );
}

function edit({ id, name, description }: MachineSnapshot): void {
  dialogs.show({
    kind: 'form',
    form: {
      title: `Edit Snapshot ${name}`,
      verb: 'OK',
      fields: [
        { id: 'name', label: 'Name', type: 'text', value: name, required: true },
        { id: 'description', label: 'Description', type: 'text', value: description },
      ],
      action: (values) =>
        vim(`Changed snapshot ${name}`, 'VirtualMachineSnapshot', id, 'RenameSnapshot', { ...values }),
    },
  });
}

function remove({ spec }: VirtualMachine, { id, name }: MachineSnapshot, removeChildren: boolean): void {
  ask(
    {
      title: `Delete ${name}${removeChildren ? ' and its children' : ''}?`,
      verb: 'Delete',
      text: `${spec.displayName} stays as it is now.`,
      danger: true,
    },
    vim(
      `Deleted snapshot ${name} of ${spec.displayName}`,
      'VirtualMachineSnapshot',
      id,
      'RemoveSnapshot_Task',
      { removeChildren },
      `govc snapshot.remove ${removeChildren ? '-r ' : ''}-vm ${quoted(spec.displayName)} ${quoted(name)}`,
    ),
  );
}

export function snapshotActions(vm: VirtualMachine, snapshot: MachineSnapshot): MenuItem[] {
  const { name } = vm.metadata;
  const hasChildren = (vm.spec.snapshots ?? []).some(({ parent }) => parent === snapshot.id);
  return [
    {
      label: 'Revert…',
      icon: 'history',
      reason: lacks(name, 'RevertToSnapshot'),
      onselect: () => revert(vm, snapshot),
    },
    { label: 'Edit…', icon: 'edit', reason: lacks(name, 'RenameSnapshot'), onselect: () => edit(snapshot) },
    {
      label: 'Delete…',
      icon: 'remove',
      section: true,
      reason: lacks(name, 'RemoveSnapshot'),
      onselect: () => remove(vm, snapshot, false),
    },
    ...(hasChildren
      ? [
          {
            label: 'Delete with children…',
            reason: lacks(name, 'RemoveSnapshot'),
            onselect: () => remove(vm, snapshot, true),
          },
        ]
      : []),
  ];
}
