// Resource pools as vim25 tells them: what they are given, what of it is reserved. Source: vim25 ResourcePool, ResourceConfigSpec.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import { capacityMHzOf, isRunning, type Host } from '../../../kinds/vsphere/host.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { PoolAllocation } from '../../../kinds/vsphere/resource-pool.ts';
import type { Json } from '../../../std/draft.ts';
import { bytesPerMiB } from '../../../std/mebibyte.ts';
import type { ReadView } from '../../../store/view.ts';
import { computeResourceOf, list } from '../inventory/places.ts';
import { pools, type Pool } from '../inventory/pools.ts';
import { refs, type Properties } from './machine-properties.ts';
import { reference } from './method.ts';

const allocation = ({ reservation, expandable, limit, shares, level }: PoolAllocation): Json => ({
  _typeName: 'ResourceAllocationInfo',
  reservation,
  expandableReservation: expandable,
  limit,
  shares: { _typeName: 'SharesInfo', shares, level: level.toLowerCase() },
});

/** VMs right in a pool; those that name none are in the root pool of their cluster. */
function machinesIn(
  fabric: ReadView,
  { resource_pool: pool, cluster, parent }: Pool,
): readonly VirtualMachine[] {
  return list<VirtualMachine>(fabric, 'virtualmachines').filter(({ spec }) =>
    spec.resourcePool === undefined
      ? spec.pod === undefined && parent === undefined && spec.cluster === cluster
      : spec.resourcePool === pool,
  );
}

/** What is reserved of one resource, in the unit that the pool counts in: MHz, or bytes. */
function usage(most: number, given: number, ofPools: number, ofMachines: number, unit: number): Json {
  const left = Math.max(0, given - ofPools - ofMachines) * unit;
  return {
    _typeName: 'ResourcePoolResourceUsage',
    reservationUsed: (ofPools + ofMachines) * unit,
    reservationUsedForVm: ofMachines * unit,
    unreservedForPool: left,
    unreservedForVm: left,
    overallUsage: 0,
    maxUsage: most * unit,
  };
}

/** The cluster whose pool it is, or the compute resource of a standalone host. */
function ownerOf(cluster: Cluster | undefined, host: Host | undefined): Properties {
  if (cluster !== undefined) return { owner: reference('ClusterComputeResource', cluster.spec.moid) };
  if (host === undefined) return {};
  return { owner: reference('ComputeResource', computeResourceOf(host.spec.moid)) };
}

export function poolProperties(fabric: ReadView, id: string): Properties | undefined {
  const all = pools(fabric);
  const found = all.find(({ resource_pool: known }) => known === id);
  if (found === undefined) return undefined;
  const owner = list<Cluster>(fabric, 'clusters').find(({ metadata }) => metadata.name === found.cluster);
  const hosts = list<Host>(fabric, 'hosts').filter(
    (host) => isRunning(host) && (host.spec.cluster === found.cluster || host.metadata.name === found.host),
  );
  const alone = list<Host>(fabric, 'hosts').find(({ metadata }) => metadata.name === found.host);
  const capacity = (of: (host: Host) => number) => hosts.reduce((total, host) => total + of(host), 0);
  const children = all.filter(({ parent }) => parent === id);
  const machines = machinesIn(fabric, found);
  const on = machines.filter(({ status }) => status?.powerState === 'POWERED_ON');
  const reservedByPools = (of: 'cpu' | 'memory') =>
    children.reduce((total, child) => total + child[of].reservation, 0);
  const sum = (of: (vm: VirtualMachine) => number) => on.reduce((total, vm) => total + of(vm), 0);
  const isRoot = found.of === 'Cluster';
  const mhz = capacity(capacityMHzOf);
  const mib = capacity(({ spec }) => spec.memoryMiB);
  const cpu = usage(
    found.cpu.limit < 0 ? mhz : found.cpu.limit,
    isRoot ? mhz : found.cpu.reservation,
    reservedByPools('cpu'),
    sum(({ spec }) => spec.cpuReservationMHz),
    1,
  );
  const memory = usage(
    found.memory.limit < 0 ? mib : found.memory.limit,
    isRoot ? mib : found.memory.reservation,
    reservedByPools('memory'),
    sum(({ spec }) => spec.memoryReservationMiB),
    bytesPerMiB,
  );
  const config = {
    _typeName: 'ResourceConfigSpec',
    entity: reference('ResourcePool', id),
    cpuAllocation: allocation(found.cpu),
    memoryAllocation: allocation(found.memory),
  };
  const runtime = { _typeName: 'ResourcePoolRuntimeInfo', memory, cpu, overallStatus: 'green' };
  return {
    name: found.name,
    config,
    runtime,
    summary: { _typeName: 'ResourcePoolSummary', name: found.name, config, runtime },
    resourcePool: refs(
      'ResourcePool',
      children.map(({ resource_pool: child }) => child),
    ),
    vm: refs(
      'VirtualMachine',
      machines.map(({ metadata }) => metadata.name),
    ),
    ...ownerOf(owner, alone),
  };
}
