// A node's kubelet or Spherelet reports itself Ready when its machine comes (back), and what Pods may have of it. That it stops is for the node lifecycle
// controller to notice, by the lease.
import { nodes, readyStatus, type Node } from '../kinds/core/node.ts';
import { isExtended } from '../kinds/core/resource-names.ts';
import { hostsKind, machineOf, machinesKind } from '../kinds/vsphere/machine.ts';
import type { VirtualMachine } from '../kinds/vsphere/virtual-machine.ts';
import { nobody, type Loop } from '../control/loop.ts';
import { equal } from '../std/draft.ts';
import { formatTime } from '../std/time.ts';
import { keyOfObject, splitKey } from '../store/object.ts';

const healthy: Readonly<Record<string, readonly [status: string, reason: string, message: string]>> = {
  MemoryPressure: ['False', 'KubeletHasSufficientMemory', 'kubelet has sufficient memory available'],
  DiskPressure: ['False', 'KubeletHasNoDiskPressure', 'kubelet has no disk pressure'],
  PIDPressure: ['False', 'KubeletHasSufficientPID', 'kubelet has sufficient PID available'],
  Ready: ['True', 'KubeletReady', 'kubelet is posting ready status'],
};

export function healthyConditions(node: Node, now: number) {
  const time = formatTime(now);
  return Object.entries(healthy).map(([type, [status, reason, message]]) => {
    const before = node.status?.conditions?.find((condition) => condition.type === type);
    const lastTransitionTime = before?.status === status ? (before.lastTransitionTime ?? time) : time;
    return { type, status, lastHeartbeatTime: time, lastTransitionTime, reason, message };
  });
}

/**
 * What Pods may have of the node: of resources that somebody advertised by hand as many as there are, as a kubelet says after
 * its next look. Source: kubernetes pkg/kubelet/nodestatus/setters.go, MachineInfo.
 */
function allocatableOf({
  status: { capacity = {}, allocatable = {} } = {},
}: Node): Readonly<Record<string, string>> {
  const own = Object.entries(allocatable).filter(([name]) => Object.hasOwn(capacity, name));
  const advertised = Object.entries(capacity).filter(([name]) => isExtended(name));
  return Object.fromEntries([...own, ...advertised]);
}

export const nodeStatus: Loop = {
  name: 'node-status',
  observes: {
    'core/nodes': (prev, next) => [keyOfObject((next ?? prev) as Node)],
    [hostsKind]: (prev, next) => [`/${(next ?? prev)?.metadata.name ?? ''}`],
    [machinesKind]: (prev, next) => {
      const { node } = ((next ?? prev) as VirtualMachine).spec;
      return node === undefined ? nobody : [`/${node}`];
    },
  },
  run(key, view) {
    const node = view.get<Node>('core/nodes', splitKey(key).name);
    if (node === undefined || !machineOf(node, view).reports) return undefined;
    const allocatable = allocatableOf(node);
    if (readyStatus(node) === 'True') {
      if (equal(allocatable, node.status?.allocatable ?? {})) return undefined;
      const object = { ...node, status: { ...node.status, allocatable } };
      return { writes: [{ verb: 'update', kind: nodes, object, why: 'what it has is another' }] };
    }
    const object = { ...node, status: { ...node.status, conditions: healthyConditions(node, view.now) } };
    const message = `Node ${node.metadata.name} status is now: NodeReady`;
    return {
      writes: [{ verb: 'update', kind: nodes, object, why: 'its machine reports' }],
      notes: [
        {
          about: node,
          type: 'Normal',
          reason: 'NodeReady',
          message,
          component: 'kubelet',
          host: node.metadata.name,
        },
      ],
    };
  },
};
