// The scheduler's ledger: what is asked of every node, as kube-scheduler's cache keeps it. A fold over nodes and Pods.
import type { Ledger } from '../../control/loop.ts';
import type { Node } from '../../kinds/core/node.ts';
import { isTerminal, type Pod } from '../../kinds/core/pod/pod.ts';
import { requestsOf } from '../../kinds/core/pod/resources.ts';
import { parseQuantity, quantityMilliValue, quantityValue } from '../../std/quantity.ts';
import { controllerOf, type StoredObject } from '../../store/object.ts';
import type { KindName } from '../../store/view.ts';

/** What Pods that ask for nothing count as in scores. Source: pkg/scheduler/util/pod_resources.go. */
const assumedCpuMilli = 100;
const assumedMemoryMiB = 200;

const bytesPerMiB = 1024 * 1024;

export interface NodeInfo {
  readonly node: Node;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly podsMax: number;
  readonly load: Load;
}

/** What the Pods on a node ask for together. */
export interface Load {
  cpuMilli: number;
  memoryMiB: number;
  /** The same with the assumed amounts where a Pod asks for nothing. */
  scoredCpuMilli: number;
  scoredMemoryMiB: number;
  pods: number;
  /** Pods by the controller that owns them: replicas spread over nodes. */
  readonly byOwner: Map<string, number>;
}

export function scoredRequests(pod: Pod): { readonly cpuMilli: number; readonly memoryMiB: number } {
  const { cpuMilli, memoryMiB } = requestsOf(pod.spec);
  return { cpuMilli: cpuMilli || assumedCpuMilli, memoryMiB: memoryMiB || assumedMemoryMiB };
}

function amount(
  text: string | undefined,
  value: (quantity: NonNullable<ReturnType<typeof parseQuantity>>) => number,
): number {
  const quantity = parseQuantity(text ?? '0');
  return quantity === undefined ? 0 : value(quantity);
}

function emptyLoad(): Load {
  return { cpuMilli: 0, memoryMiB: 0, scoredCpuMilli: 0, scoredMemoryMiB: 0, pods: 0, byOwner: new Map() };
}

export class NodeLedger implements Ledger {
  readonly kinds: readonly KindName[] = ['core/nodes', 'core/pods'];
  #loads = new Map<string, Load>();
  #nodes = new Map<string, NodeInfo>();
  #sorted: readonly NodeInfo[] | undefined;
  /** Changes whenever a node does: what was worked out for a shape of Pods holds until then. */
  version = 0;

  /** In the order of their names. */
  get nodes(): readonly NodeInfo[] {
    this.#sorted ??= [...this.#nodes.values()].sort((a, b) =>
      a.node.metadata.name < b.node.metadata.name ? -1 : 1,
    );
    return this.#sorted;
  }

  reset(): void {
    this.#loads = new Map();
    this.#nodes = new Map();
    this.#sorted = undefined;
    this.version += 1;
  }

  fold(kind: KindName, prev: StoredObject | undefined, next: StoredObject | undefined): void {
    if (kind === 'core/nodes') this.#foldNode(prev as Node | undefined, next as Node | undefined);
    else {
      const before = counted(prev as Pod | undefined);
      const after = counted(next as Pod | undefined);
      if (before !== undefined && after !== undefined && weighsSame(before, after)) return;
      this.#count(before, -1);
      this.#count(after, 1);
    }
  }

  snapshot() {
    return [...this.#loads]
      .filter(([, load]) => load.pods !== 0)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, load]) => {
        const byOwner = [...load.byOwner].sort(([a], [b]) => (a < b ? -1 : 1));
        return { name, ...load, byOwner };
      });
  }

  #foldNode(prev: Node | undefined, next: Node | undefined): void {
    const name = (next ?? prev)?.metadata.name ?? '';
    if (next === undefined) this.#nodes.delete(name);
    else {
      const allocatable = next.status?.allocatable ?? {};
      this.#nodes.set(name, {
        node: next,
        cpuMilli: amount(allocatable['cpu'], quantityMilliValue),
        memoryMiB: Math.floor(amount(allocatable['memory'], quantityValue) / bytesPerMiB),
        podsMax: amount(allocatable['pods'], quantityValue),
        load: this.#load(name),
      });
    }
    this.#sorted = undefined;
    this.version += 1;
  }

  #load(name: string): Load {
    let load = this.#loads.get(name);
    if (load === undefined) {
      load = emptyLoad();
      this.#loads.set(name, load);
    }
    return load;
  }

  #count(pod: Pod | undefined, sign: 1 | -1): void {
    if (pod === undefined) return;
    const load = this.#load(pod.spec.nodeName ?? '');
    const asked = requestsOf(pod.spec);
    const scored = scoredRequests(pod);
    load.cpuMilli += sign * asked.cpuMilli;
    load.memoryMiB += sign * asked.memoryMiB;
    load.scoredCpuMilli += sign * scored.cpuMilli;
    load.scoredMemoryMiB += sign * scored.memoryMiB;
    load.pods += sign;
    const owner = controllerOf(pod)?.uid;
    if (owner === undefined) return;
    const count = (load.byOwner.get(owner) ?? 0) + sign;
    if (count === 0) load.byOwner.delete(owner);
    else load.byOwner.set(owner, count);
  }
}

/** Most writes of a Pod are to its status; a ReplicaSet that adopts or releases it changes only its owner. */
const weighsSame = (before: Pod, after: Pod): boolean =>
  before.spec === after.spec && controllerOf(before)?.uid === controllerOf(after)?.uid;

/** A Pod takes room while it is bound and has not ended. */
function counted(pod: Pod | undefined): Pod | undefined {
  return pod === undefined || !pod.spec.nodeName || isTerminal(pod) ? undefined : pod;
}
