// VMs: people's own, which they make, move, copy and delete, and those of a Supervisor, control plane VMs and the CRXs of vSphere Pods, which
// their managers alone change. Source: vSphere Automation API, com.vmware.vcenter.VM.
import type { Cluster } from '../../../../kinds/vsphere/cluster.ts';
import type { Datacenter } from '../../../../kinds/vsphere/datacenter.ts';
import type { Host } from '../../../../kinds/vsphere/host.ts';
import { hostsFor } from '../../../../kinds/vsphere/machine.ts';
import { virtualMachines, type VirtualMachine } from '../../../../kinds/vsphere/virtual-machine.ts';
import { atMost, checkChoices, passes } from '../../filter.ts';
import { created, done, ok, type Call, type Operation } from '../../operation.ts';
import { string } from '../../../../store/schema/infer.ts';
import { notSupportedHere, readBody, textAt } from '../../reading.ts';
import { folderFor, list, rootFolder } from '../places.ts';
import { adapterOperations } from './adapters.ts';
import { clone } from './clone.ts';
import { create } from './create.ts';
import { takeRooms } from './devices.ts';
import { hardwareOperations } from './hardware.ts';
import { infoOf } from './info.ts';
import {
  change,
  hardwareOn,
  isOwn,
  machineOf,
  managed,
  ownMachineOf,
  powerOf,
  roomTaken,
  wrongState,
} from './machine.ts';
import { compatibilityOperations } from './compatibility.ts';
import { guestOperations } from './guest.ts';
import { notHere } from './not-here.ts';
import { registeringOperations } from './registering.ts';
import { otherDevices } from './other-devices.ts';
import { checkPolicy, datastoreOf, hostForPower, noHost, placeAsked, placementSchema } from './placement.ts';
import { powerOn, powerOperations } from './power.ts';

const machinesMost = 4_000;
const read = { privilege: 'System.Read' } as const;

function all(call: Call): readonly VirtualMachine[] {
  checkChoices(call, { power_states: ['POWERED_OFF', 'POWERED_ON', 'SUSPENDED'] });
  const ids = <
    T extends { readonly metadata: { readonly name: string }; readonly spec: { readonly moid: string } },
  >(
    plural: string,
  ) => new Map(list<T>(call.fabric, plural).map(({ metadata, spec }) => [metadata.name, spec.moid]));
  const hosts = ids<Host>('hosts');
  const clusters = ids<Cluster>('clusters');
  const datacenters = ids<Datacenter>('datacenters');
  const around = new Map(
    list<Cluster>(call.fabric, 'clusters').map(({ metadata, spec }) => [metadata.name, spec.datacenter]),
  );
  const machines = list<VirtualMachine>(call.fabric, 'virtualmachines');
  // Templates are not told here.
  return machines
    .filter(({ spec }) => spec.isTemplate !== true)
    .filter((vm) =>
      passes(call, {
        vms: vm.metadata.name,
        names: vm.spec.displayName,
        hosts: hosts.get(vm.status?.host ?? '') ?? '',
        clusters: clusters.get(vm.spec.cluster) ?? '',
        datacenters: datacenters.get(around.get(vm.spec.cluster) ?? '') ?? '',
        folders: vm.spec.folder ?? '',
        resource_pools: vm.spec.resourcePool ?? '',
        power_states: powerOf(vm),
      }),
    );
}

export function remove(call: Call) {
  const vm = machineOf(call);
  if (powerOf(vm) === 'POWERED_ON') throw wrongState(vm);
  if (!isOwn(vm)) throw managed(vm);
  takeRooms(call, roomTaken(vm), -1);
  call.write.remove(virtualMachines, vm, 'Delete virtual machine');
  return done;
}

/** The copy of a VM that runs is the same but for its name and place. */
const instantSchema = {
  type: 'object',
  required: ['source', 'name'],
  properties: {
    source: string,
    name: string,
    placement: placementSchema,
    nics_to_update: notSupportedHere,
    disconnect_all_nics: notSupportedHere,
    parallel_ports_to_update: notSupportedHere,
    serial_ports_to_update: notSupportedHere,
    bios_uuid: notSupportedHere,
  },
} as const;

const relocateSchema = {
  type: 'object',
  properties: { placement: placementSchema, disks: notSupportedHere },
} as const;

