// New VMs, made from a specification. Source: vSphere Automation API, com.vmware.vcenter.VM.CreateSpec.
import { hostsFor } from '../../../../kinds/vsphere/machine.ts';
import {
  virtualMachines,
  type Hardware,
  type VirtualMachine,
} from '../../../../kinds/vsphere/virtual-machine.ts';
import { fnv1a32, uuidFrom } from '../../../../std/hash.ts';
import { bytesPerMiB } from '../../../../std/mebibyte.ts';
import { boolean, integer, string } from '../../../../store/schema/infer.ts';
import type { ReadView } from '../../../../store/view.ts';
import { invalidArgument, missingField, unsupported } from '../../failure.ts';
import { created, type Call } from '../../operation.ts';
import { notSupportedHere, readBody } from '../../reading.ts';
import { checkName, folderFor, list } from '../places.ts';
import { bootChanges, bootDevicesSchema, bootOrder, bootSchema } from './boot.ts';
import { cdromSchema, newCdrom } from './cdroms.ts';
import {
  adopt,
  checkCpus,
  checkMemory,
  diskSchema,
  newDisk,
  newNic,
  nicSchema,
  policySchema,
  takeRooms,
} from './devices.ts';
import type { Disk, Nic } from './machine.ts';
import { checkPolicy, datastoreOf, noHost, placeAsked, placementSchema } from './placement.ts';
import { checkVersion, newestHardware } from './versions.ts';

const otherAdapters = {
  type: 'array',
  items: { type: 'object', properties: { type: string, bus: integer, pci_slot_number: integer } },
} as const;

const createSchema = {
  type: 'object',
  required: ['guest_OS'],
  properties: {
    guest_OS: string,
    name: string,
    placement: placementSchema,
    hardware_version: string,
    boot: bootSchema,
    boot_devices: bootDevicesSchema,
    scsi_adapters: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          type: { type: 'string', enum: ['BUSLOGIC', 'LSILOGIC', 'LSILOGICSAS', 'PVSCSI'] },
          bus: integer,
          pci_slot_number: integer,
          sharing: { type: 'string', enum: ['NONE', 'VIRTUAL', 'PHYSICAL'] },
        },
      },
    },
    sata_adapters: otherAdapters,
    nvme_adapters: otherAdapters,
    floppies: notSupportedHere,
    parallel_ports: notSupportedHere,
    serial_ports: notSupportedHere,
    cdroms: { type: 'array', items: cdromSchema },
    cpu: {
      type: 'object',
      properties: {
        count: integer,
        cores_per_socket: integer,
        hot_add_enabled: boolean,
        hot_remove_enabled: boolean,
      },
    },
    memory: { type: 'object', properties: { size_MiB: integer, hot_add_enabled: boolean } },
    disks: { type: 'array', items: diskSchema },
    nics: { type: 'array', items: nicSchema },
    storage_policy: policySchema,
  },
} as const;

/** What a guest gets where nothing is said: vCPUs, memory and a disk. */
function usualFor(guest: string) {
  return guest.startsWith('WINDOWS')
    ? { cpus: 2, memoryMiB: 4 * 1024, diskMiB: 90 * 1024 }
    : { cpus: 1, memoryMiB: 2 * 1024, diskMiB: 16 * 1024 };
}

/** Names of VMs in a folder. */
export const namesIn = (view: ReadView, folder: string): readonly string[] =>
  list<VirtualMachine>(view, 'virtualmachines')
    .filter(({ spec }) => spec.folder === folder)
    .map(({ spec }) => spec.displayName);

