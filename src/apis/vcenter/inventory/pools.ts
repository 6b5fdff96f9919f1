// Resource pools as they stand: every cluster's root, those of vSphere Namespaces, and those that somebody made; what each may still reserve.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import { capacityMHzOf, type Host } from '../../../kinds/vsphere/host.ts';
import type { VSphereNamespace } from '../../../kinds/vsphere/namespace.ts';
import type { PoolAllocation, ResourcePool } from '../../../kinds/vsphere/resource-pool.ts';
import type { Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import type { VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { ReadView } from '../../../store/view.ts';
import { Failure, notFound } from '../failure.ts';
import { list, poolOf } from './places.ts';

export interface Pool {
  readonly resource_pool: string;
  readonly name: string;
  /** Name of its cluster; empty for a standalone host's. */
  readonly cluster: string;
  /** Name of the standalone host. */
  readonly host?: string;
  readonly parent?: string;
  readonly cpu: PoolAllocation;
  readonly memory: PoolAllocation;
  /** Whose it is where people may not change it. */
  readonly of: 'Cluster' | 'Namespace' | 'People';
}

/** Shares of a pool by level: as many as a VM of four vCPUs and 16 GiB has. Source: vim25, SharesInfo. */
export const cpuShares = { LOW: 2_000, NORMAL: 4_000, HIGH: 8_000 } as const;
export const memoryShares = { LOW: 81_920, NORMAL: 163_840, HIGH: 327_680 } as const;

export const whole = (limit: number | undefined, shares: number): PoolAllocation => ({
  reservation: 0,
  expandable: true,
  limit: limit ?? -1,
  level: 'NORMAL',
  shares,
});

export function pools(view: ReadView): readonly Pool[] {
  const clusters = list<Cluster>(view, 'clusters');
  const roots = clusters.map((cluster): Pool => ({
    resource_pool: poolOf(cluster),
    name: 'Resources',
    cluster: cluster.metadata.name,
    cpu: whole(undefined, cpuShares.NORMAL),
    memory: whole(undefined, memoryShares.NORMAL),
    of: 'Cluster',
  }));
  const alone = list<Host>(view, 'hosts')
    .filter(({ spec }) => spec.cluster === '')
    .map(({ metadata, spec }): Pool => ({
      resource_pool: spec.moid.replace('host', 'resgroup'),
      name: 'Resources',
      cluster: '',
      host: metadata.name,
      cpu: whole(undefined, cpuShares.NORMAL),
      memory: whole(undefined, memoryShares.NORMAL),
      of: 'Cluster',
    }));
  const ofNamespaces = list<VSphereNamespace>(view, 'namespaces').flatMap(({ metadata, spec }): Pool[] => {
    const supervisor = view.get<Supervisor>('vsphere.sandbox/supervisors', spec.supervisor);
    const root = roots.find(({ cluster }) => cluster === supervisor?.spec.cluster);
    if (spec.resourcePool === undefined || root === undefined) return [];
    const { cpu_limit: cpu, memory_limit: memory } = spec.resources ?? {};
    return [
      {
        resource_pool: spec.resourcePool,
        name: metadata.name,
        cluster: root.cluster,
        parent: root.resource_pool,
        cpu: whole(cpu, cpuShares.NORMAL),
        memory: whole(memory, memoryShares.NORMAL),
        of: 'Namespace',
      },
    ];
  });
  const made = list<ResourcePool>(view, 'resourcepools').map(({ metadata, spec }): Pool => {
    const { displayName: name, parent, cpu, memory } = spec;
    const owner = alone.find(({ host }) => host === spec.cluster);
    const where = owner?.host === undefined ? { cluster: spec.cluster } : { cluster: '', host: owner.host };
    return { resource_pool: metadata.name, name, ...where, parent, cpu, memory, of: 'People' };
  });
  return [...roots, ...alone, ...ofNamespaces, ...made];
}

export function poolNamed(view: ReadView, id: string): Pool {
  const found = pools(view).find(({ resource_pool: known }) => known === id);
  if (found === undefined) throw notFound('Resource pool', id);
  return found;
}

/** What the hosts below a pool have together. */
function capacityOf(view: ReadView, { cluster, host }: Pool) {
  const hosts = list<Host>(view, 'hosts').filter(({ metadata, spec }) =>
    host === undefined ? spec.cluster === cluster : metadata.name === host,
  );
  const sum = (amount: (each: Host) => number) => hosts.reduce((total, each) => total + amount(each), 0);
  return { cpu: sum(capacityMHzOf), memory: sum(({ spec }) => spec.memoryMiB) };
}

type What = 'cpu' | 'memory';

/** What VMs of people's own in a pool reserve while they are on. */
function reservedIn(view: ReadView, pool: string, what: What, but: string): number {
  let total = 0;
  for (const { metadata, spec, status } of list<VirtualMachine>(view, 'virtualmachines'))
    if (spec.resourcePool === pool && metadata.name !== but && status?.powerState === 'POWERED_ON')
      total += what === 'cpu' ? spec.cpuReservationMHz : spec.memoryReservationMiB;
  return total;
}

/** What a pool can still give of its own, and of what is above it where it may expand; leaves out what the pool or VM `but` has. */
function available(view: ReadView, all: readonly Pool[], at: Pool, what: What, but: string): number {
  const given = all
    .filter(({ parent, resource_pool: id }) => parent === at.resource_pool && id !== but)
    .reduce((total, pool) => total + pool[what].reservation, 0);
  const own = at.of === 'Cluster' ? capacityOf(view, at)[what] : at[what].reservation;
  const taken = given + reservedIn(view, at.resource_pool, what, but);
  const left = own - taken;
  const { limit, expandable } = at[what];
  const above = expandable ? all.find(({ resource_pool: id }) => id === at.parent) : undefined;
  const most =
    above === undefined ? left : Math.max(0, left) + available(view, all, above, what, at.resource_pool);
  // What is reserved in a pool stays below its limit, however much there is above it.
  return limit < 0 ? most : Math.min(most, limit - taken);
}

/** What is reserved in a pool, MHz and MiB by a pool or a VM of its id, must be there. */
export function checkReservations(
  view: ReadView,
  pool: string,
  id: string,
  wanted: Readonly<Record<What, number>>,
): void {
  const all = pools(view);
  const parent = all.find(({ resource_pool: known }) => known === pool);
  for (const what of ['cpu', 'memory'] as const) {
    if (parent === undefined || wanted[what] === 0) continue;
    if (wanted[what] <= available(view, all, parent, what, id)) continue;
    const [fault, unit] = what === 'cpu' ? ['Cpu', 'CPU'] : ['Memory', 'memory'];
    throw new Failure(
      'UNABLE_TO_ALLOCATE_RESOURCE',
      `vmsg.Insufficient${fault}ResourcesFault.summary`,
      `The available ${unit} resources in the parent resource pool are insufficient for the operation.`,
      [pool],
    );
  }
}
