// An item of a content library: a template or an image, as metadata alone until its content is there.
import { boolean, integer, string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const libraryItems = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['library', 'displayName', 'type'],
      properties: {
        /** Name of its library's object. */
        library: string,
        displayName: string,
        description: string,
        /** `ovf`, `iso`, `vm-template`. */
        type: string,
        /** What its source has of it. */
        sizeMiB: integer,
        files: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name', 'bytes'],
            properties: {
              name: string,
              bytes: integer,
              /** What stands in it, where it is short text; of others only the bytes are counted. */
              text: string,
            },
          },
        },
        /** What a VM that is deployed from it is made of; of what comes from elsewhere nothing is known. */
        machine: {
          type: 'object',
          required: ['guestOs', 'cpus', 'memoryMiB', 'disksMiB', 'networks'],
          properties: {
            guestOs: string,
            cpus: integer,
            memoryMiB: integer,
            disksMiB: { type: 'array', items: integer },
            /** Names of networks, which a deployment maps to those that are there. */
            networks: strings,
          },
        },
        /** Id of the VM that is the template. */
        template: string,
        /** The template that it had before, as long as that is kept. */
        previous: {
          type: 'object',
          required: ['template', 'version'],
          properties: { template: string, version: integer },
        },
        /** When its content was last asked for, in simulated milliseconds. */
        syncAskedAt: integer,
      },
    },
    status: {
      type: 'object',
      properties: {
        /** Whether its content is on the datastore. */
        cached: boolean,
        syncedAt: integer,
        modifiedAt: integer,
        contentVersion: integer,
      },
    },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'ContentLibraryItem',
    plural: 'libraryitems',
    indexes: { library: ({ spec }) => [spec.library] },
    columns: [
      nameColumn,
      { name: 'Display-Name', cell: ({ spec }) => spec.displayName },
      { name: 'Type', cell: ({ spec }) => spec.type },
      { name: 'Cached', cell: ({ status }) => String(status?.cached ?? false) },
      ageColumn,
    ],
  },
);

export type LibraryItem = ObjectOf<typeof libraryItems>;

export const libraryItemsKind = 'vsphere.sandbox/libraryitems';
