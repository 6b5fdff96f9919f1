// A datacenter: the folder that clusters, datastores and networks of a site live in.
import { string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const datacenters = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['moid', 'vcenter'],
      properties: {
        moid: string,
        vcenter: string,
        /** What people call it, where its name here cannot be that. */
        displayName: string,
        /** The folder that it is in; absent means the root. */
        folder: string,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Datacenter',
    plural: 'datacenters',
    columns: [
      nameColumn,
      { name: 'vCenter', cell: (datacenter) => datacenter.spec.vcenter },
      { name: 'Display-Name', wide: true, cell: ({ metadata, spec }) => spec.displayName ?? metadata.name },
      ageColumn,
    ],
  },
);

export type Datacenter = ObjectOf<typeof datacenters>;
