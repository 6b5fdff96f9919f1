// Devices of a VM: disks and network adapters as they are asked for, and the sizes that a VM may have. Source: vSphere Automation API,
// com.vmware.vcenter.vm.hardware.
import { assignedMac, firstKeys } from '../../../../kinds/vsphere/assigned-devices.ts';
import type { Datastore } from '../../../../kinds/vsphere/datastore.ts';
import {
  datastoreFiles,
  datastoreFilesKind,
  type DatastoreFile,
} from '../../../../kinds/vsphere/datastore-file.ts';
import type { VirtualMachine } from '../../../../kinds/vsphere/virtual-machine.ts';
import { limits } from '../../../../std/limits.ts';
import { bytesPerMiB } from '../../../../std/mebibyte.ts';
import { boolean, integer, string, type Infer } from '../../../../store/schema/infer.ts';
import type { ReadView } from '../../../../store/view.ts';
import { invalidArgument, missingField, notFound, resourceInUse } from '../../failure.ts';
import { adapterNetwork } from '../networks.ts';
import type { Call } from '../../operation.ts';
import { list, storesNamed } from '../places.ts';
import type { Disk, Nic, RoomTaken } from './machine.ts';
import { checkPolicy, checkRoom, takeRoom } from './placement.ts';

export const policySchema = { type: 'object', required: ['policy'], properties: { policy: string } } as const;
export const diskSchema = {
  type: 'object',
  properties: {
    type: { type: 'string', enum: ['IDE', 'SCSI', 'SATA', 'NVME'] },
    ide: { type: 'object', properties: { primary: boolean, master: boolean } },
    scsi: { type: 'object', properties: { bus: integer, unit: integer } },
    sata: { type: 'object', properties: { bus: integer, unit: integer } },
    nvme: { type: 'object', properties: { bus: integer, unit: integer } },
    backing: {
      type: 'object',
      required: ['type'],
      properties: { type: { type: 'string', enum: ['VMDK_FILE'] }, vmdk_file: string },
    },
    new_vmdk: {
      type: 'object',
      properties: { name: string, capacity: integer, storage_policy: policySchema },
    },
  },
} as const;

export const nicSchema = {
  type: 'object',
  properties: {
    type: { type: 'string', enum: ['E1000', 'E1000E', 'PCNET32', 'VMXNET', 'VMXNET2', 'VMXNET3'] },
    upt_compatibility_enabled: boolean,
    mac_type: { type: 'string', enum: ['MANUAL', 'GENERATED', 'ASSIGNED'] },
    mac_address: string,
    pci_slot_number: integer,
    wake_on_lan_enabled: boolean,
    backing: {
      type: 'object',
      required: ['type'],
      properties: {
        type: { type: 'string', enum: ['STANDARD_PORTGROUP', 'DISTRIBUTED_PORTGROUP', 'OPAQUE_NETWORK'] },
        network: string,
        distributed_port: string,
      },
    },
    start_connected: boolean,
    allow_guest_control: boolean,
  },
} as const;

/** The next free key or unit. */
function next(taken: readonly number[], first: number): number {
  let free = first;
  while (taken.includes(free)) free += 1;
  return free;
}

/** Unit 7 of a SCSI bus is the controller's own. */
const controllerUnit = 7;

function nextUnit(disks: readonly Disk[], type: Disk['bus']): number {
  const units = disks.filter((disk) => disk.bus === type).map(({ unit }) => unit);
  return next(type === 'SCSI' ? [...units, controllerUnit] : units, 0);
}

export interface Home {
  readonly datastore: Datastore;
  /** The folder of its files. */
  readonly directory: string;
}

/** A disk that no VM has, by `[vsanDatastore] web/data.vmdk`. */
function diskFileAt(view: ReadView, written: string): DatastoreFile {
  const [, title = '', path = ''] = /^\[([^\]]+)\]\s*(.+)$/.exec(written) ?? [];
  const stores = storesNamed(view, title);
  const ids = new Set(stores.map(({ metadata }) => metadata.name));
  const found = stores
    .flatMap(({ metadata }) => ownFilesOn(view, metadata.name))
    .find(({ spec }) => spec.path === path);
  if (found !== undefined && /\.vmdk$/i.test(path)) return found;
  const isUsed = list<VirtualMachine>(view, 'virtualmachines').some(({ spec }) =>
    spec.hardware?.disks.some(({ datastore, file }) => ids.has(datastore) && file === path),
  );
  throw isUsed ? resourceInUse(written) : notFound('File', written);
}

const ownFilesOn = (view: ReadView, store = ''): readonly DatastoreFile[] =>
  view.list<DatastoreFile>(datastoreFilesKind, { index: ['datastore', store] });

/** `web/web_1.vmdk`: what disks of the VM have and what was left beside them is not taken. */
function freeFile(view: ReadView, store: Datastore, directory: string, others: readonly Disk[]): string {
  const taken = new Set([
    ...others.map(({ file }) => file),
    ...ownFilesOn(view, store.metadata.name).map(({ spec }) => spec.path),
  ]);
  for (let nth = others.length; ; nth += 1) {
    const file = `${directory}/${directory}${nth === 0 ? '' : `_${nth}`}.vmdk`;
    if (!taken.has(file)) return file;
  }
}

