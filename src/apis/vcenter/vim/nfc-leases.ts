// Leases under which the disks of a VM are sent, while it is imported, or fetched, while it is exported. A lease is a task that its client ends:
// nothing else of it is kept, and of the files only their bytes are counted. Source: vim25 HttpNfcLease, ResourcePool.ImportVApp,
// VirtualMachine.ExportVm.
import { tasks, type Task } from '../../../kinds/vsphere/task.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { Json } from '../../../std/draft.ts';
import { fnv1a32, uuidFrom } from '../../../std/hash.ts';
import type { ReadView } from '../../../store/view.ts';
import { titleOfEntity } from '../authorization/entity.ts';
import { beginTask } from '../begin-task.ts';
import { isOwn, powerOf, type Disk, type OwnMachine } from '../inventory/machines/machine.ts';
import { remove } from '../inventory/machines/machines.ts';
import { foldersOf, list } from '../inventory/places.ts';
import { pools } from '../inventory/pools.ts';
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import { emptyDiskBytes } from '../ovf/empty-disk.ts';
import { nfcRoot } from '../wire.ts';
import { objectOf } from './arguments.ts';
import { keyOfDisk } from './disk-keys.ts';
import { machineFrom } from './machine-lifecycle.ts';
import {
  asCall,
  gone,
  invalidState,
  invalidParameter,
  member,
  notSupported,
  reference,
  referred,
  type VimCall,
  type VimMethod,
} from './method.ts';
import { asFault, inPower, ownOf, targetOf } from './own-machine.ts';

const type = 'HttpNfcLease';

/** Of a lease and of the addresses of its files: whoever has it may send and fetch, as with the real one. */
const leaseOf = ({ metadata }: Task): string =>
  `${metadata.name}.${uuidFrom(fnv1a32(metadata.uid), 'nfc lease')}`;

function taskOf(fabric: ReadView, lease: string): Task | undefined {
  const [name = ''] = lease.split('.');
  const task = fabric.get<Task>('vsphere.sandbox/tasks', name);
  const isOne = task?.spec.awaits === 'Import' || task?.spec.awaits === 'Export';
  return task !== undefined && isOne && leaseOf(task) === lease ? task : undefined;
}

function leaseAsked({ fabric, moid }: VimCall): Task {
  const task = taskOf(fabric, moid);
  if (task === undefined) throw gone(type, moid);
  return task;
}

const isReady = ({ status }: Task): boolean => status?.state === 'RUNNING';

function ready(call: VimCall): Task {
  const task = leaseAsked(call);
  if (!isReady(task)) throw invalidState('the lease is over');
  return task;
}

/** What is imported is made on a pool, which the task names; what is exported is itself named. */
const machineAt = (fabric: ReadView, { spec: { result, target } }: Task): OwnMachine | undefined => {
  const vm = fabric.get<VirtualMachine>('vsphere.sandbox/virtualmachines', result ?? target.id ?? '');
  return vm !== undefined && isOwn(vm) ? vm : undefined;
};

const fileOf = (nth: number): string => `disk-${nth}.vmdk`;

/** What a client may send to, or fetch from; undefined where no lease that is ready has it. */
export function leasedDisk(
  fabric: ReadView,
  lease: string,
  file: string,
): { readonly task: Task; readonly disk: Disk } | undefined {
  const task = taskOf(fabric, lease);
  if (task === undefined || !isReady(task)) return undefined;
  const disk = machineAt(fabric, task)?.spec.hardware.disks.find((_disk, nth) => fileOf(nth) === file);
  return disk === undefined ? undefined : { task, disk };
}

/** The host's name stands for the one by which its client has reached vCenter. */
function deviceUrl(task: Task, { metadata, spec }: OwnMachine, disk: Disk, nth: number): Json {
  const adapter = spec.hardware.scsiAdapter;
  return {
    _typeName: 'HttpNfcLeaseDeviceUrl',
    key: keyOfDisk(metadata.name, disk, adapter),
    importKey: keyOfDisk(spec.displayName, disk, adapter),
    url: `https://*${nfcRoot}${leaseOf(task)}/${fileOf(nth)}`,
    sslThumbprint: '',
    disk: true,
    targetId: fileOf(nth),
    ...(task.spec.awaits === 'Export' ? { fileSize: emptyDiskBytes(disk.capacityMiB) } : {}),
  };
}

const timeoutSeconds = 300;

function infoOf(call: VimCall): Json | undefined {
  const task = leaseAsked(call);
  const vm = machineAt(call.fabric, task);
  if (vm === undefined || !isReady(task)) return undefined;
  const { disks } = vm.spec.hardware;
  return {
    _typeName: 'HttpNfcLeaseInfo',
    lease: reference(type, leaseOf(task)),
    entity: reference('VirtualMachine', vm.metadata.name),
    deviceUrl: disks.map((disk, nth) => deviceUrl(task, vm, disk, nth)),
    totalDiskCapacityInKB: disks.reduce((sum, { capacityMiB }) => sum + capacityMiB * 1_024, 0),
    leaseTimeout: timeoutSeconds,
  };
}

