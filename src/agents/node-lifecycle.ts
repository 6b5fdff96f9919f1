// Watches nodes' leases: a node that stops renewing is NotReady after 40 s, its Pods are evicted once their tolerations run
// out; and says of a new node that it has seen it. Source: kubernetes pkg/controller/{nodelifecycle,tainteviction,ttl}; times of Kubernetes
// 1.24. Left out: other advice to all kubelets when there come to be more nodes.
import type { Taint } from '#types';
import { latency } from '../control/latency.ts';
import { nobody, type Loop, type Note, type Outcome, type Write } from '../control/loop.ts';
import type { View } from '../control/view.ts';
import { renewMs, nodeLeaseNamespace, type Lease } from '../kinds/coordination/lease.ts';
import {
  nodes,
  notReadyTaint,
  readyStatus,
  unreachableTaint,
  unschedulableTaint,
  type Node,
} from '../kinds/core/node.ts';
import { isTerminal, pods, withCondition, type Pod } from '../kinds/core/pod/pod.ts';
import { tolerationsOf } from '../kinds/core/pod/tolerations.ts';
import { hostsKind, lastRenewal, machineOf, machinesKind } from '../kinds/vsphere/machine.ts';
import type { VirtualMachine } from '../kinds/vsphere/virtual-machine.ts';
import { limits } from '../std/limits.ts';
import { equal } from '../std/draft.ts';
import { formatTime, parseTime } from '../std/time.ts';
import { isDeleting, keyOfObject, splitKey } from '../store/object.ts';
import type { ReadView } from '../store/view.ts';

const component = 'node-controller';

/** Which taints the node's conditions and spec call for, the others left as they are. */
function wantedTaints(node: Node, now: number): readonly Taint[] {
  const before = node.spec.taints ?? [];
  const ready = readyStatus(node);
  // A node that has not said yet how it is keeps what it was registered with.
  const own = new Set([
    unreachableTaint,
    unschedulableTaint,
    ...(ready === undefined ? [] : [notReadyTaint]),
  ]);
  const others = before.filter((taint) => !own.has(taint.key));
  const taint = (key: string, effect: string): Taint =>
    before.find((present) => present.key === key && present.effect === effect) ?? {
      key,
      effect,
      timeAdded: formatTime(now),
    };
  const wanted: Taint[] = [];
  for (const effect of ['NoSchedule', 'NoExecute']) {
    if (ready === 'Unknown') wanted.push(taint(unreachableTaint, effect));
    else if (ready === 'False') wanted.push(taint(notReadyTaint, effect));
  }
  if (node.spec.unschedulable === true) wanted.push(taint(unschedulableTaint, 'NoSchedule'));
  return [...others, ...wanted];
}

function withTaints(node: Node, taints: readonly Taint[]): Node {
  const { taints: _taints, ...spec } = node.spec;
  return { ...node, spec: taints.length === 0 ? spec : { ...spec, taints } } as Node;
}

/** What every node reports on. */
const reported = ['MemoryPressure', 'DiskPressure', 'PIDPressure', 'Ready'];

function unknown(node: Node, now: number): Node {
  const time = formatTime(now);
  const known = node.status?.conditions ?? [];
  const conditions = known.map((condition) =>
    condition.status === 'Unknown'
      ? condition
      : {
          ...condition,
          status: 'Unknown',
          reason: 'NodeStatusUnknown',
          message: 'Kubelet stopped posting node status.',
          lastTransitionTime: time,
        },
  );
  const never = reported
    .filter((type) => known.every((condition) => condition.type !== type))
    .map((type) => ({
      type,
      status: 'Unknown',
      reason: 'NodeStatusNeverUpdated',
      message: 'Kubelet never posted node status.',
      lastHeartbeatTime: node.metadata.creationTimestamp,
      lastTransitionTime: time,
    }));
  return { ...node, status: { ...node.status, conditions: [...conditions, ...never] } };
}

