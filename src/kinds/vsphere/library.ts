// A content library: local, or subscribed to one that somebody publishes.
import { boolean, integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const libraries = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['displayName', 'type'],
      properties: {
        displayName: string,
        description: string,
        type: { type: 'string', enum: ['LOCAL', 'SUBSCRIBED'] },
        /** Managed object id of the datastore that holds its items; where it is none, the address of the file system that does. */
        datastore: string,
        storageUri: string,
        subscription: {
          type: 'object',
          required: ['url', 'onDemand', 'automaticSync'],
          properties: {
            url: string,
            /** Contents come only when somebody needs them. */
            onDemand: boolean,
            automaticSync: boolean,
            userName: string,
            sslThumbprint: string,
          },
        },
        /** Whether others may subscribe to it. */
        published: boolean,
        /** When it was last asked to be as its source is, in simulated milliseconds. */
        syncAskedAt: integer,
      },
    },
    status: {
      type: 'object',
      properties: {
        /** When its items last changed and when it was last as its source was, in simulated milliseconds. */
        modifiedAt: integer,
        syncedAt: integer,
        version: integer,
      },
    },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'ContentLibrary',
    plural: 'libraries',
    columns: [
      nameColumn,
      { name: 'Display-Name', cell: ({ spec }) => spec.displayName },
      { name: 'Type', cell: ({ spec }) => spec.type },
      ageColumn,
    ],
  },
);

export type Library = ObjectOf<typeof libraries>;

export const librariesKind = 'vsphere.sandbox/libraries';
