// Settings of a VM that are no devices: size, what it is sure of, guest, notes, how it starts, keys and values of people's own. Source: vim25
// VirtualMachineConfigSpec.
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { checkCpus, checkMemory } from '../inventory/machines/devices.ts';
import type { OwnMachine } from '../inventory/machines/machine.ts';
import { checkName } from '../inventory/places.ts';
import { listArg } from './arguments.ts';
import { guestNameOf } from '../inventory/machines/guest-os.ts';
import { invalidParameter, member, notSupported } from './method.ts';

type Spec = VirtualMachine['spec'];

function wholeIn(spec: Json | undefined, before: number, ...path: readonly string[]): number {
  let at = spec;
  for (const name of path) at = member(at, name);
  if (at === undefined) return before;
  if (typeof at !== 'number' || !Number.isSafeInteger(at) || at < 0) throw invalidParameter(path.join('.'));
  return at;
}

/** A member of a type; undefined where it is not said. */
function said<T extends boolean | string>(asked: Json | undefined, name: string, like: T): T | undefined {
  const value = member(asked, name);
  if (value !== undefined && typeof value !== typeof like) throw invalidParameter(`spec.${name}`);
  return value as T | undefined;
}

/** Nothing is shared out by VMs' limits and shares here, so that none are taken. */
function checkAllocation(asked: Json | undefined, name: 'cpuAllocation' | 'memoryAllocation'): void {
  const allocation = member(asked, name);
  const limit = member(allocation, 'limit') ?? -1;
  const level = member(member(allocation, 'shares'), 'level') ?? 'normal';
  if (limit !== -1) throw notSupported(`a limit of a virtual machine (${name}.limit)`);
  if (level !== 'normal') throw notSupported(`shares of a virtual machine (${name}.shares)`);
}

/** Of `guestinfo.a=1`; an empty value takes a key away. */
function extraAfter(before: Spec['extraConfig'], asked: Json | undefined): NonNullable<Spec['extraConfig']> {
  const values = new Map((before ?? []).map(({ key, value }) => [key, value]));
  for (const option of listArg({ options: member(asked, 'extraConfig') ?? [] }, 'options')) {
    const key = member(option, 'key');
    const boxed = member(option, 'value');
    const value = member(boxed, '_value') ?? boxed ?? '';
    if (typeof key !== 'string' || key === '' || typeof value === 'object')
      throw invalidParameter('spec.extraConfig');
    if (value === '') values.delete(key);
    else values.set(key, String(value));
  }
  return [...values].map(([key, value]) => ({ key, value }));
}

const firmwares = ['BIOS', 'EFI'] as const;

const bootable: readonly (readonly [ending: RegExp, type: 'CDROM' | 'DISK' | 'ETHERNET' | 'FLOPPY'])[] = [
  [/CdromDevice$/, 'CDROM'],
  [/DiskDevice$/, 'DISK'],
  [/EthernetDevice$/, 'ETHERNET'],
  [/FloppyDevice$/, 'FLOPPY'],
];

/** What the firmware does and what it starts from. */
function bootAfter({ spec: { hardware } }: OwnMachine, asked: Json | undefined) {
  const options = member(asked, 'bootOptions');
  const firmware = firmwares.find((each) => each === said(asked, 'firmware', '')?.toUpperCase());
  if (firmware === undefined && said(asked, 'firmware', '') !== undefined)
    throw invalidParameter('spec.firmware');
  const order = member(options, 'bootOrder');
  const devices = listArg({ order: order ?? [] }, 'order').flatMap((device) => {
    const type = bootable.find(([ending]) => ending.test(String(member(device, '_typeName'))))?.[1];
    const key = String(member(device, 'deviceKey'));
    if (type === undefined) return [];
    return [
      { type, ...(type === 'ETHERNET' ? { nic: key } : {}), ...(type === 'DISK' ? { disks: [key] } : {}) },
    ];
  });
  const { boot } = hardware;
  const retry = said(options, 'bootRetryEnabled', true) ?? boot?.retry;
  const enterSetup = said(options, 'enterBIOSSetup', true) ?? boot?.enterSetup;
  const secure = said(options, 'efiSecureBootEnabled', true) ?? boot?.secure;
  return {
    ...(firmware === undefined ? {} : { firmware }),
    ...(options === undefined
      ? {}
      : {
          boot: {
            delayMs: wholeIn(options, boot?.delayMs ?? 0, 'bootDelay'),
            retryDelayMs: wholeIn(options, boot?.retryDelayMs ?? 10_000, 'bootRetryDelay'),
            ...(retry === undefined ? {} : { retry }),
            ...(enterSetup === undefined ? {} : { enterSetup }),
            ...(secure === undefined ? {} : { secure }),
          },
        }),
    ...(order === undefined ? {} : { bootDevices: devices }),
  };
}

