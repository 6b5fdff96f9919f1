// A file on a datastore that somebody put there, or a folder: what VMs, First Class Disks and libraries have there follows from them.
import { boolean, integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const datastoreFiles = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['datastore', 'path', 'bytes'],
      properties: {
        /** Name of its datastore's object. */
        datastore: string,
        /** `isos/photon.iso`. */
        path: string,
        bytes: integer,
        isFolder: boolean,
        /** What stands in it, where it is short text; of others only the bytes are counted. */
        text: string,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'DatastoreFile',
    plural: 'datastorefiles',
    indexes: { datastore: ({ spec }) => [spec.datastore] },
    columns: [
      nameColumn,
      { name: 'Datastore', cell: ({ spec }) => spec.datastore },
      { name: 'Path', cell: ({ spec }) => spec.path },
      { name: 'Bytes', type: 'integer', cell: ({ spec }) => spec.bytes },
      ageColumn,
    ],
  },
);

export type DatastoreFile = ObjectOf<typeof datastoreFiles>;

export const datastoreFilesKind = 'vsphere.sandbox/datastorefiles';
