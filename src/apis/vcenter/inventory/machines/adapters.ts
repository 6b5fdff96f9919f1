// Adapters that disks and drives are attached to: one of a kind, which is there with the first device on its bus, or since it was added. Source:
// vSphere Automation API, com.vmware.vcenter.vm.hardware.adapter.
import type { VirtualMachine } from '../../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../../std/draft.ts';
import { integer, string } from '../../../../store/schema/infer.ts';
import { notFound, resourceInUse, unsupported } from '../../failure.ts';
import { created, done, ok, type Call, type Operation } from '../../operation.ts';
import { readBody } from '../../reading.ts';
import {
  machineOf,
  ownMachineOf,
  powerOf,
  putHardware,
  scsiController,
  setHardware,
  wrongState,
  type OwnMachine,
} from './machine.ts';

interface Adapter {
  readonly part: 'scsi' | 'sata' | 'nvme';
  readonly words: string;
  readonly key: string;
  readonly bus: 'SCSI' | 'SATA' | 'NVME';
  /** What it tells, where a VM has it. */
  readonly info: (vm: VirtualMachine) => Json | undefined;
  /** What a VM has with one more, of the type that is asked for. */
  readonly added: (vm: OwnMachine, type: string | undefined) => Partial<OwnMachine['spec']['hardware']>;
  readonly removed: (vm: OwnMachine) => OwnMachine['spec']['hardware'];
}

const isOnBus = ({ spec }: VirtualMachine, bus: Adapter['bus']): boolean =>
  spec.hardware?.disks.some((disk) => disk.bus === bus) === true ||
  spec.hardware?.cdroms?.some((drive) => drive.bus === bus) === true;

/** Of the kinds that are the same in every VM. */
function plain(part: 'sata' | 'nvme', words: string, key: string, info: Json): Adapter {
  const bus = part === 'sata' ? 'SATA' : 'NVME';
  return {
    part,
    words,
    key,
    bus,
    info: (vm) => (isOnBus(vm, bus) || vm.spec.hardware?.adapters?.includes(bus) === true ? info : undefined),
    added: ({ spec }) => ({ adapters: [...(spec.hardware.adapters ?? []), bus] }),
    removed: ({ spec: { hardware } }) => ({
      ...hardware,
      adapters: (hardware.adapters ?? []).filter((each) => each !== bus),
    }),
  };
}

const all: readonly Adapter[] = [
  {
    part: 'scsi',
    words: 'SCSI adapter',
    key: '1000',
    bus: 'SCSI',
    info: (vm) => scsiController(vm)?.info,
    added: (_vm, type) => ({ scsiAdapter: type ?? 'PVSCSI' }),
    removed: ({ spec: { hardware } }) => {
      const { scsiAdapter: _gone, ...rest } = hardware;
      return rest;
    },
  },
  plain('sata', 'SATA adapter', '15000', { label: 'SATA controller 0', type: 'AHCI', bus: 0 }),
  plain('nvme', 'NVMe adapter', '31000', { label: 'NVME controller 0', bus: 0 }),
];

const createSchema = {
  type: 'object',
  properties: {
    type: string,
    bus: integer,
    pci_slot_number: integer,
    scsi: { type: 'object', properties: { bus: integer, unit: integer } },
    sharing: { type: 'string', enum: ['NONE', 'VIRTUAL', 'PHYSICAL'] },
  },
} as const;

const types = ['BUSLOGIC', 'LSILOGIC', 'LSILOGICSAS', 'PVSCSI', 'AHCI'];

function found(call: Call, { key, words, info }: Adapter): Json {
  const { adapter = '' } = call.params;
  const told = info(machineOf(call));
  if (adapter !== key || told === undefined) throw notFound(words, adapter);
  return told;
}

function add(call: Call, adapter: Adapter) {
  const { type, sharing = 'NONE' } = readBody(createSchema, call.body);
  const vm = ownMachineOf(call);
  if (type !== undefined && !types.includes(type))
    throw unsupported(`'${type}' is not a type of ${adapter.words}.`, [type]);
  if (adapter.info(vm) !== undefined)
    throw unsupported(`A virtual machine has one ${adapter.words} here.`, [adapter.key]);
  if (sharing !== 'NONE') throw unsupported('Buses are not shared here.', [sharing]);
  setHardware(call, vm, adapter.added(vm, type));
  return created(adapter.key);
}

function remove(call: Call, adapter: Adapter) {
  found(call, adapter);
  const vm = ownMachineOf(call);
  if (powerOf(vm) !== 'POWERED_OFF') throw wrongState(vm);
  if (isOnBus(vm, adapter.bus)) throw resourceInUse(`${adapter.words} ${adapter.key}`);
  putHardware(call, vm, adapter.removed(vm));
  return done;
}

const edit = { privilege: 'VirtualMachine.Config.AddRemoveDevice' } as const;
const read = { privilege: 'System.Read' } as const;

export const adapterOperations: readonly Operation[] = all.flatMap((adapter): Operation[] => {
  const path = `vcenter/vm/{vm}/hardware/adapter/${adapter.part}`;
  return [
    {
      method: 'GET',
      path,
      ...read,
      answer: (call) => ok(adapter.info(machineOf(call)) === undefined ? [] : [{ adapter: adapter.key }]),
    },
    { method: 'POST', path, ...edit, answer: (call) => add(call, adapter) },
    { method: 'GET', path: `${path}/{adapter}`, ...read, answer: (call) => ok(found(call, adapter)) },
    { method: 'DELETE', path: `${path}/{adapter}`, ...edit, answer: (call) => remove(call, adapter) },
  ];
});
