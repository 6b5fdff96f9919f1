// Who is where, for rules between Pods: how many Pods of a set run on each node, and which terms the Pods on a node carry
// themselves. Sets are counted when first asked for and kept in step from then on; a plain Pod costs nothing.
import type { Affinity } from '#types';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { termOf, type NamespaceLabels, type Peers, type Term } from './terms.ts';

/** Pods by the name of their node. */
export type CountByNode = ReadonlyMap<string, number>;

interface Counted {
  readonly peers: Peers;
  readonly byNode: Map<string, number>;
}

/** `weight` is a score: required affinity draws with 1, what is preferred with its own weight, away with less than none. */
export interface CarriedTerm {
  readonly term: Term;
  readonly role: 'affinity' | 'anti' | 'preferred';
  readonly weight: number;
  readonly byNode: CountByNode;
}

interface Carried extends CarriedTerm {
  readonly byNode: Map<string, number>;
}

/** Sets that are kept counted. */
const setsMax = 256;

/** Source: kubernetes pkg/scheduler/apis/config, InterPodAffinityArgs.HardPodAffinityWeight. */
const hardAffinityWeight = 1;

function count(byNode: Map<string, number>, node: string, by: number): void {
  const next = (byNode.get(node) ?? 0) + by;
  if (next === 0) byNode.delete(node);
  else byNode.set(node, next);
}

type Rule = Pick<Carried, 'term' | 'role' | 'weight'>;

function rulesOf(pod: Pod, { podAffinity, podAntiAffinity }: Affinity): readonly Rule[] {
  return [
    ...(podAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((term): Rule => ({
      term: termOf(pod, term),
      role: 'affinity',
      weight: hardAffinityWeight,
    })),
    ...(podAntiAffinity?.requiredDuringSchedulingIgnoredDuringExecution ?? []).map((term): Rule => ({
      term: termOf(pod, term),
      role: 'anti',
      weight: 0,
    })),
    ...(podAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
      ({ weight, podAffinityTerm }): Rule => ({
        term: termOf(pod, podAffinityTerm),
        role: 'preferred',
        weight,
      }),
    ),
    ...(podAntiAffinity?.preferredDuringSchedulingIgnoredDuringExecution ?? []).map(
      ({ weight, podAffinityTerm }): Rule => ({
        term: termOf(pod, podAffinityTerm),
        role: 'preferred',
        weight: -weight,
      }),
    ),
  ];
}

export class PeerCounts {
  readonly #everyPod: () => Iterable<Pod>;
  readonly #namespaces: NamespaceLabels;
  readonly #counted = new Map<string, Counted>();
  readonly #carried = new Map<string, Carried>();

  constructor(everyPod: () => Iterable<Pod>, namespaces: NamespaceLabels) {
    this.#everyPod = everyPod;
    this.#namespaces = namespaces;
  }

  reset(): void {
    this.#counted.clear();
    this.#carried.clear();
  }

  /** The labels of a namespace changed: sets that read them are counted again when next asked for. */
  forgetNamespaces(): void {
    for (const [key, { peers }] of this.#counted) if (peers.readsNamespaces) this.#counted.delete(key);
  }

  /** A Pod came to a node (1) or left it (-1). */
  fold(pod: Pod, by: 1 | -1): void {
    const node = pod.spec.nodeName ?? '';
    for (const { peers, byNode } of this.#counted.values())
      if (peers.has(pod, this.#namespaces)) count(byNode, node, by);
    const { affinity } = pod.spec;
    if (affinity?.podAffinity === undefined && affinity?.podAntiAffinity === undefined) return;
    for (const rule of rulesOf(pod, affinity)) {
      const key = `${rule.role} ${rule.weight} ${rule.term.topologyKey} ${rule.term.peers.key}`;
      let carried = this.#carried.get(key);
      if (carried === undefined) this.#carried.set(key, (carried = { ...rule, byNode: new Map() }));
      count(carried.byNode, node, by);
      if (carried.byNode.size === 0) this.#carried.delete(key);
    }
  }

  byNode(peers: Peers): CountByNode {
    const known = this.#counted.get(peers.key);
    if (known !== undefined) return known.byNode;
    if (this.#counted.size >= setsMax) this.#counted.clear();
    const byNode = new Map<string, number>();
    for (const pod of this.#everyPod())
      if (peers.has(pod, this.#namespaces)) count(byNode, pod.spec.nodeName ?? '', 1);
    this.#counted.set(peers.key, { peers, byNode });
    return byNode;
  }

  /** The terms of Pods on nodes that mean this Pod. */
  meaning(pod: Pod): readonly CarriedTerm[] {
    if (this.#carried.size === 0) return [];
    return [...this.#carried.values()].filter(({ term }) => term.peers.has(pod, this.#namespaces));
  }

  has(peers: Peers, pod: Pod): boolean {
    return peers.has(pod, this.#namespaces);
  }

  snapshot() {
    return [...this.#carried]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, { byNode }]) => ({ key, byNode: [...byNode].sort(([a], [b]) => (a < b ? -1 : 1)) }));
  }
}
