// NSX Container Plugin, Services of type LoadBalancer: a virtual server on the namespace's Tier-1 with an address of the
// ingress pool. The only writer of a Service's load balancer status.
import { latency } from '../../control/latency.ts';
import type { Loop, Outcome } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { services, type Service } from '../../kinds/core/service/service.ts';
import { virtualServers, type VirtualServer } from '../../kinds/nsx/virtual-server.ts';
import { fabricScope, supervisorOf } from '../../kinds/vsphere/supervisor.ts';
import { equal } from '../../std/draft.ts';
import { isDeleting, keyOfObject, splitKey } from '../../store/object.ts';
import { component, tier1Of } from './namespaces.ts';
import { cidrsOf, freeAddress } from './pool.ts';

const serversKind = 'nsx.sandbox/virtualservers';

function serverOf(key: string, view: View): VirtualServer | undefined {
  return view
    .in(fabricScope)
    .list<VirtualServer>(serversKind, { index: ['service', `${view.scope}/${key}`] })[0];
}

function withAddress(service: Service, ip: string | undefined): Service {
  const loadBalancer = ip === undefined ? {} : { ingress: [{ ip, ipMode: 'VIP' }] };
  return { ...service, status: { ...service.status, loadBalancer } };
}

function wantsAddress(service: Service | undefined): service is Service {
  return service !== undefined && service.spec.type === 'LoadBalancer' && !isDeleting(service);
}

export const ncpServices: Loop = {
  name: 'ncp-services',
  observes: {
    'core/services': (prev, next) => [keyOfObject((next ?? prev) as Service)],
    [serversKind]: (prev, next) => {
      const { namespace, owner } = ((next ?? prev) as VirtualServer).spec;
      return next === undefined ? [`${namespace}/${owner}`, '*'] : [`${namespace}/${owner}`];
    },
    'nsx.sandbox/tier1s': (prev, next) => (prev === undefined && next !== undefined ? ['*'] : []),
  },
  consults: ['vsphere.sandbox/supervisors', 'vsphere.sandbox/vcenters'],
  /** Those that wait for an address. */
  expand: (_pattern, view) =>
    view
      .list<Service>('core/services')
      .filter(
        (service) => wantsAddress(service) && (service.status?.loadBalancer?.ingress ?? []).length === 0,
      )
      .map(keyOfObject),
  run(key, view): Outcome | undefined {
    const { namespace, name } = splitKey(key);
    const service = view.get<Service>('core/services', name, namespace);
    const server = serverOf(key, view);
    if (!wantsAddress(service)) {
      if (server === undefined) return undefined;
      return {
        writes: [
          {
            verb: 'delete',
            kind: virtualServers,
            in: fabricScope,
            object: server,
            why: 'its Service is gone',
          },
        ],
      };
    }
    const ports = (service.spec.ports ?? []).map(({ port }) => port);
    if (server !== undefined) {
      const ip = service.status?.loadBalancer?.ingress?.[0]?.ip;
      if (!equal(server.spec.ports, ports)) {
        const object = { ...server, spec: { ...server.spec, ports } };
        return {
          writes: [
            { verb: 'update', kind: virtualServers, in: fabricScope, object, why: 'its ports changed' },
          ],
          again: latency.watchHopMs,
        };
      }
      if (ip === server.spec.ip) return undefined;
      return {
        writes: [
          {
            verb: 'update',
            kind: services,
            object: withAddress(service, server.spec.ip),
            why: 'its virtual server is there',
          },
        ],
      };
    }
    const tier1 = tier1Of(namespace, view);
    const supervisor = supervisorOf(view);
    if (tier1 === undefined || supervisor === undefined) return undefined;
    const taken = new Set(
      view
        .in(fabricScope)
        .list<VirtualServer>(serversKind)
        .map(({ spec }) => spec.ip),
    );
    const { ingressCidrs } = supervisor.spec.workloads;
    const asked = service.spec.loadBalancerIP;
    const ip = asked && !taken.has(asked) ? asked : freeAddress(cidrsOf(ingressCidrs), taken);
    if (ip === undefined) {
      const message = `Failed to realize NSX resource for Service: ingress CIDR ${ingressCidrs.join(', ')} has no free address left`;
      return {
        notes: [{ about: service, type: 'Warning', reason: 'FailedRealizeNSXResource', message, component }],
      };
    }
    const object = {
      metadata: { name: `${view.scope}-${namespace}-${name}` },
      spec: {
        displayName: `${supervisor.spec.moid}-${namespace}-${name}`,
        tier1: tier1.metadata.name,
        scope: view.scope,
        namespace,
        owner: name,
        ip,
        ports,
      },
    };
    const message = 'Successfully realized NSX resource for Service';
    return {
      writes: [
        { verb: 'create', kind: virtualServers, in: fabricScope, object, why: `load balancer of ${key}` },
      ],
      notes: [{ about: service, type: 'Normal', reason: 'SuccessfulRealizeNSXResource', message, component }],
      again: latency.watchHopMs,
    };
  },
  wakeMs: latency.nsxRealizeMs[0],
};
