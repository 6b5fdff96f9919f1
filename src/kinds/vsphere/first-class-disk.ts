// A First Class Disk: a virtual disk with a life of its own, which a container volume is. On a datastore, attached to at most one VM.
import { integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const firstClassDisks = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['datastore', 'capacityMiB', 'readyAt'],
      properties: {
        datastore: string,
        capacityMiB: integer,
        /** Id of the storage policy that it was placed by. */
        storagePolicy: string,
        /** Of one that somebody made in vCenter: its name. */
        displayName: string,
        /** The container volume, and the claim that it was made for. */
        volume: {
          type: 'object',
          required: ['scope', 'name', 'namespace', 'claim'],
          properties: { scope: string, name: string, namespace: string, claim: string },
        },
        snapshots: {
          type: 'array',
          items: {
            type: 'object',
            required: ['id', 'description', 'at'],
            properties: {
              id: string,
              description: string,
              /** In simulated milliseconds. */
              at: integer,
            },
          },
        },
        /** When its creation is done, in simulated milliseconds. */
        readyAt: integer,
      },
    },
    status: {
      type: 'object',
      properties: {
        /** Moids of the VMs that have it; several only where a file share is meant. */
        attachedTo: { type: 'array', items: string },
        /** Files that were written on it, or removed where there is neither text nor bytes; `path` begins at its top. */
        written: {
          type: 'array',
          items: {
            type: 'object',
            required: ['path', 'by'],
            properties: {
              path: string,
              /** The uid of the Pod that did. */
              by: string,
              text: string,
              /** What is no text, in base64. */
              bytes: string,
            },
          },
        },
      },
    },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'FirstClassDisk',
    plural: 'firstclassdisks',
    indexes: {
      volume: ({ spec: { volume } }) => (volume === undefined ? [] : [`${volume.scope}/${volume.name}`]),
    },
    columns: [
      nameColumn,
      { name: 'Datastore', cell: ({ spec }) => spec.datastore },
      { name: 'Capacity-MiB', type: 'integer', cell: ({ spec }) => spec.capacityMiB },
      { name: 'Volume', cell: ({ spec }) => spec.volume?.name ?? spec.displayName ?? '' },
      { name: 'Attached-To', cell: ({ status }) => (status?.attachedTo ?? []).join(',') },
      ageColumn,
    ],
  },
);

export type FirstClassDisk = ObjectOf<typeof firstClassDisks>;

export const firstClassDisksKind = 'vsphere.sandbox/firstclassdisks';
