// Pod affinity and anti-affinity: of the Pod that is placed, and of those that run already. Required rules filter nodes, preferred
// ones score them. Source: kubernetes pkg/scheduler/framework/plugins/interpodaffinity.
import type { PodAffinityTerm, WeightedPodAffinityTerm } from '#types';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { getOwn } from '../../std/own.ts';
import type { NodeInfo, NodeLedger } from './nodes.ts';
import type { CountByNode } from './peers.ts';
import { allOf, termOf, type Term } from './terms.ts';
import { refusals, type Verdict } from './verdict.ts';

/** Values of a topology key with a number each. */
type Domains = Map<string, number>;

const domainOf = (info: NodeInfo, key: string): string | undefined => getOwn(info.node.metadata.labels, key);

/** Sums counts of nodes over the domains of a key; a node without the key's label is in none. */
function addDomains(
  domains: Domains,
  key: string,
  byNode: CountByNode,
  ledger: NodeLedger,
  weight: number,
): void {
  if (byNode.size === 0) return;
  for (const info of ledger.nodes) {
    const count = byNode.get(info.node.metadata.name);
    const domain = count === undefined ? undefined : domainOf(info, key);
    if (count !== undefined && domain !== undefined)
      domains.set(domain, (domains.get(domain) ?? 0) + count * weight);
  }
}

function domainsOf(key: string, byNode: CountByNode, ledger: NodeLedger): Domains {
  const domains: Domains = new Map();
  addDomains(domains, key, byNode, ledger, 1);
  return domains;
}

const termsOf = (pod: Pod, terms: readonly PodAffinityTerm[] | undefined): readonly Term[] =>
  (terms ?? []).map((term) => termOf(pod, term));

/** A filter of nodes; undefined where no rule between Pods touches this one. */
export function interPodFilter(pod: Pod, ledger: NodeLedger): ((info: NodeInfo) => Verdict) | undefined {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  const together = termsOf(pod, podAffinity?.requiredDuringSchedulingIgnoredDuringExecution);
  const apart = termsOf(pod, podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution);
  const existing = ledger.peers.meaning(pod).filter(({ role }) => role === 'anti');
  if (together.length + apart.length + existing.length === 0) return undefined;
  const everyone = together.length === 0 ? undefined : allOf(together);
  const wanted = together.map(({ topologyKey }) => ({
    topologyKey,
    domains:
      everyone === undefined ? new Map() : domainsOf(topologyKey, ledger.peers.byNode(everyone), ledger),
  }));
  // The first Pod of a group that wants to be together has nobody to join yet.
  const isFirst =
    everyone !== undefined &&
    wanted.every(({ domains }) => domains.size === 0) &&
    ledger.peers.has(everyone, pod);
  const avoided = apart.map(({ topologyKey, peers }) => ({
    topologyKey,
    domains: domainsOf(topologyKey, ledger.peers.byNode(peers), ledger),
  }));
  const forbidden = existing.map(({ term: { topologyKey }, byNode }) => ({
    topologyKey,
    domains: domainsOf(topologyKey, byNode, ledger),
  }));
  type Side = (typeof avoided)[number];
  const isIn = (info: NodeInfo, { topologyKey, domains }: Side): boolean => {
    const domain = domainOf(info, topologyKey);
    return domain !== undefined && domains.has(domain);
  };
  return (info) => {
    if (wanted.some(({ topologyKey }) => domainOf(info, topologyKey) === undefined))
      return refusals.podAffinity;
    if (!isFirst && !wanted.every((side) => isIn(info, side))) return refusals.podAffinity;
    if (avoided.some((side) => isIn(info, side))) return refusals.podAntiAffinity;
    if (forbidden.some((side) => isIn(info, side))) return refusals.existingAntiAffinity;
    return undefined;
  };
}

/** How much Pods that run already draw the Pod to a node, or keep it away; undefined where none does either. */
export function interPodWish(pod: Pod, ledger: NodeLedger): ((info: NodeInfo) => number) | undefined {
  const { podAffinity, podAntiAffinity } = pod.spec.affinity ?? {};
  const byKey = new Map<string, Domains>();
  const sum = (key: string, byNode: CountByNode, weight: number): void => {
    let domains = byKey.get(key);
    if (domains === undefined) byKey.set(key, (domains = new Map()));
    addDomains(domains, key, byNode, ledger, weight);
  };
  const prefer = (terms: readonly WeightedPodAffinityTerm[] | undefined, sign: 1 | -1): void => {
    for (const { weight, podAffinityTerm } of terms ?? []) {
      const { topologyKey, peers } = termOf(pod, podAffinityTerm);
      sum(topologyKey, ledger.peers.byNode(peers), sign * weight);
    }
  };
  prefer(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution, 1);
  prefer(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution, -1);
  for (const { term, role, weight, byNode } of ledger.peers.meaning(pod))
    if (role !== 'anti') sum(term.topologyKey, byNode, weight);
  const sums = [...byKey].filter(([, domains]) => domains.size > 0);
  if (sums.length === 0) return undefined;
  return (info) =>
    sums.reduce((total, [key, domains]) => total + (domains.get(domainOf(info, key) ?? '') ?? 0), 0);
}
