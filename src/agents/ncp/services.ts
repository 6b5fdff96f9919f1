// NSX Container Plugin, Services of type LoadBalancer: on the namespace's Tier-1 a virtual server for each port, all with one address of
// the ingress pool. The only writer of a Service's load balancer status.
import { latency } from '../../control/latency.ts';
import type { Loop, Outcome, Write } from '../../control/loop.ts';
import type { View } from '../../control/view.ts';
import { services, type Service } from '../../kinds/core/service/service.ts';
import { virtualServers, type VirtualServer } from '../../kinds/nsx/virtual-server.ts';
import { fabricScope, supervisorOf, type Supervisor } from '../../kinds/vsphere/supervisor.ts';
import { isDeleting, keyOfObject, splitKey } from '../../store/object.ts';
import { component, tier1Of } from './namespaces.ts';
import { cidrsOf, freeAddress } from './pool.ts';

const serversKind = 'nsx.sandbox/virtualservers';

function serversOf(key: string, view: View): readonly VirtualServer[] {
  return view
    .in(fabricScope)
    .list<VirtualServer>(serversKind, { index: ['service', `${view.scope}/${key}`] });
}

function withAddress(service: Service, ip: string | undefined): Service {
  const loadBalancer = ip === undefined ? {} : { ingress: [{ ip, ipMode: 'VIP' }] };
  return { ...service, status: { ...service.status, loadBalancer } };
}

function wantsAddress(service: Service | undefined): service is Service {
  return service !== undefined && service.spec.type === 'LoadBalancer' && !isDeleting(service);
}

/** The address that the Service asks for where it is free, else the first of the pool that is. */
function addressFor(service: Service, { spec }: Supervisor, view: View): string | undefined {
  const servers = view.in(fabricScope).list<VirtualServer>(serversKind);
  const taken = new Set(servers.map(({ spec: { ip } }) => ip));
  const asked = service.spec.loadBalancerIP;
  return asked && !taken.has(asked) ? asked : freeAddress(cidrsOf(spec.workloads.ingressCidrs), taken);
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
    const servers = serversOf(key, view);
    const remove = (object: VirtualServer, why: string): Write => ({
      verb: 'delete',
      kind: virtualServers,
      in: fabricScope,
      object,
      why,
    });
    if (!wantsAddress(service))
      return { writes: servers.map((server) => remove(server, 'its Service is gone')) };
    const ports = [...new Set((service.spec.ports ?? []).map(({ port }) => port))];
    const missing = ports.filter((port) => !servers.some(({ spec }) => spec.ports.includes(port)));
    const surplus = servers.filter(({ spec }) => !spec.ports.some((port) => ports.includes(port)));
    const ip = service.status?.loadBalancer?.ingress?.[0]?.ip;
    const [first] = servers;
    if (first !== undefined && missing.length === 0 && surplus.length === 0) {
      if (ip === first.spec.ip) return undefined;
      const object = withAddress(service, first.spec.ip);
      return {
        writes: [{ verb: 'update', kind: services, object, why: 'its virtual servers are there' }],
      };
    }
    const supervisor = supervisorOf(view);
    const tier1 = first?.spec.tier1 ?? tier1Of(namespace, view)?.metadata.name;
    if (tier1 === undefined || supervisor === undefined) return undefined;
    const address = first?.spec.ip ?? addressFor(service, supervisor, view);
    if (address === undefined) {
      const message = `Failed to realize NSX resource for Service: ingress CIDR ${supervisor.spec.workloads.ingressCidrs.join(', ')} has no free address left`;
      return {
        notes: [{ about: service, type: 'Warning', reason: 'FailedRealizeNSXResource', message, component }],
      };
    }
    const why = first === undefined ? `load balancer of ${key}` : 'its ports changed';
    const made = missing.map((port): Write => {
      const title = `${namespace}-${name}-${port}`;
      const object = {
        metadata: { name: `${view.scope}-${title}` },
        spec: {
          displayName: `${supervisor.spec.moid}-${title}`,
          tier1,
          scope: view.scope,
          namespace,
          owner: name,
          ip: address,
          ports: [port],
        },
      };
      return { verb: 'create', kind: virtualServers, in: fabricScope, object, why };
    });
    const writes = [...made, ...surplus.map((server) => remove(server, why))];
    if (first !== undefined) return { writes, again: latency.watchHopMs };
    const message = 'Successfully realized NSX resource for Service';
    return {
      writes,
      notes: [{ about: service, type: 'Normal', reason: 'SuccessfulRealizeNSXResource', message, component }],
      again: latency.watchHopMs,
    };
  },
  wakeMs: latency.nsxRealizeMs[0],
};
