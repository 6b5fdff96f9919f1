// What disruption budgets still allow, as preemption asks. Source: kubernetes pkg/scheduler/framework/plugins/defaultpreemption,
// filterPodsWithPDBViolation: here an empty selector means no Pod, and a Pod that is being evicted already counts no more.
import type { View } from '../../control/view.ts';
import { isEmptySelector } from '../../kinds/apps/template.ts';
import { guards } from '../../kinds/policy/disruption.ts';
import type { PodDisruptionBudget } from '../../kinds/policy/pod-disruption-budget.ts';
import type { Budget } from './preemption.ts';

export const budgetsKind = 'policy/poddisruptionbudgets';

export function budgetsIn(view: View): readonly Budget[] {
  return view
    .list<PodDisruptionBudget>(budgetsKind)
    .filter(({ spec }) => spec.selector !== undefined && !isEmptySelector(spec.selector))
    .map((budget) => {
      const isGuarded = guards(budget);
      const { disruptionsAllowed = 0, disruptedPods = {} } = budget.status ?? {};
      return {
        allowed: disruptionsAllowed,
        covers: (pod) =>
          pod.metadata.namespace === budget.metadata.namespace &&
          !Object.hasOwn(disruptedPods, pod.metadata.name) &&
          isGuarded(pod),
      };
    });
}
