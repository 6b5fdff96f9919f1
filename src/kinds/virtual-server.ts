// What every virtual server is, whichever load balancer it stands on: an address with ports that stand for those of a Service.
import { integer, string } from '../store/schema/infer.ts';
import { ageColumn, nameColumn } from './age.ts';

/** Members that all have beside the name of what they stand on. */
export const virtualServerMembers = {
  displayName: string,
  scope: string,
  namespace: string,
  /** The Service, or what of the Supervisor it serves. */
  owner: string,
  ip: string,
  ports: { type: 'array', items: integer },
} as const;

interface Server {
  readonly spec: {
    readonly scope: string;
    readonly namespace: string;
    readonly owner: string;
    readonly ip: string;
    readonly ports: readonly number[];
  };
}

/** How they are found and listed. */
export const virtualServerView = {
  kind: 'VirtualServer',
  plural: 'virtualservers',
  indexes: {
    service: ({ spec }: Server) => [`${spec.scope}/${spec.namespace}/${spec.owner}`],
    scope: ({ spec }: Server) => [spec.scope],
  },
  columns: [
    nameColumn,
    { name: 'Address', cell: ({ spec }: Server) => spec.ip },
    { name: 'Ports', cell: ({ spec }: Server) => spec.ports.join(',') },
    { name: 'Owner', cell: ({ spec }: Server) => `${spec.namespace}/${spec.owner}` },
    ageColumn,
  ],
} as const;
