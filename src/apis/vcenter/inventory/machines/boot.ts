// How a VM starts: what its firmware does, and from what devices in what order. Source: vSphere Automation API, com.vmware.vcenter.vm.hardware.Boot
// and boot.Device.
import type { Hardware, VirtualMachine } from '../../../../kinds/vsphere/virtual-machine.ts';
import { boolean, integer, string, type Infer } from '../../../../store/schema/infer.ts';
import { invalidArgument, missingInCase, notFound } from '../../failure.ts';
import { done, ok, type Call, type Operation } from '../../operation.ts';
import { readBody } from '../../reading.ts';
import { machineOf, ownMachineOf, powerOf, setHardware, wrongState } from './machine.ts';

export const bootSchema = {
  type: 'object',
  properties: {
    type: { type: 'string', enum: ['BIOS', 'EFI'] },
    efi_legacy_boot: boolean,
    network_protocol: { type: 'string', enum: ['IPV4', 'IPV6'] },
    delay: integer,
    retry: boolean,
    retry_delay: integer,
    enter_setup_mode: boolean,
  },
} as const;

const deviceType = { type: 'string', enum: ['CDROM', 'DISK', 'ETHERNET', 'FLOPPY'] } as const;

/** Of a VM that is made: its devices have no ids yet. */
export const bootDevicesSchema = {
  type: 'array',
  items: { type: 'object', required: ['type'], properties: { type: deviceType } },
} as const;

type BootDevice = NonNullable<Hardware['bootDevices']>[number];

/** An entry for each adapter, and all disks in one: they have their ids now. */
export const bootOrder = (
  asked: Infer<typeof bootDevicesSchema>,
  { disks, nics }: Pick<Hardware, 'disks' | 'nics'>,
): readonly BootDevice[] =>
  asked.flatMap(({ type }): readonly BootDevice[] => {
    if (type === 'ETHERNET') return nics.map(({ key: nic }) => ({ type, nic }));
    return [type === 'DISK' ? { type, disks: disks.map(({ key }) => key) } : { type }];
  });

type Asked = Infer<typeof bootSchema>;

/** What changes by what is asked. */
export function bootChanges(asked: Asked, before: Partial<Hardware> = {}): Partial<Hardware> {
  const { delay, retry, retry_delay: retryDelay, enter_setup_mode: setup } = asked;
  const amounts = { delay, retry_delay: retryDelay };
  for (const [name, amount = 0] of Object.entries(amounts))
    if (amount < 0) throw invalidArgument(`A specified parameter was not correct: boot.${name}`, [name]);
  return {
    ...(asked.type === undefined ? {} : { firmware: asked.type }),
    boot: {
      ...before.boot,
      ...(delay === undefined ? {} : { delayMs: delay }),
      ...(retry === undefined ? {} : { retry }),
      ...(retryDelay === undefined ? {} : { retryDelayMs: retryDelay }),
      ...(setup === undefined ? {} : { enterSetup: setup }),
    },
  };
}

export function bootInfo({ spec: { hardware } }: VirtualMachine) {
  const isEfi = hardware?.firmware === 'EFI';
  const { delayMs = 0, retry = false, retryDelayMs = 10_000, enterSetup = false } = hardware?.boot ?? {};
  return {
    type: isEfi ? 'EFI' : 'BIOS',
    ...(isEfi ? { efi_legacy_boot: false, network_protocol: 'IPV4' } : {}),
    delay: delayMs,
    retry,
    retry_delay: retryDelayMs,
    enter_setup_mode: enterSetup,
  };
}

export const bootDevicesOf = ({ spec }: VirtualMachine) => spec.hardware?.bootDevices ?? [];

function changeBoot(call: Call) {
  const asked = readBody(bootSchema, call.body);
  const vm = ownMachineOf(call);
  if (powerOf(vm) !== 'POWERED_OFF') throw wrongState(vm);
  setHardware(call, vm, bootChanges(asked, vm.spec.hardware));
  return done;
}

const setSchema = {
  type: 'object',
  required: ['devices'],
  properties: {
    devices: {
      type: 'array',
      items: {
        type: 'object',
        required: ['type'],
        properties: { type: deviceType, nic: string, disks: { type: 'array', items: string } },
      },
    },
  },
} as const;

function setDevices(call: Call) {
  const body = Array.isArray(call.body) ? { devices: call.body } : call.body;
  const { devices } = readBody(setSchema, body);
  const vm = ownMachineOf(call);
  const { hardware } = vm.spec;
  for (const [nth, { type, nic, disks = [] }] of devices.entries()) {
    if (type === 'ETHERNET' && nic === undefined) throw missingInCase(`devices[${nth}].nic`);
    if (type === 'DISK' && disks.length === 0) throw missingInCase(`devices[${nth}].disks`);
    if (nic !== undefined && !hardware.nics.some(({ key }) => key === nic))
      throw notFound('Ethernet adapter', nic);
    for (const disk of disks)
      if (!hardware.disks.some(({ key }) => key === disk)) throw notFound('Disk', disk);
  }
  setHardware(call, vm, { bootDevices: devices });
  return done;
}

const path = 'vcenter/vm/{vm}/hardware/boot';
const read = { privilege: 'System.Read' } as const;
const edit = { privilege: 'VirtualMachine.Config.Settings' } as const;

export const bootOperations: readonly Operation[] = [
  { method: 'GET', path, ...read, answer: (call) => ok(bootInfo(machineOf(call))) },
  { method: 'PATCH', path, ...edit, answer: changeBoot },
  { method: 'GET', path: `${path}/device`, ...read, answer: (call) => ok(bootDevicesOf(machineOf(call))) },
  { method: 'PUT', path: `${path}/device`, ...edit, answer: setDevices },
];
