// Evicting a Pod, as clients and what drains a node do it alike: the budget that guards the Pod pays for it, or refuses.
// Source: kubernetes pkg/registry/core/pod/storage/eviction.go.
import { formatTime } from '../../std/time.ts';
import { isDeleting } from '../../store/object.ts';
import { Refusal } from '../../store/refusal.ts';
import type { ReadView } from '../../store/view.ts';
import { isReady, isTerminal, type Pod } from '../core/pod/pod.ts';
import { budgetsOf, judged } from './disruption.ts';
import type { PodDisruptionBudget } from './pod-disruption-budget.ts';

function tooMany(message: string, retryAfterSeconds?: number): Refusal {
  return new Refusal(
    429,
    'TooManyRequests',
    "Cannot evict pod as it would violate the pod's disruption budget.",
    {
      causes: [{ reason: 'DisruptionBudget', message }],
      ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    },
  );
}

/** A Pod that does no work is not guarded. */
export function isUnguarded(pod: Pod): boolean {
  return isTerminal(pod) || pod.status?.phase === 'Pending' || isDeleting(pod);
}

/** An unready Pod may go where its budget is met without it, or says that such Pods always may. */
function isLetGoUnready({ spec, status }: PodDisruptionBudget): boolean {
  const { currentHealthy = 0, desiredHealthy = 0 } = status ?? {};
  return (
    spec.unhealthyPodEvictionPolicy === 'AlwaysAllow' ||
    (currentHealthy >= desiredHealthy && desiredHealthy > 0)
  );
}

/** The budget with one Pod less to let go, which it remembers until the Pod is on its way. */
function spent(budget: PodDisruptionBudget, podName: string, now: number): PodDisruptionBudget {
  const { metadata, status = {} } = budget;
  const { currentHealthy = 0, desiredHealthy = 0, disruptionsAllowed = 0 } = status;
  if ((status.observedGeneration ?? 0) < (metadata.generation ?? 0))
    throw tooMany(`The disruption budget ${metadata.name} is still being processed by the server.`, 10);
  if (disruptionsAllowed <= 0) {
    throw tooMany(
      `The disruption budget ${metadata.name} needs ${desiredHealthy} healthy pods and has ${currentHealthy} currently`,
    );
  }
  const disruptedPods = { ...status.disruptedPods, [podName]: formatTime(now) };
  const left = { ...status, disruptedPods, disruptionsAllowed: disruptionsAllowed - 1 };
  return { ...budget, status: disruptionsAllowed === 1 ? judged(left, now) : left };
}

/** The Pod's budget once it has paid for the eviction; undefined where none needs to. Throws where it does not allow it. */
export function payingFor(pod: Pod, view: ReadView): PodDisruptionBudget | undefined {
  const [budget, another] = budgetsOf(pod, view);
  if (another !== undefined) {
    const more =
      'This pod has more than one PodDisruptionBudget, which the eviction subresource does not support.';
    throw new Refusal(500, '', more);
  }
  if (budget === undefined || (!isReady(pod) && isLetGoUnready(budget))) return undefined;
  return spent(budget, pod.metadata.name, view.now);
}

/** The Pod with the reason for its end. */
export function disrupted(pod: Pod, now: number): Pod {
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastTransitionTime: formatTime(now),
    reason: 'EvictionByEvictionAPI',
    message: 'Eviction API: evicting',
  };
  const others = (pod.status?.conditions ?? []).filter(({ type }) => type !== condition.type);
  return { ...pod, status: { ...pod.status, conditions: [...others, condition] } };
}
