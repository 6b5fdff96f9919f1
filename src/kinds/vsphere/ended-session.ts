// A session of vCenter that its user ended before its time: a token says by itself until when it is good, so only an early end is kept.
import { integer, string } from '../../store/schema/infer.ts';
import { nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const endedSessions = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['user', 'expiresAt'],
      properties: {
        user: string,
        /** When its token runs out by itself, in simulated milliseconds: after that nobody needs to know. */
        expiresAt: integer,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'EndedSession',
    plural: 'endedsessions',
    columns: [nameColumn, { name: 'User', cell: ({ spec }) => spec.user }],
  },
);

export type EndedSession = ObjectOf<typeof endedSessions>;

export const endedSessionsKind = 'vsphere.sandbox/endedsessions';
