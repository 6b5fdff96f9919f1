// How well each feasible node suits a Pod, in kube-scheduler's scores from 0 to 100 and its default weights. Integers only.
// Source: kubernetes pkg/scheduler/framework/plugins/{noderesources,tainttoleration,nodeaffinity,podtopologyspread,interpodaffinity}.
import { matchesTerm } from '../../kinds/core/node-affinity.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { tolerates } from '../../kinds/core/pod/tolerations.ts';
import { controllerOf } from '../../store/object.ts';
import { interPodWish } from './inter-pod.ts';
import { scoredRequests, type Fit, type NodeInfo, type NodeLedger } from './nodes.ts';
import { spreadCrowd } from './spread.ts';

export interface Score {
  readonly least: number;
  readonly balanced: number;
  readonly spread: number;
  readonly affinity: number;
  readonly peers: number;
  readonly taints: number;
  readonly total: number;
}

/** Default weights of the plugins. */
export const weights = { least: 1, balanced: 1, spread: 2, affinity: 2, peers: 2, taints: 3 } as const;

const full = 100;
/** Shares of a node are counted in millionths. */
const whole = 1_000_000;

function leastAllocated(asked: number, capacity: number): number {
  return capacity === 0 || asked > capacity ? 0 : Math.floor(((capacity - asked) * full) / capacity);
}

function shareOf(asked: number, capacity: number): number {
  return capacity === 0 ? whole : Math.min(whole, Math.floor((asked * whole) / capacity));
}

/** What is wished of nodes beyond their room: a score for each of the feasible ones, in their order. */
type Wish = readonly number[];

/** Raw counts as shares of the most, 0..100; the other way round where few are better. */
function normalized(counts: readonly number[], reverse: boolean): Wish {
  let most = 0;
  for (const count of counts) if (count > most) most = count;
  const wish: number[] = [];
  for (const count of counts) {
    const score = most === 0 ? 0 : Math.floor((count * full) / most);
    wish.push(reverse ? full - score : score);
  }
  return wish;
}

function affinityWish(pod: Pod, feasible: readonly NodeInfo[]): Wish | undefined {
  const preferred = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  if (preferred.length === 0) return undefined;
  const sums = feasible.map(({ node }) =>
    preferred.reduce(
      (total, { preference, weight }) => total + (matchesTerm(preference, node) ? weight : 0),
      0,
    ),
  );
  return normalized(sums, false);
}

function taintWish(pod: Pod, feasible: readonly NodeInfo[]): Wish | undefined {
  const isRepelled = ({ node }: NodeInfo): number =>
    (node.spec.taints ?? []).filter(
      (taint) => taint.effect === 'PreferNoSchedule' && !tolerates(pod.spec.tolerations, taint),
    ).length;
  if (!feasible.some((info) => info.node.spec.taints !== undefined && isRepelled(info) > 0)) return undefined;
  return normalized(feasible.map(isRepelled), true);
}

function peersWish(pod: Pod, feasible: readonly NodeInfo[], ledger: NodeLedger): Wish | undefined {
  const wish = interPodWish(pod, ledger);
  if (wish === undefined) return undefined;
  const sums = feasible.map(wish);
  const most = sums.reduce((max, sum) => Math.max(max, sum), -Infinity);
  const least = sums.reduce((min, sum) => Math.min(min, sum), Infinity);
  return sums.map((sum) => (most === least ? 0 : Math.floor((full * (sum - least)) / (most - least))));
}

function spreadWish(pod: Pod, feasible: readonly NodeInfo[], ledger: NodeLedger): Wish | undefined {
  const crowdOf = spreadCrowd(pod, ledger, feasible);
  if (crowdOf === undefined) return undefined;
  const crowds = feasible.map(crowdOf);
  const known = crowds.filter((crowd) => crowd !== undefined);
  const most = known.reduce((max, crowd) => Math.max(max, crowd), 0);
  const least = known.reduce((min, crowd) => Math.min(min, crowd), Infinity);
  return crowds.map((crowd) => {
    if (crowd === undefined) return 0;
    return most === 0 ? full : Math.floor((full * (most + least - crowd)) / most);
  });
}

interface Wishes {
  readonly affinity: Wish | undefined;
  readonly taints: Wish | undefined;
  readonly peers: Wish | undefined;
  readonly spread: Wish | undefined;
}

function wishesOf(pod: Pod, feasible: readonly NodeInfo[], ledger: NodeLedger): Wishes {
  return {
    affinity: affinityWish(pod, feasible),
    taints: taintWish(pod, feasible),
    peers: peersWish(pod, feasible, ledger),
    spread: spreadWish(pod, feasible, ledger),
  };
}

