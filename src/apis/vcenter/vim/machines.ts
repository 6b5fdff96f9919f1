// VMs' power, size and migration by VI/JSON: what the Automation API does, as tasks and with vim25's faults. Source: vSphere Web Services API,
// VirtualMachine.
import type { Host } from '../../../kinds/vsphere/host.ts';
import { hostsFor } from '../../../kinds/vsphere/machine.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import { isObject, type Json } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { hostOf } from '../inventory/host-changes.ts';
import { change, powerOf } from '../inventory/machines/machine.ts';
import { powerOff, powerOn } from '../inventory/machines/power.ts';
import { checkReservations } from '../inventory/pools.ts';
import { listArg, referenceArg } from './arguments.ts';
import { changeDevice } from './machine-devices.ts';
import { needsPowerOff, settingsAfter } from './machine-settings.ts';
import { asFault, inPower, ownOf, targetOf } from './own-machine.ts';
import { member, notSupported, VimFault, startTask, type VimCall, type VimMethod } from './method.ts';

const type = 'VirtualMachine';

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

/** Of a template only its name and its notes are changed. */
function checkTemplate({ spec: { isTemplate, displayName } }: VirtualMachine, asked: Json | undefined): void {
  const free = ['_typeName', 'annotation', 'name'];
  const other = Object.keys(isObject(asked) ? asked : {}).find((name) => !free.includes(name));
  if (isTemplate === true && other !== undefined)
    throw notSupported(`${other} of '${displayName}', which is a template`);
}

/** Settings and devices; while it is on its size stays, but for what may be added hot, and what it reserves must be there. */
function reconfigure(call: VimCall): Json {
  const vm = ownOf(call);
  const asked = getOwn(call.body, 'spec');
  checkTemplate(vm, asked);
  const spec = settingsAfter(vm, asked);
  const isOn = powerOf(vm) === 'POWERED_ON';
  const devices = listArg({ devices: member(asked, 'deviceChange') ?? [] }, 'devices');
  if (isOn && needsPowerOff(vm, spec)) inPower(vm, 'poweredOff', true);
  const reserved = { cpu: spec.cpuReservationMHz, memory: spec.memoryReservationMiB };
  if (isOn)
    asFault(() => checkReservations(call.fabric, spec.resourcePool ?? '', vm.metadata.name, reserved));
  const task = startTask(call, { words: 'Reconfigure virtual machine', target: targetOf(vm) });
  change(call, vm, { spec }, 'Reconfigure virtual machine');
  for (const each of devices) changeDevice(call, each);
  return task;
}

export const machineMethods: readonly VimMethod[] = [
  { type, name: 'PowerOnVM_Task', privilege: 'VirtualMachine.Interact.PowerOn', answer: start },
  { type, name: 'PowerOffVM_Task', privilege: 'VirtualMachine.Interact.PowerOff', answer: stop },
  { type, name: 'ReconfigVM_Task', privilege: 'VirtualMachine.Config.Resource', answer: reconfigure },
  { type, name: 'MigrateVM_Task', privilege: 'Resource.HotMigrate', answer: migrate },
];
