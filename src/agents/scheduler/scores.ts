// How well each feasible node suits a Pod, in kube-scheduler's scores from 0 to 100 and its default weights. Integers only.
// Source: kubernetes pkg/scheduler/framework/plugins/{noderesources,tainttoleration,nodeaffinity,podtopologyspread,interpodaffinity}.
import { matchesTerm } from '../../kinds/core/node-affinity.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { tolerates } from '../../kinds/core/pod/tolerations.ts';
import { controllerOf } from '../../store/object.ts';
import { interPodWish } from './inter-pod.ts';
import type { Candidates } from './candidates.ts';
import { scoredRequests, type NodeInfo, type NodeLedger } from './nodes.ts';
import { roomWeights } from './rooms.ts';
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
export const weights = { ...roomWeights, spread: 2, affinity: 2, peers: 2, taints: 3 } as const;

const full = 100;

/** What is wished of nodes beyond their room: a score from 0 to 100 for each of the feasible ones, in their order. */
type Wish = Uint8Array;

/** Raw counts as shares of the most, 0..100; the other way round where few are better. */
function normalized(counts: Int32Array, reverse: boolean): Wish {
  let most = 0;
  for (let index = 0; index < counts.length; index++) most = Math.max(most, counts[index] as number);
  const wish = new Uint8Array(counts.length);
  for (let index = 0; index < counts.length; index++) {
    const count = counts[index] as number;
    const score = count === 0 ? 0 : Math.floor((count * full) / most);
    wish[index] = reverse ? full - score : score;
  }
  return wish;
}

function affinityWish(pod: Pod, { infos: feasible }: Candidates): Wish | undefined {
  const preferred = pod.spec.affinity?.nodeAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? [];
  if (preferred.length === 0) return undefined;
  const sums = feasible.map(({ node }) =>
    preferred.reduce(
      (total, { preference, weight }) => total + (matchesTerm(preference, node) ? weight : 0),
      0,
    ),
  );
  return normalized(Int32Array.from(sums), false);
}

function taintWish(pod: Pod, feasible: Candidates): Wish | undefined {
  if (!feasible.isTainted) return undefined;
  const isRepelled = ({ node }: NodeInfo): number =>
    (node.spec.taints ?? []).filter(
      (taint) => taint.effect === 'PreferNoSchedule' && !tolerates(pod.spec.tolerations, taint),
    ).length;
  const repelled = feasible.infos.map(isRepelled);
  return repelled.some((count) => count > 0) ? normalized(Int32Array.from(repelled), true) : undefined;
}

function peersWish(pod: Pod, feasible: Candidates, ledger: NodeLedger): Wish | undefined {
  const wish = interPodWish(pod, ledger);
  if (wish === undefined) return undefined;
  const sums = feasible.infos.map(wish);
  const most = sums.reduce((max, sum) => Math.max(max, sum), -Infinity);
  const least = sums.reduce((min, sum) => Math.min(min, sum), Infinity);
  const wishes = sums.map((sum) =>
    most === least ? 0 : Math.floor((full * (sum - least)) / (most - least)),
  );
  return Uint8Array.from(wishes);
}

function spreadWish(pod: Pod, feasible: Candidates, ledger: NodeLedger): Wish | undefined {
  const crowdOf = spreadCrowd(pod, ledger, feasible.infos);
  if (crowdOf === undefined) return undefined;
  const crowds = feasible.infos.map(crowdOf);
  const known = crowds.filter((crowd) => crowd !== undefined);
  const most = known.reduce((max, crowd) => Math.max(max, crowd), 0);
  const least = known.reduce((min, crowd) => Math.min(min, crowd), Infinity);
  const wishes = crowds.map((crowd) => {
    if (crowd === undefined) return 0;
    return most === 0 ? full : Math.floor((full * (most + least - crowd)) / most);
  });
  return Uint8Array.from(wishes);
}

interface Wishes {
  readonly affinity: Wish | undefined;
  readonly taints: Wish | undefined;
  readonly peers: Wish | undefined;
  readonly spread: Wish | undefined;
}

function wishesOf(pod: Pod, feasible: Candidates, ledger: NodeLedger): Wishes {
  return {
    affinity: affinityWish(pod, feasible),
    taints: taintWish(pod, feasible),
    peers: peersWish(pod, feasible, ledger),
    spread: spreadWish(pod, feasible, ledger),
  };
}

