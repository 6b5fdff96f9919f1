// A datastore: shared capacity of a cluster's hosts.
import { boolean, integer, string } from '../../store/schema/infer.ts';
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
        /** The share that it is on, of a datastore on an NFS server. */
        nas: {
          type: 'object',
          required: ['server', 'path'],
          properties: { server: string, path: string, isReadOnly: boolean },
        },
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
      { name: 'Display-Name', wide: true, cell: ({ metadata, spec }) => spec.displayName ?? metadata.name },
      ageColumn,
    ],
  },
);

/** Whether all hosts of a cluster have it to write on: as its vSAN, or as what each of them has mounted. Absent means that all hosts there are have it. */
export function isSharedIn(
  { metadata, spec }: Datastore,
  cluster: string,
  hosts: readonly { readonly spec: { readonly cluster: string; readonly datastores?: readonly string[] } }[],
): boolean {
  if (spec.nas?.isReadOnly === true) return false;
  if (spec.cluster === undefined || spec.cluster === cluster) return true;
  const members = hosts.filter((host) => host.spec.cluster === cluster);
  return (
    members.length > 0 && members.every((host) => host.spec.datastores?.includes(metadata.name) === true)
  );
}

export type Datastore = ObjectOf<typeof datastores>;
