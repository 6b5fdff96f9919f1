// What is asked of resource pools. Source: vSphere Automation API, com.vmware.vcenter.ResourcePool.
import type { Cluster } from '../../../kinds/vsphere/cluster.ts';
import type { Host } from '../../../kinds/vsphere/host.ts';
import type { Datacenter } from '../../../kinds/vsphere/datacenter.ts';
import {
  resourcePools,
  type PoolAllocation,
  type ResourcePool,
} from '../../../kinds/vsphere/resource-pool.ts';
import { boolean, integer, string, type Infer } from '../../../store/schema/infer.ts';
import { virtualMachines, type VirtualMachine } from '../../../kinds/vsphere/virtual-machine.ts';
import type { ReadView } from '../../../store/view.ts';
import { type Failure, invalidArgument, missingInCase, notAllowed, unsupported } from '../failure.ts';
import { atMost, passes } from '../filter.ts';
import { created, done, ok, type Call, type Operation, type Writer } from '../operation.ts';
import { readBody, textAt } from '../reading.ts';
import { checkName, list, rootFolder } from './places.ts';
import { checkReservations, cpuShares, memoryShares, poolNamed, pools, whole, type Pool } from './pools.ts';

const poolsMost = 1_000;

const told = ({ reservation, expandable, limit, level, shares }: PoolAllocation) => ({
  reservation,
  expandable_reservation: expandable,
  limit,
  // Another level says itself how many they are.
  shares: { level, ...(level === 'CUSTOM' ? { shares } : {}) },
});

const allocationSchema = {
  type: 'object',
  properties: {
    reservation: integer,
    expandable_reservation: boolean,
    limit: integer,
    shares: {
      type: 'object',
      required: ['level'],
      properties: { level: { type: 'string', enum: ['LOW', 'NORMAL', 'HIGH', 'CUSTOM'] }, shares: integer },
    },
  },
} as const;

const allocations = { cpu_allocation: allocationSchema, memory_allocation: allocationSchema } as const;

/** What is asked, over what was before. */
function changed(
  asked: Infer<typeof allocationSchema> | undefined,
  before: PoolAllocation,
  sharesOf: typeof cpuShares | typeof memoryShares,
  what: string,
): PoolAllocation {
  if (asked === undefined) return before;
  const { reservation = before.reservation, limit = before.limit } = asked;
  const level = asked.shares?.level ?? before.level;
  if (level === 'CUSTOM' && asked.shares !== undefined && asked.shares.shares === undefined)
    throw missingInCase(`${what}.shares.shares`);
  const shares = level === 'CUSTOM' ? (asked.shares?.shares ?? before.shares) : sharesOf[level];
  for (const [field, value, least] of [
    ['reservation', reservation, 0],
    ['limit', limit, -1],
    ['shares', shares, 1],
  ] as const)
    if (value < least)
      throw invalidArgument(`A specified parameter was not correct: ${what}.${field}`, [`${what}.${field}`]);
  if (limit >= 0 && reservation > limit)
    throw invalidArgument(`A specified parameter was not correct: ${what}.limit`, [`${what}.limit`]);
  return { reservation, expandable: asked.expandable_reservation ?? before.expandable, limit, level, shares };
}

const reservations = ({ cpu, memory }: Pick<ResourcePool['spec'], 'cpu' | 'memory'>) => ({
  cpu: cpu.reservation,
  memory: memory.reservation,
});

const siblings = (view: ReadView, parent: string | undefined, but?: string): readonly string[] =>
  pools(view)
    .filter((pool) => pool.parent === parent && pool.resource_pool !== but)
    .map(({ name }) => name);

export function createPool(call: Call) {
  const schema = {
    type: 'object',
    required: ['name', 'parent'],
    properties: { name: string, parent: string, ...allocations },
  } as const;
  const asked = readBody(schema, call.body);
  const parent = poolNamed(call.fabric, asked.parent);
  if (parent.of === 'Namespace') throw managed(parent);
  const cluster = call.fabric.get<Cluster>('vsphere.sandbox/clusters', parent.cluster);
  if (cluster?.spec.drs.enabled === false)
    throw unsupported(`Cluster '${parent.cluster}' has no resource pools: vSphere DRS is not enabled on it.`);
  checkName('Resource pool', asked.name, siblings(call.fabric, asked.parent));
  const id = `resgroup-${call.write.revision + 1}`;
  const spec = {
    displayName: asked.name,
    parent: asked.parent,
    cluster: parent.host ?? parent.cluster,
    cpu: changed(asked.cpu_allocation, whole(-1, cpuShares.NORMAL), cpuShares, 'cpu_allocation'),
    memory: changed(
      asked.memory_allocation,
      whole(-1, memoryShares.NORMAL),
      memoryShares,
      'memory_allocation',
    ),
  };
  checkReservations(call.fabric, asked.parent, id, reservations(spec));
  call.write.create(resourcePools, { metadata: { name: id }, spec }, 'Create resource pool');
  return created(id);
}

function managed({ resource_pool: id, name }: Pool): Failure {
  return notAllowed(
    `The operation is not allowed in the current state: '${name}' (${id}) is managed by VMware vSphere Workload Management.`,
    [id],
  );
}

/** One that people made, with what is stored of it. */
function changeable(fabric: ReadView, id: string): ResourcePool {
  const pool = poolNamed(fabric, id);
  if (pool.of === 'Namespace') throw managed(pool);
  const stored = fabric.get<ResourcePool>('vsphere.sandbox/resourcepools', id);
  if (stored === undefined)
    throw invalidArgument(`Resource pool '${id}' is a root resource pool and cannot be changed.`, [id]);
  return stored;
}

