// Services of type LoadBalancer: each gets a virtual server for each of its ports, all with one address, whatever balances: NSX's own load
// balancer, or one beside a distributed switch. The only writer of a Service's load balancer status.
import { latency } from '../control/latency.ts';
import type { Loop, Note, Outcome, Wake, Write } from '../control/loop.ts';
import type { View } from '../control/view.ts';
import { services, type Service } from '../kinds/core/service/service.ts';
import { fabricScope, supervisorOf } from '../kinds/vsphere/supervisor.ts';
import { kindId, type Kind } from '../store/kind.ts';
import { isDeleting, keyOfObject, splitKey, type StoredObject } from '../store/object.ts';
import type { KindName } from '../store/view.ts';

/** A virtual server, wherever it is. */
interface Server extends StoredObject {
  readonly spec: {
    readonly namespace: string;
    readonly owner: string;
    readonly ip: string;
    readonly ports: readonly number[];
  };
}

/** Where a Service's virtual server is to stand. */
export interface Ground {
  /** What of its spec says so: `{tier1}`. */
  readonly on: object;
  /** An address that none of these has, or why there is none. */
  readonly free: (taken: ReadonlySet<string>) => { readonly ip: string } | Lack;
}

/** Why there can be no virtual server. */
interface Lack {
  readonly lack: string;
}

/** What balances. */
export interface Balancer {
  /** The loop's name. */
  readonly name: string;
  /** Who tells of it in events. */
  readonly component: string;
  readonly servers: Kind;
  /** What else wakes those that wait for an address. */
  readonly observes: Readonly<Record<KindName, Wake>>;
  readonly consults: readonly KindName[];
  readonly made: { readonly reason: string; readonly message: string };
  readonly failed: { readonly reason: string; readonly message: (lack: string) => string };
  /** Undefined where it balances nothing of the namespace, or not yet. */
  readonly groundOf: (namespace: string, view: View) => Ground | Lack | undefined;
}

function withAddress(service: Service, ip: string | undefined): Service {
  const loadBalancer = ip === undefined ? {} : { ingress: [{ ip, ipMode: 'VIP' }] };
  return { ...service, status: { ...service.status, loadBalancer } };
}

function wantsAddress(service: Service | undefined): service is Service {
  return service !== undefined && service.spec.type === 'LoadBalancer' && !isDeleting(service);
}

const addressOf = (service: Service): string | undefined => service.status?.loadBalancer?.ingress?.[0]?.ip;

const ofService = (key: string, { servers }: Balancer, view: View): readonly Server[] =>
  view.in(fabricScope).list<Server>(kindId(servers), { index: ['service', `${view.scope}/${key}`] });

/** The address that the Service asks for where it is free, else one that the balancer has. */
function addressFor(service: Service, ground: Ground, { servers }: Balancer, view: View) {
  const taken = new Set(
    view
      .in(fabricScope)
      .list<Server>(kindId(servers))
      .map(({ spec }) => spec.ip),
  );
  const asked = service.spec.loadBalancerIP;
  return asked && !taken.has(asked) ? { ip: asked } : ground.free(taken);
}

/** What of its virtual servers or its status is not as it should be. */
function balance(
  service: Service,
  present: readonly Server[],
  balancer: Balancer,
  view: View,
): Outcome | undefined {
  const { name, namespace = '' } = service.metadata;
  const { servers: kind, component } = balancer;
  const ports = [...new Set((service.spec.ports ?? []).map(({ port }) => port))];
  const missing = ports.filter((port) => !present.some(({ spec }) => spec.ports.includes(port)));
  const surplus = present.filter(({ spec }) => !spec.ports.some((port) => ports.includes(port)));
  const [first] = present;
  if (first !== undefined && missing.length === 0 && surplus.length === 0) {
    if (addressOf(service) === first.spec.ip) return undefined;
    const object = withAddress(service, first.spec.ip);
    return { writes: [{ verb: 'update', kind: services, object, why: 'its virtual servers are there' }] };
  }
  const supervisor = supervisorOf(view);
  const ground = balancer.groundOf(namespace, view);
  if (ground === undefined || supervisor === undefined) return undefined;
  const lacks = ({ lack }: Lack): Outcome => {
    const { reason, message } = balancer.failed;
    return { notes: [{ about: service, type: 'Warning', reason, message: message(lack), component }] };
  };
  if ('lack' in ground) return lacks(ground);
  const found = first === undefined ? addressFor(service, ground, balancer, view) : first.spec;
  if ('lack' in found) return lacks(found);
  const why = first === undefined ? `load balancer of ${keyOfObject(service)}` : 'its ports changed';
  const made = missing.map((port): Write => {
    const title = `${namespace}-${name}-${port}`;
    const object = {
      metadata: { name: `${view.scope}-${title}` },
      spec: {
        displayName: `${supervisor.spec.moid}-${title}`,
        ...ground.on,
        scope: view.scope,
        namespace,
        owner: name,
        ip: found.ip,
        ports: [port],
      },
    };
    return { verb: 'create', kind, in: fabricScope, object, why };
  });
  const writes = [...made, ...surplus.map((server) => removed(server, kind, why))];
  const notes: readonly Note[] =
    first === undefined ? [{ about: service, type: 'Normal', ...balancer.made, component }] : [];
  return { writes, notes, again: latency.watchHopMs };
}

const removed = (object: Server, kind: Kind, why: string): Write => ({
  verb: 'delete',
  kind,
  in: fabricScope,
  object,
  why,
});

export function createVirtualServers(balancer: Balancer): Loop {
  const { name: loop, servers } = balancer;
  return {
    name: loop,
    wakeMs: latency.nsxRealizeMs[0],
    observes: {
      'core/services': (prev, next) => [keyOfObject((next ?? prev) as Service)],
      [kindId(servers)]: (prev, next) => {
        const { namespace, owner } = ((next ?? prev) as Server).spec;
        return next === undefined ? [`${namespace}/${owner}`, '*'] : [`${namespace}/${owner}`];
      },
      ...balancer.observes,
    },
    consults: balancer.consults,
    /** Those that wait for an address. */
    expand: (_pattern, view) =>
      view
        .list<Service>('core/services')
        .filter((service) => wantsAddress(service) && addressOf(service) === undefined)
        .map(keyOfObject),
    run(key, view): Outcome | undefined {
      const { namespace, name } = splitKey(key);
      const service = view.get<Service>('core/services', name, namespace);
      const present = ofService(key, balancer, view);
      if (wantsAddress(service)) return balance(service, present, balancer, view);
      return { writes: present.map((server) => removed(server, servers, 'its Service is gone')) };
    },
  };
}
