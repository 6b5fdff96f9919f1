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