/** Whether what a VM that runs is asked for waits until it is off. */
export function needsPowerOff({ spec }: OwnMachine, next: Spec): boolean {
  const { hardware } = spec;
  return (
    (next.cpus > spec.cpus && hardware.cpuHotAdd !== true) ||
    (next.cpus < spec.cpus && hardware.cpuHotRemove !== true) ||
    (next.memoryMiB > spec.memoryMiB && hardware.memoryHotAdd !== true) ||
    next.memoryMiB < spec.memoryMiB ||
    next.guestOs !== spec.guestOs ||
    next.hardware?.coresPerSocket !== hardware.coresPerSocket ||
    next.hardware?.firmware !== hardware.firmware ||
    next.hardware?.cpuHotAdd !== hardware.cpuHotAdd ||
    next.hardware?.cpuHotRemove !== hardware.cpuHotRemove ||
    next.hardware?.memoryHotAdd !== hardware.memoryHotAdd
  );
}

/** What a VM is after what is asked of it; what is not said stays. */
export function settingsAfter(vm: OwnMachine, asked: Json | undefined): Spec {
  const { spec } = vm;
  const { hardware } = spec;
  const cpus = wholeIn(asked, spec.cpus, 'numCPUs');
  const coresPerSocket = wholeIn(asked, hardware.coresPerSocket, 'numCoresPerSocket');
  const memoryMiB = wholeIn(asked, spec.memoryMiB, 'memoryMB');
  const cpuReservationMHz = wholeIn(asked, spec.cpuReservationMHz, 'cpuAllocation', 'reservation');
  const memoryReservationMiB = wholeIn(asked, spec.memoryReservationMiB, 'memoryAllocation', 'reservation');
  checkCpus(cpus, coresPerSocket === 0 ? 1 : coresPerSocket);
  checkMemory(memoryMiB);
  if (memoryReservationMiB > memoryMiB) throw invalidParameter('spec.memoryAllocation.reservation');
  checkAllocation(asked, 'cpuAllocation');
  checkAllocation(asked, 'memoryAllocation');
  if (said(asked, 'nestedHVEnabled', true) ?? false) throw notSupported('nested virtualization');
  const latency = member(member(asked, 'latencySensitivity'), 'level') ?? 'normal';
  if (latency !== 'normal') throw notSupported(`latency sensitivity ${String(latency)}`);
  if (member(member(asked, 'tools'), 'syncTimeWithHost') === true)
    throw notSupported('clocks of guests that follow their host');
  const displayName = said(asked, 'name', '') ?? spec.displayName;
  checkName('Virtual machine', displayName, []);
  const guestId = said(asked, 'guestId', '');
  const notes = said(asked, 'annotation', '') ?? spec.notes;
  const extraConfig = extraAfter(spec.extraConfig, asked);
  const cpuHotAdd = said(asked, 'cpuHotAddEnabled', true) ?? hardware.cpuHotAdd;
  const cpuHotRemove = said(asked, 'cpuHotRemoveEnabled', true) ?? hardware.cpuHotRemove;
  const memoryHotAdd = said(asked, 'memoryHotAddEnabled', true) ?? hardware.memoryHotAdd;
  return {
    ...spec,
    displayName,
    cpus,
    memoryMiB,
    cpuReservationMHz,
    memoryReservationMiB,
    ...(guestId === undefined || guestId === '' ? {} : { guestOs: guestNameOf(guestId) }),
    ...(notes === undefined ? {} : { notes }),
    ...(extraConfig.length === 0 && spec.extraConfig === undefined ? {} : { extraConfig }),
    hardware: {
      ...hardware,
      coresPerSocket: coresPerSocket === 0 ? 1 : coresPerSocket,
      ...(cpuHotAdd === undefined ? {} : { cpuHotAdd }),
      ...(cpuHotRemove === undefined ? {} : { cpuHotRemove }),
      ...(memoryHotAdd === undefined ? {} : { memoryHotAdd }),
      ...bootAfter(vm, asked),
    },
  };
}
