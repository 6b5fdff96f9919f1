// VMs from OVF templates of content libraries, and templates from VMs. Source: vSphere Automation API, com.vmware.vcenter.ovf.LibraryItem.
import { networksIn } from '../../../kinds/vsphere/network.ts';
import { libraryItems, type LibraryItem } from '../../../kinds/vsphere/library-item.ts';
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Host } from '../../../kinds/vsphere/host.ts';
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import { boolean, string, strings } from '../../../store/schema/infer.ts';
import { invalidArgument, notAllowed, notFound } from '../failure.ts';
import { create } from '../inventory/machines/create.ts';
import { guestOsOf } from '../inventory/machines/guest.ts';
import { change, ownMachineOf, powerOf, wrongState } from '../inventory/machines/machine.ts';
import { emptyDiskBytes } from '../ovf/empty-disk.ts';
import { OvfError, readTemplate, type OvfTemplate } from '../ovf/read.ts';
import { descriptorOf } from '../ovf/write.ts';
import { guestNameOf } from '../inventory/machines/guest-os.ts';
import { utf8Length } from '../../../std/utf8.ts';
import { placeAsked } from '../inventory/machines/placement.ts';
import { datacenterNamed, foldersOf, list, rootFolder } from '../inventory/places.ts';
import { ok, type Call, type Operation } from '../operation.ts';
import { readBody } from '../reading.ts';
import { addItem } from './add-item.ts';
import { checkOwn, itemOf } from './found.ts';

type Machine = NonNullable<LibraryItem['spec']['machine']>;

/** What is deployed from a template of somebody else's, whose descriptor nobody has sent. */
const usualMachine: Machine = {
  guestOs: 'OTHER_LINUX_64',
  cpus: 2,
  memoryMiB: 4 * 1024,
  disksMiB: [16 * 1024],
  networks: ['VM Network'],
};

const path = 'vcenter/ovf/library-item';

const targetSchema = {
  type: 'object',
  required: ['resource_pool_id'],
  properties: { resource_pool_id: string, host_id: string, folder_id: string },
} as const;

interface Template {
  readonly item: LibraryItem;
  readonly machine: Machine;
  /** What its descriptor says, where somebody has sent one. */
  readonly said?: OvfTemplate;
}

/** What the descriptor among its files says; one that cannot be read fails whatever is done with the item. */
function saidIn({ spec }: LibraryItem): OvfTemplate | undefined {
  const descriptor = spec.files?.find(({ name }) => name.toLowerCase().endsWith('.ovf'))?.text;
  if (descriptor === undefined) return undefined;
  try {
    return readTemplate(descriptor);
  } catch (error) {
    if (error instanceof OvfError)
      throw invalidArgument(`Library item '${spec.displayName}': ${error.message}`, [spec.displayName]);
    throw error;
  }
}

const machineIn = ({ guestId, cpus, memoryMiB, disks, nics }: OvfTemplate): Machine => ({
  guestOs: guestNameOf(guestId),
  cpus,
  memoryMiB,
  disksMiB: disks.map(({ capacityMiB }) => capacityMiB),
  networks: nics.map(({ network }) => network),
});

function templateOf(call: Call): Template {
  const item = itemOf(call.fabric, call.params['item'] ?? '');
  if (item.spec.type !== 'ovf')
    throw invalidArgument(
      `Library item ${item.metadata.name} is of type ${item.spec.type}, and not of type ovf.`,
      [item.metadata.name],
    );
  if (item.spec.machine !== undefined) return { item, machine: item.spec.machine };
  const said = saidIn(item);
  return said === undefined ? { item, machine: usualMachine } : { item, machine: machineIn(said), said };
}

function filter(call: Call) {
  readBody(
    { type: 'object', required: ['target'], properties: { target: targetSchema } } as const,
    call.body,
  );
  const { item, machine, said } = templateOf(call);
  return ok({
    name: said?.name ?? item.spec.displayName,
    annotation: said?.annotation ?? item.spec.description ?? '',
    EULAs: [...(said?.eulas ?? [])],
    networks: said?.networks.map(({ name }) => name) ?? [...new Set(machine.networks)],
    storage_groups: ['group1'],
    additional_params: [],
  });
}

