// What must hold in every world. `always` after each thing that is done, `atRest` once nothing is due any more. Written against
// what the published faces show, not against the engine's insides. Numbers in brackets: the project's list of invariants.
import { deepStrictEqual } from 'node:assert/strict';
import type { World } from '../../src/world.ts';
import { isStream } from '../../src/apis/kubernetes/wire.ts';
import { clusterAdmin } from '../../src/world.ts';
import { get, list, paths, send, type Body } from './setup.ts';

const watched = [
  '/api/v1/pods',
  '/api/v1/services',
  '/api/v1/configmaps',
  '/apis/apps/v1/deployments',
  '/apis/apps/v1/replicasets',
  '/apis/discovery.k8s.io/v1/endpointslices',
  '/scopes/fabric/apis/vsphere.sandbox/v1/virtualmachines',
] as const;

interface Frame {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: Body;
}

function fail(what: string): never {
  throw new Error(`invariant: ${what}`);
}

function check(holds: boolean, what: () => string): void {
  if (!holds) fail(what());
}

/** A client's view of one list, kept by a watch from its first moment on. */
class Reflector {
  readonly #path: string;
  readonly #objects = new Map<string, Body>();
  readonly #stop: () => void;
  #last: number;

  constructor(world: World, path: string, uids: Map<string, string>, generations: Map<string, Body>) {
    this.#path = path;
    const start = get(world, path);
    this.#last = Number(start.metadata.resourceVersion);
    for (const object of start.items) this.#objects.set(object.metadata.uid, object);
    const answer = world.request(
      { method: 'GET', path: `${path}?watch=true&resourceVersion=${this.#last}` },
      clusterAdmin,
    );
    if (!isStream(answer)) fail(`${path} is not watched: ${answer.body}`);
    this.#stop = answer.open({
      frame: (json) => this.#apply(JSON.parse(json) as Frame, uids, generations),
      end: () => fail(`the watch of ${path} ended`),
    });
  }

  /** List plus watch is the list of now (5); ordered and unique (6, 7). */
  compare(list: (path: string) => readonly Body[]): void {
    const present = list(this.#path);
    check(
      present.length === this.#objects.size,
      () => `${this.#path}: watch knows ${this.#objects.size}, list has ${present.length}`,
    );
    for (const object of present) {
      const known = this.#objects.get(object.metadata.uid);
      check(
        known?.metadata.resourceVersion === object.metadata.resourceVersion,
        () => `${this.#path}: watch missed a version of ${object.metadata.name}`,
      );
    }
  }

  stop(): void {
    this.#stop();
  }

  #apply({ type, object }: Frame, uids: Map<string, string>, generations: Map<string, Body>): void {
    const { uid, name, namespace, resourceVersion } = object.metadata;
    const rv = Number(resourceVersion);
    check(rv > this.#last, () => `${this.#path}: revision ${rv} after ${this.#last}`);
    this.#last = rv;
    const known = this.#objects.get(uid);
    const key = `${this.#path} ${namespace ?? ''}/${name}`;
    if (type === 'ADDED') {
      check(known === undefined, () => `${key} is added twice`);
      check(!uids.has(uid), () => `${key} has the uid of ${uids.get(uid)} (3)`);
      uids.set(uid, key);
    } else check(known !== undefined, () => `${key} is ${type} but unknown`);
    if (type === 'MODIFIED' && known !== undefined) this.#changed(known, object, key);
    if (type === 'DELETED') {
      const held = known?.metadata.finalizers ?? [];
      check(
        held.length === 0 ||
          this.#path.includes('/scopes/') ||
          known?.metadata.deletionTimestamp !== undefined,
        () => `${key} is gone although ${held.join()} hold it (21)`,
      );
      this.#objects.delete(uid);
    } else this.#objects.set(uid, object);
    generations.set(uid, object);
  }

  #changed(prev: Body, next: Body, key: string): void {
    const before = prev.metadata.generation;
    const after = next.metadata.generation;
    if (before !== undefined && after !== undefined) {
      check(after >= before, () => `${key}: generation falls (2)`);
      const same = JSON.stringify(prev.spec) === JSON.stringify(next.spec);
      const marked = prev.metadata.deletionTimestamp !== next.metadata.deletionTimestamp;
      check(
        after > before === (!same || marked),
        () => `${key}: generation ${before} to ${after}, spec ${same ? 'same' : 'changed'} (2)`,
      );
    }
    const node = prev.spec?.['nodeName'];
    check(node === undefined || node === next.spec?.['nodeName'], () => `${key} is bound again (34)`);
    check(
      prev.metadata.deletionTimestamp === undefined || next.metadata.deletionTimestamp !== undefined,
      () => `${key} is undeleted`,
    );
  }
}

type Address = string | undefined;

