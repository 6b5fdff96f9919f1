// An overlay segment: a block of the pod CIDR behind a namespace's Tier-1.
import { integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const segments = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['displayName', 'tier1', 'scope', 'namespace', 'index', 'subnet', 'gateway'],
      properties: {
        displayName: string,
        tier1: string,
        scope: string,
        namespace: string,
        /** 0 for the namespace's first block, 1 for the one that was added when it was full, and so on. */
        index: integer,
        subnet: string,
        gateway: string,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'nsx.sandbox',
    kind: 'Segment',
    plural: 'segments',
    indexes: {
      namespace: (segment) => [`${segment.spec.scope}/${segment.spec.namespace}`],
      gateway: ({ spec }) => [`${spec.scope}/${spec.gateway}`],
    },
    columns: [
      nameColumn,
      { name: 'Display-Name', cell: (segment) => segment.spec.displayName },
      { name: 'Subnet', cell: (segment) => segment.spec.subnet },
      { name: 'Tier-1', cell: (segment) => segment.spec.tier1 },
      ageColumn,
    ],
  },
);

export type Segment = ObjectOf<typeof segments>;
