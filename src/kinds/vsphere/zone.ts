// A vSphere Zone: clusters that fail together, by the name that an administrator gave it. Source: vSphere Automation API,
// com.vmware.vcenter.consumption_domains.Zones.
import { string, strings } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const zones = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['clusters'],
      properties: {
        description: string,
        /** Ids of its clusters. */
        clusters: strings,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'vsphere.sandbox',
    kind: 'Zone',
    plural: 'zones',
    columns: [nameColumn, { name: 'Clusters', cell: ({ spec }) => spec.clusters.join(',') }, ageColumn],
  },
);

export type Zone = ObjectOf<typeof zones>;
