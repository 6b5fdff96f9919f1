// Topology spread constraints: how evenly Pods of a set stand over the domains of a label. DoNotSchedule filters nodes,
// ScheduleAnyway scores them. Source: kubernetes pkg/scheduler/framework/plugins/podtopologyspread.
import type { TopologySpreadConstraint } from '#types';
import { matchesNodeSelection } from '../../kinds/core/node-affinity.ts';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { untoleratedTaint } from '../../kinds/core/pod/tolerations.ts';
import { getOwn } from '../../std/own.ts';
import type { NodeInfo, NodeLedger } from './nodes.ts';
import { countsItself, spreadPeers } from './terms.ts';
import { refusals, type Verdict } from './verdict.ts';

type Way = TopologySpreadConstraint['whenUnsatisfiable'];

interface Spread {
  readonly constraint: TopologySpreadConstraint;
  readonly countsItself: boolean;
  /** Pods by domain, of the domains that count. */
  readonly domains: ReadonlyMap<string, number>;
}

const domainOf = (info: NodeInfo, key: string): string | undefined => getOwn(info.node.metadata.labels, key);

/** Whether a node counts as a place at all: by default the Pod's affinity decides, taints do not. */
function counts(pod: Pod, constraint: TopologySpreadConstraint, { node }: NodeInfo): boolean {
  if (constraint.nodeAffinityPolicy !== 'Ignore' && !matchesNodeSelection(pod.spec, node)) return false;
  return (
    constraint.nodeTaintsPolicy !== 'Honor' ||
    untoleratedTaint(pod.spec.tolerations, node.spec.taints) === undefined
  );
}

function spreadsOf(pod: Pod, ledger: NodeLedger, nodes: readonly NodeInfo[], way: Way): readonly Spread[] {
  const constraints = (pod.spec.topologySpreadConstraints ?? []).filter(
    ({ whenUnsatisfiable }) => whenUnsatisfiable === way,
  );
  const places = nodes.filter((info) =>
    constraints.every(({ topologyKey }) => domainOf(info, topologyKey) !== undefined),
  );
  return constraints.map((constraint) => {
    const peers = spreadPeers(pod, constraint);
    const byNode = ledger.peers.byNode(peers);
    const domains = new Map<string, number>();
    for (const info of places) {
      if (!counts(pod, constraint, info)) continue;
      const domain = domainOf(info, constraint.topologyKey) ?? '';
      domains.set(domain, (domains.get(domain) ?? 0) + (byNode.get(info.node.metadata.name) ?? 0));
    }
    return { constraint, countsItself: countsItself(pod, peers), domains };
  });
}

/** The fewest Pods of any domain; none while there are fewer domains than there should be. */
function fewest({ constraint, domains }: Spread): number {
  if (domains.size < (constraint.minDomains ?? 1)) return 0;
  let least = Infinity;
  for (const count of domains.values()) least = Math.min(least, count);
  return least;
}

/** A filter of nodes; undefined where nothing must be spread. */
export function spreadFilter(pod: Pod, ledger: NodeLedger): ((info: NodeInfo) => Verdict) | undefined {
  if (pod.spec.topologySpreadConstraints === undefined) return undefined;
  const rules = spreadsOf(pod, ledger, ledger.nodes, 'DoNotSchedule').map((spread) => ({
    ...spread,
    mostBefore: fewest(spread) + spread.constraint.maxSkew - (spread.countsItself ? 1 : 0),
  }));
  if (rules.length === 0) return undefined;
  return (info) => {
    for (const { constraint, domains, mostBefore } of rules) {
      const domain = domainOf(info, constraint.topologyKey);
      if (domain === undefined) return refusals.spreadLabel;
      if ((domains.get(domain) ?? 0) > mostBefore) return refusals.spread;
    }
    return undefined;
  };
}

/** Thousandths of ln(n), by repeated squaring in integers: engines differ in their logarithms. */
function lnMilli(n: number): number {
  let whole = 0;
  let rest = n * 1_000_000;
  while (rest >= 2_000_000) {
    rest = Math.floor(rest / 2);
    whole += 1;
  }
  let log2Micro = whole * 1_048_576;
  for (let bit = 524_288; bit >= 1; bit /= 2) {
    rest = Math.floor((rest * rest) / 1_000_000);
    if (rest < 2_000_000) continue;
    rest = Math.floor(rest / 2);
    log2Micro += bit;
  }
  return Math.floor((log2Micro * 693) / 1_048_576);
}

/**
 * How crowded a node's domains are with the Pod's like, in thousandths: fewer is better. Undefined of a node outside of every
 * domain. No function at all where nothing is wished for.
 */
export function spreadCrowd(
  pod: Pod,
  ledger: NodeLedger,
  feasible: readonly NodeInfo[],
): ((info: NodeInfo) => number | undefined) | undefined {
  if (pod.spec.topologySpreadConstraints === undefined) return undefined;
  const wishes = spreadsOf(pod, ledger, ledger.nodes, 'ScheduleAnyway').map((spread) => {
    const key = spread.constraint.topologyKey;
    const sizes = new Set(
      feasible.map((info) => domainOf(info, key)).filter((domain) => domain !== undefined),
    );
    return { ...spread, weightMilli: lnMilli(sizes.size + 2) };
  });
  if (wishes.length === 0) return undefined;
  return (info) => {
    let total = 0;
    for (const { constraint, domains, weightMilli } of wishes) {
      const domain = domainOf(info, constraint.topologyKey);
      if (domain === undefined) return undefined;
      total += (domains.get(domain) ?? 0) * weightMilli + (constraint.maxSkew - 1) * 1000;
    }
    return total;
  };
}