export function updatePool(call: Call) {
  const schema = { type: 'object', properties: { name: string, ...allocations } } as const;
  const asked = readBody(schema, call.body);
  const pool = changeable(call.fabric, call.params['resource_pool'] ?? '');
  const { name = pool.spec.displayName } = asked;
  checkName('Resource pool', name, siblings(call.fabric, pool.spec.parent, pool.metadata.name));
  const spec = {
    ...pool.spec,
    displayName: name,
    cpu: changed(asked.cpu_allocation, pool.spec.cpu, cpuShares, 'cpu_allocation'),
    memory: changed(asked.memory_allocation, pool.spec.memory, memoryShares, 'memory_allocation'),
  };
  checkReservations(call.fabric, spec.parent, pool.metadata.name, reservations(spec));
  call.write.update(resourcePools, { ...pool, spec } as ResourcePool, 'Update resource configuration');
  return done;
}

/** Whether a pool is another one, or somewhere below it. */
function isIn(all: readonly Pool[], id: string | undefined, other: string): boolean {
  if (id === other) return true;
  const parent = all.find(({ resource_pool: known }) => known === id)?.parent;
  return parent !== undefined && isIn(all, parent, other);
}

/** Another parent, of the same cluster or host and not below itself. */
export function movePool({ fabric, write }: Call, id: string, into: Pool): void {
  const pool = changeable(fabric, id);
  if (into.of === 'Namespace') throw managed(into);
  const { resource_pool: parent } = into;
  if ((into.host ?? into.cluster) !== pool.spec.cluster || isIn(pools(fabric), parent, id))
    throw invalidArgument(`Resource pool '${id}' cannot be moved into '${parent}'.`, [id, parent]);
  checkName('Resource pool', pool.spec.displayName, siblings(fabric, parent, id));
  checkReservations(fabric, parent, id, reservations(pool.spec));
  const spec = { ...pool.spec, parent };
  write.update(resourcePools, { ...pool, spec } as ResourcePool, 'Move entities');
}

/** The name of the pool that is gone; what is in it goes to its parent. */
export function removePool(fabric: ReadView, write: Writer, id: string): string {
  const pool = changeable(fabric, id);
  const { parent, displayName } = pool.spec;
  for (const child of list<ResourcePool>(fabric, 'resourcepools'))
    if (child.spec.parent === id) {
      const object = { ...child, spec: { ...child.spec, parent } } as ResourcePool;
      write.update(resourcePools, object, 'Its resource pool is deleted');
    }
  for (const vm of list<VirtualMachine>(fabric, 'virtualmachines'))
    if (vm.spec.resourcePool === id) {
      const object = { ...vm, spec: { ...vm.spec, resourcePool: parent } } as VirtualMachine;
      write.update(virtualMachines, object, 'Its resource pool is deleted');
    }
  write.remove(resourcePools, pool, 'Delete resource pool');
  return displayName;
}

const path = 'vcenter/resource-pool';
const read = { privilege: 'System.Read' } as const;

export const poolOperations: readonly Operation[] = [
  {
    method: 'GET',
    path,
    filters: ['resource_pools', 'names', 'parent_resource_pools', 'datacenters', 'hosts', 'clusters'],
    ...read,
    each: 'resource_pool',
    answer: (call) => {
      const ids = new Map(
        list<Cluster>(call.fabric, 'clusters').map(({ metadata, spec }) => [metadata.name, spec]),
      );
      const datacenters = new Map(
        list<Datacenter>(call.fabric, 'datacenters').map(({ metadata, spec }) => [metadata.name, spec.moid]),
      );
      const hosts = new Map(
        list<Host>(call.fabric, 'hosts').map(({ metadata, spec }) => [metadata.name, spec.moid]),
      );
      const found = pools(call.fabric)
        .filter(({ resource_pool: id, name, parent = '', cluster, host = '' }) => {
          const of = ids.get(cluster);
          return passes(call, {
            resource_pools: id,
            names: name,
            parent_resource_pools: parent,
            clusters: of?.moid ?? '',
            hosts: hosts.get(host) ?? '',
            datacenters: datacenters.get(of?.datacenter ?? '') ?? '',
          });
        })
        .map(({ resource_pool, name }) => ({ resource_pool, name }));
      return ok(atMost(found, poolsMost, 'resource pools'));
    },
  },
  {
    method: 'GET',
    path: `${path}/{resource_pool}`,
    ...read,
    answer: ({ fabric, params: { resource_pool: id = '' } }) => {
      const { name, cpu, memory } = poolNamed(fabric, id);
      const children = pools(fabric).filter(({ parent }) => parent === id);
      return ok({
        name,
        resource_pools: children.map(({ resource_pool: child }) => child),
        cpu_allocation: told(cpu),
        memory_allocation: told(memory),
      });
    },
  },
  {
    method: 'POST',
    path,
    privilege: 'Resource.CreatePool',
    on: ({ body }) => textAt(body, 'parent') ?? rootFolder,
    answer: createPool,
  },
  { method: 'PATCH', path: `${path}/{resource_pool}`, privilege: 'Resource.EditPool', answer: updatePool },
  {
    method: 'DELETE',
    path: `${path}/{resource_pool}`,
    privilege: 'Resource.DeletePool',
    answer: ({ fabric, write, params: { resource_pool: id = '' } }) => {
      removePool(fabric, write, id);
      return done;
    },
  },
];