const podIp = (pod: Body): Address =>
  pod.status?.['phase'] === 'Failed' ||
  pod.status?.['phase'] === 'Succeeded' ||
  pod.spec['hostNetwork'] === true
    ? undefined
    : (pod.status?.['podIP'] as Address);

function ipNumber(ip: string): number {
  return ip.split('.').reduce((total, part) => total * 256 + Number(part), 0);
}

function within(ip: string, cidr: string): boolean {
  const [base = '', bits = '32'] = cidr.split('/');
  const size = 2 ** (32 - Number(bits));
  const start = ipNumber(base);
  return ipNumber(ip) >= start && ipNumber(ip) < start + size;
}

function unique(values: readonly Address[], what: string): void {
  const seen = new Set<string>();
  for (const value of values) {
    if (value === undefined) continue;
    check(!seen.has(value), () => `${what} ${value} is given twice`);
    seen.add(value);
  }
}

const fabric = (group: string, plural: string): string => `/scopes/fabric/apis/${group}/v1/${plural}`;

export class Invariants {
  readonly #world: World;
  readonly #reflectors: readonly Reflector[];
  readonly #vips = new Map<string, string>();
  /** What was listed in this look: every list is asked for once. */
  readonly #listed = new Map<string, readonly Body[]>();
  #now: number;

  constructor(world: World) {
    this.#world = world;
    this.#now = world.now;
    const uids = new Map<string, string>();
    const generations = new Map<string, Body>();
    this.#reflectors = watched.map((path) => new Reflector(world, path, uids, generations));
  }

  always(): void {
    const world = this.#world;
    this.#listed.clear();
    check(world.now >= this.#now, () => 'time goes back (59)');
    this.#now = world.now;
    for (const reflector of this.#reflectors) reflector.compare((path) => this.#list(path));
    this.#compute();
    this.#network();
    // A ledger is what a recount gives (26).
    const { kept, recounted } = world.ledgers();
    deepStrictEqual(kept, recounted);
    check(
      get(world, `${fabric('sandbox', 'simulations')}/world`).status?.['conditions'] === undefined,
      () => 'the simulation is stalled (56)',
    );
  }

  #list(path: string): readonly Body[] {
    let items = this.#listed.get(path);
    if (items === undefined) {
      items = list(this.#world, path);
      this.#listed.set(path, items);
    }
    return items;
  }

  /** Reservations within the hosts, a CRX for each vSphere Pod, no two for one (26, 27). */
  #compute(): void {
    const hosts = new Map(this.#list(paths.hosts).map((host) => [host.metadata.name, host]));
    const reserved = new Map<string, { cpu: number; memory: number }>();
    const byPod = new Set<string>();
    for (const vm of this.#list(paths.vms)) {
      const host = vm.status?.['host'] as string;
      const pod = vm.spec['pod'] as { uid: string } | undefined;
      if (pod !== undefined) {
        check(!byPod.has(pod.uid), () => `${vm.metadata.name} is a second CRX of ${pod.uid} (27)`);
        byPod.add(pod.uid);
      }
      const sum = reserved.get(host) ?? { cpu: 0, memory: 0 };
      sum.cpu += vm.spec['cpuReservationMHz'] as number;
      sum.memory += vm.spec['memoryReservationMiB'] as number;
      reserved.set(host, sum);
    }
    for (const [name, { cpu, memory }] of reserved) {
      const { cpu: has, memoryMiB } = (hosts.get(name) as Body).spec as {
        cpu: { sockets: number; coresPerSocket: number; mhz: number };
        memoryMiB: number;
      };
      const mhz = has.sockets * has.coresPerSocket * has.mhz;
      check(
        cpu <= mhz && memory <= memoryMiB,
        () => `${name} has ${cpu} of ${mhz} MHz and ${memory} of ${memoryMiB} MiB reserved (26)`,
      );
    }
    for (const pod of this.#list('/api/v1/pods')) {
      const isVsphere = pod.metadata.annotations?.['vmware-system-vm-moid'] !== undefined;
      check(!isVsphere || byPod.has(pod.metadata.uid), () => `${pod.metadata.name} has no CRX (27)`);
    }
  }

  /** Addresses unique and from their pools, stable while their owner lives, pod networks kept in (37-39, 41, 42, 45). */
  #network(): void {
    const world = this.#world;
    const supervisor = this.#list(fabric('vsphere.sandbox', 'supervisors'))[0] as Body;
    const pools = supervisor.spec['workloads'] as {
      podCidrs: string[];
      ingressCidrs: string[];
      egressCidrs: string[];
      serviceCidr: string;
    };
    const pods = this.#list('/api/v1/pods');
    const segments = this.#list(fabric('nsx.sandbox', 'segments'));
    const addresses = pods.map(podIp);
    unique(addresses, 'pod address');
    for (const pod of pods) {
      const ip = podIp(pod);
      if (ip === undefined) continue;
      const own = segments.filter(({ spec }) => spec['namespace'] === pod.metadata.namespace);
      check(
        own.some(({ spec }) => within(ip, spec['subnet'] as string)),
        () => `${pod.metadata.name} has ${ip}, in no segment of its namespace (37)`,
      );
    }
    const subnets = segments.map(({ spec }) => spec['subnet'] as string);
    unique(subnets, 'segment');
    for (const subnet of subnets)
      check(
        pools.podCidrs.some((cidr) => within(subnet.split('/')[0] as string, cidr)),
        () => `${subnet} is outside the pod CIDR (39)`,
      );
    const services = this.#list('/api/v1/services');
    unique(
      services.map(({ spec }) => spec['clusterIP'] as Address).filter((ip) => ip !== 'None'),
      'cluster IP',
    );
    const vips = this.#list(fabric('nsx.sandbox', 'virtualservers'));
    unique(
      vips.map(({ spec }) => spec['ip'] as string),
      'virtual server',
    );
    for (const { spec, metadata } of vips) {
      const ip = spec['ip'] as string;
      check(
        pools.ingressCidrs.some((cidr) => within(ip, cidr)),
        () => `${ip} is outside the ingress CIDR (38)`,
      );
      const before = this.#vips.get(metadata.uid);
      check(
        before === undefined || before === ip,
        () => `${metadata.name} moves from ${before} to ${ip} (38)`,
      );
      this.#vips.set(metadata.uid, ip);
    }
    const snats = this.#list(fabric('nsx.sandbox', 'natrules')).map(
      ({ spec }) => spec['translated'] as string,
    );
    unique(snats, 'SNAT address');
    for (const ip of snats)
      check(
        pools.egressCidrs.some((cidr) => within(ip, cidr)),
        () => `${ip} is outside the egress CIDR (45)`,
      );
    const tier0 = get(world, paths.tier0);
    const permitted = (tier0.status?.['permitted'] ?? []) as { prefix: string }[];
    const advertised = (tier0.status?.['advertised'] ?? []) as { prefix: string; contributors: number }[];
    for (const { prefix } of permitted) {
      const ip = prefix.split('/')[0] as string;
      check(!pools.podCidrs.some((cidr) => within(ip, cidr)), () => `${prefix} of the pods is let out (41)`);
      check(
        advertised.some((summary) => within(ip, summary.prefix)),
        () => `${prefix} is in no summary (42)`,
      );
    }
    for (const { prefix, contributors } of advertised)
      check(contributors > 0, () => `${prefix} has no contributor (42)`);
  }

