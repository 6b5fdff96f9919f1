// Whether a kubelet takes a Pod that was bound to its node, by whomever: enough left of the node, and a node that the Pod means.
// Source: kubernetes pkg/kubelet/lifecycle/predicate.go, pkg/kubelet/kubelet.go, rejectPod. Left out: ports of the host.
import type { Note } from '../control/loop.ts';
import { matchesNodeSelection } from '../kinds/core/node-affinity.ts';
import type { Node } from '../kinds/core/node.ts';
import { isTerminal, type Pod } from '../kinds/core/pod/pod.ts';
import { requestsOf } from '../kinds/core/pod/resources.ts';
import { untoleratedTaint } from '../kinds/core/pod/tolerations.ts';
import { bytesPerMiB } from '../std/mebibyte.ts';
import { parseQuantity, quantityMilliValue, quantityValue } from '../std/quantity.ts';

export interface Refused {
  readonly reason: string;
  readonly message: string;
}

/** What a Pod takes of a node: Pods, thousandths of a core, bytes, and the rest by their names. */
function askedBy({ spec }: Pod): ReadonlyMap<string, number> {
  const { cpuMilli, memoryMiB, others } = requestsOf(spec);
  return new Map([['pods', 1], ['cpu', cpuMilli], ['memory', memoryMiB * bytesPerMiB], ...others]);
}

function capacityOf({ status }: Node, name: string): number {
  const quantity = parseQuantity(status?.allocatable?.[name] ?? '0');
  if (quantity === undefined) return 0;
  return name === 'cpu' ? quantityMilliValue(quantity) : quantityValue(quantity);
}

/** What a node does not tell of is none of its business, where it is a device of somebody's. */
function isUnknown(name: string, { status }: Node): boolean {
  return name.includes('/') && status?.allocatable?.[name] === undefined;
}

/** Why the node does not take the Pod beside those that it has; undefined where it does. */
export function refusalOf(pod: Pod, node: Node, others: readonly Pod[]): Refused | undefined {
  if (pod.spec.os?.name === 'windows')
    return {
      reason: 'PodOSNotSupported',
      message: "Failed to admit pod as the OS field doesn't match node OS",
    };
  const taken = others.filter((other) => other !== pod && !isTerminal(other)).map(askedBy);
  for (const [name, requested] of askedBy(pod)) {
    if (requested === 0 || isUnknown(name, node)) continue;
    const used = taken.reduce((sum, asked) => sum + (asked.get(name) ?? 0), 0);
    const capacity = capacityOf(node, name);
    if (requested + used <= capacity) continue;
    const amounts = `requested: ${requested}, used: ${used}, capacity: ${capacity}`;
    return { reason: `OutOf${name}`, message: `Node didn't have enough resource: ${name}, ${amounts}` };
  }
  const failed = (predicate: string, why: string): Refused => ({
    reason: predicate,
    message: `Predicate ${predicate} failed: ${why}`,
  });
  if (!matchesNodeSelection(pod.spec, node))
    return failed('NodeAffinity', "node(s) didn't match Pod's node affinity/selector");
  const evicting = (node.spec.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
  const taint = untoleratedTaint(pod.spec.tolerations, evicting);
  if (taint === undefined) return undefined;
  return failed('TaintToleration', "node(s) had taints that the pod didn't tolerate");
}

/** The Pod as the kubelet leaves it, and what is said of that. */
export function rejected(pod: Pod, { reason, message }: Refused): { readonly pod: Pod; readonly note: Note } {
  const status = { ...pod.status, phase: 'Failed', reason, message: `Pod was rejected: ${message}` };
  const host = pod.spec.nodeName ?? '';
  return {
    pod: { ...pod, status },
    note: { about: pod, type: 'Warning', reason, message, component: 'kubelet', host },
  };
}
