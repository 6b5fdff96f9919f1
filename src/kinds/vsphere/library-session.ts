// A session in which somebody changes the files of a library's item, which takes them when the session is completed; or one to fetch them in.
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
        /** What is done in it; absent where that is an update. */
        purpose: { type: 'string', enum: ['Download'] },
        state: { type: 'string', enum: ['ACTIVE', 'DONE', 'CANCELED', 'ERROR'] },
        /** Why its client gave up. */
        error: string,
        /** Percent, as its client says. */
        progress: integer,
        /** What came, or what was asked for. */
        files: {
          type: 'array',
          items: {
            type: 'object',
            required: ['name', 'bytes', 'source'],
            properties: {
              name: string,
              bytes: integer,
              /** What stands in it, where it is short text. */
              text: string,
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
    kind: 'LibrarySession',
    plural: 'librarysessions',
    columns: [
      nameColumn,
      { name: 'Item', cell: ({ spec }) => spec.item },
      { name: 'Purpose', cell: ({ spec }) => spec.purpose ?? 'Update' },
      { name: 'State', cell: ({ spec }) => spec.state },
      ageColumn,
    ],
  },
);

export type LibrarySession = ObjectOf<typeof librarySessions>;

export const librarySessionsKind = 'vsphere.sandbox/librarysessions';