  /** Once nothing is due: what was wished is so, nothing is left over (20, 22, 37, 46, 54). */
  atRest(): void {
    const world = this.#world;
    this.always();
    const everything = [
      '/api/v1/pods',
      '/apis/apps/v1/replicasets',
      '/api/v1/endpoints',
      '/apis/discovery.k8s.io/v1/endpointslices',
    ].flatMap((path) => this.#list(path));
    const owners = new Set(
      ['/apis/apps/v1/deployments', '/apis/apps/v1/replicasets', '/api/v1/services', '/api/v1/nodes']
        .flatMap((path) => this.#list(path))
        .map(({ metadata }) => metadata.uid),
    );
    for (const { metadata } of everything) {
      // What is being deleted may still wait, a Pod for its host to come back.
      const controller = metadata.ownerReferences?.find((owner) => owner.controller === true);
      check(
        controller === undefined || owners.has(controller.uid) || metadata.deletionTimestamp !== undefined,
        () => `${metadata.name} outlives its ${controller?.kind} (20)`,
      );
    }
    const namespaces = new Set(this.#list('/api/v1/namespaces').map(({ metadata }) => metadata.name));
    for (const { spec } of this.#list(fabric('nsx.sandbox', 'segments'))) {
      check(
        // The control plane's own segment belongs to no namespace.
        spec['namespace'] === '' || namespaces.has(spec['namespace'] as string),
        () => `segment of ${String(spec['namespace'])}, which is gone (22)`,
      );
    }
    for (const { spec } of this.#list(fabric('nsx.sandbox', 'virtualservers'))) {
      check(
        namespaces.has(spec['namespace'] as string),
        () => `virtual server of ${String(spec['namespace'])}, which is gone (22)`,
      );
    }
    const podUids = new Set(this.#list('/api/v1/pods').map(({ metadata }) => metadata.uid));
    for (const { metadata, spec } of this.#list(paths.vms)) {
      const pod = spec['pod'] as { uid: string } | undefined;
      check(pod === undefined || podUids.has(pod.uid), () => `CRX ${metadata.name} outlives its Pod (27)`);
    }
    this.#eventually(2_000, () => this.#slices());
    this.#sets();
    // Reading everything back in pages gives the same (17); a dry run and a stale write change nothing (13, 18).
    const hash = world.hash();
    const whole = this.#list('/api/v1/pods').map(({ metadata }) => metadata.uid);
    const paged: string[] = [];
    for (let token: string | undefined = ''; token !== undefined;) {
      const page: Body = get(world, `/api/v1/pods?limit=7${token === '' ? '' : `&continue=${token}`}`);
      paged.push(...page.items.map(({ metadata }) => metadata.uid));
      token = page.metadata.continue;
    }
    check(JSON.stringify(whole) === JSON.stringify(paged), () => 'pages differ from the list (17)');
    const pod = this.#list('/api/v1/pods')[0] as Body;
    const path = `/api/v1/namespaces/${pod.metadata.namespace}/pods/${pod.metadata.name}`;
    send(
      world,
      'PATCH',
      `${path}?dryRun=All`,
      { metadata: { labels: { dry: 'run' } } },
      'application/merge-patch+json',
    );
    const stale = send(world, 'PUT', path, {
      ...pod,
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { ...pod.metadata, resourceVersion: '1001', labels: { stale: 'yes' } },
    });
    check(stale.status === 409, () => `a stale write is answered ${stale.status} (13)`);
    const same = send(world, 'PUT', path, get(world, path));
    check(
      same.status === 200,
      () => `writing back what was read is answered ${same.status}: ${same.body.message} (15)`,
    );
    check(
      world.hash() === hash,
      () => 'a dry run, a stale write or a write of the same changed the world (13, 15, 18)',
    );
  }

  /** What may lag behind for a moment, since crashing containers never rest: it must hold at one of some moments. */
  #eventually(spanMs: number, look: () => void): void {
    const end = this.#world.now + spanMs;
    for (;;) {
      try {
        look();
        return;
      } catch (cause) {
        if (this.#world.now >= end) throw cause;
      }
      this.#world.runTo(this.#world.now + 250);
      this.#listed.clear();
    }
  }

  /** Slices hold exactly the ready Pods of their Service, and those that are not ready as such (46). */
  #slices(): void {
    const slices = this.#list('/apis/discovery.k8s.io/v1/endpointslices');
    for (const { metadata, spec } of this.#list('/api/v1/services')) {
      const selector = spec['selector'] as Record<string, string> | undefined;
      if (selector === undefined) continue;
      const wanted = this.#list(`/api/v1/namespaces/${metadata.namespace}/pods`)
        .filter((pod) =>
          Object.entries(selector).every(([key, value]) => pod.metadata.labels?.[key] === value),
        )
        .filter((pod) => podIp(pod) !== undefined && pod.metadata.deletionTimestamp === undefined)
        .filter((pod) =>
          ((pod.status?.['conditions'] ?? []) as { type: string; status: string }[]).some(
            ({ type, status }) => type === 'Ready' && status === 'True',
          ),
        )
        .map(podIp)
        .sort();
      const published = slices
        .filter(
          (slice) =>
            slice.metadata.namespace === metadata.namespace &&
            slice.metadata.labels?.['kubernetes.io/service-name'] === metadata.name,
        )
        .flatMap(
          (slice) =>
            (slice as unknown as { endpoints: { addresses: string[]; conditions: { ready: boolean } }[] })
              .endpoints ?? [],
        )
        .filter(({ conditions }) => conditions.ready)
        .flatMap(({ addresses }) => addresses)
        .sort();
      check(
        JSON.stringify(wanted) === JSON.stringify(published),
        () => `service ${metadata.name} publishes ${published.join()} for ${wanted.join()} (46)`,
      );
    }
  }

  /** Every set has the Pods it wants, every Deployment that is not paused has its replicas in its newest set (54). */
  #sets(): void {
    const pods = this.#list('/api/v1/pods').filter(
      (pod) =>
        pod.metadata.deletionTimestamp === undefined &&
        pod.status?.['phase'] !== 'Failed' &&
        pod.status?.['phase'] !== 'Succeeded',
    );
    for (const { metadata, spec, status } of this.#list('/apis/apps/v1/replicasets')) {
      // A set that is going makes no Pods; it stays for as long as one of its Pods is on a host that is off.
      if (metadata.deletionTimestamp !== undefined) continue;
      const own = pods.filter((pod) => pod.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid));
      check(
        own.length === spec['replicas'],
        () => `${metadata.name} has ${own.length} Pods and wants ${String(spec['replicas'])} (54)`,
      );
      check(
        (status?.['replicas'] ?? 0) === own.length,
        () => `${metadata.name} says ${String(status?.['replicas'])} and has ${own.length}`,
      );
    }
  }
}
