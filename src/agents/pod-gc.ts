// Removes Pods that nobody else can: those whose node is gone, and those on their way out from a node that is said to be out of
// service. Source: kubernetes pkg/controller/podgc. Deliberately absent: the threshold of ended Pods (12,500).
import { latency } from '../control/latency.ts';
import { nobody, type Loop, type Outcome } from '../control/loop.ts';
import { hasTaint, outOfServiceTaint, readyStatus, type Node } from '../kinds/core/node.ts';
import { isTerminal, pods, withCondition, type Pod } from '../kinds/core/pod/pod.ts';
import { formatTime } from '../std/time.ts';
import { isDeleting, keyOfObject, splitKey } from '../store/object.ts';

function isOutOfService(node: Node): boolean {
  return (
    readyStatus(node) !== 'True' &&
    (hasTaint(node, outOfServiceTaint, 'NoExecute') || hasTaint(node, outOfServiceTaint, 'NoSchedule'))
  );
}

/** Why the Pod has to be removed by force, or undefined. */
function causeOf(pod: Pod, node: Node | undefined): string | undefined {
  if (node === undefined) return 'PodGC: node no longer exists';
  return isDeleting(pod) && isOutOfService(node) ? 'PodGC: node is out-of-service' : undefined;
}

function failed(pod: Pod, message: string, now: number): Pod {
  if (isTerminal(pod)) return pod;
  const marked = withCondition(pod, {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByPodGC',
    message,
    lastTransitionTime: formatTime(now),
  });
  return { ...marked, status: { ...marked.status, phase: 'Failed' } };
}

export const podGarbageCollector: Loop = {
  name: 'pod-garbage-collector',
  wakeMs: latency.podGcQuarantineMs,
  observes: {
    'core/nodes': (prev, next) => {
      const node = (next ?? prev) as Node;
      const isNews = next === undefined || isOutOfService(next as Node);
      return isNews ? [`*${node.metadata.name}`] : nobody;
    },
    'core/pods': (prev, next) => {
      const pod = next as Pod | undefined;
      if (!pod?.spec.nodeName) return nobody;
      const before = prev as Pod | undefined;
      // A Pod that the scheduler binds has a node; only one that names its node itself may have none.
      const isNew = before === undefined;
      const leaves = before !== undefined && isDeleting(pod) && !isDeleting(before);
      return isNew || leaves ? [keyOfObject(pod)] : nobody;
    },
  },
  expand: (pattern, view) =>
    view.list<Pod>('core/pods', { index: ['node', pattern.slice(1)] }).map(keyOfObject),
  run(key, view): Outcome | undefined {
    const { namespace, name } = splitKey(key);
    const pod = view.get<Pod>('core/pods', name, namespace);
    if (!pod?.spec.nodeName) return undefined;
    const why = causeOf(pod, view.get<Node>('core/nodes', pod.spec.nodeName));
    if (why === undefined) return undefined;
    const object = failed(pod, why, view.now);
    return {
      writes: [
        ...(object === pod ? [] : [{ verb: 'update', kind: pods, object, why } as const]),
        { verb: 'delete', kind: pods, object, graceSeconds: 0, why },
      ],
    };
  },
};
