// What vCenter does with VMs and no VM here has the means for: each is refused as not supported, to who may do it. Source: vSphere Automation API.
import { unsupported } from '../../failure.ts';
import { since8, type Operation } from '../../operation.ts';
import { ownMachineOf } from './machine.ts';

interface Refused {
  readonly method: Operation['method'];
  readonly path: string;
  readonly action?: string;
  readonly privilege: string;
  readonly words: string;
  readonly in?: NonNullable<Operation['in']>;
}

const vm = 'vcenter/vm/{vm}';
const device = 'VirtualMachine.Config.AddRemoveDevice';

const all: readonly Refused[] = [
  { method: 'POST', path: `${vm}/hardware/floppy`, privilege: device, words: 'Floppy drives' },
  { method: 'POST', path: `${vm}/hardware/serial`, privilege: device, words: 'Serial ports' },
  { method: 'POST', path: `${vm}/hardware/parallel`, privilege: device, words: 'Parallel ports' },
  {
    method: 'POST',
    path: `${vm}/tools`,
    action: 'upgrade',
    privilege: 'VirtualMachine.Interact.ToolsInstall',
    words: 'Upgrades of VMware Tools that the guest has from its own distribution',
  },
  ...['connect', 'disconnect'].map((action): Refused => ({
    method: 'POST',
    path: `${vm}/tools/installer`,
    action,
    privilege: 'VirtualMachine.Interact.ToolsInstall',
    words: 'Installers of VMware Tools that the guest has from its own distribution',
  })),
  ...['create', 'list'].map((action): Refused => ({
    method: 'POST',
    path: `${vm}/guest/processes`,
    action,
    privilege: 'VirtualMachine.GuestOperations.Execute',
    words: 'Programs in guests of virtual machines',
  })),
  {
    method: 'POST',
    path: `${vm}/guest/environment`,
    action: 'list',
    privilege: 'VirtualMachine.GuestOperations.Query',
    words: 'Programs in guests of virtual machines',
  },
  ...['create', 'createTemporary', 'delete', 'move'].map((action): Refused => ({
    method: 'POST',
    path: `${vm}/guest/filesystem/directories`,
    action,
    privilege: 'VirtualMachine.GuestOperations.Modify',
    words: 'Files in guests of virtual machines',
  })),
  ...['createTemporary', 'list', 'move', 'update'].map((action): Refused => ({
    method: 'POST',
    path: `${vm}/guest/filesystem/files`,
    action,
    privilege: 'VirtualMachine.GuestOperations.Modify',
    words: 'Files in guests of virtual machines',
  })),
  {
    method: 'POST',
    path: `${vm}/guest/filesystem`,
    action: 'create',
    privilege: 'VirtualMachine.GuestOperations.Modify',
    words: 'Files in guests of virtual machines',
  },
  {
    method: 'POST',
    path: `${vm}/console/tickets`,
    privilege: 'VirtualMachine.Interact.ConsoleInteract',
    words: 'Consoles',
  },
  {
    method: 'POST',
    path: `${vm}/data-sets`,
    privilege: 'VirtualMachine.Config.Settings',
    words: 'Data sets',
    in: since8,
  },
];

export const notHere: readonly Operation[] = all.map(({ words, ...operation }): Operation => ({
  ...operation,
  answer: (call) => {
    // A VM that is not there, or not theirs, is said first.
    ownMachineOf(call);
    throw unsupported(`${words} are not supported here.`);
  },
}));
