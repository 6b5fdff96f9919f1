// CD-ROM drives of a VM: devices of whoever looks at it, of its host, or images on datastores.
// Source: vSphere Automation API, com.vmware.vcenter.vm.hardware.Cdrom.
import type { Hardware, VirtualMachine } from '../../../../kinds/vsphere/virtual-machine.ts';
import { boolean, integer, string, type Infer } from '../../../../store/schema/infer.ts';
import type { ReadView } from '../../../../store/view.ts';
import { alreadyInDesiredState, invalidArgument, notFound } from '../../failure.ts';
import { created, done, ok, type Call, type Operation } from '../../operation.ts';
import { readBody } from '../../reading.ts';
import { filesOf } from '../datastore-files.ts';
import { storesNamed } from '../places.ts';
import { machineOf, ownMachineOf, powerOf, setHardware, wrongState } from './machine.ts';

type Cdrom = NonNullable<Hardware['cdroms']>[number];

const backing = {
  type: 'object',
  required: ['type'],
  properties: {
    type: { type: 'string', enum: ['ISO_FILE', 'HOST_DEVICE', 'CLIENT_DEVICE'] },
    iso_file: string,
    host_device: string,
    device_access_type: { type: 'string', enum: ['EMULATION', 'PASSTHRU', 'PASSTHRU_EXCLUSIVE'] },
  },
} as const;

export const cdromSchema = {
  type: 'object',
  properties: {
    type: { type: 'string', enum: ['IDE', 'SATA'] },
    ide: { type: 'object', properties: { primary: boolean, master: boolean } },
    sata: { type: 'object', properties: { bus: integer, unit: integer } },
    backing,
    start_connected: boolean,
    allow_guest_control: boolean,
  },
} as const;

const updateSchema = {
  type: 'object',
  properties: { backing, start_connected: boolean, allow_guest_control: boolean },
} as const;

/** Keys of drives begin here, by their bus. Source: vim25, VirtualDevice. */
const firstKeys = { IDE: 3_000, SATA: 16_000 } as const;

/** Those that an IDE bus has room for; of SATA's thirty, one controller's. */
const unitsMax = { IDE: 4, SATA: 30 } as const;

/** Whether a path such as `[vsanDatastore] isos/photon.iso` is a file that is there. */
function isThere(fabric: ReadView, image: string): boolean {
  const [, title = '', path] = /^\[([^\]]+)\] ?(.+)$/.exec(image) ?? [];
  return storesNamed(fabric, title).some((store) =>
    filesOf(fabric, store).some((file) => file.path === path),
  );
}

function backingOf(
  fabric: ReadView,
  asked: Infer<typeof backing> | undefined,
): Pick<Cdrom, 'backing' | 'hostDevice' | 'file'> {
  const { type = 'HOST_DEVICE', iso_file: image = '', host_device: hostDevice } = asked ?? {};
  if (type === 'ISO_FILE') {
    if (!isThere(fabric, image)) throw notFound('File', image);
    return { backing: type, file: image };
  }
  return { backing: type, ...(hostDevice === undefined ? {} : { hostDevice }) };
}

export function newCdrom(
  fabric: ReadView,
  asked: Infer<typeof cdromSchema>,
  others: readonly Cdrom[],
): Cdrom {
  const { type: bus = 'IDE', ide, sata } = asked;
  const taken = others.filter((other) => other.bus === bus).map(({ unit }) => unit);
  const wanted =
    bus === 'SATA'
      ? sata?.unit
      : ide === undefined
        ? undefined
        : (ide.primary === false ? 2 : 0) + (ide.master === false ? 1 : 0);
  let unit = wanted ?? 0;
  while (wanted === undefined && taken.includes(unit)) unit += 1;
  if (taken.includes(unit) || unit < 0 || unit >= unitsMax[bus])
    throw invalidArgument(`The unit ${unit} of the ${bus} bus is in use or does not exist.`, ['unit']);
  const startConnected = asked.start_connected === true;
  const key = String(firstKeys[bus] + unit);
  return { key, bus, unit, ...backingOf(fabric, asked.backing), connected: startConnected, startConnected };
}

