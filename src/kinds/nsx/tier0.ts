// The Tier-0 gateway: what of the Tier-1s' networks it tells the leaf switches by BGP, through a route map and aggregations.
import { boolean, integer, string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

const route = {
  type: 'object',
  required: ['prefix', 'source', 'owner'],
  properties: {
    prefix: string,
    /** Why a Tier-1 advertises it, in NSX's words. */
    source: { type: 'string', enum: ['TIER1_CONNECTED', 'TIER1_LB_VIP', 'TIER1_NAT'] },
    owner: string,
  },
} as const;

export const tier0s = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['displayName', 'localAs', 'routeMap', 'summarization', 'neighbors'],
      properties: {
        displayName: string,
        localAs: integer,
        /** The route map on the way out to BGP neighbours: first match decides, nothing matched is denied. */
        routeMap: {
          type: 'object',
          required: ['name', 'applied', 'entries'],
          properties: {
            name: string,
            applied: boolean,
            entries: {
              type: 'array',
              items: {
                type: 'object',
                required: ['sequence', 'action', 'prefixList', 'prefixes'],
                properties: {
                  sequence: integer,
                  action: { type: 'string', enum: ['PERMIT', 'DENY'] },
                  prefixList: string,
                  /** Each prefix matches itself and everything inside it (`le 32`). */
                  prefixes: strings,
                },
              },
            },
          },
        },
        /** How its route aggregations are chosen: not at all, exactly, or at a fixed boundary. */
        summarization: {
          type: 'object',
          required: ['mode'],
          properties: {
            mode: { type: 'string', enum: ['None', 'Exact', 'Boundary'] },
            boundaryBits: integer,
          },
        },
        neighbors: {
          type: 'array',
          items: {
            type: 'object',
            required: ['leaf', 'address', 'remoteAs', 'bfd'],
            properties: { leaf: string, address: string, remoteAs: integer, bfd: boolean },
          },
        },
      },
    },
    status: {
      type: 'object',
      properties: {
        /** What the Tier-1s advertise and the route map permits. */
        permitted: { type: 'array', items: route },
        /** What the route map keeps in. */
        denied: { type: 'array', items: route },
        /** What goes to the neighbours once aggregations took their contributors' place. */
        advertised: {
          type: 'array',
          items: {
            type: 'object',
            required: ['prefix', 'contributors'],
            properties: { prefix: string, contributors: integer },
          },
        },
        /** Addresses that the advertised prefixes cover and no permitted route does. */
        overAdvertised: integer,
      },
    },
  },
  {
    group: 'nsx.sandbox',
    kind: 'Tier0',
    plural: 'tier0s',
    validate: (tier0, _prev, causes) => {
      const { mode, boundaryBits } = tier0.spec.summarization;
      const field = 'spec.summarization.boundaryBits';
      if (mode === 'Boundary' && boundaryBits === undefined)
        causes.required(field, 'the boundary needs a length');
      else if (boundaryBits !== undefined && (boundaryBits < 0 || boundaryBits > 32)) {
        causes.invalid(field, boundaryBits, 'must be between 0 and 32, inclusive');
      }
    },
    columns: [
      nameColumn,
      { name: 'AS', type: 'integer', cell: (tier0) => tier0.spec.localAs },
      { name: 'Permitted', type: 'integer', cell: (tier0) => tier0.status?.permitted?.length ?? 0 },
      { name: 'Denied', type: 'integer', cell: (tier0) => tier0.status?.denied?.length ?? 0 },
      { name: 'Advertised', type: 'integer', cell: (tier0) => tier0.status?.advertised?.length ?? 0 },
      ageColumn,
    ],
  },
);

export type Tier0 = ObjectOf<typeof tier0s>;
export type Tier0Route = NonNullable<NonNullable<Tier0['status']>['permitted']>[number];
