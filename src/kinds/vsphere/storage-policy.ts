// A storage policy of vCenter: what a disk may ask for, and so where it may lie. A Supervisor shows it as a storage class.
import { string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const storagePolicies = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['id', 'displayName', 'datastores'],
      properties: {
        id: string,
        displayName: string,
        /** Names of the datastores that comply. */
        datastores: strings,
        description: string,
        /** What a datastore must be; absent means that it is the vSAN default. */
        rules: {
          type: 'array',
          items: {
            type: 'object',
            required: ['namespace', 'id', 'values'],
            properties: {
              /** `VSAN`, or of tags `http://www.vmware.com/storage/tag`. */
              namespace: string,
              /** The capability, or the tags' category. */
              id: string,
              values: strings,
            },
          },
        },
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'StoragePolicy',
    plural: 'storagepolicies',
    indexes: { id: ({ spec }) => [spec.id] },
    columns: [
      nameColumn,
      { name: 'Id', cell: ({ spec }) => spec.id },
      { name: 'Datastores', cell: ({ spec }) => spec.datastores.join(',') },
      ageColumn,
    ],
  },
);

export type StoragePolicy = ObjectOf<typeof storagePolicies>;
