// Resource pools as they stand: every cluster's root, those of vSphere Namespaces, and those that somebody made; what each may still reserve.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import { capacityMHzOf, type Host } from '../../../kinds/vsphere/host.ts';
import type { VSphereNamespace } from '../../../kinds/vsphere/namespace.ts';
import type { PoolAllocation, ResourcePool } from '../../../kinds/vsphere/resource-pool.ts';
import type { Supervisor } from '../../../kinds/vsphere/supervisor.ts';
import type { ReadView } from '../../../store/view.ts';
import { Failure, notFound } from '../failure.ts';
import { list, poolOf } from './places.ts';

export interface Pool {
  readonly resource_pool: string;
  readonly name: string;
  /** Name of its cluster. */
  readonly cluster: string;
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
    const { displayName, parent, cluster, cpu, memory } = spec;
    return { resource_pool: metadata.name, name: displayName, cluster, parent, cpu, memory, of: 'People' };
  });
  return [...roots, ...ofNamespaces, ...made];
}

export function poolNamed(view: ReadView, id: string): Pool {
  const found = pools(view).find(({ resource_pool: known }) => known === id);
  if (found === undefined) throw notFound('Resource pool', id);
  return found;
}

/** What the hosts of a cluster have together. */
function capacityOf(view: ReadView, cluster: string) {
  const hosts = list<Host>(view, 'hosts').filter(({ spec }) => spec.cluster === cluster);
  const sum = (amount: (host: Host) => number) => hosts.reduce((total, host) => total + amount(host), 0);
  return { cpu: sum(capacityMHzOf), memory: sum(({ spec }) => spec.memoryMiB) };
}

/** What a pool can still give of its own, and of what is above it where it may expand; leaves out what `but` has. */
function available(
  all: readonly Pool[],
  at: Pool,
  what: 'cpu' | 'memory',
  but: string,
  whole: number,
): number {
  const given = all
    .filter(({ parent, resource_pool: id }) => parent === at.resource_pool && id !== but)
    .reduce((total, pool) => total + pool[what].reservation, 0);
  const left = (at.of === 'Cluster' ? whole : at[what].reservation) - given;
  const above = at[what].expandable ? all.find(({ resource_pool: id }) => id === at.parent) : undefined;
  return above === undefined
    ? left
    : Math.max(0, left) + available(all, above, what, at.resource_pool, whole);
}

/** A pool reserves no more than there is for it. */
export function checkReservations(view: ReadView, pool: Pool): void {
  const all = pools(view);
  const parent = all.find(({ resource_pool: id }) => id === pool.parent);
  const capacity = capacityOf(view, pool.cluster);
  for (const what of ['cpu', 'memory'] as const) {
    const { reservation } = pool[what];
    if (parent === undefined || reservation === 0) continue;
    if (reservation <= available(all, parent, what, pool.resource_pool, capacity[what])) continue;
    const [id, unit] = what === 'cpu' ? ['Cpu', 'CPU'] : ['Memory', 'memory'];
    throw new Failure(
      'UNABLE_TO_ALLOCATE_RESOURCE',
      `vmsg.Insufficient${id}ResourcesFault.summary`,
      `The available ${unit} resources in the parent resource pool are insufficient for the operation.`,
      [parent.resource_pool],
    );
  }
}
