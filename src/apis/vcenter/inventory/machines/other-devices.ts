// Devices of a VM that it has none of; what VMware Tools say of themselves. Source: vSphere Automation API,
// com.vmware.vcenter.vm.{hardware, Tools}.
import type { Json } from '../../../../std/draft.ts';
import type { VirtualMachine } from '../../../../kinds/vsphere/virtual-machine.ts';
import { notFound } from '../../failure.ts';
import { ok, since8, type Call, type Operation } from '../../operation.ts';
import { machineOf } from './machine.ts';
import { toolsRun } from './power.ts';

const base = 'vcenter/vm/{vm}';
const get = (path: string, tell: (call: Call) => Json): Operation => ({
  method: 'GET',
  path: `${base}/${path}`,
  privilege: 'System.Read',
  answer: (call) => ok(tell(call)),
});

/** A list that is empty, and no device by any id. */
const none = (path: string, what: string): readonly Operation[] => [
  get(`hardware/${path}`, (call) => {
    machineOf(call);
    return [];
  }),
  get(`hardware/${path}/{device}`, (call) => {
    machineOf(call);
    throw notFound(what, call.params['device'] ?? '');
  }),
];

/** Those that stand in the guest: packages of its distribution, whose updates are not vCenter's. */
const tools = (vm: VirtualMachine, now: number): Json => ({
  auto_update_supported: false,
  version_number: 12_325,
  version: '12325',
  upgrade_policy: 'MANUAL',
  version_status: 'UNMANAGED',
  install_type: 'OPEN_VM_TOOLS',
  run_state: toolsRun(vm, now) ? 'RUNNING' : 'NOT_RUNNING',
});

export const otherDevices: readonly Operation[] = [
  ...none('floppy', 'Floppy drive'),
  ...none('parallel', 'Parallel port'),
  ...none('serial', 'Serial port'),
  get('tools', (call) => tools(machineOf(call), call.fabric.now)),
  get('tools/installer', (call) => {
    machineOf(call);
    return { is_connected: false };
  }),
  // None is checked out of a library.
  get('library-item', (call) => {
    machineOf(call);
    return {};
  }),
  {
    ...get('data-sets', (call) => {
      machineOf(call);
      return [];
    }),
    in: since8,
  },
  {
    method: 'GET',
    path: 'vcenter/guest/customization-specs',
    privilege: 'VirtualMachine.Provisioning.ReadCustSpecs',
    answer: () => ok([]),
  },
];
