// Where a VM is put: its folder, its pool, its host, its datastore, and the room that it needs there. Source: vSphere Automation API,
// com.vmware.vcenter.VM.PlacementSpec; vim25's faults of power on.
import { admits, insufficientFailover } from '../../../../kinds/vsphere/admission-control.ts';
import type { Cluster } from '../../../../kinds/vsphere/cluster.ts';
import { datastores, type Datastore } from '../../../../kinds/vsphere/datastore.ts';
import { isRunning, takesVms, type Host } from '../../../../kinds/vsphere/host.ts';
import { hostsFor } from '../../../../kinds/vsphere/machine.ts';
import type { StoragePolicy } from '../../../../kinds/vsphere/storage-policy.ts';
import { swapMiBOf, swapMiBOn } from '../../../../kinds/vsphere/swap-file.ts';
import type { VirtualMachine } from '../../../../kinds/vsphere/virtual-machine.ts';
import { string } from '../../../../store/schema/infer.ts';
import type { Infer } from '../../../../store/schema/infer.ts';
import type { ReadView } from '../../../../store/view.ts';
import { Failure, invalidArgument, notAllowed, notFound } from '../../failure.ts';
import type { Call, Writer } from '../../operation.ts';
import { disksOfMachines } from '../../record.ts';
import { clusterOf } from '../clusters.ts';
import { hostOf } from '../host-changes.ts';
import { list, poolOf, titleOf } from '../places.ts';
import { checkReservations, poolNamed, type Pool } from '../pools.ts';

export const placementSchema = {
  type: 'object',
  properties: { folder: string, resource_pool: string, host: string, cluster: string, datastore: string },
} as const;

export type PlacementAsked = Infer<typeof placementSchema>;

export interface Place {
  readonly pool: Pool;
  /** The host that was asked for by itself. */
  readonly host: Host | undefined;
}

/** The pool and the host that are meant, where any is. */
export function placeAsked(view: ReadView, asked: PlacementAsked): Place | undefined {
  const host = asked.host === undefined ? undefined : hostOf(view, asked.host);
  const cluster = asked.cluster === undefined ? undefined : clusterOf(view, asked.cluster);
  const ofHost = list<Cluster>(view, 'clusters').find(({ metadata }) => metadata.name === host?.spec.cluster);
  const around = cluster ?? ofHost;
  const rootOfHost = host?.spec.moid.replace('host', 'resgroup');
  const id = asked.resource_pool ?? (around === undefined ? rootOfHost : poolOf(around));
  if (id === undefined) return undefined;
  const pool = poolNamed(view, id);
  if (pool.of === 'Namespace')
    throw notAllowed(
      `The operation is not allowed in the current state: '${pool.name}' (${id}) is managed by VMware vSphere Workload Management.`,
      [id],
    );
  const isIn =
    host === undefined ||
    (pool.host === undefined ? host.spec.cluster === pool.cluster : host.metadata.name === pool.host);
  if (!isIn || (cluster !== undefined && cluster.metadata.name !== pool.cluster))
    throw invalidArgument(`Resource pool '${id}' is not of the host or cluster that the placement names.`, [
      id,
    ]);
  if (host !== undefined && !takesVms(host))
    throw notAllowed('The operation is not allowed in the current state of the host.', [host.spec.moid]);
  return { pool, host };
}

export function datastoreOf(view: ReadView, id: string): Datastore {
  const found = list<Datastore>(view, 'datastores').find(({ spec }) => spec.moid === id);
  if (found === undefined) throw notFound('Datastore', id);
  return found;
}

/** The datastores that a storage policy lets a disk lie on. */
export function checkPolicy(view: ReadView, policy: string | undefined, datastore: Datastore): void {
  if (policy === undefined) return;
  const found = list<StoragePolicy>(view, 'storagepolicies').find(({ spec }) => spec.id === policy);
  if (found === undefined) throw notFound('Storage policy', policy);
  if (!found.spec.datastores.includes(datastore.metadata.name))
    throw invalidArgument(
      `Datastore '${titleOf(datastore)}' does not satisfy the storage policy '${found.spec.displayName}'.`,
      [datastore.spec.moid, policy],
    );
}

const summaryOf = (fault: string, message: string, args: readonly string[] = []): Failure =>
  new Failure('UNABLE_TO_ALLOCATE_RESOURCE', `vmsg.${fault}.summary`, message, args);

