// VMs out of the inventory and into it again: what is left of one is its files, and what is registered is what its configuration file says. Source:
// vSphere Automation API, com.vmware.vcenter.VM.{register, unregister}; vim25 UnregisterVM, RegisterVM_Task.
import { networksIn } from '../../../../kinds/vsphere/network.ts';
import {
  virtualMachines,
  type Hardware,
  type VirtualMachine,
} from '../../../../kinds/vsphere/virtual-machine.ts';
import { fnv1a32, uuidFrom } from '../../../../std/hash.ts';
import { bytesPerMiB } from '../../../../std/mebibyte.ts';
import { utf8Length } from '../../../../std/utf8.ts';
import type { ReadView } from '../../../../store/view.ts';
import { alreadyExists, invalidArgument, missingField, notFound, unsupported } from '../../failure.ts';
import { string } from '../../../../store/schema/infer.ts';
import { created, done, type Call, type Operation } from '../../operation.ts';
import { readBody, textAt } from '../../reading.ts';
import { fileAt, put, remove as removeFile, type Place } from '../own-files.ts';
import { checkName, folderFor, list, rootFolder, titleOf, storesNamed } from '../places.ts';
import type { Datastore } from '../../../../kinds/vsphere/datastore.ts';
import { datastoreUrl } from '../datastore-url.ts';
import { configurationFile, readConfigurationFile, type Configured } from './configuration-file.ts';
import { namesIn, register } from './create.ts';
import { checkCpus, checkMemory, newDisk, newNic, takeRooms } from './devices.ts';
import {
  ownMachineOf,
  powerOf,
  roomTaken,
  wrongState,
  type Disk,
  type Nic,
  type OwnMachine,
} from './machine.ts';
import { placeAsked } from './placement.ts';
import { newestHardware, numberOf } from './versions.ts';

/** As it is now: others have just written to it. */
const storeOf = (fabric: ReadView, name: string): Datastore | undefined =>
  fabric.get<Datastore>('vsphere.sandbox/datastores', name);

/** Leaves the files of a VM that is off where they are. */
export function unregister(call: Call, vm: OwnMachine): void {
  if (powerOf(vm) !== 'POWERED_OFF') throw wrongState(vm);
  if ((vm.spec.snapshots?.length ?? 0) > 0)
    throw unsupported(`'${vm.spec.displayName}' has snapshots, which are not kept with its files here.`);
  const { displayName, hardware } = vm.spec;
  const text = configurationFile(call.fabric, vm);
  takeRooms(call, roomTaken(vm), -1);
  call.write.remove(virtualMachines, vm, 'Unregister virtual machine');
  const home = storeOf(call.fabric, hardware.datastore);
  if (home !== undefined)
    put(call, { store: home, path: `${displayName}/${displayName}.vmx` }, { bytes: utf8Length(text), text });
  for (const { datastore, file, capacityMiB } of hardware.disks) {
    const store = storeOf(call.fabric, datastore);
    if (store !== undefined) put(call, { store, path: file }, { bytes: capacityMiB * bytesPerMiB });
  }
}

export interface RegisterAsked {
  /** `[vsanDatastore] web/web.vmx`. */
  readonly path: string;
  readonly name?: string;
  readonly isTemplate?: boolean;
  readonly placement: {
    readonly folder?: string;
    readonly resource_pool?: string;
    readonly host?: string;
    readonly cluster?: string;
  };
}

function placeOf(fabric: ReadView, path: string): Place {
  const [, title = '', rest = ''] = /^\[([^\]]+)\] ?(.+)$/.exec(path) ?? [];
  const known = storesNamed(fabric, title);
  const store =
    known.find((each) => fileAt({ fabric }, { store: each, path: rest }) !== undefined) ?? known[0];
  if (store === undefined) throw invalidArgument(`Invalid datastore path '${path}'.`, [path]);
  return { store, path: rest };
}

