// VM classes. Source: vSphere Automation API, com.vmware.vcenter.namespace_management.VirtualMachineClasses.
import {
  isBuiltIn,
  storedVmClass,
  vmClasses,
  vmClassesIn,
  type VmClass,
  type VmClassSpec,
} from '../../../kinds/vsphere/vm-class.ts';
import type { VSphereNamespace } from '../../../kinds/vsphere/namespace.ts';
import { isDns1123Label } from '../../../std/names.ts';
import { integer, string, type Infer } from '../../../store/schema/infer.ts';
import { alreadyExists, Failure, invalidArgument, notFound, unsupported } from '../failure.ts';
import { list } from '../inventory/places.ts';
import { done, ok, type Call, type Operation } from '../operation.ts';
import { notSupportedHere, readBody } from '../reading.ts';

const base = 'vcenter/namespace-management/virtual-machine-classes';
const manage = { privilege: 'VirtualMachineClasses.Manage' } as const;
const read = { privilege: 'System.Read' } as const;

/** MiB: four to twenty-four tebibytes, in steps of four. */
const memory = { least: 4, most: 24 * 1024 * 1024, step: 4 } as const;
const cpusMost = 960;

/** Hosts here have no PCI devices to pass through: a list of them may be there, but empty. */
const noDevices = { type: 'array', items: {} } as const;

const members = {
  cpu_count: integer,
  memory_MB: integer,
  cpu_reservation: integer,
  memory_reservation: integer,
  description: string,
  instance_storage: notSupportedHere,
  devices: {
    type: 'object',
    properties: {
      vgpu_devices: noDevices,
      direct_path_io_devices: noDevices,
      dynamic_direct_path_IO_devices: noDevices,
    },
  },
} as const;

const createSchema = {
  type: 'object',
  required: ['id', 'cpu_count', 'memory_MB'],
  properties: { id: string, ...members },
} as const;

/** Clients that send what they create with say the class again. */
const changeSchema = { type: 'object', properties: { id: string, ...members } } as const;

function checked(spec: VmClassSpec): VmClassSpec {
  const { cpus, memoryMiB, cpuReservation = 0, memoryReservation = 0 } = spec;
  if (cpus < 1 || cpus > cpusMost)
    throw invalidArgument(`Invalid value for 'cpu_count': ${cpus} is not between 1 and ${cpusMost}.`, [
      'cpu_count',
    ]);
  if (memoryMiB < memory.least || memoryMiB > memory.most || memoryMiB % memory.step !== 0)
    throw invalidArgument(
      `Invalid value for 'memory_MB': ${memoryMiB} is not a multiple of ${memory.step} between ${memory.least} and ${memory.most}.`,
      ['memory_MB'],
    );
  for (const [name, percent] of [
    ['cpu_reservation', cpuReservation],
    ['memory_reservation', memoryReservation],
  ] as const)
    if (percent < 0 || percent > 100)
      throw invalidArgument(`Invalid value for '${name}': ${percent} is not between 0 and 100 percent.`, [
        name,
      ]);
  return spec;
}

const deviceKinds = ['vgpu_devices', 'direct_path_io_devices', 'dynamic_direct_path_IO_devices'] as const;

function checkDevices({ devices = {} }: { readonly devices?: Infer<typeof members.devices> }): void {
  const asked = deviceKinds.find((kind) => (devices[kind]?.length ?? 0) > 0);
  if (asked !== undefined)
    throw unsupported(`Virtual machine classes have no PCI devices here: 'devices.${asked}' must be empty.`, [
      `devices.${asked}`,
    ]);
}

function specOf(
  asked: Partial<Record<'cpu_count' | 'memory_MB' | 'cpu_reservation' | 'memory_reservation', number>> & {
    readonly description?: string;
  },
): Partial<VmClassSpec> {
  const { cpu_count, memory_MB, cpu_reservation, memory_reservation, description } = asked;
  return {
    ...(cpu_count === undefined ? {} : { cpus: cpu_count }),
    ...(memory_MB === undefined ? {} : { memoryMiB: memory_MB }),
    ...(cpu_reservation === undefined ? {} : { cpuReservation: cpu_reservation }),
    ...(memory_reservation === undefined ? {} : { memoryReservation: memory_reservation }),
    ...(description === undefined ? {} : { description }),
  };
}

