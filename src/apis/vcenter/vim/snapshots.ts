// Snapshots of VMs: taken, reverted to, removed. A snapshot keeps what the VM was made of, and its disks' files as long as it is there. Its room
// on a datastore is its memory's: what guests write is not counted. Source: vim25 VirtualMachine, VirtualMachineSnapshot.
import type { Datastore } from '../../../kinds/vsphere/datastore.ts';
import { virtualMachines, type VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { limits } from '../../../std/limits.ts';
import { formatMilliTime } from '../../../std/time.ts';
import type { ReadView } from '../../../store/view.ts';
import { change, powerOf, type OwnMachine } from '../inventory/machines/machine.ts';
import { checkRoom, takeRoom } from '../inventory/machines/placement.ts';
import { powerOff, powerOn } from '../inventory/machines/power.ts';
import { list } from '../inventory/places.ts';
import { flagArg, textArg } from './arguments.ts';
import { asFault, ownOf, targetOf } from './own-machine.ts';
import {
  gone,
  invalidParameter,
  reference,
  startTask,
  VimFault,
  type VimCall,
  type VimMethod,
} from './method.ts';
import { powers } from './powers.ts';

type Snapshot = NonNullable<VirtualMachine['spec']['snapshots']>[number];

const type = 'VirtualMachineSnapshot';

const snapshotsOf = ({ spec }: VirtualMachine): readonly Snapshot[] => spec.snapshots ?? [];

/** The VM that a snapshot is of; undefined where there is none of that id. */
const machineOfSnapshot = (view: ReadView, id: string): VirtualMachine | undefined =>
  list<VirtualMachine>(view, 'virtualmachines').find((vm) => snapshotsOf(vm).some((each) => each.id === id));

function found(call: VimCall): { readonly vm: OwnMachine; readonly snapshot: Snapshot } {
  const vm = machineOfSnapshot(call.fabric, call.moid);
  const snapshot = vm && snapshotsOf(vm).find(({ id }) => id === call.moid);
  if (vm === undefined || snapshot === undefined) throw gone(type, call.moid);
  return { vm: ownOf({ fabric: call.fabric, moid: vm.metadata.name }), snapshot };
}

/** Privileges on a snapshot are those on its VM. */
const onMachine = (call: VimCall): string =>
  machineOfSnapshot(call.fabric, call.moid)?.metadata.name ?? call.moid;

/** Takes the room of memory files by 1, gives it back by -1. */
function takeMemory(call: VimCall, vm: OwnMachine, memoryMiB: number, sign: 1 | -1): void {
  const home = call.fabric.get<Datastore>('vsphere.sandbox/datastores', vm.spec.hardware.datastore);
  if (home === undefined || memoryMiB === 0) return;
  if (sign > 0) checkRoom(home, memoryMiB);
  takeRoom(call.write, home, sign * memoryMiB);
}

const depthOf = (all: readonly Snapshot[], id: string | undefined): number => {
  const at = all.find((each) => each.id === id);
  return at === undefined ? 0 : 1 + depthOf(all, at.parent);
};

function take(call: VimCall): Json {
  const vm = ownOf(call);
  const { spec } = vm;
  const all = snapshotsOf(vm);
  const powerState = powerOf(vm);
  if (depthOf(all, spec.currentSnapshot) >= limits.machineSnapshotsDeepMax)
    throw new VimFault(
      'TooManySnapshotLevels',
      `The virtual machine has ${limits.machineSnapshotsDeepMax} levels of snapshots, and no more are possible.`,
    );
  const hasMemory = flagArg(call.body, 'memory') && powerState === 'POWERED_ON';
  const { description = '' } = call.body;
  if (typeof description !== 'string') throw invalidParameter('description');
  const { cpus, memoryMiB, cpuReservationMHz, memoryReservationMiB, guestOs, notes, hardware } = spec;
  const id = `snapshot-${call.write.revision + 1}`;
  const snapshot: Snapshot = {
    id,
    name: textArg(call.body, 'name'),
    description,
    createdAt: call.fabric.now,
    ...(spec.currentSnapshot === undefined ? {} : { parent: spec.currentSnapshot }),
    powerState,
    hasMemory,
    quiesced: !hasMemory && flagArg(call.body, 'quiesce') && powerState === 'POWERED_ON',
    configuration: {
      cpus,
      memoryMiB,
      cpuReservationMHz,
      memoryReservationMiB,
      ...(guestOs === undefined ? {} : { guestOs }),
      ...(notes === undefined ? {} : { notes }),
      hardware,
    },
  };
  const words = 'Create virtual machine snapshot';
  const task = startTask(call, { words, target: targetOf(vm), result: id });
  asFault(() => takeMemory(call, vm, hasMemory ? memoryMiB : 0, 1));
  change(call, vm, { spec: { snapshots: [...all, snapshot], currentSnapshot: id } }, words);
  return task;
}

/** Back to what it was; with its memory it runs again, otherwise it is off. */
function revert(call: VimCall, vm: OwnMachine, { id, hasMemory, configuration }: Snapshot): Json {
  const words = 'Revert snapshot';
  const task = startTask(call, { words, target: targetOf(vm) });
  const again = (): OwnMachine => ownOf({ fabric: call.fabric, moid: vm.metadata.name });
  if (powerOf(vm) !== 'POWERED_OFF') powerOff(call, vm);
  const off = again();
  const { guestOs: _guest, notes: _notes, ...rest } = off.spec;
  const back: VirtualMachine = { ...off, spec: { ...rest, ...configuration, currentSnapshot: id } };
  call.write.update(virtualMachines, back, words);
  if (hasMemory && !flagArg(call.body, 'suppressPowerOn')) asFault(() => powerOn(call, again()));
  return task;
}

function revertToCurrent(call: VimCall): Json {
  const vm = ownOf(call);
  const current = snapshotsOf(vm).find(({ id }) => id === vm.spec.currentSnapshot);
  if (current === undefined)
    throw new VimFault('NotFound', `The virtual machine '${vm.spec.displayName}' has no current snapshot.`);
  return revert(call, vm, current);
}

/** What is left after some are gone: children go on below their parents, the VM goes on from what is left of its own line. */
function without(call: VimCall, vm: OwnMachine, gone: ReadonlySet<string>, words: string): Json {
  const all = snapshotsOf(vm);
  const left = (id: string | undefined): string | undefined =>
    id !== undefined && gone.has(id) ? left(all.find((each) => each.id === id)?.parent) : id;
  const task = startTask(call, { words, target: targetOf(vm) });
  const memoryMiB = all
    .filter(({ id, hasMemory }) => hasMemory && gone.has(id))
    .reduce((total, { configuration }) => total + configuration.memoryMiB, 0);
  takeMemory(call, vm, memoryMiB, -1);
  const { snapshots: _all, currentSnapshot, ...rest } = vm.spec;
  const kept = all
    .filter(({ id }) => !gone.has(id))
    .map(({ parent, ...each }): Snapshot => {
      const above = left(parent);
      return above === undefined ? each : { ...each, parent: above };
    });
  const current = left(currentSnapshot);
  const spec = {
    ...rest,
    ...(kept.length === 0 ? {} : { snapshots: kept }),
    ...(current === undefined ? {} : { currentSnapshot: current }),
  };
  const next: VirtualMachine = { ...vm, spec };
  call.write.update(virtualMachines, next, words);
  return task;
}

function below(all: readonly Snapshot[], id: string): readonly string[] {
  return [id, ...all.filter(({ parent }) => parent === id).flatMap((child) => below(all, child.id))];
}

function remove(call: VimCall): Json {
  const { vm, snapshot } = found(call);
  const gone = flagArg(call.body, 'removeChildren') ? below(snapshotsOf(vm), snapshot.id) : [snapshot.id];
  return without(call, vm, new Set(gone), 'Remove snapshot');
}

function removeAll(call: VimCall): Json {
  const vm = ownOf(call);
  return without(call, vm, new Set(snapshotsOf(vm).map(({ id }) => id)), 'Remove all snapshots');
}

function rename(call: VimCall): undefined {
  const { vm, snapshot } = found(call);
  const { name = '', description = snapshot.description } = call.body;
  if (typeof name !== 'string' || typeof description !== 'string') throw invalidParameter('name');
  const snapshots = snapshotsOf(vm).map((each) =>
    each === snapshot ? { ...each, name: name === '' ? each.name : name, description } : each,
  );
  change(call, vm, { spec: { snapshots } }, 'Rename snapshot');
}

/** The tree of a VM's snapshots, as its properties tell it; undefined where it has none. */
export function snapshotInfoOf(vm: VirtualMachine): Json | undefined {
  const all = snapshotsOf(vm);
  if (all.length === 0) return undefined;
  const treeBelow = (above: string | undefined): Json[] =>
    all
      .filter(({ parent }) => parent === above)
      .map(({ id, name, description, createdAt, powerState, quiesced }) => ({
        _typeName: 'VirtualMachineSnapshotTree',
        snapshot: reference(type, id),
        vm: reference('VirtualMachine', vm.metadata.name),
        name,
        description,
        id: Number(id.slice('snapshot-'.length)),
        createTime: formatMilliTime(createdAt),
        state: powers[powerState],
        quiesced,
        childSnapshotList: treeBelow(id),
        replaySupported: false,
      }));
  const { currentSnapshot } = vm.spec;
  return {
    _typeName: 'VirtualMachineSnapshotInfo',
    ...(currentSnapshot === undefined ? {} : { currentSnapshot: reference(type, currentSnapshot) }),
    rootSnapshotList: treeBelow(undefined),
  };
}

const privileges = {
  create: 'VirtualMachine.State.CreateSnapshot',
  revert: 'VirtualMachine.State.RevertToSnapshot',
  remove: 'VirtualMachine.State.RemoveSnapshot',
  rename: 'VirtualMachine.State.RenameSnapshot',
} as const;
const ofMachine = { type: 'VirtualMachine' } as const;
const ofSnapshot = { type, on: onMachine } as const;

export const snapshotMethods: readonly VimMethod[] = [
  { ...ofMachine, name: 'CreateSnapshot_Task', privilege: privileges.create, answer: take },
  {
    ...ofMachine,
    name: 'RevertToCurrentSnapshot_Task',
    privilege: privileges.revert,
    answer: revertToCurrent,
  },
  { ...ofMachine, name: 'RemoveAllSnapshots_Task', privilege: privileges.remove, answer: removeAll },
  {
    ...ofSnapshot,
    name: 'RevertToSnapshot_Task',
    privilege: privileges.revert,
    answer: (call) => {
      const { vm, snapshot } = found(call);
      return revert(call, vm, snapshot);
    },
  },
  { ...ofSnapshot, name: 'RemoveSnapshot_Task', privilege: privileges.remove, answer: remove },
  { ...ofSnapshot, name: 'RenameSnapshot', privilege: privileges.rename, answer: rename },
  {
    ...ofSnapshot,
    name: 'vm',
    privilege: 'System.Read',
    answer: (call) => reference('VirtualMachine', found(call).vm.metadata.name),
  },
];
