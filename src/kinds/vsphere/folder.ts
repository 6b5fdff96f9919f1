// A folder of the inventory that somebody made; those that every datacenter comes with follow from it and are not stored.
import { string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const folders = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['displayName', 'type', 'parent'],
      properties: {
        displayName: string,
        /** What it takes; folders of its own kind besides. */
        type: { type: 'string', enum: ['DATACENTER', 'VIRTUAL_MACHINE', 'HOST', 'DATASTORE', 'NETWORK'] },
        /** Managed object id of the folder that it is in. */
        parent: string,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Folder',
    plural: 'folders',
    columns: [
      nameColumn,
      { name: 'Display-Name', cell: ({ spec }) => spec.displayName },
      { name: 'Type', cell: ({ spec }) => spec.type },
      { name: 'Parent', cell: ({ spec }) => spec.parent },
      ageColumn,
    ],
  },
);

/** Its name is its managed object id. */
export type Folder = ObjectOf<typeof folders>;
