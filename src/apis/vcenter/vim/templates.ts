// Templates: VMs that are copied and never powered on. Source: vim25 VirtualMachine.
import { getOwn } from '../../../std/own.ts';
import { change, powerOf } from '../inventory/machines/machine.ts';
import { relocate } from '../inventory/machines/machines.ts';
import { referenceArg } from './arguments.ts';
import { inPower, ownOf } from './own-machine.ts';
import { asCall, invalidState, referred, type VimCall, type VimMethod } from './method.ts';

const type = 'VirtualMachine';

function markAsTemplate(call: VimCall): undefined {
  const vm = ownOf(call);
  inPower(vm, 'poweredOff', powerOf(vm) !== 'POWERED_OFF');
  if (vm.spec.isTemplate === true) throw invalidState(`'${vm.spec.displayName}' is a template already`);
  change(call, vm, { spec: { isTemplate: true } }, 'Mark virtual machine as template');
}

function markAsMachine(call: VimCall): undefined {
  const vm = ownOf(call);
  if (vm.spec.isTemplate !== true) throw invalidState(`'${vm.spec.displayName}' is no template`);
  const host = referred(getOwn(call.body, 'host'));
  const placement = {
    resource_pool: referenceArg(call.body, 'pool').value,
    ...(host === undefined ? {} : { host }),
  };
  relocate(asCall(call, { placement }, { vm: call.moid }));
  change(call, ownOf(call), { spec: { isTemplate: false } }, 'Mark as virtual machine');
}

export const templateMethods: readonly VimMethod[] = [
  {
    type,
    name: 'MarkAsTemplate',
    privilege: 'VirtualMachine.Provisioning.MarkAsTemplate',
    answer: markAsTemplate,
  },
  {
    type,
    name: 'MarkAsVirtualMachine',
    privilege: 'VirtualMachine.Provisioning.MarkAsVM',
    answer: markAsMachine,
  },
];
