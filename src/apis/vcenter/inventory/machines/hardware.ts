// A VM's hardware, read and changed: CPU and memory while it is off or where they may be added hot, disks and network adapters at any time.
// Source: vSphere Automation API, com.vmware.vcenter.vm.hardware.
import { boolean, integer, type Infer } from '../../../../store/schema/infer.ts';
import type { Datastore } from '../../../../kinds/vsphere/datastore.ts';
import { limits } from '../../../../std/limits.ts';
import { bytesPerMiB } from '../../../../std/mebibyte.ts';
import { alreadyInDesiredState, invalidArgument, notAllowed, notFound } from '../../failure.ts';
import { created, done, ok, type Call, type Operation } from '../../operation.ts';
import { readBody } from '../../reading.ts';
import { bootOperations } from './boot.ts';
import { cdromOperations } from './cdroms.ts';
import { put } from '../own-files.ts';
import {
  adopt,
  checkCpus,
  checkMac,
  checkMemory,
  diskSchema,
  newDisk,
  newNic,
  nicSchema,
  takeRooms,
} from './devices.ts';
import {
  change,
  cpuInfo,
  diskInfo,
  machineOf,
  memoryInfo,
  nicInfo,
  ownMachineOf,
  powerOf,
  setHardware,
  wrongState,
  type Disk,
  type Nic,
  type OwnMachine,
} from './machine.ts';

const base = 'vcenter/vm/{vm}/hardware';
const read = { privilege: 'System.Read' } as const;

const why = 'Reconfigure virtual machine';

function changeCpu(call: Call) {
  const schema = {
    type: 'object',
    properties: {
      count: integer,
      cores_per_socket: integer,
      hot_add_enabled: boolean,
      hot_remove_enabled: boolean,
    },
  } as const;
  const asked = readBody(schema, call.body);
  const vm = ownMachineOf(call);
  const { hardware, cpus } = vm.spec;
  const { count = cpus, cores_per_socket: coresPerSocket = hardware.coresPerSocket } = asked;
  if (powerOf(vm) !== 'POWERED_OFF') {
    if (
      asked.hot_add_enabled !== undefined ||
      asked.hot_remove_enabled !== undefined ||
      coresPerSocket !== hardware.coresPerSocket
    )
      throw wrongState(vm);
    if (count > cpus && hardware.cpuHotAdd !== true)
      throw notAllowed('CPU hot plug is not supported for this virtual machine.', [vm.metadata.name]);
    if (count < cpus && hardware.cpuHotRemove !== true)
      throw notAllowed('CPU hot unplug is not supported for this virtual machine.', [vm.metadata.name]);
  }
  checkCpus(count, coresPerSocket);
  const { hot_add_enabled: cpuHotAdd = hardware.cpuHotAdd ?? false } = asked;
  const { hot_remove_enabled: cpuHotRemove = hardware.cpuHotRemove ?? false } = asked;
  change(
    call,
    vm,
    { spec: { cpus: count, hardware: { ...hardware, coresPerSocket, cpuHotAdd, cpuHotRemove } } },
    why,
  );
  return done;
}

function changeMemory(call: Call) {
  const schema = { type: 'object', properties: { size_MiB: integer, hot_add_enabled: boolean } } as const;
  const asked = readBody(schema, call.body);
  const vm = ownMachineOf(call);
  const { hardware, memoryMiB: before } = vm.spec;
  const { size_MiB: memoryMiB = before } = asked;
  if (powerOf(vm) !== 'POWERED_OFF') {
    if (asked.hot_add_enabled !== undefined || memoryMiB < before) throw wrongState(vm);
    if (memoryMiB > before && hardware.memoryHotAdd !== true)
      throw notAllowed('Memory hot plug is not supported for this virtual machine.', [vm.metadata.name]);
  }
  checkMemory(memoryMiB);
  const { hot_add_enabled: memoryHotAdd = hardware.memoryHotAdd ?? false } = asked;
  change(call, vm, { spec: { memoryMiB, hardware: { ...hardware, memoryHotAdd } } }, why);
  return done;
}

const processors: readonly Operation[] = [
  { method: 'GET', path: `${base}/cpu`, ...read, answer: (call) => ok(cpuInfo(machineOf(call))) },
  { method: 'PATCH', path: `${base}/cpu`, privilege: 'VirtualMachine.Config.CPUCount', answer: changeCpu },
  { method: 'GET', path: `${base}/memory`, ...read, answer: (call) => ok(memoryInfo(machineOf(call))) },
  {
    method: 'PATCH',
    path: `${base}/memory`,
    privilege: 'VirtualMachine.Config.Memory',
    answer: changeMemory,
  },
];