/** The end of a task that its client said. */
function end({ fabric, write }: VimCall, task: Task, error?: string): void {
  const status = {
    ...task.status,
    state: error === undefined ? 'SUCCESS' : 'ERROR',
    completedAt: fabric.now,
    ...(error === undefined ? {} : { error }),
  };
  write.update(tasks, { ...task, status } as Task, task.spec.description);
}

/** What was imported so far goes again. */
function abort(call: VimCall): undefined {
  const task = ready(call);
  const vm = machineAt(call.fabric, task);
  if (task.spec.awaits === 'Import' && vm !== undefined) {
    asFault(() => remove(asCall(call, undefined, { vm: vm.metadata.name })));
    beginTask(call, { words: 'Delete virtual machine', target: targetOf(vm) });
  }
  const said = member(call.body['fault'], 'localizedMessage');
  end(call, task, typeof said === 'string' && said !== '' ? said : 'The task was canceled by a user.');
  return undefined;
}

/** The folder of VMs of the datacenter that the pool is in. */
function usualFolder(fabric: ReadView, pool: string): string {
  const name = pools(fabric).find(({ resource_pool: id }) => id === pool)?.cluster;
  const around = list<Cluster>(fabric, 'clusters').find(({ metadata }) => metadata.name === name)?.spec
    .datacenter;
  const datacenter = list<Datacenter>(fabric, 'datacenters').find(({ metadata }) => metadata.name === around);
  if (datacenter === undefined) throw invalidParameter('folder');
  return foldersOf(datacenter).vm;
}

function importVm(call: VimCall): Json {
  const { fabric, body, moid: pool } = call;
  const spec = objectOf(body['spec'], 'spec');
  const config = member(spec, 'configSpec');
  if (config === undefined) throw notSupported('a vApp');
  const words = 'Deploy OVF template';
  const folder = referred(body['folder']) ?? usualFolder(fabric, pool);
  const where = { folder, pool, host: referred(body['host']) };
  const made = machineFrom(call, objectOf(config, 'spec.configSpec'), where, words);
  const target = { kind: 'ResourcePool', name: titleOfEntity(fabric, pool), id: pool };
  return begun(call, beginTask(call, { words, target, awaits: 'Import', result: made }));
}

function exportVm(call: VimCall): Json {
  const vm = ownOf(call);
  inPower(vm, 'poweredOff', powerOf(vm) !== 'POWERED_OFF');
  return begun(
    call,
    beginTask(call, { words: 'Export OVF template', target: targetOf(vm), awaits: 'Export' }),
  );
}

function begun({ fabric }: VimCall, name: string): Json {
  const task = fabric.get<Task>('vsphere.sandbox/tasks', name);
  if (task === undefined) throw gone('Task', name);
  return reference(type, leaseOf(task));
}

const states = { QUEUED: 'initializing', RUNNING: 'ready', SUCCESS: 'done', ERROR: 'error' } as const;

export const nfcLeaseMethods: readonly VimMethod[] = [
  { type: 'ResourcePool', name: 'ImportVApp', privilege: 'VApp.Import', answer: importVm },
  { type: 'VirtualMachine', name: 'ExportVm', privilege: 'VApp.Export', answer: exportVm },
  {
    type,
    name: 'state',
    answer: (call) => ({
      _typeName: 'HttpNfcLeaseState',
      _value: states[leaseAsked(call).status?.state ?? 'QUEUED'],
    }),
  },
  { type, name: 'info', answer: infoOf },
  { type, name: 'initializeProgress', answer: () => 100 },
  { type, name: 'transferProgress', answer: (call) => (isReady(leaseAsked(call)) ? 0 : 100) },
  { type, name: 'mode', answer: () => ({ _typeName: 'HttpNfcLeaseMode', _value: 'pushOrGet' }) },
  {
    type,
    name: 'capabilities',
    answer: () => ({
      _typeName: 'HttpNfcLeaseCapabilities',
      pullModeSupported: false,
      corsSupported: true,
    }),
  },
  {
    type,
    name: 'error',
    answer: (call) => {
      const { error } = leaseAsked(call).status ?? {};
      return error === undefined
        ? undefined
        : {
            _typeName: 'LocalizedMethodFault',
            fault: { _typeName: 'RequestCanceled' },
            localizedMessage: error,
          };
    },
  },
  {
    type,
    name: 'HttpNfcLeaseProgress',
    answer: (call) => {
      ready(call);
      return undefined;
    },
  },
  {
    type,
    name: 'HttpNfcLeaseComplete',
    answer: (call) => {
      end(call, ready(call));
      return undefined;
    },
  },
  { type, name: 'HttpNfcLeaseAbort', answer: abort },
  // Nobody sums what is sent here.
  {
    type,
    name: 'HttpNfcLeaseGetManifest',
    answer: (call) => {
      leaseAsked(call);
      return [];
    },
  },
];
