// The address of a Pod that is on no node's own network: who waits for one, who holds one.
import { isDeleting } from '../../../store/object.ts';
import { isOnHostNetwork, isTerminal, type Pod } from './pod.ts';

/** It has been accepted on its node, and is not on its way out. */
export function awaitsAddress(pod: Pod | undefined): pod is Pod {
  return (
    pod !== undefined &&
    Boolean(pod.spec.nodeName) &&
    pod.status?.podIP === undefined &&
    pod.status?.startTime !== undefined &&
    !isOnHostNetwork(pod) &&
    !isTerminal(pod) &&
    !isDeleting(pod)
  );
}

/** The address that it holds: until it is over. */
export function heldAddress(pod: Pod | undefined): string | undefined {
  if (pod === undefined || isOnHostNetwork(pod) || isTerminal(pod)) return undefined;
  return pod.status?.podIP;
}

export function withAddress(pod: Pod, ip: string): Pod {
  return { ...pod, status: { ...pod.status, podIP: ip, podIPs: [{ ip }] } };
}