export function create(call: Call) {
  const { fabric, write } = call;
  const asked = readBody(createSchema, call.body);
  const { guest_OS: guest, placement = {}, cpu = {}, memory = {} } = asked;
  if (!/^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$/.test(guest))
    throw invalidArgument(`'${guest}' is not a guest operating system.`, ['guest_OS']);
  if (placement.folder === undefined) throw missingField('placement.folder');
  if (placement.datastore === undefined) throw missingField('placement.datastore');
  checkVersion(fabric, asked.hardware_version);
  const folder = folderFor(fabric, placement.folder, 'VIRTUAL_MACHINE');
  const place = placeAsked(fabric, placement);
  if (place === undefined) throw missingField('placement.resource_pool');
  const datastore = datastoreOf(fabric, placement.datastore);
  checkPolicy(fabric, asked.storage_policy?.policy, datastore);
  const usual = usualFor(guest);
  const { count = usual.cpus, cores_per_socket: coresPerSocket = 1 } = cpu;
  const { size_MiB: memoryMiB = usual.memoryMiB } = memory;
  checkCpus(count, coresPerSocket);
  checkMemory(memoryMiB);
  const moid = `vm-${write.revision + 1}`;
  const name = asked.name ?? `New Virtual Machine ${moid.slice('vm-'.length)}`;
  checkName('Virtual machine', name, namesIn(fabric, placement.folder));
  const uuid = uuidFrom(fnv1a32(name), moid).replace(/^../, '50');
  const home = { datastore, directory: name };
  const wanted = asked.disks ?? [{ new_vmdk: { capacity: usual.diskMiB * bytesPerMiB } }];
  const disks = wanted.reduce<readonly Disk[]>(
    (known, each) => [...known, newDisk(fabric, each, known, home)],
    [],
  );
  const nics = (asked.nics ?? []).reduce<readonly Nic[]>(
    (known, each) => [...known, newNic(fabric, each, known, uuid)],
    [],
  );
  const cdroms = (asked.cdroms ?? []).reduce<NonNullable<Hardware['cdroms']>>(
    (known, each) => [...known, newCdrom(fabric, each, known)],
    [],
  );
  const { scsi_adapters: scsi = [], sata_adapters: sata = [], nvme_adapters: nvme = [] } = asked;
  for (const [words, { length }] of Object.entries({ SCSI: scsi, SATA: sata, NVMe: nvme }))
    if (length > 1) throw unsupported(`A virtual machine has one ${words} adapter here.`, [words]);
  const [adapter] = scsi;
  const others = [...sata.map(() => 'SATA' as const), ...nvme.map(() => 'NVME' as const)];
  const hardware: Hardware = {
    version: asked.hardware_version ?? newestHardware(fabric),
    coresPerSocket,
    ...(cpu.hot_add_enabled === true ? { cpuHotAdd: true } : {}),
    ...(cpu.hot_remove_enabled === true ? { cpuHotRemove: true } : {}),
    ...(memory.hot_add_enabled === true ? { memoryHotAdd: true } : {}),
    firmware: 'BIOS',
    ...(asked.boot === undefined ? {} : bootChanges(asked.boot)),
    ...(asked.boot_devices === undefined
      ? {}
      : { bootDevices: bootOrder(asked.boot_devices, { disks, nics }) }),
    ...(adapter?.type === undefined ? {} : { scsiAdapter: adapter.type }),
    ...(others.length === 0 ? {} : { adapters: others }),
    ...(cdroms.length === 0 ? {} : { cdroms }),
    datastore: datastore.metadata.name,
    ...(asked.storage_policy === undefined ? {} : { storagePolicy: asked.storage_policy.policy }),
    disks,
    nics,
  };
  const spec: VirtualMachine['spec'] = {
    uuid,
    displayName: name,
    role: 'VM',
    cluster: place.pool.cluster,
    cpus: count,
    memoryMiB,
    cpuReservationMHz: 0,
    memoryReservationMiB: 0,
    power: 'Off',
    folder: folder.folder,
    resourcePool: place.pool.resource_pool,
    guestOs: guest,
    hardware,
  };
  adopt(
    call,
    disks.filter((_disk, nth) => wanted[nth]?.backing !== undefined),
  );
  register(call, moid, spec, place.host?.metadata.name ?? place.pool.host);
  return created(moid);
}

/** Puts a new VM on a host that could run it, and takes the room of its disks. */
export function register(
  call: Call,
  moid: string,
  spec: VirtualMachine['spec'],
  host: string | undefined,
): void {
  const { fabric, write, place } = call;
  const draft = {
    metadata: { name: moid },
    spec,
    status: host === undefined ? {} : { host },
  } as VirtualMachine;
  const may = hostsFor(draft, fabric).filter((name) => host === undefined || name === host);
  const { winner, reasons } = place(spec, may);
  const on = winner?.name ?? may[0];
  if (on === undefined) throw noHost(call, draft, reasons);
  takeRooms(call, spec.hardware?.disks ?? [], 1);
  const status = { host: on, powerState: 'POWERED_OFF', changedAt: fabric.now, steps: [] } as const;
  write.create(virtualMachines, { metadata: { name: moid }, spec, status }, 'Create virtual machine');
}