/** Pods of a node that does not report are not ready, whatever they last said. */
function markPods(
  node: Node,
  view: View,
): { readonly writes: readonly Write[]; readonly notes: readonly Note[]; readonly more: boolean } {
  const writes: Write[] = [];
  const notes: Note[] = [];
  for (const pod of view.list<Pod>('core/pods', { index: ['node', node.metadata.name] })) {
    const ready = pod.status?.conditions?.find(({ type, status }) => type === 'Ready' && status === 'True');
    if (ready === undefined) continue;
    if (writes.length >= limits.writesPerEventMax) return { writes, notes, more: true };
    const conditions = pod.status?.conditions?.map((condition) =>
      condition === ready
        ? { ...condition, status: 'False', lastTransitionTime: formatTime(view.now) }
        : condition,
    );
    const object = { ...pod, status: { ...pod.status, conditions } } as Pod;
    writes.push({ verb: 'update', kind: pods, object, why: 'its node does not report' });
    notes.push({
      about: pod,
      type: 'Warning',
      reason: 'NodeNotReady',
      message: 'Node is not ready',
      component,
    });
  }
  return { writes, notes, more: false };
}

const ttlAnnotation = 'node.alpha.kubernetes.io/ttl';

/** How long a kubelet may keep what it has read, in seconds, by the number of nodes. Source: kubernetes pkg/controller/ttl. */
const ttlSeconds = [
  [100, 0],
  [500, 15],
  [1_000, 30],
  [2_000, 60],
  [Infinity, 300],
] as const;

/** A node that is seen for the first time, with the advice to its kubelet; itself where it has that. */
function registered(node: Node, view: View): Node {
  const { annotations } = node.metadata;
  if (annotations?.[ttlAnnotation] !== undefined) return node;
  const count = view.count('core/nodes');
  const [, seconds] = ttlSeconds.find(([most]) => count <= most) ?? [0, 0];
  return {
    ...node,
    metadata: { ...node.metadata, annotations: { ...annotations, [ttlAnnotation]: String(seconds) } },
  };
}

const vmWake = (object: VirtualMachine | undefined): readonly string[] =>
  object?.spec.node === undefined ? nobody : [`/${object.spec.node}`];

/** Marks nodes by their leases and keeps their taints in step. */
export const nodeLifecycle: Loop = {
  name: 'node-lifecycle-controller',
  observes: {
    'core/nodes': (prev, next) => [keyOfObject((next ?? prev) as Node)],
    [hostsKind]: (prev, next) => [`/${(next ?? prev)?.metadata.name ?? ''}`],
    [machinesKind]: (prev, next) => vmWake((next ?? prev) as VirtualMachine | undefined),
  },
  consults: ['coordination.k8s.io/leases', 'core/pods'],
  run(key, view): Outcome | undefined {
    const node = view.get<Node>('core/nodes', splitKey(key).name);
    if (node === undefined) return undefined;
    const machine = machineOf(node, view);
    const lease = view.get<Lease>('coordination.k8s.io/leases', node.metadata.name, nodeLeaseNamespace);
    const since =
      parseTime(lease?.spec.renewTime ?? '') ?? parseTime(node.metadata.creationTimestamp) ?? view.now;
    const renewed = lastRenewal(machine, since, renewMs, view.now);
    const deadline = renewed + latency.nodeGraceMs;
    const lost = !machine.reports && view.now >= deadline;
    const notes: Note[] = [];
    const { name } = node.metadata;
    let next = registered(node, view);
    if (next !== node) {
      const message = `Node ${name} event: Registered Node ${name} in Controller`;
      notes.push({ about: node, type: 'Normal', reason: 'RegisteredNode', message, component });
    }
    if (lost && readyStatus(node) !== 'Unknown') {
      next = unknown(next, view.now);
      const message = `Node ${name} status is now: NodeNotReady`;
      notes.push({ about: node, type: 'Normal', reason: 'NodeNotReady', message, component });
    }
    const taints = wantedTaints(next, view.now);
    if (!equal(taints, next.spec.taints ?? [])) next = withTaints(next, taints);
    const marked =
      readyStatus(next) === 'True' ? { writes: [], notes: [], more: false } : markPods(node, view);
    const writes: Write[] =
      next === node ? [] : [{ verb: 'update', kind: nodes, object: next, why: 'lease' }];
    return {
      writes: [...writes, ...marked.writes],
      notes: [...notes, ...marked.notes],
      ...(marked.more ? { again: 1 } : !machine.reports && !lost ? { again: deadline - view.now } : {}),
    };
  },
};

