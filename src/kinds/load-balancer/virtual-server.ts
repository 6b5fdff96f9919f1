// A virtual server of a load balancer beside a distributed switch: a frontend of HAProxy, a virtual service of Avi.
import { string } from '../../store/schema/infer.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';
import { virtualServerMembers, virtualServerView } from '../virtual-server.ts';

export const balancedServers = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['displayName', 'loadBalancer', 'scope', 'namespace', 'owner', 'ip', 'ports'],
      properties: {
        ...virtualServerMembers,
        /** Name of the load balancer that it is on. */
        loadBalancer: string,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'lb.sandbox',
    ...virtualServerView,
  },
);

export type BalancedServer = ObjectOf<typeof balancedServers>;

export const balancedServersKind = 'lb.sandbox/virtualservers';