function classOf({ fabric, params: { vm_class: id = '' } }: Call): VmClassSpec {
  const found = vmClassesIn(fabric).get(id);
  if (found === undefined) throw notFound('Virtual machine class', id);
  return found;
}

const usersOf = ({ fabric }: Call, id: string): readonly string[] =>
  list<VSphereNamespace>(fabric, 'namespaces').flatMap(({ metadata, spec }) =>
    spec.vmClasses?.includes(id) === true ? [metadata.name] : [],
  );

function infoOf(call: Call, id: string, spec: VmClassSpec) {
  const { cpus, memoryMiB, cpuReservation, memoryReservation, description } = spec;
  return {
    id,
    cpu_count: cpus,
    memory_MB: memoryMiB,
    ...(cpuReservation === undefined ? {} : { cpu_reservation: cpuReservation }),
    ...(memoryReservation === undefined ? {} : { memory_reservation: memoryReservation }),
    description: description ?? '',
    config_status: 'READY',
    messages: [],
    namespaces: usersOf(call, id),
    vms: [],
    devices: { vgpu_devices: [], dynamic_direct_path_IO_devices: [] },
  };
}

/** Stores what differs from what vCenter comes with, in the place of what was stored before. */
function store(call: Call, id: string, spec: VmClassSpec, why: string): void {
  const stored = storedVmClass(call.fabric, id);
  if (stored === undefined) call.write.create(vmClasses, { metadata: { name: id }, spec }, why);
  else call.write.update(vmClasses, { ...stored, spec } as VmClass, why);
}

export const vmClassOperations: readonly Operation[] = [
  {
    method: 'GET',
    path: base,
    ...read,
    unseen: [],
    answer: (call) => ok([...vmClassesIn(call.fabric)].map(([id, spec]) => infoOf(call, id, spec))),
  },
  {
    method: 'GET',
    path: `${base}/{vm_class}`,
    ...read,
    answer: (call) => ok(infoOf(call, call.params['vm_class'] ?? '', classOf(call))),
  },
  {
    method: 'POST',
    path: base,
    ...manage,
    answer: (call) => {
      const { id, cpu_count: cpus, memory_MB: memoryMiB, ...asked } = readBody(createSchema, call.body);
      checkDevices(asked);
      const wrong = isDns1123Label(id);
      if (wrong.length > 0) throw invalidArgument(`Invalid id '${id}': ${wrong.join('; ')}.`, [id]);
      if (vmClassesIn(call.fabric).has(id))
        throw alreadyExists(`Virtual machine class '${id}' already exists.`, [id]);
      store(call, id, checked({ cpus, memoryMiB, ...specOf(asked) }), 'Create virtual machine class');
      return done;
    },
  },
  {
    method: 'PATCH',
    path: `${base}/{vm_class}`,
    ...manage,
    answer: (call) => {
      const before = classOf(call);
      const asked = readBody(changeSchema, call.body);
      checkDevices(asked);
      const spec = checked({ ...before, ...specOf(asked) });
      store(call, call.params['vm_class'] ?? '', spec, 'Update virtual machine class');
      return done;
    },
  },
  {
    method: 'DELETE',
    path: `${base}/{vm_class}`,
    ...manage,
    answer: (call) => {
      const id = call.params['vm_class'] ?? '';
      const spec = classOf(call);
      const users = usersOf(call, id);
      if (users.length > 0)
        throw new Failure(
          'RESOURCE_IN_USE',
          'vcenter.wcp.vmclass.in_use',
          `Virtual machine class '${id}' is used by namespaces ${users.join(', ')}.`,
          [id],
        );
      const stored = storedVmClass(call.fabric, id);
      if (isBuiltIn(id)) store(call, id, { ...spec, removed: true }, 'Delete virtual machine class');
      else if (stored !== undefined) call.write.remove(vmClasses, stored, 'Delete virtual machine class');
      return done;
    },
  },
];
