// VM templates as items of libraries: a VM is copied as a template, which the item names; VMs are deployed as copies of it. Source: vSphere
// Automation API, com.vmware.vcenter.vm_template.LibraryItems.
import type { LibraryItem } from '../../../kinds/vsphere/library-item.ts';
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { networksIn } from '../../../kinds/vsphere/network.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import type { ReadView } from '../../../store/view.ts';
import { boolean, integer, string } from '../../../store/schema/infer.ts';
import { invalidArgument, notFound, unsupported } from '../failure.ts';
import { clone } from '../inventory/machines/clone.ts';
import { checkCpus, checkMemory } from '../inventory/machines/devices.ts';
import { guestOsOf } from '../inventory/machines/guest.ts';
import { change, cpuInfo, machineOf, ownMachineOf, type OwnMachine } from '../inventory/machines/machine.ts';
import { remove } from '../inventory/machines/machines.ts';
import { powerOn } from '../inventory/machines/power.ts';
import { rootFolder } from '../inventory/places.ts';
import { created, ok, type Call, type Operation } from '../operation.ts';
import { readBody, textAt } from '../reading.ts';
import { addItem, checkNewItem } from './add-item.ts';
import { itemOf, libraryOf } from './found.ts';

const path = 'vcenter/vm-template/library-items';
const withItem = `${path}/{item}`;

const storageSchema = {
  type: 'object',
  properties: { datastore: string, storage_policy: { type: 'object', additionalProperties: {} } },
} as const;

export const placementSchema = {
  type: 'object',
  properties: { folder: string, resource_pool: string, host: string, cluster: string },
} as const;

/** The template of an item; of any other item, and of one whose template somebody has destroyed, there is none. */
export function templateOf(call: Call): { readonly item: LibraryItem; readonly vm: OwnMachine } {
  const item = itemOf(call.fabric, call.params['item'] ?? '');
  const id = item.spec.template;
  if (id === undefined)
    throw invalidArgument(
      `Library item ${item.metadata.name} is of type ${item.spec.type}, and not of type vm-template.`,
      [item.metadata.name],
    );
  if (call.fabric.get<VirtualMachine>('vsphere.sandbox/virtualmachines', id) === undefined)
    throw notFound('VM template', id);
  return { item, vm: ownMachineOf({ ...call, params: { vm: id } }) };
}

/** The members that are said, of those that a copy is placed by. */
export const placed = (
  { folder, resource_pool, host, cluster }: Readonly<Record<string, string | undefined>>,
  datastore: string | undefined,
) => ({
  ...(folder === undefined ? {} : { folder }),
  ...(resource_pool === undefined ? {} : { resource_pool }),
  ...(host === undefined ? {} : { host }),
  ...(cluster === undefined ? {} : { cluster }),
  ...(datastore === undefined ? {} : { datastore }),
});

function create(call: Call) {
  const schema = {
    type: 'object',
    required: ['source_vm', 'name', 'library'],
    properties: {
      source_vm: string,
      name: string,
      description: string,
      library: string,
      placement: placementSchema,
      vm_home_storage: storageSchema,
      disk_storage: storageSchema,
      disk_storage_overrides: {},
    },
  } as const;
  const { source_vm: source, name, library, description, ...asked } = readBody(schema, call.body);
  if (asked.disk_storage_overrides !== undefined)
    throw unsupported('Disks of a VM template on datastores of their own are not supported here.');
  checkNewItem(call, libraryOf(call.fabric, library).metadata.name, name);
  const datastore = asked.vm_home_storage?.datastore ?? asked.disk_storage?.datastore;
  const placement = placed(asked.placement ?? {}, datastore);
  const { moid: template } = clone({ ...call, body: { source, name, placement } });
  change(call, ownMachineOf({ ...call, params: { vm: template } }), { spec: { isTemplate: true } }, words);
  return created(
    addItem(call, { library, displayName: name, type: 'vm-template', template, description }, words),
  );
}

const words = 'Create VM Template';

const backingOf = (fabric: ReadView, network: string): string =>
  networksIn(fabric).find(({ id }) => id === network)?.spec.type ?? 'STANDARD_PORTGROUP';

