// Services of type LoadBalancer on a distributed switch: a virtual server on HAProxy, which the load balancer operator programs, or on the NSX
// Advanced Load Balancer, through the Avi Kubernetes Operator. While the load balancer does not answer, addresses are pending.
import { connectionOf, virtualServerRanges } from '../../kinds/load-balancer/connection.ts';
import { loadBalancersKind } from '../../kinds/load-balancer/load-balancer.ts';
import { balancedServers } from '../../kinds/load-balancer/virtual-server.ts';
import { fabricScope, supervisorOf, supervisorsKind } from '../../kinds/vsphere/supervisor.ts';
import { formatRange, freeOfRanges } from '../../std/address-range.ts';
import type { Balancer } from '../virtual-servers.ts';

export const netopBalancer: Balancer = {
  name: 'netop-services',
  component: 'service-controller',
  servers: balancedServers,
  observes: { [supervisorsKind]: () => ['*'], [loadBalancersKind]: () => ['*'] },
  consults: [],
  made: { reason: 'EnsuredLoadBalancer', message: 'Ensured load balancer' },
  failed: {
    reason: 'SyncLoadBalancerFailed',
    message: (lack) => `Error syncing load balancer: failed to ensure load balancer: ${lack}`,
  },
  groundOf(_namespace, view) {
    const config = supervisorOf(view)?.spec.workloads.vsphere?.loadBalancer;
    if (config === undefined) return undefined;
    const connection = connectionOf(config, view.in(fabricScope));
    if ('fault' in connection) return { lack: connection.fault };
    const { loadBalancer } = connection;
    const ranges = virtualServerRanges(config, loadBalancer);
    return {
      on: { loadBalancer: loadBalancer.metadata.name },
      free(taken) {
        const ip = freeOfRanges(ranges, (address) => taken.has(address));
        return ip === undefined
          ? { lack: `no address of ${ranges.map(formatRange).join(', ')} is free` }
          : { ip };
      },
    };
  },
};
