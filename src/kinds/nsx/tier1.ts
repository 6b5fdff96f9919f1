// A Tier-1 gateway: the router of one vSphere Namespace, or of the system namespaces together.
import { string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const tier1s = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['displayName', 'tier0', 'scope', 'namespace'],
      properties: {
        displayName: string,
        tier0: string,
        scope: string,
        /** The namespace it is for; empty for the one that system namespaces share. */
        namespace: string,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'nsx.sandbox',
    kind: 'Tier1',
    plural: 'tier1s',
    indexes: { namespace: (tier1) => [`${tier1.spec.scope}/${tier1.spec.namespace}`] },
    columns: [
      nameColumn,
      { name: 'Display-Name', cell: (tier1) => tier1.spec.displayName },
      { name: 'Tier-0', cell: (tier1) => tier1.spec.tier0 },
      { name: 'Namespace', cell: (tier1) => tier1.spec.namespace },
      ageColumn,
    ],
  },
);

export type Tier1 = ObjectOf<typeof tier1s>;
