// The scheduler's ledger: what every node has and what the Pods on it take, as kube-scheduler's cache keeps it. A fold over nodes,
// Pods and namespaces.
import type { Ledger } from '../../control/loop.ts';
import type { Namespace } from '../../kinds/core/namespace.ts';
import type { Node } from '../../kinds/core/node.ts';
import { isActive, isTerminal, type Pod } from '../../kinds/core/pod/pod.ts';
import { requestsOf } from '../../kinds/core/pod/resources.ts';
import { bytesPerMiB } from '../../std/mebibyte.ts';
import { parseQuantity, quantityMilliValue, quantityValue } from '../../std/quantity.ts';
import { controllerOf, type StoredObject } from '../../store/object.ts';
import type { KindName } from '../../store/view.ts';
import { PeerCounts } from './peers.ts';
import { hostPortsOf, type HostPort } from './ports.ts';
import { Rooms } from './rooms.ts';
import type { Labels } from './terms.ts';

/** What Pods that ask for nothing count as in scores. Source: pkg/scheduler/util/pod_resources.go. */
const assumedCpuMilli = 100;
const assumedMemoryMiB = 200;

export interface NodeInfo {
  readonly node: Node;
  /** True for an ESXi host: a Pod there is a vSphere Pod, and DRS has the last word. */
  readonly isHost: boolean;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly podsMax: number;
  /** Ephemeral storage, huge pages, devices, by name. */
  readonly others: ReadonlyMap<string, number>;
  readonly load: Load;
}

/** What the Pods on a node ask for together. */
export interface Load {
  /** The name of the node. */
  readonly node: string;
  /** The node's place in the ledger's order; undefined while there is no such node, or no order yet. */
  place: number | undefined;
  cpuMilli: number;
  memoryMiB: number;
  /** The same with the assumed amounts where a Pod asks for nothing. */
  scoredCpuMilli: number;
  scoredMemoryMiB: number;
  readonly others: Map<string, number>;
  /** The Pods by uid. */
  readonly pods: Map<string, Pod>;
  /** Ports of the host that they take, by the Pod's uid. */
  readonly ports: Map<string, readonly HostPort[]>;
}

export function scoredRequests(pod: Pod): { readonly cpuMilli: number; readonly memoryMiB: number } {
  const { cpuMilli, memoryMiB } = requestsOf(pod.spec);
  return { cpuMilli: cpuMilli || assumedCpuMilli, memoryMiB: memoryMiB || assumedMemoryMiB };
}

export const priorityOf = (pod: Pod): number => pod.spec.priority ?? 0;

function amount(
  text: string | undefined,
  value: (quantity: NonNullable<ReturnType<typeof parseQuantity>>) => number,
): number {
  const quantity = parseQuantity(text ?? '0');
  return quantity === undefined ? 0 : value(quantity);
}

function infoOf(node: Node, load: Load): NodeInfo {
  const { cpu, memory, pods, ...others } = node.status?.allocatable ?? {};
  return {
    node,
    isHost: node.metadata.labels?.['node-role.kubernetes.io/agent'] !== undefined,
    cpuMilli: amount(cpu, quantityMilliValue),
    memoryMiB: Math.floor(amount(memory, quantityValue) / bytesPerMiB),
    podsMax: amount(pods, quantityValue),
    others: new Map(Object.entries(others).map(([name, text]) => [name, amount(text, quantityValue)])),
    load,
  };
}

interface Order {
  readonly nodes: readonly NodeInfo[];
  readonly rooms: Rooms;
  readonly counts: Int32Array;
  readonly seat: string | undefined;
}

function emptyLoad(node: string): Load {
  return {
    node,
    place: undefined,
    cpuMilli: 0,
    memoryMiB: 0,
    scoredCpuMilli: 0,
    scoredMemoryMiB: 0,
    others: new Map(),
    pods: new Map(),
    ports: new Map(),
  };
}

function add<Key>(counts: Map<Key, number>, key: Key, by: number): void {
  const next = (counts.get(key) ?? 0) + by;
  if (next === 0) counts.delete(key);
  else counts.set(key, next);
}

const sorted = <Value>(map: ReadonlyMap<string, Value>) => [...map].sort(([a], [b]) => (a < b ? -1 : 1));