/** Fewer Pods of the same controller are better where the Pod itself does not say how it spreads. */
function evenWish(pod: Pod, feasible: readonly NodeInfo[], ledger: NodeLedger): Wish | undefined {
  const replicas = ledger.replicasOf(controllerOf(pod)?.uid ?? '');
  if (replicas === undefined) return undefined;
  const counts: number[] = [];
  for (const { node } of feasible) counts.push(replicas.get(node.metadata.name) ?? 0);
  return normalized(counts, true);
}

/** Room is scored by what the Pods on the node, and this one, ask for together. */
function fitOf(info: NodeInfo, asked: ReturnType<typeof scoredRequests>): Fit {
  const { fit, load } = info;
  const cpu = load.scoredCpuMilli + asked.cpuMilli;
  const memory = load.scoredMemoryMiB + asked.memoryMiB;
  if (fit.cpuMilli === cpu && fit.memoryMiB === memory) return fit;
  fit.cpuMilli = cpu;
  fit.memoryMiB = memory;
  fit.least = Math.floor((leastAllocated(cpu, info.cpuMilli) + leastAllocated(memory, info.memoryMiB)) / 2);
  // Of two shares the standard deviation is half their distance.
  const distance = Math.abs(shareOf(cpu, info.cpuMilli) - shareOf(memory, info.memoryMiB));
  fit.balanced = Math.floor(((whole - Math.floor(distance / 2)) * full) / whole);
  return fit;
}

/** Every call answers with the same object: with a thousand nodes a Pod, one each would be most of what placing costs. */
type ScoreAt = (info: NodeInfo, place: number) => Score;

function scorer(pod: Pod, feasible: readonly NodeInfo[], wishes: Wishes, ledger: NodeLedger): ScoreAt {
  const asked = scoredRequests(pod);
  const { affinity, peers, taints } = wishes;
  const spread = wishes.spread ?? evenWish(pod, feasible, ledger);
  const score = { least: 0, balanced: 0, spread: 0, affinity: 0, peers: 0, taints: 0, total: 0 };
  return (info, place) => {
    const { least, balanced } = fitOf(info, asked);
    score.least = least;
    score.balanced = balanced;
    score.spread = spread?.[place] ?? full;
    score.affinity = affinity?.[place] ?? 0;
    score.peers = peers?.[place] ?? 0;
    score.taints = taints?.[place] ?? full;
    score.total =
      weights.least * least +
      weights.balanced * balanced +
      weights.spread * score.spread +
      weights.affinity * score.affinity +
      weights.peers * score.peers +
      weights.taints * score.taints;
    return score;
  };
}

/** A score for each of the feasible nodes, in their order. */
export function scoresOf(pod: Pod, feasible: readonly NodeInfo[], ledger: NodeLedger): readonly Score[] {
  const scoreAt = scorer(pod, feasible, wishesOf(pod, feasible, ledger), ledger);
  return feasible.map((info, place) => ({ ...scoreAt(info, place) }));
}

export interface Best {
  readonly info: NodeInfo;
  readonly score: number;
  /** Nodes that meet the Pod's own preferences best, where it has any: of equal room, and before it, they count. */
  readonly wished: readonly NodeInfo[] | undefined;
}

/** The node with the highest total, of equals the first. */
export function bestOf(pod: Pod, feasible: readonly NodeInfo[], ledger: NodeLedger): Best | undefined {
  const wishes = wishesOf(pod, feasible, ledger);
  const scoreAt = scorer(pod, feasible, wishes, ledger);
  let best: NodeInfo | undefined;
  let most = -1;
  for (let place = 0; place < feasible.length; place++) {
    const info = feasible[place] as NodeInfo;
    const { total } = scoreAt(info, place);
    if (total <= most) continue;
    best = info;
    most = total;
  }
  return best === undefined ? undefined : { info: best, score: most, wished: wishedOf(feasible, wishes) };
}

function wishedOf(feasible: readonly NodeInfo[], wishes: Wishes): readonly NodeInfo[] | undefined {
  const { affinity, peers, spread, taints } = wishes;
  if (affinity === undefined && peers === undefined && spread === undefined && taints === undefined)
    return undefined;
  const totals = feasible.map(
    (_, place) =>
      weights.affinity * (affinity?.[place] ?? 0) +
      weights.peers * (peers?.[place] ?? 0) +
      weights.spread * (spread?.[place] ?? 0) +
      weights.taints * (taints?.[place] ?? 0),
  );
  const most = totals.reduce((max, total) => Math.max(max, total), 0);
  return feasible.filter((_, place) => totals[place] === most);
}