export function checkRoom(datastore: Datastore, sizeMiB: number): void {
  if (sizeMiB > 0 && datastore.spec.nas?.isReadOnly === true)
    throw notAllowed(`The datastore '${titleOf(datastore)}' is mounted read-only.`, [titleOf(datastore)]);
  if (sizeMiB <= (datastore.status?.freeMiB ?? 0)) return;
  throw new Failure(
    'UNABLE_TO_ALLOCATE_RESOURCE',
    'vmsg.NoDiskSpace.summary',
    `Insufficient disk space on datastore '${titleOf(datastore)}'.`,
    [datastore.spec.moid],
  );
}

/** Takes room of a datastore, or gives it back where the amount is negative. */
export function takeRoom(write: Writer, datastore: Datastore, sizeMiB: number): void {
  const freeMiB = (datastore.status?.freeMiB ?? 0) - sizeMiB;
  const object = { ...datastore, status: { ...datastore.status, freeMiB } };
  write.update(datastores, object, disksOfMachines);
}

/**
 * A swap file is made as a VM is powered on. On vSAN it is thin, so that all it needs is that there is room at all; elsewhere there must be room
 * for the whole of it, beside those of VMs that were powered on just now.
 */
export function checkSwapFile(view: ReadView, vm: VirtualMachine): void {
  const home = vm.spec.hardware?.datastore;
  const datastore = list<Datastore>(view, 'datastores').find(({ metadata }) => metadata.name === home);
  const swapMiB = swapMiBOf(vm);
  if (datastore === undefined || swapMiB === 0 || vm.status?.powerState === 'SUSPENDED') return;
  const needed = datastore.spec.type === 'vsan' ? 1 : swapMiB;
  const { freeMiB = 0, swapMiB: counted = 0 } = datastore.status ?? {};
  if (needed <= freeMiB + counted - swapMiBOn(datastore, view)) return;
  const kib = String(swapMiB * 1024);
  throw summaryOf(
    'NoDiskSpace',
    `Could not power on VM: No space left on device. Failed to extend swap file from 0 KB to ${kib} KB. Current swap file size is 0 KB.`,
    [vm.metadata.name, datastore.spec.moid],
  );
}

/** Why no host takes a VM, as vim25 says it. */
export function noHost(
  call: Pick<Call, 'fabric'>,
  vm: VirtualMachine,
  reasons: readonly { readonly reason: string }[],
): Failure {
  const all = list<Host>(call.fabric, 'hosts').filter(({ spec }) => spec.cluster === vm.spec.cluster);
  if (vm.spec.cluster !== '' && !all.some(isRunning))
    return summaryOf('NoActiveHostInCluster', 'No active host in the cluster to perform the operation.');
  const short = reasons.map(({ reason }) => reason).filter((reason) => reason.startsWith('Insufficient'));
  if (short.length === 0)
    return summaryOf('NoCompatibleHost', 'No host is compatible with the virtual machine.', [
      vm.metadata.name,
    ]);
  const resource = short.some((reason) => reason.endsWith('memory')) ? 'memory' : 'CPU';
  return summaryOf(
    `InsufficientHost${resource === 'CPU' ? 'Cpu' : 'Memory'}CapacityFault`,
    `The host does not have sufficient ${resource} resources to satisfy the reservation of '${vm.spec.displayName}'.`,
    [vm.metadata.name],
  );
}

/** The host that a VM runs on from now on: DRS's, or the only one that comes into question. */
export function hostForPower(
  call: Pick<Call, 'fabric' | 'place'>,
  vm: VirtualMachine,
  host?: string,
): string {
  const { fabric, place } = call;
  const { cpuReservationMHz: cpu, memoryReservationMiB: memory, resourcePool = '' } = vm.spec;
  checkReservations(fabric, resourcePool, vm.metadata.name, { cpu, memory });
  const cluster = fabric.get<Cluster>('vsphere.sandbox/clusters', vm.spec.cluster);
  const all = hostsFor(vm, fabric);
  const admitted = cluster === undefined ? undefined : admits(cluster, vm, fabric, all);
  if (all.length > 0 && admitted?.isAdmitted === false)
    throw summaryOf('InsufficientFailoverResourcesFault', insufficientFailover, [vm.metadata.name]);
  const may = admitted?.hosts ?? all;
  const only = host ?? (cluster?.spec.drs.enabled === false ? vm.status?.host : undefined);
  const { winner, reasons } = place(vm.spec, only === undefined ? may : may.filter((name) => name === only));
  if (winner === undefined) throw noHost(call, vm, may.length === 0 ? [] : reasons);
  return winner.name;
}