export class NodeLedger implements Ledger {
  readonly kinds: readonly KindName[] = ['core/nodes', 'core/pods', 'core/namespaces'];
  readonly #loads = new Map<string, Load>();
  readonly #nodes = new Map<string, NodeInfo>();
  readonly #namespaces = new Map<string, Labels>();
  readonly #priorities = new Map<number, number>();
  /** Pods by the controller that owns them and the node that they are on: replicas spread over nodes. */
  readonly #replicas = new Map<string, Map<Load, number>>();
  /** Pods that wait for the room that preemption makes for them on a node, by uid. */
  readonly nominated = new Map<string, Pod>();
  readonly peers = new PeerCounts(
    () => this.#everyPod(),
    (name) => this.#namespaces.get(name),
  );
  /** In the order of their names, with their room and a column to count in; made when asked for, until a node changes. */
  #order: Order | undefined;
  /** Changes whenever a node does: what was worked out for a shape of Pods holds until then. */
  version = 0;

  /** In the order of their names. */
  get nodes(): readonly NodeInfo[] {
    return this.#inOrder().nodes;
  }

  /** The node that the scheduler itself runs on: the first of the control plane. */
  get seat(): string | undefined {
    return this.#inOrder().seat;
  }

  get rooms(): Rooms {
    return this.#inOrder().rooms;
  }

  /** How many Pods of a controller, by its uid, are on each node, by its place; undefined where it has none. Good until the next call. */
  replicasOf(owner: string): Int32Array | undefined {
    const replicas = this.#replicas.get(owner);
    if (replicas === undefined) return undefined;
    const { counts } = this.#inOrder();
    counts.fill(0);
    for (const [{ place }, count] of replicas) if (place !== undefined) counts[place] = count;
    return counts;
  }

  #inOrder(): Order {
    if (this.#order !== undefined) return this.#order;
    const nodes = [...this.#nodes.values()].sort((a, b) => (a.load.node < b.load.node ? -1 : 1));
    for (const [place, { load }] of nodes.entries()) load.place = place;
    const seat = nodes.find(({ isHost }) => !isHost)?.load.node;
    this.#order = { nodes, rooms: new Rooms(nodes), counts: new Int32Array(nodes.length), seat };
    return this.#order;
  }

  /** The lowest priority of a Pod on a node: none below it can be preempted. */
  get lowestPriority(): number {
    let lowest = Infinity;
    for (const priority of this.#priorities.keys()) lowest = Math.min(lowest, priority);
    return lowest;
  }

  reset(): void {
    this.#loads.clear();
    this.#nodes.clear();
    this.#namespaces.clear();
    this.#priorities.clear();
    this.#replicas.clear();
    this.nominated.clear();
    this.peers.reset();
    this.#order = undefined;
    this.version += 1;
  }

  fold(kind: KindName, prev: StoredObject | undefined, next: StoredObject | undefined): void {
    if (kind === 'core/nodes') this.#foldNode(prev as Node | undefined, next as Node | undefined);
    else if (kind === 'core/namespaces')
      this.#foldNamespace(prev as Namespace | undefined, next as Namespace | undefined);
    else this.#foldPod(prev as Pod | undefined, next as Pod | undefined);
  }

  /** What `look` sees if these Pods came to their nodes (1) or left them (-1). The ledger is afterwards as it was. */
  supposing<Result>(pods: readonly Pod[], by: 1 | -1, look: () => Result): Result {
    for (const pod of pods) this.#count(pod, by);
    try {
      return look();
    } finally {
      for (const pod of pods) this.#count(pod, by === 1 ? -1 : 1);
    }
  }

  snapshot() {
    return {
      loads: sorted(this.#loads)
        .filter(([, { pods }]) => pods.size !== 0)
        .map(([name, { others, pods, ports, node: _node, place: _place, ...load }]) => ({
          name,
          ...load,
          others: sorted(others),
          pods: [...pods.keys()].sort(),
          ports: sorted(ports).map(([uid, taken]) => [
            uid,
            taken.map(({ port, address }) => `${port} ${address}`),
          ]),
        })),
      replicas: sorted(this.#replicas).map(([owner, counts]) => [
        owner,
        sorted(new Map([...counts].map(([{ node }, count]) => [node, count]))),
      ]),
      peers: this.peers.snapshot(),
      priorities: [...this.#priorities].sort(([a], [b]) => a - b),
      nominated: sorted(this.nominated).map(([uid, pod]) => [uid, pod.status?.nominatedNodeName ?? '']),
    };
  }

  *#everyPod(): Iterable<Pod> {
    for (const { pods } of this.#loads.values()) yield* pods.values();
  }

  #foldNode(prev: Node | undefined, next: Node | undefined): void {
    if (prev !== undefined && next !== undefined && offersSame(prev, next)) return;
    const name = (next ?? prev)?.metadata.name ?? '';
    const load = this.#load(name);
    load.place = undefined;
    if (next === undefined) this.#nodes.delete(name);
    else this.#nodes.set(name, infoOf(next, load));
    this.#order = undefined;
    this.version += 1;
  }

  #foldNamespace(prev: Namespace | undefined, next: Namespace | undefined): void {
    if (prev !== undefined && prev.metadata.labels === next?.metadata.labels) return;
    const name = (next ?? prev)?.metadata.name ?? '';
    if (next === undefined) this.#namespaces.delete(name);
    else this.#namespaces.set(name, next.metadata.labels ?? {});
    this.peers.forgetNamespaces();
  }

  #foldPod(prev: Pod | undefined, next: Pod | undefined): void {
    const before = counted(prev);
    const after = counted(next);
    if (before !== undefined && after !== undefined && weighsSame(before, after)) {
      this.#loads.get(after.spec.nodeName ?? '')?.pods.set(after.metadata.uid, after);
      return;
    }
    if (before !== undefined) this.#count(before, -1);
    if (after !== undefined) this.#count(after, 1);
    if (prev?.status?.nominatedNodeName) this.nominated.delete(prev.metadata.uid);
    if (next?.status?.nominatedNodeName && !next.spec.nodeName && isActive(next))
      this.nominated.set(next.metadata.uid, next);
  }