/** A running VM goes to another host without a stop; its disks go to another datastore all together. */
export function relocate(call: Call) {
  const { fabric } = call;
  const { placement = {} } = readBody(relocateSchema, call.body);
  const vm = ownMachineOf(call);
  const { hardware } = vm.spec;
  const place = placeAsked(fabric, placement);
  const folder =
    placement.folder === undefined
      ? vm.spec.folder
      : folderFor(fabric, placement.folder, 'VIRTUAL_MACHINE').folder;
  const onto = placement.datastore === undefined ? undefined : datastoreOf(fabric, placement.datastore);
  const moved = onto === undefined ? hardware : hardwareOn(hardware, onto.metadata.name);
  if (onto !== undefined)
    for (const policy of hardware.disks.map((disk) => disk.storagePolicy)) checkPolicy(fabric, policy, onto);
  const spec = {
    ...vm.spec,
    hardware: moved,
    ...(onto === undefined || vm.spec.snapshots === undefined
      ? {}
      : {
          snapshots: vm.spec.snapshots.map((each) => ({
            ...each,
            configuration: {
              ...each.configuration,
              hardware: hardwareOn(each.configuration.hardware, onto.metadata.name),
            },
          })),
        }),
    cluster: place?.pool.cluster ?? vm.spec.cluster,
    ...(folder === undefined ? {} : { folder }),
    ...(place === undefined ? {} : { resourcePool: place.pool.resource_pool }),
  };
  const host = hostAfter(
    call,
    { ...vm, spec } as VirtualMachine,
    place?.host?.metadata.name ?? place?.pool.host,
  );
  if (onto !== undefined) {
    const leaving = roomTaken(vm).filter(({ datastore }) => datastore !== onto.metadata.name);
    takeRooms(
      call,
      leaving.map((room) => ({ ...room, datastore: onto.metadata.name })),
      1,
    );
    takeRooms(call, leaving, -1);
  }
  const steps = [...(vm.status?.steps ?? []), { step: `Migrated to ${host}`, at: fabric.now }];
  change(
    call,
    vm,
    { spec, status: host === vm.status?.host ? {} : { host, steps } },
    'Relocate virtual machine',
  );
  return done;
}

/** Where it is after a move: where it was, if that is still one that it may run on and nobody said otherwise. */
function hostAfter(call: Call, vm: VirtualMachine, asked: string | undefined): string {
  const may = hostsFor(vm, call.fabric);
  const before = vm.status?.host ?? '';
  const wanted = asked ?? (may.includes(before) ? before : undefined);
  if (wanted === before && may.includes(before)) return before;
  if (powerOf(vm) === 'POWERED_ON') return hostForPower(call, vm, wanted);
  const host = may.find((name) => wanted === undefined || name === wanted);
  if (host === undefined) throw noHost(call, vm, []);
  return host;
}

export const machines: readonly Operation[] = [
  {
    method: 'GET',
    path: 'vcenter/vm',
    filters: [
      'vms',
      'names',
      'folders',
      'datacenters',
      'hosts',
      'clusters',
      'resource_pools',
      'power_states',
    ],
    ...read,
    each: 'vm',
    answer: (call) =>
      ok(
        atMost(all(call), machinesMost, 'virtual machines').map((vm) => ({
          memory_size_MiB: vm.spec.memoryMiB,
          vm: vm.metadata.name,
          name: vm.spec.displayName,
          power_state: powerOf(vm),
          cpu_count: vm.spec.cpus,
        })),
      ),
  },
  {
    method: 'GET',
    path: 'vcenter/vm/{vm}',
    ...read,
    answer: (call) => ok(infoOf(call, machineOf(call))),
  },
  {
    method: 'POST',
    path: 'vcenter/vm',
    privilege: 'VirtualMachine.Inventory.Create',
    on: ({ body }) => textAt(body, 'placement', 'folder') ?? rootFolder,
    answer: create,
  },
  {
    method: 'POST',
    path: 'vcenter/vm',
    action: 'clone',
    privilege: 'VirtualMachine.Provisioning.Clone',
    on: ({ body }) => textAt(body, 'source') ?? rootFolder,
    answer: (call) => {
      const { moid, isOn } = clone(call);
      if (isOn) powerOn(call, machineOf({ ...call, params: { vm: moid } }));
      return created(moid);
    },
  },
  {
    method: 'POST',
    path: 'vcenter/vm',
    action: 'instant-clone',
    privilege: 'VirtualMachine.Provisioning.Clone',
    on: ({ body }) => textAt(body, 'source') ?? rootFolder,
    answer: (call) => {
      const { source: vm, name, placement } = readBody(instantSchema, call.body);
      const source = machineOf({ ...call, params: { vm } });
      if (powerOf(source) !== 'POWERED_ON') throw wrongState(source);
      const { moid } = clone({ ...call, body: { source: vm, name, ...(placement && { placement }) } });
      powerOn(call, machineOf({ ...call, params: { vm: moid } }));
      return created(moid);
    },
  },
  {
    method: 'POST',
    path: 'vcenter/vm/{vm}',
    action: 'relocate',
    privilege: 'Resource.HotMigrate',
    answer: relocate,
  },
  ...powerOperations,
  ...hardwareOperations,
  ...adapterOperations,
  ...otherDevices,
  ...compatibilityOperations,
  ...guestOperations,
  ...notHere,
  ...registeringOperations,
  {
    method: 'DELETE',
    path: 'vcenter/vm/{vm}',
    privilege: 'VirtualMachine.Inventory.Delete',
    answer: remove,
  },
];