/** Where a disk of the configuration lies: beside it, or where it says. */
function diskPlace(fabric: ReadView, { store, path }: Place, file: string): Place {
  const other = list<Datastore>(fabric, 'datastores').find((each) =>
    file.startsWith(datastoreUrl(each).replace(/^ds:\/\//, '')),
  );
  if (other !== undefined)
    return { store: other, path: file.slice(datastoreUrl(other).replace(/^ds:\/\//, '').length) };
  return { store, path: `${path.split('/').slice(0, -1).join('/')}/${file}`.replace(/^\//, '') };
}

function disksOf(call: Call, beside: Place, { disks }: Configured): readonly Disk[] {
  const found: Disk[] = [];
  for (const { bus, unit, file } of disks) {
    const place = diskPlace(call.fabric, beside, file);
    const there = fileAt(call, place);
    if (there?.own === undefined) throw notFound('File', `[${titleOf(place.store)}] ${place.path}`);
    const home = { datastore: place.store, directory: '' };
    const asked = { type: bus, new_vmdk: { capacity: Math.max(bytesPerMiB, there.bytes) } };
    found.push({ ...newDisk(call.fabric, asked, found, home), unit, file: place.path });
  }
  return found;
}

/** Adapters on networks that are there; what was on another is left out. */
function nicsOf({ fabric }: Call, { nics }: Configured, uuid: string): readonly Nic[] {
  const found: Nic[] = [];
  for (const { type, network, macAddress, isManual } of nics) {
    const known = networksIn(fabric).find(({ spec }) => spec.displayName === network);
    if (known === undefined || known.spec.isUplink === true) continue;
    const backing = { type: known.spec.type, network: known.id };
    const nic = newNic(
      fabric,
      { type: type as Nic['type'], backing, start_connected: true } as never,
      found,
      uuid,
    );
    found.push({
      ...nic,
      ...(macAddress === undefined ? {} : { macAddress }),
      ...(isManual ? { isManual } : {}),
    });
  }
  return found;
}

/** @returns the id of the VM. */
export function registerFrom(
  call: Call,
  { path, name: asked, isTemplate, placement }: RegisterAsked,
): string {
  const { fabric, write } = call;
  const beside = placeOf(fabric, path);
  const file = fileAt(call, beside);
  if (file === undefined) throw notFound('File', path);
  if (file.own === undefined)
    throw alreadyExists(`The virtual machine of '${path}' is registered already.`, [path]);
  const configured = readConfigurationFile(file.own.spec.text ?? '');
  if (configured === undefined)
    throw invalidArgument(`'${path}' is no configuration of a virtual machine.`, [path]);
  const folder = folderFor(fabric, placement.folder ?? '', 'VIRTUAL_MACHINE');
  const place = placeAsked(fabric, placement);
  if (place === undefined) throw missingField('placement.resource_pool');
  const moid = `vm-${write.revision + 1}`;
  const name = asked ?? configured.name ?? moid;
  checkName('Virtual machine', name, namesIn(fabric, folder.folder));
  const { cpus, coresPerSocket, memoryMiB, uuid = uuidFrom(fnv1a32(name), moid) } = configured;
  checkCpus(cpus, coresPerSocket);
  checkMemory(memoryMiB);
  const newest = newestHardware(fabric);
  const version = configured.version ?? newest;
  if (!(numberOf(version) <= numberOf(newest)))
    throw unsupported(`Virtual hardware ${version} is newer than ${newest}, the newest of this vCenter.`, [
      version,
    ]);
  const disks = disksOf(call, beside, configured);
  const hardware: Hardware = {
    version,
    coresPerSocket,
    firmware: configured.firmware,
    ...(configured.scsiAdapter === undefined ? {} : { scsiAdapter: configured.scsiAdapter }),
    datastore: beside.store.metadata.name,
    disks: [...disks],
    nics: [...nicsOf(call, configured, uuid)],
  };
  const spec: VirtualMachine['spec'] = {
    uuid,
    displayName: name,
    role: 'VM',
    cluster: place.pool.cluster,
    cpus,
    memoryMiB,
    cpuReservationMHz: configured.cpuReservationMHz,
    memoryReservationMiB: configured.memoryReservationMiB,
    power: 'Off',
    folder: folder.folder,
    resourcePool: place.pool.resource_pool,
    guestOs: configured.guestOs,
    ...(configured.notes === undefined ? {} : { notes: configured.notes }),
    ...(isTemplate === true ? { isTemplate } : {}),
    hardware,
  };
  // From here on the files are the VM's.
  for (const { datastore, file: disk } of disks) {
    const store = storeOf(fabric, datastore);
    if (store !== undefined) removeFile(call, { store, path: disk });
  }
  removeFile(call, { ...beside, store: storeOf(fabric, beside.store.metadata.name) ?? beside.store });
  register(call, moid, spec, place.host?.metadata.name ?? place.pool.host);
  return moid;
}

const registerSchema = {
  type: 'object',
  properties: {
    datastore: string,
    path: string,
    datastore_path: string,
    name: string,
    placement: {
      type: 'object',
      properties: { folder: string, resource_pool: string, host: string, cluster: string },
    },
  },
} as const;

/** Its file is said by its datastore and its path there, or by both together. */
function registerAsked(call: Call) {
  const {
    datastore,
    path,
    datastore_path: whole,
    name,
    placement = {},
  } = readBody(registerSchema, call.body);
  const store = list<Datastore>(call.fabric, 'datastores').find(({ spec }) => spec.moid === datastore);
  if (whole === undefined && (store === undefined || path === undefined))
    throw invalidArgument(
      "Exactly one of 'datastore_path', and 'datastore' with 'path', must be specified.",
      ['datastore_path'],
    );
  const at = whole ?? `[${store === undefined ? '' : titleOf(store)}] ${path ?? ''}`;
  const members = Object.entries(placement).filter(([, id]) => id !== undefined);
  const asked = { path: at, placement: Object.fromEntries(members) as RegisterAsked['placement'] };
  return created(registerFrom(call, name === undefined ? asked : { ...asked, name }));
}

export const registeringOperations: readonly Operation[] = [
  {
    method: 'POST',
    path: 'vcenter/vm',
    action: 'register',
    privilege: 'VirtualMachine.Inventory.Register',
    on: ({ body }) => textAt(body, 'placement', 'folder') ?? rootFolder,
    answer: registerAsked,
  },
  {
    method: 'POST',
    path: 'vcenter/vm/{vm}',
    action: 'unregister',
    privilege: 'VirtualMachine.Inventory.Unregister',
    answer: (call) => {
      unregister(call, ownMachineOf(call));
      return done;
    },
  },
];