  #load(name: string): Load {
    let load = this.#loads.get(name);
    if (load === undefined) {
      load = emptyLoad(name);
      this.#loads.set(name, load);
    }
    return load;
  }

  #countReplica(owner: string, load: Load, by: 1 | -1): void {
    let counts = this.#replicas.get(owner);
    if (counts === undefined) this.#replicas.set(owner, (counts = new Map()));
    add(counts, load, by);
    if (counts.size === 0) this.#replicas.delete(owner);
  }

  #count(pod: Pod, by: 1 | -1): void {
    const { uid } = pod.metadata;
    const load = this.#load(pod.spec.nodeName ?? '');
    const asked = requestsOf(pod.spec);
    const scored = scoredRequests(pod);
    load.cpuMilli += by * asked.cpuMilli;
    load.memoryMiB += by * asked.memoryMiB;
    load.scoredCpuMilli += by * scored.cpuMilli;
    load.scoredMemoryMiB += by * scored.memoryMiB;
    for (const [name, value] of asked.others) add(load.others, name, by * value);
    const ports = hostPortsOf(pod);
    if (by === 1) {
      load.pods.set(uid, pod);
      if (ports.length > 0) load.ports.set(uid, ports);
    } else {
      load.pods.delete(uid);
      load.ports.delete(uid);
    }
    if (this.#order !== undefined && load.place !== undefined)
      this.#order.rooms.update(load.place, this.#order.nodes[load.place] as NodeInfo);
    const priority = priorityOf(pod);
    const left = (this.#priorities.get(priority) ?? 0) + by;
    if (left === 0) this.#priorities.delete(priority);
    else this.#priorities.set(priority, left);
    const owner = controllerOf(pod)?.uid;
    if (owner !== undefined) this.#countReplica(owner, load, by);
    this.peers.fold(pod, by);
  }
}

/** Whether nothing that a Pod is scheduled by changed: most writes of a node are its heartbeats. */
const offersSame = (prev: Node, next: Node): boolean =>
  prev.spec === next.spec &&
  prev.metadata.labels === next.metadata.labels &&
  prev.status?.allocatable === next.status?.allocatable;

/** Most writes of a Pod are to its status; a ReplicaSet that adopts or releases it changes only its owner. */
const weighsSame = (before: Pod, after: Pod): boolean =>
  before.spec === after.spec &&
  before.metadata.labels === after.metadata.labels &&
  before.metadata.deletionTimestamp === after.metadata.deletionTimestamp &&
  controllerOf(before)?.uid === controllerOf(after)?.uid;

/** A Pod takes room while it is bound and has not ended. */
function counted(pod: Pod | undefined): Pod | undefined {
  return pod === undefined || !pod.spec.nodeName || isTerminal(pod) ? undefined : pod;
}
