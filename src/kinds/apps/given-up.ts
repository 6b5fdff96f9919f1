// The order in which a controller gives up Pods that are too many. Source: kubernetes pkg/controller, ActivePodsWithRanks.
import { isReady, type Pod } from '../core/pod/pod.ts';

function rank(pod: Pod): number {
  if (!pod.spec.nodeName) return 0;
  if (pod.status?.phase === 'Pending') return 1;
  if (pod.status?.phase === 'Unknown') return 2;
  return isReady(pod) ? 4 : 3;
}

function costOf(pod: Pod): number {
  const text = pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'];
  return text === undefined || !/^-?\d{1,10}$/.test(text) ? 0 : Number(text);
}

function restartsOf(pod: Pod): number {
  return (pod.status?.containerStatuses ?? []).reduce(
    (most, status) => Math.max(most, status.restartCount),
    0,
  );
}

function readySince(pod: Pod): string {
  return pod.status?.conditions?.find(({ type }) => type === 'Ready')?.lastTransitionTime ?? '';
}

export function givenUpFirst(active: readonly Pod[]): readonly Pod[] {
  const onNode = new Map<string, number>();
  for (const { spec } of active) onNode.set(spec.nodeName ?? '', (onNode.get(spec.nodeName ?? '') ?? 0) + 1);
  const neighbours = (pod: Pod) => onNode.get(pod.spec.nodeName ?? '') ?? 0;
  const compare = (a: Pod, b: Pod): number => {
    const steps = [
      rank(a) - rank(b),
      costOf(a) - costOf(b),
      neighbours(b) - neighbours(a),
      // The younger goes first, by readiness and then by creation.
      readySince(a) === readySince(b) ? 0 : readySince(a) > readySince(b) ? -1 : 1,
      restartsOf(b) - restartsOf(a),
      a.metadata.creationTimestamp === b.metadata.creationTimestamp
        ? 0
        : a.metadata.creationTimestamp > b.metadata.creationTimestamp
          ? -1
          : 1,
    ];
    return steps.find((step) => step !== 0) ?? (a.metadata.name < b.metadata.name ? -1 : 1);
  };
  return [...active].sort(compare);
}
