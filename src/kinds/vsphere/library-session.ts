// A session in which somebody changes the files of a library's item; the item takes them when the session is completed.
import { integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const librarySessions = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['item', 'state', 'files', 'expiresAt'],
      properties: {
        /** Name of the item's object. */
        item: string,
        state: { type: 'string', enum: ['ACTIVE', 'DONE', 'CANCELED', 'ERROR'] },
        files: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name', 'bytes', 'source'],
            properties: {
              name: string,
              bytes: integer,
              source: { type: 'string', enum: ['PUSH', 'PULL', 'NONE'] },
            },
          },
        },
        /** In simulated milliseconds. */
        expiresAt: integer,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'LibraryUpdateSession',
    plural: 'librarysessions',
    columns: [
      nameColumn,
      { name: 'Item', cell: ({ spec }) => spec.item },
      { name: 'State', cell: ({ spec }) => spec.state },
      ageColumn,
    ],
  },
);

export type LibrarySession = ObjectOf<typeof librarySessions>;

export const librarySessionsKind = 'vsphere.sandbox/librarysessions';
