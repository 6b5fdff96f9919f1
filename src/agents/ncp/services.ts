// NSX Container Plugin, Services of type LoadBalancer: a virtual server on the namespace's Tier-1 with an address of the ingress pool.
import { nobody } from '../../control/loop.ts';
import { virtualServers } from '../../kinds/nsx/virtual-server.ts';
import { supervisorOf } from '../../kinds/vsphere/supervisor.ts';
import type { Balancer } from '../virtual-servers.ts';
import { component, tier1Of } from './namespaces.ts';
import { cidrsOf, freeAddress } from './pool.ts';

export const ncpBalancer: Balancer = {
  name: 'ncp-services',
  component,
  servers: virtualServers,
  observes: {
    'nsx.sandbox/tier1s': (prev, next) => (prev === undefined && next !== undefined ? ['*'] : nobody),
  },
  consults: ['vsphere.sandbox/supervisors', 'vsphere.sandbox/vcenters'],
  made: {
    reason: 'SuccessfulRealizeNSXResource',
    message: 'Successfully realized NSX resource for Service',
  },
  failed: {
    reason: 'FailedRealizeNSXResource',
    message: (lack) => `Failed to realize NSX resource for Service: ${lack}`,
  },
  groundOf(namespace, view) {
    const tier1 = tier1Of(namespace, view);
    const ingressCidrs = supervisorOf(view)?.spec.workloads.nsx?.ingressCidrs;
    if (tier1 === undefined || ingressCidrs === undefined) return undefined;
    return {
      on: { tier1: tier1.metadata.name },
      free(taken) {
        const ip = freeAddress(cidrsOf(ingressCidrs), taken);
        return ip === undefined
          ? { lack: `ingress CIDR ${ingressCidrs.join(', ')} has no free address left` }
          : { ip };
      },
    };
  },
};
