// A resource pool that somebody made: what of its cluster the VMs in it may have. A cluster's own root pool and those of vSphere Namespaces
// follow from these and are not stored.
import { boolean, integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

const allocation = {
  type: 'object',
  required: ['reservation', 'expandable', 'limit', 'level', 'shares'],
  properties: {
    /** MHz or MiB. */
    reservation: integer,
    /** Whether it may take from its parent what its own reservation does not have. */
    expandable: boolean,
    /** MHz or MiB; -1 where nothing limits it. */
    limit: integer,
    level: { type: 'string', enum: ['LOW', 'NORMAL', 'HIGH', 'CUSTOM'] },
    shares: integer,
  },
} as const;

export const resourcePools = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['displayName', 'parent', 'cluster', 'cpu', 'memory'],
      properties: {
        displayName: string,
        /** Managed object id of the pool that it is in. */
        parent: string,
        /** Name of the cluster, or of the standalone host. */
        cluster: string,
        cpu: allocation,
        memory: allocation,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'ResourcePool',
    plural: 'resourcepools',
    columns: [
      nameColumn,
      { name: 'Display-Name', cell: ({ spec }) => spec.displayName },
      { name: 'Parent', cell: ({ spec }) => spec.parent },
      { name: 'CPU-Reservation', type: 'integer', cell: ({ spec }) => spec.cpu.reservation },
      { name: 'Memory-Reservation', type: 'integer', cell: ({ spec }) => spec.memory.reservation },
      ageColumn,
    ],
  },
);

/** Its name is its managed object id. */
export type ResourcePool = ObjectOf<typeof resourcePools>;
export type PoolAllocation = ResourcePool['spec']['cpu'];
