// When a ready Pod counts as available: it has stayed ready for the owner's minReadySeconds. Source: kubernetes
// pkg/api/v1/pod, IsPodAvailable.
import { parseTime } from '../../../std/time.ts';
import { isReady, type Pod } from './pod.ts';

/** In simulated milliseconds; undefined while the Pod is not ready. */
function availableAt(pod: Pod, minReadySeconds: number): number | undefined {
  if (!isReady(pod)) return undefined;
  const ready = pod.status?.conditions?.find(({ type }) => type === 'Ready');
  return (parseTime(ready?.lastTransitionTime ?? '') ?? 0) + minReadySeconds * 1000;
}

export function isAvailable(pod: Pod, minReadySeconds: number, now: number): boolean {
  return (availableAt(pod, minReadySeconds) ?? Infinity) <= now;
}

/** Wakes a controller when the next of its ready Pods becomes available. */
export function availabilityTimer(
  pods: readonly Pod[],
  minReadySeconds: number,
  now: number,
): { readonly again?: number } {
  if (minReadySeconds === 0) return {};
  const next = pods
    .map((pod) => availableAt(pod, minReadySeconds) ?? 0)
    .filter((at) => at > now)
    .reduce((least, at) => Math.min(least, at), Infinity);
  return next === Infinity ? {} : { again: next - now };
}