const deploymentSchema = {
  type: 'object',
  properties: {
    name: string,
    annotation: string,
    accept_all_EULA: boolean,
    network_mappings: {},
    storage_mappings: {},
    storage_provisioning: { type: 'string', enum: ['thin', 'thick', 'eagerZeroedThick'] },
    storage_profile_id: string,
    locale: string,
    flags: strings,
    additional_parameters: { type: 'array', items: {} },
    default_datastore_id: string,
    vm_config_spec: {},
  },
} as const;

/** The datastore asked for, or one that hosts of the pool's cluster have. */
function datastoreFor({ fabric }: Call, cluster: string | undefined, asked: string | undefined): string {
  if (asked !== undefined) return asked;
  const host = list<Host>(fabric, 'hosts').find(({ spec }) => spec.cluster === cluster);
  const found = list<Datastore>(fabric, 'datastores').find(({ metadata }) =>
    host?.spec.datastores?.includes(metadata.name),
  );
  if (found === undefined) throw notAllowed('No datastore is accessible from the target.', []);
  return found.spec.moid;
}

/** The network that one of the template becomes: as it is mapped, or the one of its name, or the first there is. */
function networkFor({ fabric }: Call, name: string, mappings: Readonly<Record<string, string>>) {
  const known = networksIn(fabric).filter(({ spec }) => spec.isUplink !== true);
  const id = mappings[name];
  const found =
    id === undefined
      ? (known.find(({ spec }) => spec.displayName === name) ?? known[0])
      : known.find((network) => network.id === id);
  if (found === undefined) throw notFound('Network', id ?? name);
  return { type: found.spec.type, network: found.id };
}

/** Maps stand as structures below /api, as lists of keys and values below /rest. */
function mappingsIn(given: unknown): Readonly<Record<string, string>> {
  if (!Array.isArray(given)) return (given ?? {}) as Readonly<Record<string, string>>;
  const entries = given as readonly { readonly key: string; readonly value: string }[];
  return Object.fromEntries(entries.map(({ key, value }) => [key, value]));
}

/** The folder of VMs of the cluster's datacenter. */
function folderOf({ fabric }: Call, cluster: string | undefined): string {
  const datacenter = list<Cluster>(fabric, 'clusters').find(({ metadata }) => metadata.name === cluster)?.spec
    .datacenter;
  const found = datacenterNamed(fabric, datacenter);
  return found === undefined ? '' : foldersOf(found).vm;
}

function deploy(call: Call) {
  const schema = {
    type: 'object',
    required: ['target', 'deployment_spec'],
    properties: { target: targetSchema, deployment_spec: deploymentSchema },
  } as const;
  const { target, deployment_spec: asked } = readBody(schema, call.body);
  const { item, machine, said } = templateOf(call);
  if (said !== undefined && said.eulas.length > 0 && asked.accept_all_EULA !== true)
    throw invalidArgument(`The license agreements of '${item.spec.displayName}' are not accepted.`, [
      item.spec.displayName,
    ]);
  const { resource_pool_id: resource_pool, host_id: host, folder_id } = target;
  const placement = { resource_pool, ...(host === undefined ? {} : { host }) };
  const place = placeAsked(call.fabric, placement);
  const folder = folder_id ?? folderOf(call, place?.pool.cluster);
  const mappings = mappingsIn(asked.network_mappings);
  const { storage_profile_id: policy } = asked;
  const body = {
    name: asked.name ?? item.spec.displayName,
    guest_OS: machine.guestOs,
    placement: {
      ...placement,
      datastore: datastoreFor(call, place?.pool.cluster, asked.default_datastore_id),
      folder,
    },
    cpu: { count: machine.cpus },
    memory: { size_MiB: machine.memoryMiB },
    disks: machine.disksMiB.map((capacityMiB) => ({
      type: 'SCSI',
      new_vmdk: { capacity: capacityMiB * bytesPerMiB },
    })),
    nics: machine.networks.map((name) => ({
      type: 'VMXNET3',
      backing: networkFor(call, name, mappings),
      start_connected: true,
    })),
    ...(policy === undefined ? {} : { storage_policy: { policy } }),
  };
  const id = String(create({ ...call, body }).value);
  const notes = asked.annotation ?? said?.annotation ?? item.spec.description;
  if (notes !== undefined) {
    const vm = ownMachineOf({ ...call, params: { vm: id } });
    change(call, vm, { spec: { notes } }, 'Deploy OVF template');
  }
  return ok({ succeeded: true, resource_id: { type: 'VirtualMachine', id } });
}