export function cdromInfo(drive: Cdrom, nth: number, isOn: boolean) {
  const { bus, unit, hostDevice, file } = drive;
  return {
    type: bus,
    label: `CD/DVD drive ${nth + 1}`,
    ...(bus === 'IDE' ? { ide: { primary: unit < 2, master: unit % 2 === 0 } } : { sata: { bus: 0, unit } }),
    backing: {
      type: drive.backing,
      ...(drive.backing === 'HOST_DEVICE' && hostDevice === undefined ? { auto_detect: true } : {}),
      ...(hostDevice === undefined ? {} : { host_device: hostDevice }),
      ...(file === undefined ? { device_access_type: 'EMULATION' } : { iso_file: file }),
    },
    state: isOn && drive.connected ? 'CONNECTED' : 'NOT_CONNECTED',
    start_connected: drive.startConnected,
    allow_guest_control: true,
  };
}

export const cdromsOf = ({ spec }: VirtualMachine): readonly Cdrom[] => spec.hardware?.cdroms ?? [];

const path = 'vcenter/vm/{vm}/hardware/cdrom';
const withDrive = `${path}/{cdrom}`;
const read = { privilege: 'System.Read' } as const;
const edit = { privilege: 'VirtualMachine.Config.EditDevice' } as const;
const addRemove = { privilege: 'VirtualMachine.Config.AddRemoveDevice' } as const;

function asked(call: Call): { readonly drive: Cdrom; readonly nth: number } {
  const { cdrom: id = '' } = call.params;
  const drives = cdromsOf(machineOf(call));
  const nth = drives.findIndex(({ key }) => key === id);
  const drive = drives[nth];
  if (drive === undefined) throw notFound('CD-ROM drive', id);
  return { drive, nth };
}

function put(call: Call, next: (drives: readonly Cdrom[]) => readonly Cdrom[]) {
  const vm = ownMachineOf(call);
  setHardware(call, vm, { cdroms: next(cdromsOf(vm)) });
  return done;
}

const changed = (call: Call, before: Cdrom, after: Cdrom) =>
  put(call, (drives) => drives.map((each) => (each === before ? after : each)));

export function addCdrom(call: Call) {
  const vm = ownMachineOf(call);
  const drive = newCdrom(call.fabric, readBody(cdromSchema, call.body), cdromsOf(vm));
  // A controller of IDE takes nothing while the VM runs.
  if (drive.bus === 'IDE' && powerOf(vm) !== 'POWERED_OFF') throw wrongState(vm);
  put(call, (drives) => [...drives, drive]);
  return created(drive.key);
}

export function updateCdrom(call: Call) {
  const { backing: onto, start_connected: start } = readBody(updateSchema, call.body);
  const { drive } = asked(call);
  const { hostDevice: _before, file: _image, ...rest } = drive;
  return changed(call, drive, {
    ...(onto === undefined ? drive : { ...rest, ...backingOf(call.fabric, onto) }),
    ...(start === undefined ? {} : { startConnected: start }),
  });
}

export function connectCdrom(call: Call, connected: boolean) {
  const { drive } = asked(call);
  const vm = ownMachineOf(call);
  if (powerOf(vm) !== 'POWERED_ON') throw wrongState(vm);
  const state = connected ? 'connected' : 'disconnected';
  if (drive.connected === connected)
    throw alreadyInDesiredState(
      `com.vmware.api.vcenter.vm.hardware.already_${state}`,
      `Virtual device is already ${state}.`,
      [drive.key],
    );
  return changed(call, drive, { ...drive, connected });
}

export function removeCdrom(call: Call) {
  const { drive } = asked(call);
  return put(call, (drives) => drives.filter((each) => each !== drive));
}

export const cdromOperations: readonly Operation[] = [
  {
    method: 'GET',
    path,
    ...read,
    answer: (call) => ok(cdromsOf(machineOf(call)).map(({ key: cdrom }) => ({ cdrom }))),
  },
  { method: 'POST', path, ...addRemove, answer: addCdrom },
  {
    method: 'GET',
    path: withDrive,
    ...read,
    answer: (call) => {
      const { drive, nth } = asked(call);
      return ok(cdromInfo(drive, nth, powerOf(machineOf(call)) === 'POWERED_ON'));
    },
  },
  { method: 'PATCH', path: withDrive, ...edit, answer: updateCdrom },
  {
    method: 'DELETE',
    path: withDrive,
    ...addRemove,
    answer: removeCdrom,
  },
  ...(['connect', 'disconnect'] as const).map((action): Operation => ({
    method: 'POST',
    path: withDrive,
    action,
    privilege: 'VirtualMachine.Interact.DeviceConnection',
    answer: (call) => connectCdrom(call, action === 'connect'),
  })),
];