/** What was a file of nobody's is a VM's from now on. */
export function adopt({ fabric, write }: Pick<Call, 'fabric' | 'write'>, disks: readonly Disk[]): void {
  for (const { datastore, file } of disks) {
    const own = ownFilesOn(fabric, datastore).find(({ spec }) => spec.path === file);
    const store = fabric.get<Datastore>('vsphere.sandbox/datastores', datastore);
    if (own === undefined || store === undefined) continue;
    write.remove(datastoreFiles, own, 'Attach disk');
    takeRoom(write, store, -Math.ceil(own.spec.bytes / bytesPerMiB));
  }
}

/** A disk with a place on its bus: a new one, or one whose file is there. */
export function newDisk(
  view: ReadView,
  asked: Infer<typeof diskSchema>,
  others: readonly Disk[],
  { datastore, directory }: Home,
): Disk {
  if ((asked.new_vmdk === undefined) === (asked.backing === undefined))
    throw invalidArgument("Exactly one of 'backing' and 'new_vmdk' must be specified.", ['new_vmdk']);
  const there = asked.backing === undefined ? undefined : diskFileAt(view, asked.backing.vmdk_file ?? '');
  const { capacity = 16 * 1024 * bytesPerMiB, name, storage_policy: policy } = asked.new_vmdk ?? {};
  if (capacity < 1 || capacity > limits.diskMiBMax * bytesPerMiB)
    throw invalidArgument('A specified parameter was not correct: capacity', ['capacity']);
  checkPolicy(view, policy?.policy, datastore);
  const type = asked.type ?? 'SCSI';
  const unit =
    asked[type === 'SATA' ? 'sata' : type === 'NVME' ? 'nvme' : 'scsi']?.unit ?? nextUnit(others, type);
  if (
    others.some((disk) => disk.bus === type && disk.unit === unit) ||
    (type === 'SCSI' && unit === controllerUnit)
  )
    throw invalidArgument(`The unit ${unit} of the ${type} bus is in use.`, ['unit']);
  const key = String(
    next(
      others.map((disk) => Number(disk.key)),
      firstKeys.disk,
    ),
  );
  return {
    key,
    ...(there === undefined
      ? {
          capacityMiB: Math.ceil(capacity / bytesPerMiB),
          datastore: datastore.metadata.name,
          file:
            name === undefined ? freeFile(view, datastore, directory, others) : `${directory}/${name}.vmdk`,
        }
      : {
          capacityMiB: Math.ceil(there.spec.bytes / bytesPerMiB),
          datastore: there.spec.datastore,
          file: there.spec.path,
        }),
    bus: type,
    unit,
    ...(policy === undefined ? {} : { storagePolicy: policy.policy }),
  };
}

export function checkMac(mac: string): void {
  if (!/^([0-9a-f]{2}:){5}[0-9a-f]{2}$/i.test(mac))
    throw invalidArgument(`'${mac}' is not a MAC address.`, ['mac_address']);
}

export function newNic(
  view: ReadView,
  asked: Infer<typeof nicSchema>,
  others: readonly Nic[],
  uuid: string,
): Nic {
  const network = asked.backing?.network;
  if (network === undefined) throw missingField('backing.network');
  const known = adapterNetwork(view, network);
  if (known.spec.type !== asked.backing?.type)
    throw invalidArgument(`Network '${network}' is not a network of type ${asked.backing?.type ?? ''}.`, [
      network,
    ]);
  const isManual = asked.mac_type === 'MANUAL';
  const { mac_address: mac = '' } = asked;
  if (isManual) checkMac(mac);
  const key = String(
    next(
      others.map((nic) => Number(nic.key)),
      firstKeys.nic,
    ),
  );
  return {
    key,
    type: asked.type ?? 'VMXNET3',
    macAddress: isManual ? mac.toLowerCase() : assignedMac(uuid, key),
    ...(isManual ? { isManual } : {}),
    network,
    connected: asked.start_connected === true,
    startConnected: asked.start_connected === true,
  };
}

export function checkCpus(cpus: number, coresPerSocket: number): void {
  if (cpus < 1 || cpus > limits.machineCpusMax)
    throw invalidArgument('A specified parameter was not correct: cpu.count', ['cpu.count']);
  if (coresPerSocket < 1 || cpus % coresPerSocket !== 0)
    throw invalidArgument(
      `The number of virtual CPUs (${cpus}) is not a multiple of the cores per socket (${coresPerSocket}).`,
      ['cpu.cores_per_socket'],
    );
}

export function checkMemory(memoryMiB: number): void {
  if (memoryMiB < 4 || memoryMiB % 4 !== 0 || memoryMiB > limits.machineMemoryMiBMax)
    throw invalidArgument(
      `The memory size of ${memoryMiB} MB is not a multiple of 4 MB between 4 MB and ${limits.machineMemoryMiBMax} MB.`,
      ['memory.size_MiB'],
    );
}

/** Room of disks, taken by 1 and given back by -1, once for each datastore. */
export function takeRooms(
  { fabric, write }: Pick<Call, 'fabric' | 'write'>,
  rooms: readonly RoomTaken[],
  sign: 1 | -1,
): void {
  const sizes = new Map<string, number>();
  for (const { datastore, capacityMiB } of rooms)
    sizes.set(datastore, (sizes.get(datastore) ?? 0) + capacityMiB);
  // All of them are looked at first: what is refused has changed nothing.
  const taken = [...sizes].flatMap(([name, sizeMiB]) => {
    const datastore = fabric.get<Datastore>('vsphere.sandbox/datastores', name);
    return datastore === undefined ? [] : [{ datastore, sizeMiB: sign * sizeMiB }];
  });
  for (const { datastore, sizeMiB } of taken) checkRoom(datastore, sizeMiB);
  for (const { datastore, sizeMiB } of taken) takeRoom(write, datastore, sizeMiB);
}