/** When a Pod must leave a node with these taints: now, at a time, or never (undefined). */
function evictionAt(pod: Pod, taints: readonly Taint[], now: number): number | undefined {
  let at: number | undefined;
  for (const taint of taints) {
    const covering = tolerationsOf(pod.spec.tolerations, taint);
    if (covering.length === 0) return now;
    const seconds = covering
      .map(({ tolerationSeconds }) => tolerationSeconds)
      .filter((value) => value !== undefined);
    if (seconds.length === 0) continue;
    const due = (parseTime(taint.timeAdded ?? '') ?? now) + Math.max(0, Math.min(...seconds)) * 1000;
    at = at === undefined ? due : Math.min(at, due);
  }
  return at;
}

function evictingTaints({ spec: { nodeName = '' } }: Pod, view: ReadView): readonly Taint[] {
  const node = view.get<Node>('core/nodes', nodeName);
  return node?.spec.taints?.filter(({ effect }) => effect === 'NoExecute') ?? [];
}

/** Evicts Pods from nodes whose NoExecute taints they do not tolerate, or no longer. */
export const taintEviction: Loop = {
  name: 'taint-eviction-controller',
  observes: {
    'core/nodes': (prev, next) => {
      const before = (prev as Node | undefined)?.spec.taints;
      const after = (next as Node | undefined)?.spec.taints;
      return next === undefined || before === after ? nobody : [`*${next.metadata.name}`];
    },
    'core/pods': (prev, next) => {
      const pod = next as Pod | undefined;
      const bound = (prev as Pod | undefined)?.spec.nodeName !== pod?.spec.nodeName;
      return pod !== undefined && pod.spec.nodeName && bound ? [`*${keyOfObject(pod)}`] : nobody;
    },
  },
  /** A node stands for its Pods; a Pod for itself where its node drives Pods away. */
  expand(pattern, view) {
    const place = pattern.slice(1);
    if (place.includes('/')) {
      const { namespace, name } = splitKey(place);
      const pod = view.get<Pod>('core/pods', name, namespace);
      return pod === undefined || evictingTaints(pod, view).length === 0 ? [] : [place];
    }
    return view
      .list<Pod>('core/pods', { index: ['node', place] })
      .filter((pod) => !isDeleting(pod))
      .map(keyOfObject);
  },
  run(key, view): Outcome | undefined {
    const { namespace, name } = splitKey(key);
    const pod = view.get<Pod>('core/pods', name, namespace);
    if (pod === undefined || isDeleting(pod) || isTerminal(pod) || !pod.spec.nodeName) return undefined;
    const taints = evictingTaints(pod, view);
    const at = taints.length === 0 ? undefined : evictionAt(pod, taints, view.now);
    if (at === undefined) return undefined;
    if (at > view.now) return { again: at - view.now };
    const message = `Marking for deletion Pod ${namespace}/${name}`;
    const why = 'its node is tainted';
    const object = withCondition(pod, {
      type: 'DisruptionTarget',
      status: 'True',
      reason: 'DeletionByTaintManager',
      message: 'Taint manager: deleting due to NoExecute taint',
      lastTransitionTime: formatTime(view.now),
    });
    return {
      writes: [
        { verb: 'update', kind: pods, object, why },
        { verb: 'delete', kind: pods, object, why },
      ],
      notes: [
        {
          about: pod,
          type: 'Normal',
          reason: 'TaintManagerEviction',
          message,
          component: 'taint-eviction-controller',
        },
      ],
    };
  },
};
