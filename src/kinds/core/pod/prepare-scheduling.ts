// What creating a Pod does to the rules of its placement. Source: kubernetes pkg/registry/core/pod/strategy.go,
// applySchedulingGatedCondition and applyMatchLabelKeysAndMismatchLabelKeys.
import type { PodAffinityTerm } from '#types';
import type { Draft } from '../../../std/draft.ts';
import { formatTime } from '../../../std/time.ts';
import { getOwn } from '../../../std/own.ts';
import type { Pod } from './pod.ts';

type Labels = Readonly<Record<string, string>> | undefined;

/** Keys whose values stand in the Pod's own labels become part of the term's selector. */
function bindLabelKeys(term: Draft<PodAffinityTerm> | undefined, labels: Labels): void {
  if (term?.labelSelector === undefined) return;
  for (const [keys, operator] of [
    [term.matchLabelKeys, 'In'],
    [term.mismatchLabelKeys, 'NotIn'],
  ] as const) {
    for (const key of keys ?? []) {
      const value = getOwn(labels, key);
      if (value !== undefined)
        (term.labelSelector.matchExpressions ??= []).push({ key, operator, values: [value] });
    }
  }
}

export function prepareScheduling(pod: Draft<Pod>, now: number): void {
  const { affinity, schedulingGates = [] } = pod.spec;
  for (const rules of [affinity?.podAffinity, affinity?.podAntiAffinity]) {
    for (const term of rules?.requiredDuringSchedulingIgnoredDuringExecution ?? [])
      bindLabelKeys(term, pod.metadata.labels);
    for (const { podAffinityTerm } of rules?.preferredDuringSchedulingIgnoredDuringExecution ?? [])
      bindLabelKeys(podAffinityTerm, pod.metadata.labels);
  }
  if (schedulingGates.length === 0) return;
  const gated = {
    type: 'PodScheduled',
    status: 'False',
    lastTransitionTime: formatTime(now),
    reason: 'SchedulingGated',
    message: 'Scheduling is blocked due to non-empty scheduling gates',
  };
  pod.status = { ...pod.status, conditions: [...(pod.status?.conditions ?? []), gated] };
}