const words = 'Capture OVF Template';

/** A template out of a VM that is off, as a new item of a local library or in the place of one's content. */
function capture(call: Call) {
  const schema = {
    type: 'object',
    required: ['source', 'target', 'create_spec'],
    properties: {
      source: { type: 'object', required: ['type', 'id'], properties: { type: string, id: string } },
      target: { type: 'object', properties: { library_id: string, library_item_id: string } },
      create_spec: { type: 'object', properties: { name: string, description: string, flags: strings } },
    },
  } as const;
  const { source, target, create_spec: asked } = readBody(schema, call.body);
  if (source.type !== 'VirtualMachine')
    throw invalidArgument(`An object of type ${source.type} cannot be captured.`, [source.type]);
  const vm = ownMachineOf({ ...call, params: { vm: source.id } });
  if (powerOf(vm) !== 'POWERED_OFF') throw wrongState(vm);
  const { fabric, write } = call;
  const { displayName, cpus, memoryMiB, hardware } = vm.spec;
  const titles = new Map(networksIn(fabric).map(({ id, spec }) => [id, spec.displayName]));
  const networks = [...new Set(hardware.nics.map(({ network }) => titles.get(network) ?? network))];
  const disksMiB = hardware.disks.map(({ capacityMiB }) => capacityMiB);
  const machine: Machine = { guestOs: guestOsOf(vm), cpus, memoryMiB, disksMiB, networks };
  const files = (name: string) => {
    const disks = disksMiB.map((sizeMiB, nth) => ({
      name: `${name}-${nth + 1}.vmdk`,
      bytes: emptyDiskBytes(sizeMiB),
    }));
    const sent = disks.map(({ name: path, bytes }) => ({ path, bytes }));
    const text = descriptorOf(fabric, vm, name, sent);
    return [{ name: `${name}.ovf`, bytes: utf8Length(text), text }, ...disks];
  };
  if (target.library_item_id !== undefined) {
    const item = itemOf(fabric, target.library_item_id);
    checkOwn(call, item.spec.library);
    const spec = { ...item.spec, machine, files: files(item.spec.displayName) };
    const contentVersion = (item.status?.contentVersion ?? 1) + 1;
    const status = { ...item.status, modifiedAt: fabric.now, contentVersion };
    write.update(libraryItems, { ...item, spec, status } as LibraryItem, words);
    return ok({ succeeded: true, ovf_library_item_id: item.metadata.name });
  }
  const { name = displayName, description } = asked;
  const library = target.library_id ?? '';
  const wanted = { library, displayName: name, type: 'ovf', files: files(name), machine, description };
  return ok({ succeeded: true, ovf_library_item_id: addItem(call, wanted, words) });
}

const make = { privilege: 'VApp.Import', on: () => rootFolder } as const;

export const ovfOperations: readonly Operation[] = [
  { method: 'POST', path, privilege: 'VApp.Export', on: () => rootFolder, answer: capture },
  { method: 'POST', path: `${path}/{item}`, action: 'filter', privilege: 'System.Read', answer: filter },
  { method: 'POST', path: `${path}/{item}`, action: 'deploy', ...make, answer: deploy },
];
