// A leaf switch: what it learned by BGP, and what its table would be without summaries.
import { integer, string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const leafSwitches = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['as', 'routerId', 'warnRoutes'],
      properties: {
        as: integer,
        routerId: string,
        /** From how many BGP routes on this model warns. */
        warnRoutes: integer,
      },
    },
    status: {
      type: 'object',
      properties: {
        routes: {
          type: 'array',
          items: {
            type: 'object',
            required: ['prefix', 'nextHops', 'since'],
            properties: {
              prefix: string,
              nextHops: strings,
              /** When it was learned, in simulated milliseconds. */
              since: integer,
            },
          },
        },
        sessions: {
          type: 'array',
          items: {
            type: 'object',
            required: ['neighbor', 'remoteAs', 'state', 'since'],
            properties: {
              neighbor: string,
              remoteAs: integer,
              state: { type: 'string', enum: ['Established', 'Idle'] },
              since: integer,
            },
          },
        },
      },
    },
  },
  {
    group: 'leaf.sandbox',
    kind: 'Switch',
    plural: 'switches',
    columns: [
      nameColumn,
      { name: 'AS', type: 'integer', cell: (leaf) => leaf.spec.as },
      { name: 'Routes', type: 'integer', cell: (leaf) => leaf.status?.routes?.length ?? 0 },
      {
        name: 'Sessions',
        cell: (leaf) => {
          const sessions = leaf.status?.sessions ?? [];
          return `${sessions.filter((session) => session.state === 'Established').length}/${sessions.length}`;
        },
      },
      ageColumn,
    ],
  },
);

export type LeafSwitch = ObjectOf<typeof leafSwitches>;