/** A device by its key, with its place among those of its type. */
function deviceOf<D extends { readonly key: string }>(
  call: Call,
  devices: readonly D[] | undefined,
  what: string,
  param: string,
) {
  const id = call.params[param] ?? '';
  const nth = (devices ?? []).findIndex(({ key }) => key === id);
  const device = devices?.[nth];
  if (device === undefined) throw notFound(what, id);
  return { device, nth };
}

const diskOf = (call: Call) => deviceOf(call, machineOf(call).spec.hardware?.disks, 'Disk', 'disk');
const nicOf = (call: Call) => deviceOf(call, machineOf(call).spec.hardware?.nics, 'Ethernet adapter', 'nic');

export function addDisk(call: Call) {
  const asked = readBody(diskSchema, call.body);
  const vm = ownMachineOf(call);
  const { hardware, displayName } = vm.spec;
  const datastore = call.fabric.get<Datastore>('vsphere.sandbox/datastores', hardware.datastore);
  if (datastore === undefined) throw notFound('Datastore', hardware.datastore);
  const disk = newDisk(call.fabric, asked, hardware.disks, { datastore, directory: displayName });
  if (asked.backing !== undefined) adopt(call, [disk]);
  takeRooms(call, [disk], 1);
  setHardware(call, vm, { disks: [...hardware.disks, disk] });
  return created(disk.key);
}

/** Takes the disk away, and gives back its room unless a snapshot still needs it; answers the disk that nobody has any more. */
function takeOff(call: Call): Disk | undefined {
  const vm = ownMachineOf(call);
  const { device } = diskOf(call);
  setHardware(call, vm, { disks: vm.spec.hardware.disks.filter((disk) => disk !== device) });
  const isKept = (vm.spec.snapshots ?? []).some(({ configuration }) =>
    configuration.hardware.disks.some(
      ({ file, datastore }) => file === device.file && datastore === device.datastore,
    ),
  );
  if (isKept) return undefined;
  takeRooms(call, [device], -1);
  return device;
}

/** Its file stays on the datastore, with all of its room. */
export function removeDisk(call: Call) {
  const left = takeOff(call);
  const store =
    left === undefined ? undefined : call.fabric.get<Datastore>('vsphere.sandbox/datastores', left.datastore);
  if (left !== undefined && store !== undefined)
    put(call, { store, path: left.file }, { bytes: left.capacityMiB * bytesPerMiB });
  return done;
}

/** Another file in the place of the disk's own, which stays on the datastore. */
function backDisk(call: Call) {
  const { backing } = readBody(
    { type: 'object', properties: { backing: diskSchema.properties.backing } } as const,
    call.body,
  );
  if (backing === undefined) return done;
  const { device } = diskOf(call);
  const { hardware, displayName } = ownMachineOf(call).spec;
  const home = call.fabric.get<Datastore>('vsphere.sandbox/datastores', hardware.datastore);
  if (home === undefined) throw notFound('Datastore', hardware.datastore);
  const others = hardware.disks.filter((disk) => disk !== device);
  const found = newDisk(call.fabric, { type: device.bus, backing }, others, {
    datastore: home,
    directory: displayName,
  });
  removeDisk(call);
  adopt(call, [found]);
  takeRooms(call, [found], 1);
  const { key, bus, unit } = device;
  setHardware(call, ownMachineOf(call), { disks: [...others, { ...found, key, bus, unit }] });
  return done;
}

/** Its file goes with it. */
export function destroyDisk(call: Call) {
  takeOff(call);
  return done;
}

/** To a capacity in bytes: a disk never shrinks, and not at all while there are snapshots. */
export function growDisk(call: Call, capacity: number) {
  const vm = ownMachineOf(call);
  const { device } = diskOf(call);
  const capacityMiB = Math.ceil(capacity / bytesPerMiB);
  if (capacityMiB === device.capacityMiB) return;
  if (capacityMiB < device.capacityMiB || capacityMiB > limits.diskMiBMax)
    throw invalidArgument('A specified parameter was not correct: spec.deviceChange.device.capacityInBytes', [
      'capacity',
    ]);
  if ((vm.spec.snapshots ?? []).length > 0)
    throw notAllowed(
      `The operation is not allowed in the current state: '${vm.spec.displayName}' has snapshots, and a disk that has a parent is not extended.`,
      [vm.metadata.name],
    );
  takeRooms(call, [{ ...device, capacityMiB: capacityMiB - device.capacityMiB }], 1);
  setHardware(call, vm, {
    disks: vm.spec.hardware.disks.map((disk) => (disk === device ? { ...disk, capacityMiB } : disk)),
  });
}

