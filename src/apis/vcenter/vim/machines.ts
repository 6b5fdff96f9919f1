// VMs' power, size and migration by VI/JSON: what the Automation API does, as tasks and with vim25's faults. Source: vSphere Web Services API,
// VirtualMachine.
import type { Host } from '../../../kinds/vsphere/host.ts';
import { hostsFor } from '../../../kinds/vsphere/machine.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { getOwn } from '../../../std/own.ts';
import { Failure, notFound } from '../failure.ts';
import { hostOf } from '../inventory/host-changes.ts';
import { checkCpus, checkMemory } from '../inventory/machines/devices.ts';
import { change, isOwn, managed, powerOf } from '../inventory/machines/machine.ts';
import { powerOff, powerOn } from '../inventory/machines/power.ts';
import { checkName } from '../inventory/places.ts';
import { checkReservations } from '../inventory/pools.ts';
import { listArg, referenceArg } from './arguments.ts';
import { changeDevice } from './machine-spec.ts';
import { invalidParameter, member, VimFault, startTask, type VimCall, type VimMethod } from './method.ts';

const type = 'VirtualMachine';

export function ownOf({ fabric, moid }: VimCall): VirtualMachine {
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
export function asFault<T>(deed: () => T): T {
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

export const targetOf = ({ spec, metadata }: VirtualMachine) => ({
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

function wholeIn(spec: Json | undefined, before: number, ...path: readonly string[]): number {
  let at = spec;
  for (const name of path) at = member(at, name);
  if (at === undefined) return before;
  if (typeof at !== 'number' || !Number.isSafeInteger(at) || at < 0) throw invalidParameter(path.join('.'));
  return at;
}

/** Size, reservations and name; while it is on the size stays, and what it reserves must be there. */
function reconfigure(call: VimCall): Json {
  const vm = ownOf(call);
  const asked = getOwn(call.body, 'spec');
  const { spec } = vm;
  const cpus = wholeIn(asked, spec.cpus, 'numCPUs');
  const memoryMiB = wholeIn(asked, spec.memoryMiB, 'memoryMB');
  const cpuReservationMHz = wholeIn(asked, spec.cpuReservationMHz, 'cpuAllocation', 'reservation');
  const memoryReservationMiB = wholeIn(asked, spec.memoryReservationMiB, 'memoryAllocation', 'reservation');
  checkCpus(cpus, spec.hardware?.coresPerSocket ?? 1);
  checkMemory(memoryMiB);
  if (memoryReservationMiB > memoryMiB) throw invalidParameter('spec.memoryAllocation.reservation');
  const isOn = powerOf(vm) === 'POWERED_ON';
  const devices = listArg({ devices: member(asked, 'deviceChange') ?? [] }, 'devices');
  if (isOn && (cpus !== spec.cpus || memoryMiB !== spec.memoryMiB)) inPower(vm, 'poweredOff', true);
  const reserved = { cpu: cpuReservationMHz, memory: memoryReservationMiB };
  if (isOn)
    asFault(() => checkReservations(call.fabric, spec.resourcePool ?? '', vm.metadata.name, reserved));
  const name = member(asked, 'name') ?? spec.displayName;
  if (typeof name !== 'string') throw invalidParameter('spec.name');
  checkName('Virtual machine', name, []);
  const task = startTask(call, { words: 'Reconfigure virtual machine', target: targetOf(vm) });
  const next = { displayName: name, cpus, memoryMiB, cpuReservationMHz, memoryReservationMiB };
  change(call, vm, { spec: next }, 'Reconfigure virtual machine');
  for (const each of devices) changeDevice(call, each);
  return task;
}

export const machineMethods: readonly VimMethod[] = [
  { type, name: 'PowerOnVM_Task', privilege: 'VirtualMachine.Interact.PowerOn', answer: start },
  { type, name: 'PowerOffVM_Task', privilege: 'VirtualMachine.Interact.PowerOff', answer: stop },
  { type, name: 'ReconfigVM_Task', privilege: 'VirtualMachine.Config.Resource', answer: reconfigure },
  { type, name: 'MigrateVM_Task', privilege: 'Resource.HotMigrate', answer: migrate },
];
