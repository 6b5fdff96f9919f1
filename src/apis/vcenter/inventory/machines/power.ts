// Power of VMs and of their guests. Source: vSphere Automation API, com.vmware.vcenter.vm.Power, com.vmware.vcenter.vm.guest.Power.
import type { VirtualMachine } from '../../../../kinds/vsphere/virtual-machine.ts';
import { alreadyInDesiredState, Failure, unsupported } from '../../failure.ts';
import { done, ok, type Call, type Operation } from '../../operation.ts';
import {
  change,
  machineOf,
  managed,
  ownMachineOf,
  powerOf,
  isOwn,
  wrongState,
  type OwnMachine,
} from './machine.ts';
import { checkSwapFile, hostForPower } from './placement.ts';
import { hardwareAtPowerOn } from './versions.ts';

export const powerOnPrivilege = 'VirtualMachine.Interact.PowerOn';

const read = { privilege: 'System.Read' } as const;

/** So long after power on a guest's VMware Tools answer. */
const toolsAfterMs = 30_000;

const words = { POWERED_ON: 'powered on', POWERED_OFF: 'powered off', SUSPENDED: 'suspended' } as const;

function already(vm: VirtualMachine): Failure {
  const state = words[powerOf(vm)];
  const id = `com.vmware.api.vcenter.vm.power.already_${state.replace(' ', '_')}`;
  return alreadyInDesiredState(id, `Virtual machine is already ${state}.`, [vm.metadata.name]);
}

const step = (vm: VirtualMachine, text: string, at: number) => [
  ...(vm.status?.steps ?? []),
  { step: text, at },
];

/** A suspended VM goes on where it was, one that was off where DRS says. */
export function powerOn(call: Pick<Call, 'fabric' | 'place' | 'write'>, vm: VirtualMachine): void {
  const { now } = call.fabric;
  if (vm.spec.isTemplate === true)
    throw unsupported(
      `The operation is not supported on the object: '${vm.spec.displayName}' is a template.`,
      [vm.metadata.name],
    );
  checkSwapFile(call.fabric, vm);
  const host = hostForPower(call, vm);
  const status = {
    host,
    powerState: 'POWERED_ON',
    changedAt: now,
    steps: step(vm, `Powered on on ${host}`, now),
  } as const;
  const hardware = powerOf(vm) === 'SUSPENDED' ? vm.spec.hardware : hardwareAtPowerOn(call.fabric, vm);
  const spec = { power: 'On', ...(hardware === undefined ? {} : { hardware }) } as const;
  // What was asked of its guest before is done.
  const { shutdownAskedAt: _done, ...before } = vm.status ?? {};
  change(call, { ...vm, status: before }, { spec, status }, 'Power On virtual machine');
}

function setPower(
  call: Pick<Call, 'fabric' | 'write'>,
  vm: VirtualMachine,
  power: 'Off' | 'Suspended',
): void {
  const { now } = call.fabric;
  const powerState = power === 'Off' ? 'POWERED_OFF' : 'SUSPENDED';
  const text = power === 'Off' ? 'Powered off' : 'Suspended';
  const why = power === 'Off' ? 'Power Off virtual machine' : 'Suspend virtual machine';
  change(
    call,
    vm,
    { spec: { power }, status: { powerState, changedAt: now, steps: step(vm, text, now) } },
    why,
  );
}

export function powerOff(call: Pick<Call, 'fabric' | 'write'>, vm: VirtualMachine): void {
  setPower(call, vm, 'Off');
}

/** By the API's action: its privilege, the state that it leads to, what it does. */
export const powerActions: Readonly<
  Record<
    string,
    readonly [privilege: string, state: string | undefined, act: (call: Call, vm: OwnMachine) => void]
  >
> = {
  start: [powerOnPrivilege, 'POWERED_ON', powerOn],
  stop: ['VirtualMachine.Interact.PowerOff', 'POWERED_OFF', powerOff],
  suspend: [
    'VirtualMachine.Interact.Suspend',
    'SUSPENDED',
    (call, vm) => {
      if (powerOf(vm) !== 'POWERED_ON') throw wrongState(vm);
      setPower(call, vm, 'Suspended');
    },
  ],
  reset: [
    'VirtualMachine.Interact.Reset',
    undefined,
    (call, vm) => {
      if (powerOf(vm) !== 'POWERED_ON') throw wrongState(vm);
      const { now } = call.fabric;
      change(
        call,
        vm,
        { status: { changedAt: now, steps: step(vm, 'Reset', now) } },
        'Reset virtual machine',
      );
    },
  ],
};

const power = Object.entries(powerActions).map(([action, [privilege, state, act]]): Operation => ({
  method: 'POST',
  path: 'vcenter/vm/{vm}/power',
  action,
  privilege,
  answer: (call) => {
    const vm = machineOf(call);
    if (powerOf(vm) === state) throw already(vm);
    if (!isOwn(vm)) throw managed(vm);
    act(call, vm);
    return done;
  },
}));

/** Whether VMware Tools answer by now. */
export function toolsRun(vm: VirtualMachine, now: number): boolean {
  return powerOf(vm) === 'POWERED_ON' && now - (vm.status?.changedAt ?? now) >= toolsAfterMs;
}

/** Refused as long as VMware Tools do not answer. */
export function checkTools(vm: VirtualMachine, now: number): void {
  if (toolsRun(vm, now)) return;
  throw new Failure(
    'SERVICE_UNAVAILABLE',
    'vmsg.ToolsUnavailable.summary',
    'Cannot complete operation because VMware Tools is not running in this virtual machine.',
    [vm.metadata.name],
  );
}

/** A guest that people may shut down, for which VMware Tools speak. */
export function guestOf(call: Call): OwnMachine {
  const vm = ownMachineOf(call);
  if (powerOf(vm) !== 'POWERED_ON') throw wrongState(vm);
  checkTools(vm, call.fabric.now);
  return vm;
}

export const guestActions: Readonly<Record<string, (call: Call, vm: OwnMachine) => void>> = {
  shutdown: (call, vm) =>
    change(
      call,
      vm,
      { spec: { power: 'Off' }, status: { shutdownAskedAt: call.fabric.now } },
      'Initiate guest OS shutdown',
    ),
  reboot: (call, vm) => {
    const { now } = call.fabric;
    change(
      call,
      vm,
      { status: { changedAt: now, steps: step(vm, 'Guest restarted', now) } },
      'Initiate guest OS reboot',
    );
  },
  standby: (call, vm) => setPower(call, vm, 'Suspended'),
};

const guest: readonly Operation[] = [
  {
    method: 'GET',
    path: 'vcenter/vm/{vm}/guest/power',
    ...read,
    answer: (call) => {
      const isReady = toolsRun(machineOf(call), call.fabric.now);
      return ok({ state: isReady ? 'RUNNING' : 'NOT_RUNNING', operations_ready: isReady });
    },
  },
  ...Object.entries(guestActions).map(([action, act]): Operation => ({
    method: 'POST',
    path: 'vcenter/vm/{vm}/guest/power',
    action,
    privilege: action === 'reboot' ? 'VirtualMachine.Interact.Reset' : 'VirtualMachine.Interact.PowerOff',
    answer: (call) => {
      act(call, guestOf(call));
      return done;
    },
  })),
];

export const powerOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: 'vcenter/vm/{vm}/power',
    ...read,
    answer: (call) => {
      const state = powerOf(machineOf(call));
      return ok(state === 'POWERED_OFF' ? { state, clean_power_off: true } : { state });
    },
  },
  ...power,
  ...guest,
];