function get(call: Call) {
  const { vm } = templateOf(call);
  const { spec } = vm;
  const { disks, nics, datastore } = spec.hardware;
  const home = call.fabric.get<Datastore>('vsphere.sandbox/datastores', datastore)?.spec.moid;
  const { count, cores_per_socket } = cpuInfo(vm);
  return ok({
    guest_OS: guestOsOf(vm),
    cpu: { count, cores_per_socket },
    memory: { size_MiB: spec.memoryMiB },
    ...(home === undefined ? {} : { vm_home_storage: { datastore: home } }),
    disks: call.keyed(
      disks.map(({ key, capacityMiB }) => [
        key,
        {
          capacity: capacityMiB * bytesPerMiB,
          ...(home === undefined ? {} : { disk_storage: { datastore: home } }),
        },
      ]),
    ),
    nics: call.keyed(
      nics.map(({ key, type, network }) => [
        key,
        { backing_type: backingOf(call.fabric, network), mac_type: 'ASSIGNED', network, type },
      ]),
    ),
    vm_template: vm.metadata.name,
  });
}

function deploy(call: Call) {
  const schema = {
    type: 'object',
    required: ['name'],
    properties: {
      name: string,
      description: string,
      placement: placementSchema,
      powered_on: boolean,
      vm_home_storage: storageSchema,
      disk_storage: storageSchema,
      disk_storage_overrides: {},
      guest_customization: { type: 'object', properties: { name: string } },
      hardware_customization: {
        type: 'object',
        properties: {
          cpu_update: { type: 'object', properties: { num_cpus: integer, num_cores_per_socket: integer } },
          memory_update: { type: 'object', properties: { memory: integer } },
          nics: {},
          disks_to_remove: {},
          disks_to_update: {},
        },
      },
    },
  } as const;
  const { name, description, powered_on: isOn, ...asked } = readBody(schema, call.body);
  const { vm } = templateOf(call);
  const { nics, disks_to_remove, disks_to_update, cpu_update, memory_update } =
    asked.hardware_customization ?? {};
  if (
    [nics, disks_to_remove, disks_to_update, asked.disk_storage_overrides].some((each) => each !== undefined)
  )
    throw unsupported('Other adapters and disks than those of the VM template are not supported here.');
  const datastore = asked.vm_home_storage?.datastore ?? asked.disk_storage?.datastore;
  const body = {
    source: vm.metadata.name,
    name,
    placement: placed(asked.placement ?? {}, datastore),
    ...(asked.guest_customization === undefined
      ? {}
      : { guest_customization_spec: { ...asked.guest_customization } }),
  };
  const cpus = cpu_update?.num_cpus ?? vm.spec.cpus;
  const coresPerSocket = cpu_update?.num_cores_per_socket ?? vm.spec.hardware.coresPerSocket;
  checkCpus(cpus, coresPerSocket);
  const memoryMiB = memory_update?.memory ?? vm.spec.memoryMiB;
  checkMemory(memoryMiB);
  const { moid } = clone({ ...call, body });
  const made = { ...call, params: { vm: moid } };
  const copy = ownMachineOf(made);
  const spec = {
    cpus,
    memoryMiB,
    hardware: { ...copy.spec.hardware, coresPerSocket },
    ...(description === undefined ? {} : { notes: description }),
  };
  change(call, copy, { spec }, 'Deploy VM from template');
  if (isOn === true) powerOn(call, machineOf(made));
  return created(moid);
}

/** With an item its templates go. */
export function removeTemplate(call: Call, { spec }: LibraryItem): void {
  for (const template of [spec.template, spec.previous?.template])
    if (template !== undefined && call.fabric.get('vsphere.sandbox/virtualmachines', template) !== undefined)
      remove({ ...call, params: { vm: template } });
}

export const vmTemplateOperations: readonly Operation[] = [
  {
    method: 'POST',
    path,
    privilege: 'VirtualMachine.Provisioning.CreateTemplateFromVM',
    on: ({ body }) => textAt(body, 'source_vm') ?? rootFolder,
    answer: create,
  },
  { method: 'GET', path: withItem, privilege: 'System.Read', on: () => rootFolder, answer: get },
  {
    method: 'POST',
    path: withItem,
    action: 'deploy',
    privilege: 'VirtualMachine.Provisioning.DeployTemplate',
    on: () => rootFolder,
    answer: deploy,
  },
];
