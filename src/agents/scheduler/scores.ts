// How well each feasible node suits a Pod, in kube-scheduler's scores from 0 to 100 and its default weights.
// Integers only. Source: kubernetes pkg/scheduler/framework/plugins/{noderesources,tainttoleration,nodeaffinity,podtopologyspread}.
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { controllerOf } from '../../store/object.ts';
import { matchesTerm } from './filters.ts';
import { scoredRequests, type NodeInfo } from './nodes.ts';

export interface Score {
  readonly least: number;
  readonly balanced: number;
  readonly spread: number;
  readonly affinity: number;
  readonly taints: number;
  readonly total: number;
}

/** Default weights of the plugins. */
export const weights = { least: 1, balanced: 1, spread: 2, affinity: 2, taints: 3 } as const;

const full = 100;
/** Shares of a node are counted in millionths. */
const whole = 1_000_000;

function leastAllocated(asked: number, capacity: number): number {
  return capacity === 0 || asked > capacity ? 0 : Math.floor(((capacity - asked) * full) / capacity);
}

function shareOf(asked: number, capacity: number): number {
  return capacity === 0 ? whole : Math.min(whole, Math.floor((asked * whole) / capacity));
}

function preferredWeight(pod: Pod, info: NodeInfo): number {
  const preferred = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  return preferred.reduce(
    (total, { preference, weight }) => total + (matchesTerm(preference, info.node) ? weight : 0),
    0,
  );
}

function toleratedPreference(pod: Pod, info: NodeInfo): number {
  return (info.node.spec.taints ?? []).filter(
    ({ effect, key }) =>
      effect === 'PreferNoSchedule' &&
      !(pod.spec.tolerations ?? []).some((toleration) => !toleration.key || toleration.key === key),
  ).length;
}

/** Raw counts to 0..100: the most, or the fewest where `reverse`, gets the full score. */
function normalized(raw: readonly number[], reverse: boolean): readonly number[] {
  const most = Math.max(0, ...raw);
  if (most === 0) return raw.map(() => (reverse ? full : 0));
  return raw.map((count) => {
    const score = Math.floor((count * full) / most);
    return reverse ? full - score : score;
  });
}

/** A score for each of the feasible nodes, in their order. */
export function scoresOf(pod: Pod, feasible: readonly NodeInfo[]): readonly Score[] {
  const asked = scoredRequests(pod);
  const owner = controllerOf(pod)?.uid ?? '';
  const replicas = feasible.map(({ load }) => load.byOwner.get(owner) ?? 0);
  const spreads = normalized(replicas, true);
  const affinities = normalized(
    feasible.map((info) => preferredWeight(pod, info)),
    false,
  );
  const tainted = normalized(
    feasible.map((info) => toleratedPreference(pod, info)),
    true,
  );
  return feasible.map((info, index) => {
    const cpu = info.load.scoredCpuMilli + asked.cpuMilli;
    const memory = info.load.scoredMemoryMiB + asked.memoryMiB;
    const least = Math.floor(
      (leastAllocated(cpu, info.cpuMilli) + leastAllocated(memory, info.memoryMiB)) / 2,
    );
    // Of two shares the standard deviation is half their distance.
    const distance = Math.abs(shareOf(cpu, info.cpuMilli) - shareOf(memory, info.memoryMiB));
    const balanced = Math.floor(((whole - Math.floor(distance / 2)) * full) / whole);
    const spread = spreads[index] ?? 0;
    const affinity = affinities[index] ?? 0;
    const taints = tainted[index] ?? 0;
    const total =
      weights.least * least +
      weights.balanced * balanced +
      weights.spread * spread +
      weights.affinity * affinity +
      weights.taints * taints;
    return { least, balanced, spread, affinity, taints, total };
  });
}
