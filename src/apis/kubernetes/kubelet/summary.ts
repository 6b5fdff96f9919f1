// `/stats/summary` of a kubelet: what the node and each of its Pods use. Source: k8s.io/kubelet pkg/apis/stats/v1alpha1/types.go.
// Deliberately absent: file systems, networks, page faults, which are not simulated.
import type { Node } from '../../../kinds/core/node.ts';
import { formatTime } from '../../../std/time.ts';
import { amountOf, type Used, type UsedByNode } from './usage.ts';

const stats = (at: number, used: Used, bounds: { readonly availableBytes?: number } = {}) => {
  const time = formatTime(at);
  const { cpuNano, cpuNanoSeconds, memoryBytes } = used;
  return {
    cpu: { time, usageNanoCores: cpuNano, usageCoreNanoSeconds: cpuNanoSeconds },
    memory: { time, ...bounds, usageBytes: memoryBytes, workingSetBytes: memoryBytes, rssBytes: memoryBytes },
  };
};

export function summary(node: Node, used: UsedByNode, now: number): object {
  const availableBytes = Math.max(0, amountOf(node.status?.capacity?.['memory']) - used.memoryBytes);
  return {
    node: {
      nodeName: node.metadata.name,
      startTime: formatTime(used.startedAt),
      ...stats(now, used, { availableBytes }),
    },
    pods: used.pods.map(({ pod, at, containers, ...sums }) => {
      const { name, namespace, uid } = pod.metadata;
      return {
        podRef: { name, namespace, uid },
        startTime: pod.status?.startTime,
        containers: containers.map((each) => ({
          name: each.name,
          startTime: formatTime(each.startedAt),
          ...stats(at, each),
        })),
        ...stats(at, sums),
      };
    }),
  };
}
