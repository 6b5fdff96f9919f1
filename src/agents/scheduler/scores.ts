// How well each feasible node suits a Pod, in kube-scheduler's scores from 0 to 100 and its default weights.
// Integers only. Source: kubernetes pkg/scheduler/framework/plugins/{noderesources,tainttoleration,nodeaffinity,podtopologyspread}.
import { matchesTerm } from '../../kinds/core/node-affinity.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { tolerates } from '../../kinds/core/pod/tolerations.ts';
import { controllerOf } from '../../store/object.ts';
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
    (taint) => taint.effect === 'PreferNoSchedule' && !tolerates(pod.spec.tolerations, taint),
  ).length;
}

/** A raw count as a share of the most, 0..100; the other way round where few are better. */
function normalized(count: number, most: number, reverse: boolean): number {
  if (most === 0) return reverse ? full : 0;
  const score = Math.floor((count * full) / most);
  return reverse ? full - score : score;
}

/** What the scores of one Pod have in common: the largest raw counts among the feasible nodes. */
interface Measure {
  readonly asked: { readonly cpuMilli: number; readonly memoryMiB: number };
  readonly owner: string;
  readonly replicasMost: number;
  readonly preferredMost: number;
  readonly taintedMost: number;
}

function measureOf(pod: Pod, feasible: readonly NodeInfo[]): Measure {
  const owner = controllerOf(pod)?.uid ?? '';
  const prefers =
    pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution !== undefined;
  let replicasMost = 0;
  let preferredMost = 0;
  let taintedMost = 0;
  for (const info of feasible) {
    replicasMost = Math.max(replicasMost, info.load.byOwner.get(owner) ?? 0);
    if (prefers) preferredMost = Math.max(preferredMost, preferredWeight(pod, info));
    if (info.node.spec.taints !== undefined)
      taintedMost = Math.max(taintedMost, toleratedPreference(pod, info));
  }
  return { asked: scoredRequests(pod), owner, replicasMost, preferredMost, taintedMost };
}

function scoreOf(pod: Pod, info: NodeInfo, measure: Measure): Score {
  const cpu = info.load.scoredCpuMilli + measure.asked.cpuMilli;
  const memory = info.load.scoredMemoryMiB + measure.asked.memoryMiB;
  const least = Math.floor((leastAllocated(cpu, info.cpuMilli) + leastAllocated(memory, info.memoryMiB)) / 2);
  // Of two shares the standard deviation is half their distance.
  const distance = Math.abs(shareOf(cpu, info.cpuMilli) - shareOf(memory, info.memoryMiB));
  const balanced = Math.floor(((whole - Math.floor(distance / 2)) * full) / whole);
  const spread = normalized(info.load.byOwner.get(measure.owner) ?? 0, measure.replicasMost, true);
  const affinity =
    measure.preferredMost === 0 ? 0 : normalized(preferredWeight(pod, info), measure.preferredMost, false);
  const taints =
    measure.taintedMost === 0 ? full : normalized(toleratedPreference(pod, info), measure.taintedMost, true);
  const total =
    weights.least * least +
    weights.balanced * balanced +
    weights.spread * spread +
    weights.affinity * affinity +
    weights.taints * taints;
  return { least, balanced, spread, affinity, taints, total };
}

/** A score for each of the feasible nodes, in their order. */
export function scoresOf(pod: Pod, feasible: readonly NodeInfo[]): readonly Score[] {
  const measure = measureOf(pod, feasible);
  return feasible.map((info) => scoreOf(pod, info, measure));
}

/** The node with the highest total, of equals the first. */
export function bestOf(
  pod: Pod,
  feasible: readonly NodeInfo[],
): { readonly info: NodeInfo; readonly score: number } | undefined {
  const measure = measureOf(pod, feasible);
  let best: NodeInfo | undefined;
  let most = -1;
  for (const info of feasible) {
    const { total } = scoreOf(pod, info, measure);
    if (total <= most) continue;
    best = info;
    most = total;
  }
  return best === undefined ? undefined : { info: best, score: most };
}
