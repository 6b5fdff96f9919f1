// Devices of a VM that is there, as vim25 asks for what changes of them: disks, network adapters, CD-ROM drives and the SCSI controller. What the
// Automation API does with them is done. Source: vim25 VirtualDeviceConfigSpec.
import type { Json } from '../../../std/draft.ts';
import { addCdrom, connectCdrom, removeCdrom, updateCdrom } from '../inventory/machines/cdroms.ts';
import {
  addDisk,
  addNic,
  changeNic,
  connectNic,
  destroyDisk,
  growDisk,
  removeDisk,
  removeNic,
} from '../inventory/machines/hardware.ts';
import { powerOf, setHardware } from '../inventory/machines/machine.ts';
import {
  buses,
  cdromAsked,
  changeOf,
  diskAsked,
  isCdrom,
  isDisk,
  isNic,
  nicAsked,
  scsiAdapterOf,
  typeOf,
  usual,
} from './machine-spec.ts';
import { ownOf } from './own-machine.ts';
import { asCall, member, notSupported, type VimCall } from './method.ts';

type Asked = (body?: Json) => ReturnType<typeof asCall>;

function changeDisk(change: Json, device: Json, operation: string, asked: Asked): void {
  const backing = member(device, 'backing');
  const mode = member(backing, 'diskMode') ?? 'persistent';
  const body = diskAsked(device, usual);
  const file = member(backing, 'fileName');
  const fileOperation = member(change, 'fileOperation');
  const isThere = fileOperation !== 'create' && typeof file === 'string' && /[^\]\s]\s*$/.test(file);
  if (operation === 'remove') (fileOperation === 'destroy' ? destroyDisk : removeDisk)(asked());
  else if (operation === 'add' && isThere)
    addDisk(asked({ type: body['type'] ?? 'SCSI', backing: { type: 'VMDK_FILE', vmdk_file: file } }));
  else if (mode !== 'persistent') throw notSupported(`disks of mode ${String(mode)}`);
  else if (operation === 'add') addDisk(asked(body));
  else growDisk(asked(), Number(member(body['new_vmdk'], 'capacity')));
}

/** Where a device that is there is to be connected or not. */
function connectionOf(device: Json): boolean | undefined {
  const connected = member(member(device, 'connectable'), 'connected');
  return typeof connected === 'boolean' ? connected : undefined;
}

function changeCdrom(call: VimCall, device: Json, operation: string, asked: Asked): void {
  if (operation === 'add') addCdrom(asked(cdromAsked(device)));
  else if (operation === 'remove') removeCdrom(asked());
  else {
    const { backing = {}, start_connected: start } = cdromAsked(device);
    updateCdrom(asked({ backing, ...(start === undefined ? {} : { start_connected: start }) }));
    const vm = ownOf(call);
    const drive = vm.spec.hardware.cdroms?.find(({ key }) => key === String(member(device, 'key')));
    const connected = connectionOf(device);
    if (powerOf(vm) === 'POWERED_ON' && connected !== undefined && drive?.connected !== connected)
      connectCdrom(asked(), connected);
  }
}

function changeAdapter(call: VimCall, device: Json, operation: string, asked: Asked): void {
  if (operation === 'remove') removeNic(asked());
  else if (operation === 'add') addNic(asked(nicAsked(call.fabric, device, true)));
  else {
    changeNic(asked(nicAsked(call.fabric, device, false)));
    const vm = ownOf(call);
    const nic = vm.spec.hardware.nics.find(({ key }) => key === String(member(device, 'key')));
    const connected = connectionOf(device);
    if (powerOf(vm) === 'POWERED_ON' && connected !== undefined && nic?.connected !== connected)
      connectNic(asked(), connected);
  }
}

/** A VM has one SCSI controller; the others come and go with their disks. */
function changeController(call: VimCall, device: Json, operation: string): void {
  const adapter = scsiAdapterOf(device);
  const vm = ownOf(call);
  const { hardware } = vm.spec;
  if (adapter === undefined || operation !== 'add') return;
  if (hardware.scsiAdapter !== undefined || hardware.disks.some(({ bus }) => bus === 'SCSI'))
    throw notSupported('a second SCSI controller');
  setHardware(asCall(call, undefined), vm, { scsiAdapter: adapter });
}

export function changeDevice(call: VimCall, change: Json): void {
  const { operation, device } = changeOf(change);
  const key = String(member(device, 'key'));
  const asked =
    (param: string): Asked =>
    (body) =>
      asCall(call, body, { vm: call.moid, [param]: key });
  if (isDisk(device)) changeDisk(change, device, operation, asked('disk'));
  else if (isNic(device)) changeAdapter(call, device, operation, asked('nic'));
  else if (isCdrom(device)) changeCdrom(call, device, operation, asked('cdrom'));
  else if (buses.some(([controller]) => controller.test(typeOf(device))))
    changeController(call, device, operation);
  else throw notSupported(`devices of type ${typeOf(device)}`);
}
