// What a budget allows and whom it guards, as the disruption controller and the eviction of Pods both read it.
// Source: kubernetes component-helpers apps/poddisruptionbudget, pkg/registry/core/pod/storage/eviction.go.
import type { Condition } from '#types';
import { formatTime } from '../../std/time.ts';
import type { StoredObject } from '../../store/object.ts';
import type { ReadView } from '../../store/view.ts';
import { selects } from '../apps/claims.ts';
import { isEmptySelector } from '../apps/template.ts';
import type { Pod } from '../core/pod/pod.ts';
import type { PodDisruptionBudget } from './pod-disruption-budget.ts';

const allowed = 'DisruptionAllowed';

type Status = NonNullable<PodDisruptionBudget['status']>;

/** Whether a budget guards an object; one without a selector guards nothing, one with an empty selector all of its namespace. */
export function guards({ spec }: PodDisruptionBudget): (object: StoredObject) => boolean {
  const { selector } = spec;
  if (selector === undefined) return () => false;
  return isEmptySelector(selector) ? () => true : selects(selector);
}

export function budgetsOf(pod: Pod, view: ReadView): readonly PodDisruptionBudget[] {
  const namespace = pod.metadata.namespace ?? '';
  return view
    .list<PodDisruptionBudget>('policy/poddisruptionbudgets', { namespace })
    .filter((budget) => guards(budget)(pod));
}

function withCondition(status: Status, condition: Condition): Status {
  const before = status.conditions?.find(({ type }) => type === condition.type);
  const lastTransitionTime =
    before?.status === condition.status ? before.lastTransitionTime : condition.lastTransitionTime;
  const others = (status.conditions ?? []).filter(({ type }) => type !== condition.type);
  return { ...status, conditions: [...others, { ...condition, lastTransitionTime }] };
}

/** The status with the condition that its figures mean. */
export function judged(status: Status, now: number): Status {
  const isEnough = (status.disruptionsAllowed ?? 0) > 0;
  return withCondition(status, {
    type: allowed,
    status: isEnough ? 'True' : 'False',
    observedGeneration: status.observedGeneration ?? 0,
    lastTransitionTime: formatTime(now),
    reason: isEnough ? 'SufficientPods' : 'InsufficientPods',
    message: '',
  });
}

/** The status of a budget that cannot be worked out: nothing may be evicted. */
export function failSafe(status: Status, message: string, now: number): Status {
  return withCondition(
    { ...status, disruptionsAllowed: 0 },
    {
      type: allowed,
      status: 'False',
      observedGeneration: status.observedGeneration ?? 0,
      lastTransitionTime: formatTime(now),
      reason: 'SyncFailed',
      message,
    },
  );
}
