// Which virtual hardware a VM has and which VMware Tools, and when each becomes newer. Source: vSphere Automation API,
// com.vmware.vcenter.vm.{Hardware, Tools}.
import type { VirtualMachine } from '../../../../kinds/vsphere/virtual-machine.ts';
import { string } from '../../../../store/schema/infer.ts';
import { alreadyInDesiredState } from '../../failure.ts';
import { done, ok, type Call, type Operation } from '../../operation.ts';
import { readBody } from '../../reading.ts';
import { machineOf, ownMachineOf, powerOf, putHardware, setHardware, wrongState } from './machine.ts';
import { toolsRun } from './power.ts';
import { checkVersion, newestHardware, numberOf } from './versions.ts';

export const hardwareInfo = ({ spec: { hardware } }: VirtualMachine) => ({
  version: hardware?.version ?? 'VMX_19',
  upgrade_policy: hardware?.upgradePolicy ?? 'NEVER',
  ...(hardware?.upgradeVersion === undefined ? {} : { upgrade_version: hardware.upgradeVersion }),
  upgrade_status: 'NONE',
});

function changeHardware(call: Call) {
  const schema = {
    type: 'object',
    properties: {
      upgrade_policy: { type: 'string', enum: ['NEVER', 'AFTER_CLEAN_SHUTDOWN', 'ALWAYS'] },
      upgrade_version: string,
    },
  } as const;
  const { upgrade_policy: policy, upgrade_version: version } = readBody(schema, call.body);
  const vm = ownMachineOf(call);
  checkVersion(call.fabric, version);
  const { upgradeVersion: before, ...rest } = vm.spec.hardware;
  const upgradePolicy = policy ?? rest.upgradePolicy ?? 'NEVER';
  const upgradeVersion = version ?? before;
  const target = upgradePolicy === 'NEVER' || upgradeVersion === undefined ? {} : { upgradeVersion };
  putHardware(call, vm, { ...rest, upgradePolicy, ...target });
  return done;
}

/** To the version asked, or the newest; only of a VM that is off, and never back. */
export function upgrade(call: Call) {
  const schema = { type: 'object', properties: { version: string } } as const;
  const { version = newestHardware(call.fabric) } =
    call.body === undefined ? {} : readBody(schema, call.body);
  const vm = ownMachineOf(call);
  if (powerOf(vm) !== 'POWERED_OFF') throw wrongState(vm);
  checkVersion(call.fabric, version);
  if (numberOf(version) <= numberOf(vm.spec.hardware.version))
    throw alreadyInDesiredState(
      'com.vmware.api.vcenter.vm.hardware.already_upgraded',
      `The virtual hardware is of version ${vm.spec.hardware.version} already.`,
      [vm.spec.hardware.version],
    );
  setHardware(call, vm, { version });
  return done;
}

/** Of open-vm-tools. */
export const toolsVersion = 12_325;

/** Tools that stand in the guest: packages of its distribution, whose updates are not vCenter's. */
const tools = (vm: VirtualMachine, now: number) => ({
  auto_update_supported: false,
  install_attempt_count: 0,
  version_number: toolsVersion,
  version: String(toolsVersion),
  upgrade_policy: vm.spec.hardware?.toolsPolicy ?? 'MANUAL',
  version_status: 'UNMANAGED',
  install_type: 'OPEN_VM_TOOLS',
  run_state: toolsRun(vm, now) ? 'RUNNING' : 'NOT_RUNNING',
});

function changeTools(call: Call) {
  const schema = {
    type: 'object',
    properties: { upgrade_policy: { type: 'string', enum: ['MANUAL', 'UPGRADE_AT_POWER_CYCLE'] } },
  } as const;
  const { upgrade_policy: toolsPolicy } = readBody(schema, call.body);
  const vm = ownMachineOf(call);
  if (toolsPolicy !== undefined) setHardware(call, vm, { toolsPolicy });
  return done;
}

const base = 'vcenter/vm/{vm}';
const read = { privilege: 'System.Read' } as const;

export const compatibilityOperations: readonly Operation[] = [
  { method: 'GET', path: `${base}/hardware`, ...read, answer: (call) => ok(hardwareInfo(machineOf(call))) },
  {
    method: 'PATCH',
    path: `${base}/hardware`,
    privilege: 'VirtualMachine.Config.Settings',
    answer: changeHardware,
  },
  {
    method: 'POST',
    path: `${base}/hardware`,
    action: 'upgrade',
    privilege: 'VirtualMachine.Config.UpgradeVirtualHardware',
    answer: upgrade,
  },
  {
    method: 'GET',
    path: `${base}/tools`,
    ...read,
    answer: (call) => ok(tools(machineOf(call), call.fabric.now)),
  },
  {
    method: 'PATCH',
    path: `${base}/tools`,
    privilege: 'VirtualMachine.Config.Settings',
    answer: changeTools,
  },
];
