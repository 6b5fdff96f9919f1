// A virtual server of a Tier-1's load balancer: an address of the ingress pool with a port that stands for one of a Service. Those of a Service
// share the address.
import { string } from '../../store/schema/infer.ts';
import { fabricKind, type ObjectOf } from '../fabric-kind.ts';
import { virtualServerMembers, virtualServerView } from '../virtual-server.ts';

export const virtualServers = fabricKind(
  {
    spec: {
      type: 'object',
      required: ['displayName', 'tier1', 'scope', 'namespace', 'owner', 'ip', 'ports'],
      properties: {
        ...virtualServerMembers,
        tier1: string,
      },
    },
    status: { type: 'object', properties: {} },
  },
  {
    group: 'nsx.sandbox',
    ...virtualServerView,
  },
);

export type VirtualServer = ObjectOf<typeof virtualServers>;
