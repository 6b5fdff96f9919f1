// A datastore: shared capacity of a cluster's hosts.
import { integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const datastores = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['moid', 'datacenter', 'type', 'capacityMiB'],
      properties: {
        moid: string,
        datacenter: string,
        /** Whose hosts share it; absent means all, empty none. */
        cluster: string,
        /** The only host that has it. */
        host: string,
        /** What people call it, where its name here cannot be that. */
        displayName: string,
        type: { type: 'string', enum: ['vsan', 'VMFS', 'NFS'] },
        capacityMiB: integer,
        /** What files take that nobody here put there: the sandbox's fault of a datastore that is full. */
        foreignMiB: integer,
      },
    },
    status: {
      type: 'object',
      properties: {
        freeMiB: integer,
        /** Of what is not free: swap files of VMs that run. */
        swapMiB: integer,
      },
    },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Datastore',
    plural: 'datastores',
    columns: [
      nameColumn,
      { name: 'Type', cell: (datastore) => datastore.spec.type },
      { name: 'Capacity-MiB', type: 'integer', cell: (datastore) => datastore.spec.capacityMiB },
      { name: 'Free-MiB', type: 'integer', cell: (datastore) => datastore.status?.freeMiB ?? 0 },
      ageColumn,
    ],
  },
);

export type Datastore = ObjectOf<typeof datastores>;