const disks: readonly Operation[] = [
  {
    method: 'GET',
    path: `${base}/disk`,
    ...read,
    answer: (call) => ok((machineOf(call).spec.hardware?.disks ?? []).map(({ key: disk }) => ({ disk }))),
  },
  {
    method: 'GET',
    path: `${base}/disk/{disk}`,
    ...read,
    answer: (call) => {
      const { device, nth } = diskOf(call);
      return ok(diskInfo(call.fabric, device, nth));
    },
  },
  { method: 'POST', path: `${base}/disk`, privilege: 'VirtualMachine.Config.AddNewDisk', answer: addDisk },
  {
    method: 'PATCH',
    path: `${base}/disk/{disk}`,
    privilege: 'VirtualMachine.Config.EditDevice',
    answer: backDisk,
  },
  {
    method: 'DELETE',
    path: `${base}/disk/{disk}`,
    privilege: 'VirtualMachine.Config.RemoveDisk',
    answer: removeDisk,
  },
];

export function addNic(call: Call) {
  const vm = ownMachineOf(call);
  const { nics } = vm.spec.hardware;
  const nic = newNic(call.fabric, readBody(nicSchema, call.body), nics, vm.spec.uuid);
  setHardware(call, vm, { nics: [...nics, nic] });
  return created(nic.key);
}

/** Another address only while the VM is off. */
function macChange(vm: OwnMachine, asked: Infer<typeof nicSchema>): Partial<Nic> {
  const { mac_type: type, mac_address: mac = '' } = asked;
  if (type !== 'MANUAL') return {};
  if (powerOf(vm) !== 'POWERED_OFF') throw wrongState(vm);
  checkMac(mac);
  return { macAddress: mac.toLowerCase(), isManual: true };
}

/** Only what is said changes. */
export function changeNic(call: Call) {
  const asked = readBody(nicSchema, call.body);
  const vm = ownMachineOf(call);
  const { device } = nicOf(call);
  const network =
    asked.backing === undefined ? {} : { network: newNic(call.fabric, asked, [], vm.spec.uuid).network };
  const { start_connected: startConnected } = asked;
  const isOff = powerOf(vm) === 'POWERED_OFF';
  const start =
    startConnected === undefined ? {} : { startConnected, ...(isOff ? { connected: startConnected } : {}) };
  const mac = macChange(vm, asked);
  const nics = vm.spec.hardware.nics.map((nic) =>
    nic === device ? { ...nic, ...network, ...start, ...mac } : nic,
  );
  setHardware(call, vm, { nics });
  return done;
}

export function connectNic(call: Call, connected: boolean) {
  const vm = ownMachineOf(call);
  const { device } = nicOf(call);
  if (powerOf(vm) !== 'POWERED_ON') throw wrongState(vm);
  if (device.connected === connected) {
    const state = connected ? 'connected' : 'disconnected';
    throw alreadyInDesiredState(
      `com.vmware.api.vcenter.vm.hardware.already_${state}`,
      `Virtual device is already ${state}.`,
      [device.key],
    );
  }
  const nics = vm.spec.hardware.nics.map((nic) => (nic === device ? { ...nic, connected } : nic));
  setHardware(call, vm, { nics });
  return done;
}

export function removeNic(call: Call) {
  const vm = ownMachineOf(call);
  const { device } = nicOf(call);
  setHardware(call, vm, { nics: vm.spec.hardware.nics.filter((nic) => nic !== device) });
  return done;
}

const edit = { privilege: 'VirtualMachine.Config.EditDevice' } as const;

const nics: readonly Operation[] = [
  {
    method: 'GET',
    path: `${base}/ethernet`,
    ...read,
    answer: (call) => ok((machineOf(call).spec.hardware?.nics ?? []).map(({ key: nic }) => ({ nic }))),
  },
  {
    method: 'GET',
    path: `${base}/ethernet/{nic}`,
    ...read,
    answer: (call) => {
      const { device, nth } = nicOf(call);
      return ok(nicInfo(call.fabric, device, nth, powerOf(machineOf(call)) === 'POWERED_ON'));
    },
  },
  {
    method: 'POST',
    path: `${base}/ethernet`,
    privilege: 'VirtualMachine.Config.AddRemoveDevice',
    answer: addNic,
  },
  { method: 'PATCH', path: `${base}/ethernet/{nic}`, ...edit, answer: changeNic },
  ...(['connect', 'disconnect'] as const).map((action): Operation => ({
    method: 'POST',
    path: `${base}/ethernet/{nic}`,
    action,
    privilege: 'VirtualMachine.Interact.DeviceConnection',
    answer: (call) => connectNic(call, action === 'connect'),
  })),
  {
    method: 'DELETE',
    path: `${base}/ethernet/{nic}`,
    privilege: 'VirtualMachine.Config.AddRemoveDevice',
    answer: removeNic,
  },
];

export const hardwareOperations: readonly Operation[] = [
  ...processors,
  ...bootOperations,
  ...disks,
  ...nics,
  ...cdromOperations,
];
