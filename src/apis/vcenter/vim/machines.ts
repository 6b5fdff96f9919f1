// VMs' power and migration by VI/JSON: what the Automation API does, as tasks and with vim25's faults. Source: vSphere Web Services API,
// VirtualMachine.
import type { Host } from '../../../kinds/vsphere/host.ts';
import { hostsFor } from '../../../kinds/vsphere/machine.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { Failure, notFound } from '../failure.ts';
import { hostOf } from '../inventory/host-changes.ts';
import { change, isOwn, managed, powerOf } from '../inventory/machines/machine.ts';
import { powerOff, powerOn } from '../inventory/machines/power.ts';
import { referenceArg } from './arguments.ts';
import { VimFault, startTask, type VimCall, type VimMethod } from './method.ts';

const type = 'VirtualMachine';

function ownOf({ fabric, moid }: VimCall): VirtualMachine {
  const vm = fabric.get<VirtualMachine>('vsphere.sandbox/virtualmachines', moid);
  if (vm === undefined) throw notFound('Virtual machine', moid);
  if (!isOwn(vm)) throw managed(vm);
  return vm;
}

function inPower(vm: VirtualMachine, requestedState: 'poweredOn' | 'poweredOff', existing: boolean): void {
  if (!existing) return;
  throw new VimFault(
    'InvalidPowerState',
    'The attempted operation cannot be performed in the current state.',
    {
      requestedState,
      existingState: powerOf(vm) === 'POWERED_ON' ? 'poweredOn' : 'poweredOff',
    },
  );
}

/** `InsufficientFailoverResourcesFault`, of the id of the Automation API's message. */
function asFault<T>(deed: () => T): T {
  try {
    return deed();
  } catch (error) {
    const [, fault] = error instanceof Failure ? (/^vmsg\.(\w+)\.summary$/.exec(error.id) ?? []) : [];
    if (fault === undefined) throw error;
    throw new VimFault(fault, (error as Failure).message);
  }
}

function start(call: VimCall): Json {
  const vm = ownOf(call);
  inPower(vm, 'poweredOn', powerOf(vm) === 'POWERED_ON');
  return asFault(() => {
    powerOn(call, vm);
    return startTask(call, { words: 'Power On virtual machine', target: targetOf(vm) });
  });
}

function stop(call: VimCall): Json {
  const vm = ownOf(call);
  inPower(vm, 'poweredOff', powerOf(vm) === 'POWERED_OFF');
  powerOff(call, vm);
  return startTask(call, { words: 'Power Off virtual machine', target: targetOf(vm) });
}

const targetOf = ({ spec, metadata }: VirtualMachine) => ({
  kind: type,
  name: spec.displayName,
  id: metadata.name,
});

/** To a host of the cluster that the rules allow and that has what the VM reserves. */
function migrate(call: VimCall): Json {
  const vm = ownOf(call);
  const host: Host = hostOf(call.fabric, referenceArg(call.body, 'host').value);
  const { name } = host.metadata;
  if (vm.status?.host === name)
    throw new VimFault('InvalidArgument', 'A specified parameter was not correct: host', {
      invalidProperty: 'host',
    });
  if (!hostsFor(vm, call.fabric).includes(name))
    throw new VimFault(
      'RuleViolation',
      `Virtual machine '${vm.spec.displayName}' may not run on host '${name}'.`,
    );
  if (powerOf(vm) === 'POWERED_ON' && call.place(vm.spec, [name]).winner === undefined)
    throw new VimFault('InsufficientHostCapacityFault', `Host '${name}' has not enough unreserved capacity.`);
  const task = startTask(call, { words: 'Relocate virtual machine', target: targetOf(vm) });
  const steps = [...(vm.status?.steps ?? []), { step: `Migrated to ${name}`, at: call.fabric.now }];
  change(call, vm, { status: { host: name, steps } }, 'Migrate virtual machine');
  return task;
}

export const machineMethods: readonly VimMethod[] = [
  { type, name: 'PowerOnVM_Task', privilege: 'VirtualMachine.Interact.PowerOn', answer: start },
  { type, name: 'PowerOffVM_Task', privilege: 'VirtualMachine.Interact.PowerOff', answer: stop },
  { type, name: 'MigrateVM_Task', privilege: 'Resource.HotMigrate', answer: migrate },
];