/** How crowded nodes are with Pods of the same controller, where the Pod itself does not say how it spreads: fewer are better. */
interface Crowding {
  /** By a node's place in the ledger. */
  readonly replicas: Int32Array;
  /** 0 to 100, by how many replicas there are. */
  readonly ofCount: readonly number[];
}

function crowdingOf(
  pod: Pod,
  wishes: Wishes,
  { places }: Candidates,
  ledger: NodeLedger,
): Crowding | undefined {
  if (wishes.spread !== undefined) return undefined;
  const replicas = ledger.replicasOf(controllerOf(pod)?.uid ?? '');
  if (replicas === undefined) return undefined;
  let most = 0;
  for (let index = 0; index < places.length; index++)
    most = Math.max(most, replicas[places[index] as number] as number);
  const ofCount = [0];
  for (let count = 1; count <= most; count++) ofCount.push(Math.floor((count * full) / most));
  return { replicas, ofCount };
}

/** What the node at a place loses of the full score for spreading. */
const lostBy = (crowding: Crowding | undefined, place: number): number =>
  crowding === undefined ? 0 : (crowding.ofCount[crowding.replicas[place] as number] as number);

/** What is the same for all nodes where nothing is wished of them. */
const plain = { spread: full, affinity: 0, peers: 0, taints: full } as const;

/** The score of what is wished of the candidate with this index; room and crowding are scored beside it. */
function wishedTotal({ spread, affinity, peers, taints }: Wishes, index: number): number {
  return (
    weights.spread * (spread?.[index] ?? plain.spread) +
    weights.affinity * (affinity?.[index] ?? plain.affinity) +
    weights.peers * (peers?.[index] ?? plain.peers) +
    weights.taints * (taints?.[index] ?? plain.taints)
  );
}

/** Whether nothing is wished of any node: its `wishedTotal` is that of all. */
const isPlain = ({ spread, affinity, peers, taints }: Wishes): boolean =>
  spread === undefined && affinity === undefined && peers === undefined && taints === undefined;

/** A score for each of the feasible nodes, in their order. */
export function scoresOf(pod: Pod, feasible: Candidates, ledger: NodeLedger): readonly Score[] {
  const wishes = wishesOf(pod, feasible, ledger);
  const crowding = crowdingOf(pod, wishes, feasible, ledger);
  const asked = scoredRequests(pod);
  const { rooms } = ledger;
  return feasible.places.map((place, index) => ({
    ...rooms.scoresOf(place, asked),
    spread: (wishes.spread?.[index] ?? plain.spread) - lostBy(crowding, place),
    affinity: wishes.affinity?.[index] ?? plain.affinity,
    peers: wishes.peers?.[index] ?? plain.peers,
    taints: wishes.taints?.[index] ?? plain.taints,
    total:
      rooms.scoreOf(place, asked) + wishedTotal(wishes, index) - weights.spread * lostBy(crowding, place),
  }));
}

export interface Best {
  readonly info: NodeInfo;
  readonly score: number;
  /** Nodes that meet the Pod's own preferences best, where it has any: of equal room, and before it, they count. */
  readonly wished: Candidates | undefined;
}

/** The node with the highest total, of equals the first. */
export function bestOf(pod: Pod, feasible: Candidates, ledger: NodeLedger): Best | undefined {
  const wishes = wishesOf(pod, feasible, ledger);
  const common = isPlain(wishes) ? wishedTotal(wishes, 0) : undefined;
  const crowding = crowdingOf(pod, wishes, feasible, ledger);
  const room = ledger.rooms.column(scoredRequests(pod));
  const { places } = feasible;
  let best = -1;
  let most = -1;
  for (let index = 0; index < places.length; index++) {
    const place = places[index] as number;
    const wished = common ?? wishedTotal(wishes, index);
    const total = (room[place] as number) + wished - weights.spread * lostBy(crowding, place);
    if (total <= most) continue;
    best = place;
    most = total;
  }
  const info = ledger.nodes[best];
  return info === undefined ? undefined : { info, score: most, wished: wishedOf(feasible, wishes) };
}

function wishedOf(feasible: Candidates, wishes: Wishes): Candidates | undefined {
  if (isPlain(wishes)) return undefined;
  const totals = feasible.places.map((_, index) => wishedTotal(wishes, index));
  const most = totals.reduce((max, total) => Math.max(max, total), 0);
  return feasible.where((_, index) => totals[index] === most);
}
