// Which Pods a term of Pod affinity or a spread constraint means. Source: kubernetes pkg/scheduler/framework/types.go,
// AffinityTerm; pkg/scheduler/framework/plugins/podtopologyspread/common.go.
import type { LabelSelector, PodAffinityTerm, TopologySpreadConstraint } from '#types';
import type { Pod } from '../../kinds/core/pod/pod.ts';
import { canonicalJson } from '../../std/canonical-json.ts';
import { getOwn } from '../../std/own.ts';
import { fromLabelSelector, matchesLabels, type LabelRequirement } from '../../store/selectors.ts';

export type Labels = Readonly<Record<string, string>>;
/** Labels of a namespace that is there. */
export type NamespaceLabels = (name: string) => Labels | undefined;

/** A set of Pods; equal sets have equal keys. */
export interface Peers {
  readonly key: string;
  /** True where the labels of namespaces decide. */
  readonly readsNamespaces: boolean;
  has(pod: Pod, namespaces: NamespaceLabels): boolean;
}

export interface Term {
  readonly topologyKey: string;
  readonly peers: Peers;
}

/** No requirement at all means nobody where there is no selector, everybody where it is empty. */
function requirementsOf(selector: LabelSelector | undefined): readonly LabelRequirement[] | undefined {
  if (selector === undefined) return undefined;
  const read = fromLabelSelector(selector);
  return 'error' in read ? undefined : read.requirements;
}

/** What a term of a Pod means; without a word on namespaces, the Pod's own. */
export function termOf(owner: Pod, term: PodAffinityTerm): Term {
  const { labelSelector, namespaces = [], namespaceSelector, topologyKey } = term;
  const names =
    namespaces.length === 0 && namespaceSelector === undefined
      ? [owner.metadata.namespace ?? '']
      : namespaces;
  const pods = requirementsOf(labelSelector);
  const spaces = requirementsOf(namespaceSelector);
  return {
    topologyKey,
    peers: {
      key: canonicalJson([[...names].sort(), namespaceSelector ?? null, labelSelector ?? null]),
      readsNamespaces: spaces !== undefined,
      has: ({ metadata }, labelsOf) => {
        if (pods === undefined || !matchesLabels(pods, metadata.labels)) return false;
        const namespace = metadata.namespace ?? '';
        return (
          names.includes(namespace) || (spaces !== undefined && matchesLabels(spaces, labelsOf(namespace)))
        );
      },
    },
  };
}

/** The Pods that every one of the terms means. */
export function allOf(terms: readonly Term[]): Peers {
  const [first, ...others] = terms.map(({ peers }) => peers);
  if (first !== undefined && others.length === 0) return first;
  const every = terms.map(({ peers }) => peers);
  return {
    key: canonicalJson(every.map(({ key }) => key)),
    readsNamespaces: every.some(({ readsNamespaces }) => readsNamespaces),
    has: (pod, namespaces) => every.every((peers) => peers.has(pod, namespaces)),
  };
}

/** The Pods that a constraint spreads: of its namespace, not on their way out. */
export function spreadPeers(owner: Pod, constraint: TopologySpreadConstraint): Peers {
  const namespace = owner.metadata.namespace ?? '';
  const { labelSelector, matchLabelKeys = [] } = constraint;
  const selected = requirementsOf(labelSelector);
  const same = matchLabelKeys.flatMap((key): LabelRequirement[] => {
    const value = getOwn(owner.metadata.labels, key);
    return value === undefined ? [] : [{ key, operator: 'in', values: [value] }];
  });
  const requirements = selected === undefined ? undefined : [...selected, ...same];
  return {
    key: canonicalJson(['spread', namespace, requirements ?? null]),
    readsNamespaces: false,
    has: ({ metadata }) =>
      requirements !== undefined &&
      metadata.namespace === namespace &&
      metadata.deletionTimestamp === undefined &&
      matchesLabels(requirements, metadata.labels),
  };
}

/** Whether the constraint counts the Pod that it stands in. */
export function countsItself(owner: Pod, peers: Peers): boolean {
  return peers.has(owner, () => undefined);
}
