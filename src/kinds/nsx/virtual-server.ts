// A virtual server of a Tier-1's load balancer: an address of the ingress pool with a port that stands for one of a Service. Those of a Service
// share the address.
import { integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const virtualServers = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['displayName', 'tier1', 'scope', 'namespace', 'owner', 'ip', 'ports'],
      properties: {
        displayName: string,
        tier1: string,
        scope: string,
        namespace: string,
        /** The Service, or what of the Supervisor it serves. */
        owner: string,
        ip: string,
        ports: { type: 'array', items: integer },
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'nsx.sandbox',
    kind: 'VirtualServer',
    plural: 'virtualservers',
    indexes: {
      service: (server) => [`${server.spec.scope}/${server.spec.namespace}/${server.spec.owner}`],
      scope: (server) => [server.spec.scope],
    },
    columns: [
      nameColumn,
      { name: 'Address', cell: (server) => server.spec.ip },
      { name: 'Ports', cell: (server) => server.spec.ports.join(',') },
      { name: 'Owner', cell: (server) => `${server.spec.namespace}/${server.spec.owner}` },
      ageColumn,
    ],
  },
);

export type VirtualServer = ObjectOf<typeof virtualServers>;
