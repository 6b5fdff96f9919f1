// A virtual server of a load balancer beside a distributed switch: a frontend of HAProxy, a virtual service of Avi.
import { integer, string } from '../../store/schema/infer.ts';
import { ageColumn, nameColumn } from '../age.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';

export const balancedServers = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['displayName', 'loadBalancer', 'scope', 'namespace', 'owner', 'ip', 'ports'],
      properties: {
        displayName: string,
        /** Name of the load balancer that it is on. */
        loadBalancer: string,
        scope: string,
        namespace: string,
        /** The Service that it stands for. */
        owner: string,
        ip: string,
        ports: { type: 'array', items: integer },
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'lb.sandbox',
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

export type BalancedServer = ObjectOf<typeof balancedServers>;

export const balancedServersKind = 'lb.sandbox/virtualservers';
